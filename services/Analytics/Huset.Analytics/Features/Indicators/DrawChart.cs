using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.Ui;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Indicators;

/// <summary>A control chart of figures that somebody else has: the published formula of the kind that is asked for, over all points; nothing is stored.</summary>
public static class DrawChart
{
    private const int MaxPoints = 1_000;
    private const double MaxValue = 1e12;
    private static readonly Texts T = Texts.Of<IndicatorReading>();

    public sealed class Request
    {
        [Description("c, p, u, xmr, g, t eller run. / c, p, u, xmr, g, t or run."), Required]
        public ChartKind? Type { get; set; }

        [Description("Antalen, eller för xmr mätvärdena, äldst först; högst 1 000. För p täljaren: hur många av volymen. För g och t hur långt det är mellan händelserna. / The counts, or for xmr the measurements, oldest first; 1,000 at most. For p the numerator: how many of the volume. For g and t how far it is between the events."), Example("3", "5", "2", "6"), Required]
        public IReadOnlyList<double>? Values { get; set; }

        [Description("För p och u: hur många eller hur mycket varje punkt är av, större än 0, lika många som values. / For p and u: of how many or how much each point is, more than 0, as many as values."), Example("40", "52", "38", "45")]
        public IReadOnlyList<double>? Volumes { get; set; }

        [Description("Platser i values, från 0, där nya gränser börjar, stigande. Inget tecken går över en sådan. / Places in values, from 0, where new limits begin, rising. No signal crosses one."), Example("12")]
        public IReadOnlyList<int>? Breaks { get; set; }
    }

    public sealed record LimitView(
        [property: Description("Det som ritas: värdet, eller för p och u andelen eller talet per volym. / What is drawn: the value, or for p and u the share or the rate per volume.")][property: Example("0.075")] double Value,
        [property: Description("Undre gränsen; för alla utom xmr 0 när formeln ger mindre. Saknas för run. / Lower limit; for all but xmr 0 when the formula gives less. Absent for run.")][property: Example("0")] double? Lower,
        [property: Description("Övre gränsen; för p 1 när formeln ger mer. Saknas för run. / Upper limit; for p 1 when the formula gives more. Absent for run.")][property: Example("0.2261")] double? Upper);

    public sealed record StretchView(
        [property: Description("Den första punktens plats. / Place of the first point.")][property: Example("0")] int Start,
        [property: Description("Antal punkter. / Number of points.")][property: Example("4")] int Count,
        [property: Description("Mittlinjen. / The middle line.")][property: Example("0.0914")] double Centre);

    public sealed record SignalView(
        [property: Description("Mönstret. / The pattern.")] ChartPattern Pattern,
        [property: Description("Om det är uppåt. / Whether it is upwards.")] bool Up,
        [property: Description("Punkternas platser i values, från 0. / The points' places in values, from 0.")][property: Example("3")] IReadOnlyList<int> Points,
        [property: Description("Tecknet som en svensk mening, med punkterna räknade från 1. / The signal as a Swedish sentence, with the points counted from 1.")][property: Example("Punkt 4 sticker ut uppåt: 6, mer än slumpen brukar ge.")] string Sentence);

    public sealed record View(
        [property: Description("Diagrammets slag. / The kind of chart.")] ChartKind Type,
        [property: Description("Vad mittlinje och gränser är. / What middle line and limits are.")] ChartMethod Method,
        [property: Description("Mittlinjen efter den sista brytningen. / The middle line after the last break.")][property: Example("0.0914")] double Centre,
        [property: Description("Sträckorna mellan brytningarna, äldst först. / The stretches between the breaks, oldest first.")] IReadOnlyList<StretchView> Stretches,
        [property: Description("Gränserna för varje punkt, i samma ordning. / The limits of each point, in the same order.")] IReadOnlyList<LimitView> Limits,
        [property: Description("Hur många gånger mer än av slump som grannar skiljer sig (Laneys σz); klart över 1 är gränserna för snäva. Bara för c, p och u. / How many times more than by chance neighbours differ (Laney's σz); well above 1 the limits are too narrow. Only of c, p and u.")][property: Example("0.94")] double? Spread,
        [property: Description("Om punkterna efter den sista brytningen är färre än reglerna kräver för att bedöma: gränserna är då bara en fingervisning. / Whether the points after the last break are fewer than the rules want for a judgement: the limits are then only a hint.")] bool Preliminary,
        [property: Description("Det som inte är som slumpen brukar ge, nyast först, efter dagens regler. / What is not as chance would have it, newest first, by the day's rules.")] IReadOnlyList<SignalView> Signals);

