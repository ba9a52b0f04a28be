using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Processes.Features.QualitySystems;

public static class PublishQualitySystem
{
    public static void Map(RouteGroupBuilder units) => units
        .MapPost("/{code}/quality-system/{year:int}/publication", async Task<Results<Ok<QualitySystemView>, NotFound>> (
            [Description("Enhetens kod. / Code of the unit."), Example("norrangen")] string code,
            [Description("Året som dokumentet gäller. / The year that the document is for."), Example("2026"), Range(QualitySystemWork.FirstYear, QualitySystemWork.LastYear)] int year,
            Handler handler, QualitySystemWork work, HttpContext http, CancellationToken ct) =>
        {
            if (await handler.Handle(code, year, http.Request.CheckIfMatch, ct) is not { } system) return TypedResults.NotFound();
            http.Response.SetETag(system.Version);
            return TypedResults.Ok(QualitySystemView.Of(system, await work.NameOf(code, ct) ?? code));
        })
        .RequireAuthorization(Permissions.ApproveQualitySystem)
        .TakesIfMatch()
        .GivesETag()
        .WithSummary("Publicera det godkända kvalitetssystemet / Publish the approved quality system")
        .WithDescription("Dokumentet börjar gälla och ersätter årets tidigare version. / The document comes into force in the place of the year's earlier version.");

    public sealed class Handler(QualitySystemWork work)
    {
        /// <summary>Null when there is no such document that the user may publish.</summary>
        public async Task<QualitySystem?> Handle(string code, int year, Action<int> checkVersion, CancellationToken ct)
        {
            if (!work.May(Permissions.ApproveQualitySystem, code) || await work.Latest(code, year, ct) is not { } system) return null;
            checkVersion(system.Version);
            system.Publish(await work.InForce(code, year, ct), work.Me, work.Now);
            await work.Save(ct);
            return system;
        }
    }
}
