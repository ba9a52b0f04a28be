using System.Net.Http.Json;
using Huset.ServiceDefaults.Identity;

namespace Huset.Processes.Tests;

public sealed class QualitySystemPagesTests(ProcessesHost host)
{
    private static int Year => ServiceDefaults.SwedishTime.Today(TimeProvider.System).Year;

    [Fact]
    public async Task Area_by_area_it_is_written_and_what_is_missing_is_told_before_it_is_handed_in()
    {
        var unit = await Unit();
        var page = await Html($"{Page(unit)}/skriv");
        Assert.Contains("<h1>1. Kvalitetssäkring av de sociala tjänsterna</h1>", page);
        Assert.Contains("De viktigaste sociala tjänsterna", page);
        Assert.Contains("verksamhetsplan med åtaganden och arbetssätt", page);
        Assert.Contains("6 fält kvar", page);
        Assert.Equal(0, await host.Scalar<long>("select count(*) from quality_systems where unit_code = $1", unit));

        var next = await Send($"{Page(unit)}/skriv", ("_handler", "omrade"), ("Version", "0"), ("Efter", "nasta"), ("Request.Text-1a-0", "Vi ger hemtjänst."), ("Request.Text-1a-1", "Enhetschefen."));
        Assert.Equal($"/processer/enheter/{unit}/kvalitetssystem/skriv?ar={Year}&omrade=tillganglighet&sparad=1", Path(next));
        page = await Html(Path(next));
        Assert.Contains("Sparat.", page);
        Assert.Contains("4 fält kvar", page);
        Assert.Contains("Vi ger hemtjänst.", await Html($"{Page(unit)}/skriv?omrade=tjanster"));

        page = await Html($"{Page(unit)}/lamna");
        Assert.Contains("22 fält är inte ifyllda", page);
        Assert.Contains("omrade=fel-och-brister#Text-5b-1\">5b Vid planerad förändring av verksamheten: Ansvarsfördelning", page);
        Assert.DoesNotContain("<button class=\"button\">Lämna", page);
        page = await Body(await Send($"{Page(unit)}/lamna", ("_handler", "lamna"), ("Version", "2")));
        Assert.Contains("Allt är inte ifyllt", page);
    }

    [Fact]
    public async Task From_handed_in_to_in_force_in_the_pages()
    {
        var unit = await Filled();
        var version = await Version(unit);
        Assert.EndsWith("gjort=lamnat", Path(await Send($"{Page(unit)}/lamna", ("_handler", "lamna"), ("Version", version))));
        Assert.Contains("Du har själv skrivit i dokumentet", await Html($"{Page(unit)}/godkann"));
        version = await Version(unit);
        Assert.Contains("Skriv vad som ska ändras", await Body(await Send($"{Page(unit)}/godkann", Approver, ("_handler", "godkann"), ("Version", version), ("Request.Decision", "return"))));
        Assert.Contains($"enheter/{unit}/kvalitetssystem/godkann?ar={Year}", await Html("/processer/att-godkanna", Approver));
        Assert.DoesNotContain(unit, await Html("/processer/att-godkanna"));
        Assert.EndsWith("gjort=godkant", Path(await Send($"{Page(unit)}/godkann", Approver, ("_handler", "godkann"), ("Version", version), ("Request.Decision", "approve"))));
        Assert.DoesNotContain(unit, await Html("/processer/att-godkanna", Approver));

        // What is approved goes back while it is not in force: by who writes, and by who judged.
        version = await Version(unit);
        Assert.Contains("Skriv varför", await Body(await Send($"{Page(unit)}/ta-tillbaka", ("_handler", "ta-tillbaka"), ("Version", version))));
        Assert.EndsWith("gjort=taget", Path(await Send($"{Page(unit)}/ta-tillbaka", ("_handler", "ta-tillbaka"), ("Version", version), ("Request.Reason", "Punkt 8 är fel."))));
        Assert.Contains("Punkt 8 är fel.", await Html(Page(unit)));
        await Send($"{Page(unit)}/lamna", ("_handler", "lamna"), ("Version", await Version(unit)));
        await Send($"{Page(unit)}/godkann", Approver, ("_handler", "godkann"), ("Version", await Version(unit)), ("Request.Decision", "approve"));
        version = await Version(unit);
        Assert.Contains("Skriv vad som ska ändras", await Body(await Send($"{Page(unit)}/godkann", Approver, ("_handler", "godkann"), ("Version", version), ("Request.Decision", "return"))));
        Assert.EndsWith("gjort=tillbaka", Path(await Send($"{Page(unit)}/godkann", Approver, ("_handler", "godkann"), ("Version", version), ("Request.Decision", "return"), ("Request.Reason", "Jag läste fel."))));
        Assert.Contains("Jag läste fel.", await Html(Page(unit)));
        await Send($"{Page(unit)}/lamna", ("_handler", "lamna"), ("Version", await Version(unit)));
        await Send($"{Page(unit)}/godkann", Approver, ("_handler", "godkann"), ("Version", await Version(unit)), ("Request.Decision", "approve"));
        version = await Version(unit);
        Assert.EndsWith("gjort=publicerat", Path(await Send($"{Page(unit)}/godkann", Approver, ("_handler", "godkann"), ("Version", version))));

        var page = await Html(Page(unit), TestUsers.Employee);
        Assert.Contains("Publicerat", page);
        Assert.Contains("Godkänd av Kvalitet Testsson", page);
        Assert.Contains($"/processes/v1/units/{unit}/quality-system?year={Year}&version=published&format=docx", page);
        Assert.DoesNotContain("/skriv", page);
        Assert.Contains("Skriv en ny version", await Html(Page(unit)));
    }

