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
        [FromQuery(Name = "format"), OneOf("json", "html", "docx", "pdf"), Description("json, html, docx (Word) eller pdf (PDF/A, bara av en fryst rapport och där installationen gör sådana). Utan format gäller Accept. / json, html, docx (Word) or pdf (PDF/A, only of a frozen report and where the installation makes them). Without it, Accept decides.")]
        public string? Format { get; set; }
    }

    public static void Map(RouteGroupBuilder reports) => reports
        .MapGet("/{id:guid}", async Task<Results<Ok<ReportView>, NotFound, FileContentHttpResult>> (
            [Description("Rapportens id. / Id of the report.")] Guid id, [AsParameters] Query query, Handler handler, HttpRequest request, HttpResponse response, CancellationToken ct) =>
        {
            var format = request.FormatOf(query.Format, "json", "html", "docx", "pdf");
            if (await handler.Find(id, ct) is not { } report) return TypedResults.NotFound();
            response.SetETag(report.Version);
            if (format == "json") return TypedResults.Ok(await handler.View(report, ct));
            var file = await handler.File(report, Enum.Parse<ReportFormat>(format, ignoreCase: true), ct);
            // Shown where it is opened; the others are saved.
            return format == "html" ? TypedResults.File(file, "text/html; charset=utf-8") : TypedResults.File(file, format == "pdf" ? Formats.Pdf : Formats.Docx, $"{report.Template}-{report.UnitCode ?? "alla"}-{report.Time.Code}.{format}");
        })
        .RequireAuthorization(Permissions.ReadReports)
        .GivesETag()
        .Produces<string>(200, "text/html")
        .Produces<string>(200, Formats.Docx)
        .Produces<string>(200, Formats.Pdf)
        .WithExample("text/html", "<!DOCTYPE html><html lang=\"sv\"><head><title>Kvartalsrapport, tredje kvartalet 2026</title></head><body>…</body></html>")
        .WithExample(Formats.Docx, "PK…")
        .WithExample(Formats.Pdf, "%PDF-1.7…")
        .WithSummary("Läs en rapport / Read a report")
        .WithDescription("Ett utkast har dagens siffror; en fryst rapport är som den frystes, till minsta tecken. Som html, docx eller pdf är den nämndens dokument, utan små tal. Pdf är PDF/A-2b för arkivet, gjord efter frysningen: 409 med report.pdf-not-made tills den finns, och med report.pdf-unavailable för utkast och där inga görs. / A draft has the figures of today; a frozen report is as it was frozen, to the byte. As html, docx or pdf it is the board's document, without small numbers. Pdf is PDF/A-2b for the archive, made after the freezing: 409 with report.pdf-not-made until it is there, and with report.pdf-unavailable of a draft and where none are made.");

    public sealed class Handler(AnalyticsDb db, ReportWork work, ReportFigures figures, ReportFiles files, ArchiveWorker archive)
    {
        /// <summary>Null when there is none that the reader may see.</summary>
        public Task<Report?> Find(Guid id, CancellationToken ct) => work.Read(id, ct);

        /// <summary>What the report holds: as it was frozen, else as it is now.</summary>
        public async Task<FrozenReport> Content(Report report, CancellationToken ct) => report.Frozen ?? await figures.Of(report, null, ct);

        /// <summary>The report as its reader may see it.</summary>
        public async Task<ReportView> View(Report report, CancellationToken ct) => ReportView.Of(report, await Content(report, ct), work.SeesSmall(report.UnitCode));

        /// <summary>The document: of a frozen report the one that was made then.</summary>
        /// <exception cref="RuleViolation">`report.pdf-not-made`, `report.pdf-unavailable`</exception>
        public async Task<byte[]> File(Report report, ReportFormat format, CancellationToken ct)
        {
            if (report.Status == ReportStatus.Draft && format != ReportFormat.Pdf) return await files.Write(report, await Content(report, ct), format);
            if (await db.ReportFiles.AsNoTracking().FirstOrDefaultAsync(file => file.ReportId == report.Id && file.Format == format, ct) is { } kept) return kept.Body;
            throw report.Status == ReportStatus.Frozen && archive.IsHere
                ? new RuleViolation("report.pdf-not-made", "The PDF is being made; try again in a minute, or take html or docx.")
                : new RuleViolation("report.pdf-unavailable", "There is no PDF of a draft, nor where the installation makes none; take html or docx.");
        }

        /// <summary>Whether the report has its PDF for the archive, or will have; null for a draft, which has none.</summary>
        public async Task<PdfState?> Pdf(Report report, CancellationToken ct) =>
            report.Status != ReportStatus.Frozen ? null
            : await db.ReportFiles.AnyAsync(file => file.ReportId == report.Id && file.Format == ReportFormat.Pdf, ct) ? PdfState.Made
            : archive.IsHere ? PdfState.OnItsWay : PdfState.Unavailable;
    }
}

/// <summary>How it is with a frozen report's PDF for the archive.</summary>
public enum PdfState { Made, OnItsWay, Unavailable }
