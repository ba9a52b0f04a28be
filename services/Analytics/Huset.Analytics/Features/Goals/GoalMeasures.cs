using Huset.Analytics.Features.Indicators;
using Huset.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Goals;

/// <summary>
/// The one place where goals meet indicators, those that are counted and the municipality's own: which there are, what kinds of figure they give, and what
/// they say of a goal's periods.
/// </summary>
public sealed class GoalMeasures(AnalyticsDb db, IndicatorCatalogue catalogue, IndicatorSeries series, GoalWork work)
{
    // A rate as people say it; which volume it is per is the indicator's.
    private const int Per = 1_000;

    private readonly Dictionary<(string Indicator, DateOnly From), Func<string[]?, IndicatorMonths>> counted = [];
    private SmallNumbers? small;

    /// <summary>The indicators that a goal may be measured by: those that are followed today.</summary>
    public async Task<IReadOnlyList<(string Code, string Name)>> Offered(CancellationToken ct) => [.. (await catalogue.Followed(ct)).Select(indicator => (indicator.Code, indicator.Name))];

    /// <summary>What each indicator is called, by its code.</summary>
    public async Task<IReadOnlyDictionary<string, string>> Names(CancellationToken ct) => (await catalogue.All(ct)).ToDictionary(indicator => indicator.Code, indicator => indicator.Name);

    /// <summary>The indicator by its code; null when there is none.</summary>
    public Task<Indicator?> Find(string code, CancellationToken ct) => catalogue.Find(code, ct);

    /// <summary>The kinds of figure that the indicator gives, the usual first.</summary>
    public static IReadOnlyList<MeasureForm> FormsOf(Indicator indicator) => indicator.Chart switch
    {
        ChartKind.P => [MeasureForm.Share, MeasureForm.Count],
        ChartKind.U => [MeasureForm.Rate, MeasureForm.Count],
        ChartKind.Xmr => [MeasureForm.Value],
        _ => [MeasureForm.Count],
    };

    /// <summary>What the figure is in: what a measurement is of, and what a rate of the municipality's own is per.</summary>
    public static string? UnitOf(Indicator indicator, MeasureForm form) => form is MeasureForm.Value or MeasureForm.Rate ? indicator.Own?.Unit : null;

    /// <summary>The goal's figures up to the day, oldest first: those of its indicator's periods that have ended, else those that people have followed up.</summary>
    public async Task<IReadOnlyList<GoalFigure>> Figures(Goal goal, DateOnly day, CancellationToken ct)
    {
        if (goal.Measure.Indicator is not { } code) return goal.OwnFigures();
        if (await catalogue.Find(code, ct) is not { } indicator) return [];
        // What is told for longer than the goal is followed up has a figure when its own period ends.
        var length = goal.Period.Months() % indicator.Period.Months() == 0 ? goal.Period : indicator.Period;
        var last = PlanPeriod.Ended(length, day);
        if (last.From > goal.DueOn) last = PlanPeriod.Of(length, goal.DueOn);
        var first = PlanPeriod.Of(length, new(goal.Year, 1, 1));
        if (last.To <= first.From) return [];
        var units = await Counted(indicator, first.From, day, ct);
        var (own, whole) = (units(await work.Within(goal.UnitCode, ct)), units(null));
        small ??= (await db.Rules.AsNoTracking().Where(rule => rule.Measure == "small-number").ToListAsync(ct)).ForSmallNumbers(day);
        var figures = new List<GoalFigure>();
        for (var period = first; period.From < last.To; period = PlanPeriod.Of(length, period.To))
            if (Figure(goal.Measure.Form, own, whole, period) is { } figure) figures.Add(figure);
        // All or none: whoever knows the year's works out the month that is not told.
        return figures.Exists(figure => figure.IsSmall) ? [.. figures.Select(figure => figure with { IsSmall = true })] : figures;
    }

    /// <summary>How each of the goals stands today, with the figure by which it does; drafts are not measured.</summary>
    public async Task<IReadOnlyList<GoalStanding>> Standings(IReadOnlyCollection<Goal> goals, CancellationToken ct)
    {
        var standings = new List<GoalStanding>();
        foreach (var goal in goals) standings.Add(await Standing(goal, goal.Status == GoalStatus.Draft ? [] : null, ct));
        return standings;
    }

    /// <summary>How the goal stands today, as the reader may know it.</summary>
    /// <param name="goal">The goal.</param>
    /// <param name="figures">Its figures, when they are read already.</param>
    /// <param name="ct">Ends the reading.</param>
    public Task<GoalStanding> Standing(Goal goal, IReadOnlyList<GoalFigure>? figures, CancellationToken ct) => Standing(goal, figures, work.SeesSmall(goal.UnitCode), ct);

    /// <summary>The same as someone may know it who sees small numbers, or not.</summary>
    public async Task<GoalStanding> Standing(Goal goal, IReadOnlyList<GoalFigure>? figures, bool seesSmall, CancellationToken ct)
    {
        var today = work.Today;
        if (goal.Judgement is { } judged) return new(goal, goal.StateOn(today, []), judged.Outcome is { IsSmall: true } hidden && !seesSmall ? hidden with { Value = null } : judged.Outcome);
        figures ??= await Figures(goal, today, ct);
        var state = goal.StateOn(today, figures);
        var figure = figures.LastOrDefault(figure => figure.Value is not null || figure.Yes is not null);
        // How it stands tells of the figure as much as the figure does.
        return figure is { IsSmall: true } && !seesSmall ? new(goal, GoalState.Hidden, figure with { Value = null }) : new(goal, state, figure);
    }

    /// <summary>The figure as the reader may know it.</summary>
    public GoalFigure? Shown(Goal goal, GoalFigure? figure) => figure is { IsSmall: true } && !work.SeesSmall(goal.UnitCode) ? figure with { Value = null } : figure;

    // Counted once for all goals that are measured by it in the year.
    private async Task<Func<string[]?, IndicatorMonths>> Counted(Indicator indicator, DateOnly from, DateOnly day, CancellationToken ct)
    {
        if (!counted.TryGetValue((indicator.Code, from), out var units)) counted[(indicator.Code, from)] = units = await series.ByUnit(indicator, from, new DateOnly(day.Year, day.Month, 1).AddMonths(1), ct);
        return units;
    }

    // A period with a month that nobody has told of has no figure: what is missing is no zero.
    private GoalFigure? Figure(MeasureForm form, IndicatorMonths own, IndicatorMonths whole, PlanPeriod period)
    {
        if (TimeFigure.Of(own, whole, period.From, period.To, small!) is not { IsWhole: true } told) return null;
        var value = form switch
        {
            MeasureForm.Share => told.Denominator > 0 ? 100m * told.Numerator / told.Denominator : null,
            // What the municipality's own is per is in its unit.
            MeasureForm.Rate => own.Chart == ChartKind.U && told.Denominator > 0 ? (own.Indicator.Own is null ? Per : 1) * told.Numerator / told.Denominator : null,
            _ => (decimal?)told.Numerator,
        };
        return value is null ? null : new(period.To.AddDays(-1), Math.Round(value.Value, 2), null, told.IsSmall);
    }
}

/// <summary>How a goal stands, as its reader may know it.</summary>
public sealed record GoalStanding(Goal Goal, GoalState State, GoalFigure? Figure);
