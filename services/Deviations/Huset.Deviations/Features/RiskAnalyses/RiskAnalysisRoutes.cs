using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Deviations.Features.RiskAnalyses;

/// <summary>The slices of risk analyses, in one list.</summary>
public static class RiskAnalysisRoutes
{
    public static void AddRiskAnalyses(this IServiceCollection services)
    {
        services.AddScoped<RiskAnalysisWork>();
        services.AddScoped<PlanRiskAnalysis.Handler>();
        services.AddScoped<ListRiskAnalyses.Handler>();
        services.AddScoped<JudgeRisk.Handler>();
        services.AddScoped<PlanRiskAction.Handler>();
        services.AddScoped<WriteWorkEnvironment.Handler>();
        services.AddScoped<WriteCooperation.Handler>();
        services.AddScoped<ApproveRiskAnalysis.Handler>();
        services.AddScoped<FollowRiskAnalysis.Handler>();
    }

    public static void MapRiskAnalyses(this WebApplication app)
    {
        var analyses = app.MapGroup("/deviations/v1/risk-analyses").WithTags("risk-analyses");
        PlanRiskAnalysis.Map(analyses);
        ListRiskAnalyses.Map(analyses);
        JudgeRisk.Map(analyses);
        PlanRiskAction.Map(analyses);
        WriteWorkEnvironment.Map(analyses);
        WriteCooperation.Map(analyses);
        ApproveRiskAnalysis.Map(analyses);
        FollowRiskAnalysis.Map(analyses);
    }

    /// <summary>The analysis as it is after a step, with its ETag; 404 when there was none.</summary>
    internal static async Task<Results<Ok<RiskAnalysisView>, NotFound>> Answer(this HttpContext http, RiskAnalysis? analysis, RiskAnalysisWork work, CancellationToken ct)
    {
        if (analysis is null) return TypedResults.NotFound();
        http.Response.SetETag(analysis.Version);
        return TypedResults.Ok(await work.View(analysis, ct));
    }
}
