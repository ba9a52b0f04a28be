namespace Huset.Deviations.Tests;

/// <summary>The case's page and the pages below it, by form posts as a browser without scripts sends them.</summary>
public sealed class CasePageTests(DeviationsHost host)
{
    [Fact]
    public async Task From_assessment_to_accepted_cause_each_page_leads_to_the_next()
    {
        var id = await host.Reported(TestUsers.Employee);
        var manager = host.As(TestUsers.Manager);
        var page = await Answers.Html(manager.GetAsync($"/avvikelser/{id}"));
        Assert.Contains($"<a class=\"button\" href=\"{id}/bedom\">Bedöm</a>", page);
        Assert.Contains("Det saknas inför avslut", page);

        var form = await Answers.Html(manager.GetAsync($"/avvikelser/{id}/bedom"));
        Assert.Contains("2 (måttlig) × 3 (stor) = 6. Under gränsen 8: orsaker behöver inte sökas.", form);
        Assert.Contains("Bestående måttlig skada", form);
        page = await Follow(manager, Post(manager, $"{id}/bedom", "bedom", ("Version", "1"), ("Request.Severity", "3"), ("Request.Probability", "3"), ("Request.Motivation", "Kunde ha gått illa.")));
        Assert.Contains("Bedömningen är sparad.", page);
        Assert.Contains("3 (betydande) × 3 (stor) = 9.", page);
        Assert.Contains("Gränsen 8 är nådd", page);
        Assert.Contains($"<a class=\"button\" href=\"{id}/orsak\">Lägg till orsak</a>", page);

        var another = await Follow(manager, Post(manager, $"{id}/orsak", "orsak", ("Version", "2"), ("Request.Area", "staffing"), ("Request.Text", "För få på passet."), ("Another", "true")));
        Assert.Contains("Orsaken är sparad. Här kan du skriva nästa.", another);
        page = await Follow(manager, Post(manager, $"{id}/orsak", "orsak", ("Version", "3"), ("Request.Area", "routines"), ("Request.Text", "Oklart vem som tar över.")));
        Assert.Contains("Bemanning: För få på passet.", page);
        Assert.Contains("Rutiner och riktlinjer: Oklart vem som tar över.", page);
        Assert.Contains("Karin Testsson bedömde ärendet", page);
        Assert.Contains("Besluta en åtgärd mot orsaken: För få på passet.", page);

        foreach (var cause in (await manager.GetAsync($"/deviations/v1/deviations/{id}").Json()).GetProperty("causes").EnumerateArray().Select(cause => cause.GetProperty("id").GetString()).ToList())
        {
            var version = (await manager.GetAsync($"/deviations/v1/deviations/{id}").Json()).GetProperty("version").GetInt32();
            page = await Follow(manager, Post(manager, $"{id}/orsak/{cause}/godta", "godta", ("Version", $"{version}"), ("Request.Reason", "Går inte att ändra.")));
        }
        Assert.Contains("Orsaken är godtagen", page);
        Assert.Contains($"<a class=\"button\" href=\"{id}/avsluta\">Avsluta och svara</a>", page);
        Assert.Contains("Inget saknas.", page);
    }

    [Theory]
    [InlineData("Request.Severity", "", "Välj hur allvarligt det var.")]
    [InlineData("Request.Severity", "7", "Välj hur allvarligt det var.")]
    [InlineData("Request.Probability", "stor", "Välj hur sannolikt det är att det händer igen.")]
    [InlineData("Request.Motivation", " ", "Skriv varför du bedömer så")]
    public async Task A_wrong_assessment_is_explained_and_what_was_written_stays(string field, string value, string sentence)
    {
        var id = await host.Reported(TestUsers.Employee);
        var fields = new Dictionary<string, string> { ["Version"] = "1", ["Request.Severity"] = "2", ["Request.Probability"] = "4", ["Request.Motivation"] = "Hände i går också.", [field] = value };
        var page = await Answers.Html(Post(host.As(TestUsers.Manager), $"{id}/bedom", "bedom", [.. fields.Select(pair => (pair.Key, pair.Value))]));
        Assert.Contains("role=\"alert\"", page);
        Assert.Contains(sentence, page);
        if (field != "Request.Motivation") Assert.Contains("Hände i går också.", page);
        if (field != "Request.Probability") Assert.Matches("value=\"4\" checked", page);
        Assert.Equal(1L, await host.Scalar<long>("select count(*) from deviations where id = $1 and severity is null", id));
    }

