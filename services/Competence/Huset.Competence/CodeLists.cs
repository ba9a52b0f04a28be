namespace Huset.Competence;

/// <summary>A code that may be chosen, with its Swedish text and the days that it may be used; a municipality's own data, not code.</summary>
public sealed class CodeListItem
{
    public string List { get; init; } = "";
    public string Code { get; init; } = "";
    public int Number { get; init; }
    public string Name { get; set; } = "";

    /// <summary>Of a role: a licensed profession, which may delegate health-care tasks (PSL 2010:659 ch. 4 and ch. 6 § 3).</summary>
    public bool Licensed { get; set; }

    public DateOnly? ValidFrom { get; set; }

    /// <summary>First day that it may no longer be used.</summary>
    public DateOnly? ValidTo { get; set; }

    public int Version { get; private set; } = 1;

    public void Change(string name, bool licensed, DateOnly? from, DateOnly? to)
    {
        if ((Name, Licensed, ValidFrom, ValidTo) == (name, licensed, from, to)) return;
        (Name, Licensed, ValidFrom, ValidTo, Version) = (name, licensed, from, to, Version + 1);
    }

    public bool IsValid(DateOnly day) => (ValidFrom is null || ValidFrom <= day) && (ValidTo is null || day < ValidTo);
}

/// <summary>The code lists as they are read for a piece of work.</summary>
public sealed class CodeLists(IEnumerable<CodeListItem> items, DateOnly today)
{
    /// <summary>What people work as.</summary>
    public const string Roles = "roles";

    /// <summary>Health-care tasks that may be delegated.</summary>
    public const string DelegationTasks = "delegation-tasks";

    /// <summary>How a competence is shown: certificate, course, practical check.</summary>
    public const string EvidenceKinds = "evidence-kinds";

    private readonly ILookup<string, CodeListItem> lists = items.OrderBy(item => item.Number).ToLookup(item => item.List);

    public IEnumerable<CodeListItem> Valid(string list) => lists[list].Where(item => item.IsValid(today));

    public CodeListItem? Find(string list, string? code) => lists[list].FirstOrDefault(item => item.Code == code);

    /// <summary>The Swedish text of a code, also of one that may no longer be used.</summary>
    public string NameOf(string list, string code) => Find(list, code)?.Name ?? code;
}
