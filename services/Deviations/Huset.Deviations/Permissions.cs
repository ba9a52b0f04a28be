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

    /// <summary>The cases of a restricted track, which nobody else sees.</summary>
    public const string ReadLexSarah = "deviations.read-lex-sarah";
    public const string ReadLexMaria = "deviations.read-lex-maria";

    /// <summary>Hands a case over to a restricted track; who gives it loses sight of it.</summary>
    public const string HandOver = "deviations.hand-over";

    /// <summary>Returns a case that is judged not to belong to the track.</summary>
    public const string Return = "deviations.return";

    public static readonly Rights Table = new Rights()
        .Give(Report, Reach.All, [.. Roles.Employees, Roles.Integration])
        .Give(Read, Reach.Own, [.. Roles.Employees, Roles.Integration])
        .Give(Read, Reach.Units, Roles.Enhetschef)
        .Give(ReadHealthCare, Reach.All, Roles.Mas)
        .Give(ReadWorkEnvironment, Reach.All, Roles.Arbetsmiljosamordnare)
        .Give(ReadWithoutText, Reach.All, Roles.Kvalitetsutvecklare)
        .Give(ReadLexSarah, Reach.All, Roles.LexUtredare)
        .Give(ReadLexMaria, Reach.All, Roles.Mas)
        .Give(HandOver, Reach.Units, Roles.Enhetschef)
        .Give(HandOver, Reach.All, Roles.Mas, Roles.LexUtredare)
        .Give(Return, Reach.All, Roles.Mas, Roles.LexUtredare)
        .GiveCommon();
}
