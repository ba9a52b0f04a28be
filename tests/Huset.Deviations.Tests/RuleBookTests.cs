using Huset.Deadlines;
using Huset.ServiceDefaults.Limits;

namespace Huset.Deviations.Tests;

public sealed class RuleBookTests
{
    private static readonly DateOnly Day = new(2026, 11, 20);
    private static readonly IReadOnlyList<string> Above = [TestUnits.Norrangen, TestUnits.ElderlyCare, TestUnits.Department];

    [Fact]
    public void The_nearest_units_own_target_goes_before_those_above_and_one_for_the_kind_before_one_for_all()
    {
        var all = Rule(1);
        var kind = Rule(2, kind: DeviationKind.HealthCare);
        var department = Rule(3, unit: TestUnits.Department);
        var unit = Rule(4, unit: TestUnits.Norrangen);
        var unitAndKind = Rule(5, unit: TestUnits.Norrangen, kind: DeviationKind.HealthCare);
        var other = Rule(6, unit: TestUnits.Kullen);
        Assert.Same(all, Find(DeviationKind.Other, all, kind, other));
        Assert.Same(kind, Find(DeviationKind.HealthCare, all, kind, other));
        Assert.Same(department, Find(DeviationKind.HealthCare, all, kind, department, other));
        Assert.Same(unit, Find(DeviationKind.Other, all, kind, department, unit, unitAndKind));
        Assert.Same(unitAndKind, Find(DeviationKind.HealthCare, all, kind, department, unit, unitAndKind));
        Assert.Null(Find(DeviationKind.Other, other));
    }

    [Fact]
    public void The_version_is_that_of_the_day()
    {
        var old = Rule(1);
        old.End(Day);
        var present = Rule(2, from: Day);
        Assert.Same(old, new RuleBook([old, present], []).Find(DeadlineCode.Investigation, Day.AddDays(-1), Day, DeviationKind.Other, Above));
        Assert.Same(present, new RuleBook([old, present], []).Find(DeadlineCode.Investigation, Day, Day.AddDays(-1), DeviationKind.Other, Above));
    }

    [Fact]
    public void Or_that_of_the_day_when_it_happened()
    {
        var old = Rule(1, by: RuleDay.Event);
        old.End(Day);
        var present = Rule(2, from: Day, by: RuleDay.Event);
        Assert.Same(old, new RuleBook([old, present], []).Find(DeadlineCode.Investigation, Day, Day.AddDays(-1), DeviationKind.Other, Above));
        Assert.Same(present, new RuleBook([old, present], []).Find(DeadlineCode.Investigation, Day, Day, DeviationKind.Other, Above));
    }

    [Fact]
    public void A_version_that_is_withdrawn_before_its_first_day_never_applies()
    {
        var rule = Rule(1, from: Day);
        rule.End(Day.AddDays(-10));
        Assert.Null(Find(DeviationKind.Other, rule));
    }

    [Fact]
    public void Without_a_threshold_nothing_is_demanded_by_it()
    {
        var assessed = Deviation.Report(1, TestUnits.Norrangen, DateTimeOffset.UnixEpoch, DeviationKind.Other, Harm.None, "x", null, false, null, "a", "A", DateTimeOffset.UnixEpoch);
        assessed.Assess(4, 4, "x", new("b", "B"), DateTimeOffset.UnixEpoch);
        Assert.False(new RuleBook([], []).LimitsOn(Day).Demand(assessed.Assessment!));
        var eight = Limit.From(new(2026, 1, 1), Measure.InvestigateFromScore, 8, "x", "C", DateTimeOffset.UnixEpoch);
        Assert.True(new RuleBook([], [eight]).LimitsOn(Day).Demand(assessed.Assessment!));
        Assert.False(new RuleBook([], [eight]).LimitsOn(new(2025, 12, 31)).Demand(assessed.Assessment!));
    }

    private static DeadlineRule? Find(DeviationKind kind, params DeadlineRule[] rules) => new RuleBook(rules, []).Find(DeadlineCode.Investigation, Day, Day, kind, Above);

    private static DeadlineRule Rule(int amount, string? unit = null, DeviationKind? kind = null, DateOnly? from = null, RuleDay by = RuleDay.Start) => DeadlineRule.From(
        from ?? new(2026, 1, 1), new(DeadlineCode.Investigation, kind, unit, "Utredning klar", new(RuleKind.Weeks, amount), CaseEvent.Reported, CaseEvent.Investigated, "x", AppliesBy: by), new("c", "C"), DateTimeOffset.UnixEpoch);
}