    [Fact]
    public async Task When_another_has_written_in_the_area_both_texts_are_shown_and_the_own_is_kept()
    {
        var unit = await Filled();
        var stale = await Body(await Send($"{Page(unit)}/skriv?omrade=tillganglighet", ("_handler", "omrade"), ("Version", "1"), ("Request.Text-2-0", "Mitt eget."), ("Request.Text-2-1", "Svar")));
        Assert.Contains("Mitt eget.", stale);
        Assert.Contains("<mark>Svar</mark>", stale);
        Assert.Contains("name=\"Version\" value=\"2\"", stale);
        var saved = await Send($"{Page(unit)}/skriv?omrade=tillganglighet", ("_handler", "omrade"), ("Version", "2"), ("Efter", "stanna"), ("Request.Text-2-0", "Mitt eget."), ("Request.Text-2-1", "Svar"));
        Assert.EndsWith("omrade=tillganglighet&sparad=1", Path(saved));

        // Another area is not touched by that.
        Assert.Equal(HttpStatusCode.Found, (await Send($"{Page(unit)}/skriv?omrade=synpunkter", ("_handler", "omrade"), ("Version", "2"), ("Request.Text-6-0", "Ny"), ("Request.Text-6-1", "Svar"))).StatusCode);
    }

    [Fact]
    public async Task A_text_that_is_too_long_is_told_and_kept()
    {
        var unit = await Unit();
        var page = await Body(await Send($"{Page(unit)}/skriv?omrade=upphandling", ("_handler", "omrade"), ("Version", "0"), ("Request.Text-8-0", new string('x', 20_001)), ("Request.Text-8-1", "Chefen.")));
        Assert.Contains("Metod är för lång", page);
        Assert.Contains(new string('x', 20_001), page);
        Assert.Equal(0, await host.Scalar<long>("select count(*) from quality_systems where unit_code = $1", unit));
    }

    [Fact]
    public async Task The_next_year_is_filled_beforehand_and_what_stood_is_beside_what_is_changed()
    {
        var unit = await Filled();
        Assert.Contains($">{Year + 1}</a>", await Html(Page(unit)));
        Assert.Contains("Svar</textarea>", await Html($"{Page(unit)}/skriv?ar={Year + 1}"));
        await Send($"{Page(unit)}/skriv?ar={Year + 1}&omrade=tillganglighet", ("_handler", "omrade"), ("Version", "0"), ("Request.Text-2-0", "Nytt i år."), ("Request.Text-2-1", "Svar"));
        Assert.Contains($"Så stod det {Year}", await Html($"{Page(unit)}/skriv?ar={Year + 1}&omrade=tillganglighet"));
    }

    [Theory]
    [InlineData("/processer/enheter/norrangen/kvalitetssystem?ar=snart", "Året i adressen gick inte att läsa")]
    [InlineData("/processer/kvalitetssystem?ar=snart", "Urvalet gick inte att läsa")]
    [InlineData("/processer/kvalitetssystem?lage=klart", "Urvalet gick inte att läsa")]
    [InlineData("/processer/kvalitetssystem?enhet=finns-inte", "Inga enheter passar urvalet")]
    public async Task An_address_typed_wrong_gives_a_sentence(string address, string sentence) => Assert.Contains(sentence, await Html(address, TestUsers.Employee));

    [Fact]
    public async Task The_import_page_takes_any_address()
    {
        Assert.DoesNotContain("class=\"thanks\"", await Html("/processer/las-in-enheter?klart=1&nya=text", TestUsers.Administrator));
        Assert.Contains("class=\"thanks\"", await Html("/processer/las-in-enheter?klart=1&nya=2&andrade=3", TestUsers.Administrator));
    }

