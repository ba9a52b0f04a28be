using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Goals;

public static class DecideGoal
{
    public sealed class Request
    {
        [Required, StringLength(200, MinimumLength = 3), Example("Socialnämnden 2026-01-20 § 4"), Description("Vem som beslutade och vilket beslut det är; inga personnamn behövs. / Who decided and which decision it is; no person's name is needed.")]
        public string? Decision { get; set; }

        [Required, Description("Beslutets dag, i dag eller tidigare. / The day of the decision, today or before.")]
        public DateOnly? DecidedOn { get; set; }
    }

    public static void Map(RouteGroupBuilder goals) => goals
        .MapPost("/{id:guid}/decision", async Task<Results<Ok<GoalView>, NotFound>> ([Description("Målets id. / Id of the goal.")] Guid id, Request request, Handler handler, ReadGoal.Handler reader, HttpContext http, CancellationToken ct) =>
        {
            if (await handler.Handle(id, request, http.Request.CheckIfMatch, ct) is not { } goal) return TypedResults.NotFound();
            http.Response.SetETag(goal.Version);
            return TypedResults.Ok(await reader.View(goal, ct));
        })
        .RequireAuthorization(Permissions.SetGoals)
        .TakesIfMatch()
        .GivesETag()
        .WithName("decideGoal")
        .WithSummary("Skriv in beslutet om ett mål / Enter the decision on a goal")
        .WithDescription("Från och med nu gäller målet och kan följas upp. Ett mål i en plan beslutas med planen. / From now on the goal holds and can be followed up. A goal of a plan is decided with the plan.");

    public sealed class Handler(AnalyticsDb db, GoalWork work)
    {
        /// <summary>Null when there is no such goal that the user sets.</summary>
        /// <exception cref="InvalidField">400: the day has not come.</exception>
        /// <exception cref="RuleViolation">`goal.judged`, `goal.in-plan`</exception>
        public Task<Goal?> Handle(Guid id, Request request, Action<int> checkVersion, CancellationToken ct) => work.ChangeGoal(id, async goal =>
        {
            checkVersion(goal.Version);
            if (request.DecidedOn > work.Today) throw new InvalidField("decidedOn", "It must be today or a day that has been.");
            // A draft's plan is what the board reads and decides, whole.
            if (goal.Status == GoalStatus.Draft && goal.PlanId is { } planId && await db.Plans.IgnoreQueryFilters().AnyAsync(plan => plan.Id == planId && plan.Status == PlanStatus.Draft, ct))
                throw new RuleViolation("goal.in-plan", "The goal stands in a plan and is decided with it.");
            goal.Decide(request.Decision!, request.DecidedOn!.Value);
            db.Publish(goal.ToChanged(work.Now));
        }, ct);
    }
}
