using System.ComponentModel;
using Huset.Analytics.Features.Goals;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Analytics.Features.Plans;

public static class MarkActivity
{
    public sealed class Request
    {
        [Description("Dagen då det gjordes, i dag eller tidigare; utelämnad tar tillbaka det. / The day that it was done, today or before; left out takes it back.")]
        public DateOnly? DoneOn { get; set; }
    }

    public static void Map(RouteGroupBuilder plans) => plans
        .MapPost("/{id:guid}/activities/{activityId:guid}/done", async Task<Results<Ok<PlanView>, NotFound>> (
            [Description("Planens id. / Id of the plan.")] Guid id, [Description("Aktivitetens id. / Id of the activity.")] Guid activityId, Request request, Handler handler, ReadPlan.Handler reader, HttpContext http, CancellationToken ct) =>
        {
            if (await handler.Handle(id, activityId, request, http.Request.CheckIfMatch, ct) is not { } plan) return TypedResults.NotFound();
            http.Response.SetETag(plan.Version);
            return TypedResults.Ok(await reader.View(plan, ct));
        })
        .RequireAuthorization(Permissions.SetGoals)
        .TakesIfMatch()
        .GivesETag()
        .WithName("markActivity")
        .WithSummary("Säg att en aktivitet är gjord / Say that an activity is done")
        .WithDescription("I en beslutad plan. If-Match är planens version. / In a decided plan. If-Match is the plan's version.");

    public sealed class Handler(AnalyticsDb db, GoalWork work)
    {
        /// <summary>Null when there is no such activity of a plan that the user makes.</summary>
        /// <exception cref="InvalidField">400: the day has not come.</exception>
        /// <exception cref="RuleViolation">`plan.closed`, `plan.not-decided`</exception>
        public Task<Plan?> Handle(Guid id, Guid activityId, Request request, Action<int> checkVersion, CancellationToken ct) => work.ChangePlan(id, plan =>
        {
            if (plan.Activities.All(pair => pair.Activity.Id != activityId)) return Task.FromResult(false);
            checkVersion(plan.Version);
            if (request.DoneOn > work.Today || request.DoneOn?.Year < plan.Year - 1) throw new InvalidField("doneOn", "It must be today or a day that has been, of the year before at the earliest.");
            plan.Mark(activityId, request.DoneOn);
            var (commitment, activity) = plan.Activities.First(pair => pair.Activity.Id == activityId);
            db.Publish(plan.ToActivity(commitment, activity, work.Now));
            return Task.FromResult(true);
        }, ct);
    }
}
