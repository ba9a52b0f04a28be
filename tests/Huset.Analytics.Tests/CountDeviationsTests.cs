using System.Text.Json;

namespace Huset.Analytics.Tests;

public sealed class CountDeviationsTests(AnalyticsHost host)
{
    private const string Path = "/analytics/v1/counts";

    [Fact]
    public async Task Counts_are_split_as_asked_and_named()
    {
        await Report("2019-01-10", TestUnits.Norrangen, "other", 3);
        await Report("2019-01-31", TestUnits.Kullen, "other", 1);
        await Report("2019-02-01", TestUnits.Norrangen, "cooperation", 2);
        const string Period = "from=2019-01&to=2019-03";

        Assert.Equal(["4", "2"], await Shown($"groupBy=month&{Period}"));
        Assert.Equal(["Kullens hemtjänst 1", "Norrängens hemtjänst 5"], await Shown($"groupBy=unit&{Period}", "unitName"));
        Assert.Equal(["cooperation 2", "other 4"], await Shown($"groupBy=kind&{Period}", "kind"));
        Assert.Equal(["kullen 2019-01 other 1", "norrangen 2019-01 other 3", "norrangen 2019-02 cooperation 2"], await Shown(Period, "unitCode", "month", "kind"));
        Assert.Equal(["3"], await Shown($"groupBy=month&{Period}&unitCode=norrangen&kind=other"));
        Assert.Contains("norrangen;Norrängens hemtjänst;2019-01;other;3\r\n", await host.As(TestUsers.Analyst).GetStringAsync($"{Path}?{Period}&format=csv"));
    }

    [Fact]
    public async Task From_is_counted_and_to_is_not_for_months_and_for_days()
    {
        foreach (var day in new[] { "2019-05-01", "2019-05-15", "2019-05-31", "2019-06-01" }) await Report(day, TestUnits.Kullen, "other", 1);
        Assert.Equal(["3"], await Shown("groupBy=unit&from=2019-05&to=2019-06"));
        Assert.Equal(["2"], await Shown("groupBy=unit&from=2019-05-15&to=2019-06-01"));
        Assert.Equal(["1"], await Shown("groupBy=unit&from=2019-05-15&to=2019-05-31"));
        var view = await host.As(TestUsers.Analyst).GetAsync($"{Path}?from=2019-05&to=2019-06-10").Json();
        Assert.Equal(("2019-05-01", "2019-06-10"), (view.GetProperty("from").GetString(), view.GetProperty("to").GetString()));
    }

    [Fact]
    public async Task Each_reader_gets_the_units_that_are_theirs()
    {
        await Report("2019-09-10", TestUnits.Norrangen, "other", 1);
        await Report("2019-09-10", TestUnits.Solgarden, "other", 2);
        await Report("2019-09-10", TestUnits.Hasselvagen, "other", 4);
        async Task<string[]> Seen(TestUser user, string more = "") => await Shown(user, $"groupBy=unit&from=2019-09&to=2019-10{more}", "unitCode");

        Assert.Equal(["norrangen 1"], await Seen(TestUsers.Manager));
        Assert.Equal(["norrangen 1", "solgarden 2"], await Seen(TestUsers.AreaManager));
        Assert.Empty(await Seen(TestUsers.OtherManager, $"&unitCode={TestUnits.Norrangen}"));
        foreach (var user in new[] { TestUsers.Analyst, TestUsers.QualityDeveloper })
            Assert.Equal(["hasselvagen 4", "norrangen 1", "solgarden 2"], await Seen(user));
        // Days are counted from the cases, under the same rule.
        Assert.Equal(["norrangen 1"], await Shown(TestUsers.Manager, "groupBy=unit&from=2019-09-02&to=2019-09-20", "unitCode"));
    }

    [Fact]
    public async Task Who_reads_no_counts_is_refused()
    {
        foreach (var user in new[] { TestUsers.Employee, TestUsers.Administrator, TestUsers.Integration, TestUsers.Supplier })
            await host.As(user).GetAsync(Path).Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        await host.As(null).GetAsync(Path).Problem(HttpStatusCode.Unauthorized, "user.not-signed-in");
    }

    [Theory]
    [InlineData("groupBy=colour", "groupBy")]
    [InlineData("format=x", "format")]
    [InlineData("from=i-fjol", "from")]
    [InlineData("to=2026-13", "to")]
    [InlineData("to=0001-01", "to")]
    [InlineData("from=2026-02&to=2026-02", "to")]
    [InlineData("from=2001-01&to=2026-02", "from")]
    public Task A_wrong_field_is_named(string query, string field) => host.As(TestUsers.Analyst).GetAsync($"{Path}?{query}").NamesField(field);

    private Task Report(string day, string unit, string kind, int count) =>
        host.Tell(Enumerable.Range(0, count).Select(_ => Messages.Deviation(Guid.CreateVersion7(), 1, unit, kind, day)));

    private Task<string[]> Shown(string query, params string[] members) => Shown(TestUsers.Analyst, query, members);

    private async Task<string[]> Shown(TestUser user, string query, params string[] members) =>
        [.. (await host.As(user).GetAsync($"{Path}?{query}").Json()).GetProperty("items").EnumerateArray().Select(item => Line(item, members))];

    private static string Line(JsonElement item, string[] members) =>
        string.Join(' ', [.. members.Select(member => item.GetProperty(member).GetString()), item.GetProperty("count").ToString()]);
}
