using System.Text.Json;

namespace Huset.Analytics.Tests;

public sealed class ListEventsTests(AnalyticsHost host)
{
    private const string Path = "/events/v1/events";

    [Fact]
    public async Task Several_types_and_units_are_asked_for_at_once_and_a_star_is_what_begins_so()
    {
        await host.Tell(Messages.Of("SeveralOne", 1, TestUnits.Norrangen), Messages.Of("SeveralTwo", 2, TestUnits.Kullen), Messages.Of("SeveralTwo", 3, TestUnits.Hasselvagen), Messages.Of("Severalx", 4, TestUnits.Norrangen), Messages.Of("OtherSeveral", 5, TestUnits.Norrangen));
        async Task<string> Asked(string query) =>
            string.Join(',', (await host.As(TestUsers.Analyst).GetAsync($"/events/v1/events?limit=1000&{query}").Json()).GetProperty("events").EnumerateArray().Select(told => told.GetProperty("subject").GetString()).Order());

        Assert.Equal("1,2,3", await Asked("type=se.huset.testing.several-*"));
        Assert.Equal("1,4", await Asked("type=se.huset.testing.several-one.v1,%20se.huset.testing.severalx.v1,"));
        Assert.Equal("1,2,4", await Asked($"type=se.huset.testing.several*&unitCode={TestUnits.ElderlyCare}"));
        Assert.Equal("2,3", await Asked($"type=se.huset.testing.several*&unitCode={TestUnits.Kullen},{TestUnits.Hasselvagen}"));
        // What is a pattern to the database is none here.
        Assert.Equal("", await Asked("type=se.huset.testing.several_*"));
        Assert.Equal("", await Asked("type=se.huset.testing.several%25.v1"));
    }

    [Fact]
    public async Task Page_by_page_every_event_comes_once_and_in_order()
    {
        await host.Tell(Messages.Many("PagedThrough", 25));
        var (seen, after) = (new List<string>(), "0");
        for (var pages = 0; pages < 4; pages++)
        {
            var page = await host.As(TestUsers.Analyst).GetAsync($"{Path}?type=se.huset.testing.paged-through.v1&limit=10&after={after}").Json();
            seen.AddRange(page.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("sequence").GetString()!));
            after = page.GetProperty("nextAfter").GetString()!;
        }
        Assert.Equal((await host.Logged("se.huset.testing.paged-through.v1")).Select(entry => entry.Sequence.ToString("D19")), seen);
    }

    [Fact]
    public async Task Who_has_read_all_is_told_where_the_log_ends_and_gets_what_comes_after()
    {
        await host.Tell(Messages.Of("ReadToTheEnd", 1));
        var end = (await Page("type=se.huset.testing.nothing-of-the-kind.v1")).GetProperty("nextAfter").GetString();
        await host.Tell(Messages.Of("ReadToTheEnd", 2));
        var page = await Page($"type=se.huset.testing.read-to-the-end.v1&after={end}");
        Assert.Equal("2", Assert.Single(page.GetProperty("events").EnumerateArray()).GetProperty("subject").GetString());
    }

    [Fact]
    public async Task After_may_be_padded_or_not()
    {
        await host.Tell(Messages.Many("Padded", 3));
        var first = (await host.Logged("se.huset.testing.padded.v1"))[0].Sequence;
        foreach (var after in new[] { $"{first}", $"{first:D19}" })
            Assert.Equal(2, (await Page($"type=se.huset.testing.padded.v1&after={after}")).GetProperty("events").GetArrayLength());
    }

    [Fact]
    public async Task A_unit_brings_all_below_it()
    {
        await host.Tell(Messages.Of("OnUnits", 1, TestUnits.Norrangen), Messages.Of("OnUnits", 2, TestUnits.Hasselvagen), Messages.Of("OnUnits", 3));
        var page = await Page($"type=se.huset.testing.on-units.v1&unitCode={TestUnits.ElderlyCare}");
        Assert.Equal("1", Assert.Single(page.GetProperty("events").EnumerateArray()).GetProperty("subject").GetString());
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=1001", "limit")]
    [InlineData("after=-1", "after")]
    [InlineData("after=snart", "after")]
    [InlineData("after=99999999999999999999", "after")]
    public Task A_wrong_field_is_named(string query, string field) => host.As(TestUsers.Analyst).GetAsync($"{Path}?{query}").NamesField(field);

    [Theory]
    [InlineData("events")]
    [InlineData("stream")]
    [InlineData("export")]
    public async Task Only_analysts_read_the_log(string way)
    {
        foreach (var user in new[] { TestUsers.Employee, TestUsers.Manager, TestUsers.QualityDeveloper, TestUsers.Administrator, TestUsers.Integration, TestUsers.Supplier })
            await host.As(user).GetAsync($"/events/v1/{way}").Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        await host.As(null).GetAsync($"/events/v1/{way}").Problem(HttpStatusCode.Unauthorized, "user.not-signed-in");
    }

    private Task<JsonElement> Page(string query) => host.As(TestUsers.Analyst).GetAsync($"{Path}?{query}").Json();
}
