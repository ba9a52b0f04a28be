using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Deviations.Features.Actions;

public static class CompleteAction
{
    public sealed class Request
    {
        [Description("Hur det gick, om något ska sägas. / How it went, if anything is to be said.")]
        [Example("Nytt schema gäller från i dag."), StringLength(2_000)]
        public string? Note { get; set; }
    }

    public static void Map(RouteGroupBuilder deviations, RouteGroupBuilder actions)
    {
        deviations.MapPost("/{id:guid}/actions/{actionId:guid}/completion", async Task<Results<Ok<ActionView>, NotFound>> (
            [Description("Avvikelsens id. / Id of the deviation.")] Guid id, [Description("Åtgärdens id. / Id of the action.")] Guid actionId, Request request, Handler handler, HttpContext http, CancellationToken ct) =>
                Answer(await handler.Handle(id, actionId, request, http.Request.CheckIfMatch, ct), http.Response))
            .RequireAuthorization(Permissions.Work)
            .TakesIfMatch()
            .GivesETag()
            .WithSummary("Markera en åtgärd som gjord / Mark an action as done")
            .WithDescription("För den som hanterar ärendet. ETag och If-Match är ärendets. / For who handles the case. ETag and If-Match are the case's.");
        actions.MapPost("/{actionId:guid}/completion", async Task<Results<Ok<ActionView>, NotFound>> (
            [Description("Åtgärdens id. / Id of the action.")] Guid actionId, Request request, Handler handler, HttpContext http, CancellationToken ct) =>
                Answer(await handler.HandleOwn(actionId, request, http.Request.CheckIfMatch, ct), http.Response))
            .RequireAuthorization(Permissions.DoActions)
            .TakesIfMatch()
            .GivesETag()
            .WithName("completeOwnAction")
            .WithSummary("Markera din egen åtgärd som gjord / Mark your own action as done")
            .WithDescription("För den som äger åtgärden, även utan rätt att läsa ärendet. ETag och If-Match är åtgärdens. / For the action's owner, also without the right to read the case. ETag and If-Match are the action's.");
    }

    private static Results<Ok<ActionView>, NotFound> Answer((CorrectiveAction Action, int Version)? done, HttpResponse response)
    {
        if (done is not var (action, version)) return TypedResults.NotFound();
        response.SetETag(version);
        return TypedResults.Ok(ActionView.Of(action, Sight.Full));
    }

    public sealed class Handler(ActionWork work)
    {
        public Task<(CorrectiveAction Action, int Version)?> Handle(Guid id, Guid actionId, Request request, Action<int> checkVersion, CancellationToken ct) =>
            work.Handle(id, actionId, checkVersion, Complete(request), ct);

        public Task<(CorrectiveAction Action, int Version)?> HandleOwn(Guid actionId, Request request, Action<int> checkVersion, CancellationToken ct) =>
            work.HandleOwn(actionId, checkVersion, Complete(request), ct);

        private static ActionWork.Step Complete(Request request) => (deviation, action, by, now) => deviation.CompleteAction(action, request.Note, by, now);
    }
}
