using Huset.Analytics.Features.Signals;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Identity;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Extracts;

/// <summary>Each hour and at start: the keys of extracts whose last day has passed are destroyed, also of those that nobody asks for any more.</summary>
public sealed class EndExtracts(IServiceScopeFactory scopes, UnitTree units, TimeProvider clock, ILogger<EndExtracts> log) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Hourly.Run("ended extracts", units.Loaded, Look, log, stoppingToken);

    /// <summary>How many ended.</summary>
    public async Task<int> Look(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        await using var db = new AnalyticsDb(scope.ServiceProvider.GetRequiredService<DbContextOptions<AnalyticsDb>>(), CurrentUser.System("extracts"));
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Two replicas would end the same.
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(727591)", ct);
        var (now, today) = (clock.GetUtcNow(), SwedishTime.Today(clock));
        var over = await db.Extracts.Where(extract => extract.Status == ExtractStatus.Decided && extract.EndsOn < today).ToListAsync(ct);
        foreach (var extract in over)
        {
            extract.End(now);
            db.Publish(extract.ToChanged(now));
        }
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return over.Count;
    }
}
