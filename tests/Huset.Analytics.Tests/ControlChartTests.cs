namespace Huset.Analytics.Tests;

/// <summary>Limits against worked examples and against figures computed by hand, then each rule at its edge.</summary>
public sealed class ControlChartTests
{
    private static readonly ChartRules Rules = new();

    [Fact]
    public void A_c_chart_has_the_limits_of_Montgomerys_circuit_boards()
    {
        // Montgomery, Introduction to Statistical Quality Control, table 7.7: 26 inspection units, 516 nonconformities,
        // mean 19.85, limits 6.48 and 33.22, units 6 and 20 outside. The c-chart is asked for, and all units are the baseline.
        double[] boards = [21, 24, 16, 12, 15, 5, 28, 20, 31, 25, 20, 24, 16, 19, 10, 17, 13, 22, 18, 39, 30, 24, 16, 19, 17, 15];
        var chart = ControlChart.Of(boards, Rules with { MostBaseline = 26, Overdispersion = 10 });
        Assert.Equal(ChartMethod.CChart, chart.Method);
        Assert.Equal((19.85, 6.48, 33.21), (Math.Round(chart.Mean, 2), Math.Round(chart.Lower!.Value, 2), Math.Round(chart.Upper!.Value, 2)));
        Assert.Equal([(5, false), (19, true)], Of(chart, ChartPattern.Outside).Select(signal => (signal.Points[0], signal.Up)).Order());
    }

    [Fact]
    public void An_XmR_chart_has_the_limits_that_2_66_mean_ranges_give()
    {
        // Mean 438 / 12 = 36.5; ranges 20, 24, 22, 22, 20, 26, 24, 22, 24, 18, 24: mean 246 / 11.
        double[] values = [30, 50, 26, 48, 26, 46, 20, 44, 22, 46, 28, 52];
        var chart = ControlChart.Of(values, Rules);
        Assert.Equal(ChartMethod.IndividualsChart, chart.Method);
        Assert.Equal(36.5, chart.Mean, 2);
        Assert.Equal(36.5 + (2.66 * 246 / 11), chart.Upper!.Value, 1);
        Assert.Null(chart.Lower);
    }

    [Fact]
    public void A_range_beyond_3_267_mean_ranges_is_left_out_once()
    {
        // Ranges: fourteen of 10, two of 90 around the peak. Mean 20, limit 65.34: the two go, and the mean range is 10.
        double[] values = [100, 110, 100, 110, 100, 110, 100, 190, 100, 110, 100, 110, 100, 110, 100, 110, 100];
        var chart = ControlChart.Of(values, Rules with { Overdispersion = 0.1 });
        Assert.Equal(ChartMethod.IndividualsChart, chart.Method);
        Assert.Equal(chart.Mean + (3 * 10 / 1.128), chart.Upper!.Value, 6);
        Assert.Equal(7, Assert.Single(Of(chart, ChartPattern.Outside)).Points[0]);
    }

    [Fact]
    public void Shares_that_vary_more_than_chance_gives_have_limits_as_many_times_wider()
    {
        // Of three thousand a month every other 8 and 12 per cent: by chance alone hardly more than one point apart. Laney: z = (p − p̄)/σ, limits p̄ ± 3 σ σz.
        double[] counts = [.. Enumerable.Range(0, 24).Select(n => n % 2 == 0 ? 240d : 360d)], sizes = [.. Enumerable.Repeat(3_000d, 24)];
        var chart = ControlChart.Of(ChartKind.P, counts, sizes, Rules);
        var sigma = Math.Sqrt(0.1 * 0.9 / 3_000);
        var spread = 0.04 / sigma / 1.128;
        Assert.Equal(ChartMethod.PPrimeChart, chart.Method);
        Assert.Equal(spread, chart.Spread!.Value, 9);
        Assert.Equal(0.1 + (3 * sigma * spread), chart.Limits[0].Upper!.Value, 9);
        Assert.Null(chart.Limits[0].Lower);
        Assert.Empty(chart.Signals);
        // The same as a rate, and by the plain formula every month would be outside.
        Assert.Equal(ChartMethod.UPrimeChart, ControlChart.Of(ChartKind.U, counts, sizes, Rules).Method);
        Assert.Equal(24, Of(ControlChart.Of(ChartKind.P, counts, sizes, Rules.AsAsked), ChartPattern.Outside).Count());
    }

