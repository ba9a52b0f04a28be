using System.ComponentModel;
using Huset.Analytics.Features.Indicators;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Huset.Ui;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features;

public static class ReadControlChart
{
    public sealed class Query
    {
        [FromQuery(Name = "unitCode"), Example("norrangen"), Description("Enheten och alla under den; annars alla som du får se. / The unit and all below it; else all that you may see.")]
        public string? UnitCode { get; set; }

        [FromQuery(Name = "kind"), OneOf("social-care", "health-care", "work-environment", "information-security", "cooperation", "other"), Description("Vad avvikelserna gäller. / What the deviations concern.")]
        public string? Kind { get; set; }

        [FromQuery(Name = "from"), Example("2024-01"), Description("Första månaden; annars 35 månader bakåt. / First month; else 35 months back.")]
        public string? From { get; set; }

        [FromQuery(Name = "to"), Example("2026-12"), Description("Första månaden som inte är med; annars nästa månad. / First month that is not in it; else next month.")]
        public string? To { get; set; }
    }

    public sealed class FormatQuery
    {
        [FromQuery(Name = "format"), OneOf("json", "csv"), DefaultValue("json"), Description("json eller csv; annars det som Accept ber om. / json or csv; else what Accept asks for.")]
        public string? Format { get; set; }
    }

    public sealed record Point(
        [property: Description("Månaden. / The month.")][property: Example("2026-09")] string Month,
        [property: Description("Antal avvikelser. / Number of deviations.")][property: Example("14")] long Count,
        [property: Description("Om månaden är slut; annars bedöms den inte. / Whether the month has ended; else it is not judged.")] bool Complete,
        [property: Description("Mönster som månaden är del av. / Patterns that the month is part of.")][property: Example("outside")] IReadOnlyList<ChartPattern> Patterns);

    public sealed record SignalView(
        [property: Description("outside: utanför en gräns; shift: många i rad på en sida om genomsnittet; trend: många i rad som stiger eller sjunker; near-limit: två av tre nära en gräns. / outside: beyond a limit; shift: many in a row on one side of the mean; trend: many in a row that rise or fall; near-limit: two of three near a limit.")] ChartPattern Pattern,
        [property: Description("Om det är uppåt. / Whether it is upwards.")] bool Up,
        [property: Description("Månaderna, äldst först. / The months, oldest first.")][property: Example("2026-09")] IReadOnlyList<string> Months,
        [property: Description("Tecknet som en svensk mening. / The signal as a Swedish sentence.")][property: Example("September 2026 sticker ut med 14 avvikelser, fler än slumpen brukar ge.")] string Sentence);

    public sealed record View(
        [property: Description("Enhetens kod; saknas när alla är med. / Code of the unit; absent when all are in it.")][property: Example("norrangen")] string? UnitCode,
        [property: Description("Enhetens namn. / Name of the unit.")][property: Example("Norrängens hemtjänst")] string? UnitName,
        [property: Description("Vad det gäller; saknas när allt är med. / What it concerns; absent when all is in it.")][property: Example("health-care")] string? Kind,
        [property: Description("Första månaden i perioden. / First month of the period.")] DateOnly From,
        [property: Description("Första månaden efter perioden. / First month after the period.")] DateOnly To,
        [property: Description("c-chart: gränser efter antal; individuals-chart: efter skillnaden mellan månader (XmR); run-chart: bara median; none: inga punkter. / c-chart: limits by counts; individuals-chart: by moving range (XmR); run-chart: only a median; none: no points.")] ChartMethod Method,
        [property: Description("Varför inget bedöms, i så fall. / Why nothing is judged, if so.")] RunChartReason? Reason,
        [property: Description("Genomsnitt per månad under de månader som gränserna räknas på. / Mean a month over the months that the limits are computed from.")][property: Example("4.25")] double Mean,
        [property: Description("Mittlinjen: genomsnittet, eller medianen i ett run-chart. / The middle line: the mean, or the median of a run chart.")][property: Example("4.25")] double Centre,
        [property: Description("Undre gränsen; saknas när den vore noll eller lägre. / Lower limit; absent when it would be zero or less.")][property: Example("0.5")] double? Lower,
        [property: Description("Övre gränsen. / Upper limit.")][property: Example("10.43")] double? Upper,
        [property: Description("Antal månader som gränserna räknas på, från den första. / Months that the limits are computed from, from the first.")][property: Example("24")] int Baseline,
        [property: Description("En punkt per månad från den första då något rapporterades; noll är inga rapporter. / One point a month from the first that anything was reported; zero is no reports.")] IReadOnlyList<Point> Points,
        [property: Description("Det som inte är som slumpen brukar ge, nyast först. / What is not as chance would have it, newest first.")] IReadOnlyList<SignalView> Signals,
        [property: Description("Vad diagrammet säger, på svenska. / What the chart tells, in Swedish.")][property: Example("I genomsnitt 4,3 avvikelser i månaden.")] string Sentence,
        [property: Description("Där nya gränser börjar, som någon har beslutat, äldst först. / Where new limits begin, as someone has decided, oldest first.")] IReadOnlyList<ChartBreakView> Breaks);

