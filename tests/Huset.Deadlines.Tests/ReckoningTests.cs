namespace Huset.Deadlines.Tests;

public sealed class ReckoningTests
{
    private static readonly WorkingCalendar Calendar = new();

    [Fact]
    public void Three_weeks_from_a_friday_end_on_a_friday_that_counts()
    {
        var deadline = Of(new(RuleKind.Weeks, 3), "2026-11-20T08:12+01:00");
        Assert.Equal(new DateOnly(2026, 12, 11), deadline.LastDay);
        Assert.Equal(DateTimeOffset.Parse("2026-12-11T23:00Z"), deadline.DueAt);
        Assert.Equal([new(StepKind.Starts, new(2026, 11, 20)), new(StepKind.Counts, new(2026, 12, 11), 3), new(StepKind.IsWorkingDay, new(2026, 12, 11))], deadline.Steps);
        Assert.Equal("example", deadline.Rule.Code);
        Assert.Equal("reported", deadline.StartEvent);
    }

    [Theory]
    // The day it starts is not counted; weekends are not.
    [InlineData("2026-11-20T08:12+01:00", 3, "2026-11-25")]
    [InlineData("2026-11-21T08:12+01:00", 1, "2026-11-23")]
    [InlineData("2026-11-22T23:59+01:00", 5, "2026-11-27")]
    // Thursday before Easter 2026: Good Friday, weekend and Easter Monday are skipped.
    [InlineData("2026-04-02T12:00+02:00", 1, "2026-04-07")]
    // Christmas and new year of 2026: 24–27, 31 December, 1–3 and 6 January.
    [InlineData("2026-12-23T12:00+01:00", 1, "2026-12-28")]
    [InlineData("2026-12-23T12:00+01:00", 4, "2027-01-04")]
    [InlineData("2026-12-23T12:00+01:00", 6, "2027-01-07")]
    // Midsummer's eve and whit sunday's week.
    [InlineData("2026-06-18T12:00+02:00", 1, "2026-06-22")]
    public void Working_days_are_neither_weekend_nor_holiday(string start, int amount, string last) =>
        Assert.Equal(DateOnly.Parse(last), Of(new(RuleKind.WorkingDays, amount), start).LastDay);

    [Fact]
    public void Each_day_that_is_skipped_is_told_with_its_name()
    {
        var deadline = Of(new(RuleKind.WorkingDays, 1), "2026-12-23T12:00+01:00");
        Assert.Equal(["julafton", "juldagen", "annandag jul", "en söndag"], deadline.Steps.Where(step => step.Kind == StepKind.SkipsDayOff).Select(step => step.DayOff));
        Assert.Equal(StepKind.IsWorkingDay, deadline.Steps[^1].Kind);
    }

    [Theory]
    [InlineData("2026-01-31T12:00+01:00", 1, "2026-02-28")]
    [InlineData("2028-01-31T12:00+01:00", 1, "2028-02-29")]
    [InlineData("2028-02-29T12:00+01:00", 12, "2029-02-28")]
    [InlineData("2024-02-29T12:00+01:00", 48, "2028-02-29")]
    [InlineData("2026-08-31T12:00+02:00", 1, "2026-09-30")]
    [InlineData("2026-11-20T12:00+01:00", 2, "2027-01-20")]
    [InlineData("2026-12-31T12:00+01:00", 2, "2027-02-28")]
    public void Months_end_on_the_same_number_or_with_the_month(string start, int amount, string last)
    {
        var deadline = Of(new(RuleKind.Months, amount), start);
        Assert.Equal(DateOnly.Parse(last), deadline.LastDay);
        Assert.Equal(deadline.LastDay!.Value.Day != deadline.Steps[0].Day.Day, deadline.Steps.Any(step => step.Kind == StepKind.EndsWithMonth));
    }

    [Fact]
    public void A_last_day_that_is_off_counts_or_moves_on_as_the_rule_says()
    {
        const string start = "2026-12-17T12:00+01:00";
        var counts = Of(new(RuleKind.Weeks, 1), start);
        Assert.Equal(new DateOnly(2026, 12, 24), counts.LastDay);
        Assert.Equal(new Step(StepKind.IsDayOffAndCounts, new(2026, 12, 24), 0, "julafton"), counts.Steps[^1]);
        var moves = Of(new(RuleKind.Weeks, 1, LastDay.MovesOn), start);
        Assert.Equal(new DateOnly(2026, 12, 28), moves.LastDay);
        Assert.Equal(new Step(StepKind.MovesOn, new(2026, 12, 28), 0, "julafton", new(2026, 12, 24)), moves.Steps[^1]);
    }

