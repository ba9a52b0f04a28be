using System.Security.Cryptography;
using System.Text.Json;
using Huset.ServiceDefaults;
using Huset.Ui;
using Huset.Ui.Forms;
using Microsoft.EntityFrameworkCore;

namespace Huset.Processes.Features;

/// <summary>All units and code lists, as pages name them and offer them.</summary>
public sealed class UnitLookup
{
    private static readonly Texts T = Texts.Of<UnitParts>();
    private readonly Dictionary<string, Unit> all;

    private UnitLookup(Dictionary<string, Unit> all, CodeLists lists, DateOnly today) => (this.all, Lists, Today) = (all, lists, today);

    public CodeLists Lists { get; }
    public DateOnly Today { get; }

    // All of them: what is above, below and named in the history may be any, also closed ones.
    public static async Task<UnitLookup> Read(ProcessesDb db, TimeProvider clock)
    {
        var today = SwedishTime.Today(clock);
        return new(await db.Units.AsNoTracking().Include(unit => unit.Periods).ToDictionaryAsync(unit => unit.Code), await db.CodeLists(today, default), today);
    }

    public Unit? Find(string code) => all.GetValueOrDefault(code);

    public string NameOf(string? code) => code is null ? "" : all.TryGetValue(code, out var unit) ? unit.Shown(Today).Name : code;

    /// <summary>The units above today, the highest first.</summary>
    public IEnumerable<Unit> Above(Unit unit)
    {
        var above = new Stack<Unit>();
        for (var parent = unit.Shown(Today).Parent; parent is not null && all.TryGetValue(parent, out var next) && !above.Contains(next); parent = next.Shown(Today).Parent) above.Push(next);
        return above;
    }

    /// <summary>
    /// Codes of the units that shall have a quality system of their own on the day: those that work under a law and that the
    /// municipality runs itself; a company answers for its own system (SOSFS 2011:9, chapter 1, section 1).
    /// </summary>
    public IEnumerable<string> Expected(DateOnly day) =>
        all.Values.Select(unit => unit.On(day)).OfType<UnitPeriod>().Where(period => period.LawAreas.Length > 0 && period.Provider == Provider.Own).Select(period => period.UnitCode);

    /// <summary>True when the unit is the other, or lies below it today.</summary>
    public bool LiesIn(string code, string other) => code == other || (all.TryGetValue(code, out var unit) && Above(unit).Any(above => above.Code == other));

    /// <summary>The units straight below today, in order of name.</summary>
    public IEnumerable<Unit> Below(string code) => all.Values.Where(other => other.On(Today)?.Parent == code).OrderBy(other => NameOf(other.Code), Words.Order);

    /// <summary>Codes of those that lie lowest below the unit on the day, or of the unit itself when there is none below.</summary>
    public IReadOnlyList<string> Lowest(string code, DateOnly day)
    {
        if (all.GetValueOrDefault(code)?.On(day) is null) return [];
        var children = all.Values.Select(unit => unit.On(day)).OfType<UnitPeriod>().Where(period => period.Parent is not null).ToLookup(period => period.Parent, period => period.UnitCode);
        var (lowest, seen, next) = (new List<string>(), new HashSet<string>(), new Stack<string>([code]));
        while (next.TryPop(out var unit))
        {
            if (!seen.Add(unit)) continue;
            if (!children.Contains(unit)) lowest.Add(unit);
            foreach (var child in children[unit]) next.Push(child);
        }
        return lowest;
    }

    /// <summary>Units that must be moved, closed or given another board before this one can close on the day; each once.</summary>
    public IReadOnlyList<UnitPeriod> Hinders(Unit unit, DateOnly day) =>
        [.. all.Values.SelectMany(other => other.Between(day, DateOnly.MaxValue)).Where(period => period.Parent == unit.Code || period.Board == unit.Code)
            .OrderBy(period => period.Parent != unit.Code).DistinctBy(period => period.UnitCode).OrderBy(period => NameOf(period.UnitCode), Words.Order)];

