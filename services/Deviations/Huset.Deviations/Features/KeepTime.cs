using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features;

/// <summary>
/// Each hour, at start and when a rule has changed: reckons the due dates of open cases anew and reminds whom something waits for.
/// Safe to run by several replicas at once; who is reminded of something is reminded of it once.
/// </summary>
public sealed class KeepTime(IServiceScopeFactory scopes, Bells bells, UnitTree units, TimeProvider clock, ILogger<KeepTime> log) : BackgroundService
{
    private const int Batch = 500;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var bell = bells.Listen("rules");
        while (!stoppingToken.IsCancellationRequested)
        {
            await bell.Wait(TimeSpan.FromHours(1), stoppingToken);
            try
            {
                await units.Loaded.WaitAsync(stoppingToken);
                var changed = await Reckon(stoppingToken);
                if (changed > 0) log.LogInformation("Due dates of {Count} cases are other than before", changed);
                await Remind(stoppingToken);
            }
            catch (Exception e) when (DatabaseFault.IsPassing(e))
            {
                log.LogWarning("Deadlines are looked at again in an hour, or when the database is back: {Reason}", e.Message);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // Reminders that fail must not take the service with them.
                log.LogError(e, "Deadlines could not be looked at");
            }
        }
    }

    /// <summary>Due dates by the rules as they are now, of every case that waits for something; how many became others.</summary>
    public async Task<int> Reckon(CancellationToken ct)
    {
        var (changed, last) = (0, Guid.Empty);
        while (true)
        {
            await using var scope = scopes.CreateAsyncScope();
            await using var db = AsSystem(scope);
            var book = await RuleBook.Read(db, ct);
            var cases = await db.Deviations.AsNoTracking()
                .Where(d => d.Id > last && (d.FirstAssessedAt == null || d.InvestigatedAt == null || d.AnsweredAt == null || (d.InLexSarah && d.IvoInvestigationAt == null))).OrderBy(d => d.Id).Take(Batch).ToListAsync(ct);
            foreach (var deviation in cases)
            {
                if (!deviation.Keep(CaseDeadlines.Of(deviation, book, units.WithAbove(deviation.UnitCode)))) continue;
                // Whoever changed the case meanwhile has reckoned with it.
                changed += await db.Deviations.Where(d => d.Id == deviation.Id && d.Version == deviation.Version).ExecuteUpdateAsync(set => set
                    .SetProperty(d => d.AssessBy, deviation.AssessBy).SetProperty(d => d.InvestigateBy, deviation.InvestigateBy)
                    .SetProperty(d => d.AnswerBy, deviation.AnswerBy).SetProperty(d => d.NextDueAt, deviation.NextDueAt), ct);
            }
            if (cases.Count < Batch) return changed;
            last = cases[^1].Id;
        }
    }

    /// <summary>Reminds managers of reports whose assessment is late, and owners of what they have to do or check; how many were told.</summary>
    public async Task<int> Remind(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        await using var db = AsSystem(scope);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // One at a time, or two would tell the same person twice.
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(727566)", ct);
        var now = clock.GetUtcNow();
        var today = SwedishTime.Day(now);

        var managers = await new Managers(db, units).Nearest(ct);
        var late = await db.Deviations.AsNoTracking().Where(d => d.Status == DeviationStatus.Reported && d.AssessBy <= now && !d.InLexSarah && !d.InLexMaria)
            .Select(d => new { d.Id, d.Reference, d.UnitCode }).ToListAsync(ct);
        var told = (await db.Notices.AsNoTracking().Where(n => n.Kind == NoticeKind.AssessmentDue && db.Deviations.Any(d => d.Id == n.DeviationId && d.Status == DeviationStatus.Reported))
            .Select(n => new { n.DeviationId, n.PersonId }).ToListAsync(ct)).ToHashSet();
        foreach (var deviation in late)
        {
            foreach (var person in managers(deviation.UnitCode))
                if (told.Add(new { DeviationId = deviation.Id, PersonId = person })) db.Add(Notice.To(person, NoticeKind.AssessmentDue, deviation.Id, deviation.Reference, null, now));
        }

        var due = await db.Actions.AsNoTracking().Where(a => !a.Restricted && a.CompletedAt == null && a.EffectCheckedAt == null && a.DueAt <= today
            && !db.Notices.Any(n => n.Kind == NoticeKind.ActionDue && n.ActionId == a.Id && n.PersonId == a.OwnerId)).ToListAsync(ct);
        var toCheck = await db.Actions.AsNoTracking().Where(a => !a.Restricted && a.EffectCheckedAt == null && a.EffectCheckAt <= today
            && !db.Notices.Any(n => n.Kind == NoticeKind.EffectCheckDue && n.ActionId == a.Id && n.PersonId == a.OwnerId)).ToListAsync(ct);
        db.AddRange(due.Select(action => Notice.To(action.OwnerId, NoticeKind.ActionDue, action.DeviationId, action.CaseReference, action.Id, now)));
        db.AddRange(toCheck.Select(action => Notice.To(action.OwnerId, NoticeKind.EffectCheckDue, action.DeviationId, action.CaseReference, action.Id, now)));

        var reminded = db.ChangeTracker.Entries<Notice>().Count();
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        if (reminded > 0) log.LogInformation("{Count} reminders are given", reminded);
        return reminded;
    }

    private static DeviationsDb AsSystem(AsyncServiceScope scope) => new(scope.ServiceProvider.GetRequiredService<DbContextOptions<DeviationsDb>>(), CurrentUser.System("deadlines"));
}