    [Theory]
    // The night when summer time begins has 23 hours, the one when it ends has 25.
    [InlineData("2026-03-27T12:00+01:00", 2, "2026-03-29T22:00Z")]
    [InlineData("2026-10-23T12:00+02:00", 2, "2026-10-25T23:00Z")]
    // A report after midnight in Sweden is one of the new day, though the day is the old one in UTC.
    [InlineData("2026-11-19T23:30Z", 1, "2026-11-21T23:00Z")]
    [InlineData("2026-07-01T22:30Z", 1, "2026-07-03T22:00Z")]
    [InlineData("2026-07-01T21:30Z", 1, "2026-07-02T22:00Z")]
    public void A_day_ends_at_swedish_midnight(string start, int days, string due) =>
        Assert.Equal(DateTimeOffset.Parse(due), Of(new(RuleKind.Days, days), start).DueAt);

    [Theory]
    [InlineData("2026-03-28T12:00+01:00", 24, "2026-03-29T11:00Z")]
    [InlineData("2026-10-24T12:00+02:00", 24, "2026-10-25T10:00Z")]
    [InlineData("2026-11-20T08:12+01:00", 72, "2026-11-23T07:12Z")]
    public void Hours_are_hours_whatever_the_clocks_are_set_to(string start, int hours, string due) =>
        Assert.Equal(DateTimeOffset.Parse(due), Of(new(RuleKind.Hours, hours), start).DueAt);

    [Fact]
    public void At_once_has_no_date_but_may_have_a_target_of_ones_own()
    {
        var deadline = Of(new(RuleKind.Immediate, 0), "2026-11-20T08:12+01:00");
        Assert.Null(deadline.DueAt);
        Assert.Null(deadline.LastDay);
        Assert.Null(deadline.Target);
        Assert.False(deadline.HasPassed(DateTimeOffset.MaxValue));
        Assert.Null(deadline.DaysLeft(DateTimeOffset.MaxValue));
        var rule = new Rule("serious", new(RuleKind.Immediate, 0), "lag", new(2026, 1, 1), Target: new(RuleKind.WorkingDays, 1));
        var withTarget = Reckoning.Of(rule, "reported", DateTimeOffset.Parse("2026-11-20T08:12+01:00"), Calendar);
        Assert.Null(withTarget.DueAt);
        Assert.Equal(new DateOnly(2026, 11, 23), withTarget.Target!.LastDay);
    }

    [Fact]
    public void Paused_days_move_the_last_day_on()
    {
        var deadline = Of(new(RuleKind.Days, 7), "2026-11-20T12:00+01:00", new Pause(new(2026, 11, 23), new(2026, 11, 26), "väntar på svar"));
        Assert.Equal(new DateOnly(2026, 11, 30), deadline.LastDay);
        Assert.Contains(new Step(StepKind.Pauses, new(2026, 11, 30), 3), deadline.Steps);
        Assert.Single(deadline.Pauses);
    }

    [Fact]
    public void A_last_day_that_is_moved_into_the_next_pause_is_moved_by_that_too()
    {
        var deadline = Of(new(RuleKind.Days, 7), "2026-11-20T12:00+01:00", new Pause(new(2026, 11, 28), new(2026, 12, 1), "andra"), new Pause(new(2026, 11, 23), new(2026, 11, 24), "första"));
        Assert.Equal(new DateOnly(2026, 12, 1), deadline.LastDay);
    }

    [Fact]
    public void Pauses_that_overlap_count_once_and_those_outside_not_at_all()
    {
        var deadline = Of(new(RuleKind.Weeks, 1), "2026-11-20T12:00+01:00",
            new Pause(new(2026, 11, 22), new(2026, 11, 25), "en"), new Pause(new(2026, 11, 24), new(2026, 11, 26), "två"),
            new Pause(new(2026, 11, 1), new(2026, 11, 20), "före"), new Pause(new(2026, 12, 24), new(2026, 12, 27), "efter"), new Pause(new(2026, 11, 21), new(2026, 11, 21), "tom"));
        Assert.Equal(new DateOnly(2026, 12, 1), deadline.LastDay);
        Assert.Equal(["en", "två"], deadline.Pauses.Select(pause => pause.Reason));
    }

