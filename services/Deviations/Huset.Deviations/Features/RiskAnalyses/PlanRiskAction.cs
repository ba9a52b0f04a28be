using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.Deviations.Features.Actions;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Deviations.Features.RiskAnalyses;

public static class PlanRiskAction
{
    public sealed class Request
    {
        [Description("Vad som ska göras. / What is to be done.")]
        [Example("Två jämför listorna innan systemet byts."), Required, StringLength(2_000)]
        public string? What { get; set; }

        [Description("Vem som gör det, ur /people; utelämnad: du själv. / Who does it, from /people; left out: you.")]
        [Example("8f1c2d3e-0000-4000-8000-000000000001"), StringLength(200)]
        public string? OwnerId { get; set; }

        [Description("Ska vara gjord, svensk dag. / Is to be done by, Swedish day.")]
        [Example("2026-12-12"), Required]
        public DateOnly? DueAt { get; set; }
    }

    public static void Map(RouteGroupBuilder analyses)
    {
        analyses.MapPost("/{id:guid}/risks/{riskId:guid}/actions", async Task<Results<Ok<RiskAnalysisView>, NotFound>> (
            [Description("Riskanalysens id. / Id of the risk analysis.")] Guid id, [Description("Riskens id. / Id of the risk.")] Guid riskId, Request request, Handler handler, RiskAnalysisWork work, HttpContext http, CancellationToken ct) =>
                await http.Answer(await handler.Handle(id, riskId, request, http.Request.CheckIfMatch, ct), work, ct))
            .RequireAuthorization(Permissions.WriteRiskAnalyses)
            .TakesIfMatch()
            .GivesETag()
            .WithName("planRiskAction")
            .WithSummary("Planera en åtgärd mot en risk / Plan an action against a risk")
            .WithDescription("Vad som ska göras, vem som gör det och när. / What is to be done, by whom and when.");
        analyses.MapPost("/{id:guid}/actions/{actionId:guid}/completion", async Task<Results<Ok<RiskAnalysisView>, NotFound>> (
            [Description("Riskanalysens id. / Id of the risk analysis.")] Guid id, [Description("Åtgärdens id. / Id of the action.")] Guid actionId, Handler handler, RiskAnalysisWork work, HttpContext http, CancellationToken ct) =>
                await http.Answer(await handler.Complete(id, actionId, http.Request.CheckIfMatch, ct), work, ct))
            .RequireAuthorization(Permissions.WriteRiskAnalyses)
            .TakesIfMatch()
            .GivesETag()
            .WithName("completeRiskAction")
            .WithSummary("Markera en åtgärd mot en risk som gjord / Mark an action against a risk as done")
            .WithDescription("Också när analysen är godkänd. / Also when the analysis is approved.");
    }

    public sealed class Handler(RiskAnalysisWork work, Owners owners)
    {
        /// <summary>Null when there is no such risk that the user may write.</summary>
        public Task<RiskAnalysis?> Handle(Guid id, Guid riskId, Request request, Action<int> checkVersion, CancellationToken ct) => work.Write(id, Permissions.WriteRiskAnalyses, checkVersion, async (analysis, by, _) =>
        {
            if (analysis.Risks.Find(risk => risk.Id == riskId) is not { } known) return false;
            var owner = string.IsNullOrEmpty(request.OwnerId) || request.OwnerId == by.Id ? by
                : await owners.Employee(request.OwnerId, ct) ?? throw new InvalidField("ownerId", "There is nobody by that id who can do the action.");
            analysis.PlanAction(known, request.What!, owner, request.DueAt!.Value);
            return true;
        }, ct);

        /// <summary>Null when there is no such action that the user may write.</summary>
        public Task<RiskAnalysis?> Complete(Guid id, Guid actionId, Action<int> checkVersion, CancellationToken ct) => work.Write(id, Permissions.WriteRiskAnalyses, checkVersion, (analysis, by, now) =>
        {
            if (analysis.Actions.FirstOrDefault(action => action.Id == actionId) is not { } known) return Task.FromResult(false);
            analysis.CompleteAction(known, by, now);
            return Task.FromResult(true);
        }, ct);
    }
}
