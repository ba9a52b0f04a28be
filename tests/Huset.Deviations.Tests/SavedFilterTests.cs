using static Huset.Testing.Requests;

namespace Huset.Deviations.Tests;

/// <summary>Selections that someone has named.</summary>
public sealed class SavedFilterTests(DeviationsHost host)
{
    private const string Filters = "/deviations/v1/saved-filters", Page = "/avvikelser/urval";

    [Fact]
    public async Task A_selection_is_saved_by_name_stands_above_the_list_and_is_nobody_elses()
    {
        var manager = TestUsers.Manager with { Id = Guid.NewGuid() };
        var mine = host.As(manager);
        Assert.Contains("urval?lage=reported&amp;risk=over", await mine.GetStringAsync("/avvikelser/?risk=over&lage=reported&page=3"));
        Assert.Contains("Ge urvalet ett namn", WebUtility.HtmlDecode(await mine.GetStringAsync($"{Page}?risk=over&lage=reported")));
        Assert.Contains("Skriv ett namn.", WebUtility.HtmlDecode(await (await mine.Form(Page, "spara", ("Request.Query", "lage=reported&risk=over"))).Content.ReadAsStringAsync()));
        Assert.Equal(HttpStatusCode.Found, (await mine.Form(Page, "spara", ("Request.Query", "risk=over&lage=reported&hemligt=1"), ("Request.Name", "Nya & farliga"))).StatusCode);
        var list = WebUtility.HtmlDecode(await mine.GetStringAsync("/avvikelser/"));
        Assert.Contains("href=\"./?lage=reported&risk=over\"", list);
        Assert.Contains("Nya & farliga", list);
        Assert.DoesNotContain("Nya & farliga", WebUtility.HtmlDecode(await host.As(TestUsers.Mas).GetStringAsync("/avvikelser/")));

        await mine.Post(Filters, new { name = "Nya & farliga", query = "?lage=closed" }).Json(HttpStatusCode.Created);
        var saved = Assert.Single((await mine.GetAsync(Filters).Json()).GetProperty("items").EnumerateArray());
        Assert.Equal("lage=closed", saved.GetProperty("query").GetString());
        var id = saved.GetProperty("id").GetString();
        Assert.Equal(HttpStatusCode.NotFound, (await host.As(TestUsers.Mas).PostAsync($"{Filters}/{id}/removal", null)).StatusCode);
        Assert.Equal(HttpStatusCode.Found, (await mine.Form(Page, "bort", ("Filter", id!))).StatusCode);
        Assert.Equal(0, (await mine.GetAsync(Filters).Json()).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task What_selects_nothing_and_what_is_too_many_is_refused()
    {
        var mine = host.As(TestUsers.Manager with { Id = Guid.NewGuid() });
        await mine.Post(Filters, new { name = "Allt", query = "page=2" }).Problem(HttpStatusCode.BadRequest, "request.invalid");
        foreach (var number in Enumerable.Range(1, 50)) await mine.Post(Filters, new { name = $"Urval {number}", query = "lage=closed" }).Json(HttpStatusCode.Created);
        await mine.Post(Filters, new { name = "Ett till", query = "lage=closed" }).Problem(HttpStatusCode.Conflict, "saved-filter.too-many");
    }
}
