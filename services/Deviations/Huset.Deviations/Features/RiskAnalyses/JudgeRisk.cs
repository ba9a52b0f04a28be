using System.ComponentModel;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Deviations.Features.RiskAnalyses;

public static class JudgeRisk
{
    public sealed class Request : RiskFields;

    public static void Map(RouteGroupBuilder analyses)
    {
        analyses.MapPost("/{id:guid}/risks", async Task<Results<Ok<RiskAnalysisView>, NotFound>> (
            [Description("Riskanalysens id. / Id of the risk analysis.")] Guid id, Request request, Handler handler, RiskAnalysisWork work, HttpContext http, CancellationToken ct) =>
                await http.Answer(await handler.Handle(id, null, request, http.Request.CheckIfMatch, ct), work, ct))
            .RequireAuthorization(Permissions.WriteRiskAnalyses)
            .TakesIfMatch()
            .GivesETag()
            .WithName("addRisk")
            .WithSummary("Lägg till en risk / Add a risk")
            .WithDescription("Analysen är ett utkast igen tills teamet har bedömt riskerna. / The analysis is a draft again until the team has judged the risks.");
        analyses.MapPut("/{id:guid}/risks/{riskId:guid}", async Task<Results<Ok<RiskAnalysisView>, NotFound>> (
            [Description("Riskanalysens id. / Id of the risk analysis.")] Guid id, [Description("Riskens id. / Id of the risk.")] Guid riskId, Request request, Handler handler, RiskAnalysisWork work, HttpContext http, CancellationToken ct) =>
                await http.Answer(await handler.Handle(id, riskId, request, http.Request.CheckIfMatch, ct), work, ct))
            .RequireAuthorization(Permissions.WriteRiskAnalyses)
            .TakesIfMatch()
            .GivesETag()
            .WithName("judgeRisk")
            .WithSummary("Bedöm en risk igen / Judge a risk anew")
            .WithDescription("Går tills analysen är godkänd, som är ett utkast igen. / Until the analysis is approved, which is a draft again.");
    }

    public sealed class Handler(RiskAnalysisWork work)
    {
        /// <summary>Null when there is no such risk analysis or risk that the user may write.</summary>
        public Task<RiskAnalysis?> Handle(Guid id, Guid? riskId, Request request, Action<int> checkVersion, CancellationToken ct) => work.Write(id, Permissions.WriteRiskAnalyses, checkVersion, (analysis, _, _) =>
        {
            if (riskId is null) analysis.AddRisk(request.ToJudgement());
            else if (analysis.Risks.Find(risk => risk.Id == riskId) is { } known) analysis.JudgeRisk(known, request.ToJudgement());
            else return Task.FromResult(false);
            return Task.FromResult(true);
        }, ct);
    }
}
