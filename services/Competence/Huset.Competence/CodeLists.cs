using Huset.ServiceDefaults.Http;

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

    /// <summary>Of a kind of evidence: the last day that anything shown by it holds, such as a transitional rule's; null when it has none.</summary>
    public DateOnly? LastDay { get; set; }

    public DateOnly? ValidFrom { get; set; }

    /// <summary>First day that it may no longer be used.</summary>
    public DateOnly? ValidTo { get; set; }

    public int Version { get; private set; } = 1;

    public void Change(string name, bool licensed, DateOnly? lastDay, DateOnly? from, DateOnly? to)
    {
        if ((Name, Licensed, LastDay, ValidFrom, ValidTo) == (name, licensed, lastDay, from, to)) return;
        (Name, Licensed, LastDay, ValidFrom, ValidTo, Version) = (name, licensed, lastDay, from, to, Version + 1);
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

    /// <summary>What sort of competence it is: a title, an education, a course.</summary>
    public const string CompetenceKinds = "competence-kinds";

    /// <summary>Every list, in the order that pages show them.</summary>
    public static readonly string[] All = [Roles, CompetenceKinds, EvidenceKinds, DelegationTasks];

    private readonly ILookup<string, CodeListItem> lists = items.OrderBy(item => item.Number).ToLookup(item => item.List);

    public IEnumerable<CodeListItem> Valid(string list) => lists[list].Where(item => item.IsValid(today));

    /// <summary>The code when it may be used today.</summary>
    /// <exception cref="InvalidField">400: it may not.</exception>
    public string Code(string list, string? code, string field) => Find(list, code) is { } item && item.IsValid(today)
        ? item.Code
        : throw new InvalidField(field, $"It must be one of {string.Join(", ", Valid(list).Select(item => item.Code))}.");

    public CodeListItem? Find(string list, string? code) => lists[list].FirstOrDefault(item => item.Code == code);

    /// <summary>The Swedish text of a code, also of one that may no longer be used.</summary>
    public string NameOf(string list, string code) => Find(list, code)?.Name ?? code;
}
