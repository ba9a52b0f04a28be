using System.ComponentModel;
using Huset.ServiceDefaults.Http;
using Huset.Ui;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Looking;

public static class ReadHours
{
    private static readonly Texts T = Texts.Of<HoursPage>();

    public sealed class Query : LookQuery;

    public sealed record Item(
        [property: Description("Veckodag, 1 är måndag. / Weekday, 1 is Monday.")][property: Example("4")] int Weekday,
        [property: Description("Timmen, 0 till 23, svensk tid; saknas när den inte är angiven. / The hour, 0 to 23, Swedish time; absent when it is not told.")][property: Example("7")] int? Hour,
        [property: Description("Antal avvikelser. / Number of deviations.")][property: Example("14")] long Count);

    public sealed record View(
        [property: Description("Första månaden. / First month.")] DateOnly From,
        [property: Description("Första månaden som inte är med. / First month that is not in it.")] DateOnly To,
        [property: Description("De timmar som har någon avvikelse, i ordning. / The hours that have a deviation, in order.")] IReadOnlyList<Item> Items,
        [property: Description("Alla, också de utan timme. / All, also those without an hour.")][property: Example("40")] long Total,
        [property: Description("De utan timme. / Those without an hour.")][property: Example("2")] long Missing,
        [property: Description("Vad bilden säger, på svenska. / What the picture tells, in Swedish.")][property: Example("Flest hände på torsdagar klockan 07–08: 14 av 40.")] string Sentence);

    public static void Map(RouteGroupBuilder analytics) => analytics
        .MapGet("/counts/heat", async Task<Results<Ok<View>, FileContentHttpResult>> ([AsParameters] Query query, Handler handler, HttpRequest request, CancellationToken ct) =>
        {
            var csv = request.FormatOf(query.Format, "json", "csv") == "csv";
            var view = await handler.Handle(query, ct);
            return csv ? TypedResults.File(Csv(view), Formats.Csv, "veckodag-och-timme.csv") : TypedResults.Ok(view);
        })
        .RequireAuthorization(Permissions.ReadCounts)
        .WithName("readDeviationHeat")
        .Produces<string>(200, "text/csv")
        .WithExample("text/csv", "weekday;hour;count\r\n4;7;14\r\n")
        .WithSummary("Läs avvikelser per veckodag och timme / Read deviations by weekday and hour")
        .WithDescription("När på veckan och dygnet avvikelserna hände, svensk tid, på de enheter som du får se. / When of the week and the day the deviations happened, Swedish time, of the units that you may see.");

    private static byte[] Csv(View view) => Formats.ToCsv(["weekday", "hour", "count"], view.Items.Select(item => (IEnumerable<object?>)[item.Weekday, item.Hour, item.Count]));

    public sealed class Handler(DeviationCells cells, TimeProvider clock)
    {
        /// <exception cref="InvalidField">400: something of the choice is none that there is.</exception>
        public async Task<View> Handle(Query query, CancellationToken ct)
        {
            var (from, to) = MonthPeriod.OfYear(query.From, query.To, clock);
            var rows = await cells.Read(query, LookBy.Time, byKind: false, from, to, ct);
            var found = await rows.GroupBy(row => new { row.Weekday, row.Hour }).Select(group => new { group.Key.Weekday, group.Key.Hour, Count = group.Sum(row => row.Count) }).Where(group => group.Count > 0).ToListAsync(ct);
            List<Item> items = [.. found.Select(cell => new Item(cell.Weekday, cell.Hour == DeviationHour.None ? null : cell.Hour, cell.Count)).OrderBy(item => item.Weekday).ThenBy(item => item.Hour ?? int.MaxValue)];
            var total = items.Sum(item => item.Count);
            var most = items.Where(item => item.Hour is not null).OrderByDescending(item => item.Count).Take(2).ToList();
            // Two that are as many are no most.
            var sentence = most is not [var top, ..] ? T["Sentence.None"] : most is [_, var next] && next.Count == top.Count ? T["Sentence.Even", total] : T["Sentence", Words.Weekday(top.Weekday), Words.Hour(top.Hour!.Value), top.Count, total];
            return new(from, to, items, total, items.Where(item => item.Hour is null).Sum(item => item.Count), sentence);
        }
    }
}
