using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Reports;

public static class ListReports
{
    public sealed class Query : ListQuery
    {
        [FromQuery(Name = "template"), StringLength(40), Example("quarterly"), Description("Mallens kod. / Code of the template.")]
        public string? Template { get; set; }

        [FromQuery(Name = "year"), Example("2026"), Description("Året. / The year.")]
        public int? Year { get; set; }

        [FromQuery(Name = "quarter"), Example("2026-Q3"), Description("Kvartalet. / The quarter.")]
        public string? Quarter { get; set; }

        [FromQuery(Name = "unitCode"), StringLength(64), Example("norrangen"), Description("Enheten som rapporten gäller. / The unit that the report is about.")]
        public string? UnitCode { get; set; }

        [FromQuery(Name = "status"), OneOf<ReportStatus>, Description("Utkast eller fryst. / Draft or frozen.")]
        public string? Status { get; set; }
    }

    public sealed record Row(
        [property: Description("Rapportens id. / Id of the report.")] Guid Id,
        [property: Description("Mallens kod. / Code of the template.")][property: Example("quarterly")] string Template,
        [property: Description("Vad den heter. / What it is called.")][property: Example("Kvartalsrapport, tredje kvartalet 2026")] string Name,
        [property: Description("Tiden. / The time.")][property: Example("2026-Q3")] string Period,
        [property: Description("Kvartalet; saknas när den gäller en annan tid. / The quarter; absent when it is about another time.")][property: Example("2026-Q3")] string? Quarter,
        [property: Description("Enheten som den gäller; saknas när den gäller alla. / The unit that it is about; absent when it is about all.")][property: Example("norrangen")] string? UnitCode,
        [property: Description("Vad den gäller, i ord. / What it is about, in words.")][property: Example("Norrängens hemtjänst")] string About,
        [property: Description("Utkast eller fryst. / Draft or frozen.")] ReportStatus Status,
        [property: Description("Antal avsnitt. / Number of sections.")][property: Example("8")] int Sections,
        [property: Description("Antal avsnitt som är klara. / Number of sections that are done.")][property: Example("5")] int Done,
        [property: Description("När den började skrivas. / When it was begun.")] DateTimeOffset MadeAt,
        [property: Description("Dagen då den ska vara klar; saknas när ingen är satt. / The day by which it is to be ready; absent when none is set.")] DateOnly? ReadyOn,
        [property: Description("När den frystes; saknas tills det är gjort. / When it was frozen; absent until it is done.")] DateTimeOffset? FrozenAt);

    public static void Map(RouteGroupBuilder reports) => reports
        .MapGet("/", async Task<Ok<ListOf<Row>>> ([AsParameters] Query query, Handler handler, HttpRequest request, CancellationToken ct) => TypedResults.Ok(await handler.Handle(query, request, ct)))
        .RequireAuthorization(Permissions.ReadReports)
        .WithSummary("Lista rapporter / List reports")
        .WithDescription("De frysta rapporterna, och utkast för den som gör dem eller skriver i dem; det nyaste först. / The frozen reports, and drafts for who makes them or writes in them; the newest first.");

    public sealed class Handler(AnalyticsDb db, ReportWork work)
    {
        /// <exception cref="InvalidField">400: quarter or status.</exception>
        public async Task<ListOf<Row>> Handle(Query query, HttpRequest? request, CancellationToken ct)
        {
            var reports = db.Reports.AsNoTracking();
            if (!string.IsNullOrEmpty(query.Quarter))
            {
                var quarter = PlanPeriod.Parse(PeriodLength.Quarter, query.Quarter) ?? throw new InvalidField("quarter", "It must be a quarter (2026-Q3).");
                reports = reports.Where(report => report.Length == PeriodLength.Quarter && report.Year == quarter.From.Year && report.Number == quarter.Number);
            }
            if (!string.IsNullOrEmpty(query.Template)) reports = reports.Where(report => report.Template == query.Template);
            if (query.Year is { } year) reports = reports.Where(report => report.Year == year);
            if (!string.IsNullOrEmpty(query.UnitCode)) reports = reports.Where(report => report.UnitCode == query.UnitCode);
            if (!string.IsNullOrEmpty(query.Status))
            {
                if (!Kebab.TryParse<ReportStatus>(query.Status, out var status)) throw new InvalidField("status", "It must be draft or frozen.");
                reports = reports.Where(report => report.Status == status);
            }
            var rows = await reports.OrderByDescending(report => report.Year).ThenByDescending(report => report.Number).ThenByDescending(report => report.Id)
                .Select(report => new
                {
                    report.Id,
                    report.Year,
                    report.Number,
                    report.Length,
                    report.Template,
                    report.Kind,
                    report.ReadyOn,
                    report.UnitCode,
                    report.Status,
                    report.MadeAt,
                    report.FrozenAt,
                    Sections = report.Sections.Count,
                    Done = report.Sections.Count(section => section.State == SectionState.Done),
                })
                .ToListOf(query, request, ct);
            return rows.Select(row => PlanPeriod.Of(row.Length, row.Year, row.Number) is var time ? new Row(
                row.Id, row.Template, $"{row.Kind}, {time.Name}", time.Code, row.Length == PeriodLength.Quarter ? time.Code : null, row.UnitCode, work.NameOf(row.UnitCode), row.Status, row.Sections, row.Done, row.MadeAt, row.ReadyOn, row.FrozenAt) : null!);
        }
    }
}
