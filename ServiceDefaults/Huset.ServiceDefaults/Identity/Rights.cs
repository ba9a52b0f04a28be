namespace Huset.ServiceDefaults.Identity;

/// <summary>The realm's roles, as tokens spell them (identity/realms).</summary>
public static class Roles
{
#pragma warning disable CS1591 // the names are the roles themselves; docs/rights.md tells what each may do
    public const string Medarbetare = "medarbetare";
    public const string Enhetschef = "enhetschef";
    public const string LexUtredare = "lex-utredare";
    public const string Mas = "mas";
    public const string Kvalitetsutvecklare = "kvalitetsutvecklare";
    public const string Processagare = "processagare";
    public const string Registrator = "registrator";
    public const string Bemanningssamordnare = "bemanningssamordnare";
    public const string Upphandlingscontroller = "upphandlingscontroller";
    public const string Analytiker = "analytiker";
    public const string Fortroendevald = "fortroendevald";
    public const string Arbetsmiljosamordnare = "arbetsmiljosamordnare";
    public const string Internrevisor = "internrevisor";
    public const string Leverantor = "leverantor";
    public const string Gast = "gast";
    public const string Integration = "integration";
    public const string Systemadministrator = "systemadministrator";
#pragma warning restore CS1591

    /// <summary>Everyone who works for the municipality; not the board, suppliers, guests or other systems.</summary>
    public static readonly string[] Employees =
    [
        Medarbetare, Enhetschef, LexUtredare, Mas, Kvalitetsutvecklare, Processagare, Registrator, Bemanningssamordnare,
        Upphandlingscontroller, Analytiker, Arbetsmiljosamordnare, Internrevisor, Systemadministrator,
    ];

    /// <summary>Every role there is.</summary>
    public static readonly string[] All = [.. Employees, Fortroendevald, Leverantor, Gast, Integration];
}

/// <summary>Which rows a permission opens.</summary>
[Flags]
public enum Reach
{
    /// <summary>None at all.</summary>
    None = 0,

    /// <summary>Those that the user wrote.</summary>
    Own = 1,

    /// <summary>Those of the user's units and every unit below them.</summary>
    Units = 2,

    /// <summary>Every row.</summary>
    All = 4,

    /// <summary>Those that an assignment opens, which is data of the service and no claim of the token: without one, none.</summary>
    Assigned = 8,
}

/// <summary>
/// One table role × permission → reach for a service. Policies, row filters, docs/rights.md and tests are made from it;
/// what is not in the table is refused.
/// </summary>
public sealed class Rights
{
    private readonly Dictionary<string, Dictionary<string, Reach>> table = [];

    /// <summary>Gives the roles the permission with this reach, on top of what they have.</summary>
    public Rights Give(string permission, Reach reach, params IEnumerable<string> roles)
    {
        if (!table.TryGetValue(permission, out var row)) table[permission] = row = [];
        foreach (var role in roles) row[role] = row.GetValueOrDefault(role) | reach;
        return this;
    }

    /// <summary>Every permission of the service.</summary>
    public IEnumerable<string> Permissions => table.Keys;

    /// <summary>What the role may reach by the permission.</summary>
    public Reach Of(string permission, string role) =>
        table.TryGetValue(permission, out var row) ? row.GetValueOrDefault(role) : Reach.None;

    /// <summary>What the roles together may reach by the permission.</summary>
    public Reach Of(string permission, IEnumerable<string> roles) =>
        roles.Aggregate(Reach.None, (reach, role) => reach | Of(permission, role));
}

/// <summary>The permissions that are the same in every service; a service's table ends with <see cref="GiveCommon"/>.</summary>
public static class CommonPermissions
{
    /// <summary>See who has seen and written which cases; never the cases themselves.</summary>
    public const string ReadAccessLog = "access-log.read";

    /// <summary>Sign a review of the access log.</summary>
    public const string SignAccessLog = "access-log.sign";

    /// <summary>See outbox, queues and failed messages.</summary>
    public const string ReadOperations = "operations.read";

    /// <summary>Send a failed message again.</summary>
    public const string ResendMessages = "operations.resend";

    /// <summary>See the service's rooms of the house; what is in them is by the reader's other permissions.</summary>
    public const string ReadRoom = "room.read";

    /// <summary>Follow the red thread; what is told of each thing is by the reader's other permissions where it is owned.</summary>
    public const string ReadThread = "thread.read";

    /// <summary>Gives what every service gives alike.</summary>
    public static Rights GiveCommon(this Rights rights) => rights
        .Give(ReadRoom, Reach.All, Roles.All)
        .Give(ReadThread, Reach.All, [.. Roles.Employees, Roles.Fortroendevald])
        .Give(ReadAccessLog, Reach.All, Roles.Systemadministrator)
        .Give(SignAccessLog, Reach.All, Roles.Systemadministrator)
        .Give(ReadOperations, Reach.All, Roles.Systemadministrator, Roles.Analytiker)
        .Give(ResendMessages, Reach.All, Roles.Systemadministrator);
}
