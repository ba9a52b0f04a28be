using Huset.Analytics.Features.Signals;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Identity;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.FollowUps;

/// <summary>Each hour and at start: measurements that have been kept as long as the rule says after their follow-up was concluded are removed; what they came to stays.</summary>
public sealed class EndMeasurements(IServiceScopeFactory scopes, UnitTree units, TimeProvider clock, ILogger<EndMeasurements> log) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Hourly.Run("follow-ups without measurements", units.Loaded, Look, log, stoppingToken);

    /// <summary>How many follow-ups have had theirs removed.</summary>
    public async Task<int> Look(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        await using var db = new AnalyticsDb(scope.ServiceProvider.GetRequiredService<DbContextOptions<AnalyticsDb>>(), CurrentUser.System("measurements"));
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Two replicas would remove the same.
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(727606)", ct);
        var (now, today) = (clock.GetUtcNow(), SwedishTime.Today(clock));
        var months = (await db.Rules.AsNoTracking().Where(rule => rule.Measure == Measurement.Kept).ToListAsync(ct)).MonthsKept(today);
        var concluded = await db.MethodFollowUps.Where(followUp => followUp.Status == MethodFollowUpStatus.Concluded && followUp.MeasurementsRemovedOn == null).ToListAsync(ct);
        var over = concluded.FindAll(followUp => followUp.RemovesOn(months) <= today);
        foreach (var followUp in over)
        {
            followUp.RemoveMeasurements(await FollowUpWork.Measured(db, followUp.Id, ct), today);
            db.Publish(followUp.ToChanged(now));
            await db.Measurements.IgnoreQueryFilters().Where(one => one.FollowUpId == followUp.Id).ExecuteDeleteAsync(ct);
        }
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return over.Count;
    }
}
