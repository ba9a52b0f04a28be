using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Reports;

public static class BeginReport
{
    public sealed class Request
    {
        [Required, RegularExpression("20[0-9]{2}-Q[1-4]"), Example("2026-Q3"), Description("Kvartalet. / The quarter.")]
        public string? Quarter { get; set; }

        [StringLength(64), Example("norrangen"), Description("Enheten som rapporten gäller, med alla under den; utelämnas när den gäller alla. / The unit that the report is about, with all below it; left out when it is about all.")]
        public string? UnitCode { get; set; }
    }

    public static void Map(RouteGroupBuilder reports) => reports
        .MapPost("/", async Task<Created<ReportView>> (Request request, Handler handler, ReadReport.Handler reader, HttpContext http, CancellationToken ct) =>
        {
            var report = await handler.Handle(request, ct);
            http.Response.SetETag(report.Version);
            return TypedResults.Created($"/analytics/v1/reports/{report.Id}", await reader.View(report, ct));
        })
        .RequireAuthorization(Permissions.MakeReports)
        .GivesETag()
        .WithSummary("Börja en kvartalsrapport / Begin a quarterly report")
        .WithDescription("Rapporten får mallens avsnitt som de är i dag. Medan den är ett utkast följer dess siffror loggen. / The report gets the template's sections as they are today. While it is a draft its figures follow the log.");

    public sealed class Handler(AnalyticsDb db, ReportWork work, UnitTree units)
    {
        /// <exception cref="InvalidField">400: the quarter has not begun, or there is no such unit.</exception>
        /// <exception cref="RuleViolation">`report.begun`: there is a draft of the same.</exception>
        public async Task<Report> Handle(Request request, CancellationToken ct)
        {
            if (Quarter.Parse(request.Quarter) is not { } quarter || quarter.From > work.Today) throw new InvalidField("quarter", "It must be a quarter that has begun (2026-Q3).");
            var unit = string.IsNullOrWhiteSpace(request.UnitCode) ? null : request.UnitCode.Trim();
            if (unit is not null && units.Find(unit) is null) throw new InvalidField("unitCode", "There is no such unit today.");
            var template = (await db.ReportTemplates.AsNoTracking().FirstAsync(template => template.Code == ReportTemplate.Quarterly, ct)).On(work.Today)
                ?? throw new InvalidOperationException("The report template is missing; run prepare.");
            await using var own = await db.OwnTransaction(ct);
            await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({$"{quarter.Code} {unit}"}, 727571))", ct);
            if (await db.Reports.AnyAsync(report => report.Year == quarter.Year && report.Quarter == quarter.Number && report.UnitCode == unit && report.Status == ReportStatus.Draft, ct))
                throw new RuleViolation("report.begun", "There is a draft of this report already.");
            var begun = Report.Begin(quarter, unit, template, work.Me, work.Now);
            db.Add(begun);
            await db.SaveChangesAsync(ct);
            if (own is not null) await own.CommitAsync(ct);
            return begun;
        }
    }
}
