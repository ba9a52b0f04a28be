using System.ComponentModel;

namespace Huset.Analytics;

/// <summary>What a chart's middle line and limits are.</summary>
[Description("Vad mittlinje och gränser är: c-chart, individuals-chart (XmR), run-chart (bara median) eller none. / What middle line and limits are: c-chart, individuals-chart (XmR), run-chart (only a median) or none.")]
public enum ChartMethod
{
    /// <summary>There are no points.</summary>
    None,

    /// <summary>Only the median: too few points, or too rare events, to judge by.</summary>
    RunChart,

    /// <summary>Mean ± 3 √mean: counts that vary as counts of independent events do.</summary>
    CChart,

    /// <summary>Mean ± 2.66 mean moving range (XmR): counts that vary more than that.</summary>
    IndividualsChart,
}

/// <summary>Why nothing is judged.</summary>
[Description("Varför inget bedöms: för få punkter eller för sällsynt. / Why nothing is judged: too few points or too rare.")]
public enum RunChartReason { TooFewPoints, TooRare }

/// <summary>What about the points is not as chance would have it.</summary>
public enum ChartPattern
{
    /// <summary>One point beyond a limit.</summary>
    Outside,

    /// <summary>Many in a row on one side of the mean.</summary>
    Shift,

    /// <summary>Many in a row that each are higher, or each lower, than the last.</summary>
    Trend,

    /// <summary>Two of three in a row in the outer third towards one limit.</summary>
    NearLimit,
}

/// <summary>Points that show a pattern: their places from 0, upwards or downwards.</summary>
public sealed record ChartSignal(ChartPattern Pattern, bool Up, IReadOnlyList<int> Points);

/// <summary>What the charts are judged by; a rule that is 0 is not used.</summary>
/// <param name="LeastBaseline">Fewest points to compute limits from.</param>
/// <param name="MostBaseline">Limits come from so many of the first points, and later ones are judged by them.</param>
/// <param name="LowestMean">With a lower mean the points are not judged.</param>
/// <param name="Overdispersion">The c-chart is left when the spread is more than so many times √mean.</param>
/// <param name="Sigmas">Limits lie so many standard deviations from the mean.</param>
/// <param name="Shift">Points in a row on one side of the mean.</param>
/// <param name="Trend">Points in a row that rise or fall.</param>
/// <param name="NearLimit">Points, of three in a row, in the outer third.</param>
public sealed record ChartRules(
    int LeastBaseline = 12, int MostBaseline = 24, double LowestMean = 1, double Overdispersion = 1.25, double Sigmas = 3, int Shift = 8, int Trend = 6, int NearLimit = 2);

