using Huset.Ui;

namespace Huset.Analytics;

/// <summary>Counts month by month of some units and a kind, and what they tell.</summary>
/// <param name="UnitCode">The unit; null for all that the reader may see.</param>
/// <param name="Kind">The kind; null for all.</param>
/// <param name="First">First month of the values.</param>
/// <param name="Values">Whole months, zeros too, from the first month that anything was reported there.</param>
/// <param name="Unfinished">So far in the month that has not ended; null when it is not asked for.</param>
/// <param name="Result">What the values tell.</param>
public sealed record DeviationChart(string? UnitCode, string? Kind, DateOnly First, IReadOnlyList<double> Values, double? Unfinished, ControlChart Result)
{
    /// <summary>Whether one of the newest months is part of a signal.</summary>
    public bool IsRecent => Result.Signals.Any(IsAmongNewest);

    public DateOnly MonthAt(int place) => First.AddMonths(place);

    /// <summary>How many of the newest months someone is asked about.</summary>
    public int RecentMonths { get; init; }

    /// <summary>Where new limits begin, oldest first.</summary>
    public IReadOnlyList<ChartBreak> Breaks { get; init; } = [];

    public bool IsAmongNewest(ChartSignal signal) => signal.Points[^1] >= Values.Count - RecentMonths;

    public DateOnly? NewestSignal => Result.Signals is [var newest, ..] ? MonthAt(newest.Points[^1]) : null;

    /// <summary>The patterns that the month is part of.</summary>
    public IEnumerable<ChartPattern> PatternsAt(int place) => Result.Signals.Where(signal => signal.Points.Contains(place)).Select(signal => signal.Pattern).Distinct();
}

/// <summary>The counts that a reader may see, in memory: every chart of a page comes of one reading of them.</summary>
public sealed class DeviationSeries
{
    private readonly DateOnly from;
    private readonly int months, whole;
    private readonly Dictionary<string, Dictionary<string, double[]>> counts = [];
    private readonly Dictionary<string, DateOnly> firstReports;

    /// <param name="from">First month of the period.</param>
    /// <param name="to">First month after it.</param>
    /// <param name="thisMonth">The month that has not ended.</param>
    /// <param name="rows">The counts of the period, a row for each unit and kind.</param>
    /// <param name="firstReports">First month, in the period or before, that each unit reported anything.</param>
    public DeviationSeries(
        DateOnly from, DateOnly to, DateOnly thisMonth, IEnumerable<(string Unit, string Kind, DateOnly[] Months, long[] Counts)> rows, Dictionary<string, DateOnly> firstReports)
    {
        (this.from, this.firstReports) = (from, firstReports);
        months = Between(from, to);
        whole = Math.Clamp(Between(from, thisMonth), 0, months);
        foreach (var (unit, kind, when, found) in rows)
        {
            if (!counts.TryGetValue(unit, out var kinds)) counts[unit] = kinds = [];
            var values = kinds[kind] = new double[months];
            foreach (var (place, month) in when.Index()) values[Between(from, month)] = found[place];
        }
    }

    /// <summary>The chart of these units together; null codes are all of them.</summary>
    public DeviationChart Chart(string? unitCode, IReadOnlyCollection<string>? codes, string? kind, ChartRules rules, int recentMonths, IEnumerable<ChartBreak> breaks)
    {
        var sums = new double[months];
        DateOnly? first = null;
        foreach (var code in codes ?? firstReports.Keys)
        {
            if (firstReports.TryGetValue(code, out var began) && (first is null || began < first)) first = began;
            if (!counts.TryGetValue(code, out var kinds)) continue;
            foreach (var (_, values) in kinds.Where(of => kind is null || of.Key == kind))
            {
                for (var month = 0; month < months; month++) sums[month] += values[month];
            }
        }
        // Months before the first report are not zeros: nobody reported then.
        var skip = first is null ? months : Math.Clamp(Between(from, first.Value), 0, months);
        var complete = sums[Math.Min(skip, whole)..whole];
        var start = from.AddMonths(skip);
        List<ChartBreak> within = [.. breaks.Where(one => one.From > start && Between(start, one.From) < complete.Length).OrderBy(one => one.From)];
        var result = ControlChart.Of(ChartKind.C, complete, null, rules, within.Select(one => Between(start, one.From)));
        return new(unitCode, kind, start, complete, whole < months && skip <= whole ? sums[whole] : null, result) { RecentMonths = recentMonths, Breaks = within };
    }

