using System.ComponentModel;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Reports;

public static class ReadReport
{
    public sealed class Query
    {
        [FromQuery(Name = "format"), OneOf("json", "html", "docx"), Description("json, html eller docx (Word). Utan format gäller Accept. / json, html or docx (Word). Without it, Accept decides.")]
        public string? Format { get; set; }
    }

    public static void Map(RouteGroupBuilder reports) => reports
        .MapGet("/{id:guid}", async Task<Results<Ok<ReportView>, NotFound, FileContentHttpResult>> (
            [Description("Rapportens id. / Id of the report.")] Guid id, [AsParameters] Query query, Handler handler, HttpRequest request, HttpResponse response, CancellationToken ct) =>
        {
            var format = request.FormatOf(query.Format, "json", "html", "docx");
            if (await handler.Find(id, ct) is not { } report) return TypedResults.NotFound();
            response.SetETag(report.Version);
            if (format == "json") return TypedResults.Ok(await handler.View(report, ct));
            var file = await handler.File(report, Enum.Parse<ReportFormat>(format, ignoreCase: true), ct);
            // Shown where it is opened; Word's is saved.
            return format == "html" ? TypedResults.File(file, "text/html; charset=utf-8") : TypedResults.File(file, Formats.Docx, $"{report.Template}-{report.UnitCode ?? "alla"}-{report.Time.Code}.docx");
        })
        .RequireAuthorization(Permissions.ReadReports)
        .GivesETag()
        .Produces<string>(200, "text/html")
        .Produces<string>(200, Formats.Docx)
        .WithExample("text/html", "<!DOCTYPE html><html lang=\"sv\"><head><title>Kvartalsrapport, tredje kvartalet 2026</title></head><body>…</body></html>")
        .WithExample(Formats.Docx, "PK…")
        .WithSummary("Läs en rapport / Read a report")
        .WithDescription("Ett utkast har dagens siffror; en fryst rapport är som den frystes, till minsta tecken. Som html eller docx är den nämndens dokument, utan små tal. / A draft has the figures of today; a frozen report is as it was frozen, to the byte. As html or docx it is the board's document, without small numbers.");

    public sealed class Handler(AnalyticsDb db, ReportWork work, ReportFigures figures, ReportFiles files)
    {
        /// <summary>Null when there is none that the reader may see.</summary>
        public Task<Report?> Find(Guid id, CancellationToken ct) => work.Read(id, ct);

        /// <summary>What the report holds: as it was frozen, else as it is now.</summary>
        public async Task<FrozenReport> Content(Report report, CancellationToken ct) => report.Frozen ?? await figures.Of(report, null, ct);

        /// <summary>The report as its reader may see it.</summary>
        public async Task<ReportView> View(Report report, CancellationToken ct) => ReportView.Of(report, await Content(report, ct), work.SeesSmall(report.UnitCode));

        /// <summary>The document: of a frozen report the one that was made then.</summary>
        public async Task<byte[]> File(Report report, ReportFormat format, CancellationToken ct) =>
            report.Status == ReportStatus.Frozen
                ? (await db.ReportFiles.AsNoTracking().FirstAsync(file => file.ReportId == report.Id && file.Format == format, ct)).Body
                : await files.Write(report, await Content(report, ct), format);
    }
}
