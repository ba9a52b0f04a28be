namespace Huset.Deadlines;

/// <summary>How a rule counts.</summary>
public enum RuleKind
{
    /// <summary>"Genast" or "snarast": as soon as it can be. It has no date, and none is invented.</summary>
    Immediate,

    /// <summary>Whole hours from the very moment.</summary>
    Hours,

    /// <summary>Calendar days; the day when it starts is not counted.</summary>
    Days,

    /// <summary>Days that are neither weekend nor holiday; the day when it starts is not counted.</summary>
    WorkingDays,

    /// <summary>Weeks: the last day is the same weekday.</summary>
    Weeks,

    /// <summary>Months: the last day has the same number, or is the month's last where there is no such day (lag 1930:173 2 §).</summary>
    Months,
}

/// <summary>What happens when the last day is a weekend or holiday.</summary>
public enum LastDay
{
    /// <summary>It counts as any other.</summary>
    Counts,

    /// <summary>The next working day is the last.</summary>
    MovesOn,
}

/// <summary>How long something may take.</summary>
/// <param name="Kind">How it is counted.</param>
/// <param name="Amount">How many, 1 or more; 0 for <see cref="RuleKind.Immediate"/>.</param>
/// <param name="LastDay">What happens when the last day is off; hours do not ask.</param>
public sealed record Term(RuleKind Kind, int Amount, LastDay LastDay = LastDay.Counts)
{
    /// <summary>The most that is counted: ten years of days, and of hours a tenth.</summary>
    public const int Longest = 3650;
}

/// <summary>A rule as it was in force when it began to run.</summary>
/// <param name="Code">What it is called in code: `investigation`.</param>
/// <param name="Term">How long it may take.</param>
/// <param name="Source">Where it is written, or whose own target it is.</param>
/// <param name="ValidFrom">First day of this version.</param>
/// <param name="Target">Beside the rule: within how long one means to have done it. It is a target, and never the law's date.</param>
public sealed record Rule(string Code, Term Term, string Source, DateOnly ValidFrom, Term? Target = null);

/// <summary>Days that do not count, because one had to wait for someone else.</summary>
/// <param name="From">First day that does not count.</param>
/// <param name="To">First day that counts again.</param>
/// <param name="Reason">Why, for the explanation.</param>
public sealed record Pause(DateOnly From, DateOnly To, string Reason)
{
    internal bool Has(DateOnly day) => From <= day && day < To;
}

/// <summary>What a step of the reckoning does.</summary>
public enum StepKind
{
    /// <summary>It starts this day.</summary>
    Starts,

    /// <summary>So many days, weeks, months or hours lead to this day.</summary>
    Counts,

    /// <summary>The day is off, so it is not one of the working days.</summary>
    SkipsDayOff,

    /// <summary>The month has no such day: its last one it is.</summary>
    EndsWithMonth,

    /// <summary>So many days were paused, which leads to this day.</summary>
    Pauses,

    /// <summary>The last day is a working day.</summary>
    IsWorkingDay,

    /// <summary>The last day is off and counts all the same.</summary>
    IsDayOffAndCounts,

    /// <summary>The last day was off; this is the working day it moves on to.</summary>
    MovesOn,

    /// <summary>Whoever may has given time up to this day, whatever the rule came to.</summary>
    Extended,
}

/// <summary>One step from start to due.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Day">The Swedish day that it comes to.</param>
/// <param name="Amount">How many, for what counts and pauses.</param>
/// <param name="DayOff">Why a day is off, in Swedish.</param>
/// <param name="From">The day before the step, for what moves on.</param>
public sealed record Step(StepKind Kind, DateOnly Day, int Amount = 0, string? DayOff = null, DateOnly? From = null);

/// <summary>A deadline with everything that made it.</summary>
/// <param name="Rule">The rule, in the version in force.</param>
/// <param name="StartEvent">What started it, as code: `reported`.</param>
/// <param name="StartedAt">When, UTC.</param>
/// <param name="Steps">The reckoning, in order.</param>
/// <param name="Pauses">The pauses that lay in its way.</param>
/// <param name="LastDay">The last Swedish day that it may be done; null for an immediate rule.</param>
/// <param name="DueAt">The first instant that is too late, UTC: the end of the last day, or the hour. Null for an immediate rule.</param>
/// <param name="Target">Beside the rule, one's own target reckoned the same way.</param>
public sealed record Deadline(
    Rule Rule, string StartEvent, DateTimeOffset StartedAt, IReadOnlyList<Step> Steps, IReadOnlyList<Pause> Pauses, DateOnly? LastDay, DateTimeOffset? DueAt, Deadline? Target)
{
    /// <summary>The same with time given up to a later day; an hour is then the day's end.</summary>
    /// <param name="until">The last day that it may be done.</param>
    public Deadline Extended(DateOnly until) => this with { Steps = [.. Steps, new(StepKind.Extended, until)], LastDay = until, DueAt = SwedishDays.StartOf(until.AddDays(1)) };

    /// <summary>True from the first instant that is too late; never for an immediate rule.</summary>
    public bool HasPassed(DateTimeOffset now) => DueAt <= now;

    /// <summary>Whole days left from the Swedish day of the instant to the last day: 0 on the last day, negative when it has passed. Null for an immediate rule.</summary>
    public int? DaysLeft(DateTimeOffset now) => LastDay?.DayNumber - SwedishDays.Of(now).DayNumber;
}
