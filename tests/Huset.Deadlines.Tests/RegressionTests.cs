namespace Huset.Deadlines.Tests;

/// <summary>What other systems' deadlines are known to get wrong: the weekend of a pause, closed days, midnight, a calendar that is changed.</summary>
public sealed class RegressionTests
{
    private static readonly WorkingCalendar Calendar = new();
    private static readonly RuleKind[] Kinds = [RuleKind.Hours, RuleKind.Days, RuleKind.WorkingDays, RuleKind.Weeks];

    [Fact]
    public void What_is_counted_between_start_and_end_is_always_what_the_rule_says_however_it_is_paused()
    {
        // Two functions that reckon the same thing apart from each other tend to disagree over a paused weekend: here the one is checked by the other.
        var random = new Random(20261123);
        for (var attempt = 0; attempt < 1000; attempt++)
        {
            var kind = Kinds[random.Next(Kinds.Length)];
            var amount = random.Next(1, kind == RuleKind.Hours ? 200 : 15);
            var start = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(random.Next(4 * 365 * 24 * 60));
            var first = SwedishDays.Of(start);
            Pause[] pauses = [.. Enumerable.Range(0, random.Next(4)).Select(_ => first.AddDays(random.Next(-5, 25))).Select(from => new Pause(from, from.AddDays(random.Next(12)), "väntar"))];
            var deadline = Of(new(kind, amount), start, pauses);
            var told = $"{amount} {kind} from {start:u}, paused {string.Join(", ", pauses.Select(pause => $"{pause.From}–{pause.To}"))}: {deadline.DueAt:u}";
            bool Paused(DateOnly day) => pauses.Any(pause => pause.From <= day && day < pause.To);
            if (kind == RuleKind.Hours)
            {
                var minutes = 0;
                for (var minute = start; minute < deadline.DueAt; minute = minute.AddMinutes(1)) minutes += Paused(SwedishDays.Of(minute)) ? 0 : 1;
                Assert.True(minutes == amount * 60, told);
                continue;
            }
            var days = 0;
            for (var day = first.AddDays(1); day <= deadline.LastDay; day = day.AddDays(1)) days += !Paused(day) && (kind != RuleKind.WorkingDays || Calendar.IsWorkingDay(day)) ? 1 : 0;
            Assert.True(days == amount * (kind == RuleKind.Weeks ? 7 : 1), told);
            Assert.Equal(SwedishDays.StartOf(deadline.LastDay!.Value.AddDays(1)), deadline.DueAt);
        }
    }

    [Fact]
    public void A_pause_over_a_weekend_moves_days_by_three_and_working_days_by_one()
    {
        // Waiting from Friday 13 to Sunday 15 November 2026.
        var weekend = new Pause(new(2026, 11, 13), new(2026, 11, 16), "helg");
        var start = DateTimeOffset.Parse("2026-11-10T09:00+01:00");
        Assert.Equal(new DateOnly(2026, 11, 20), Of(new(RuleKind.Days, 7), start, weekend).LastDay);
        Assert.Equal(new DateOnly(2026, 11, 20), Of(new(RuleKind.WorkingDays, 7), start, weekend).LastDay);
        Assert.Equal(new DateOnly(2026, 11, 19), Of(new(RuleKind.WorkingDays, 7), start).LastDay);
        Assert.Equal(DateTimeOffset.Parse("2026-11-17T09:00+01:00"), Of(new(RuleKind.Hours, 96), start, weekend).DueAt);
    }

    [Fact]
    public void No_last_day_that_shall_be_worked_falls_on_a_closed_one()
    {
        for (var day = new DateOnly(2025, 1, 1); day < new DateOnly(2028, 1, 1); day = day.AddDays(1))
        {
            var start = SwedishDays.StartOf(day).AddHours(10);
            Assert.True(Calendar.IsWorkingDay(Of(new(RuleKind.WorkingDays, 3), start).LastDay!.Value));
            Assert.True(Calendar.IsWorkingDay(Of(new(RuleKind.Months, 1, LastDay.MovesOn), start).LastDay!.Value));
        }
    }

    [Theory]
    // Winter, summer, and the midnights of the nights when the clocks are changed.
    [InlineData("2026-11-20T08:12+01:00", "2026-11-27T23:00Z")]
    [InlineData("2026-07-01T08:12+02:00", "2026-07-08T22:00Z")]
    [InlineData("2026-03-22T08:12+01:00", "2026-03-29T22:00Z")]
    [InlineData("2026-10-18T08:12+02:00", "2026-10-25T23:00Z")]
    public void The_last_second_of_the_last_day_is_in_time_and_midnight_is_not(string start, string midnight)
    {
        var (deadline, due) = (Of(new(RuleKind.Days, 7), DateTimeOffset.Parse(start)), DateTimeOffset.Parse(midnight));
        Assert.Equal(due, deadline.DueAt);
        Assert.False(deadline.HasPassed(due.AddTicks(-1)));
        Assert.Equal(0, deadline.DaysLeft(due.AddTicks(-1)));
        Assert.True(deadline.HasPassed(due));
        Assert.Equal(-1, deadline.DaysLeft(due));
    }

    [Fact]
    public void A_day_that_the_municipality_takes_off_counts_from_when_it_is_in_the_calendar_and_no_other_day_changes()
    {
        // The eve of Epiphany, and a Friday between a holiday and a weekend.
        var own = new WorkingCalendar(new DayOff(new(2027, 1, 5), "trettondagsafton"), new DayOff(new(2027, 5, 7), "klämdag"), new DayOff(new(2027, 1, 6), "stängt"));
        var start = DateTimeOffset.Parse("2027-01-04T10:00+01:00");
        Assert.Equal(new DateOnly(2027, 1, 5), Of(new(RuleKind.WorkingDays, 1), start).LastDay);
        var deadline = Reckoning.Of(Rule(new(RuleKind.WorkingDays, 1)), "reported", start, own);
        Assert.Equal(new DateOnly(2027, 1, 7), deadline.LastDay);
        // A national holiday keeps its name.
        Assert.Equal(["trettondagsafton", "trettondedag jul"], deadline.Steps.Where(step => step.Kind == StepKind.SkipsDayOff).Select(step => step.DayOff));
        for (var day = new DateOnly(2027, 1, 1); day.Year == 2027; day = day.AddDays(1))
            if (day != new DateOnly(2027, 1, 5) && day != new DateOnly(2027, 5, 7)) Assert.Equal(Calendar.NameOf(day), own.NameOf(day));
    }

    private static Deadline Of(Term term, DateTimeOffset start, params IEnumerable<Pause> pauses) => Reckoning.Of(Rule(term), "reported", start, Calendar, pauses);

    private static Rule Rule(Term term) => new("example", term, "Ett exempel", new(2026, 1, 1));
}
