using Huset.Analytics.Features.Indicators;
using Huset.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Goals;

/// <summary>
/// The one place where goals meet indicators: which there are, what kinds of figure they give, and what they counted in a goal's periods. A goal holds the
/// indicator's code only.
/// </summary>
public sealed class GoalMeasures(AnalyticsDb db, IndicatorSeries series, GoalWork work)
{
    // A rate as people say it; which volume it is per is the indicator's.
    private const int Per = 1_000;

    private readonly Dictionary<(string Indicator, DateOnly From), CountedUnits> counted = [];
    private SmallNumbers? small;

    /// <summary>The indicators that a goal may be measured by.</summary>
    public static IEnumerable<(string Code, string Name)> Offered => Indicators.Indicators.All.Select(indicator => (indicator.Code, indicator.Name));

    /// <summary>What the indicator is called; null when there is none by the code.</summary>
    public static string? NameOf(string code) => Indicators.Indicators.Find(code)?.Name;

    /// <summary>The kinds of figure that the indicator gives, the usual first.</summary>
    public static IReadOnlyList<MeasureForm> FormsOf(string code) => Indicators.Indicators.Find(code)?.Chart switch
    {
        ChartKind.P => [MeasureForm.Share, MeasureForm.Count],
        ChartKind.U => [MeasureForm.Rate, MeasureForm.Count],
        null => [],
        _ => [MeasureForm.Count],
    };

    /// <summary>The goal's figures up to the day, oldest first: those of its indicator's periods that have ended, else those that people have followed up.</summary>
    public async Task<IReadOnlyList<GoalFigure>> Figures(Goal goal, DateOnly day, CancellationToken ct)
    {
        if (goal.Measure.Indicator is not { } code) return goal.OwnFigures();
        if (Indicators.Indicators.Find(code) is not { } indicator) return [];
        var last = PlanPeriod.Ended(goal.Period, day);
        if (last.From > goal.DueOn) last = PlanPeriod.Of(goal.Period, goal.DueOn);
        var first = PlanPeriod.Of(goal.Period, new(goal.Year, 1, 1));
        if (last.To <= first.From) return [];
        var units = await Counted(indicator, first.From, day, ct);
        var (own, whole) = (units.Months(await work.Within(goal.UnitCode, ct)), units.Months(null));
        small ??= (await db.Rules.AsNoTracking().Where(rule => rule.Measure == "small-number").ToListAsync(ct)).ForSmallNumbers(day);
        var figures = new List<GoalFigure>();
        for (var period = first; period.From < last.To; period = PlanPeriod.Of(goal.Period, period.To))
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

    /// <summary>How the goal stands today.</summary>
    /// <param name="goal">The goal.</param>
    /// <param name="figures">Its figures, when they are read already.</param>
    /// <param name="ct">Ends the reading.</param>
    public async Task<GoalStanding> Standing(Goal goal, IReadOnlyList<GoalFigure>? figures, CancellationToken ct)
    {
        var today = work.Today;
        if (goal.Judgement is { } judged) return new(goal, goal.StateOn(today, []), Shown(goal, judged.Outcome));
        figures ??= await Figures(goal, today, ct);
        var state = goal.StateOn(today, figures);
        var figure = figures.LastOrDefault(figure => figure.Value is not null || figure.Yes is not null);
        // How it stands tells of the figure as much as the figure does.
        return figure is { IsSmall: true } && !work.SeesSmall(goal.UnitCode) ? new(goal, GoalState.Hidden, figure with { Value = null }) : new(goal, state, figure);
    }

    /// <summary>The figure as the reader may know it.</summary>
    public GoalFigure? Shown(Goal goal, GoalFigure? figure) => figure is { IsSmall: true } && !work.SeesSmall(goal.UnitCode) ? figure with { Value = null } : figure;

    // Counted once for all goals that are measured by it in the year.
    private async Task<CountedUnits> Counted(Indicator indicator, DateOnly from, DateOnly day, CancellationToken ct)
    {
        if (!counted.TryGetValue((indicator.Code, from), out var units)) counted[(indicator.Code, from)] = units = await series.ByUnit(indicator, from, new DateOnly(day.Year, day.Month, 1).AddMonths(1), ct);
        return units;
    }

    // A period with a month that nobody has told of has no figure: what is missing is no zero.
    private GoalFigure? Figure(MeasureForm form, IndicatorMonths own, IndicatorMonths whole, PlanPeriod period)
    {
        var (points, all) = (In(own, period), In(whole, period));
        if (points.Count == 0 || points.Any(point => !point.IsWhole) || points[0].Month != period.From) return null;
        var (count, per) = (points.Sum(point => point.Numerator + point.LeftOut), points.Any(point => point.Denominator is null || point.LeftOut > 0) ? null : points.Sum(point => point.Denominator));
        var value = form switch
        {
            MeasureForm.Share => per > 0 ? 100m * count / per : null,
            MeasureForm.Rate => own.Chart == ChartKind.U && per > 0 ? Per * count / per : null,
            _ => (decimal?)count,
        };
        if (value is null) return null;
        var isShare = own.Chart == ChartKind.P;
        var others = (Count: all.Sum(point => point.Numerator + point.LeftOut) - count, Of: isShare ? all.Sum(point => point.Denominator ?? 0) - per : null);
        // The whole less the unit's would tell of the others, and the other way round.
        return new(period.To.AddDays(-1), Math.Round(value.Value, 2), null, IsFew(count, isShare ? per : null) || IsFew(others.Count, others.Of));
    }

    private bool IsFew(decimal part, decimal? of) => of is { } all ? small!.IsSmallShare((long)part, (long)all) || small.IsSmall((long)all) : small!.IsSmall((long)part);

    private static List<IndicatorPoint> In(IndicatorMonths months, PlanPeriod period) => [.. months.Points.Where(point => point.Month >= period.From && point.Month < period.To)];
}

/// <summary>How a goal stands, as its reader may know it.</summary>
public sealed record GoalStanding(Goal Goal, GoalState State, GoalFigure? Figure);
