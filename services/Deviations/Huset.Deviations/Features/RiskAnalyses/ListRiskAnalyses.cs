using System.ComponentModel;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.RiskAnalyses;

public static class ListRiskAnalyses
{
    public sealed class Query : ListQuery
    {
        [FromQuery(Name = "unitCode"), Example("norrangen"), Description("Enheten och alla under den. / The unit and all below it.")]
        public string? UnitCode { get; set; }

        [FromQuery(Name = "status"), OneOf<RiskAnalysisStatus>, Description("Var den står. / Where it stands.")]
        public string? Status { get; set; }

        [FromQuery(Name = "occasion"), Example("new-system"), Description("Vad som ändras, ur kodlistan risk-occasions. / What is changed, from the code list risk-occasions.")]
        public string? Occasion { get; set; }
    }

    public static void Map(RouteGroupBuilder analyses)
    {
        analyses.MapGet("/", async Task<Ok<ListOf<RiskAnalysisView>>> ([AsParameters] Query query, Handler handler, HttpRequest request, CancellationToken ct) => TypedResults.Ok(await handler.Handle(query, request, ct)))
            .RequireAuthorization(Permissions.ReadRiskAnalyses)
            .WithName("listRiskAnalyses")
            .WithSummary("Lista riskanalyser / List risk analyses")
            .WithDescription("De som du får se, nyast först: chefen och skyddsombudet enhetens, alla medarbetare de godkända på den egna enheten. / Those that you may see, newest first: the manager and the safety representative the unit's, every employee the approved ones of the own unit.");
        analyses.MapGet("/{id:guid}", async Task<Results<Ok<RiskAnalysisView>, NotFound>> ([Description("Riskanalysens id. / Id of the risk analysis.")] Guid id, RiskAnalysisWork work, HttpResponse response, CancellationToken ct) =>
            {
                if (await work.Read(id, ct) is not { } analysis) return TypedResults.NotFound();
                response.SetETag(analysis.Version);
                return TypedResults.Ok(analysis);
            })
            .RequireAuthorization(Permissions.ReadRiskAnalyses)
            .GivesETag()
            .WithName("readRiskAnalysis")
            .WithSummary("Läs en riskanalys / Read a risk analysis")
            .WithDescription("En utanför dina rättigheter svarar 404. / One outside your rights answers 404.");
    }

    public sealed class Handler(DeviationsDb db, RiskAnalysisWork work, AccessLog access, UnitTree units)
    {
        public async Task<ListOf<RiskAnalysisView>> Handle(Query query, HttpRequest? request, CancellationToken ct)
        {
            var rows = db.RiskAnalyses.AsNoTracking();
            if (query.UnitCode is { Length: > 0 } unit)
            {
                var codes = units.WithBelow([unit]);
                rows = rows.Where(a => codes.Contains(a.UnitCode));
            }
            if (Lists.Choice<RiskAnalysisStatus>(query.Status, "status") is { } status) rows = rows.Where(a => a.Status == status);
            if (query.Occasion is { Length: > 0 } occasion) rows = rows.Where(a => a.Occasion == occasion);
            var list = await rows.Include(a => a.Risks).ThenInclude(r => r.Actions).AsSplitQuery().OrderByDescending(a => a.Id).ToListOf(query, request, ct);
            await access.Append(AccessAction.List, list.Items, work.WhyRead, query.FiltersUsed(), ct);
            var limits = await work.Limits(ct);
            return list.Select(analysis => RiskAnalysisView.Of(analysis, limits));
        }
    }
}
