using Huset.Competence.Contracts;
using Huset.Processes.Contracts;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features;

/// <summary>
/// Opens a task in Processes or a need in Competence because of a cause: the command goes out with the case's own write, and the id is made
/// here, so that they make one of it however often it comes.
/// </summary>
public sealed class AskOthers(DeviationsDb db, CurrentUser user)
{
    /// <exception cref="InvalidField">Both are asked for, or the text holds an identity number, which no other room may be told.</exception>
    /// <exception cref="RuleViolation">`cause.asked-already`</exception>
    public void Ask(Deviation deviation, Cause cause, FindCause.Request request, DateTimeOffset now)
    {
        if (request.Revision is null && request.CompetenceNeed != true) return;
        if (request.Revision is not null && request.CompetenceNeed == true) throw new InvalidField("competenceNeed", "Ask for a revision or for competence, not both for one cause.");
        if (IdentityNumbers.In(cause.Text).Any()) throw new InvalidField("text", "The text goes to another service and may hold no identity number.");
        var by = Person.Of(user);
        if (request.Revision is not { } revision)
        {
            var need = deviation.Ask(cause, AskedKind.Competence, null, by, now);
            db.Publish(new AskForCompetence(need.TaskId, deviation.UnitCode, deviation.Id, deviation.Reference, cause.Id, cause.Text, deviation.IsRestricted, by.Id, by.Name, now));
            return;
        }
        var (routine, activity) = (revision.RoutineId, revision.ActivityId);
        if (routine is null && activity is null) (routine, activity) = (deviation.RoutineId, deviation.ActivityId);
        var task = deviation.Ask(cause, AskedKind.Revision, routine, by, now);
        db.Publish(new AskForRevision(task.TaskId, deviation.UnitCode, routine, activity, deviation.Id, deviation.Reference, cause.Id, cause.Text, deviation.IsRestricted, by.Id, by.Name, now));
    }
}

/// <summary>Keeps in the case how the revision task that it led to fares.</summary>
public sealed class FollowRevisions(FollowAsked asked) : IConsumer<RevisionTaskChanged>
{
    public Task Consume(ConsumeContext<RevisionTaskChanged> context) =>
        asked.Follow(context.Message.TaskId, "Processer", task => task.Apply(context.Message), context.CancellationToken);
}

/// <summary>Keeps in the case how the competence need that it led to fares.</summary>
public sealed class FollowNeeds(FollowAsked asked) : IConsumer<CompetenceNeedChanged>
{
    public Task Consume(ConsumeContext<CompetenceNeedChanged> context) =>
        asked.Follow(context.Message.NeedId, "Kompetens", need => need.Apply(context.Message), context.CancellationToken);
}

/// <summary>What following a task and following a need have in common: the cause, the case's history, a notice to who asked.</summary>
public sealed class FollowAsked(DeviationsDb db, AccessLog access, CurrentUser user, TimeProvider clock)
{
    /// <param name="taskId">The task or need; one that has not come from here is nothing to this service.</param>
    /// <param name="room">Name of the room that tells.</param>
    /// <param name="apply">Takes what is told; returns what to note in the case, or null.</param>
    /// <param name="ct">Ends the work.</param>
    public async Task Follow(Guid taskId, string room, Func<AskedFor, ChangeKind?> apply, CancellationToken ct)
    {
        if (await db.Causes.Where(cause => cause.AskedFor!.TaskId == taskId).Select(cause => new { cause.Id, cause.DeviationId }).FirstOrDefaultAsync(ct) is not { } found) return;
        var deviation = await db.Deviations.Include(d => d.Causes).ThenInclude(c => c.Actions).AsSplitQuery().FirstAsync(d => d.Id == found.DeviationId, ct);
        var cause = deviation.Causes.Single(c => c.Id == found.Id);
        if (apply(cause.AskedFor!) is not { } change) return;
        var now = clock.GetUtcNow();
        deviation.Follow(cause, change, new(user.Id, room), now);
        // Of a restricted case nothing is told outside it.
        if (!deviation.IsRestricted) db.Add(Notice.To(cause.AskedFor!.ById, NoticeOf(change), deviation.Id, deviation.Reference, null, now));
        access.Add(AccessAction.Change, deviation, user.WhyWork(Permissions.Handle, deviation));
    }

    private static NoticeKind NoticeOf(ChangeKind change) => change switch
    {
        ChangeKind.RevisionAnswered => NoticeKind.RevisionAnswered,
        ChangeKind.RevisionDeclined => NoticeKind.RevisionDeclined,
        ChangeKind.CompetencePlanned => NoticeKind.CompetencePlanned,
        ChangeKind.CompetenceMet => NoticeKind.CompetenceMet,
        _ => NoticeKind.CompetenceDeclined,
    };
}
