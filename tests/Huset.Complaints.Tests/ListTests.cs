namespace Huset.Complaints.Tests;

public sealed class ListTests(ComplaintsHost host)
{
    private const string Path = ComplaintsHost.Complaints;

    [Fact]
    public async Task Each_reader_sees_exactly_those_that_are_theirs()
    {
        var anna = new TestUser("anna-lista", ["medarbetare"], HomeUnit: TestUnits.Norrangen);
        var own = await host.Registered(anna, ("unitCode", TestUnits.Hasselvagen));
        var unit = await host.Registered(TestUsers.Registrar, ("unitCode", TestUnits.Norrangen));
        var nowhere = await host.Registered(TestUsers.Registrar, ("unitCode", null));

        async Task<HashSet<Guid>> Seen(TestUser reader) => [.. (await Ids(reader, "limit=100")).Intersect([own, unit, nowhere])];
        Assert.Equal([own], await Seen(anna));
        Assert.Equal([unit], await Seen(TestUsers.Manager));
        Assert.Equal([unit], await Seen(TestUsers.AreaManager));
        Assert.Empty(await Seen(TestUsers.OtherManager));
        Assert.Empty(await Seen(TestUsers.Administrator));
        Assert.Equal([own, unit, nowhere], await Seen(TestUsers.Registrar));
        Assert.Equal([own, unit, nowhere], await Seen(TestUsers.QualityDeveloper));
    }

    [Fact]
    public async Task Who_may_not_read_free_text_gets_codes_and_no_words()
    {
        var id = await host.Registered(TestUsers.Registrar, ("text", "Hemligord sades."), ("contact", "Hemlig Person"), ("fixedHow", "Hemligt gjort"));
        await host.As(TestUsers.Registrar).Post($"{Path}/{id}/answer", new { text = "Hemligt svar" }).Json();
        await host.As(TestUsers.Registrar).Post($"{Path}/{id}/closure", new { outcome = "Hemligt utfall" }).Json();
        foreach (var path in new[] { $"{Path}/{id}", $"{Path}/?limit=100", $"{Path}/?format=csv", $"{Path}/?format=ndjson" })
        {
            var body = await host.As(TestUsers.QualityDeveloper).GetStringAsync(path);
            Assert.Contains($"{id}", body);
            Assert.DoesNotContain("emlig", body);
        }
        Assert.DoesNotContain(id, await Ids(TestUsers.QualityDeveloper, "q=Hemligord"));
        Assert.Contains(id, await Ids(TestUsers.Registrar, "q=Hemligord"));
    }

    [Fact]
    public async Task Filters_narrow_and_who_waits_for_an_answer_comes_first()
    {
        var reader = new TestUser("filter", ["medarbetare"], HomeUnit: TestUnits.Kullen);
        var praise = await host.Registered(reader, ("kind", "praise"), ("wantsAnswer", false), ("receivedAt", "2026-03-01T12:00:00Z"), ("category", "bemotande"));
        var later = await host.Registered(reader, ("receivedAt", "2026-03-05T12:00:00Z"), ("unitCode", TestUnits.Kullen));
        var sooner = await host.Registered(reader, ("receivedAt", "2026-03-02T12:00:00Z"), ("unitCode", null));
        var done = await host.Registered(reader, ("wantsAnswer", false), ("fixedHow", "Klart."), ("receivedAt", "2026-03-03T12:00:00Z"));

        Assert.Equal([sooner, later, praise, done], await Ids(reader, "sort=answer"));
        Assert.Equal([praise], await Ids(reader, "kind=praise"));
        Assert.Equal([praise], await Ids(reader, "category=bemotande"));
        Assert.Equal([done], await Ids(reader, "status=closed"));
        Assert.Equal([sooner, later, praise], (await Ids(reader, "open=true&sort=newest")).OrderBy(id => id == sooner ? 0 : id == later ? 1 : 2));
        Assert.Equal([later], await Ids(reader, $"unitCode={TestUnits.Kullen}"));
        Assert.Equal([sooner], await Ids(reader, "withoutUnit=true"));
        Assert.Equal([done, sooner], await Ids(reader, "from=2026-03-02&to=2026-03-04"));
        Assert.Empty(await Ids(reader, "commented=true"));
        await host.As(reader).GetAsync($"{Path}/?status=borta").NamesField("status");
        await host.As(reader).GetAsync($"{Path}/?sort=borta").NamesField("sort");

        var file = await host.As(reader).GetStringAsync($"{Path}/?format=csv&category=bemotande");
        Assert.Contains(";praise;phone;norrangen;Norrängens hemtjänst;bemotande;;2026-03-01 13:00;false;", file);
    }

    private async Task<Guid[]> Ids(TestUser reader, string query) =>
        [.. (await host.As(reader).GetAsync($"{Path}/?{query}").Json()).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetGuid())];
}
