using Huset.ServiceDefaults.Http;

namespace Huset.Processes;

/// <summary>A code that may be chosen, with its Swedish text and the days that it may be used; data, not code.</summary>
public sealed class CodeListItem
{
    public string List { get; init; } = "";
    public string Code { get; init; } = "";
    public int Number { get; init; }
    public string Name { get; set; } = "";
    public DateOnly? ValidFrom { get; set; }

    /// <summary>First day that it may no longer be used.</summary>
    public DateOnly? ValidTo { get; set; }

    public int Version { get; private set; } = 1;

    public void Change(string name, DateOnly? from, DateOnly? to)
    {
        if ((Name, ValidFrom, ValidTo) == (name, from, to)) return;
        (Name, ValidFrom, ValidTo, Version) = (name, from, to, Version + 1);
    }

    public bool IsValid(DateOnly day) => (ValidFrom is null || ValidFrom <= day) && (ValidTo is null || day < ValidTo);
}

/// <summary>The code lists as they are read for a piece of work.</summary>
public sealed class CodeLists(IEnumerable<CodeListItem> items, DateOnly today)
{
    public const string UnitTypes = "unit-types";
    public const string LawAreas = "law-areas";
    public const string Providers = "providers";
    public const string DocumentKinds = "document-kinds";

    private readonly ILookup<string, CodeListItem> lists = items.OrderBy(item => item.Number).ToLookup(item => item.List);

    public IEnumerable<CodeListItem> Valid(string list) => lists[list].Where(item => item.IsValid(today));

    /// <summary>The Swedish text of a code, also of one that may no longer be used.</summary>
    public string NameOf(string list, string code) => lists[list].FirstOrDefault(item => item.Code == code)?.Name ?? code;

    /// <summary>The code in the list's own spelling.</summary>
    public string Code(string list, string text, string field) =>
        Valid(list).FirstOrDefault(item => item.Code.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase))?.Code
        ?? throw new InvalidField(field, $"It must be one of {string.Join(", ", Valid(list).Select(item => item.Code))}.");

    /// <summary>The codes in the list's own spelling and order, each once.</summary>
    public string[] Codes(string list, IEnumerable<string?> texts, string field)
    {
        var chosen = texts.Select(text => Code(list, text ?? "", field)).ToHashSet();
        return [.. Valid(list).Select(item => item.Code).Where(chosen.Contains)];
    }
}
