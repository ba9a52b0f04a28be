using Huset.Analytics.Features.Indicators;
using Huset.Analytics.Features.Volumes;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Identity;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Signals;

/// <summary>
/// Each hour and at start: looks at the charts of every unit, of deviations and of each indicator, and keeps what its newest months show that chance does not give, so that whoever
/// answers for the unit is asked what it was. Of a kind only what is not seen in the unit's whole.
/// </summary>
public sealed class FindSignals(IServiceScopeFactory scopes, IndicatorSeries series, UnitTree units, TimeProvider clock, ILogger<FindSignals> log) : BackgroundService
{
    private const int MostNew = 200;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Hourly.Run("charts", units.Loaded, Look, log, stoppingToken);

    /// <summary>How many were new.</summary>
    public async Task<int> Look(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var user = CurrentUser.System("signals");
        await using var db = new AnalyticsDb(scope.ServiceProvider.GetRequiredService<DbContextOptions<AnalyticsDb>>(), user);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Two replicas would find the same.
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(727578)", ct);
        var seen = await Deviations(db, user, ct);
        seen.AddRange(await OfIndicators(db, ct));
        var known = (await db.FoundSignals.Where(signal => signal.To >= SwedishTime.Today(clock).AddMonths(-MonthPeriod.MaxMonths)).ToListAsync(ct)).GroupBy(signal => signal.UnitCode).ToDictionary(unit => unit.Key, unit => unit.ToList());
        var (now, found) = (clock.GetUtcNow(), 0);
        foreach (var signal in seen)
        {
            if (!known.TryGetValue(signal.UnitCode, out var ofUnit)) known[signal.UnitCode] = ofUnit = [];
            if (ofUnit.Find(known => known.Is(signal)) is { } same)
            {
                same.GoOn(signal);
                continue;
            }
            // What is old was somebody else's to explain, if anybody was asked. What is too much at once is found the next hour.
            if (!signal.IsNew || found == MostNew) continue;
            var added = FoundSignal.Find(signal, now);
            ofUnit.Add(added);
            db.Add(added);
            db.Publish(added.ToFound());
            found++;
        }
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return found;
    }

    private async Task<List<SeenSignal>> Deviations(AnalyticsDb db, CurrentUser user, CancellationToken ct)
    {
        var board = await new ReadControlChart.Handler(db, user, units, clock).Overview(new(), ct);
        var seen = new List<SeenSignal>();
        foreach (var unit in board.Unusual.GroupBy(chart => chart.UnitCode))
        {
            var whole = unit.FirstOrDefault(chart => chart.Kind is null);
            foreach (var chart in whole is null ? unit.AsEnumerable() : [whole])
            {
                seen.AddRange(chart.Result.Signals.Select(signal => new SeenSignal(
                    chart.UnitCode!, chart.Kind, null, signal.Pattern, signal.Up, chart.MonthAt(signal.Points[0]), chart.MonthAt(signal.Points[^1]), Reading.Sentence(signal, chart), chart.IsAmongNewest(signal))));
            }
        }
        return seen;
    }

    // One question for each indicator, whatever the number of units. How many deviations there are is told by their own charts.
    private async Task<List<SeenSignal>> OfIndicators(AnalyticsDb db, CancellationToken ct)
    {
        var today = SwedishTime.Today(clock);
        var rules = await db.Rules.AsNoTracking().ToListAsync(ct);
        var (limits, recent, volumeName) = (rules.ForCharts(today), rules.RecentMonths(today), await new VolumeKinds(db, clock).Names(ct));
        var breaks = (await db.ChartBreaks.AsNoTracking().Where(one => one.Chart != ChartBreak.Deviations && one.UndoneAt == null).ToListAsync(ct)).ToLookup(one => (one.Chart, one.UnitCode));
        var below = units.Units.ToDictionary(unit => unit.Code, unit => units.WithBelow([unit.Code]));
        var seen = new List<SeenSignal>();
        foreach (var indicator in (await new IndicatorCatalogue(db, clock).Followed(ct)).Where(indicator => indicator.Code != "deviations-reported" && indicator.HasUnits && indicator.Own is not { IsJudged: false }))
        {
            var (period, next) = (indicator.Period, MonthPeriod.ThisMonth(clock).AddMonths(1));
            var monthsOf = await series.ByUnit(indicator, next.AddMonths(period == PeriodLength.Month ? -MonthPeriod.UsualMonths : -MonthPeriod.MaxMonths), next, ct);
            foreach (var (unit, codes) in below)
            {
                var chart = new IndicatorChart(monthsOf(codes), limits, recent, breaks[(indicator.Code, unit)]);
                if (!chart.IsRecent) continue;
                seen.AddRange(chart.Result.Signals.Select(signal => new SeenSignal(
                    unit, null, indicator.Code, signal.Pattern, signal.Up, chart.Judged[signal.Points[0]].Month, chart.Judged[signal.Points[^1]].Month,
                    IndicatorReading.Sentence(signal, place => period.Name(chart.Judged[place].Month), place => IndicatorReading.Of(chart.Result.Values[place], chart, volumeName), IndicatorReading.Many(period)), chart.IsAmongNewest(signal))));
            }
        }
        return seen;
    }
}
