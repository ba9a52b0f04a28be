using System.ComponentModel;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Huset.Ui;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features;

public static class ReadDaysBetween
{
    // Of the newest: with more of them a month's count says it better.
    private const int MaxDays = 400;

    public sealed record Point(
        [property: Description("Dagen som det hände på nytt. / The day that it happened again.")] DateOnly Day,
        [property: Description("Antal dagar sedan den förra. / Number of days since the one before.")][property: Example("34")] int Days,
        [property: Description("Mönster som mellanrummet är del av. / Patterns that the gap is part of.")][property: Example("outside")] IReadOnlyList<ChartPattern> Patterns);

    public sealed record View(
        [property: Description("Enhetens kod; saknas när alla är med. / Code of the unit; absent when all are in it.")][property: Example("norrangen")] string? UnitCode,
        [property: Description("Vad det gäller; saknas när allt är med. / What it concerns; absent when all is in it.")][property: Example("health-care")] string? Kind,
        [property: Description("Första månaden i perioden. / First month of the period.")] DateOnly From,
        [property: Description("Första månaden efter perioden. / First month after the period.")] DateOnly To,
        [property: Description("g-chart: gräns efter genomsnittet; run-chart: bara median; none: inga punkter. / g-chart: a limit by the mean; run-chart: only a median; none: no points.")] ChartMethod Method,
        [property: Description("Varför inget bedöms, i så fall. / Why nothing is judged, if so.")] RunChartReason? Reason,
        [property: Description("Medianen, som är mittlinjen. / The median, which is the middle line.")][property: Example("34")] double Centre,
        [property: Description("Övre gränsen: genomsnittet + 3 √(genomsnittet (genomsnittet + 1)). / Upper limit: mean + 3 √(mean (mean + 1)).")][property: Example("197.6")] double? Upper,
        [property: Description("Dagar sedan den senaste; saknas när perioden är slut. / Days since the last; absent when the period has ended.")][property: Example("12")] int? DaysSince,
        [property: Description("Ett mellanrum per avvikelse utom den första, äldst först; högst de 399 senaste. / One gap for each deviation but the first, oldest first; the newest 399 at most.")] IReadOnlyList<Point> Points,
        [property: Description("Vad diagrammet säger, på svenska. / What the chart tells, in Swedish.")][property: Example("I hälften av fallen går det högst 34 dagar till nästa.")] string Sentence);

    public static void Map(RouteGroupBuilder analytics) => analytics
        .MapGet("/control-charts/deviations/days-between", async Task<Results<Ok<View>, FileContentHttpResult>> ([AsParameters] ReadControlChart.Query query, [AsParameters] ReadControlChart.FormatQuery format, Handler handler, HttpRequest request, CancellationToken ct) =>
        {
            var csv = request.FormatOf(format.Format, "json", "csv") == "csv";
            var view = await handler.Handle(query, ct);
            return csv ? TypedResults.File(Formats.ToCsv(["day", "days", "centre", "upper", "patterns"], view.Points.Select(point => (IEnumerable<object?>)[point.Day, point.Days, view.Centre.ToString(Texts.Swedish), view.Upper?.ToString(Texts.Swedish), string.Join(' ', point.Patterns.Select(Kebab.Of))])), Formats.Csv, "dagar-mellan.csv") : TypedResults.Ok(view);
        })
        .RequireAuthorization(Permissions.ReadCounts)
        .WithName("readDaysBetweenDeviations")
        .Produces<string>(200, "text/csv")
        .WithExample("text/csv", "day;days;centre;upper;patterns\r\n2026-09-14;34;34;197,6;\r\n")
        .WithSummary("Läs dagarna mellan avvikelser / Read the days between deviations")
        .WithDescription("För det som händer mer sällan än en gång i månaden: hur många dagar det går mellan avvikelserna (g-diagram, Benneyan 2001), med gräns för vad slumpen brukar ge. / For what happens less than once a month: how many days lie between the deviations (g-chart, Benneyan 2001), with the limit of what chance gives.");

    public sealed class Handler(AnalyticsDb db, ReadControlChart.Handler charts, UnitTree units, TimeProvider clock)
    {
        /// <summary>The gaps between the deviations of the unit with those below and the kind.</summary>
        /// <exception cref="InvalidField">Something of the choice is wrong, or the unit is none that the reader sees.</exception>
        public async Task<View> Handle(ReadControlChart.Query query, CancellationToken ct)
        {
            var (from, to) = MonthPeriod.Of(query.From, query.To, clock);
            var between = await Read(query, ct);
            var result = between.Result;
            return new(
                query.UnitCode is { Length: > 0 } unit ? unit : null, query.Kind is { Length: > 0 } kind ? kind : null, from, to, result.Method, result.Reason,
                Math.Round(result.Centre, 2), result.Upper is { } upper ? Math.Round(upper, 2) : null, between.Open,
                [.. between.Gaps.Select((days, place) => new Point(between.DayAt(place), (int)days, [.. between.PatternsAt(place)]))], string.Join(' ', between.Sentences()));
        }

        /// <summary>The same, as it is drawn.</summary>
        /// <exception cref="InvalidField">Something of the choice is wrong, or the unit is none that the reader sees.</exception>
        public async Task<DaysBetween> Read(ReadControlChart.Query query, CancellationToken ct)
        {
            var (from, to) = MonthPeriod.Of(query.From, query.To, clock);
            var (rules, breaks) = await charts.Judging(query, ct);
            var facts = db.DeviationFacts.Where(fact => fact.OccurredOn >= from && fact.OccurredOn < to);
            if (query.UnitCode is { Length: > 0 } unit)
            {
                var codes = units.WithBelow([unit]);
                facts = facts.Where(fact => codes.Contains(fact.UnitCode));
            }
            if (query.Kind is { Length: > 0 } kind) facts = facts.Where(fact => fact.Kind == kind);
            var days = await facts.OrderByDescending(fact => fact.OccurredOn).Take(MaxDays).Select(fact => fact.OccurredOn).ToListAsync(ct);
            days.Reverse();
            var today = SwedishTime.Today(clock);
            return DaysBetween.Of(days, today < to ? today : null, rules, breaks);
        }
    }
}