    [Fact]
    public void A_share_of_nearly_none_or_nearly_all_is_not_judged_and_its_limits_end_at_none_and_all()
    {
        List<double> ten = [.. Enumerable.Repeat(10d, 24)];
        Assert.Equal(RunChartReason.TooRare, ControlChart.Of(ChartKind.P, [.. Enumerable.Range(0, 24).Select(n => n % 2d)], ten, Rules).Reason);
        Assert.Equal(RunChartReason.TooRare, ControlChart.Of(ChartKind.P, [.. Enumerable.Range(0, 24).Select(n => 10d - (n % 2))], ten, Rules).Reason);
        var half = ControlChart.Of(ChartKind.P, [.. Enumerable.Range(0, 24).Select(n => n % 2 == 0 ? 1d : 2d)], ten, Rules);
        Assert.Equal((ChartMethod.PChart, (double?)null), (half.Method, half.Limits[0].Lower));
        Assert.Null(ControlChart.Of(ChartKind.P, [.. Enumerable.Range(0, 24).Select(n => n % 2 == 0 ? 9d : 8d)], ten, Rules).Limits[0].Upper);
    }

    [Fact]
    public void Two_of_three_near_the_limits_of_their_own_are_found_though_the_limits_differ()
    {
        // Mean 0.2: of 100 the upper limit is 0.32 and its outer third begins at 0.28, of 400 at 0.26 and 0.24.
        List<double> sizes = [.. Enumerable.Repeat(100d, 24), 400, 100, 400, 100], shares = [.. Enumerable.Range(0, 24).Select(n => n % 2 == 0 ? 0.19 : 0.21), 0.25, 0.2, 0.25, 0.27];
        var near = Assert.Single(Of(ControlChart.Of(ChartKind.P, [.. shares.Zip(sizes, (share, size) => share * size)], sizes, Rules), ChartPattern.NearLimit));
        Assert.Equal([24, 26], near.Points);
    }

    [Fact]
    public void Fewer_than_twelve_points_give_the_median_and_no_judgement()
    {
        var few = ControlChart.Of([1, 9, 2, 8, 3, 7, 4, 6, 50, 60, 70], Rules);
        Assert.Equal((ChartMethod.RunChart, RunChartReason.TooFewPoints, 7d), (few.Method, few.Reason, few.Centre));
        Assert.Null(few.Upper);
        Assert.Empty(few.Signals);
        Assert.Equal(2.5, ControlChart.Of([4, 1, 2, 3], Rules).Centre);
        Assert.Equal(ChartMethod.CChart, ControlChart.Of([5, 6, 5, 4, 5, 6, 5, 4, 5, 6, 5, 4], Rules).Method);
    }

    [Fact]
    public void Rarer_than_once_a_month_is_not_judged_and_nothing_at_all_is_no_chart()
    {
        var rare = ControlChart.Of([0, 0, 1, 0, 0, 0, 2, 0, 0, 1, 0, 0], Rules);
        Assert.Equal((ChartMethod.RunChart, RunChartReason.TooRare, 0d), (rare.Method, rare.Reason, rare.Centre));
        Assert.Equal(ChartMethod.None, ControlChart.Of([], Rules).Method);
        Assert.Equal(RunChartReason.TooRare, ControlChart.Of(new double[24], Rules).Reason);
        // Exactly once is enough.
        Assert.Equal(ChartMethod.CChart, ControlChart.Of(Enumerable.Repeat(1d, 12).ToList(), Rules).Method);
    }

    [Fact]
    public void A_t_chart_has_the_limits_of_the_days_between_readmissions()
    {
        // Days between readmissions (`cabg` of R's package qicharts2), whose chart the Western Australian Department of Health's SPC visual is tested
        // against, with ranges beyond their limit left out: 0.0221 and 97.268. Roots: Nelson, Journal of Quality Technology 26, 1994.
        double[] days = [16, 20, 5, 13, 1, 26, 46, 12, 12, 5, 19, 4, 3, 15, 14, 9, 8, 15, 21, 6, 3, 1, 56, 117, 1, 33, 9, 9, 19, 12, 1, 16, 13, 18, 1, 35, 16, 5, 21, 38, 3, 25, 3, 11, 13, 20, 9, 3, 8, 21, 24, 38, 8, 13, 9, 1, 30, 23, 3, 7, 22, 19, 11, 31, 6, 1, 1];
        var chart = ControlChart.Of(ChartKind.T, days, null, Rules with { MostBaseline = days.Length });
        Assert.Equal((ChartMethod.TChart, 0.0221, 97.268), (chart.Method, Math.Round(chart.Lower!.Value, 4), Math.Round(chart.Upper!.Value, 3)));
        Assert.Equal([23], Of(chart, ChartPattern.Outside).SelectMany(signal => signal.Points));
        Assert.Equal(days, chart.Values);
        // Too few of them have a median and nothing else; a day that it happens twice on is a time of none.
        Assert.Equal((ChartMethod.RunChart, 3d), (ControlChart.Of(ChartKind.T, [2, 4, 2, 4], null, Rules).Method, ControlChart.Of(ChartKind.T, [2, 4, 2, 4], null, Rules).Centre));
        Assert.NotNull(ControlChart.Of(ChartKind.T, [.. Enumerable.Range(0, 24).Select(n => n % 3d)], null, Rules).Upper);
    }

