using System.ComponentModel;
using System.Globalization;
using Huset.Analytics.Features.Looking;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features;

public static class CountDeviations
{
    private const int MaxMonths = 120;
    private static readonly string[] Groups = ["unit", "month", "kind"];

    public sealed class Query : LookFilter
    {
        [FromQuery(Name = "groupBy"), DefaultValue("unit,month,kind"), Description("Vad antalen delas upp på: unit, month, kind, med komma emellan. / What the counts are split by: unit, month, kind, with commas.")]
        public string? GroupBy { get; set; }

        [FromQuery(Name = "from"), Example("2026-01"), Description("Hände denna månad eller dag eller senare, svensk tid; annars elva månader bakåt. / Happened this month or day or later, Swedish time; else eleven months back.")]
        public string? From { get; set; }

        [FromQuery(Name = "to"), Example("2027-01"), Description("Hände före denna månad eller dag; annars nästa månad. / Happened before this month or day; else next month.")]
        public string? To { get; set; }

        [FromQuery(Name = "format"), OneOf("json", "csv"), DefaultValue("json"), Description("json eller csv; annars det som Accept ber om. / json or csv; else what Accept asks for.")]
        public string? Format { get; set; }
    }

    public sealed record DeviationGroup(
        [property: Description("Enhetens kod. / Code of the unit.")][property: Example("norrangen")] string? UnitCode,
        [property: Description("Enhetens namn. / Name of the unit.")][property: Example("Norrängens hemtjänst")] string? UnitName,
        [property: Description("Månaden, till exempel 2026-11. / The month.")][property: Example("2026-11")] string? Month,
        [property: Description("Vad det gäller. / What it concerns.")][property: Example("health-care")] string? Kind,
        [property: Description("Antal avvikelser. / Number of deviations.")][property: Example("12")] long Count);

    public sealed record DeviationCounts(
        [property: Description("Ett antal per grupp; grupper utan avvikelser saknas. / One count a group; groups without deviations are absent.")] IReadOnlyList<DeviationGroup> Items,
        [property: Description("Första dagen som räknas. / First day that counts.")] DateOnly From,
        [property: Description("Första dagen som inte räknas. / First day that does not count.")] DateOnly To);

    public static void Map(RouteGroupBuilder analytics) => analytics
        .MapGet("/counts", async Task<Results<Ok<DeviationCounts>, FileContentHttpResult>> ([AsParameters] Query query, Handler handler, HttpRequest request, CancellationToken ct) =>
        {
            var csv = request.FormatOf(query.Format, "json", "csv") == "csv";
            var view = await handler.Handle(query, ct);
            return csv ? TypedResults.File(Csv(view), Formats.Csv, "avvikelser.csv") : TypedResults.Ok(view);
        })
        .RequireAuthorization(Permissions.ReadCounts)
        .Produces<string>(200, "text/csv")
        .WithExample("text/csv", "unitCode;unitName;month;kind;count\r\nnorrangen;Norrängens hemtjänst;2026-11;health-care;12\r\n")
        .WithSummary("Räkna avvikelser / Count deviations")
        .WithDescription("Antal avvikelser på de enheter som du får se, efter när de hände. / Number of deviations of the units that you may see, by when they happened.");

    private static byte[] Csv(DeviationCounts view) => Formats.ToCsv(
        ["unitCode", "unitName", "month", "kind", "count"],
        view.Items.Select(item => (IEnumerable<object?>)[item.UnitCode, item.UnitName, item.Month, item.Kind, item.Count]));

    public sealed class Handler(DeviationCells cells, UnitTree units, TimeProvider clock)
    {
        public async Task<DeviationCounts> Handle(Query query, CancellationToken ct)
        {
            var groups = GroupsOf(query.GroupBy);
            var thisMonth = MonthOf(SwedishTime.Today(clock));
            var to = Day(query.To, "to") ?? thisMonth.AddMonths(1);
            var from = Day(query.From, "from") ?? MonthOf(to.AddDays(-1)).AddMonths(-11);
            if (from >= to) throw new InvalidField("to", "It must be after from.");
            if (from.AddMonths(MaxMonths) < to) throw new InvalidField("from", $"No more than {MaxMonths} months at a time.");

            var (byUnit, byMonth, byKind) = (groups.Contains("unit"), groups.Contains("month"), groups.Contains("kind"));
            var rows = await cells.Read(query, LookBy.Nothing, byKind, from, to, ct);
            var counts = await rows
                .GroupBy(row => new { Unit = byUnit ? row.UnitCode : null, Month = byMonth ? (DateOnly?)row.Month : null, Kind = byKind ? row.Kind : null })
                .Select(group => new { group.Key, Count = group.Sum(row => row.Count) })
                .Where(group => group.Count > 0)
                .ToListAsync(ct);
            return new(
                [.. counts
                    .Select(group => new DeviationGroup(
                        group.Key.Unit, group.Key.Unit is { } code ? units.NameOf(code) : null,
                        group.Key.Month?.ToString("yyyy-MM", CultureInfo.InvariantCulture), group.Key.Kind, group.Count))
                    .OrderBy(item => item.UnitName, StringComparer.Create(new("sv-SE"), ignoreCase: true))
                    .ThenBy(item => item.UnitCode, StringComparer.Ordinal)
                    .ThenBy(item => item.Month, StringComparer.Ordinal)
                    .ThenBy(item => item.Kind, StringComparer.Ordinal)],
                from, to);
        }

        private static string[] GroupsOf(string? text)
        {
            if (string.IsNullOrWhiteSpace(text)) return Groups;
            var asked = text.Split(',', StringSplitOptions.TrimEntries);
            return asked.All(Groups.Contains) ? asked : throw new InvalidField("groupBy", $"It must be some of {string.Join(", ", Groups)}, with commas between.");
        }

        private static DateOnly? Day(string? text, string field)
        {
            if (string.IsNullOrEmpty(text)) return null;
            string[] forms = ["yyyy-MM-dd", "yyyy-MM"];
            if (DateOnly.TryParseExact(text, forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1900 and < 3000) return day;
            throw new InvalidField(field, "It must be a month (2026-11) or a day (2026-11-20).");
        }

        private static DateOnly MonthOf(DateOnly day) => new(day.Year, day.Month, 1);
    }
}
