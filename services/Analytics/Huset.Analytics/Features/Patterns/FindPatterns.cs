using Huset.Analytics.Features.Signals;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Identity;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Patterns;

/// <summary>
/// Each hour and at start: what is the same in several units or services and met more often than it was, so that someone decides what it is.
/// Of all that fulfil the rule the least probable are taken first, so many at a time.
/// </summary>
public sealed class FindPatterns(IServiceScopeFactory scopes, PatternCases cases, UnitTree units, TimeProvider clock, ILogger<FindPatterns> log) : BackgroundService
{
    private const int MostNew = 50;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Hourly.Run("patterns", units.Loaded, Look, log, stoppingToken);

    /// <summary>How many were new.</summary>
    public async Task<int> Look(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        await using var db = new AnalyticsDb(scope.ServiceProvider.GetRequiredService<DbContextOptions<AnalyticsDb>>(), CurrentUser.System("patterns"));
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Two replicas would find the same.
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(727579)", ct);
        var (now, today) = (clock.GetUtcNow(), SwedishTime.Today(clock));
        var rules = (await db.Rules.AsNoTracking().ToListAsync(ct)).ForPatterns(today);
        var since = today.AddMonths(-rules.Months);
        var counted = await cases.Count(since, since.AddMonths(-rules.Before), today, ct);
        // The newest of each: all that are open, and what was decided so lately that it shortens the period.
        var known = (await db.FoundPatterns.Where(pattern => pattern.DecidedAt == null || pattern.DecidedAt > now.AddMonths(-rules.Months - 1)).OrderBy(pattern => pattern.Id).ToListAsync(ct))
            .GroupBy(pattern => (pattern.Dimension, pattern.Value)).ToDictionary(same => same.Key, same => same.Last());
        var (found, proposed) = (0, counted.Keys
            .Select(key => (Key: key, Known: known.GetValueOrDefault(key)))
            .Select(one => (one.Key, one.Known, Evidence: counted.Of(one.Key, since, today, one.Known?.DecidedAt is { } decided ? SwedishTime.Day(decided) : null)))
            .Where(one => rules.IsPattern(one.Key.Dimension, one.Evidence))
            .OrderBy(one => one.Evidence.Share.Chance).ThenBy(one => one.Key.Value, StringComparer.Ordinal).ToList());
        foreach (var (key, same, evidence) in proposed)
        {
            if (same is { Decision: null })
            {
                if (!same.HasGrown(evidence)) continue;
                same.GoOn(evidence, await cases.Newest(key.Dimension, key.Value, evidence.From, today, ct));
                db.Publish(same.ToFound(now));
                continue;
            }
            if (found == MostNew) continue;
            if (await NameOf(db, key, ct) is not { } name) continue;
            var added = FoundPattern.Find(key.Dimension, key.Value, name, evidence, await cases.Newest(key.Dimension, key.Value, evidence.From, today, ct), same, now);
            db.Add(added);
            db.Publish(added.ToFound(now));
            found++;
        }
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return found;
    }

    // A step that nobody has told of waits until its process has.
    private async Task<string?> NameOf(AnalyticsDb db, (PatternDimension Dimension, string Value) key, CancellationToken ct) => key.Dimension switch
    {
        PatternDimension.Unit => units.NameOf(key.Value),
        PatternDimension.Activity => (await db.Subjects.AsNoTracking().Where(step => step.Type == "activity" && step.Id == key.Value).Select(step => step.Data).ToListAsync(ct))
            .Select(data => data.TryGetProperty("name", out var name) ? name.GetString() : null).FirstOrDefault(),
        _ => PatternWords.NameOf(key.Dimension, key.Value),
    };
}