    [Fact]
    public void What_happens_more_often_than_before_is_a_run_below_the_median_of_a_g_chart()
    {
        var chart = ControlChart.Of(ChartKind.G, [.. Enumerable.Range(0, 24).Select(n => n % 2 == 0 ? 20d : 40d), 5, 9, 5, 9, 5, 9, 5, 9], null, Rules);
        Assert.Equal((ChartMethod.GChart, 30d, 30d, (double?)null), (chart.Method, chart.Centre, chart.Mean, chart.Lower));
        Assert.Equal(30 + (3 * Math.Sqrt(30 * 31)), chart.Upper!.Value, 9);
        var shift = Assert.Single(chart.Signals);
        Assert.Equal((ChartPattern.Shift, false, 24), (shift.Pattern, shift.Up, shift.Points[0]));
    }

    [Fact]
    public void Limits_come_from_the_baseline_and_later_points_are_judged_by_them()
    {
        var steady = Enumerable.Range(0, 24).Select(n => n % 2 == 0 ? 9d : 11d);
        var chart = ControlChart.Of([.. steady, 20, 20, 20], Rules);
        Assert.Equal((10d, 24), (chart.Mean, chart.Baseline));
        Assert.Equal(10 + (3 * Math.Sqrt(10)), chart.Upper!.Value, 9);
        Assert.Equal([24, 25, 26], Of(chart, ChartPattern.Outside).SelectMany(signal => signal.Points).Order());
    }

    [Fact]
    public void A_lower_limit_of_zero_or_less_limits_nothing()
    {
        // 9 - 3 × 3 is zero: a month without events is within.
        var chart = ControlChart.Of([9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 0, 0], Rules);
        Assert.Equal((9d, (double?)null, 18d), (chart.Mean, chart.Lower, chart.Upper));
        Assert.Empty(chart.Signals);
    }

    [Fact]
    public void A_point_on_the_limit_is_within()
    {
        var chart = ControlChart.Of([.. Enumerable.Repeat(9d, 24), 18, 9, 19], Rules);
        Assert.Equal([26], Of(chart, ChartPattern.Outside).Select(signal => signal.Points[0]));
    }

    [Theory]
    [InlineData(7, 0, false)]
    [InlineData(8, 0, true)]
    // Points on the mean neither break the run nor count in it.
    [InlineData(7, 3, false)]
    [InlineData(8, 3, true)]
    public void Eight_in_a_row_on_one_side_is_a_shift(int above, int on, bool found)
    {
        List<double> values = [.. Alternating(24), .. Enumerable.Repeat(11d, above / 2), .. Enumerable.Repeat(10d, on), .. Enumerable.Repeat(11d, above - (above / 2)), 9];
        // The baseline's last point is below the mean, so that the run begins after it.
        var shift = Of(ControlChart.Of(values, Rules), ChartPattern.Shift).ToList();
        Assert.Equal(found, shift.Count == 1);
        if (found) Assert.Equal((true, above, 24), (shift[0].Up, shift[0].Points.Count, shift[0].Points[0]));
    }

    [Fact]
    public void A_shift_downwards_that_still_goes_on_is_found()
    {
        var shift = Assert.Single(Of(ControlChart.Of([.. Alternating(24), 11, .. Enumerable.Repeat(8d, 9)], Rules), ChartPattern.Shift));
        Assert.Equal((false, 9, 33), (shift.Up, shift.Points.Count, shift.Points[^1]));
    }

