using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Processes.Features.QualitySystems;

public static class SubmitQualitySystem
{
    public static void Map(RouteGroupBuilder units) => units
        .MapPost("/{code}/quality-system/{year:int}/submission", async Task<Results<Ok<QualitySystemView>, NotFound, ProblemHttpResult>> (
            [Description("Enhetens kod. / Code of the unit."), Example("norrangen")] string code,
            [Description("Året som dokumentet gäller. / The year that the document is for."), Example("2026"), Range(QualitySystemWork.FirstYear, QualitySystemWork.LastYear)] int year,
            Handler handler, QualitySystemWork work, HttpContext http, CancellationToken ct) =>
        {
            if (await handler.Handle(code, year, http.Request.CheckIfMatch, ct) is not var (system, missing)) return TypedResults.NotFound();
            if (missing.Count > 0)
            {
                return TypedResults.Problem("Some points are not answered; see missing.", statusCode: 409,
                    extensions: new Dictionary<string, object?> { ["code"] = "quality-system.incomplete", ["missing"] = missing });
            }
            http.Response.SetETag(system.Version);
            return TypedResults.Ok(QualitySystemView.Of(system, await work.NameOf(code, ct) ?? code));
        })
        .RequireAuthorization(Permissions.EditQualitySystem)
        .TakesIfMatch()
        .GivesETag()
        .WithSummary("Lämna kvalitetssystemet för godkännande / Submit the quality system for approval")
        .WithDescription("Varje punkt ska vara besvarad, eller ha en förklaring till att den inte är aktuell; annars 409 med det som saknas i missing. / Every point must be answered, or say why it does not concern the unit; else 409 with what is lacking in missing.");

    public sealed class Handler(QualitySystemWork work)
    {
        /// <summary>Null when there is no such document that the user writes in; not submitted when something is missing.</summary>
        public async Task<(QualitySystem System, IReadOnlyList<UnansweredField> Missing)?> Handle(string code, int year, Action<int> checkVersion, CancellationToken ct)
        {
            if (!work.May(Permissions.EditQualitySystem, code) || await work.Latest(code, year, ct) is not { } system) return null;
            checkVersion(system.Version);
            if (system.Lifecycle.Status == VersionStatus.Draft && system.Missing().ToList() is { Count: > 0 } missing) return (system, missing);
            system.Submit(work.Me, work.Now);
            await work.Save(ct);
            return (system, []);
        }
    }
}
