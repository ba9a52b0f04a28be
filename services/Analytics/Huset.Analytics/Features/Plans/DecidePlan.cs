using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.Analytics.Features.Goals;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Plans;

public static class DecidePlan
{
    public sealed class Request
    {
        [Required, StringLength(200, MinimumLength = 3), Example("Socialnämnden 2026-01-20 § 4"), Description("Vem som beslutade och vilket beslut det är; inga personnamn behövs. / Who decided and which decision it is; no person's name is needed.")]
        public string? Decision { get; set; }

        [Required, Description("Beslutets dag, i dag eller tidigare. / The day of the decision, today or before.")]
        public DateOnly? DecidedOn { get; set; }
    }

    public static void Map(RouteGroupBuilder plans) => plans
        .MapPost("/{id:guid}/decision", async Task<Results<Ok<PlanView>, NotFound>> ([Description("Planens id. / Id of the plan.")] Guid id, Request request, Handler handler, ReadPlan.Handler reader, HttpContext http, CancellationToken ct) =>
        {
            if (await handler.Handle(id, request, http.Request.CheckIfMatch, ct) is not { } plan) return TypedResults.NotFound();
            http.Response.SetETag(plan.Version);
            return TypedResults.Ok(await reader.View(plan, ct));
        })
        .RequireAuthorization(Permissions.SetGoals)
        .TakesIfMatch()
        .GivesETag()
        .WithName("decidePlan")
        .WithSummary("Skriv in beslutet om en årsplan / Enter the decision on a yearly plan")
        .WithDescription("Från och med nu gäller planen och dess mål, och det den innehåller ändras inte mer. / From now on the plan and its goals hold, and what it contains changes no more.");

    public sealed class Handler(AnalyticsDb db, GoalWork work)
    {
        /// <summary>Null when there is no such plan that the user makes.</summary>
        /// <exception cref="InvalidField">400: the day has not come.</exception>
        /// <exception cref="RuleViolation">`plan.decided`, `plan.empty`</exception>
        public Task<Plan?> Handle(Guid id, Request request, Action<int> checkVersion, CancellationToken ct) => work.ChangePlan(id, async plan =>
        {
            checkVersion(plan.Version);
            if (request.DecidedOn > work.Today) throw new InvalidField("decidedOn", "It must be today or a day that has been.");
            await db.Database.ExecuteSqlAsync($"select 1 from goals where plan_id = {id} for update", ct);
            var goals = await db.Goals.Where(goal => goal.PlanId == id).ToListAsync(ct);
            plan.Decide(request.Decision!, request.DecidedOn!.Value);
            if (goals.Count == 0) throw new RuleViolation("plan.empty", "A plan without goals is no plan; set one first.");
            foreach (var goal in goals.Where(goal => goal.Status == GoalStatus.Draft))
            {
                goal.Decide(request.Decision!, request.DecidedOn.Value);
                db.Publish(goal.ToChanged(work.Now));
            }
            db.Publish(plan.ToDecided(work.Now));
            foreach (var (commitment, activity) in plan.Activities) db.Publish(plan.ToActivity(commitment, activity, work.Now));
            return true;
        }, ct);
    }
}