/// <summary>
/// A Shewhart control chart of counts per period. Formulas: Montgomery, Introduction to Statistical Quality Control, ch. 6.4
/// (individuals, d2 = 1.128 and D4 = 3.267 for two points) and 7.3 (c-chart). Which rules, how long a baseline and how ties count: Provost and
/// Murray, The Health Care Data Guide, ch. 4 and 5. Ranges beyond their own limit are left out once, as Nelson advises (Journal of Quality
/// Technology 14, 1982). The c-chart is left by comparing the spread of neighbours with √mean (Laney's σz), because that, unlike
/// a test of all points' variance, is not misled by one change of level.
/// </summary>
public sealed record ControlChart(
    ChartMethod Method, RunChartReason? Reason, double Mean, double Centre, double? Lower, double? Upper, int Baseline, IReadOnlyList<ChartSignal> Signals)
{
    private const double D2 = 1.128;
    private const double D4 = 3.267;

    /// <summary>The chart of whole periods, oldest first; a period that has not ended does not belong here.</summary>
    public static ControlChart Of(IReadOnlyList<double> values, ChartRules rules)
    {
        if (values.Count == 0) return new(ChartMethod.None, null, 0, 0, null, null, 0, []);
        var baseline = values.Take(rules.MostBaseline).ToList();
        var mean = baseline.Average();
        if (values.Count < rules.LeastBaseline) return RunChart(RunChartReason.TooFewPoints);
        if (mean < rules.LowestMean) return RunChart(RunChartReason.TooRare);

        var (asCounts, asNeighbours) = (Math.Sqrt(mean), MeanRange(baseline) / D2);
        var (method, sigma) = asNeighbours > rules.Overdispersion * asCounts ? (ChartMethod.IndividualsChart, asNeighbours) : (ChartMethod.CChart, asCounts);
        var upper = mean + (rules.Sigmas * sigma);
        // There are no fewer than none: a limit at or below zero limits nothing.
        double? lower = mean - (rules.Sigmas * sigma) is > 0 and var below ? below : null;
        var signals = Outside(values, lower, upper)
            .Concat(Runs(values, rules.Shift, (value, _) => Math.Sign(value - mean), ChartPattern.Shift))
            .Concat(Runs(values, rules.Trend, (value, last) => Math.Sign(value - last), ChartPattern.Trend))
            .Concat(NearLimit(values, rules.NearLimit, mean, lower, upper));
        return new(method, null, mean, mean, lower, upper, baseline.Count, [.. signals.OrderByDescending(signal => signal.Points[^1]).ThenBy(signal => signal.Pattern)]);

        ControlChart RunChart(RunChartReason reason) => new(ChartMethod.RunChart, reason, mean, Median(values), null, null, values.Count, []);
    }

    private static double MeanRange(List<double> values)
    {
        var ranges = values.Zip(values.Skip(1), (a, b) => Math.Abs(b - a)).ToList();
        var mean = ranges.Average();
        return ranges.Where(range => range <= D4 * mean).Average();
    }

    private static double Median(IReadOnlyList<double> values)
    {
        var sorted = values.Order().ToList();
        var middle = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static IEnumerable<ChartSignal> Outside(IReadOnlyList<double> values, double? lower, double upper)
    {
        foreach (var (place, value) in values.Index())
            if (value > upper || value < lower) yield return new(ChartPattern.Outside, value > upper, [place]);
    }

    // A point on the mean, or as high as the one before, neither breaks a run nor counts in it.
    private static IEnumerable<ChartSignal> Runs(IReadOnlyList<double> values, int length, Func<double, double, int> directionOf, ChartPattern pattern)
    {
        if (length == 0) yield break;
        // A trend begins with the point before its first step.
        var overlap = pattern == ChartPattern.Trend;
        List<int> run = overlap ? [0] : [];
        var way = 0;
        for (var place = run.Count; place < values.Count; place++)
        {
            var direction = directionOf(values[place], run.Count > 0 ? values[run[^1]] : 0);
            if (direction == 0) continue;
            if (way != 0 && direction != way)
            {
                if (run.Count >= length) yield return new(pattern, way > 0, run);
                run = overlap ? [run[^1]] : [];
            }
            way = direction;
            run.Add(place);
        }
        if (run.Count >= length) yield return new(pattern, way > 0, run);
    }

    private static IEnumerable<ChartSignal> NearLimit(IReadOnlyList<double> values, int needed, double mean, double? lower, double upper)
    {
        if (needed == 0) yield break;
        foreach (var (way, limit) in new[] { (1, (double?)upper), (-1, lower) })
        {
            if (limit is null) continue;
            var third = mean + ((limit.Value - mean) * 2 / 3);
            var found = new SortedSet<int>();
            for (var last = 2; last < values.Count; last++)
            {
                if (IsNear(last - 2) + IsNear(last - 1) + IsNear(last) < needed) continue;
                var near = Enumerable.Range(last - 2, 3).Where(place => IsNear(place) == 1).ToList();
                // Windows that share no point tell of two things.
                if (found.Count > 0 && !near.Any(found.Contains))
                {
                    yield return new(ChartPattern.NearLimit, way > 0, [.. found]);
                    found = [];
                }
                found.UnionWith(near);
            }
            if (found.Count > 0) yield return new(ChartPattern.NearLimit, way > 0, [.. found]);

            int IsNear(int place) => way * (values[place] - third) > 0 ? 1 : 0;
        }
    }
}
