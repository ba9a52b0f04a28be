using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Deviations.Features.RiskAnalyses;

public static class WriteCooperation
{
    public sealed class Request
    {
        [Description("Hur det är gjort, ur kodlistan cooperation-forms. / How it is done, from the code list cooperation-forms.")]
        [Example("mbl-11"), Required, StringLength(64)]
        public string? Form { get; set; }

        [Description("Vilken dag, senast i dag. / Which day, today at the latest.")]
        [Example("2026-11-20"), Required]
        public DateOnly? On { get; set; }

        [Description("Vad det ledde till, eller varför det inte behövs. Skriv inte vem som är med i vilket förbund. / What it came to, or why it is not needed. Do not write who is a member of which union.")]
        [Example("Parterna är eniga."), Required, StringLength(20_000)]
        public string? Outcome { get; set; }
    }

    public static void Map(RouteGroupBuilder analyses) => analyses
        .MapPut("/{id:guid}/cooperation", async Task<Results<Ok<RiskAnalysisView>, NotFound>> (
            [Description("Riskanalysens id. / Id of the risk analysis.")] Guid id, Request request, Handler handler, RiskAnalysisWork work, HttpContext http, CancellationToken ct) =>
                await http.Answer(await handler.Handle(id, request, http.Request.CheckIfMatch, ct), work, ct))
        .RequireAuthorization(Permissions.WriteRiskAnalyses)
        .TakesIfMatch()
        .GivesETag()
        .WithName("writeCooperation")
        .WithSummary("Skriv datum och utfall av samverkan / Write date and outcome of the cooperation with the unions")
        .WithDescription("Behövs innan analysen kan godkännas. / Needed before the analysis can be approved.");

    public sealed class Handler(DeviationsDb db, RiskAnalysisWork work)
    {
        /// <summary>Null when there is none that the user may write.</summary>
        public Task<RiskAnalysis?> Handle(Guid id, Request request, Action<int> checkVersion, CancellationToken ct) => work.Write(id, Permissions.WriteRiskAnalyses, checkVersion, async (analysis, _, now) =>
        {
            var today = SwedishTime.Day(now);
            await db.MustBeCode(CodeLists.CooperationForms, request.Form!, "form", today, ct);
            if (request.On > today) throw new InvalidField("on", "It cannot have been done in the future.");
            analysis.WriteCooperation(request.Form!, request.On!.Value, request.Outcome!);
            return true;
        }, ct);
    }
}