    /// <summary>What a page shows: the chart that was chosen, and where else something is unusual.</summary>
    public sealed record Board(DeviationChart Chosen, ChartRules Rules, IReadOnlyList<DeviationChart> Unusual, int Judged, IReadOnlyList<BoardRow> Rows);

    /// <summary>A unit of the choice: all kinds, then each.</summary>
    public sealed record BoardRow(TreeUnit Unit, bool IsChosen, IReadOnlyList<DeviationChart> Charts);

    public static void Map(RouteGroupBuilder analytics) => analytics
        .MapGet("/control-charts/deviations", async Task<Results<Ok<View>, FileContentHttpResult>> ([AsParameters] Query query, [AsParameters] FormatQuery format, Handler handler, HttpRequest request, CancellationToken ct) =>
        {
            var csv = request.FormatOf(format.Format, "json", "csv") == "csv";
            var view = await handler.Handle(query, ct);
            return csv ? TypedResults.File(Csv(view), Formats.Csv, "styrdiagram.csv") : TypedResults.Ok(view);
        })
        .RequireAuthorization(Permissions.ReadCounts)
        .WithName("readDeviationControlChart")
        .Produces<string>(200, "text/csv")
        .WithExample("text/csv", "month;count;complete;centre;lower;upper;patterns\r\n2026-09;14;true;4,25;;10,43;outside\r\n")
        .WithSummary("Läs ett styrdiagram över avvikelser / Read a control chart of deviations")
        .WithDescription("Antal avvikelser per månad med gränser för vad slumpen brukar ge, och en läsning på svenska. / Deviations a month with limits for what chance gives, and a reading in Swedish.");

    // With a comma in the figures, as the spreadsheets that take semicolons want it.
    private static byte[] Csv(View view) => Formats.ToCsv(
        ["month", "count", "complete", "centre", "lower", "upper", "patterns"],
        view.Points.Select(point => (IEnumerable<object?>)
        [
            point.Month, point.Count, point.Complete, view.Centre.ToString(Texts.Swedish), view.Lower?.ToString(Texts.Swedish),
            view.Upper?.ToString(Texts.Swedish), string.Join(' ', point.Patterns.Select(Kebab.Of)),
        ]));

