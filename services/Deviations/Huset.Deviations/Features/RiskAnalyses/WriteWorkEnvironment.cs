using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Deviations.Features.RiskAnalyses;

public static class WriteWorkEnvironment
{
    public sealed class Request
    {
        [Description("Vad ändringen betyder för arbetsmiljön. / What the change does to the work environment.")]
        [Example("Mer tid vid skärm under inlärningen."), Required, StringLength(20_000)]
        public string? Consequences { get; set; }

        [Description("Skyddsombudet som har deltagit. / The safety representative who took part.")]
        [Example("Stina Testsson"), Required, StringLength(200)]
        public string? SafetyRepresentative { get; set; }

        [Description("Vad skyddsombudet anser. / What the safety representative says.")]
        [Example("Behöver två extra timmar i veckan under mars."), Required, StringLength(20_000)]
        public string? Opinion { get; set; }
    }

    public static void Map(RouteGroupBuilder analyses) => analyses
        .MapPut("/{id:guid}/work-environment", async Task<Results<Ok<RiskAnalysisView>, NotFound>> (
            [Description("Riskanalysens id. / Id of the risk analysis.")] Guid id, Request request, Handler handler, RiskAnalysisWork work, HttpContext http, CancellationToken ct) =>
                await http.Answer(await handler.Handle(id, request, http.Request.CheckIfMatch, ct), work, ct))
        .RequireAuthorization(Permissions.WriteRiskAnalyses)
        .TakesIfMatch()
        .GivesETag()
        .WithName("writeWorkEnvironment")
        .WithSummary("Skriv vad ändringen betyder för arbetsmiljön / Write what the change does to the work environment")
        .WithDescription("Behövs innan analysen kan godkännas (AML 3 kap. 2 a § och 6 kap. 4 §). / Needed before the analysis can be approved (the Work Environment Act, ch. 3 § 2 a and ch. 6 § 4).");

    public sealed class Handler(RiskAnalysisWork work)
    {
        /// <summary>Null when there is none that the user may write.</summary>
        public Task<RiskAnalysis?> Handle(Guid id, Request request, Action<int> checkVersion, CancellationToken ct) => work.Write(
            id, Permissions.WriteRiskAnalyses, checkVersion, (analysis, _, _) => analysis.WriteWorkEnvironment(request.Consequences!, request.SafetyRepresentative!, request.Opinion!), ct);
    }
}
