using System.Net.Http.Json;
using System.Text.Json;

namespace Huset.Analytics.Tests;

/// <summary>Charts of one's own values, against worked examples of the literature and against arithmetic done here.</summary>
public sealed class DrawChartTests(AnalyticsHost host)
{
    private const string Path = "/analytics/v1/charts";

    // Montgomery, Introduction to Statistical Quality Control: cans of orange juice, 30 samples of 50; also `orangejuice` of R's package qcc.
    private static readonly double[] Cans = [12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6];

    [Fact]
    public async Task A_p_chart_has_the_limits_of_Montgomerys_orange_juice()
    {
        // There: 347 of 1,500 = 0.2313, limits 0.0524 and 0.4102, samples 15 and 23 outside.
        Assert.Equal(347, Cans.Sum());
        var chart = await Draw(new { type = "p", values = Cans, volumes = Enumerable.Repeat(50, 30) });
        Assert.Equal(("p-chart", 0.2313, 0.0524, 0.4102), (chart.GetProperty("method").GetString(), Round(chart, "centre", 4), Limit(chart, 0, "lower", 4), Limit(chart, 29, "upper", 4)));
        Assert.Equal([14, 22], Outside(chart));
    }

    [Fact]
    public async Task A_p_chart_of_samples_of_any_size_has_limits_of_its_own_for_each()
    {
        // The figures of Maple's page on ProcessControl[PControlLimits], which gives 0.0073346945 and 0.1836857136 for samples of 100 and 0 and 0.1940934207 for those of 80.
        double[] orders = [12, 8, 6, 9, 10, 12, 11, 16, 10, 6, 20, 15, 9, 8, 6, 8, 10, 7, 5, 8, 5, 8, 10, 6, 9];
        int[] sizes = [100, 80, 80, 100, 110, 110, 100, 100, 90, 90, 110, 120, 120, 120, 110, 80, 80, 80, 90, 100, 100, 100, 100, 90, 90];
        var chart = await Draw(new { type = "p", values = orders, volumes = sizes });
        Assert.Equal((0.00733469, 0.18368571), (Limit(chart, 0, "lower", 8), Limit(chart, 0, "upper", 8)));
        Assert.Equal((0d, 0.19409342), (Limit(chart, 1, "lower", 8), Limit(chart, 1, "upper", 8)));
        Assert.Equal([10], Outside(chart));
        // Independent of the program: p ± 3 √(p (1 − p) / n), never below none.
        var mean = orders.Sum() / sizes.Sum();
        Assert.All(Enumerable.Range(0, sizes.Length), place =>
        {
            var reach = 3 * Math.Sqrt(mean * (1 - mean) / sizes[place]);
            Assert.Equal(Math.Max(0, mean - reach), Limit(chart, place, "lower", 8), 1e-8);
            Assert.Equal(mean + reach, Limit(chart, place, "upper", 8), 1e-8);
            Assert.Equal(orders[place] / sizes[place], Limit(chart, place, "value", 8), 1e-8);
        });
    }

    [Fact]
    public async Task New_limits_begin_at_the_breaks_that_are_sent()
    {
        // By hand: two ranges of 2 on either side, none over the step: mean ± 3 · 2 / 1.128.
        var chart = await Draw(new { type = "xmr", values = new[] { 10, 12, 10, 30, 32, 30 }, breaks = new[] { 3 } });
        Assert.Equal([10.66666667, 30.66666667], chart.GetProperty("stretches").EnumerateArray().Select(stretch => stretch.GetProperty("centre").GetDouble()));
        Assert.Equal((32d / 3) + (6 / 1.128), Limit(chart, 2, "upper", 8), 1e-8);
        Assert.Equal((92d / 3) - (6 / 1.128), Limit(chart, 3, "lower", 8), 1e-8);
        Assert.Empty(Outside(chart));
        foreach (var breaks in new int[][] { [1], [5], [6], [0], [-1], [4, 3], [3, 3] }) await host.As(TestUsers.Analyst).PostAsJsonAsync(Path, new { type = "xmr", values = new[] { 10, 12, 10, 30, 32, 30 }, breaks }).NamesField("breaks");
    }

    [Fact]
    public async Task A_u_chart_has_limits_by_each_volume()
    {
        // Flaws in rolls of dyed cloth of 8 to 13 units (`dyedcloth` of R's package qcc, after Montgomery): 153 in 107.5. Reckoned here: u ± 3 √(u / n).
        double[] flaws = [14, 12, 20, 11, 7, 10, 21, 16, 19, 23], rolls = [10, 8, 13, 10, 9.5, 10, 12, 10.5, 12, 12.5];
        const double Mean = 153 / 107.5;
        var chart = await Draw(new { type = "u", values = flaws, volumes = rolls });
        Assert.Equal(("u-chart", 1.42325581, true), (chart.GetProperty("method").GetString(), Round(chart, "centre", 8), chart.GetProperty("preliminary").GetBoolean()));
        Assert.All(Enumerable.Range(0, 10), place =>
        {
            Assert.Equal(Mean + (3 * Math.Sqrt(Mean / rolls[place])), Limit(chart, place, "upper", 8), 1e-8);
            Assert.Equal(Mean - (3 * Math.Sqrt(Mean / rolls[place])), Limit(chart, place, "lower", 8), 1e-8);
        });
        Assert.Empty(Outside(chart));
    }

