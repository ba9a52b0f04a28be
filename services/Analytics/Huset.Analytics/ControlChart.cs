using System.ComponentModel;

namespace Huset.Analytics;

/// <summary>Which control chart figures are read in.</summary>
[Description("c: antal; u: antal per volym; p: andel; xmr: mätvärden, efter skillnaden mellan dem; g: hur många dagar eller tillfällen mellan sällsynta händelser; t: hur lång tid mellan dem; run: bara median. / c: counts; u: counts per volume; p: shares; xmr: measurements, by their moving range; g: days or opportunities between rare events; t: time between them; run: only a median.")]
public enum ChartKind
{
    /// <summary>Counts of equal periods.</summary>
    C,

    /// <summary>Shares: so many of so many.</summary>
    P,

    /// <summary>Counts per volume: care days, hours, follow-ups.</summary>
    U,

    /// <summary>Measurements, judged by their moving range.</summary>
    Xmr,

    /// <summary>How many whole days or opportunities lie between rare events.</summary>
    G,

    /// <summary>How much time lies between rare events.</summary>
    T,

    /// <summary>Anything, beside its median alone.</summary>
    Run,
}

/// <summary>What a chart's middle line and limits are.</summary>
[Description("Vad mittlinje och gränser är: c-chart, p-chart, u-chart, individuals-chart (XmR), p-prime-chart och u-prime-chart (Laney, när spridningen är större än slumpens), g-chart och t-chart (mellan sällsynta händelser), run-chart (bara median) eller none. / What middle line and limits are: c-chart, p-chart, u-chart, individuals-chart (XmR), p-prime-chart and u-prime-chart (Laney, when the spread is more than chance gives), g-chart and t-chart (between rare events), run-chart (only a median) or none.")]
public enum ChartMethod
{
    /// <summary>There are no points.</summary>
    None,

    /// <summary>Only the median: too few points, or too rare events, to judge by.</summary>
    RunChart,

    /// <summary>Mean ± 3 √mean: counts that vary as counts of independent events do.</summary>
    CChart,

    /// <summary>Mean ± 2.66 mean moving range (XmR): measurements, and counts that vary more than chance gives.</summary>
    IndividualsChart,

    /// <summary>Mean share ± 3 √(p (1 − p) / n) of each point.</summary>
    PChart,

    /// <summary>Mean rate ± 3 √(u / n) of each point.</summary>
    UChart,

    /// <summary>A p-chart whose limits are as many times wider as the points' spread is more than chance gives (Laney).</summary>
    PPrimeChart,

    /// <summary>The same of a u-chart.</summary>
    UPrimeChart,

    /// <summary>Median, and mean + 3 √(mean (mean + 1)): days or opportunities between events.</summary>
    GChart,