    public sealed class Handler(AnalyticsDb db, CurrentUser user, UnitTree units, TimeProvider clock)
    {
        /// <summary>The chart of the unit with those below and the kind.</summary>
        /// <exception cref="InvalidField">Something of the choice is wrong, or the unit is none that the reader sees.</exception>
        public async Task<View> Handle(Query query, CancellationToken ct)
        {
            var (from, to) = MonthPeriod.Of(query.From, query.To, clock);
            CheckUnit(query.UnitCode);
            var codes = query.UnitCode is { Length: > 0 } unit ? units.WithBelow([unit]) : null;
            var (rules, recent) = await ReadRules(ct);
            var kind = KindOf(query);
            var chart = (await Read(from, to, codes, ct)).Chart(query.UnitCode, codes, kind, rules, recent, (await Breaks(ct))[(query.UnitCode ?? "", kind ?? "")]);
            return ViewOf(chart, rules, from, to);
        }

        /// <summary>The same, and every chart of the choice's units.</summary>
        /// <exception cref="InvalidField">Something of the choice is wrong, or the unit is none that the reader sees.</exception>
        public async Task<Board> Overview(Query query, CancellationToken ct)
        {
            var (from, to) = MonthPeriod.Of(query.From, query.To, clock);
            var kind = KindOf(query);
            CheckUnit(query.UnitCode);
            var (rules, recent) = await ReadRules(ct);
            var (series, breaks) = (await Read(from, to, null, ct), await Breaks(ct));

            var mine = Mine();
            var seen = units.Units.Where(unit => mine is null || mine.Contains(unit.Code)).ToDictionary(unit => unit.Code);
            var below = seen.Keys.ToDictionary(code => code, code => (IReadOnlyCollection<string>)units.WithBelow([code]));
            var scope = query.UnitCode is { Length: > 0 } chosen ? seen.Values.Where(unit => below[chosen].Contains(unit.Code)) : seen.Values;
            string?[] kinds = kind is null ? [null, .. Words.AllKinds] : [kind];
            var charts = scope.ToDictionary(unit => unit.Code, unit => (IReadOnlyList<DeviationChart>)[.. kinds.Select(of => series.Chart(unit.Code, below[unit.Code], of, rules, recent, breaks[(unit.Code, of ?? "")]))]);

            var roots = seen.Values.Where(unit => unit.Parent is null || !seen.ContainsKey(unit.Parent)).ToList();
            var top = query.UnitCode is { Length: > 0 } code ? seen[code] : roots is [var only] ? only : null;
            var shown = top is null ? roots : [top, .. seen.Values.Where(unit => unit.Parent == top.Code)];
            return new(
                series.Chart(query.UnitCode, top is null || query.UnitCode is null or "" ? null : below[top.Code], kind, rules, recent, breaks[(query.UnitCode ?? "", kind ?? "")]), rules,
                [.. charts.Values.SelectMany(of => of).Where(chart => chart.IsRecent)
                    .OrderByDescending(chart => chart.NewestSignal).ThenBy(chart => chart.Result.Signals[0].Pattern).ThenBy(chart => seen[chart.UnitCode!].Name, StringComparer.Create(new("sv-SE"), ignoreCase: true)).ThenBy(chart => chart.Kind, StringComparer.Ordinal)],
                charts.Values.Sum(of => of.Count(chart => chart.Result.Upper is not null)),
                [.. shown.Select(unit => new BoardRow(unit, unit == top, charts[unit.Code]))]);
        }

        /// <summary>How many charts of the reader's units have something unusual in their newest months, and the newest of those; for the room.</summary>
        public async Task<(int Count, DeviationChart? Newest)> Unusual(CancellationToken ct)
        {
            var board = await Overview(new(), ct);
            return (board.Unusual.Count, board.Unusual.FirstOrDefault());
        }

        /// <summary>What a chart of the choice is judged by, and where a person has given it new limits.</summary>
        /// <exception cref="InvalidField">Its unit is none that the reader sees, or its kind none.</exception>
        public async Task<(ChartRules Rules, IEnumerable<ChartBreak> Breaks)> Judging(Query query, CancellationToken ct)
        {
            CheckUnit(query.UnitCode);
            return ((await ReadRules(ct)).Rules, (await Breaks(ct))[(query.UnitCode ?? "", KindOf(query) ?? "")]);
        }

