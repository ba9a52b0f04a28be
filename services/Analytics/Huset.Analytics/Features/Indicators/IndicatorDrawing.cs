using Huset.Ui;

namespace Huset.Analytics.Features.Indicators;

/// <summary>An indicator's chart as it is drawn: shares in per cent, rates per as much as makes them readable.</summary>
public sealed class IndicatorDrawing
{
    private static readonly Texts T = Texts.Of<IndicatorReading>();
    private readonly IndicatorChart chart;
    private readonly double scale;

    public IndicatorDrawing(IndicatorChart chart)
    {
        (this.chart, scale) = (chart, chart.Months.Chart switch { ChartKind.P => 100, ChartKind.U => chart.Per, _ => 1 });
        var isLevel = chart.Months.Chart is ChartKind.C or ChartKind.Xmr;
        var points = chart.Judged.Select((point, place) =>
        {
            var patterns = chart.PatternsAt(place).ToList();
            var mark = patterns.Contains(ChartPattern.Outside) ? ChartMark.Alone : patterns.Count > 0 ? ChartMark.Together : ChartMark.Plain;
            var limits = isLevel ? null : chart.Result.LimitsAt(place);
            return Drawn(point, mark, limits);
        });
        if (chart.Unfinished is { } last) points = points.Append(Drawn(last, ChartMark.Unfinished, null));
        Points = [.. points];
        Levels = chart.Breaks.Count == 0 ? [] : [.. chart.Result.Stretches.Select((stretch, number) => new ChartLevel(
            stretch.Start, stretch.Centre * scale, isLevel && stretch.Lower is { } low ? Math.Max(0, low) : null, isLevel ? stretch.Upper : null,
            number == 0 ? null : T["Break", chart.Months.Indicator.Period.Name(chart.Breaks[number - 1].From), chart.Breaks[number - 1].Changed]))];
        // Nothing that is measured here is less than none.
        (Lower, Upper) = (isLevel && chart.Result.Lower is { } lower ? Math.Max(0, lower) : null, isLevel ? chart.Result.Upper : null);
    }

    public IReadOnlyList<ChartPoint> Points { get; }

    /// <summary>The lines of each stretch, when there is more than one.</summary>
    public IReadOnlyList<ChartLevel> Levels { get; }

    public double Centre => chart.Result.Method == ChartMethod.None && Points is [var first, ..] ? first.Value : chart.Result.Centre * scale;

    public string CentreLabel => T[chart.Result.IsJudged ? "Centre.Mean" : "Centre.Median"];

    /// <summary>The limits where they are the same for every point.</summary>
    public double? Lower { get; }

    public double? Upper { get; }

    /// <summary>The line of the target, a step for each that is decided; along points that have a value.</summary>
    public IReadOnlyList<ChartTarget> Targets(Func<string, string> volumeName)
    {
        List<IndicatorPoint> drawn = chart.Unfinished is { } last ? [.. chart.Judged, last] : [.. chart.Judged];
        // In per cent a target is as it is drawn; a rate is drawn per more volume than it is decided per.
        var per = chart.Months.Chart == ChartKind.U ? scale : 1;
        return [.. chart.Targets.Select(target => (Target: target, Places: drawn.Index().Where(point => chart.StepOf(point.Item) == target).Select(point => point.Index).ToList())).Where(step => step.Places.Count > 0)
            .Select(step => new ChartTarget(step.Places[0], step.Places[^1], (double)step.Target.Value * per, T["Target.Legend", IndicatorReading.Target(step.Target, chart, volumeName)]))];
    }

    public string Unit => chart.Months.Chart == ChartKind.P || (chart.Months.Chart == ChartKind.Xmr && chart.Months.Indicator.Own?.Unit == "%") ? " %" : "";

    private ChartPoint Drawn(IndicatorPoint point, ChartMark mark, ChartLimits? limits) =>
        chart.Months.Indicator.Period.Point(point.Month, IndicatorChart.ValueOf(point)!.Value * scale, mark, limits?.Lower * scale, limits?.Upper * scale);
}