    /// <summary>The XmR chart of the times' 3.6th roots, raised again.</summary>
    TChart,
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
/// <param name="ScreensRanges">Moving ranges beyond their own limit are left out of their mean.</param>
public sealed record ChartRules(
    int LeastBaseline = 12, int MostBaseline = 24, double LowestMean = 1, double Overdispersion = 1.25, double Sigmas = 3, int Shift = 8, int Trend = 6, int NearLimit = 2, bool ScreensRanges = true)
{
    /// <summary>The same rules of signals over the plain formula of the kind that is asked for, with all points in it.</summary>
    public ChartRules AsAsked => this with { LeastBaseline = 1, MostBaseline = int.MaxValue, LowestMean = double.NegativeInfinity, Overdispersion = double.PositiveInfinity, ScreensRanges = false };
}

/// <summary>The limits of a point; one that would limit nothing, as below no events or above all of them, is absent.</summary>
public sealed record ChartLimits(double? Lower, double? Upper);

/// <summary>Points in a row that are judged by the same limits.</summary>
/// <param name="Start">Place of the first.</param>
/// <param name="Count">How many they are.</param>
/// <param name="Method">What their middle line and limits are.</param>
/// <param name="Centre">The middle line.</param>
/// <param name="Lower">The lower limit where it is the same for all of them.</param>
/// <param name="Upper">The upper limit.</param>
/// <param name="Baseline">From so many of the first the limits are computed.</param>
public sealed record ChartStretch(int Start, int Count, ChartMethod Method, double Centre, double? Lower, double? Upper, int Baseline)
{
    public bool IsJudged => Method is not (ChartMethod.None or ChartMethod.RunChart);
}

/// <summary>
/// A Shewhart control chart. Formulas: Montgomery, Introduction to Statistical Quality Control, ch. 6.4 (individuals, d2 = 1.128 and D4 = 3.267
/// for two points), 7.2 (p-chart with samples of any size) and 7.3 (c- and u-chart). Which rules, how long a baseline and how ties count:
/// Provost and Murray, The Health Care Data Guide, ch. 4 and 5. Ranges beyond their own limit are left out once, as Nelson advises (Journal of
/// Quality Technology 14, 1982). Where neighbours differ more than chance gives, the limits are widened as much (Laney, Quality Engineering
/// 14, 2002; of a c-chart that is the XmR chart), because that, unlike a test of all points' variance, is not misled by one change of level.
/// Between rare events: limits of a geometric distribution (Benneyan, Health Care Management Science 4, 2001) around the median, so that as many
/// points lie on either side; and roots of times, which are nearly normal where the events come by chance (Nelson, Journal of Quality Technology
/// 26, 1994). Two of three near the limit is no sign of a g-chart: so skewed a distribution gives it by chance.
/// </summary>
public sealed record ControlChart(
    ChartMethod Method, RunChartReason? Reason, double Mean, double Centre, double? Lower, double? Upper, int Baseline, IReadOnlyList<ChartSignal> Signals)
{
    private const double D2 = 1.128;
    private const double D4 = 3.267;
    private const double Root = 3.6;

    /// <summary>What is drawn: the counts, or of p and u the share or rate of each point.</summary>
    public IReadOnlyList<double> Values { get; private init; } = [];

    /// <summary>The limits of each point; none when nothing is judged.</summary>
    public IReadOnlyList<ChartLimits> Limits { get; private init; } = [];

    /// <summary>How many times more than by chance neighbours differ (Laney's σz); null where chance has no measure, as of measurements.</summary>
    public double? Spread { get; private init; }

    /// <summary>The stretches that each have limits of their own, oldest first: one, and one more for each break. What stands beside is the newest's.</summary>
    public IReadOnlyList<ChartStretch> Stretches { get; private init; } = [];

    /// <summary>Whether the newest points have limits to judge by.</summary>
    public bool IsJudged => Method is not (ChartMethod.None or ChartMethod.RunChart);

    /// <summary>The stretch that the point lies in.</summary>
    public ChartStretch StretchAt(int place) => Stretches.Last(stretch => stretch.Start <= place);

    /// <summary>The limits of a point; null where nothing is judged.</summary>
    public ChartLimits? LimitsAt(int place) => StretchAt(place).IsJudged ? Limits[place] : null;

    /// <summary>The chart of counts of whole periods, oldest first; a period that has not ended does not belong here.</summary>
    public static ControlChart Of(IReadOnlyList<double> values, ChartRules rules) => Of(ChartKind.C, values, null, rules);

    /// <summary>The chart of the kind, oldest first.</summary>
    /// <param name="kind">What the values are.</param>
    /// <param name="values">The counts or measurements.</param>
    /// <param name="volumes">Of p so many of how many, of u per how much, each more than 0; else null.</param>
    /// <param name="rules">What it is judged by.</param>
    /// <param name="breaks">Places where new limits begin, as a person has decided. No run or pair crosses one: what was before says nothing of what is after.</param>
    public static ControlChart Of(ChartKind kind, IReadOnlyList<double> values, IReadOnlyList<double>? volumes, ChartRules rules, IEnumerable<int> breaks)
    {
        int[] starts = [0, .. breaks.Where(place => place > 0 && place < values.Count).Distinct().Order()];
        var parts = starts.Select((start, number) =>
        {
            var count = (number + 1 < starts.Length ? starts[number + 1] : values.Count) - start;
            return (Start: start, Chart: Of(kind, [.. values.Skip(start).Take(count)], volumes is null ? null : [.. volumes.Skip(start).Take(count)], rules));
        }).ToList();
        return parts[^1].Chart with
        {
            Values = [.. parts.SelectMany(part => part.Chart.Values)],
            Limits = [.. parts.SelectMany(part => part.Chart.IsJudged ? part.Chart.Limits : [.. part.Chart.Values.Select(_ => new ChartLimits(null, null))])],
            Signals = [.. parts.SelectMany(part => part.Chart.Signals.Select(signal => signal with { Points = [.. signal.Points.Select(place => place + part.Start)] })).OrderByDescending(signal => signal.Points[^1]).ThenBy(signal => signal.Pattern)],
            Stretches = [.. parts.Select(part => new ChartStretch(part.Start, part.Chart.Values.Count, part.Chart.Method, part.Chart.Centre, part.Chart.Lower, part.Chart.Upper, part.Chart.Baseline))],
        };
    }

    /// <summary>The chart of the kind, oldest first, without breaks.</summary>
    public static ControlChart Of(ChartKind kind, IReadOnlyList<double> values, IReadOnlyList<double>? volumes, ChartRules rules)
    {
        if (values.Count == 0) return new(ChartMethod.None, null, 0, 0, null, null, 0, []);
        if (kind == ChartKind.T && values.Count >= rules.LeastBaseline) return Judge(kind, [.. values.Select(value => Math.Pow(value, 1 / Root))], null, rules).Raised() with { Values = values };
        return Judge(kind, values, volumes, rules);
    }

    private static ControlChart Judge(ChartKind kind, IReadOnlyList<double> values, IReadOnlyList<double>? volumes, ChartRules rules)
    {
        var baseline = Math.Min(values.Count, rules.MostBaseline);
        var count = values.Take(baseline).Average();
        var points = volumes is null ? values : [.. values.Zip(volumes, (value, volume) => value / volume)];
        var mean = volumes is null ? count : values.Take(baseline).Sum() / volumes.Take(baseline).Sum();
        if (values.Count < rules.LeastBaseline) return RunChart(RunChartReason.TooFewPoints, []);
        if (kind == ChartKind.Run) return RunChart(null, [.. Newest(Along(Median(points)))]);
        // Of shares nearly all are as hard to judge as nearly none.
        if (kind is ChartKind.C or ChartKind.P or ChartKind.U && (count < rules.LowestMean || (kind == ChartKind.P && volumes!.Take(baseline).Average() - count < rules.LowestMean))) return RunChart(RunChartReason.TooRare, []);

        List<double> sigmas = kind switch
        {
            ChartKind.P => [.. volumes!.Select(volume => Math.Sqrt(mean * (1 - mean) / volume))],
            ChartKind.U => [.. volumes!.Select(volume => Math.Sqrt(mean / volume))],
            ChartKind.C => [.. values.Select(_ => Math.Sqrt(mean))],
            ChartKind.G => [.. values.Select(_ => Math.Sqrt(mean * (mean + 1)))],
            _ => [.. values.Select(_ => 1d)],
        };
        double? spread = sigmas[0] > 0 && baseline > 1 ? MeanRange([.. points.Take(baseline).Zip(sigmas, (point, sigma) => (point - mean) / sigma)], rules.ScreensRanges) / D2 : null;
        var isMeasured = kind is ChartKind.Xmr or ChartKind.T;
        var isWider = isMeasured || (kind != ChartKind.G && spread > rules.Overdispersion);
        if (isWider) sigmas = [.. sigmas.Select(sigma => sigma * (spread ?? 0))];
        var method = (kind, isWider) switch
        {
            (ChartKind.P, false) => ChartMethod.PChart,
            (ChartKind.P, true) => ChartMethod.PPrimeChart,
            (ChartKind.U, false) => ChartMethod.UChart,
            (ChartKind.U, true) => ChartMethod.UPrimeChart,
            (ChartKind.C, false) => ChartMethod.CChart,
            (ChartKind.G, _) => ChartMethod.GChart,
            (ChartKind.T, _) => ChartMethod.TChart,
            _ => ChartMethod.IndividualsChart,
        };
        var limits = sigmas.Select(sigma => Limit(mean - (rules.Sigmas * sigma), mean + (rules.Sigmas * sigma))).ToList();
        var centre = kind == ChartKind.G ? Median([.. points.Take(baseline)]) : mean;
        var signals = Outside(points, limits).Concat(Along(centre)).Concat(NearLimit(points, kind == ChartKind.G ? 0 : rules.NearLimit, mean, limits));
        var isLevel = volumes is null;
        return new(method, null, mean, centre, isLevel ? limits[0].Lower : null, isLevel ? limits[0].Upper : null, baseline, [.. Newest(signals)])
        {
            Values = points,
            Limits = limits,
            Stretches = [new(0, values.Count, method, centre, isLevel ? limits[0].Lower : null, isLevel ? limits[0].Upper : null, baseline)],
            Spread = isMeasured || kind == ChartKind.G ? null : spread,
        };

        IEnumerable<ChartSignal> Along(double middle) =>
            Runs(points, rules.Shift, (value, _) => Math.Sign(value - middle), ChartPattern.Shift).Concat(Runs(points, rules.Trend, (value, last) => Math.Sign(value - last), ChartPattern.Trend));

        static IEnumerable<ChartSignal> Newest(IEnumerable<ChartSignal> signals) => signals.OrderByDescending(signal => signal.Points[^1]).ThenBy(signal => signal.Pattern);

        ControlChart RunChart(RunChartReason? reason, IReadOnlyList<ChartSignal> signals) =>
            new(ChartMethod.RunChart, reason, mean, Median(points), null, null, values.Count, signals) { Values = points, Stretches = [new(0, values.Count, ChartMethod.RunChart, Median(points), null, null, values.Count)] };

        // There are no fewer than none and no more than all: a limit there limits nothing. Measurements may be anything, times only more than none.
        ChartLimits Limit(double lower, double upper) => kind == ChartKind.Xmr ? new(lower, upper) : new(lower > 0 ? lower : null, kind == ChartKind.P && upper >= 1 ? null : upper);
    }

    // What was judged in roots, in the times that were given; the order of points and limits is the same.
    private ControlChart Raised()
    {
        return this with
        {
            Mean = Raise(Mean),
            Centre = Raise(Centre),
            Lower = RaiseAny(Lower),
            Upper = RaiseAny(Upper),
            Values = [.. Values.Select(Raise)],
            Limits = [.. Limits.Select(limit => new ChartLimits(RaiseAny(limit.Lower), RaiseAny(limit.Upper)))],
            Stretches = [.. Stretches.Select(stretch => stretch with { Centre = Raise(stretch.Centre), Lower = RaiseAny(stretch.Lower), Upper = RaiseAny(stretch.Upper) })],
        };

        static double Raise(double root) => Math.Pow(root, Root);

        static double? RaiseAny(double? root) => root is { } some ? Raise(some) : null;
    }

    private static double MeanRange(List<double> values, bool screens)
    {
        var ranges = values.Zip(values.Skip(1), (a, b) => Math.Abs(b - a)).ToList();
        var mean = ranges.Average();
        return screens ? ranges.Where(range => range <= D4 * mean).Average() : mean;
    }

    private static double Median(IReadOnlyList<double> values)
    {
        var sorted = values.Order().ToList();
        var middle = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static IEnumerable<ChartSignal> Outside(IReadOnlyList<double> values, List<ChartLimits> limits)
    {
        foreach (var (place, value) in values.Index())
            if (value > limits[place].Upper || value < limits[place].Lower) yield return new(ChartPattern.Outside, value > limits[place].Upper, [place]);
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

    private static IEnumerable<ChartSignal> NearLimit(IReadOnlyList<double> values, int needed, double mean, List<ChartLimits> limits)
    {
        if (needed == 0) yield break;
        foreach (var way in new[] { 1, -1 })
        {
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

            // In the outer third of what lies between the mean and the point's own limit.
            int IsNear(int place) => (way > 0 ? limits[place].Upper : limits[place].Lower) is { } limit && way * (values[place] - (mean + ((limit - mean) * 2 / 3))) > 0 ? 1 : 0;
        }
    }
}
