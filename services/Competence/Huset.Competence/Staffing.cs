using Huset.ServiceDefaults;

namespace Huset.Competence;

/// <summary>What someone on a shift may have to have: a role, a competence, or a delegation of a task.</summary>
public enum NeedKind { Role, Competence, Delegation }

/// <summary>So many of those on the shift must have it.</summary>
/// <param name="Kind">What kind of thing it is.</param>
/// <param name="Code">Code of the role, the competence or the delegation task.</param>
/// <param name="Count">How many.</param>
public sealed record StaffingNeed(NeedKind Kind, string Code, int Count);

/// <summary>What is asked of a unit's staffing at some hours of some weekdays.</summary>
/// <param name="UnitCode">The unit; who is planned below it counts too.</param>
/// <param name="Name">What it is called: "Natt".</param>
/// <param name="Weekdays">1 for Monday to 7 for Sunday: the days that it begins.</param>
/// <param name="StartTime">On a Swedish clock.</param>
/// <param name="EndTime">On a Swedish clock; at or before the start it is the next day's.</param>
/// <param name="Headcount">How many must be there at every minute.</param>
/// <param name="Needs">What some of them must have.</param>
/// <param name="ValidFrom">First day.</param>
/// <param name="ValidTo">First day that it no longer applies.</param>
public sealed record StaffingTerms(
    string UnitCode, string Name, int[] Weekdays, TimeOnly StartTime, TimeOnly EndTime, int Headcount, IReadOnlyList<StaffingNeed> Needs, DateOnly ValidFrom, DateOnly? ValidTo);

/// <summary>How many are needed in a unit, and what some of them must have, at the same hours of the same weekdays.</summary>
public sealed class StaffingRequirement
{
    public Guid Id { get; private set; } = Guid.CreateVersion7();
    public string UnitCode { get; private set; } = "";
    public string Name { get; private set; } = "";
    public int[] Weekdays { get; private set; } = [];
    public TimeOnly StartTime { get; private set; }
    public TimeOnly EndTime { get; private set; }
    public int Headcount { get; private set; }
    public IReadOnlyList<StaffingNeed> Needs { get; private set; } = [];
    public DateOnly ValidFrom { get; private set; }
    public DateOnly? ValidTo { get; private set; }
    public string SetByName { get; private set; } = "";
    public DateTimeOffset SetAt { get; private set; }
    public int Version { get; private set; }

    public static StaffingRequirement Set(StaffingTerms terms, string byName, DateTimeOffset now)
    {
        var requirement = new StaffingRequirement { UnitCode = terms.UnitCode };
        requirement.Change(terms, byName, now);
        return requirement;
    }

    /// <summary>A requirement stays with its unit.</summary>
    public void Change(StaffingTerms terms, string byName, DateTimeOffset now)
    {
        (Name, StartTime, EndTime, Headcount, ValidFrom, ValidTo) = (terms.Name.Trim(), terms.StartTime, terms.EndTime, terms.Headcount, terms.ValidFrom, terms.ValidTo);
        (Weekdays, Needs) = ([.. terms.Weekdays.Distinct().Order()], [.. terms.Needs]);
        (SetByName, SetAt, Version) = (byName, now, Version + 1);
    }

    /// <summary>A slot of it begins that day.</summary>
    public bool AppliesOn(DateOnly day) => ValidFrom <= day && (ValidTo is null || day < ValidTo) && Weekdays.Contains(day.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)day.DayOfWeek);

    /// <summary>From and to of the slot that begins that day: an hour shorter or longer in a night when the clocks change.</summary>
    public (DateTimeOffset From, DateTimeOffset To) SlotOn(DateOnly day) =>
        (SwedishTime.Instant(day.ToDateTime(StartTime)), SwedishTime.Instant((EndTime > StartTime ? day : day.AddDays(1)).ToDateTime(EndTime)));
}

/// <summary>Someone is planned to work in a unit between two times; by the scheduling system, whose id it has.</summary>
public sealed class Shift
{
    public string ShiftId { get; private set; } = "";
    public string UnitCode { get; private set; } = "";

    /// <summary>Null when the directory does not know who it is: it counts as someone, who has nothing.</summary>
    public Guid? EmployeeId { get; private set; }

    /// <summary>What the person does on the shift, a code of roles; null when nobody has said.</summary>
    public string? Role { get; private set; }

    public DateTimeOffset StartsAt { get; private set; }
    public DateTimeOffset EndsAt { get; private set; }
    public DateTimeOffset ImportedAt { get; private set; }

    public static Shift Import(string shiftId, ShiftFacts facts, DateTimeOffset now)
    {
        var shift = new Shift { ShiftId = shiftId };
        shift.Change(facts, now);
        return shift;
    }

    /// <summary>True when something changed.</summary>
    public bool Change(ShiftFacts facts, DateTimeOffset now)
    {
        if ((UnitCode, EmployeeId, Role, StartsAt, EndsAt) == (facts.UnitCode, facts.EmployeeId, facts.Role, facts.StartsAt, facts.EndsAt)) return false;
        (UnitCode, EmployeeId, Role, StartsAt, EndsAt) = facts;
        ImportedAt = now;
        return true;
    }
}

/// <summary>What the scheduling system tells of a shift.</summary>
public sealed record ShiftFacts(string UnitCode, Guid? EmployeeId, string? Role, DateTimeOffset StartsAt, DateTimeOffset EndsAt);

/// <summary>How it stands when fewest are there.</summary>
/// <param name="Required">How many are needed.</param>
/// <param name="Planned">How many are there at the worst minute.</param>
/// <param name="WorstAt">The first minute when they are so few, UTC.</param>
public sealed record Coverage(int Required, int Planned, DateTimeOffset WorstAt)
{
    public int Shortfall => Math.Max(0, Required - Planned);

    /// <summary>The fewest at one time between the two: a shift that begins when another ends fills its place, and a person is one however many shifts.</summary>
    public static Coverage Of(int required, IReadOnlyCollection<Shift> shifts, DateTimeOffset from, DateTimeOffset to)
    {
        var worst = new Coverage(required, int.MaxValue, from);
        // They become fewer only when the slot begins and when a shift ends.
        foreach (var minute in shifts.Select(shift => shift.EndsAt).Where(end => end > from && end < to).Prepend(from).Distinct().Order())
        {
            var there = shifts.Where(shift => shift.StartsAt <= minute && minute < shift.EndsAt).Select(shift => shift.EmployeeId?.ToString() ?? shift.ShiftId).Distinct().Count();
            if (there < worst.Planned) worst = new(required, there, minute);
        }
        return worst;
    }
}
