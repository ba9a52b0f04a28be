using System.ComponentModel;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Deviations.Features.Actions;

public static class ChangeAction
{
    public sealed class Request : ActionFields;

    public static void Map(RouteGroupBuilder deviations) => deviations
        .MapPut("/{id:guid}/actions/{actionId:guid}", async Task<Results<Ok<ActionView>, NotFound>> (
            [Description("Avvikelsens id. / Id of the deviation.")] Guid id, [Description("Åtgärdens id. / Id of the action.")] Guid actionId, Request request, Handler handler, HttpContext http, CancellationToken ct) =>
        {
            if (await handler.Handle(id, actionId, request, http.Request.CheckIfMatch, ct) is not var (action, version)) return TypedResults.NotFound();
            http.Response.SetETag(version);
            return TypedResults.Ok(ActionView.Of(action, Sight.Full));
        })
        .RequireAuthorization(Permissions.Work)
        .TakesIfMatch()
        .GivesETag()
        .WithSummary("Ändra en åtgärd / Change an action")
        .WithDescription("Går tills effekten är kontrollerad. En ny ägare får en notis. ETag och If-Match är ärendets. / Until its effect is checked. A new owner is notified. ETag and If-Match are the case's.");

    public sealed class Handler(DeviationsDb db, ActionWork work, Owners owners, CurrentUser user)
    {
        /// <summary>The action and the case's new version; null when there is no such action of a case that the user may handle.</summary>
        public async Task<(CorrectiveAction Action, int Version)?> Handle(Guid id, Guid actionId, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            if (await db.ToWork(id, ct) is not { } deviation || deviation.Actions.FirstOrDefault(a => a.Id == actionId) is not { } known) return null;
            // What was proposed and decided is changed by who decides.
            if (known is { ProposedById: not null, IsApproved: true } && !user.MayDecideActions(deviation)) throw new RuleViolation("action.decided", "The manager has decided the proposal; propose another action.");
            var before = new Person(known.OwnerId, known.OwnerName);
            var owner = await owners.Find(request.OwnerId, deviation, before, ct);
            return await work.Handle(id, actionId, checkVersion, (deviation, action, by, now) =>
            {
                deviation.ChangeAction(action, request.With(owner), by, now);
                if (action.IsApproved && owner.Id != before.Id && owner.Id != by.Id) db.Add(Notice.To(owner.Id, NoticeKind.ActionPlanned, deviation.Id, deviation.Reference, action.Id, now));
            }, ct);
        }
    }
}