    [Fact]
    public async Task An_individuals_chart_has_the_limits_of_the_flow_rates_of_NIST()
    {
        // NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2: mean 50.81, mean moving range 1.8778, limits 45.8159 and 55.8041.
        double[] flow = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1];
        var chart = await Draw(new { type = "xmr", values = flow });
        Assert.Equal(("individuals-chart", 50.81, 45.8159, 55.8041), (chart.GetProperty("method").GetString(), Round(chart, "centre", 2), Limit(chart, 0, "lower", 4), Limit(chart, 0, "upper", 4)));
        Assert.Empty(Outside(chart));
        // Measurements may lie below zero, and so may their limits.
        Assert.True(Limit(await Draw(new { type = "xmr", values = new[] { 1, -2, 3, -4 } }), 0, "lower", 2) < 0);
    }

    [Fact]
    public async Task A_c_chart_has_the_limits_of_Montgomerys_circuit_boards()
    {
        // Montgomery, as above; also the first 26 of `circuit` of R's package qcc: 516 / 26 = 19.85, units 6 and 20 outside.
        double[] boards = [21, 24, 16, 12, 15, 5, 28, 20, 31, 25, 20, 24, 16, 19, 10, 17, 13, 22, 18, 39, 30, 24, 16, 19, 17, 15];
        const double Mean = 516 / 26d;
        var chart = await Draw(new { type = "c", values = boards });
        Assert.Equal(("c-chart", 19.85), (chart.GetProperty("method").GetString(), Round(chart, "centre", 2)));
        Assert.Equal(Mean - (3 * Math.Sqrt(Mean)), Limit(chart, 0, "lower", 8), 1e-8);
        Assert.Equal(Mean + (3 * Math.Sqrt(Mean)), Limit(chart, 25, "upper", 8), 1e-8);
        Assert.Equal([5, 19], Outside(chart));
        Assert.Contains("Punkt 20 sticker ut uppåt: 39, mer än slumpen brukar ge.", chart.GetProperty("signals").EnumerateArray().Select(signal => signal.GetProperty("sentence").GetString()));
        // The kind that is asked for is what one gets, also where the spread is more than chance gives: that is told beside.
        var wide = await Draw(new { type = "c", values = new[] { 2, 60, 3, 55, 1, 70, 2, 66, 4, 58, 3, 61 } });
        Assert.Equal("c-chart", wide.GetProperty("method").GetString());
        Assert.True(wide.GetProperty("spread").GetDouble() > 5);
    }

    [Fact]
    public async Task A_g_chart_has_the_limits_of_the_operations_between_readmissions()
    {
        // Operations between readmissions (`cabg` of R's package qicharts2), whose chart the Western Australian Department of Health's SPC visual is tested
        // against: upper limit 128.17, no lower; 24 is the middle one of the 67. Formula: Benneyan, Health Care Management Science 4, 2001.
        double[] between = [23, 39, 15, 34, 1, 49, 98, 29, 27, 13, 45, 7, 10, 27, 24, 14, 20, 38, 44, 11, 10, 3, 113, 183, 3, 47, 18, 18, 33, 15, 2, 38, 27, 27, 1, 52, 23, 7, 26, 82, 5, 49, 5, 17, 24, 44, 26, 2, 27, 46, 55, 97, 22, 22, 20, 4, 60, 51, 7, 21, 66, 36, 25, 72, 15, 5, 3];
        var chart = await Draw(new { type = "g", values = between });
        Assert.Equal(("g-chart", 24d, 128.17, 0d), (chart.GetProperty("method").GetString(), Round(chart, "centre", 2), Limit(chart, 0, "upper", 2), Limit(chart, 66, "lower", 2)));
        Assert.Equal([23], Outside(chart));
        Assert.False(chart.TryGetProperty("spread", out _));
    }

    [Fact]
    public async Task A_t_chart_judges_the_roots_of_times_as_Montgomery_does_with_valves()
    {
        // Montgomery, Introduction to Statistical Quality Control, table 7.14: hours between failures of a valve, and their 0.2777th powers, of which the chart is an individuals chart.
        double[] hours = [286, 948, 536, 124, 816, 729, 4, 143, 431, 8, 2837, 596, 81, 227, 603, 492, 1199, 1214, 2831, 96];
        double[] powers = [4.80986, 6.70903, 5.72650, 3.81367, 6.43541, 6.23705, 1.46958, 3.96768, 5.39007, 1.78151, 9.09619, 5.89774, 3.38833, 4.51095, 5.91690, 5.59189, 7.16124, 7.18601, 9.09083, 3.55203];
        var (chart, roots) = (await Draw(new { type = "t", values = hours }), await Draw(new { type = "xmr", values = powers }));
        Assert.Equal("t-chart", chart.GetProperty("method").GetString());
        // The table's powers are of 0.2777 and five digits, ours of 1 / 3.6.
        Assert.Equal(Math.Pow(Limit(roots, 0, "upper", 8), 3.6), Limit(chart, 0, "upper", 8), 0.005 * Limit(chart, 0, "upper", 8));
        Assert.Equal(Math.Pow(Round(roots, "centre", 8), 3.6), Round(chart, "centre", 8), 0.005 * Round(chart, "centre", 8));
        Assert.Equal((0d, 286d), (Limit(chart, 0, "lower", 8), Limit(chart, 0, "value", 8)));
        Assert.Empty(chart.GetProperty("signals").EnumerateArray());
    }

    [Fact]
    public async Task A_run_chart_has_a_median_and_tells_of_a_shift_and_a_trend_alone()
    {
        var chart = await Draw(new { type = "run", values = new[] { -5, 3, 4, 3, 4, 3, 4, 3, 4, 9, 8, 9, 8, 9, 8, 9, 8, 900 } });
        // Nine below and nine above: the middle lies half-way between the ninth and the tenth.
        Assert.Equal(("run-chart", 6d), (chart.GetProperty("method").GetString(), Round(chart, "centre", 2)));
        Assert.False(chart.GetProperty("limits")[0].TryGetProperty("upper", out _));
        Assert.Equal([("shift", true), ("shift", false)], chart.GetProperty("signals").EnumerateArray().Select(signal => (signal.GetProperty("pattern").GetString()!, signal.GetProperty("up").GetBoolean())));
    }

    [Fact]
    public async Task The_smallest_series_have_limits_and_none_judges_nothing()
    {
        Assert.Equal(0, Limit(await Draw(new { type = "c", values = new[] { 0 } }), 0, "upper", 2));
        var all = await Draw(new { type = "p", values = new[] { 4, 9 }, volumes = new[] { 4, 9 } });
        Assert.Equal((1d, 1d, 1d), (Round(all, "centre", 2), Limit(all, 0, "lower", 2), Limit(all, 1, "upper", 2)));
        Assert.Empty(all.GetProperty("signals").EnumerateArray());
    }

    [Theory]
    [InlineData("""{"type":"r","values":[1,2]}""", "request.invalid", null)]
    [InlineData("""{"values":[1,2]}""", "request.invalid", "type")]
    [InlineData("""{"type":"c"}""", "request.invalid", "values")]
    [InlineData("""{"type":"c","values":[]}""", "request.invalid", "values")]
    [InlineData("""{"type":"c","values":[1,-1]}""", "request.invalid", "values")]
    [InlineData("""{"type":"c","values":[1e400]}""", "request.invalid", "values")]
    [InlineData("""{"type":"xmr","values":[1]}""", "request.invalid", "values")]
    [InlineData("""{"type":"t","values":[1]}""", "request.invalid", "values")]
    [InlineData("""{"type":"t","values":[1,-2]}""", "request.invalid", "values")]
    [InlineData("""{"type":"g","values":[-1]}""", "request.invalid", "values")]
    [InlineData("""{"type":"g","values":[1],"volumes":[2]}""", "request.invalid", "volumes")]
    [InlineData("""{"type":"p","values":[1,2]}""", "request.invalid", "volumes")]
    [InlineData("""{"type":"p","values":[1,2],"volumes":[2]}""", "request.invalid", "volumes")]
    [InlineData("""{"type":"p","values":[1,3],"volumes":[2,2]}""", "request.invalid", "values")]
    [InlineData("""{"type":"u","values":[1,3],"volumes":[2,0]}""", "request.invalid", "volumes")]
    [InlineData("""{"type":"c","values":[1,3],"volumes":[2,2]}""", "request.invalid", "volumes")]
    public async Task What_is_no_series_is_refused_and_the_field_named(string body, string code, string? field)
    {
        var answer = await host.As(TestUsers.Analyst).PostAsync(Path, new StringContent(body, System.Text.Encoding.UTF8, "application/json")).Json(HttpStatusCode.BadRequest);
        Assert.Equal(code, answer.GetProperty("code").GetString());
        if (field is not null) Assert.True(answer.GetProperty("errors").TryGetProperty(field, out _), answer.GetRawText());
    }

    [Fact]
    public async Task Who_may_not_count_may_not_draw()
    {
        await host.As(TestUsers.Employee).Post(Path, new { type = "c", values = new[] { 1, 2 } }).Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        await host.As(null).Post(Path, new { type = "c", values = new[] { 1, 2 } }).Problem(HttpStatusCode.Unauthorized, "user.not-signed-in");
    }

    private Task<JsonElement> Draw(object request) => host.As(TestUsers.Analyst).Post(Path, request).Json();

    private static IEnumerable<int> Outside(JsonElement chart) => chart.GetProperty("signals").EnumerateArray()
        .Where(signal => signal.GetProperty("pattern").GetString() == "outside").Select(signal => signal.GetProperty("points")[0].GetInt32()).Order();

    private static double Round(JsonElement chart, string member, int digits) => Math.Round(chart.GetProperty(member).GetDouble(), digits);

    private static double Limit(JsonElement chart, int place, string member, int digits) => Math.Round(chart.GetProperty("limits")[place].GetProperty(member).GetDouble(), digits);
}