        private string[]? Mine() => user.ReachesAll(Permissions.ReadCounts) ? null : user.UnitsOf(Permissions.ReadCounts);

        // The answer is the same for a unit that does not exist.
        private void CheckUnit(string? unit)
        {
            if (string.IsNullOrEmpty(unit) || (units.Find(unit) is not null && (Mine() is not { } mine || mine.Contains(unit)))) return;
            throw new InvalidField("unitCode", "It must be a unit of today whose counts you may see.");
        }

        private async Task<(ChartRules Rules, int Recent)> ReadRules(CancellationToken ct)
        {
            var today = SwedishTime.Today(clock);
            var rules = await db.Rules.AsNoTracking().ToListAsync(ct);
            return (rules.ForCharts(today), rules.RecentMonths(today));
        }

        private async Task<DeviationSeries> Read(DateOnly from, DateOnly to, string[]? codes, CancellationToken ct)
        {
            var counts = db.DeviationCounts.AsNoTracking().Where(count => count.Count > 0);
            if (codes is not null) counts = counts.Where(count => codes.Contains(count.UnitCode));
            var firsts = await counts.GroupBy(count => count.UnitCode).Select(unit => new { unit.Key, First = unit.Min(count => count.Month) }).ToDictionaryAsync(unit => unit.Key, unit => unit.First, ct);
            // A row for each series instead of each month: tens of thousands of rows take longer to read than to count.
            var rows = await counts.Where(count => count.Month >= from && count.Month < to)
                .GroupBy(count => new { count.UnitCode, count.Kind })
                .Select(series => new { series.Key, Months = EF.Functions.ArrayAgg(series.Select(count => count.Month)), Counts = EF.Functions.ArrayAgg(series.Select(count => count.Count)) })
                .ToListAsync(ct);
            return new(from, to, MonthPeriod.ThisMonth(clock), rows.Select(row => (row.Key.UnitCode, row.Key.Kind, row.Months, row.Counts)), firsts);
        }

        private async Task<ILookup<(string Unit, string Kind), ChartBreak>> Breaks(CancellationToken ct) =>
            (await db.ChartBreaks.AsNoTracking().Where(one => one.Chart == ChartBreak.Deviations && one.UndoneAt == null).ToListAsync(ct)).ToLookup(one => (one.UnitCode, one.Kind));

        private static string? KindOf(Query query) => query.Kind switch
        {
            null or "" => null,
            _ => Words.AllKinds.Contains(query.Kind) ? query.Kind : throw new InvalidField("kind", $"It must be one of {string.Join(", ", Words.AllKinds)}."),
        };

        private View ViewOf(DeviationChart chart, ChartRules rules, DateOnly from, DateOnly to)
        {
            var result = chart.Result;
            var points = chart.Values.Select((count, place) => new Point(Words.MonthCode(chart.MonthAt(place)), (long)count, true, [.. chart.PatternsAt(place)]));
            if (chart.Unfinished is { } soFar) points = points.Append(new(Words.MonthCode(chart.MonthAt(chart.Values.Count)), (long)soFar, false, []));
            return new(
                chart.UnitCode is { Length: > 0 } code ? code : null, chart.UnitCode is { Length: > 0 } named ? units.NameOf(named) : null, chart.Kind, from, to,
                result.Method, result.Reason, Rounded(result.Mean), Rounded(result.Centre), result.Lower is { } lower ? Rounded(lower) : null, result.Upper is { } upper ? Rounded(upper) : null, result.Baseline,
                [.. points],
                [.. result.Signals.Select(signal => new SignalView(signal.Pattern, signal.Up, [.. signal.Points.Select(place => Words.MonthCode(chart.MonthAt(place)))], Reading.Sentence(signal, chart)))],
                Reading.Of(chart, rules).ToString(),
                [.. chart.Breaks.Select(one => ChartBreakView.Of(one, units))]);
        }

        private static double Rounded(double value) => Math.Round(value, 2);
    }
}
