namespace Huset.Deviations.Tests;

public sealed class ListDeviationsTests(DeviationsHost host)
{
    private const string Path = "/deviations/v1/deviations";

    [Fact]
    public async Task Each_reader_sees_exactly_the_cases_that_are_theirs()
    {
        var anna = new TestUser("anna-lista", ["medarbetare"], HomeUnit: TestUnits.Norrangen);
        var medicine = await host.Reported(anna, ("kind", "health-care"));
        var fall = await host.Reported(anna, ("kind", "work-environment"), ("unitCode", TestUnits.Solgarden));
        var care = await host.Reported(anna, ("kind", "social-care"), ("unitCode", TestUnits.Hasselvagen));

        async Task<HashSet<Guid>> Seen(TestUser reader) => [.. (await Ids(reader, "limit=100")).Intersect([medicine, fall, care])];
        HashSet<Guid> all = [medicine, fall, care];

        Assert.Equal(all, await Seen(anna));
        Assert.Empty(await Seen(TestUsers.Colleague));
        Assert.Equal([medicine], await Seen(TestUsers.Manager));
        Assert.Equal([fall], await Seen(TestUsers.OtherManager));
        Assert.Equal([medicine, fall], await Seen(TestUsers.AreaManager));
        Assert.Equal([medicine], await Seen(TestUsers.Mas));
        Assert.Equal([fall], await Seen(TestUsers.WorkEnvironment));
        Assert.Equal(all, await Seen(TestUsers.QualityDeveloper));
        Assert.Empty(await Seen(TestUsers.LexInvestigator));
        Assert.Empty(await Seen(TestUsers.Administrator));
        Assert.Empty(await Seen(TestUsers.Integration));
    }

    [Fact]
    public async Task Who_may_not_read_free_text_gets_the_case_without_words_and_names()
    {
        var id = await host.Reported(TestUsers.Employee, ("description", "Fru Hemlig föll"), ("immediateAction", "Ringde"));
        var seen = (await host.As(TestUsers.QualityDeveloper).GetAsync($"{Path}?limit=100").Json())
            .GetProperty("items").EnumerateArray().Single(item => item.GetProperty("id").GetGuid() == id);
        foreach (var field in new[] { "description", "title", "immediateAction", "reportedBy" }) Assert.False(seen.TryGetProperty(field, out _), field);
    }

    [Fact]
    public async Task Filters_narrow_and_pages_do_not_overlap()
    {
        var reporter = new TestUser("filter", ["medarbetare"], HomeUnit: TestUnits.Kullen);
        for (var day = 1; day <= 5; day++)
            await host.Reported(reporter, ("unitCode", TestUnits.Kullen), ("occurredAt", $"2026-03-0{day}T12:00:00+01:00"), ("kind", day % 2 == 0 ? "other" : "cooperation"));

        Assert.Equal(3, (await Ids(reporter, "kind=cooperation")).Length);
        Assert.Equal(2, (await Ids(reporter, "from=2026-03-02&to=2026-03-04")).Length);
        Assert.Equal(5, (await Ids(reporter, $"unitCode={TestUnits.ElderlyCare}")).Length);
        Assert.Empty(await Ids(reporter, $"unitCode={TestUnits.Hasselvagen}"));
        Assert.Equal(5, (await Ids(reporter, "status=reported")).Length);
        Assert.Empty(await Ids(reporter, "status=closed"));

        var first = await host.As(reporter).GetAsync($"{Path}?limit=2").Json();
        Assert.Equal(5, first.GetProperty("total").GetInt32());
        var second = await host.As(reporter).GetAsync(first.GetProperty("next").GetString()).Json();
        var third = await host.As(reporter).GetAsync(second.GetProperty("next").GetString()).Json();
        Assert.False(third.TryGetProperty("next", out _));
        Assert.Equal(5, new[] { first, second, third }.SelectMany(list => list.GetProperty("items").EnumerateArray()).Select(item => item.GetProperty("id").GetGuid()).Distinct().Count());
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=101", "limit")]
    [InlineData("page=0", "page")]
    [InlineData("status=lost", "status")]
    [InlineData("kind=SocialCare", "kind")]
    public Task A_wrong_filter_is_named(string query, string field) => host.As(TestUsers.Employee).GetAsync($"{Path}?{query}").NamesField(field);

    [Theory]
    [InlineData("from=igår")]
    [InlineData("limit=många")]
    [InlineData("unitCode=a%00b")]
    public Task A_filter_that_cannot_be_read_is_refused(string query) =>
        host.As(TestUsers.Employee).GetAsync($"{Path}?{query}").Problem(HttpStatusCode.BadRequest, "request.unreadable");

    [Fact]
    public Task A_board_member_is_refused() => host.As(TestUsers.BoardMember).GetAsync(Path).Problem(HttpStatusCode.Forbidden, "user.not-allowed");

    [Fact]
    public Task Nobody_is_asked_to_sign_in() => host.As(null).GetAsync(Path).Problem(HttpStatusCode.Unauthorized, "user.not-signed-in");

    private async Task<Guid[]> Ids(TestUser reader, string query) =>
        [.. (await host.As(reader).GetAsync($"{Path}?{query}").Json()).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetGuid())];
}
