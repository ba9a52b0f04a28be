using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Deviations.Features.RiskAnalyses;

public static class PlanRiskAnalysis
{
    public sealed class Request : RiskAnalysisFields
    {
        [Description("Riskerna, om de är kända redan; annars skrivs de var för sig. / The risks, when they are known already; else they are written one by one.")]
        [MaxLength(100)]
        public List<NewRisk>? Risks { get; set; }
    }

    public sealed class Rewrite : RiskAnalysisFields;

    public static void Map(RouteGroupBuilder analyses)
    {
        analyses.MapPost("/", async Task<Created<RiskAnalysisView>> (Request request, Handler handler, RiskAnalysisWork work, HttpContext http, CancellationToken ct) =>
            {
                var analysis = await handler.Handle(request, ct);
                http.Response.SetETag(analysis.Version);
                return TypedResults.Created($"/deviations/v1/risk-analyses/{analysis.Id}", await work.View(analysis, ct));
            })
            .RequireAuthorization(Permissions.WriteRiskAnalyses)
            .GivesETag()
            .WithName("planRiskAnalysis")
            .WithSummary("Börja en riskanalys / Begin a risk analysis")
            .WithDescription("Görs innan en ändring beslutas. Den är ett utkast tills teamet har bedömt riskerna. / Made before a change is decided. It is a draft until the team has judged the risks.");
        analyses.MapPut("/{id:guid}", async Task<Results<Ok<RiskAnalysisView>, NotFound>> (
            [Description("Riskanalysens id. / Id of the risk analysis.")] Guid id, Rewrite request, Handler handler, RiskAnalysisWork work, HttpContext http, CancellationToken ct) =>
                await http.Answer(await handler.Handle(id, request, http.Request.CheckIfMatch, ct), work, ct))
            .RequireAuthorization(Permissions.WriteRiskAnalyses)
            .TakesIfMatch()
            .GivesETag()
            .WithName("changeRiskAnalysis")
            .WithSummary("Ändra vad en riskanalys gäller / Change what a risk analysis is about")
            .WithDescription("Går tills den är godkänd. / Until it is approved.");
    }

    public sealed class Handler(RiskAnalysisWork work)
    {
        public async Task<RiskAnalysis> Handle(Request request, CancellationToken ct)
        {
            await work.Check(request, ct);
            return await work.Begin(request.ToPlan(), (analysis, _, _) =>
            {
                // JSON may hold null among them.
                foreach (var risk in request.Risks ?? []) analysis.AddRisk((risk ?? throw new InvalidField("risks", "Each must be a risk.")).ToJudgement());
            }, ct);
        }

        /// <summary>Null when there is none that the user may write.</summary>
        public Task<RiskAnalysis?> Handle(Guid id, Rewrite request, Action<int> checkVersion, CancellationToken ct) => work.Write(id, Permissions.WriteRiskAnalyses, checkVersion, async (analysis, _, _) =>
        {
            await work.Check(request, ct);
            analysis.Rewrite(request.ToPlan());
            return true;
        }, ct);
    }
}
