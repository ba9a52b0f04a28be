using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Analytics.Features.FollowUps;

public static class ConcludeFollowUp
{
    public sealed class Request
    {
        [Required, EnumDataType(typeof(MethodOutcome)), Description("Vad som händer med metoden. / What becomes of the method.")]
        public MethodOutcome? Outcome { get; set; }

        [Required, StringLength(SetUpFollowUp.MaxText, MinimumLength = 3), Example("Fler klarar sin vardag. Vi fortsätter, och mäter oftare."), Description("Vad ni har lärt er; nämn inga brukare. / What you have learnt; name no service users.")]
        public string? Conclusion { get; set; }
    }

    public static void Map(RouteGroupBuilder followUps) => followUps
        .MapPost("/{id:guid}/conclusion", async Task<Results<Ok<FollowUpView>, NotFound>> ([Description("Uppföljningens id. / Id of the follow-up.")] Guid id, Request request, Handler handler, FollowUpWork work, HttpContext http, CancellationToken ct) =>
        {
            if (await handler.Handle(id, request, http.Request.CheckIfMatch, ct) is not { } followUp) return TypedResults.NotFound();
            http.Response.SetETag(followUp.Version);
            return TypedResults.Ok(work.View(followUp));
        })
        .RequireAuthorization(Permissions.SetUpFollowUps)
        .TakesIfMatch()
        .GivesETag()
        .WithName("concludeMethodFollowUp")
        .WithSummary("Avsluta uppföljningen av en metod / Conclude the follow-up of a method")
        .WithDescription("Vad man lärde sig, och om metoden fortsätter, ändras eller upphör. Sedan mäts inget mer, och de andra enheterna ser resultatet. / What was learnt, and whether the method goes on, is changed or ends. Then nothing more is measured, and the other units see the result.");

    public sealed class Handler(AnalyticsDb db, FollowUpWork work)
    {
        /// <summary>Null when there is none.</summary>
        /// <exception cref="RuleViolation">`method-follow-up.concluded`</exception>
        public Task<MethodFollowUp?> Handle(Guid id, Request request, Action<int> checkVersion, CancellationToken ct) => work.Change(id, followUp =>
        {
            checkVersion(followUp.Version);
            followUp.Conclude(request.Outcome!.Value, request.Conclusion!.ReplaceLineEndings("\n").Trim(), work.Today, work.Me);
            db.Publish(followUp.ToChanged(work.Now));
            return Task.CompletedTask;
        }, ct);
    }
}
