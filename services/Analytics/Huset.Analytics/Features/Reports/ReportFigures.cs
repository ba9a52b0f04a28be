using Huset.Analytics.Features.Indicators;
using Huset.Analytics.Features.Volumes;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Identity;
using Huset.Ui;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Reports;

/// <summary>Reckons a report's figures: of what is counted now, or as of a position of the log.</summary>
public sealed class ReportFigures(AnalyticsDb db, IndicatorCatalogue catalogue, IndicatorSeries series, VolumeKinds kinds, UnitTree units, ReportGoals goals, ReportWork work)
{
    // With the time's own, so that limits have something to stand on.
    private const int Months = 24;

    private sealed record Scope(PlanPeriod Time, string[]? Units, long? Position, ChartRules Rules, int RecentMonths, SmallNumbers Small, IReadOnlyList<ChartBreak> Breaks, Func<string, string> VolumeName);

    /// <summary>The report as it stands: its texts with their figures.</summary>
    /// <param name="report">The report.</param>
    /// <param name="position">As of this position of the log; null for now.</param>
    /// <param name="ct">Ends the reading.</param>
    public async Task<FrozenReport> Of(Report report, long? position, CancellationToken ct)
    {
        var sections = new List<FrozenSection>();
        var scope = await ScopeOf(report, report.UnitCode is { } unit ? units.WithBelow([unit]) : null, position, work.Today, ct);
        foreach (var section in report.Sections.OrderBy(section => section.Number))
        {
            var figures = new List<ReportFigure>();
            foreach (var code in section.Indicators)
                if (await catalogue.Find(code, ct) is { } indicator && (indicator.HasUnits || scope.Units is null)) figures.Add(await Figure(Guid.CreateVersion7(work.Now), indicator, scope, ct));
            sections.Add(new(section.Code, section.Heading, section.Text, section.WrittenByName, figures, section.Goals ? await goals.Of(report, ct) : null));
        }
        return new(report.UnitCode is { } about ? units.NameOf(about) : null, scope.Units, scope.Small.Below, report.Time.To <= work.Today, sections);
    }

    /// <summary>A figure of a frozen report reckoned again by the same rules over the same units, as of a position of the log or now; null when its indicator is no more.</summary>
    public async Task<ReportFigure?> Again(Report report, ReportFigure figure, long? position, CancellationToken ct) =>
        await catalogue.Find(figure.Indicator, ct) is { } indicator
            ? await Figure(figure.Id, indicator, await ScopeOf(report, report.Frozen!.Units?.ToArray(), position, SwedishTime.Day(report.FrozenAt!.Value), ct), ct)
            : null;

    /// <summary>What the report's figure counts: of a share also the others. As of the frozen report's position, else now.</summary>
    public async Task<IReadOnlyList<IndicatorCase>> Cases(Report report, string indicator, CancellationToken ct)
    {
        if (await catalogue.Find(indicator, ct) is not { } known) return [];
        var within = report.Frozen is { } frozen ? frozen.Units?.ToArray() : report.UnitCode is { } unit ? units.WithBelow([unit]) : null;
        return await series.Cases(known, within, report.Time.From, report.Time.To, report.Position, ct);
    }

    private async Task<Scope> ScopeOf(Report report, string[]? within, long? position, DateOnly day, CancellationToken ct)
    {
        var rules = await db.Rules.AsNoTracking().ToListAsync(ct);
        // A report that everyone reads has its charts' limits, whoever asks.
        var unit = report.UnitCode ?? "";
        var breaks = (await db.ChartBreaks.AsNoTracking().IgnoreQueryFilters().Where(one => one.UnitCode == unit).ToListAsync(ct)).Where(one => one.HoldsAt(position)).ToList();
        return new(report.Time, within, position, rules.ForCharts(day), rules.RecentMonths(day), rules.ForSmallNumbers(day), breaks, await kinds.Names(ct));
    }

    private async Task<ReportFigure> Figure(Guid id, Indicator indicator, Scope scope, CancellationToken ct)
    {
        // Of longer periods so far back that a chart is worth reading.
        var (from, to) = (scope.Time.To.AddMonths(indicator.Period == PeriodLength.Month ? -Months : -MonthPeriod.MaxMonths), scope.Time.To);
        var months = await series.Read(indicator, scope.Units, from, to, scope.Position, ct);
        // Of a unit's report the others are the complement: the whole less theirs would tell what is hidden.
        var whole = scope.Units is null ? null : await series.Read(indicator, null, from, to, scope.Position, ct);
        var chart = new IndicatorChart(months, scope.Rules, scope.RecentMonths, scope.Breaks.Where(one => one.Chart == indicator.Code));
        var points = Points(chart);
        var period = indicator.Period;
        var reading = IndicatorReading.Of(chart, scope.VolumeName, units.NameOf);
        return new(
            id, indicator.Code, indicator.Name, indicator.Means, indicator.MeansNot, months.Chart, months.Chart switch { ChartKind.P => 100, ChartKind.U => chart.Per, _ => 1 },
            months.Chart == ChartKind.U && (indicator.Own?.Unit ?? (months.Volume is { } volume ? scope.VolumeName(volume) : null)) is { } per ? $"{chart.Per.ToString("N0", Texts.Swedish)} {per}" : null,
            Count(scope.Time), Count(scope.Time.Before), Count(scope.Time.YearBefore),
            reading.ToString(), points.Count > 0 ? Math.Round(chart.Result.Method == ChartMethod.None ? points[0].Value : chart.Result.Centre, 6) : null, points,
            points.Any(point => TimeFigure.IsSmallOf(months, whole, point.Numerator, point.Denominator, point.Month, period.End(point.Month), scope.Small)), period, indicator.Own is { Chart: ChartKind.Xmr } own ? own.Unit : null);

        FigureCount? Count(PlanPeriod time) => TimeFigure.Of(months, whole, time.From, time.To, scope.Small) is { } told ? new(told.Numerator, told.Denominator, told.IsSmall) : null;
    }

    private static List<FigurePoint> Points(IndicatorChart chart)
    {
        var judged = chart.Judged.Select((point, place) => Point(point, chart.Result.LimitsAt(place), chart.PatternsAt(place).Any()));
        return [.. chart.Unfinished is { } last ? judged.Append(Point(last, null, false)) : judged];

        static FigurePoint Point(IndicatorPoint point, ChartLimits? limits, bool isUnusual) => new(
            point.Month, point.Numerator, point.Denominator, Math.Round(IndicatorChart.ValueOf(point)!.Value, 6),
            limits?.Lower is { } lower ? Math.Round(lower, 6) : null, limits?.Upper is { } upper ? Math.Round(upper, 6) : null, isUnusual, point.IsWhole);
    }
}