    [Fact]
    public void Six_points_that_each_rise_are_a_trend_and_five_are_not()
    {
        Assert.Empty(Of(ControlChart.Of([.. Alternating(24), 8, 9, 10, 11, 12, 9], Rules), ChartPattern.Trend));
        var trend = Assert.Single(Of(ControlChart.Of([.. Alternating(24), 7, 8, 9, 10, 11, 12, 9], Rules), ChartPattern.Trend));
        Assert.Equal([24, 25, 26, 27, 28, 29], trend.Points);
        // One as high as the one before neither breaks it nor counts.
        Assert.Equal([24, 25, 26, 28, 29, 30], Assert.Single(Of(ControlChart.Of([.. Alternating(24), 7, 8, 9, 9, 10, 11, 12], Rules), ChartPattern.Trend)).Points);
        var falling = Assert.Single(Of(ControlChart.Of([.. Alternating(24), 13, 12, 11, 10, 9, 8], Rules), ChartPattern.Trend));
        Assert.Equal((false, 29), (falling.Up, falling.Points[^1]));
    }

    [Fact]
    public void Two_of_three_in_the_outer_third_of_the_same_side_are_near_the_limit()
    {
        // Mean 10, upper limit 19.49: the outer third begins at 16.32. The lower limit is 0.51, and its third ends at 3.68.
        Assert.Equal([24, 26], Assert.Single(Of(Near(17, 10, 18), ChartPattern.NearLimit)).Points);
        Assert.Empty(Of(Near(16, 10, 17), ChartPattern.NearLimit));
        Assert.Empty(Of(Near(17, 3, 10), ChartPattern.NearLimit));
        Assert.Empty(Of(Near(17, 10, 10, 17), ChartPattern.NearLimit));
        Assert.False(Assert.Single(Of(Near(3, 10, 2), ChartPattern.NearLimit)).Up);
        // Windows that overlap tell of one thing, those that do not of two.
        Assert.Equal([24, 25, 27], Assert.Single(Of(Near(17, 17, 10, 17), ChartPattern.NearLimit)).Points);
        Assert.Equal(2, Of(Near(17, 17, 10, 10, 10, 17, 17), ChartPattern.NearLimit).Count());

        static ControlChart Near(params double[] last) => ControlChart.Of([.. Alternating(24), .. last, 9, 11], Rules);
    }

    [Fact]
    public void A_rule_that_is_off_finds_nothing()
    {
        double[] values = [.. Alternating(24), 11, 12, 13, 14, 15, 16, 17, 18];
        Assert.Equal([ChartPattern.NearLimit, ChartPattern.Shift, ChartPattern.Trend], ControlChart.Of(values, Rules).Signals.Select(signal => signal.Pattern).OrderBy(pattern => $"{pattern}"));
        Assert.Empty(ControlChart.Of(values, Rules with { Shift = 0, Trend = 0, NearLimit = 0 }).Signals);
    }

    [Fact]
    public void Each_stretch_has_the_limits_of_its_own_points_and_no_range_crosses_a_break()
    {
        // By hand: means 4 and 9, c ± 3 √c.
        double[] counts = [.. Enumerable.Range(0, 12).Select(n => n % 2 == 0 ? 3d : 5d), .. Enumerable.Range(0, 12).Select(n => n % 2 == 0 ? 8d : 10d)];
        var chart = ControlChart.Of(ChartKind.C, counts, null, Rules, [12]);
        Assert.Equal([(0, 4, 10), (12, 9, 18)], chart.Stretches.Select(stretch => (stretch.Start, stretch.Centre, stretch.Upper!.Value)));
        Assert.Equal((9d, 18d, ChartMethod.CChart), (chart.Mean, chart.Upper!.Value, chart.Method));
        Assert.Empty(chart.Signals);
        Assert.NotEmpty(ControlChart.Of(ChartKind.C, counts, null, Rules).Signals);
        // XmR: ranges of 2 on both sides, and the step of 18 between them is none of theirs: mean ± 3 · 2 / 1.128.
        double[] measured = [10, 12, 10, 12, 30, 32, 30, 32];
        Assert.Equal([11 + (6 / 1.128), 31 + (6 / 1.128)], ControlChart.Of(ChartKind.Xmr, measured, null, Rules.AsAsked, [4]).Stretches.Select(stretch => Math.Round(stretch.Upper!.Value, 12)), new Close());
    }

