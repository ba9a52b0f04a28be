using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Analytics.Features.Goals;

public static class JudgeGoal
{
    public sealed class Request
    {
        [Required, EnumDataType(typeof(Reached)), Description("Om målet nåddes. / Whether the goal was reached.")]
        public Reached? Reached { get; set; }

        [Required, Description("Om det var rätt mål att ha. / Whether it was the right goal to have.")]
        public bool? WasRight { get; set; }

        [Required, StringLength(SetGoal.MaxText, MinimumLength = 3), Example("Svaren kom i tid när de delades ut varje måndag."), Description("Vad ni har lärt er; nämn inga brukare. / What you have learnt; name no service users.")]
        public string? Conclusion { get; set; }

        [Required, EnumDataType(typeof(NextStep)), Description("Vad som händer med det i nästa plan: keep och change följer med dit, drop gör det inte. / What becomes of it in the next plan: keep and change go with it, drop does not.")]
        public NextStep? Next { get; set; }

        [StringLength(SetGoal.MaxText), Example("Tid för svar i schemat."), Description("Förslag till nästa plan och budget. / What the next plan and budget are asked for.")]
        public string? Proposal { get; set; }
    }

    public static void Map(RouteGroupBuilder goals) => goals
        .MapPost("/{id:guid}/judgement", async Task<Results<Ok<GoalView>, NotFound>> ([Description("Målets id. / Id of the goal.")] Guid id, Request request, Handler handler, ReadGoal.Handler reader, HttpContext http, CancellationToken ct) =>
        {
            if (await handler.Handle(id, request, http.Request.CheckIfMatch, ct) is not { } goal) return TypedResults.NotFound();
            http.Response.SetETag(goal.Version);
            return TypedResults.Ok(await reader.View(goal, ct));
        })
        .RequireAuthorization(Permissions.SetGoals)
        .TakesIfMatch()
        .GivesETag()
        .WithName("judgeGoal")
        .WithSummary("Bedöm ett mål / Judge a goal")
        .WithDescription("Nåddes det, och var det rätt mål? Siffran som det bedöms efter sparas, och slutsatsen möter den som gör nästa plan. / Was it reached, and was it the right goal? The figure that it is judged by is kept, and the conclusion meets who makes the next plan.");

    public sealed class Handler(AnalyticsDb db, GoalWork work, GoalMeasures measures)
    {
        /// <summary>Null when there is no such goal that the user sets.</summary>
        /// <exception cref="RuleViolation">`goal.judged`, `goal.not-decided`</exception>
        public Task<Goal?> Handle(Guid id, Request request, Action<int> checkVersion, CancellationToken ct) => work.ChangeGoal(id, async goal =>
        {
            checkVersion(goal.Version);
            var outcome = (await measures.Figures(goal, work.Today, ct)).LastOrDefault(figure => figure.Value is not null || figure.Yes is not null);
            goal.Judge(new(
                request.Reached!.Value, request.WasRight!.Value, request.Conclusion!.ReplaceLineEndings("\n").Trim(), request.Next!.Value,
                string.IsNullOrWhiteSpace(request.Proposal) ? null : request.Proposal.ReplaceLineEndings("\n").Trim(), outcome, work.Today, work.Me.Name));
            db.Publish(goal.ToJudged(work.Now));
        }, ct);
    }
}
