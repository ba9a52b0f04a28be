namespace Huset.Deadlines;

/// <summary>Swedish days of instants, whatever the machine's own zone is.</summary>
public static class SwedishDays
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");

    /// <summary>The calendar day in Sweden at the instant.</summary>
    public static DateOnly Of(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, Zone).DateTime);

    /// <summary>The instant when the day begins in Sweden, UTC. Summer time never begins or ends at midnight there.</summary>
    public static DateTimeOffset StartOf(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, Zone.GetUtcOffset(midnight)).ToUniversalTime();
    }
}

/// <summary>From rule and start to last day, each step told.</summary>
public static class Reckoning
{
    /// <summary>When it is due, and why.</summary>
    /// <param name="rule">The version in force when it started.</param>
    /// <param name="startEvent">What started it, as code.</param>
    /// <param name="startedAt">When.</param>
    /// <param name="calendar">Which days are off.</param>
    /// <param name="pauses">Days that do not count; may overlap and come in any order.</param>
    /// <exception cref="ArgumentOutOfRangeException">The amount is less than 1 or more than <see cref="Term.Longest"/>, or is given to an immediate rule.</exception>
    public static Deadline Of(Rule rule, string startEvent, DateTimeOffset startedAt, WorkingCalendar calendar, params IEnumerable<Pause> pauses)
    {
        var start = startedAt.ToUniversalTime();
        IReadOnlyList<Pause> all = [.. pauses.Where(pause => pause.From < pause.To).OrderBy(pause => pause.From)];
        var first = SwedishDays.Of(start);
        var target = rule.Target is { } term ? Of(rule with { Term = term, Target = null }, startEvent, start, calendar, all) : null;
        if (rule.Term.Kind == RuleKind.Immediate)
        {
            ArgumentOutOfRangeException.ThrowIfNotEqual(rule.Term.Amount, 0, nameof(rule));
            return new(rule, startEvent, start, [new(StepKind.Starts, first)], [], null, null, target);
        }
        ArgumentOutOfRangeException.ThrowIfLessThan(rule.Term.Amount, 1, nameof(rule));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rule.Term.Amount, Term.Longest, nameof(rule));
        var steps = new List<Step> { new(StepKind.Starts, first) };
        if (rule.Term.Kind == RuleKind.Hours)
        {
            var due = Hours(start, rule.Term.Amount, all, steps);
            return new(rule, startEvent, start, steps, Met(all, first, SwedishDays.Of(due)), SwedishDays.Of(due), due, target);
        }
        var last = rule.Term.Kind switch
        {
            RuleKind.Days => Days(first, rule.Term.Amount, 1, all, steps),
            RuleKind.Weeks => Days(first, rule.Term.Amount, 7, all, steps),
            RuleKind.WorkingDays => WorkingDays(first, rule.Term.Amount, calendar, all, steps),
            RuleKind.Months => Months(first, rule.Term.Amount, all, steps),
            _ => throw new ArgumentOutOfRangeException(nameof(rule), rule.Term.Kind, "There is no such kind."),
        };
        last = Settle(last, rule.Term.LastDay, calendar, steps);
        return new(rule, startEvent, start, steps, Met(all, first, last), last, SwedishDays.StartOf(last.AddDays(1)), target);
    }

    private static DateOnly Days(DateOnly start, int amount, int each, IReadOnlyList<Pause> pauses, List<Step> steps)
    {
        var last = start.AddDays(amount * each);
        steps.Add(new(StepKind.Counts, last, amount));
        return Extend(start, last, pauses, steps);
    }

    private static DateOnly Months(DateOnly start, int amount, IReadOnlyList<Pause> pauses, List<Step> steps)
    {
        var last = start.AddMonths(amount);
        steps.Add(new(StepKind.Counts, last, amount));
        if (last.Day != start.Day) steps.Add(new(StepKind.EndsWithMonth, last));
        return Extend(start, last, pauses, steps);
    }

    private static DateOnly WorkingDays(DateOnly start, int amount, WorkingCalendar calendar, IReadOnlyList<Pause> pauses, List<Step> steps)
    {
        var (day, left, paused) = (start, amount, 0);
        while (left > 0)
        {
            day = day.AddDays(1);
            if (pauses.Any(pause => pause.Has(day))) paused++;
            else if (calendar.NameOf(day) is { } off) steps.Add(new(StepKind.SkipsDayOff, day, 0, off));
            else left--;
        }
        if (paused > 0) steps.Add(new(StepKind.Pauses, day, paused));
        steps.Add(new(StepKind.Counts, day, amount));
        return day;
    }

    // A paused day between start and last day moves the last day on by one, which may let it meet the next pause.
    private static DateOnly Extend(DateOnly start, DateOnly last, IReadOnlyList<Pause> pauses, List<Step> steps)
    {
        var (end, paused) = (last, 0);
        for (var day = start.AddDays(1); day <= end; day = day.AddDays(1))
        {
            if (!pauses.Any(pause => pause.Has(day))) continue;
            paused++;
            end = end.AddDays(1);
        }
        if (paused > 0) steps.Add(new(StepKind.Pauses, end, paused));
        return end;
    }

    private static DateOnly Settle(DateOnly last, LastDay rule, WorkingCalendar calendar, List<Step> steps)
    {
        if (calendar.NameOf(last) is not { } off)
        {
            steps.Add(new(StepKind.IsWorkingDay, last));
            return last;
        }
        if (rule == LastDay.Counts)
        {
            steps.Add(new(StepKind.IsDayOffAndCounts, last, 0, off));
            return last;
        }
        var next = calendar.WorkingDayFrom(last);
        steps.Add(new(StepKind.MovesOn, next, 0, off, last));
        return next;
    }

    // The clock stands still while it is paused.
    private static DateTimeOffset Hours(DateTimeOffset start, int amount, IReadOnlyList<Pause> pauses, List<Step> steps)
    {
        var (now, left, until) = (start, TimeSpan.FromHours(amount), DateTimeOffset.MinValue);
        var stood = TimeSpan.Zero;
        foreach (var pause in pauses)
        {
            var from = Later(SwedishDays.StartOf(pause.From), Later(now, until));
            var to = SwedishDays.StartOf(pause.To);
            if (to <= from) continue;
            if (now + left <= from) break;
            left -= from - now;
            stood += to - from;
            now = until = to;
        }
        var due = now + left;
        if (stood > TimeSpan.Zero) steps.Add(new(StepKind.Pauses, SwedishDays.Of(due), (int)Math.Ceiling(stood.TotalDays)));
        steps.Add(new(StepKind.Counts, SwedishDays.Of(due), amount));
        return due;
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private static IReadOnlyList<Pause> Met(IReadOnlyList<Pause> pauses, DateOnly first, DateOnly last) => [.. pauses.Where(pause => pause.To > first && pause.From <= last)];
}