    [Fact]
    public async Task The_demonstration_has_one_document_in_force_and_one_half_written()
    {
        await Until(async () => (await Html("/processer/enheter/norrangen/kvalitetssystem", TestUsers.Employee)).Contains("Vi ger hemtjänst till ungefär 140 personer", StringComparison.Ordinal));
        Assert.Contains("Inget kvalitetssystem", await Html("/processer/enheter/kullen/kvalitetssystem", TestUsers.Employee));
        Assert.Contains("3 av 9 områden är klara", await Html("/processer/enheter/kullen/kvalitetssystem", TestUsers.Manager));
    }

    [Fact]
    public async Task The_list_shows_units_and_areas_and_the_foundation_tells_the_manager_what_is_lacking()
    {
        var unit = await Filled();
        var page = await Html($"/processer/kvalitetssystem?enhet={unit}", new TestUser("skribent", [Roles.Enhetschef], [unit]));
        Assert.Contains($"Enheten {unit}", page);
        Assert.Equal(9, page.Split("<span class=\"visually-hidden\">besvarat</span>").Length - 1);
        Assert.Equal(9, (await Html($"/processer/kvalitetssystem?enhet={unit}", TestUsers.Employee)).Split("<span class=\"visually-hidden\">inte besvarat</span>").Length - 1);

        var rooms = (await host.As(new TestUser("skribent", [Roles.Enhetschef], [unit])).GetAsync("/processes/v1/room").Json()).GetProperty("rooms").EnumerateArray();
        var fact = rooms.Single(room => room.GetProperty("key").GetString() == "quality-systems").GetProperty("facts")[0];
        Assert.Equal(($"{{value}} enhet saknar publicerat kvalitetssystem för {Year}", 1), (fact.GetProperty("text").GetString(), fact.GetProperty("value").GetInt32()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/skriv")]
    [InlineData("/lamna")]
    [InlineData("/godkann")]
    public async Task A_unit_that_is_not_there_is_not_found(string page) =>
        await host.As(new TestUser("alla", [Roles.Enhetschef, Roles.Kvalitetsutvecklare], ["ao"])).GetAsync($"/processer/enheter/finns-inte/kvalitetssystem{page}").Problem(HttpStatusCode.NotFound, "resource.not-found");

    private readonly Guid writer = Guid.NewGuid();
    private readonly List<string> units = [];

    private static TestUser Approver => TestUsers.QualityDeveloper;

    private TestUser Writer => new("skribent", [Roles.Enhetschef], [.. units]) { Id = writer };

    private static string Page(string unit) => $"/processer/enheter/{unit}/kvalitetssystem";

    private async Task<string> Unit()
    {
        units.Add(await host.Created("ks", ("lawAreas", new[] { "SoL" })));
        return units[^1];
    }

    private async Task<string> Filled()
    {
        var unit = await Unit();
        var address = $"{ProcessesHost.Units}/{unit}/quality-system?year={Year}";
        var areas = (await host.As(TestUsers.Employee).GetAsync("/processes/v1/quality-areas?limit=20").Json()).GetProperty("items").EnumerateArray();
        var answers = areas.SelectMany(area => area.GetProperty("points").EnumerateArray()).Select(point => new
        {
            point = point.GetProperty("code").GetString(),
            fields = point.GetProperty("fields").EnumerateArray().Select(field => new { name = field.GetString(), text = "Svar" }),
        });
        await host.As(Writer).PutAsJsonAsync(address, new { answers }).Json();
        return unit;
    }

    private async Task<string> Version(string unit) => $"{(await host.As(Writer).GetAsync($"{ProcessesHost.Units}/{unit}/quality-system?year={Year}&version=draft").Json()).GetProperty("version").GetInt32()}";

    private Task<string> Html(string path, TestUser? user = null) => Html(host.As(user ?? Writer), path);

    private static async Task<string> Html(HttpClient client, string path) => await Body(await client.GetAsync(path));

    private static async Task<string> Body(HttpResponseMessage answer)
    {
        var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        if (answer.StatusCode != HttpStatusCode.OK) Assert.Fail($"{(int)answer.StatusCode}: {html}");
        return html;
    }

    private Task<HttpResponseMessage> Send(string path, params (string Field, string Value)[] fields) => Send(path, Writer, fields);

    private Task<HttpResponseMessage> Send(string path, TestUser user, params (string Field, string Value)[] fields) =>
        host.As(user).PostAsync(path, new FormUrlEncodedContent([.. fields.Select(field => KeyValuePair.Create(field.Field, field.Value)), new("_key", Guid.NewGuid().ToString())]));

    private static string Path(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        return answer.Headers.Location!.IsAbsoluteUri ? answer.Headers.Location.PathAndQuery : answer.Headers.Location.OriginalString;
    }

    private static async Task Until(Func<Task<bool>> so)
    {
        for (var i = 0; i < 100; i++)
        {
            if (await so()) return;
            await Task.Delay(100);
        }
        Assert.Fail("It never became so.");
    }
}
