using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Processes.Features.QualitySystems;

public static class ReadQualitySystem
{
    public sealed class Query : YearQuery
    {
        [FromQuery(Name = "version"), RegularExpression("published|draft|[1-9][0-9]{0,3}"), Example("published"), Description("published (den som gäller), draft (den som det arbetas med) eller versionens nummer; published om den utelämnas. / published (the one in force), draft (the one being worked on) or the version's number; published when left out.")]
        public string? Version { get; set; }

        [FromQuery(Name = "format"), OneOf("json", "html", "docx"), Description("json, html eller docx (Word). Utan format gäller Accept. / json, html or docx (Word). Without it, Accept decides.")]
        public string? Format { get; set; }
    }

    public static void Map(RouteGroupBuilder units) => units
        .MapGet("/{code}/quality-system", async Task<Results<Ok<QualitySystemView>, NotFound, FileContentHttpResult, RazorComponentResult<QualitySystemDocument>>> (
            [Description("Enhetens kod. / Code of the unit."), Example("norrangen")] string code, [AsParameters] Query query, Handler handler, IConfiguration configuration, HttpRequest request, HttpResponse response, CancellationToken ct) =>
        {
            var format = request.FormatOf(query.Format, "json", "html", "docx");
            if (await handler.Handle(code, query.Year, query.Version, ct) is not var (system, unitName)) return TypedResults.NotFound();
            response.SetETag(system.Version);
            var municipality = configuration["Huset:MunicipalityName"];
            return format switch
            {
                "docx" => TypedResults.File(QualitySystemDocx.Write(system, unitName, municipality), Formats.Docx, $"kvalitetssystem-{code}-{system.Year}.docx"),
                "html" => new RazorComponentResult<QualitySystemDocument>(new { Document = system, UnitName = unitName, Municipality = municipality }),
                _ => TypedResults.Ok(QualitySystemView.Of(system, unitName)),
            };
        })
        .RequireAuthorization(Permissions.ReadQualitySystems)
        .GivesETag()
        .Produces<string>(200, "text/html")
        .Produces<string>(200, Formats.Docx)
        .WithExample("text/html", "<!DOCTYPE html><html lang=\"sv\"><head><title>Kvalitetssystem 2026, Norrängens hemtjänst</title></head><body>…</body></html>")
        .WithExample(Formats.Docx, "PK…")
        .WithSummary("Läs en enhets kvalitetssystem / Read a unit's quality system")
        .WithDescription("Årets publicerade dokument. Det som inte är publicerat läses av den som skriver för enheten eller får godkänna. Som html eller docx är det ett färdigt dokument. / The year's published document. What is not published is read by who writes for the unit or may approve. As html or docx it is a finished document.");

    public sealed class Handler(ProcessesDb db, QualitySystemWork work)
    {
        /// <summary>Null when there is none that the reader may see.</summary>
        public async Task<(QualitySystem System, string UnitName)?> Handle(string code, int? year, string? version, CancellationToken ct)
        {
            var asked = db.QualitySystems.AsNoTracking().Where(system => system.UnitCode == code && system.Year == (year ?? work.ThisYear));
            asked = version switch
            {
                null or "" or "published" => asked.Where(system => system.Lifecycle.Status == VersionStatus.Published),
                "draft" => asked.Where(system => system.Lifecycle.Status == VersionStatus.Draft || system.Lifecycle.Status == VersionStatus.Submitted || system.Lifecycle.Status == VersionStatus.Approved),
                _ => asked.Where(system => system.Number == int.Parse(version, CultureInfo.InvariantCulture)),
            };
            return await asked.FirstOrDefaultAsync(ct) is { } system ? (system, await work.NameOf(code, ct) ?? code) : null;
        }
    }
}
