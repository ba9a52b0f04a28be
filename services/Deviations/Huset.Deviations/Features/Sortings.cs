using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Codes;
using Huset.ServiceDefaults.Http;
using Huset.Ui.Forms;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features;

/// <summary>The categories and topics that a case can be sorted in.</summary>
public sealed class Sortings(DeviationsDb db, TimeProvider clock)
{
    private CodesOfDay<CaseCode>? codes;

    /// <summary>The categories for a kind of case, or for all kinds, each under its kind; what is chosen already is among them.</summary>
    public async Task<IReadOnlyList<Choice>> Categories(DeviationKind? kind, string? chosen, CancellationToken ct)
    {
        var codes = await Codes(ct);
        var valid = codes.Valid(CodeLists.Categories).Where(code => kind is null || code.Kind is null || code.Kind == kind);
        return [.. With(valid, codes.Find(CodeLists.Categories, chosen)).OrderBy(code => code.Kind).Select(code => new Choice(code.Code, code.Name, Group: kind is null && code.Kind is { } of ? Words.Of(of) : null))];
    }

    /// <summary>The topics; what is chosen already is among them.</summary>
    public async Task<IReadOnlyList<Choice>> Topics(string? chosen, CancellationToken ct)
    {
        var codes = await Codes(ct);
        return [.. With(codes.Valid(CodeLists.Topics), codes.Find(CodeLists.Topics, chosen)).Select(code => new Choice(code.Code, code.Name))];
    }

    /// <summary>What may be affected by an event of each kind that asks.</summary>
    public async Task<ILookup<DeviationKind, Choice>> Affected(CancellationToken ct) => (await Codes(ct)).Valid(CodeLists.Affected)
        .SelectMany(code => code.Kind is { } kind ? [kind] : Enum.GetValues<DeviationKind>(), (code, kind) => (kind, new Choice(code.Code, code.Name))).ToLookup(pair => pair.kind, pair => pair.Item2);

    /// <exception cref="InvalidField">400: `affected` has a code that may not be chosen for the kind.</exception>
    public async Task<string[]> CheckAffected(DeviationKind kind, IReadOnlyCollection<string?>? affected, CancellationToken ct)
    {
        if (affected is not { Count: > 0 }) return [];
        var codes = await Codes(ct);
        var chosen = codes.Codes(CodeLists.Affected, affected, "affected");
        if (chosen.Any(code => codes.Find(CodeLists.Affected, code)!.Kind is { } of && of != kind)) throw new InvalidField("affected", "It is for cases of another kind.");
        return chosen;
    }

    /// <summary>The names of who or what was affected.</summary>
    public async Task<IReadOnlyList<string>> NamesOf(IReadOnlyList<string>? affected, CancellationToken ct)
    {
        if (affected is not { Count: > 0 }) return [];
        var codes = await Codes(ct);
        return [.. affected.Select(code => codes.NameOf(CodeLists.Affected, code))];
    }

    /// <summary>The names of what a case is sorted in, also of what may no longer be chosen.</summary>
    public async Task<(string? Category, string? Topic)> NamesOf(string? category, string? topic, CancellationToken ct)
    {
        if (category is null && topic is null) return default;
        var codes = await Codes(ct);
        return (category is null ? null : codes.NameOf(CodeLists.Categories, category), topic is null ? null : codes.NameOf(CodeLists.Topics, topic));
    }

    /// <summary>What was chosen, when it may be: what the case has it keeps. Without a topic it is the category's own.</summary>
    /// <exception cref="InvalidField">400: `category` or `topic` may not be chosen, or the category is for another kind of case.</exception>
    public async Task<Sorting> Check(DeviationKind kind, string? category, string? topic, Sorting kept, CancellationToken ct)
    {
        (category, topic) = (string.IsNullOrWhiteSpace(category) ? null : category, string.IsNullOrWhiteSpace(topic) ? null : topic);
        if (category is null && topic is null) return default;
        var codes = await Codes(ct);
        if (category is not null && category != kept.Category)
        {
            category = codes.Code(CodeLists.Categories, category, "category");
            if (codes.Find(CodeLists.Categories, category)!.Kind is { } of && of != kind) throw new InvalidField("category", $"It is for cases of the kind {Kebab.Of(of)}.");
        }
        if (topic is not null && topic != kept.Topic) topic = codes.Code(CodeLists.Topics, topic, "topic");
        var own = category == kept.Category ? null : codes.Find(CodeLists.Categories, category)?.Topic;
        return new(category, topic ?? (codes.Valid(CodeLists.Topics).Any(code => code.Code == own) ? own : null));
    }

    private static IEnumerable<CaseCode> With(IEnumerable<CaseCode> valid, CaseCode? chosen) => chosen is null || valid.Contains(chosen) ? valid : valid.Append(chosen);

    private async Task<CodesOfDay<CaseCode>> Codes(CancellationToken ct) => codes ??= new(
        await db.CodeListItems.AsNoTracking().Where(item => item.List == CodeLists.Categories || item.List == CodeLists.Topics || item.List == CodeLists.Affected).ToListAsync(ct), SwedishTime.Today(clock));
}
