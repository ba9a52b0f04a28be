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
        [FromQuery(Name = "quarter"), Example("2026-Q3"), Description("Kvartalet. / The quarter.")]
        public string? Quarter { get; set; }

        [FromQuery(Name = "unitCode"), StringLength(64), Example("norrangen"), Description("Enheten som rapporten gäller. / The unit that the report is about.")]
        public string? UnitCode { get; set; }

        [FromQuery(Name = "status"), OneOf<ReportStatus>, Description("Utkast eller fryst. / Draft or frozen.")]
        public string? Status { get; set; }
    }

    public sealed record Row(
        [property: Description("Rapportens id. / Id of the report.")] Guid Id,
        [property: Description("Kvartalet. / The quarter.")][property: Example("2026-Q3")] string Quarter,
        [property: Description("Enheten som den gäller; saknas när den gäller alla. / The unit that it is about; absent when it is about all.")][property: Example("norrangen")] string? UnitCode,
        [property: Description("Vad den gäller, i ord. / What it is about, in words.")][property: Example("Norrängens hemtjänst")] string About,
        [property: Description("Utkast eller fryst. / Draft or frozen.")] ReportStatus Status,
        [property: Description("Antal avsnitt. / Number of sections.")][property: Example("8")] int Sections,
        [property: Description("Antal avsnitt som är klara. / Number of sections that are done.")][property: Example("5")] int Done,
        [property: Description("När den började skrivas. / When it was begun.")] DateTimeOffset MadeAt,
        [property: Description("När den frystes; saknas tills det är gjort. / When it was frozen; absent until it is done.")] DateTimeOffset? FrozenAt);

    public static void Map(RouteGroupBuilder reports) => reports
        .MapGet("/", async Task<Ok<ListOf<Row>>> ([AsParameters] Query query, Handler handler, HttpRequest request, CancellationToken ct) => TypedResults.Ok(await handler.Handle(query, request, ct)))
        .RequireAuthorization(Permissions.ReadReports)
        .WithSummary("Lista kvartalsrapporter / List quarterly reports")
        .WithDescription("De frysta rapporterna, och utkast för den som gör dem eller skriver i dem; nyaste kvartalet först. / The frozen reports, and drafts for who makes them or writes in them; the newest quarter first.");

    public sealed class Handler(AnalyticsDb db, ReportWork work)
    {
        /// <exception cref="InvalidField">400: quarter or status.</exception>
        public async Task<ListOf<Row>> Handle(Query query, HttpRequest? request, CancellationToken ct)
        {
            var reports = db.Reports.AsNoTracking();
            if (!string.IsNullOrEmpty(query.Quarter))
            {
                var quarter = Quarter.Parse(query.Quarter) ?? throw new InvalidField("quarter", "It must be a quarter (2026-Q3).");
                reports = reports.Where(report => report.Year == quarter.Year && report.Quarter == quarter.Number);
            }
            if (!string.IsNullOrEmpty(query.UnitCode)) reports = reports.Where(report => report.UnitCode == query.UnitCode);
            if (!string.IsNullOrEmpty(query.Status))
            {
                if (!Kebab.TryParse<ReportStatus>(query.Status, out var status)) throw new InvalidField("status", "It must be draft or frozen.");
                reports = reports.Where(report => report.Status == status);
            }
            var rows = await reports.OrderByDescending(report => report.Year).ThenByDescending(report => report.Quarter).ThenByDescending(report => report.Id)
                .Select(report => new
                {
                    report.Id,
                    report.Year,
                    report.Quarter,
                    report.UnitCode,
                    report.Status,
                    report.MadeAt,
                    report.FrozenAt,
                    Sections = report.Sections.Count,
                    Done = report.Sections.Count(section => section.State == SectionState.Done),
                })
                .ToListOf(query, request, ct);
            return rows.Select(row => new Row(row.Id, new Quarter(row.Year, row.Quarter).Code, row.UnitCode, work.NameOf(row.UnitCode), row.Status, row.Sections, row.Done, row.MadeAt, row.FrozenAt));
        }
    }
}
