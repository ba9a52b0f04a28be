using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Procurement.Features.FollowUps;

public static class CompleteFollowUp
{
    public sealed class Request
    {
        [Description("Vad uppföljningen kom fram till. Leverantören läser det. / What the follow-up came to. The supplier reads it.")]
        [Example("Avtalet följs i stort. En brist i bemanningen ska åtgärdas."), Required, StringLength(10_000)]
        public string? Summary { get; set; }
    }

    public static void Map(RouteGroupBuilder followUps) => followUps
        .MapPost("/{id:guid}/completion", async Task<Results<Ok<FollowUpView>, NotFound>> ([Description("Uppföljningens id. / Id of the follow-up.")] Guid id, Request request, Handler handler, HttpContext http, CancellationToken ct) =>
        {
            if (await handler.Handle(id, request, http.Request.CheckIfMatch, ct) is not { } followUp) return TypedResults.NotFound();
            http.Response.SetETag(followUp.Version);
            return TypedResults.Ok(followUp);
        })
        .RequireAuthorization(Permissions.FollowUp)
        .TakesIfMatch()
        .GivesETag()
        .WithName("completeFollowUp")
        .WithSummary("Avsluta en uppföljning / Complete a follow-up")
        .WithDescription("När varje punkt är bedömd och det som inte uppfylls har en brist. Då ser leverantören bedömningarna. / When each item is judged and what is not met has a finding. The supplier then sees the verdicts.");

    public sealed class Handler(FollowUpWork work)
    {
        /// <summary>Null when there is no such follow-up.</summary>
        /// <exception cref="RuleViolation">`follow-up.completed`, `follow-up.not-held`, `follow-up.unjudged`, `follow-up.finding-missing`</exception>
        public Task<FollowUpView?> Handle(Guid id, Request request, Action<int> checkVersion, CancellationToken ct) => work.Change(id, checkVersion, (followUp, by, now) =>
        {
            followUp.Complete(request.Summary!, by, now);
            return Task.CompletedTask;
        }, ct);
    }
}
