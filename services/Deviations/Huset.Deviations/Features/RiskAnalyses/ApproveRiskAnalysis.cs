using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Deviations.Features.RiskAnalyses;

public static class ApproveRiskAnalysis
{
    public sealed class Request
    {
        [Description("I vilken roll du godkänner. / In which role you approve.")]
        [Example("Enhetschef"), Required, StringLength(100)]
        public string? Role { get; set; }

        [Description("Varför de risker som är kvar godtas. / Why the risks that are left are accepted.")]
        [Example("Riskerna är låga när åtgärderna är gjorda."), Required, StringLength(20_000)]
        public string? Reason { get; set; }

        [Description("När det ska följas upp, tidigast i dag. / When it is to be followed up, today at the earliest.")]
        [Example("2027-03-01"), Required]
        public DateOnly? FollowUpOn { get; set; }
    }

    public static void Map(RouteGroupBuilder analyses) => analyses
        .MapPost("/{id:guid}/approval", async Task<Results<Ok<RiskAnalysisView>, NotFound, ProblemHttpResult>> (
            [Description("Riskanalysens id. / Id of the risk analysis.")] Guid id, Request request, Handler handler, RiskAnalysisWork work, HttpContext http, CancellationToken ct) =>
        {
            if (await handler.Missing(id, ct) is { Count: > 0 } missing)
            {
                return TypedResults.Problem("Something is missing before it can be approved; see missing.", statusCode: 409,
                    extensions: new Dictionary<string, object?> { ["code"] = "risk-analysis.incomplete", ["missing"] = missing });
            }
            if (await handler.Handle(id, request, http.Request.CheckIfMatch, ct) is not { } analysis) return TypedResults.NotFound();
            http.Response.SetETag(analysis.Version);
            return TypedResults.Ok(await work.View(analysis, ct));
        })
        .RequireAuthorization(Permissions.ApproveRiskAnalyses)
        .TakesIfMatch()
        .GivesETag()
        .WithName("approveRiskAnalysis")
        .WithSummary("Godkänn en riskanalys / Approve a risk analysis")
        .WithDescription("Chefen godtar de risker som är kvar. Nekas med 409 risk-analysis.incomplete så länge något saknas: team, risker, åtgärder, poäng efter dem, arbetsmiljön, skyddsombudets synpunkt eller samverkan. missing säger vad. / The manager accepts the risks that are left. Refused with 409 risk-analysis.incomplete while anything is missing: team, risks, actions, scores after them, the work environment, the safety representative's opinion or the cooperation; missing tells what.");

    public sealed class Handler(RiskAnalysisWork work)
    {
        /// <summary>What is missing; nothing of an analysis that the user may not approve or that is approved already.</summary>
        public async Task<IReadOnlyList<LackView>> Missing(Guid id, CancellationToken ct) => (await work.ToWrite(id, Permissions.ApproveRiskAnalyses, ct))?.Missing ?? [];

        /// <summary>Null when there is none that the user may approve.</summary>
        public async Task<RiskAnalysis?> Handle(Guid id, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            var limits = await work.Limits(ct);
            return await work.Write(id, Permissions.ApproveRiskAnalyses, checkVersion, (analysis, by, now) => analysis.Approve(request.Role!, request.Reason!, request.FollowUpOn!.Value, limits, by, now), ct);
        }
    }
}