    /// <summary>What is planned from tomorrow on, in order of day: new versions (with what was before them) and closings.</summary>
    public IReadOnlyList<(DateOnly Day, Unit Unit, UnitPeriod? Version)> Planned() =>
        [.. all.Values.SelectMany(unit => unit.Periods.Where(period => period.ValidFrom > Today).Select(period => (period.ValidFrom, unit, (UnitPeriod?)period)))
            .Concat(all.Values.Where(unit => unit.ValidTo > Today).Select(unit => (unit.ValidTo!.Value, unit, (UnitPeriod?)null)))
            .OrderBy(planned => planned.Item1).ThenBy(planned => NameOf(planned.unit.Code), Words.Order)];

    /// <summary>Open units as a tree, indented by level; without the unit itself and those below it.</summary>
    public IReadOnlyList<Choice> Places(string? unit)
    {
        var open = all.Values.Where(other => other.ValidTo is null || other.ValidTo > Today).Select(other => other.Shown(Today)).OrderBy(period => period.Name, Words.Order).ToList();
        var codes = open.Select(period => period.UnitCode).ToHashSet();
        var children = open.ToLookup(period => period.Parent is { } parent && codes.Contains(parent) ? parent : null);
        var choices = new List<Choice>();
        Add(null, 0);
        return choices;

        void Add(string? parent, int level)
        {
            foreach (var period in children[parent].Where(period => period.UnitCode != unit))
            {
                // Spaces that a select does not take away.
                choices.Add(new(period.UnitCode, string.Concat(Enumerable.Repeat("\u2003", level)) + (period.ValidFrom > Today ? T["Begins", period.Name, Words.Day(period.ValidFrom)] : period.Name)));
                Add(period.UnitCode, level + 1);
            }
        }
    }

    /// <summary>Units that are someone's board, or lie highest up: where a new board lies.</summary>
    public IReadOnlyList<Choice> Boards()
    {
        var open = all.Values.Where(other => other.ValidTo is null || other.ValidTo > Today).Select(other => other.Shown(Today)).ToList();
        var boards = open.Select(period => period.Board).ToHashSet();
        return [.. open.Where(period => period.Parent is null || boards.Contains(period.UnitCode)).OrderBy(period => period.Name, Words.Order).Select(period => new Choice(period.UnitCode, period.Name))];
    }

    /// <summary>What is said of a unit, field by field in the form's order, in the words that people read.</summary>
    public IEnumerable<(string Field, string Label, string Text)> Describe(UnitFacts facts) =>
    [
        ("Name", T["Name.Label"], facts.Name),
        ("Type", T["Type.Label"], Lists.NameOf(CodeLists.UnitTypes, facts.Type)),
        ("Parent", T["Parent.Label"], facts.Parent is null ? T["Parent.None"] : NameOf(facts.Parent)),
        ("Board", T["Board.Label"], facts.Board is null ? T["Board.None"] : NameOf(facts.Board)),
        ("Provider", T["Provider.Label"], Lists.NameOf(CodeLists.Providers, Kebab.Of(facts.Provider))),
        ("LawAreas", T["LawAreas.Label"], facts.LawAreas.Length == 0 ? T["LawAreas.None"] : string.Join(", ", facts.LawAreas.Select(law => Lists.NameOf(CodeLists.LawAreas, law)))),
    ];

    /// <summary>What differs between two, field by field.</summary>
    public IEnumerable<Difference> Compare(UnitFacts mine, UnitFacts theirs) =>
        Describe(mine).Zip(Describe(theirs), (a, b) => new Difference(a.Label, a.Text, b.Text, a.Field));

    /// <summary>What the form says, as far as it can be read.</summary>
    public static UnitFacts Facts(UnitFields fields) => new(
        fields.Name?.Trim() ?? "", Blank(fields.Parent), fields.Type ?? "", Blank(fields.Board),
        Kebab.TryParse<Provider>(fields.Provider, out var provider) ? provider : Provider.Own, [.. (fields.LawAreas ?? []).OfType<string>()]);

    /// <summary>Tells two fillings of a form from each other, so that what is saved is what was reviewed.</summary>
    public static string Fingerprint(UnitFields fields, int version) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new { fields = (object)fields, version })))[..32];

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
