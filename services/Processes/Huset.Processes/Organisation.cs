using Huset.Processes.Features;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;

namespace Huset.Processes;

/// <summary>All units together, while they are changed: what one may do depends on where the others lie, on every day.</summary>
public sealed class Organisation(IEnumerable<Unit> units, CodeLists lists, DateTimeOffset now)
{
    private readonly Dictionary<string, Unit> all = units.ToDictionary(unit => unit.Code);

    public DateOnly Today { get; } = SwedishTime.Day(now);

    public IEnumerable<Unit> Units => all.Values;

    public Unit? Find(string code) => all.GetValueOrDefault(code);

    public Unit Create(string code, UnitFields fields)
    {
        if (all.ContainsKey(code)) throw new RuleViolation("unit.code-taken", "There is a unit with this code already, open or closed.");
        CheckPlace(Apply(code, fields)!);
        return all[code];
    }

    public void Change(Unit unit, UnitFields fields)
    {
        if (Apply(unit.Code, fields) is { } changed) CheckPlace(changed);
    }

    public void Close(Unit unit, DateOnly validTo)
    {
        unit.Close(validTo, now);
        foreach (var period in Hinders(unit, validTo))
        {
            if (period.Parent == unit.Code) throw new RuleViolation("unit.has-open-units-below", $"{period.UnitCode} lies below it on that day or later; move or close it first.");
            throw new RuleViolation("unit.is-board-of-open-units", $"It is the board of {period.UnitCode} on that day or later; change that first.");
        }
    }

    /// <summary>Versions of other units that need the unit on the day or later: they lie below it, or it is their board.</summary>
    public IEnumerable<UnitPeriod> Hinders(Unit unit, DateOnly day) => all.Values.SelectMany(other => other.Between(day, DateOnly.MaxValue))
        .Where(period => period.UnitCode != unit.Code && (period.Parent == unit.Code || period.Board == unit.Code))
        .OrderBy(period => period.Parent != unit.Code);

    /// <summary>Takes back a version that has not begun; false when there is none from that day.</summary>
    public bool Withdraw(Unit unit, DateOnly from)
    {
        if (unit.Withdraw(from, now) is not { } longer) return false;
        CheckPlace(longer);
        return true;
    }

    /// <summary>Takes back a closing that has not come; false when none is planned.</summary>
    public bool StayOpen(Unit unit)
    {
        if (!unit.StayOpen(now)) return false;
        CheckPlace(unit.Periods.Last());
        return true;
    }

    /// <summary>Codes of the units above on the day, the nearest first.</summary>
    public IEnumerable<string> Above(string code, DateOnly day)
    {
        var seen = new HashSet<string> { code };
        for (var parent = Find(code)?.On(day)?.Parent; parent is not null && seen.Add(parent); parent = Find(parent)?.On(day)?.Parent) yield return parent;
    }

    /// <summary>Codes of every unit below on the day.</summary>
    public IReadOnlySet<string> Below(string code, DateOnly day)
    {
        var children = all.Values.Select(unit => unit.On(day)).OfType<UnitPeriod>().ToLookup(period => period.Parent, period => period.UnitCode);
        var found = new HashSet<string>();
        var left = new Stack<string>([code]);
        while (left.TryPop(out var at))
        {
            foreach (var child in children[at].Where(found.Add)) left.Push(child);
        }
        return found;
    }

    /// <summary>
    /// Creates the unit or changes it, and returns the version that came of it, or null when nothing changed. Where it lies is
    /// for <see cref="CheckPlace"/> to judge, when all rows of an import are in place.
    /// </summary>
    public UnitPeriod? Apply(string code, UnitFields fields)
    {
        var facts = Facts(fields);
        if (fields.ValidFrom is { Year: < 1900 or > 2200 }) throw new InvalidField("validFrom", "It must be a day between 1900 and 2200.");
        if (all.TryGetValue(code, out var unit))
        {
            var day = fields.ValidFrom ?? (Today < unit.FirstDay ? unit.FirstDay : Today);
            return unit.Change(day, facts, now) ? unit.On(day) : null;
        }
        var first = fields.ValidFrom ?? Today;
        all[code] = unit = Unit.Create(code, first, facts, now);
        return unit.On(first);
    }

    /// <summary>The unit above and the board exist all the time that the version lasts, and on no day does the unit lie below itself.</summary>
    public void CheckPlace(UnitPeriod period)
    {
        CheckExists(period.Parent, "parent", period);
        CheckExists(period.Board, "board", period);
        if (LiesBelowItself(period)) throw new RuleViolation("unit.below-itself", "The unit would lie below itself.");
    }

    private void CheckExists(string? code, string field, UnitPeriod period)
    {
        if (code is null) return;
        if (Find(code) is not { } unit) throw new InvalidField(field, $"There is no unit {code}.");
        if (period.ValidFrom < unit.FirstDay) throw new InvalidField(field, $"{code} exists only from {unit.FirstDay:yyyy-MM-dd}.");
        if (unit.ValidTo < period.End) throw new InvalidField(field, $"{code} exists only until {unit.ValidTo:yyyy-MM-dd}.");
    }

    private bool LiesBelowItself(UnitPeriod period)
    {
        // Upwards through every version that shares a day with this one. A way longer than there are units goes in a circle.
        var above = new Stack<(string? Code, DateOnly From, DateOnly End, int Steps)>([(period.Parent, period.ValidFrom, period.End, 1)]);
        while (above.TryPop(out var at))
        {
            if (at.Code is null || Find(at.Code) is not { } unit) continue;
            if (at.Code == period.UnitCode || at.Steps > all.Count) return true;
            foreach (var version in unit.Between(at.From, at.End))
                above.Push((version.Parent, Later(version.ValidFrom, at.From), Earlier(version.End, at.End), at.Steps + 1));
        }
        return false;
    }

    private UnitFacts Facts(UnitFields fields) => new(
        fields.Name!.Trim(), Blank(fields.Parent), lists.Code(CodeLists.UnitTypes, fields.Type!, "type"), Blank(fields.Board),
        fields.Provider?.Trim().ToLowerInvariant() switch
        {
            null or "" or "own" or "egen" => Provider.Own,
            "private" or "privat" => Provider.Private,
            _ => throw new InvalidField("provider", "It must be own or private."),
        },
        lists.Codes(CodeLists.LawAreas, fields.LawAreas ?? [], "lawAreas"));

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
    private static DateOnly Later(DateOnly a, DateOnly b) => a > b ? a : b;
    private static DateOnly Earlier(DateOnly a, DateOnly b) => a < b ? a : b;
}
