using Huset.ServiceDefaults.Identity;

namespace Huset.Competence;

public static class Permissions
{
    /// <summary>Who works where, as what: the people directory without what they can.</summary>
    public const string ReadPeople = "competence.read-people";
    public const string ImportPeople = "competence.import-people";

    /// <summary>What someone has learnt, with evidence and expiry, and what is lacking.</summary>
    public const string ReadCompetences = "competence.read-competences";
    public const string EditCompetences = "competence.edit-competences";
    public const string ImportCompetences = "competence.import-competences";

    /// <summary>What each role and unit asks for.</summary>
    public const string ReadRequirements = "competence.read-requirements";
    public const string EditRequirements = "competence.edit-requirements";

    /// <summary>The municipality's own list of competences, which requirements are made of.</summary>
    public const string EditCompetenceTypes = "competence.edit-competence-types";

    public const string ReadDelegations = "competence.read-delegations";

    /// <summary>Write a delegation; that the writer has a licensed profession is the delegation's own rule.</summary>
    public const string Delegate = "competence.delegate";
    public const string SignDelegation = "competence.sign-delegation";
    public const string WithdrawDelegation = "competence.withdraw-delegation";

    public const string ReadStaffing = "competence.read-staffing";
    public const string EditStaffing = "competence.edit-staffing";
    public const string ImportShifts = "competence.import-shifts";

    /// <summary>What deviations have shown that a unit's people need to learn.</summary>
    public const string ReadNeeds = "competence.read-needs";
    public const string HandleNeeds = "competence.handle-needs";

    public const string ReadCodeLists = "competence.read-code-lists";
    public const string EditCodeLists = "competence.edit-code-lists";

    /// <summary>Rules that the law or the municipality may change: the longest time of a delegation, when to remind.</summary>
    public const string ReadRules = "competence.read-rules";
    public const string EditRules = "competence.edit-rules";

    public static readonly Rights Table = new Rights()
        .Give(ReadPeople, Reach.Own, Roles.Employees)
        .Give(ReadPeople, Reach.Units, Roles.Enhetschef)
        .Give(ReadPeople, Reach.All, Roles.Bemanningssamordnare, Roles.Mas, Roles.Systemadministrator)
        .Give(ImportPeople, Reach.All, Roles.Systemadministrator, Roles.Integration)
        .Give(ReadCompetences, Reach.Own, Roles.Employees)
        .Give(ReadCompetences, Reach.Units, Roles.Enhetschef)
        .Give(ReadCompetences, Reach.All, Roles.Bemanningssamordnare, Roles.Mas)
        .Give(EditCompetences, Reach.Units, Roles.Enhetschef)
        .Give(EditCompetences, Reach.All, Roles.Bemanningssamordnare)
        .Give(ImportCompetences, Reach.Units, Roles.Enhetschef)
        .Give(ImportCompetences, Reach.All, Roles.Bemanningssamordnare, Roles.Integration)
        .Give(ReadRequirements, Reach.All, Roles.Employees)
        .Give(EditRequirements, Reach.Units, Roles.Enhetschef)
        .Give(EditRequirements, Reach.All, Roles.Bemanningssamordnare, Roles.Kvalitetsutvecklare)
        .Give(EditCompetenceTypes, Reach.All, Roles.Bemanningssamordnare, Roles.Kvalitetsutvecklare)
        .Give(ReadDelegations, Reach.Own, Roles.Employees)
        .Give(ReadDelegations, Reach.Units, Roles.Enhetschef)
        .Give(ReadDelegations, Reach.All, Roles.Mas)
        .Give(Delegate, Reach.All, Roles.Mas, Roles.Medarbetare)
        .Give(SignDelegation, Reach.Own, Roles.Employees)
        .Give(WithdrawDelegation, Reach.Own, Roles.Employees)
        .Give(WithdrawDelegation, Reach.Units, Roles.Enhetschef)
        .Give(WithdrawDelegation, Reach.All, Roles.Mas)
        .Give(ReadStaffing, Reach.Units, Roles.Enhetschef)
        .Give(ReadStaffing, Reach.All, Roles.Bemanningssamordnare)
        .Give(EditStaffing, Reach.Units, Roles.Enhetschef)
        .Give(EditStaffing, Reach.All, Roles.Bemanningssamordnare)
        .Give(ImportShifts, Reach.All, Roles.Bemanningssamordnare, Roles.Integration)
        .Give(ReadNeeds, Reach.Units, Roles.Enhetschef)
        .Give(ReadNeeds, Reach.All, Roles.Bemanningssamordnare)
        .Give(HandleNeeds, Reach.Units, Roles.Enhetschef)
        .Give(HandleNeeds, Reach.All, Roles.Bemanningssamordnare)
        .Give(ReadCodeLists, Reach.All, [.. Roles.Employees, Roles.Integration])
        .Give(EditCodeLists, Reach.All, Roles.Systemadministrator)
        .Give(ReadRules, Reach.All, Roles.Employees)
        .Give(EditRules, Reach.All, Roles.Systemadministrator, Roles.Mas)
        .GiveCommon();
}
