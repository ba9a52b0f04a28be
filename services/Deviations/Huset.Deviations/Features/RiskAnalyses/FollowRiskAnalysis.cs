using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Deviations.Features.RiskAnalyses;

/// <summary>The steps that the team and the manager take with the whole analysis: the risks are judged, it is followed up, it is closed.</summary>
public static class FollowRiskAnalysis
{
    public sealed class Request
    {
        [Description("Blev det som det var beräknat? / Did it come out as was reckoned?")]
        [Required, EnumDataType(typeof(Effect))]
        public Effect? Outcome { get; set; }

        [Description("Vad som visar det. / What shows it.")]
        [Example("Inga missade delegeringar på två månader."), Required, StringLength(20_000)]
        public string? Note { get; set; }
    }

    public static void Map(RouteGroupBuilder analyses)
    {
        analyses.MapPost("/{id:guid}/assessment", async Task<Results<Ok<RiskAnalysisView>, NotFound>> (
            [Description("Riskanalysens id. / Id of the risk analysis.")] Guid id, Handler handler, RiskAnalysisWork work, HttpContext http, CancellationToken ct) =>
                await http.Answer(await handler.Assess(id, http.Request.CheckIfMatch, ct), work, ct))
            .RequireAuthorization(Permissions.WriteRiskAnalyses)
            .TakesIfMatch()
            .GivesETag()
            .WithName("assessRiskAnalysis")
            .WithSummary("Teamet har bedömt riskerna / The team has judged the risks")
            .WithDescription("Kräver ett team och minst en risk. Ändras riskerna sedan är analysen ett utkast igen. / Needs a team and at least one risk. When the risks are changed after that, the analysis is a draft again.");
        analyses.MapPost("/{id:guid}/follow-up", async Task<Results<Ok<RiskAnalysisView>, NotFound>> (
            [Description("Riskanalysens id. / Id of the risk analysis.")] Guid id, Request request, Handler handler, RiskAnalysisWork work, HttpContext http, CancellationToken ct) =>
                await http.Answer(await handler.FollowUp(id, request, http.Request.CheckIfMatch, ct), work, ct))
            .RequireAuthorization(Permissions.WriteRiskAnalyses)
            .TakesIfMatch()
            .GivesETag()
            .WithName("followUpRiskAnalysis")
            .WithSummary("Följ upp en riskanalys / Follow up a risk analysis")
            .WithDescription("När den är godkänd och varje åtgärd är gjord. Den senaste uppföljningen gäller. / When it is approved and every action is done. The latest follow-up counts.");
        analyses.MapPost("/{id:guid}/closure", async Task<Results<Ok<RiskAnalysisView>, NotFound>> (
            [Description("Riskanalysens id. / Id of the risk analysis.")] Guid id, Handler handler, RiskAnalysisWork work, HttpContext http, CancellationToken ct) =>
                await http.Answer(await handler.Close(id, http.Request.CheckIfMatch, ct), work, ct))
            .RequireAuthorization(Permissions.WriteRiskAnalyses)
            .TakesIfMatch()
            .GivesETag()
            .WithName("closeRiskAnalysis")
            .WithSummary("Avsluta en riskanalys / Close a risk analysis")
            .WithDescription("När den är uppföljd. / When it is followed up.");
    }

    public sealed class Handler(RiskAnalysisWork work)
    {
        /// <summary>Null when there is none that the user may write, as of the others.</summary>
        public Task<RiskAnalysis?> Assess(Guid id, Action<int> checkVersion, CancellationToken ct) => work.Write(id, Permissions.WriteRiskAnalyses, checkVersion, (analysis, by, now) => analysis.Assess(by, now), ct);

        public Task<RiskAnalysis?> FollowUp(Guid id, Request request, Action<int> checkVersion, CancellationToken ct) =>
            work.Write(id, Permissions.WriteRiskAnalyses, checkVersion, (analysis, by, now) => analysis.FollowUp(request.Outcome!.Value, request.Note!, by, now), ct);

        public Task<RiskAnalysis?> Close(Guid id, Action<int> checkVersion, CancellationToken ct) => work.Write(id, Permissions.WriteRiskAnalyses, checkVersion, (analysis, by, now) => analysis.Close(by, now), ct);
    }
}
