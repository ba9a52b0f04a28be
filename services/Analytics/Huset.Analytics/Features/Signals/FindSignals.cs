using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Signals;

/// <summary>
/// Each hour and at start: looks at the chart of every unit and keeps what its newest months show that chance does not give, so that whoever
/// answers for the unit is asked what it was. Of a kind only what is not seen in the unit's whole.
/// </summary>
public sealed class FindSignals(IServiceScopeFactory scopes, UnitTree units, TimeProvider clock, ILogger<FindSignals> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var hourly = new PeriodicTimer(TimeSpan.FromHours(1));
        do
        {
            try
            {
                await units.Loaded.WaitAsync(stoppingToken);
                var found = await Look(stoppingToken);
                if (found > 0) log.LogInformation("{Count} new signals in the units' charts", found);
            }
            catch (Exception e) when (DatabaseFault.IsPassing(e))
            {
                log.LogWarning("Charts are looked at again in an hour: {Reason}", e.Message);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogError(e, "Charts could not be looked at");
            }
        }
        while (await hourly.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>How many were new.</summary>
    public async Task<int> Look(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var user = CurrentUser.System("signals");
        await using var db = new AnalyticsDb(scope.ServiceProvider.GetRequiredService<DbContextOptions<AnalyticsDb>>(), user);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Two replicas would find the same.
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(727578)", ct);
        var board = await new ReadControlChart.Handler(db, user, units, clock).Overview(new(), ct);
        var known = await db.FoundSignals.Where(signal => signal.To >= SwedishTime.Today(clock).AddMonths(-MonthPeriod.MaxMonths)).ToListAsync(ct);
        var (now, found) = (clock.GetUtcNow(), 0);
        foreach (var unit in board.Unusual.GroupBy(chart => chart.UnitCode))
        {
            var whole = unit.FirstOrDefault(chart => chart.Kind is null);
            foreach (var chart in whole is null ? unit.AsEnumerable() : [whole])
            {
                foreach (var signal in chart.Result.Signals)
                {
                    if (known.Find(known => known.Is(chart, signal)) is { } same)
                    {
                        same.GoOn(chart, signal);
                        continue;
                    }
                    // What is old was somebody else's to explain, if anybody was asked.
                    if (!chart.IsAmongNewest(signal)) continue;
                    var added = FoundSignal.Find(chart, signal, now);
                    known.Add(added);
                    db.Add(added);
                    db.Publish(added.ToFound());
                    found++;
                }
            }
        }
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return found;
    }
}