    public static void Map(RouteGroupBuilder analytics) => analytics
        .MapPost("/charts", async Task<Ok<View>> (Request request, AnalyticsDb db, TimeProvider clock, CancellationToken ct) =>
        {
            var (kind, values) = (request.Type!.Value, request.Values!);
            var volumes = request.Volumes is { Count: > 0 } given ? given : null;
            Check(kind, values, volumes);
            CheckBreaks(kind, request.Breaks ?? [], values.Count);
            var rules = (await db.Rules.AsNoTracking().ToListAsync(ct)).ForCharts(SwedishTime.Today(clock));
            return TypedResults.Ok(ViewOf(kind, ControlChart.Of(kind, values, volumes, rules.AsAsked, request.Breaks ?? []), rules));
        })
        .RequireAuthorization(Permissions.ReadCounts)
        .WithName("drawChart")
        .WithTags("indicators")
        .WithSummary("Räkna ett styrdiagram på egna värden / Compute a control chart of your own values")
        .WithDescription("Mittlinje, gränser och tecken för de värden som skickas, med alla punkter i underlaget; inget sparas. c: c ± 3√c. p: p ± 3√(p(1 − p)/n). u: u ± 3√(u/n). xmr: genomsnittet ± 3·mR/1,128. g: medianen, och genomsnittet + 3√(genomsnittet·(genomsnittet + 1)). t: xmr på värdet upphöjt till 1/3,6, och tillbaka. run: medianen. Källor: Montgomery, Introduction to Statistical Quality Control; Provost och Murray, The Health Care Data Guide; Benneyan (2001); Nelson (1994). / Middle line, limits and signals of the values that are sent, with all points in the baseline; nothing is stored. The formulas and their sources are those above.");

    private static void Check(ChartKind kind, IReadOnlyList<double> values, IReadOnlyList<double>? volumes)
    {
        var least = LeastOf(kind);
        if (values.Count < least || values.Count > MaxPoints) throw new InvalidField("values", $"It must be {least} to {MaxPoints} values.");
        if (!values.All(value => double.IsFinite(value) && Math.Abs(value) <= MaxValue)) throw new InvalidField("values", "Each must be a number within ±10¹².");
        if (kind is not (ChartKind.Xmr or ChartKind.Run) && values.Any(value => value < 0)) throw new InvalidField("values", "A count, or a time between, is never below 0.");
        if (kind is not (ChartKind.P or ChartKind.U))
        {
            if (volumes is not null) throw new InvalidField("volumes", "Only p and u have volumes.");
            return;
        }
        if (volumes?.Count != values.Count) throw new InvalidField("volumes", "p and u need as many volumes as values.");
        if (!volumes.All(volume => volume is > 0 and <= MaxValue)) throw new InvalidField("volumes", "Each must be more than 0 and at most 10¹².");
        if (kind == ChartKind.P && values.Zip(volumes).Any(point => point.First > point.Second)) throw new InvalidField("values", "A share is never more than all: each value is at most its volume.");
    }

    // One measurement has no range to another.
    private static int LeastOf(ChartKind kind) => kind is ChartKind.Xmr or ChartKind.T ? 2 : 1;

    private static void CheckBreaks(ChartKind kind, IReadOnlyList<int> breaks, int count)
    {
        var least = LeastOf(kind);
        int[] ends = [0, .. breaks, count];
        if (ends.Zip(ends.Skip(1), (start, end) => end - start).Any(length => length < least)) throw new InvalidField("breaks", $"They must rise, lie within values and have at least {least} values between them.");
    }

    private static View ViewOf(ChartKind kind, ControlChart chart, ChartRules rules) => new(
        kind, chart.Method, Rounded(chart.Centre), [.. chart.Stretches.Select(stretch => new StretchView(stretch.Start, stretch.Count, Rounded(stretch.Centre)))],
        [.. chart.Values.Zip(chart.Limits, (value, limits) => new LimitView(Rounded(value), kind == ChartKind.Run ? null : Rounded(limits.Lower ?? 0), kind == ChartKind.Run ? null : Rounded(limits.Upper ?? 1)))],
        chart.Spread is { } spread ? Rounded(spread) : null, chart.Stretches[^1].Count < rules.LeastBaseline,
        [.. chart.Signals.Select(signal => new SignalView(
            signal.Pattern, signal.Up, signal.Points,
            IndicatorReading.Sentence(signal, place => T["Point", place + 1], place => chart.Values[place].ToString("0.####", Texts.Swedish), T["Points"])))]);

    private static double Rounded(double value) => Math.Round(value, 8);
}
