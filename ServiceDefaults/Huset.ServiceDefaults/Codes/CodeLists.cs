using System.ComponentModel;
using Huset.ServiceDefaults.Http;
using Microsoft.EntityFrameworkCore;

namespace Huset.ServiceDefaults.Codes;

/// <summary>
/// A code that may be chosen, with its Swedish text and the days that it may be used; a municipality's own data, not code.
/// A service whose codes say more derives from it, and so does the table's row.
/// </summary>
public class CodeListItem
{
    /// <summary>The list that it is of.</summary>
    [Description("Kodlistans namn. / Name of the code list."), Example("unit-types")]
    public string List { get; init; } = "";

    /// <summary>What is stored and sent; it never changes.</summary>
    [Description("Koden. / The code."), Example("enhet")]
    public string Code { get; init; } = "";

    /// <summary>Its place in the list's order.</summary>
    [Description("Plats i listans ordning. / Its place in the list's order."), Example("1")]
    public int Number { get; set; }

    /// <summary>What people read.</summary>
    [Description("Svensk text. / Swedish text."), Example("Enhet")]
    public string Name { get; set; } = "";

    /// <summary>First day that it may be used; null when it always could.</summary>
    [Description("Första dagen som den får användas. / First day that it may be used.")]
    public DateOnly? ValidFrom { get; set; }

    /// <summary>First day that it may no longer be used.</summary>
    [Description("Första dagen som den inte längre får användas. / First day that it may no longer be used.")]
    public DateOnly? ValidTo { get; set; }

    /// <summary>Grows with each change.</summary>
    [Description("Ökar vid varje ändring; skickas som If-Match. / Grows with each change; sent as If-Match."), Example("1")]
    public int Version { get; internal set; } = 1;

    /// <summary>Whether it may be chosen that day.</summary>
    public bool IsValid(DateOnly day) => (ValidFrom is null || ValidFrom <= day) && (ValidTo is null || day < ValidTo);
}

/// <summary>One of a service's lists.</summary>
/// <param name="Name">Its name in addresses: `cause-areas`.</param>
/// <param name="IsFixed">The law, the method or the program decides it; a municipality changes nothing of it.</param>
/// <param name="Words">The codes of a list that is not stored, because the pages have its words; it is fixed.</param>
public sealed record CodeList(string Name, bool IsFixed = false, IReadOnlyList<CodeListItem>? Words = null);

/// <summary>Which lists a service has, and who may read and change them.</summary>
/// <param name="Read">The permission to read them.</param>
/// <param name="Edit">The permission to add and change codes.</param>
/// <param name="Example">A code of the first list, for the OpenAPI document.</param>
/// <param name="Lists">The lists, in the order that the page shows those that are stored.</param>
public sealed record CodeListTable(string Read, string Edit, string Example, params CodeList[] Lists)
{
    /// <summary>The list, or null when the service has none by the name.</summary>
    public CodeList? Find(string name) => Array.Find(Lists, list => list.Name == name);

    /// <summary>The lists that are rows, which the page shows.</summary>
    public IEnumerable<CodeList> Stored => Lists.Where(list => list.Words is null);

    internal string Names => string.Join(", ", Lists.Select(list => list.Name));
}

/// <summary>The stored lists as they are read for a piece of work.</summary>
/// <param name="items">Every code of the lists.</param>
/// <param name="today">The day that codes are chosen.</param>
public class CodesOfDay<TItem>(IEnumerable<TItem> items, DateOnly today) where TItem : CodeListItem
{
    private readonly ILookup<string, TItem> lists = items.OrderBy(item => item.Number).ToLookup(item => item.List);

    /// <summary>What may be chosen, in order.</summary>
    public IEnumerable<TItem> Valid(string list) => lists[list].Where(item => item.IsValid(today));

    /// <summary>A code in the list's own spelling, also one that may no longer be used; null when there is none.</summary>
    public TItem? Find(string list, string? code) => lists[list].FirstOrDefault(item => item.Code == code);

    /// <summary>The Swedish text of a code, also of one that may no longer be used.</summary>
    public string NameOf(string list, string code) => Find(list, code)?.Name ?? code;

    /// <summary>The code in the list's own spelling.</summary>
    /// <exception cref="InvalidField">400: it may not be chosen.</exception>
    public string Code(string list, string? text, string field) =>
        Valid(list).FirstOrDefault(item => item.Code.Equals(text?.Trim(), StringComparison.OrdinalIgnoreCase))?.Code
        ?? throw new InvalidField(field, $"It must be one of {string.Join(", ", Valid(list).Select(item => item.Code))}.");

    /// <summary>The codes in the list's own spelling and order, each once.</summary>
    /// <exception cref="InvalidField">400: one of them may not be chosen.</exception>
    public string[] Codes(string list, IEnumerable<string?> texts, string field)
    {
        var chosen = texts.Select(text => Code(list, text, field)).ToHashSet();
        return [.. Valid(list).Select(item => item.Code).Where(chosen.Contains)];
    }
}

/// <summary>Where the lists lie.</summary>
public static class CodeListRows
{
    /// <summary>The table `code_list_items`.</summary>
    public static void HasCodeLists<TItem>(this ModelBuilder model, params TItem[] seed) where TItem : CodeListItem => model.Entity<TItem>(item =>
    {
        item.ToTable("code_list_items");
        item.HasKey(i => new { i.List, i.Code });
        item.Property(i => i.Version).IsConcurrencyToken();
        item.HasData(seed);
    });

    /// <summary>Adds those that are missing, in the order given; what a municipality has is left as it is.</summary>
    public static async Task AddMissingCodes<TItem>(this DbContext db, IReadOnlyList<TItem> items) where TItem : CodeListItem
    {
        var known = (await db.Set<TItem>().Select(item => new { item.List, item.Code }).ToListAsync()).ToHashSet();
        foreach (var (index, item) in items.Index().Where(item => !known.Contains(new { item.Item.List, item.Item.Code })))
        {
            item.Number = index + 1;
            db.Add(item);
        }
    }
}