    private static int Between(DateOnly from, DateOnly to) => ((to.Year - from.Year) * 12) + to.Month - from.Month;
}

/// <summary>What a chart tells, in Swedish sentences.</summary>
/// <param name="Level">Where the counts lie.</param>
/// <param name="Signals">What is not as chance would have it, the newest first; or that nothing is.</param>
/// <param name="Meaning">What that means and does not mean.</param>
/// <param name="Ask">What to ask about; null when there is nothing.</param>
/// <param name="Unfinished">That the month that has not ended is not judged; null when it is not there.</param>
public sealed record Reading(string Level, IReadOnlyList<string> Signals, string? Meaning, string? Ask, string? Unfinished)
{
    private const int Told = 2;
    private static readonly Texts T = Texts.Of<Reading>();

    public override string ToString() => string.Join(' ', ((string?[])[Level, .. Signals, Meaning, Ask, Unfinished]).Where(sentence => sentence is not null));

    public static Reading Of(DeviationChart chart, ChartRules rules)
    {
        var result = chart.Result;
        // What the newest limits are counted from.
        var since = chart.Breaks is [.., var newestBreak] ? T["Break", Words.Month(newestBreak.From), newestBreak.Changed] + " " : "";
        var points = result.Stretches is [.., var stretch] ? stretch.Count : 0;
        var unfinished = chart.Unfinished is null ? null : T["Unfinished", Capital(Words.Month(chart.MonthAt(chart.Values.Count)))];
        if (result.Method == ChartMethod.None) return new(T[unfinished is null ? "None" : "FirstMonth"], [], null, null, unfinished);
        if (result.Reason is { } reason)
        {
            var level = reason == RunChartReason.TooFewPoints
                ? T[points == 1 ? "TooFewPoints.One" : "TooFewPoints", points, rules.LeastBaseline, result.Centre]
                : T["TooRare", result.Mean];
            return new(since + level, [.. Before(chart)], T["Meaning.Up"], null, unfinished);
        }
        var expected = since + T["Level", result.Mean, Math.Ceiling(result.Lower ?? 0), Math.Floor(result.Upper!.Value)];
        if (result.Signals is not [var newest, ..]) return new(expected, [T["NoSignal"]], T["Meaning.None"], null, unfinished);

        List<string> signals = [.. result.Signals.Take(Told).Select(signal => Sentence(signal, chart))];
        if (result.Signals.Count > Told) signals.Add(T["More"]);
        if (!chart.IsRecent) signals.Add(T["NotRecent"]);
        var about = Words.Month(chart.MonthAt(newest.Points[0]));
        return new(expected, signals, T[newest.Up ? "Meaning.Up" : "Meaning.Down"], T[newest.Pattern is ChartPattern.Outside or ChartPattern.NearLimit ? "Ask.Happened" : "Ask.Changed", about], unfinished);
    }

    // Signals from before the newest limits stay as they were.
    private static IEnumerable<string> Before(DeviationChart chart) => chart.Result.Signals.Take(1).Select(signal => T["Before", Sentence(signal, chart)]);

    /// <summary>One signal as a sentence with its months.</summary>
    public static string Sentence(ChartSignal signal, DeviationChart chart)
    {
        var (first, last) = (Words.Month(chart.MonthAt(signal.Points[0])), Words.Month(chart.MonthAt(signal.Points[^1])));
        var key = $"{signal.Pattern}.{(signal.Up ? "Up" : "Down")}";
        return signal.Pattern switch
        {
            ChartPattern.Outside => T[key, Capital(last), chart.Values[signal.Points[0]]],
            ChartPattern.NearLimit when signal.Points.Count > 3 => T[$"{key}.Many", signal.Points.Count, first, last],
            ChartPattern.NearLimit => T[key, Capital(string.Join(", ", signal.Points.SkipLast(1).Select(place => Words.Month(chart.MonthAt(place)))) + T["And"] + last)],
            _ => T[key, signal.Points.Count, first, last],
        };
    }

    private static string Capital(string text) => $"{char.ToUpper(text[0], Texts.Swedish)}{text[1..]}";
}
