using System.ComponentModel;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Deviations.Features.Actions;

public static class PlanAction
{
    public sealed class Request : ActionFields
    {
        [Description("Orsaken som åtgärden svarar på; eller cause. / The cause that the action answers; or cause.")]
        public Guid? CauseId { get; set; }

        [Description("En orsak som inte är skriven än; den läggs till i ärendet. / A cause that is not written yet; it is added to the case.")]
        public FindCause.Request? Cause { get; set; }
    }

    public static void Map(RouteGroupBuilder deviations) => deviations
        .MapPost("/{id:guid}/actions", async Task<Results<Created<ActionView>, NotFound>> ([Description("Avvikelsens id. / Id of the deviation.")] Guid id, Request request, Handler handler, HttpContext http, CancellationToken ct) =>
        {
            if (await handler.Handle(id, request, http.Request.CheckIfMatch, ct) is not var (action, version)) return TypedResults.NotFound();
            http.Response.SetETag(version);
            return TypedResults.Created($"/deviations/v1/actions/{action.Id}", ActionView.Of(action, Sight.Full));
        })
        .RequireAuthorization(Permissions.Work)
        .TakesIfMatch()
        .GivesETag()
        .WithSummary("Planera en åtgärd / Plan an action")
        .WithDescription("Svarar på en orsak: causeId, eller cause som då skrivs samtidigt. Enhetschefens åtgärd gäller genast, och den som ska göra den får en notis. Det som någon annan planerar är ett förslag som chefen beslutar om. Svarets ETag är ärendets. / Answers a cause: causeId, or cause, which is then written too. The manager's is approved at once, and who is to do it is notified; what somebody else plans is a proposal that the manager decides on. The answer's ETag is the case's.");

    public sealed class Handler(DeviationsDb db, AccessLog access, CurrentUser user, Owners owners, AskOthers others, Managers managers, TimeProvider clock)
    {
        /// <summary>The action and the case's new version; null when there is no such case that the user may handle.</summary>
        public async Task<(CorrectiveAction Action, int Version)?> Handle(Guid id, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            if (await db.ToWork(id, ct) is not { } deviation) return null;
            checkVersion(deviation.Version);
            var (by, now) = (Person.Of(user), clock.GetUtcNow());
            var owner = await owners.Find(request.OwnerId, deviation, by, ct);
            if (request is { CauseId: null, Cause: { } found }) await db.MustBeCauseArea(found.Area!, "cause.area", SwedishTime.Day(now), ct);
            var cause = CauseOf(deviation, request, by, now);
            var action = deviation.PlanAction(cause, request.With(owner), by, now, isProposal: !user.MayDecideActions(deviation));
            if (request.Cause is not null) others.Ask(deviation, cause, request.Cause, now);
            if (request.Cause is not null) db.Publish(deviation.ToChanged(cause, now));
            db.Publish(deviation.ToAdvanced(now));
            // What is only proposed is no action to others yet.
            if (action.IsApproved) db.Publish(deviation.ToChanged(action, now));
            if (!action.IsApproved)
            {
                foreach (var manager in (await managers.Nearest(ct))(deviation.UnitCode).Where(manager => manager != by.Id))
                    db.Add(Notice.To(manager, NoticeKind.ActionProposed, deviation.Id, deviation.Reference, action.Id, now));
            }
            else if (owner.Id != by.Id)
            {
                db.Add(Notice.To(owner.Id, NoticeKind.ActionPlanned, deviation.Id, deviation.Reference, action.Id, now));
            }
            access.Add(AccessAction.Change, deviation, user.WhyWork(Permissions.Work, deviation));
            await db.SaveChangesAsync(ct);
            return (action, deviation.Version);
        }

        private static Cause CauseOf(Deviation deviation, Request request, Person by, DateTimeOffset now) => (request.CauseId, request.Cause) switch
        {
            (null, null) => throw new InvalidField("causeId", "Say which cause the action answers, by causeId or cause."),
            (not null, not null) => throw new InvalidField("cause", "Send causeId or cause, not both."),
            ({ } known, null) => deviation.Causes.Find(cause => cause.Id == known) ?? throw new InvalidField("causeId", "The case has no such cause."),
            (null, { } words) => deviation.FindCause(words.Area!, words.Text!, by, now),
        };
    }
}
