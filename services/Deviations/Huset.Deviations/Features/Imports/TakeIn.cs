using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.Imports;

/// <summary>
/// Reads the files that wait, a part of the rows at a time: cases, their events, the access log's row and how far it has come are stored together or not at
/// all. Whichever replica comes first takes the next part, so the work goes on where it was when one of them is restarted.
/// </summary>
public sealed class TakeIn(IServiceScopeFactory scopes, UnitTree units, TimeProvider clock, ILogger<TakeIn> log) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(2);

    /// <summary>How long a file's rows are kept when nobody takes it in, or it had rows that could not be.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    private readonly SemaphoreSlim bell = new(0, 1);
    private DateTimeOffset forgotten;

    /// <summary>A file waits.</summary>
    public void Wake()
    {
        try
        {
            bell.Release();
        }
        catch (SemaphoreFullException)
        {
            // It has been woken and has not got up yet.
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await units.Loaded.WaitAsync(stoppingToken);
                while (await NextPart(stoppingToken)) { }
                await Forget(stoppingToken);
            }
            catch (Exception e) when (DatabaseFault.IsPassing(e))
            {
                log.LogWarning("Imports go on when the database is back: {Reason}", e.Message);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // A file that cannot be read must not take the service with it.
                log.LogError(e, "Imports could not go on");
            }
            await bell.WaitAsync(Pace, stoppingToken);
        }
    }

    // False when nothing waits, or another replica is at it.
    private async Task<bool> NextPart(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var options = scope.ServiceProvider.GetRequiredService<DbContextOptions<DeviationsDb>>();
        Guid id;
        await using (var db = new DeviationsDb(options, CurrentUser.System("imports")))
        {
            id = await db.Imports.AsNoTracking().Where(import => import.State == ImportState.Waiting || import.State == ImportState.Running).OrderBy(import => import.Id).Select(import => import.Id).FirstOrDefaultAsync(ct);
            if (id == default) return false;
        }
        try
        {
            return await Part(options, id, ct);
        }
        catch (Exception e) when (!DatabaseFault.IsPassing(e) && !ct.IsCancellationRequested)
        {
            log.LogError(e, "Import {Id} failed", id);
            await using var db = new DeviationsDb(options, CurrentUser.System("imports"));
            var import = await db.Imports.SingleAsync(failed => failed.Id == id, ct);
            import.Fail(clock.GetUtcNow());
            await db.SaveChangesAsync(ct);
            return true;
        }
    }

    private async Task<bool> Part(DbContextOptions<DeviationsDb> options, Guid id, CancellationToken ct)
    {
        var starter = await Starter(options, id, ct);
        await using var db = new DeviationsDb(options, starter);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var import = await db.Imports.FromSql($"select * from imports where id = {id} and state in ('waiting', 'running') for update skip locked").FirstOrDefaultAsync(ct);
        if (import is null) return false;
        var now = clock.GetUtcNow();
        var read = new ReadCase(import, units, now);
        if (import.State == ImportState.Waiting)
        {
            await Begin(db, import, ct);
        }
        var rows = await db.Set<StagedRow>().Where(row => row.ImportId == id && row.Number > import.LastRow).OrderBy(row => row.Number).Take(CaseImport.Part).ToListAsync(ct);
        if (rows.Count == 0)
        {
            import.Finish(now);
            await db.SaveChangesAsync(ct);
            // What has become cases need not lie in two places.
            if (import.State == ImportState.Done) await db.Set<StagedRow>().Where(row => row.ImportId == id && row.Code == null).ExecuteDeleteAsync(ct);
        }
        else
        {
            await Handle(db, starter, import, read, rows, now, ct);
        }
        await transaction.CommitAsync(ct);
        return true;
    }

    private static async Task<CurrentUser> Starter(DbContextOptions<DeviationsDb> options, Guid id, CancellationToken ct)
    {
        await using var db = new DeviationsDb(options, CurrentUser.System("imports"));
        var by = await db.Imports.AsNoTracking().Where(import => import.Id == id).Select(import => new { import.StartedById, import.StartedByName }).SingleAsync(ct);
        return CurrentUser.SystemFor(by.StartedById, by.StartedByName);
    }

    // What an earlier try said of the rows is forgotten, and of rows with one number the first is taken.
    private static async Task Begin(DeviationsDb db, CaseImport import, CancellationToken ct)
    {
        import.Begin();
        var place = import.Mapping.PlacesIn(import.Headings)["externalReference"] + 1;
        await db.Database.ExecuteSqlAsync($"update import_rows set field = null, code = null, reason = null where import_id = {import.Id} and code is not null", ct);
        await db.Database.ExecuteSqlAsync($"""
            update import_rows set field = 'externalReference', code = 'import.twice', reason = 'An earlier row of the file has the number.'
            where import_id = {import.Id} and number in (
              select number from (
                select number, row_number() over (partition by cells[{place}] order by number) as nth from import_rows where import_id = {import.Id} and not broken and cells[{place}] <> ''
              ) numbered where nth > 1)
            """, ct);
    }

    private async Task Handle(DeviationsDb db, CurrentUser starter, CaseImport import, ReadCase read, List<StagedRow> rows, DateTimeOffset now, CancellationToken ct)
    {
        // Two files of one system wait for each other, or both would make the same case.
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({import.Source}, 727568))", ct);
        string[] references = [.. rows.Select(read.ReferenceOf).OfType<string>()];
        var there = (await db.Deviations.Where(d => d.ImportedFrom!.Source == import.Source && references.Contains(d.ImportedFrom.Reference)).Select(d => d.ImportedFrom!.Reference).ToListAsync(ct)).ToHashSet();
        var (told, alreadyThere, withNumbers) = (new List<ImportedCase>(), 0, 0);
        foreach (var row in rows.Where(row => row.Code is null))
        {
            try
            {
                var found = read.Read(row);
                if (there.Contains(found.Reference))
                {
                    alreadyThere++;
                    continue;
                }
                if (found.HasIdentityNumbers) withNumbers++;
                told.Add(found);
            }
            catch (RowRefused refused)
            {
                row.Refuse(refused.Field, refused.Code, refused.Message);
            }
        }
        if (!import.DryRun && told.Count > 0) await Store(db, starter, told, now, ct);
        import.Count(rows[^1].Number, rows.Count, told.Count, alreadyThere, rows.Count(row => row.Code is not null), withNumbers);
        await db.SaveChangesAsync(ct);
    }

    private async Task Store(DeviationsDb db, CurrentUser starter, List<ImportedCase> told, DateTimeOffset now, CancellationToken ct)
    {
        var numbers = await db.Database.SqlQuery<long>($"select nextval('deviation_reference') as \"Value\" from generate_series(1, {told.Count})").ToListAsync(ct);
        var cases = told.Zip(numbers, (found, number) => Deviation.Import(number, found, Person.Of(starter))).ToList();
        foreach (var deviation in cases)
        {
            db.Add(deviation);
            db.Publish(deviation.ToReported(deviation.ReportedAt));
            db.AddRange(deviation.RestrictedTo.Select(track => LexCount.Begin(deviation, track, units, now, deviation.ReportedAt)));
        }
        await new AccessLog(db, starter, clock).Append(AccessAction.Create, cases, _ => $"{Permissions.Import}/all", [], ct);
    }

    // Once an hour is enough, where the wait for a file is of seconds.
    private async Task Forget(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (now - forgotten < TimeSpan.FromHours(1)) return;
        await using var scope = scopes.CreateAsyncScope();
        await using var db = new DeviationsDb(scope.ServiceProvider.GetRequiredService<DbContextOptions<DeviationsDb>>(), CurrentUser.System("imports"));
        var before = now - Kept;
        await db.Set<StagedRow>().Where(row => db.Imports.Any(import => import.Id == row.ImportId && import.At < before)).ExecuteDeleteAsync(ct);
        forgotten = now;
    }
}
