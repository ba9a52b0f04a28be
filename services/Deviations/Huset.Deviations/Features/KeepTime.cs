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
                .Where(d => d.Id > last && d.Nature != Nature.Good && (d.FirstAssessedAt == null || d.InvestigatedAt == null || d.AnsweredAt == null || d.NextDueAt != null || (d.InLexSarah && d.LexSarah.InvestigationSentAt == null) || (d.InLexMaria && d.LexMaria.InvestigationSentAt == null))).OrderBy(d => d.Id).Take(Batch).ToListAsync(ct);
            foreach (var deviation in cases)
            {
                if (!deviation.Keep(CaseDeadlines.Of(deviation, book, units.WithAbove(deviation.UnitCode)))) continue;
                // Whoever changed the case meanwhile has reckoned with it.
                changed += await db.Deviations.Where(d => d.Id == deviation.Id && d.Version == deviation.Version).ExecuteUpdateAsync(set => set
                    .SetProperty(d => d.AssessBy, deviation.AssessBy).SetProperty(d => d.InvestigateBy, deviation.InvestigateBy)
                    .SetProperty(d => d.AnswerBy, deviation.AnswerBy).SetProperty(d => d.NextDueAt, deviation.NextDueAt)
                    .SetProperty(d => d.LexSarah.NextDueAt, deviation.LexSarah.NextDueAt).SetProperty(d => d.LexMaria.NextDueAt, deviation.LexMaria.NextDueAt), ct);
            }
            if (cases.Count < Batch) return changed;
            last = cases[^1].Id;
        }
    }

    /// <summary>Reminds of deadlines as their rules say, and owners of what they have to do or check; how many were told.</summary>
    public async Task<int> Remind(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        await using var db = AsSystem(scope);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // One at a time, or two would tell the same person twice.
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(727566)", ct);
        var now = clock.GetUtcNow();
        var today = SwedishTime.Day(now);

        var reminded = await RemindOfDeadlines(db, now, ct);
        var due = await db.Actions.AsNoTracking().Where(a => !a.Restricted && a.IsApproved && a.CompletedAt == null && a.EffectCheckedAt == null && a.DueAt <= today
            && !db.Notices.Any(n => n.Kind == NoticeKind.ActionDue && n.ActionId == a.Id && n.PersonId == a.OwnerId)).ToListAsync(ct);
        var toCheck = await db.Actions.AsNoTracking().Where(a => !a.Restricted && a.IsApproved && a.EffectCheckedAt == null && a.EffectCheckAt <= today
            && !db.Notices.Any(n => n.Kind == NoticeKind.EffectCheckDue && n.ActionId == a.Id && n.PersonId == a.OwnerId)).ToListAsync(ct);
        db.AddRange(due.Select(action => Notice.To(action.OwnerId, NoticeKind.ActionDue, action.DeviationId, action.CaseReference, action.Id, now)));
        db.AddRange(toCheck.Select(action => Notice.To(action.OwnerId, NoticeKind.EffectCheckDue, action.DeviationId, action.CaseReference, action.Id, now)));

        await RemindOfTasks(db, today, now, ct);
        await RemindOfOthers(db, today, now, ct);

        reminded += db.ChangeTracker.Entries<Notice>().Count();
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        if (reminded > 0) log.LogInformation("{Count} reminders are given", reminded);
        return reminded;
    }

    // Its owner; of one that has none the managers of the unit.
    private async Task RemindOfTasks(DeviationsDb db, DateOnly today, DateTimeOffset now, CancellationToken ct)
    {
        var due = await db.UnitTasks.AsNoTracking().Where(t => t.CompletedAt == null && t.DueAt <= today && !db.Notices.Any(n => n.Kind == NoticeKind.UnitTaskDue && n.UnitTaskId == t.Id)).ToListAsync(ct);
        if (due.Count == 0) return;
        var nearest = await new Managers(db, units).Nearest(ct);
        db.AddRange(due.SelectMany(task => (task.OwnerId is { } owner ? [owner] : nearest(task.UnitCode)).Select(person => Notice.Of(person, NoticeKind.UnitTaskDue, task, now))));
    }

    // Actions of risk analyses, and what another principal has not answered; each person once of each.
    private async Task RemindOfOthers(DeviationsDb db, DateOnly today, DateTimeOffset now, CancellationToken ct)
    {
        var (book, managers) = (await RuleBook.Read(db, ct), new Managers(db, units));
        int Days(string measure) => book.Find(measure, today)?.Value ?? 0;
        var (soon, unanswered) = (today.AddDays(Days(Measure.RiskActionRemindDays)), today.AddDays(-Days(Measure.CooperationRemindDays)));
        var actions = await db.RiskAnalyses.AsNoTracking().Where(a => a.Status != RiskAnalysisStatus.Closed)
            .SelectMany(a => a.Risks.SelectMany(r => r.Actions).Where(action => action.CompletedAt == null && action.DueAt <= soon).Select(action => new { a.Id, a.Reference, a.UnitCode, a.CreatedById, Action = action.Id, action.OwnerId, action.DueAt })).ToListAsync(ct);
        var sent = await db.Cooperations.AsNoTracking().Include(c => c.Deviation).Where(c => c.ClosedAt == null && c.AnsweredOn == null && c.AnswerWantedBy < unanswered).ToListAsync(ct);
        if (actions.Count == 0 && sent.Count == 0) return;
        var (nearest, gone) = (await managers.Nearest(ct), (await db.People.AsNoTracking().Where(p => p.HasLeft).Select(p => p.Id).ToListAsync(ct)).ToHashSet());
        var told = (await db.Notices.AsNoTracking().Where(n => n.RiskAnalysisId != null || n.CooperationId != null).Select(n => new { n.PersonId, n.Kind, Of = n.CooperationId ?? n.ActionId }).ToListAsync(ct)).Select(n => (n.PersonId, n.Kind, n.Of!.Value)).ToHashSet();
        foreach (var action in actions)
        {
            var kind = action.DueAt < today ? NoticeKind.RiskActionLate : NoticeKind.RiskActionNear;
            // Who answers for the analysis began it; when that is nobody who is here, the unit's managers do.
            foreach (var person in Here([action.OwnerId]).Concat(Here([action.CreatedById]).DefaultIfEmpty().SelectMany(known => known is null ? nearest(action.UnitCode) : [known])))
                if (told.Add((person, kind, action.Action))) db.Add(Notice.Of(person, kind, action.Id, action.Reference, action.Action, now));
        }
        foreach (var waiting in sent)
        {
            var handle = new List<string>();
            foreach (var track in waiting.Deviation.RestrictedTo) handle.AddRange(await managers.With(track == TrackKind.LexSarah ? Roles.LexUtredare : Roles.Mas, ct));
            // Of what is handed over since nobody but its investigators is told.
            foreach (var person in waiting.Deviation.IsRestricted ? handle : Here([waiting.SentById]).Concat(nearest(waiting.UnitCode)))
                if (told.Add((person, NoticeKind.CooperationUnanswered, waiting.Id))) db.Add(Notice.Of(person, NoticeKind.CooperationUnanswered, waiting, now));
        }

        IEnumerable<string> Here(IEnumerable<string?> people) => people.OfType<string>().Where(person => !gone.Contains(person));
    }

    private async Task<int> RemindOfDeadlines(DeviationsDb db, DateTimeOffset now, CancellationToken ct)
    {
        var book = await RuleBook.Read(db, ct);
        var until = now.AddDays(1 + book.Rules.Max(rule => rule.RemindBefore ?? 0));
        var managers = new Managers(db, units);
        var (ofUnit, inSarah, inMaria, coordinators) = (await managers.NearestAndAbove(ct), await managers.With(Roles.LexUtredare, ct), await managers.With(Roles.Mas, ct), await managers.With(Roles.Arbetsmiljosamordnare, ct));
        var (given, last) = (0, Guid.Empty);
        while (true)
        {
            var cases = await db.Deviations.AsNoTracking().Where(d => d.NextDueAt <= until && d.Id > last).OrderBy(d => d.Id).Take(Batch).ToListAsync(ct);
            var ids = cases.Select(d => d.Id).ToArray();
            var told = (await db.Notices.AsNoTracking().Where(n => n.Deadline != null && ids.Contains(n.DeviationId!.Value)).ToListAsync(ct)).Select(n => (n.PersonId, n.Kind, n.DeviationId!.Value, n.Deadline, n.LastDay)).ToHashSet();
            foreach (var deviation in cases)
            {
                var (nearest, above) = ofUnit(deviation.UnitCode);
                foreach (var item in CaseDeadlines.Of(deviation, book, units.WithAbove(deviation.UnitCode)).All)
                {
                    var handle = CaseDeadlines.TrackOf(item.Rule.Code) is { } track ? (track == TrackKind.LexSarah ? inSarah : inMaria) : deviation.IsRestricted ? [] : item.Rule.Code == DeadlineCode.WorkAuthority ? [.. nearest, .. coordinators] : nearest;
                    foreach (var kind in item.Reminders(now))
                    {
                        // The manager above does not know of what is handed over; of its ordinary times neither.
                        foreach (var person in kind == NoticeKind.DeadlineEscalated ? deviation.IsRestricted ? [] : above : handle)
                            if (told.Add((person, kind, deviation.Id, item.Rule.Code, item.Dated.LastDay))) db.Add(Notice.Of(person, kind, deviation, item.Rule.Code, item.Dated.LastDay!.Value, now));
                    }
                }
            }
            given += await db.SaveChangesAsync(ct);
            db.ChangeTracker.Clear();
            if (cases.Count < Batch) return given;
            last = cases[^1].Id;
        }
    }

    private static DeviationsDb AsSystem(AsyncServiceScope scope) => new(scope.ServiceProvider.GetRequiredService<DbContextOptions<DeviationsDb>>(), CurrentUser.System("deadlines"));
}