    [Fact]
    public void A_break_ends_shift_trend_and_pair_and_leaves_what_was_signalled_before()
    {
        // Known to fool other tools: four and four above their means are no shift of eight, three and three no trend, one and one no pair.
        var strict = Rules with { LeastBaseline = 4, MostBaseline = 100, Overdispersion = 100, LowestMean = 0 };
        double[] shift = [5, 5, 5, 5, 11, 11, 11, 11, 11, 11, 11, 11, 5, 5, 5, 5];
        Assert.Single(Of(ControlChart.Of(ChartKind.C, shift, null, strict), ChartPattern.Shift), signal => signal.Up && signal.Points.Count == 8);
        Assert.Empty(Of(ControlChart.Of(ChartKind.C, shift, null, strict, [8]), ChartPattern.Shift));
        double[] trend = [9, 9, 9, 6, 7, 8, 9, 10, 11, 8, 8, 8];
        Assert.Single(Of(ControlChart.Of(ChartKind.C, trend, null, strict), ChartPattern.Trend));
        Assert.Empty(Of(ControlChart.Of(ChartKind.C, trend, null, strict, [6]), ChartPattern.Trend));
        double[] pair = [9, 11, 9, 11, 9, 11, 18, 18, 11, 9, 11, 9, 11, 9];
        Assert.Single(Of(ControlChart.Of(ChartKind.C, pair, null, strict), ChartPattern.NearLimit));
        Assert.Empty(Of(ControlChart.Of(ChartKind.C, pair, null, strict, [7]), ChartPattern.NearLimit));

        // Too few after the break: a median and nothing judged there, and the point that stood out before stands out.
        double[] few = [.. Enumerable.Range(0, 14).Select(n => n == 7 ? 20d : n % 2 == 0 ? 3d : 5d), 9, 10, 60, 9];
        var chart = ControlChart.Of(ChartKind.C, few, null, Rules, [14]);
        Assert.Equal((ChartMethod.RunChart, RunChartReason.TooFewPoints, 9.5, false), (chart.Method, chart.Reason!.Value, chart.Centre, chart.IsJudged));
        Assert.Equal([7], Assert.Single(chart.Signals).Points);
        Assert.Equal((true, false), (chart.LimitsAt(13)?.Upper is not null, chart.LimitsAt(14) is not null));
        // A break outside the points, or before the first, is none.
        Assert.Single(ControlChart.Of(ChartKind.C, few, null, Rules, [0, 18, 40]).Stretches);
    }

    private sealed class Close : IEqualityComparer<double>
    {
        public bool Equals(double x, double y) => Math.Abs(x - y) < 1e-9;

        public int GetHashCode(double obj) => 0;
    }

    [Fact]
    public void Of_ten_thousand_years_of_chance_few_months_are_signalled_and_a_doubled_level_is_found()
    {
        // Reported, not only bounded: what a reader must expect of chance alone.
        var random = new Random(20261122);
        int months = 0, signalled = 0, found = 0;
        for (var chart = 0; chart < 3_333; chart++)
        {
            var values = Enumerable.Range(0, 36).Select(_ => Poisson(random, 5)).ToList();
            signalled += ControlChart.Of(values, Rules).Signals.SelectMany(signal => signal.Points).Distinct().Count(place => place >= 24);
            months += 12;
            var doubled = values[..24].Concat(Enumerable.Range(0, 12).Select(_ => Poisson(random, 10))).ToList();
            if (ControlChart.Of(doubled, Rules).Signals.Any(signal => signal.Up && signal.Points[^1] >= 24)) found++;
        }
        TestContext.Current.TestOutputHelper!.WriteLine($"{100d * signalled / months:0.0} % of months signalled by chance, {100d * found / 3_333:0.0} % of doubled levels found");
        Assert.InRange((double)signalled / months, 0.001, 0.12);
        Assert.InRange(found / 3_333d, 0.95, 1);
    }

    private static IEnumerable<ChartSignal> Of(ControlChart chart, ChartPattern pattern) => chart.Signals.Where(signal => signal.Pattern == pattern);

    // Mean 10, every other 11 and 9.
    private static IEnumerable<double> Alternating(int count) => Enumerable.Range(0, count).Select(n => n % 2 == 0 ? 11d : 9d);

    private static double Poisson(Random random, double mean)
    {
        var (count, product, least) = (0, random.NextDouble(), Math.Exp(-mean));
        while (product > least)
        {
            product *= random.NextDouble();
            count++;
        }
        return count;
    }
}
