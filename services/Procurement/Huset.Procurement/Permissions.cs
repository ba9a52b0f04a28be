using Huset.ServiceDefaults.Identity;

namespace Huset.Procurement;

public static class Permissions
{
    /// <summary>See suppliers, contracts, follow-ups and findings: a supplier its own, a unit's manager those that are for the unit.</summary>
    public const string Read = "procurement.read";

    /// <summary>Register and change suppliers, who signs in for them, and contracts with their requirements.</summary>
    public const string EditContracts = "procurement.edit-contracts";

    /// <summary>Plan and hold follow-ups, write findings and check remedies.</summary>
    public const string FollowUp = "procurement.follow-up";

    /// <summary>Tell how a finding has been remedied: the supplier of its own.</summary>
    public const string Remedy = "procurement.remedy";

    /// <summary>
    /// See that deviations and complaints have come in at a contract's units: what, how bad and where it stands, never words or people. Who has
    /// it may know of each of them, so that small numbers need not be hidden (decision 31).
    /// </summary>
    public const string ReadUnitCases = "procurement.read-unit-cases";

    public const string ReadCodeLists = "procurement.read-code-lists";
    public const string EditCodeLists = "procurement.edit-code-lists";
    public const string ReadRules = "procurement.read-rules";
    public const string EditRules = "procurement.edit-rules";

    public static readonly Rights Table = new Rights()
        .Give(Read, Reach.Own, Roles.Leverantor)
        .Give(Read, Reach.Units, Roles.Enhetschef)
        .Give(Read, Reach.All, Roles.Upphandlingscontroller, Roles.Kvalitetsutvecklare)
        .Give(EditContracts, Reach.All, Roles.Upphandlingscontroller)
        .Give(FollowUp, Reach.All, Roles.Upphandlingscontroller)
        .Give(Remedy, Reach.Own, Roles.Leverantor)
        .Give(Remedy, Reach.All, Roles.Upphandlingscontroller)
        .Give(ReadUnitCases, Reach.Units, Roles.Enhetschef)
        .Give(ReadUnitCases, Reach.All, Roles.Upphandlingscontroller, Roles.Kvalitetsutvecklare)
        .Give(ReadCodeLists, Reach.All, [.. Roles.Employees, Roles.Leverantor, Roles.Integration])
        .Give(EditCodeLists, Reach.All, Roles.Systemadministrator, Roles.Upphandlingscontroller)
        .Give(ReadRules, Reach.All, Roles.Employees)
        .Give(EditRules, Reach.All, Roles.Systemadministrator, Roles.Upphandlingscontroller)
        .GiveCommon();
}
