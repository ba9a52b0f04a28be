using Huset.ServiceDefaults.Identity;

namespace Huset.Testing;

/// <summary>Someone who signs in: name, roles, where the roles apply, where one works.</summary>
public sealed record TestUser(string Username, string[] Roles, string[]? Units = null, string? HomeUnit = null)
{
    public Guid Id { get; init; } = Guid.NewGuid();

    /// <summary>The client that signed in.</summary>
    public string Client { get; init; } = "huset-test";
}

/// <summary>One user per role, in the small organisation that <see cref="TestUnits"/> describes.</summary>
public static class TestUsers
{
    public static readonly TestUser Employee = new("anna", [Roles.Medarbetare], HomeUnit: TestUnits.Norrangen);
    public static readonly TestUser Colleague = new("bo", [Roles.Medarbetare], HomeUnit: TestUnits.Norrangen);
    public static readonly TestUser Manager = new("karin", [Roles.Enhetschef, Roles.Medarbetare], [TestUnits.Norrangen, TestUnits.Kullen], TestUnits.Norrangen);
    public static readonly TestUser OtherManager = new("olle", [Roles.Enhetschef, Roles.Medarbetare], [TestUnits.Solgarden], TestUnits.Solgarden);

    /// <summary>Has the unit above: everything below it is hers too.</summary>
    public static readonly TestUser AreaManager = new("aina", [Roles.Enhetschef, Roles.Medarbetare], [TestUnits.ElderlyCare], TestUnits.ElderlyCare);

    public static readonly TestUser Mas = new("mas", [Roles.Mas, Roles.Medarbetare]);
    public static readonly TestUser LexInvestigator = new("lex", [Roles.LexUtredare, Roles.Medarbetare]);
    public static readonly TestUser QualityDeveloper = new("kvalitet", [Roles.Kvalitetsutvecklare, Roles.Medarbetare]);
    public static readonly TestUser ProcessOwner = new("processagare", [Roles.Processagare, Roles.Medarbetare]);
    public static readonly TestUser Registrar = new("registrator", [Roles.Registrator, Roles.Medarbetare]);
    public static readonly TestUser Staffing = new("bemanning", [Roles.Bemanningssamordnare, Roles.Medarbetare]);
    public static readonly TestUser Procurement = new("upphandling", [Roles.Upphandlingscontroller, Roles.Medarbetare]);
    public static readonly TestUser Analyst = new("analytiker", [Roles.Analytiker]);
    public static readonly TestUser BoardMember = new("fortroendevald", [Roles.Fortroendevald]);
    public static readonly TestUser WorkEnvironment = new("arbetsmiljo", [Roles.Arbetsmiljosamordnare, Roles.Medarbetare]);
    public static readonly TestUser Auditor = new("revisor", [Roles.Internrevisor, Roles.Medarbetare]);
    public static readonly TestUser Supplier = new("leverantor", [Roles.Leverantor]);
    public static readonly TestUser Guest = new("gast", [Roles.Gast]);
    public static readonly TestUser Integration = new("integration", [Roles.Integration]);
    public static readonly TestUser Administrator = new("admin", [Roles.Systemadministrator]);
}

/// <summary>A small organisation: a department with elderly care above three units and disability care above one.</summary>
public static class TestUnits
{
    public const string Department = "sf";
    public const string ElderlyCare = "ao";
    public const string DisabilityCare = "fo";
    public const string Norrangen = "norrangen";
    public const string Kullen = "kullen";
    public const string Solgarden = "solgarden";
    public const string Hasselvagen = "hasselvagen";

    /// <summary>Every code.</summary>
    public static string[] Codes => [.. All.Select(unit => unit.Code)];

    internal static readonly (string Code, string Name, string? Parent, string Type)[] All =
    [
        (Department, "Socialförvaltningen", null, "förvaltning"),
        (ElderlyCare, "Äldreomsorg", Department, "funktion"),
        (DisabilityCare, "Funktionshinderomsorg", Department, "funktion"),
        (Norrangen, "Norrängens hemtjänst", ElderlyCare, "enhet"),
        (Kullen, "Kullens hemtjänst", ElderlyCare, "enhet"),
        (Solgarden, "Solgårdens äldreboende", ElderlyCare, "enhet"),
        (Hasselvagen, "Hasselvägens gruppbostad", DisabilityCare, "enhet"),
    ];
}
