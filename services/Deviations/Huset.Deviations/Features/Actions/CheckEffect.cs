using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Deviations.Features.Actions;

public static class CheckEffect
{
    public sealed class Request
    {
        [Description("Gav åtgärden önskad effekt? / Did the action have the wanted effect?")]
        [Required, EnumDataType(typeof(Effect))]
        public Effect? Effect { get; set; }

        [Description("Vad som visar det. / What shows it.")]
        [Example("En missad dos på 30 dagar."), Required, StringLength(2_000)]
        public string? Note { get; set; }
    }

    public static void Map(RouteGroupBuilder deviations) => deviations
        .MapPost("/{id:guid}/actions/{actionId:guid}/effect-check", async Task<Results<Ok<ActionView>, NotFound>> (
            [Description("Avvikelsens id. / Id of the deviation.")] Guid id, [Description("Åtgärdens id. / Id of the action.")] Guid actionId, Request request, Handler handler, HttpContext http, CancellationToken ct) =>
        {
            if (await handler.Handle(id, actionId, request, http.Request.CheckIfMatch, ct) is not var (action, version)) return TypedResults.NotFound();
            http.Response.SetETag(version);
            return TypedResults.Ok(ActionView.Of(action, Sight.Full));
        })
        .RequireAuthorization(Permissions.Work)
        .TakesIfMatch()
        .GivesETag()
        .WithSummary("Kontrollera en åtgärds effekt / Check an action's effect")
        .WithDescription("Görs en gång och låser åtgärden. Utan effekt (no) är orsaken obesvarad igen, och ärendet går tillbaka till utredning. ETag och If-Match är ärendets. / Done once and locks the action. Without effect (no) the cause is unanswered again and the case goes back to investigation. ETag and If-Match are the case's.");

    public sealed class Handler(ActionWork work)
    {
        /// <summary>The action and the case's new version; null when there is no such action of a case that the user may handle.</summary>
        public Task<(CorrectiveAction Action, int Version)?> Handle(Guid id, Guid actionId, Request request, Action<int> checkVersion, CancellationToken ct) =>
            work.Handle(id, actionId, checkVersion, (deviation, action, by, now) => deviation.CheckEffect(action, request.Effect!.Value, request.Note!, by, now), ct);
    }
}
