using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.Analytics.Features.Goals;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Plans;

public static class FollowUpPlan
{
    public sealed class Request
    {
        [Required, StringLength(7), Example("2026-Q1"), Description("En period av planens år som har börjat, så som planen följs upp: 2026-03, 2026-Q1, 2026-T1 eller 2026. / A period of the plan's year that has begun, as the plan is followed up: 2026-03, 2026-Q1, 2026-T1 or 2026.")]
        public string? Period { get; set; }

        [Required, StringLength(5_000, MinimumLength = 3), Example("Två av tre aktiviteter är gjorda. Svaren dröjer när vi har vikarier."), Description("Vad som har hänt och vad ni gör åt det som ligger efter; nämn inga brukare. / What has happened and what you do about what is behind; name no service users.")]
        public string? Text { get; set; }
    }

    public static void Map(RouteGroupBuilder plans) => plans
        .MapPost("/{id:guid}/follow-ups", async Task<Results<Ok<PlanView>, NotFound>> ([Description("Planens id. / Id of the plan.")] Guid id, Request request, Handler handler, ReadPlan.Handler reader, HttpContext http, CancellationToken ct) =>
        {
            if (await handler.Handle(id, request, http.Request.CheckIfMatch, ct) is not { } plan) return TypedResults.NotFound();
            http.Response.SetETag(plan.Version);
            return TypedResults.Ok(await reader.View(plan, ct));
        })
        .RequireAuthorization(Permissions.SetGoals)
        .TakesIfMatch()
        .GivesETag()
        .WithName("followUpPlan")
        .WithSummary("Följ upp en årsplan / Follow up a yearly plan")
        .WithDescription("Texten sparas med hur målen stod då och hur många aktiviteter som var gjorda. Samma period igen ersätter texten. / The text is kept with how the goals stood then and how many activities were done. The same period again replaces it.");

    public sealed class Handler(AnalyticsDb db, GoalWork work, GoalMeasures measures)
    {
        /// <summary>Null when there is no such plan that the user makes.</summary>
        /// <exception cref="InvalidField">400: the period is none of the plan's, or has not begun.</exception>
        /// <exception cref="RuleViolation">`plan.closed`, `plan.not-decided`</exception>
        public Task<Plan?> Handle(Guid id, Request request, Action<int> checkVersion, CancellationToken ct) => work.ChangePlan(id, async plan =>
        {
            checkVersion(plan.Version);
            var periods = PlanPeriod.In(plan.Period, plan.Year).Where(period => period.From <= work.Today).Select(period => period.Code).ToList();
            if (!periods.Contains(request.Period!)) throw new InvalidField("period", "It must be a period of the plan's year that has begun.");
            var goals = await db.Goals.AsNoTracking().Where(goal => goal.PlanId == id).OrderBy(goal => goal.Id).ToListAsync(ct);
            var then = new List<GoalThen>();
            foreach (var goal in goals)
            {
                // As it stands, whoever writes: who may know it is judged when it is read.
                var figures = await measures.Figures(goal, work.Today, ct);
                then.Add(new(goal.Id, goal.Words, goal.StateOn(work.Today, figures), figures.LastOrDefault(figure => figure.Value is not null || figure.Yes is not null)));
            }
            plan.FollowUp(new(request.Period!, request.Text!.ReplaceLineEndings("\n").Trim(), then, plan.Activities.Count(pair => pair.Activity.DoneOn is not null), plan.Activities.Count(), work.Me.Name, work.Now));
            return true;
        }, ct);
    }
}
