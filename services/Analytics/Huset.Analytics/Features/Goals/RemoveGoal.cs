using System.ComponentModel;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Goals;

public static class RemoveGoal
{
    public static void Map(RouteGroupBuilder goals) => goals
        .MapDelete("/{id:guid}", async Task<Results<NoContent, NotFound>> ([Description("Målets id. / Id of the goal.")] Guid id, Handler handler, HttpContext http, CancellationToken ct) =>
            await handler.Handle(id, http.Request.CheckIfMatch, ct) ? TypedResults.NoContent() : TypedResults.NotFound())
        .RequireAuthorization(Permissions.SetGoals)
        .TakesIfMatch()
        .WithName("removeGoal")
        .WithSummary("Ta bort ett utkast till mål / Remove a draft goal")
        .WithDescription("Med åtagandena som är för det. Ett beslutat mål finns kvar och bedöms. / With the commitments that are for it. A decided goal remains and is judged.");

    public sealed class Handler(AnalyticsDb db, GoalWork work)
    {
        /// <summary>False when there is no such goal that the user sets.</summary>
        /// <exception cref="RuleViolation">`goal.not-draft`</exception>
        public async Task<bool> Handle(Guid id, Action<int> checkVersion, CancellationToken ct)
        {
            await using var own = await db.OwnTransaction(ct);
            // The plan before its goals, as when it is decided.
            if (await work.Goal(id, ct) is { PlanId: { } planId }) await work.ChangePlan(planId, plan => Task.FromResult(Forget(plan, id)), ct);
            var removed = await work.ChangeGoal(id, goal =>
            {
                checkVersion(goal.Version);
                if (goal.Status != GoalStatus.Draft) throw new RuleViolation("goal.not-draft", "The goal is decided; it is judged and not removed.");
                db.Publish(goal.ToWithdrawn(work.Now));
                db.Remove(goal);
                return Task.CompletedTask;
            }, ct);
            if (removed is null) return false;
            await db.Goals.IgnoreQueryFilters().Where(below => below.ServesId == id).ExecuteUpdateAsync(set => set.SetProperty(below => below.ServesId, (Guid?)null), ct);
            if (own is not null) await own.CommitAsync(ct);
            return true;
        }

        private static bool Forget(Plan plan, Guid goal)
        {
            List<string> codes = [.. plan.Commitments.Where(commitment => commitment.GoalId == goal).Select(commitment => commitment.Code)];
            if (plan.Status != PlanStatus.Draft || codes.Count == 0) return false;
            foreach (var code in codes) plan.Remove(code);
            return true;
        }
    }
}
