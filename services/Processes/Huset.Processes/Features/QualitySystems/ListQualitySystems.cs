using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Processes.Features.QualitySystems;

public static class ListQualitySystems
{
    /// <summary>How far a unit has come with the year's document; the furthest that the reader may see.</summary>
    public enum Progress { Missing, Draft, Submitted, Approved, Published }

    public sealed class Query : YearQuery
    {
        [FromQuery(Name = "unitCode"), StringLength(64), Example("ao"), Description("Enheten och alla under den. / The unit and all below it.")]
        public string? UnitCode { get; set; }

        [FromQuery(Name = "status"), OneOf<Progress>, Description("Hur långt enheten har kommit. / How far the unit has come.")]
        public string? Status { get; set; }

        [FromQuery(Name = "format"), OneOf("json", "csv"), Description("json: en sida av listan; csv: alla rader i urvalet. Utan format gäller Accept. / json: a page of the list; csv: every row of the selection. Without it, Accept decides.")]
        public string? Format { get; set; }

        [FromQuery(Name = "page"), Range(1, 10_000), DefaultValue(1), Description("Sida, från 1. / Page, from 1.")]
        public int? Page { get; set; }

        [FromQuery(Name = "limit"), Range(1, 500), DefaultValue(20), Description("Rader per sida, 1 till 500. / Rows a page, 1 to 500.")]
        public int? Limit { get; set; }
    }

    public sealed record Row(
        [property: Description("Enhetens kod. / Code of the unit.")][property: Example("norrangen")] string UnitCode,
        [property: Description("Enhetens namn. / Name of the unit.")][property: Example("Norrängens hemtjänst")] string UnitName,
        [property: Description("Året. / The year.")][property: Example("2026")] int Year,
        [property: Description("Hur långt enheten har kommit, så vitt du får se. / How far the unit has come, as far as you may see.")] Progress Status,
        [property: Description("Versionens id; saknas när inget finns. / Id of the version; absent when there is none.")] Guid? Id,
        [property: Description("Om en nyare version skrivs fastän en gäller. / Whether a newer version is being written though one is in force.")] bool IsRevised,
        [property: Description("Koder för områdena där varje punkt är besvarad. / Codes of the areas where every point is answered.")][property: Example("tjanster", "tillganglighet")] IReadOnlyList<string> FilledAreas,
        [property: Description("När dokumentet publicerades. / When the document was published.")] DateTimeOffset? PublishedAt);

    public static void Map(RouteGroupBuilder processes) => processes
        .MapGet("/quality-systems", async Task<Results<Ok<ListOf<Row>>, FileContentHttpResult>> ([AsParameters] Query query, Handler handler, HttpRequest request, CancellationToken ct) =>
        {
            var csv = request.FormatOf(query.Format, "json", "csv") == "csv";
            var rows = await handler.All(query, ct);
            if (csv) return TypedResults.File(Csv(rows), Formats.Csv, "kvalitetssystem.csv");
            var (page, limit) = (query.Page ?? 1, query.Limit ?? 20);
            var next = (long)page * limit < rows.Count ? request.AddressWith("page", page + 1) : null;
            return TypedResults.Ok(new ListOf<Row>([.. rows.Skip((page - 1) * limit).Take(limit)], page, limit, rows.Count, next));
        })
        .RequireAuthorization(Permissions.ReadQualitySystems)
        .WithTags("quality-areas")
        .Produces<string>(200, "text/csv")
        .WithExample("text/csv", "unitCode;unitName;year;status;isRevised;filledAreas;publishedAt\r\nnorrangen;Norrängens hemtjänst;2026;published;false;tjanster tillganglighet;2026-02-01T09:00:00.0000000+00:00\r\n")
        .WithSummary("Lista enheternas kvalitetssystem / List the units' quality systems")
        .WithDescription("Vilka enheter som har, skriver på eller saknar årets kvalitetssystem. Med är kommunens egna enheter som arbetar efter någon av lagarna, och varje enhet som har ett dokument. / Which units have, write or lack the year's quality system. Listed are the municipality's own units that work under one of the laws, and every unit that has a document.");

    private static byte[] Csv(IReadOnlyList<Row> rows) => Formats.ToCsv(["unitCode", "unitName", "year", "status", "isRevised", "filledAreas", "publishedAt"], rows.Select(row => new object?[]
    {
        row.UnitCode, row.UnitName, row.Year, row.Status, row.IsRevised, string.Join(' ', row.FilledAreas),
        row.PublishedAt?.ToString("O", CultureInfo.InvariantCulture),
    }));

    public sealed class Handler(ProcessesDb db, QualitySystemWork work, TimeProvider clock)
    {
        /// <summary>Every row of the selection, in order of the units' names.</summary>
        public async Task<IReadOnlyList<Row>> All(Query query, CancellationToken ct)
        {
            var wanted = Lists.Choice<Progress>(query.Status, "status");
            var year = query.Year ?? work.ThisYear;
            var units = await UnitLookup.Read(db, clock);
            var documents = (await db.QualitySystems.AsNoTracking().Where(system => system.Year == year)
                .Select(system => new { system.UnitCode, system.Id, system.Number, system.Lifecycle.Status, system.FilledAreas, system.Lifecycle.PublishedAt }).ToListAsync(ct)).ToLookup(system => system.UnitCode);
            return
            [
                .. units.Expected(DayOf(year, units.Today)).Concat(documents.Select(unit => unit.Key)).Distinct()
                    .Where(code => string.IsNullOrEmpty(query.UnitCode) || units.LiesIn(code, query.UnitCode))
                    .Select(code =>
                    {
                        var seen = documents[code].Where(document => ProgressOf(document.Status) is not null).ToList();
                        var shown = seen.MaxBy(document => ProgressOf(document.Status));
                        return new Row(
                            code, units.NameOf(code), year, shown is null ? Progress.Missing : ProgressOf(shown.Status)!.Value, shown?.Id,
                            seen.Any(document => document.Number > shown!.Number), shown?.FilledAreas ?? [], shown?.PublishedAt);
                    })
                    .Where(row => wanted is null || row.Status == wanted)
                    .OrderBy(row => row.UnitName, Words.Order).ThenBy(row => row.UnitCode, StringComparer.Ordinal),
            ];
        }

        private static Progress? ProgressOf(VersionStatus status) => status switch
        {
            VersionStatus.Draft => Progress.Draft,
            VersionStatus.Submitted => Progress.Submitted,
            VersionStatus.Approved => Progress.Approved,
            VersionStatus.Published => Progress.Published,
            _ => null,
        };

        // The units are those of today, of a past year's last day and of a coming year's first.
        private static DateOnly DayOf(int year, DateOnly today) =>
            year == today.Year ? today : year < today.Year ? new DateOnly(year, 12, 31) : new DateOnly(year, 1, 1);
    }
}
