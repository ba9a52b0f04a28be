using Huset.Processes.Contracts;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;

namespace Huset.Processes;

/// <summary>
/// A unit of the organisation. Its code never changes; its name, place and the rest are dated, so that any day can be asked for.
/// Where it may lie among the others is the rule of <see cref="Organisation"/>.
/// </summary>
public sealed class Unit
{
    private readonly List<UnitPeriod> periods = [];

    public string Code { get; private set; } = "";

    /// <summary>First day that it no longer exists; null while it is open.</summary>
    public DateOnly? ValidTo { get; private set; }

    public int Version { get; private set; }
    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>Every dated version, oldest first.</summary>
    public IEnumerable<UnitPeriod> Periods => periods.OrderBy(period => period.ValidFrom);

    public DateOnly FirstDay => periods.Min(period => period.ValidFrom);

    public static Unit Create(string code, DateOnly from, UnitFacts facts, DateTimeOffset now)
    {
        var unit = new Unit { Code = code };
        unit.periods.Add(UnitPeriod.Of(code, from, facts));
        unit.Changed(now);
        return unit;
    }

    /// <summary>How it looks on the day; null when it does not exist.</summary>
    public UnitPeriod? On(DateOnly day) => periods.Find(period => period.Holds(day));

    /// <summary>How it is shown: as on the day, else as it began or as it ended.</summary>
    public UnitPeriod Shown(DateOnly day) => On(day) ?? (day < FirstDay ? Periods.First() : Periods.Last());

    public IEnumerable<UnitPeriod> Between(DateOnly from, DateOnly end) => periods.Where(period => period.ValidFrom < end && from < period.End);

    /// <summary>From the day on it looks so, until its next version; false when it does already.</summary>
    public bool Change(DateOnly from, UnitFacts facts, DateTimeOffset now)
    {
        if (ValidTo is not null) throw new RuleViolation("unit.closed", "The unit is closed and can no longer change.");
        if (from < FirstDay) throw new RuleViolation("unit.before-first-day", $"The unit exists from {FirstDay:yyyy-MM-dd}; it cannot change before that.");
        var known = On(from)!;
        if (known.Facts == facts) return false;
        // Two changes on one day are one: the later counts.
        if (known.ValidFrom == from) known.Facts = facts;
        else periods.Add(UnitPeriod.Of(Code, from, facts));
        Changed(now);
        return true;
    }

    public void Close(DateOnly validTo, DateTimeOffset now)
    {
        if (ValidTo is not null) throw new RuleViolation("unit.closed", "The unit is closed already.");
        if (validTo <= Periods.Last().ValidFrom) throw new RuleViolation("unit.closed-before-last-version", $"The last version begins {Periods.Last().ValidFrom:yyyy-MM-dd}; the unit cannot end before or on that day.");
        ValidTo = validTo;
        Changed(now);
    }

    /// <summary>Takes back a version that has not begun: the one before it lasts on. Returns the one before, or null when there is no such version.</summary>
    public UnitPeriod? Withdraw(DateOnly from, DateTimeOffset now)
    {
        if (periods.Find(period => period.ValidFrom == from) is not { } planned) return null;
        if (ValidTo is not null) throw new RuleViolation("unit.closed", "The unit is closed and can no longer change.");
        if (from <= SwedishTime.Day(now)) throw new RuleViolation("unit.change-begun", "The version has begun; what has been is not taken back.");
        if (from == FirstDay) throw new RuleViolation("unit.change-begun", "The unit's first version cannot be taken back; close the unit.");
        periods.Remove(planned);
        Changed(now);
        return On(from);
    }

    /// <summary>Takes back a closing that has not come; false when none is planned.</summary>
    public bool StayOpen(DateTimeOffset now)
    {
        if (ValidTo is not { } end) return false;
        if (end <= SwedishTime.Day(now)) throw new RuleViolation("unit.closed", "The unit has been closed; it cannot be opened again.");
        ValidTo = null;
        Changed(now);
        return true;
    }

    public UnitChanged ToChanged(DateOnly today) => new(
        Code, Shown(today).Name,
        [.. Periods.Select(p => new UnitVersion(p.ValidFrom, p.Name, p.Parent, p.Type, p.Board, Kebab.Of(p.Provider), p.LawAreas))],
        ValidTo, Version, ChangedAt);

    private void Changed(DateTimeOffset now)
    {
        var ordered = Periods.ToList();
        foreach (var (index, period) in ordered.Index())
            period.Until = index + 1 < ordered.Count ? ordered[index + 1].ValidFrom : ValidTo;
        Version++;
        ChangedAt = now;
    }
}
