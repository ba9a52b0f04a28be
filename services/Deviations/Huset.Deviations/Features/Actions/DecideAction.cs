using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Deviations.Features.Actions;

public static class DecideAction
{
    public sealed class Request
    {
        [Description("approved: förslaget godkänns; partly: en del av det, som what säger; rejected: det avslås. / approved: the proposal as it is; partly: a part of it, told by what; rejected: not at all.")]
        [Example("partly"), Required, EnumDataType(typeof(Approval))]
        public Approval? Outcome { get; set; }

        [Description("Vad som ska göras, när en del godkänns. Det som föreslogs står kvar i proposedWhat. / What is to be done, when a part is approved. What was proposed stays in proposedWhat.")]
        [Example("Två delegerade på varje morgonpass."), StringLength(2_000)]
        public string? What { get; set; }

        [Description("Varför; krävs när förslaget inte godkänns som det är. / Why; needed when the proposal is not approved as it is.")]
        [Example("Vi börjar med morgonpassen."), StringLength(2_000)]
        public string? Reason { get; set; }
    }

    public static void Map(RouteGroupBuilder deviations) => deviations
        .MapPost("/{id:guid}/actions/{actionId:guid}/decision", async Task<Results<Ok<ActionView>, NotFound>> (
            [Description("Avvikelsens id. / Id of the deviation.")] Guid id, [Description("Åtgärdens id. / Id of the action.")] Guid actionId, Request request, Handler handler, HttpContext http, CancellationToken ct) =>
        {
            if (await handler.Handle(id, actionId, request, http.Request.CheckIfMatch, ct) is not var (action, version)) return TypedResults.NotFound();
            http.Response.SetETag(version);
            return TypedResults.Ok(ActionView.Of(action, Sight.Full));
        })
        .RequireAuthorization(Permissions.Handle)
        .TakesIfMatch()
        .GivesETag()
        .WithName("decideAction")
        .WithSummary("Besluta om ett förslag till åtgärd / Decide on a proposed action")
        .WithDescription("För chefen för enheten, eller den som utreder ett sekretessbelagt ärende. Ett förslag tas aldrig bort: det som avslås står kvar med skälet. Den som föreslog får en notis, och den som ska göra åtgärden när den gäller. / For the manager of the unit, or who investigates a restricted case. A proposal is never removed: what is rejected stays with its reason. Who proposed it is notified, and who is to do it when it applies.");

    public sealed class Handler(DeviationsDb db, ActionWork work, CurrentUser user)
    {
        /// <summary>The action and the case's new version; null when there is no such action that the user may decide on.</summary>
        public async Task<(CorrectiveAction Action, int Version)?> Handle(Guid id, Guid actionId, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            if (await db.ToHandle(id, ct) is not { } deviation || !user.MayDecideActions(deviation)) return null;
            return await work.Handle(id, actionId, checkVersion, (handled, action, by, now) =>
            {
                handled.DecideProposal(action, request.Outcome!.Value, request.What, request.Reason, by, now);
                if (action.ProposedById is { } proposer && proposer != by.Id) db.Add(Notice.To(proposer, NoticeKind.ProposalDecided, handled.Id, handled.Reference, action.Id, now));
                if (action.IsApproved && action.OwnerId != by.Id && action.OwnerId != action.ProposedById) db.Add(Notice.To(action.OwnerId, NoticeKind.ActionPlanned, handled.Id, handled.Reference, action.Id, now));
            }, ct);
        }
    }
}