    [Fact]
    public void A_pause_over_the_holidays_does_not_count_them_twice()
    {
        // Paused from 23 December to 4 January: the working days 23, 28, 29 and 30 are lost, the holidays between are not working days anyway.
        var paused = Of(new(RuleKind.WorkingDays, 3), "2026-12-21T12:00+01:00", new Pause(new(2026, 12, 23), new(2027, 1, 4), "stängt"));
        // 22 December, 4 and 5 January.
        Assert.Equal(new DateOnly(2027, 1, 5), paused.LastDay);
        Assert.DoesNotContain(paused.Steps, step => step.Kind == StepKind.SkipsDayOff && step.Day < new DateOnly(2027, 1, 4));
    }

    [Fact]
    public void The_hours_of_paused_days_stand_still()
    {
        var deadline = Of(new(RuleKind.Hours, 24), "2026-11-20T12:00+01:00", new Pause(new(2026, 11, 21), new(2026, 11, 23), "helg"));
        Assert.Equal(DateTimeOffset.Parse("2026-11-23T12:00+01:00"), deadline.DueAt);
        var afterwards = Of(new(RuleKind.Hours, 2), "2026-11-20T12:00+01:00", new Pause(new(2026, 11, 21), new(2026, 11, 23), "helg"));
        Assert.Equal(DateTimeOffset.Parse("2026-11-20T14:00+01:00"), afterwards.DueAt);
        var begunInside = Of(new(RuleKind.Hours, 1), "2026-11-21T12:00+01:00", new Pause(new(2026, 11, 21), new(2026, 11, 22), "lördag"), new Pause(new(2026, 11, 21), new(2026, 11, 23), "helg"));
        Assert.Equal(DateTimeOffset.Parse("2026-11-23T01:00+01:00"), begunInside.DueAt);
    }

    [Fact]
    public void Days_left_are_counted_by_swedish_days()
    {
        var deadline = Of(new(RuleKind.Weeks, 3), "2026-11-20T08:12+01:00");
        Assert.Equal(20, deadline.DaysLeft(DateTimeOffset.Parse("2026-11-21T00:30+01:00")));
        Assert.Equal(0, deadline.DaysLeft(DateTimeOffset.Parse("2026-12-11T23:59+01:00")));
        Assert.False(deadline.HasPassed(DateTimeOffset.Parse("2026-12-11T23:59:59+01:00")));
        Assert.True(deadline.HasPassed(DateTimeOffset.Parse("2026-12-12T00:00+01:00")));
        Assert.Equal(-3, deadline.DaysLeft(DateTimeOffset.Parse("2026-12-14T08:00+01:00")));
    }

    [Fact]
    public void The_last_day_is_never_before_the_first_and_longer_terms_never_end_sooner()
    {
        foreach (var kind in new[] { RuleKind.Days, RuleKind.WorkingDays, RuleKind.Weeks, RuleKind.Months, RuleKind.Hours })
        {
            for (var day = new DateOnly(2024, 1, 1); day < new DateOnly(2027, 1, 1); day = day.AddDays(1))
            {
                var start = new DateTimeOffset(day.ToDateTime(new(12, 0)), TimeSpan.Zero);
                DateTimeOffset? before = start;
                for (var amount = 1; amount <= 12; amount++)
                {
                    var due = Reckoning.Of(new("x", new(kind, amount, LastDay.MovesOn), "", day), "reported", start, Calendar).DueAt;
                    Assert.True(due >= before, $"{amount} {kind} from {day}");
                    before = due;
                }
            }
        }
    }

    [Theory]
    [InlineData(RuleKind.Days, 0)]
    [InlineData(RuleKind.Days, -1)]
    [InlineData(RuleKind.Months, Term.Longest + 1)]
    [InlineData(RuleKind.Immediate, 1)]
    public void A_term_that_is_none_is_refused(RuleKind kind, int amount) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Of(new(kind, amount), "2026-11-20T08:12+01:00"));

    private static Deadline Of(Term term, string start, params IEnumerable<Pause> pauses) =>
        Reckoning.Of(new("example", term, "Ett exempel", new(2026, 1, 1)), "reported", DateTimeOffset.Parse(start), Calendar, pauses);
}