    [Fact]
    public async Task Who_comes_second_sees_what_the_first_did_keeps_the_own_text_and_may_send_again()
    {
        var id = await host.Reported(TestUsers.Employee);
        await Post(host.As(TestUsers.AreaManager), $"{id}/bedom", "bedom", ("Version", "1"), ("Request.Severity", "1"), ("Request.Probability", "1"), ("Request.Motivation", "Bagatell."));
        (string, string)[] mine = [("Request.Severity", "4"), ("Request.Probability", "1"), ("Request.Motivation", "Detta kunde ha slutat med döden.")];
        var manager = host.As(TestUsers.Manager);
        var page = await Answers.Html(Post(manager, $"{id}/bedom", "bedom", [("Version", "1"), .. mine]));
        Assert.Contains("Någon annan hann ändra före dig", page);
        Assert.Contains("Aina Testsson bedömde ärendet", page);
        Assert.Contains("1 mindre", page);
        Assert.Contains("4 katastrofal", page);
        Assert.Contains("Bagatell.", page);
        Assert.Contains("Detta kunde ha slutat med döden.", page);
        Assert.Contains("name=\"Version\" value=\"2\"", page);
        Assert.Equal(1, await host.Scalar<int>("select severity from deviations where id = $1", id));

        await Follow(manager, Post(manager, $"{id}/bedom", "bedom", [("Version", "2"), .. mine]));
        Assert.Equal(4, await host.Scalar<int>("select severity from deviations where id = $1", id));
    }

    [Fact]
    public async Task A_cause_written_while_another_assessed_anew_is_kept_and_told_of_that()
    {
        var id = await host.Reported(TestUsers.Employee);
        var manager = host.As(TestUsers.Manager);
        foreach (var version in new[] { "1", "2" })
            await Post(manager, $"{id}/bedom", "bedom", ("Version", version), ("Request.Severity", "2"), ("Request.Probability", "1"), ("Request.Motivation", "Så."));
        var page = await Answers.Html(Post(manager, $"{id}/orsak", "orsak", ("Version", "2"), ("Request.Area", "staffing"), ("Request.Text", "Sjuk & ensam <natten>.")));
        Assert.Contains("Karin Testsson bedömde ärendet", page);
        Assert.Contains("Spara igen om det fortfarande stämmer.", page);
        Assert.Contains("Sjuk & ensam <natten>.", page);
        Assert.Matches("value=\"staffing\" checked", page);
        Assert.Equal(0L, await host.Scalar<long>("select count(*) from causes where deviation_id = $1", id));
    }

    [Fact]
    public async Task A_closed_case_offers_to_be_reopened_and_shows_its_reporter_the_answer_first()
    {
        var id = await host.Reported(TestUsers.Employee);
        await host.Scalar<int>("update deviations set status = 'closed', closed_at = now(), closed_by_name = 'Karin', feedback = 'Tack Anna, nu är schemat ändrat.' where id = $1 returning version", id);
        var seen = await Answers.Html(host.As(TestUsers.Employee).GetAsync($"/avvikelser/{id}"));
        Assert.True(seen.IndexOf("Svar till dig", StringComparison.Ordinal) < seen.IndexOf("Vad hände", StringComparison.Ordinal));
        Assert.Contains("Tack Anna, nu är schemat ändrat.", seen);
        Assert.DoesNotContain("oppna", seen);

        var manager = host.As(TestUsers.Manager);
        Assert.Contains($"href=\"{id}/oppna\"", await Answers.Html(manager.GetAsync($"/avvikelser/{id}")));
        Assert.Contains("Skriv varför ärendet öppnas igen.", await Answers.Html(Post(manager, $"{id}/oppna", "oppna", ("Version", "1"), ("Request.Reason", ""))));
        var page = await Follow(manager, Post(manager, $"{id}/oppna", "oppna", ("Version", "1"), ("Request.Reason", "Det hände igen i natt.")));
        Assert.Contains("Ärendet är öppet igen.", page);
        Assert.Contains("Det hände igen i natt.", page);
    }

    [Theory]
    // An employee may represent a topic, and is told of another's case that it is not there.
    [InlineData("bedom", HttpStatusCode.NotFound)]
    [InlineData("orsak", HttpStatusCode.NotFound)]
    [InlineData("orsak/0192a000-0000-7000-8000-000000000000", HttpStatusCode.NotFound)]
    [InlineData("orsak/0192a000-0000-7000-8000-000000000000/godta", HttpStatusCode.Forbidden)]
    [InlineData("oppna", HttpStatusCode.Forbidden)]
    public async Task A_page_about_what_is_not_there_is_not_found(string page, HttpStatusCode toEmployees)
    {
        var id = await host.Reported(TestUsers.Employee, ("unitCode", TestUnits.Solgarden));
        Assert.Equal(HttpStatusCode.NotFound, (await host.As(TestUsers.Manager).GetAsync($"/avvikelser/{id}/{page}")).StatusCode);
        Assert.Equal(toEmployees, (await host.As(TestUsers.Employee).GetAsync($"/avvikelser/{id}/{page}")).StatusCode);
    }

    private static Task<HttpResponseMessage> Post(HttpClient client, string page, string handler, params (string Field, string Value)[] fields) =>
        client.Form($"/avvikelser/{page}", handler, fields);

    private static async Task<string> Follow(HttpClient client, Task<HttpResponseMessage> pending)
    {
        var answer = await pending;
        if (answer.StatusCode != HttpStatusCode.Found) Assert.Fail($"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        return await Answers.Html(client.GetAsync(answer.Headers.Location));
    }
}
