using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Analytics.Features.Goals;

public static class FollowUpGoal
{
    public sealed class Request
    {
        [Required, Description("Dagen som uppföljningen gäller, i dag eller tidigare. / The day that it is of, today or before.")]
        public DateOnly? On { get; set; }

        [Range(-SetGoal.Most, SetGoal.Most), Example("6.5"), Description("Värdet, när målet har ett eget; utelämnat när det inte finns något, aldrig 0 för saknat. / The value, when the goal has one of its own; left out when there is none, never 0 for a missing one.")]
        public decimal? Value { get; set; }

        [Description("Ja eller nej, när målet är ett sådant. / Yes or no, when the goal is such a one.")]
        public bool? Yes { get; set; }

        [Required, StringLength(SetGoal.MaxText, MinimumLength = 3), Example("Två nya vikarier har fått introduktion."), Description("Vad som har hänt och vad det beror på; nämn inga brukare. / What has happened and why; name no service users.")]
        public string? Note { get; set; }
    }

    public static void Map(RouteGroupBuilder goals) => goals
        .MapPost("/{id:guid}/follow-ups", async Task<Results<Ok<GoalView>, NotFound>> ([Description("Målets id. / Id of the goal.")] Guid id, Request request, Handler handler, ReadGoal.Handler reader, HttpContext http, CancellationToken ct) =>
        {
            if (await handler.Handle(id, request, http.Request.CheckIfMatch, ct) is not { } goal) return TypedResults.NotFound();
            http.Response.SetETag(goal.Version);
            return TypedResults.Ok(await reader.View(goal, ct));
        })
        .RequireAuthorization(Permissions.SetGoals)
        .TakesIfMatch()
        .GivesETag()
        .WithName("followUpGoal")
        .WithSummary("Följ upp ett mål / Follow up a goal")
        .WithDescription("Ett värde eller ett ja för ett mål med eget mått, och en anteckning för alla. / A value or a yes for a goal with a measure of its own, and a note for all.");

    public sealed class Handler(AnalyticsDb db, GoalWork work)
    {
        /// <summary>Null when there is no such goal that the user sets.</summary>
        /// <exception cref="InvalidField">400: the day, or a figure that the goal does not have.</exception>
        /// <exception cref="RuleViolation">`goal.judged`, `goal.not-decided`</exception>
        public Task<Goal?> Handle(Guid id, Request request, Action<int> checkVersion, CancellationToken ct) => work.ChangeGoal(id, goal =>
        {
            checkVersion(goal.Version);
            goal.FollowUp(request.On!.Value, request.Value, request.Yes, request.Note!.ReplaceLineEndings("\n").Trim(), work.Me, work.Now, work.Today);
            db.Publish(goal.ToChanged(work.Now));
            return Task.CompletedTask;
        }, ct);
    }
}
