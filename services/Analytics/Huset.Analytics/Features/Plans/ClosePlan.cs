using System.ComponentModel;
using Huset.Analytics.Features.Goals;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Plans;

public static class ClosePlan
{
    public static void Map(RouteGroupBuilder plans) => plans
        .MapPost("/{id:guid}/closure", async Task<Results<Ok<PlanView>, NotFound, ProblemHttpResult>> ([Description("Planens id. / Id of the plan.")] Guid id, Handler handler, ReadPlan.Handler reader, HttpContext http, CancellationToken ct) =>
        {
            if (await handler.Handle(id, http.Request.CheckIfMatch, ct) is not var (plan, left)) return TypedResults.NotFound();
            if (left.Count > 0)
            {
                return TypedResults.Problem("Some goals of the plan are not judged; see goals.", statusCode: 409,
                    extensions: new Dictionary<string, object?> { ["code"] = "plan.goals-not-judged", ["goals"] = left.Select(goal => goal.Id) });
            }
            http.Response.SetETag(plan.Version);
            return TypedResults.Ok(await reader.View(plan, ct));
        })
        .RequireAuthorization(Permissions.SetGoals)
        .TakesIfMatch()
        .GivesETag()
        .WithName("closePlan")
        .WithSummary("Avsluta en årsplan / Close a yearly plan")
        .WithDescription("När varje mål är bedömt. 409 med de mål som återstår i goals. / When each goal is judged. 409 with the goals that are left in goals.");

    public sealed class Handler(AnalyticsDb db, GoalWork work)
    {
        /// <summary>Null when there is no such plan that the user makes; not closed when goals are left to judge.</summary>
        /// <exception cref="RuleViolation">`plan.closed`, `plan.not-decided`</exception>
        public async Task<(Plan Plan, IReadOnlyList<Goal> Left)?> Handle(Guid id, Action<int> checkVersion, CancellationToken ct)
        {
            Plan? asked = null;
            List<Goal> left = [];
            await work.ChangePlan(id, async plan =>
            {
                asked = plan;
                checkVersion(plan.Version);
                if (plan.Status is PlanStatus.Decided or PlanStatus.FollowedUp) left = await db.Goals.AsNoTracking().Where(goal => goal.PlanId == id && goal.Status != GoalStatus.Judged).OrderBy(goal => goal.Id).ToListAsync(ct);
                if (left.Count > 0) return false;
                plan.Close(work.Today);
                db.Publish(plan.ToClosed(work.Now));
                return true;
            }, ct);
            return asked is null ? null : (asked, left);
        }
    }
}
