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
        [StringLength(40), RegularExpression("[a-z0-9]+(-[a-z0-9]+)*"), DefaultValue(ReportTemplate.Quarterly), Example("quarterly"), Description("Mallens kod; kvartalsrapportens om inget sägs. / Code of the template; the quarterly report's when nothing is said.")]
        public string? Template { get; set; }

        [RegularExpression("20[0-9]{2}(-(Q[1-4]|T[1-3]|[01][0-9]))?"), Example("2026-Q3"), Description("Tiden, så lång som mallen säger: 2026-Q3 för ett kvartal, 2026 för ett år. / The time, as long as the template says: 2026-Q3 for a quarter, 2026 for a year.")]
        public string? Period { get; set; }

        [RegularExpression("20[0-9]{2}-Q[1-4]"), Example("2026-Q3"), Description("Kvartalet; detsamma som period för den som bara gör kvartalsrapporter. / The quarter; the same as period for who makes quarterly reports only.")]
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
        .WithSummary("Börja en rapport / Begin a report")
        .WithDescription("Rapporten får mallens avsnitt som de är i dag. Medan den är ett utkast följer dess siffror loggen. / The report gets the template's sections as they are today. While it is a draft its figures follow the log.");

    public sealed class Handler(AnalyticsDb db, ReportWork work, UnitTree units)
    {
        /// <exception cref="InvalidField">400: there is no such template or unit, or the time is none of the template's or has not begun.</exception>
        /// <exception cref="RuleViolation">`report.begun`: there is a draft of the same.</exception>
        public async Task<Report> Handle(Request request, CancellationToken ct)
        {
            var code = string.IsNullOrWhiteSpace(request.Template) ? ReportTemplate.Quarterly : request.Template;
            var template = await db.ReportTemplates.AsNoTracking().FirstOrDefaultAsync(template => template.Code == code, ct) ?? throw new InvalidField("template", "There is no such template.");
            if (PlanPeriod.Parse(template.Period, request.Period ?? request.Quarter) is not { } period || period.From > work.Today)
                throw new InvalidField(request.Period is null && request.Quarter is not null ? "quarter" : "period", $"It must be a time that has begun, as long as the template says ({PlanPeriod.Of(template.Period, work.Today).Code}).");
            var unit = string.IsNullOrWhiteSpace(request.UnitCode) ? null : request.UnitCode.Trim();
            if (unit is not null && units.Find(unit) is null) throw new InvalidField("unitCode", "There is no such unit today.");
            var version = template.On(work.Today) ?? throw new InvalidField("template", "The template does not apply yet.");
            await using var own = await db.OwnTransaction(ct);
            await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({$"{code} {period.Code} {unit}"}, 727571))", ct);
            if (await db.Reports.AnyAsync(report => report.Template == code && report.Year == period.From.Year && report.Number == period.Number && report.UnitCode == unit && report.Status == ReportStatus.Draft, ct))
                throw new RuleViolation("report.begun", "There is a draft of this report already.");
            var begun = Report.Begin(period, unit, template, version, work.Me, work.Now);
            db.Add(begun);
            await db.SaveChangesAsync(ct);
            if (own is not null) await own.CommitAsync(ct);
            return begun;
        }
    }
}
