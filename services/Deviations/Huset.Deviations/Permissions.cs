using Huset.ServiceDefaults.Identity;

namespace Huset.Deviations;

public static class Permissions
{
    public const string Report = "deviations.report";
    public const string Read = "deviations.read";
    public const string ReadHealthCare = "deviations.read-health-care";
    public const string ReadWorkEnvironment = "deviations.read-work-environment";

    /// <summary>Every case, but without the reporter's words and name.</summary>
    public const string ReadWithoutText = "deviations.read-without-text";

    public static readonly Rights Table = new Rights()
        .Give(Report, Reach.All, [.. Roles.Employees, Roles.Integration])
        .Give(Read, Reach.Own, [.. Roles.Employees, Roles.Integration])
        .Give(Read, Reach.Units, Roles.Enhetschef)
        .Give(ReadHealthCare, Reach.All, Roles.Mas)
        .Give(ReadWorkEnvironment, Reach.All, Roles.Arbetsmiljosamordnare)
        .Give(ReadWithoutText, Reach.All, Roles.Kvalitetsutvecklare)
        .GiveCommon();
}
