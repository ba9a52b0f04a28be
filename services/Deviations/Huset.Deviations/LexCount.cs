using Huset.Deviations.Contracts;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations;

/// <summary>
/// That a case was taken into lex Sarah or lex Maria, for the analysts' figures. It is told in the first moment of a later month than it changed, all that wait
/// together and ordered by ids that were drawn: the log's time and order then hold nothing that the month itself does not tell (decision 3).
/// </summary>
public sealed class LexCount
{
    /// <summary>Drawn, not counted from the time as other ids are.</summary>
    public Guid Id { get; private set; } = Guid.NewGuid();

    public Guid DeviationId { get; private set; }
    public TrackKind Track { get; private set; }

    /// <summary>First day of the month when the case was taken in.</summary>
    public DateOnly Month { get; private set; }

    /// <summary>Code of the unit at the top above the case's; null when none is known.</summary>
    public string? Administration { get; private set; }

    /// <summary>False once the case has been returned.</summary>
    public bool Counts { get; private set; }

    /// <summary>First day of the month of the latest change.</summary>
    public DateOnly ChangedIn { get; private set; }

    public int Version { get; private set; }

    /// <summary>The version that has been told; 0 for none.</summary>
    public int Told { get; private set; }

    /// <summary>What has been told of it so far, as the event's subjectVersion; 0 for nothing.</summary>
    public int TimesTold { get; private set; }

    /// <param name="deviation">The case.</param>
    /// <param name="track">Which track it was taken into.</param>
    /// <param name="units">Where its administration is found.</param>
    /// <param name="now">When it is known here.</param>
    /// <param name="takenIn">When it was taken into the track, if that was before it was known here.</param>
    public static LexCount Begin(Deviation deviation, TrackKind track, UnitTree units, DateTimeOffset now, DateTimeOffset? takenIn = null) => new()
    {
        DeviationId = deviation.Id,
        Track = track,
        Month = MonthOf(takenIn ?? now),
        Administration = TopOf(deviation.UnitCode, units),
        Counts = true,
        ChangedIn = MonthOf(now),
        Version = 1,
    };

    /// <summary>The case has been returned, and is no case of the track.</summary>
    public void TakeBack(DateTimeOffset now)
    {
        (Counts, ChangedIn) = (false, MonthOf(now));
        Version++;
    }

    /// <summary>The event that tells what has changed; null when nothing is to be told, as of a case that came and went within a month.</summary>
    /// <param name="now">When it is told: in a later month than it changed.</param>
    public LexCaseCounted? Tell(DateTimeOffset now)
    {
        Told = Version;
        if (!Counts && TimesTold == 0) return null;
        TimesTold++;
        return new(Id.ToString(), Counts ? $"{Month:yyyy-MM}" : null, Counts ? Administration : null, TimesTold, SwedishTime.StartOf(MonthOf(now)), Kebab.Of(Track));
    }

    public static DateOnly MonthOf(DateTimeOffset instant)
    {
        var day = SwedishTime.Day(instant);
        return new(day.Year, day.Month, 1);
    }

    // A unit that is closed has no way up by today's tree, and its own code must not be told in the top one's place.
    private static string? TopOf(string unitCode, UnitTree units) => units.Find(units.WithAbove(unitCode)[^1]) is { Parent: null } top ? top.Code : null;
}

/// <summary>Tells at the turn of each month, and at start, of the tracks' cases of the months before (<see cref="LexCount"/>).</summary>
public sealed class TellLexCounts(IServiceScopeFactory scopes, TimeProvider clock, ILogger<TellLexCounts> log) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var pace = new PeriodicTimer(Pace);
        do
        {
            try
            {
                await Tell(clock.GetUtcNow(), stoppingToken);
            }
            catch (Exception e) when (DatabaseFault.IsPassing(e))
            {
                log.LogWarning("The tracks' cases are counted when the database is back: {Reason}", e.Message);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // Figures that wait must not take the service with them.
                log.LogError(e, "The tracks' cases could not be counted");
            }
        }
        while (await pace.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Tells of all that changed before the month of the instant; how many were told.</summary>
    public async Task<int> Tell(DateTimeOffset now, CancellationToken ct)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await TellOnce(now, ct);
            }
            catch (DbUpdateConcurrencyException) when (tries < 5)
            {
                // Someone changed one of them meanwhile, and must not wait for this: they are read anew.
            }
        }
    }

    private async Task<int> TellOnce(DateTimeOffset now, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        await using var db = new DeviationsDb(scope.ServiceProvider.GetRequiredService<DbContextOptions<DeviationsDb>>(), CurrentUser.System("lex-counts"));
        var month = LexCount.MonthOf(now);
        if (!await db.LexCounts.AnyAsync(count => count.Told < count.Version && count.ChangedIn < month, ct)) return 0;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // One at a time, or two replicas would tell the same.
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(727567)", ct);
        var waiting = await db.LexCounts.Where(count => count.Told < count.Version && count.ChangedIn < month).OrderBy(count => count.Id).ToListAsync(ct);
        var told = waiting.Select(count => count.Tell(now)).OfType<LexCaseCounted>().ToList();
        foreach (var count in told) db.Publish(count);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return told.Count;
    }
}
