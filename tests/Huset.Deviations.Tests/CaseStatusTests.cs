using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;

namespace Huset.Deviations.Tests;

/// <summary>Where a case stands follows from what is in it.</summary>
public sealed class CaseStatusTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 11, 0, 0, TimeSpan.Zero);
    private static readonly Person Karin = new("karin", "Karin Testsson");
    private static readonly InvestigationLimits Limits = new(8, 3);

    [Fact]
    public void From_the_report_to_the_answer_it_stands_where_its_content_says()
    {
        var deviation = Reported();
        Assert.Equal(DeviationStatus.Reported, deviation.Status);
        deviation.Assess(3, 3, "Så.", Karin, Noon);
        Assert.Equal(DeviationStatus.Assessed, deviation.Status);
        var cause = deviation.FindCause("staffing", "För få.", Karin, Noon);
        Assert.Equal(DeviationStatus.Investigating, deviation.Status);
        var action = deviation.PlanAction(cause, Plan(startsIn: 3), Karin, Noon);
        Assert.Equal(DeviationStatus.Decided, deviation.Status);
        Assert.False(deviation.Begin(Karin, Noon.AddDays(2)));
        Assert.True(deviation.Begin(Karin, Noon.AddDays(3)));
        Assert.Equal(DeviationStatus.Acting, deviation.Status);
        deviation.CompleteAction(action, null, Karin, Noon.AddDays(4));
        Assert.Equal(DeviationStatus.FollowingUp, deviation.Status);
        deviation.CheckEffect(action, Effect.Yes, "Inga fler.", Karin, Noon.AddDays(40));
        Assert.Equal(DeviationStatus.FollowingUp, deviation.Status);
        deviation.Close("Tack.", Limits, Karin, Noon.AddDays(41));
        Assert.Equal(DeviationStatus.Closed, deviation.Status);
        deviation.Reopen("Igen.", Karin, Noon.AddDays(50));
        Assert.Equal(DeviationStatus.FollowingUp, deviation.Status);
        Assert.Equal(Enumerable.Range(2, 8), deviation.Changes.Select(change => change.Version));
    }

    [Fact]
    public void A_plan_that_begins_today_is_acted_on_at_once()
    {
        var deviation = Assessed(1, 1);
        deviation.PlanAction(deviation.FindCause("staffing", "För få.", Karin, Noon), Plan(startsIn: 0), Karin, Noon);
        Assert.Equal(DeviationStatus.Acting, deviation.Status);
    }

    [Fact]
    public void An_action_without_effect_takes_the_case_back_to_be_investigated()
    {
        var deviation = Assessed(1, 1);
        var cause = deviation.FindCause("staffing", "För få.", Karin, Noon);
        var action = deviation.PlanAction(cause, Plan(), Karin, Noon);
        deviation.CheckEffect(action, Effect.No, "Ingen skillnad.", Karin, Noon);
        Assert.Equal(DeviationStatus.Investigating, deviation.Status);
        Assert.Equal(["deviation.cause-unanswered"], deviation.MissingToClose(Limits));
        deviation.AcceptCause(cause, "Går inte att ändra.", Karin, Noon);
        Assert.Empty(deviation.MissingToClose(Limits));
    }

    [Fact]
    public void Every_cause_must_be_answered_and_every_effect_checked()
    {
        var deviation = Assessed(2, 4);
        Assert.Equal(["deviation.cause-missing"], deviation.MissingToClose(Limits));
        var first = deviation.FindCause("staffing", "För få.", Karin, Noon);
        deviation.FindCause("routines", "Oklart.", Karin, Noon);
        deviation.PlanAction(first, Plan(), Karin, Noon);
        Assert.Equal(["deviation.cause-unanswered", "deviation.effect-unchecked"], deviation.MissingToClose(Limits));
        Assert.Equal("deviation.cause-unanswered", Assert.Throws<RuleViolation>(() => deviation.Close("Tack.", Limits, Karin, Noon)).Code);
    }

    [Theory]
    [InlineData(1, 4, false)]
    [InlineData(2, 3, false)]
    [InlineData(2, 4, true)]
    [InlineData(3, 1, true)]
    public void A_case_below_both_limits_is_closed_without_a_cause(int severity, int probability, bool demands)
    {
        var deviation = Assessed(severity, probability);
        Assert.Equal(demands, Risk.Demands(severity, probability, Limits));
        Assert.Equal(demands, deviation.MissingToClose(Limits).Any());
    }

    [Theory]
    [InlineData(2, 3, "2 (måttlig) × 3 (stor) = 6. Under gränsen 8: orsaker behöver inte sökas.")]
    [InlineData(2, 4, "2 (måttlig) × 4 (mycket stor) = 8. Gränsen 8 är nådd: orsakerna ska sökas innan ärendet avslutas.")]
    [InlineData(3, 1, "3 (betydande) × 1 (mycket liten) = 3. Allvaret är 3 (betydande) eller mer: orsakerna ska sökas, hur liten sannolikheten än är.")]
    public void The_score_is_explained(int severity, int probability, string sentence) => Assert.Equal(sentence, Risk.Explain(severity, probability, Limits));

    [Fact]
    public void A_closed_case_takes_nothing()
    {
        var deviation = Assessed(1, 1);
        var cause = deviation.FindCause("staffing", "För få.", Karin, Noon);
        deviation.AcceptCause(cause, "Så är det.", Karin, Noon);
        deviation.Close("Tack.", Limits, Karin, Noon);
        var version = deviation.Version;
        foreach (var work in new Action[]
        {
            () => deviation.Assess(1, 1, "Så.", Karin, Noon), () => deviation.FindCause("staffing", "Mer.", Karin, Noon), () => deviation.RewordCause(cause, "staffing", "Mer.", Karin, Noon),
            () => deviation.AcceptCause(cause, "Mer.", Karin, Noon), () => deviation.PlanAction(cause, Plan(), Karin, Noon), () => deviation.Close("Mer.", Limits, Karin, Noon),
        })
        {
            Assert.Equal("deviation.closed", Assert.Throws<RuleViolation>(work).Code);
        }
        Assert.Equal((version, "Tack."), (deviation.Version, deviation.Feedback));
    }

    private static Deviation Reported() => Deviation.Report(1, "norrangen", Noon, DeviationKind.Other, Harm.None, "Något hände.", null, false, null, "anna", "Anna Testsson", Noon);

    private static Deviation Assessed(int severity, int probability)
    {
        var deviation = Reported();
        deviation.Assess(severity, probability, "Så.", Karin, Noon);
        return deviation;
    }

    private static ActionPlan Plan(int startsIn = 0)
    {
        var day = SwedishTime.Day(Noon).AddDays(startsIn);
        return new("Två på passet.", Strength.Medium, Karin, null, day, day.AddDays(7), "Varje vecka.", "Inga fler.", day.AddDays(30));
    }
}
