using System.Text.Json;

namespace Huset.Deviations.Tests;

public sealed class IdeaPagesTests(DeviationsHost host)
{
    private const string Api = "/deviations/v1/ideas", Pages = "/avvikelser/forbattringar";

    [Fact]
    public async Task An_idea_is_left_once_however_often_its_form_is_sent_and_stands_on_the_board()
    {
        var (employee, key, title) = (host.As(TestUsers.Employee), $"{Guid.NewGuid()}", $"Vagn{Guid.NewGuid():N}");
        (string, string)[] form = [("_key", key), ("Request.Title", title), ("Request.Text", "En vagn till varje våning."), ("Request.UnitCode", TestUnits.Norrangen)];
        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => employee.Form($"{Pages}/ny", "ide", form)));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Found, answer.StatusCode));
        Assert.Equal(1L, await host.Scalar<long>("select count(*) from ideas where title = $1", title));
        var page = await Answers.Html(employee.GetAsync(answers[0].Headers.Location));
        Assert.Contains("Idén står nu på tavlan. Tack!", page);
        Assert.Contains("Anna Testsson, Norrängens hemtjänst", page);
        Assert.Contains(title, await Answers.Html(employee.GetAsync($"{Pages}?sok={title}")));
    }

    [Theory]
    [InlineData("Request.Title", "", "Skriv idén på en rad.")]
    [InlineData("Request.Theme", "finns-inte", "Välj ett tema i listan.")]
    [InlineData("Request.ExpectedMinutesPerWeek", "många", "Skriv antalet minuter med siffror.")]
    public async Task A_wrong_form_says_what_to_do_and_keeps_what_was_written(string field, string value, string sentence)
    {
        Dictionary<string, string> form = new() { ["Request.Title"] = "En vagn", ["Request.Text"] = "Det som skrevs står kvar.", ["Request.UnitCode"] = TestUnits.Norrangen, [field] = value };
        var page = await Answers.Html(host.As(TestUsers.Employee).Form($"{Pages}/ny", "ide", form.Select(pair => (pair.Key, pair.Value))));
        Assert.Contains(sentence, page);
        Assert.Contains("Det som skrevs står kvar.", page);
    }

    [Fact]
    public async Task A_theme_and_a_waste_may_have_the_same_code()
    {
        await host.As(TestUsers.QualityDeveloper).Post("/deviations/v1/code-lists/idea-themes", new { code = "lager", name = "Förråd" }).Json(HttpStatusCode.Created);
        var idea = await host.As(TestUsers.Employee).Post(Api, new { title = "En hylla", text = "Så här.", theme = "lager", waste = "lager" }).Json(HttpStatusCode.Created);
        var page = await Answers.Html(host.As(TestUsers.Employee).GetAsync($"{Pages}/{idea.GetProperty("id").GetGuid()}"));
        Assert.Contains("<dd>Förråd</dd>", page);
        Assert.Contains("<dd>För mycket i lager</dd>", page);
    }

    [Fact]
    public async Task Another_is_voted_for_and_the_board_shows_at_most_ten_of_a_status()
    {
        var word = $"Hylla{Guid.NewGuid():N}";
        var id = Guid.Empty;
        for (var number = 0; number < 12; number++) id = (await Left(TestUsers.Employee, $"{word} {number}")).GetProperty("id").GetGuid();
        var colleague = host.As(TestUsers.Colleague);
        var voted = await colleague.Form($"{Pages}/{id}", "rost", ("Wants", "ja"));
        Assert.Contains("1 vill det här", await Answers.Html(colleague.GetAsync(voted.Headers.Location)));
        var board = await Answers.Html(colleague.GetAsync($"{Pages}?sok={word}"));
        Assert.Equal(10, board.Split("<li class=\"card\"").Length - 1);
        Assert.Contains("Visa alla 12 i läget ny", board);
        Assert.Contains("12 idéer", await Answers.Html(colleague.GetAsync($"{Pages}/lista?sok={word}&lage=new")));
    }

    [Fact]
    public async Task A_manager_takes_an_idea_through_a_trial_to_its_effect_in_the_browser()
    {
        var (id, manager) = ((await Left(TestUsers.Employee, "En tavla", TestUnits.Kullen)).GetProperty("id").GetGuid(), host.As(TestUsers.Manager));
        Assert.Contains("Skriv först vad ett prov gav", await Moved("tried", 1, HttpStatusCode.OK, setup: "update ideas set status = 'ongoing' where id = $1 returning id"));
        await Sent(manager, $"{Pages}/{id}/prov", "prov", ("Version", "1"), ("Request.Plan", "Två veckor."), ("Request.Measure", "Minuter"), ("Request.Before", "12,5"), ("Request.From", "2026-12-01"), ("Request.To", "2026-12-14"));
        var trial = await host.Scalar<Guid>("select id from idea_cycles where idea_id = $1 and before = 12.5", id);
        await Sent(manager, $"{Pages}/{id}/prov/{trial}", "resultat", ("Version", "2"), ("Request.Did", "Provade."), ("Request.After", "2"), ("Request.Learned", "Namn på krokarna."), ("Request.Outcome", "Adopt"));
        await Moved("tried", 3, HttpStatusCode.Found);
        Assert.Contains("Skriv vad som blev bättre", await Moved("introduced", 4, HttpStatusCode.OK));
        await Moved("introduced", 4, HttpStatusCode.Found, ("Request.RealMinutesPerWeek", "70"));
        var page = await Answers.Html(manager.GetAsync($"{Pages}/{id}"));
        Assert.Contains("Minuter: 12,5 före, 2 efter", page);
        Assert.Contains("Sparar 70 minuter i veckan.", page);

        async Task<string> Moved(string to, int version, HttpStatusCode expected, (string, string)? field = null, string? setup = null)
        {
            if (setup is not null) await host.Scalar<Guid>(setup, id);
            (string, string)[] fields = field is { } one ? [("Version", $"{version}"), one] : [("Version", $"{version}")];
            using var answer = await manager.Form($"{Pages}/{id}/lage/{to}", "lage", fields);
            Assert.Equal(expected, answer.StatusCode);
            return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task Marked_ideas_are_joined_in_the_browser()
    {
        var (first, second) = (await Left(TestUsers.Employee, "Första idén"), await Left(TestUsers.Colleague, "Andra idén"));
        var (one, two, manager) = (first.GetProperty("id").GetGuid(), second.GetProperty("id").GetGuid(), host.As(TestUsers.Manager));
        var form = await Answers.Html(manager.GetAsync($"{Pages}/sla-ihop?ide={one}&ide={two}"));
        Assert.Contains("Första idén", form);
        Assert.Contains("Andra idén", form);
        var joined = await manager.Form($"{Pages}/sla-ihop", "ihop", ("Request.IdeaIds", $"{one}"), ("Request.IdeaIds", $"{two}"), ("Request.Title", "Båda"), ("Request.Text", "Tillsammans."), ("Request.UnitCode", TestUnits.Norrangen));
        Assert.Equal(HttpStatusCode.Found, joined.StatusCode);
        var page = await Answers.Html(manager.GetAsync(joined.Headers.Location));
        Assert.Contains("Anna Testsson", page);
        Assert.Contains("Första idén", page);
    }

    [Fact]
    public async Task The_wall_shows_the_month_and_what_the_manager_writes_on_it()
    {
        var id = await host.Reported(TestUsers.Employee, ("unitCode", TestUnits.Norrangen), ("occurredAt", "2023-02-10T12:00:00+01:00"), ("description", "Greta fick fel dos."));
        var (manager, query) = (host.As(TestUsers.Manager), $"enhet={TestUnits.Norrangen}&manad=2023-02");
        await Sent(manager, $"/avvikelser/mote/handelse/{id}?{query}", "lardom", ("Version", "0"), ("Request.Learned", "Två ska räkna dosen."));
        await Sent(manager, $"/avvikelser/mote/anteckna?{query}", "anteckna", ("Version", "1"), ("Request.HeldOn", "2023-03-02"), ("Request.Secretary", "Anna Testsson"), ("Request.Notes", "Vi pratade om doser."));
        await Sent(manager, $"/avvikelser/mote/beslut?{query}", "beslut", ("Version", "2"), ("Request.Text", "Dubbelkontroll provas."), ("Request.DueOn", "2023-04-01"));
        var wall = await Answers.Html(host.As(TestUsers.Colleague).GetAsync($"/avvikelser/mote?{query}"));
        foreach (var text in new[] { "Norrängens hemtjänst, februari 2023", "1 händelse", "Två ska räkna dosen.", "Vi pratade om doser.", "Antecknat av Anna Testsson.", "Dubbelkontroll provas.", "senast 1 april 2023" }) Assert.Contains(text, wall);
        Assert.DoesNotContain("Greta", wall);
        Assert.DoesNotContain("mote/handelse", wall);
        Assert.Contains("Välj en enhet som du får se", await Answers.Html(host.As(TestUsers.Mas).GetAsync($"/avvikelser/mote?{query}")));
    }

    private static async Task Sent(HttpClient client, string path, string form, params (string, string)[] fields)
    {
        using var answer = await client.Form(path, form, fields);
        if (answer.StatusCode != HttpStatusCode.Found) Assert.Fail($"{path}: {answer.StatusCode}: {WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync())}");
    }

    private async Task<JsonElement> Left(TestUser by, string title, string unit = TestUnits.Norrangen) =>
        await host.As(by).Post(Api, new { title, text = "Så här.", unitCode = unit }).Json(HttpStatusCode.Created);
}
