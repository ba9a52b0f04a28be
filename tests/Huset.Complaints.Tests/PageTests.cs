namespace Huset.Complaints.Tests;

public sealed class PageTests(ComplaintsHost host)
{
    private const string Pages = "/synpunkter", Api = ComplaintsHost.Complaints;

    [Fact]
    public async Task A_spoken_one_is_written_down_in_one_form_and_its_code_is_shown_to_who_did_it()
    {
        var anna = host.As(TestUsers.Employee);
        var form = await anna.GetAsync($"{Pages}/registrera").Page();
        Assert.Contains("Vad sa personen?", form);
        Assert.DoesNotContain("value=\"Web\"", form);
        var location = await anna.Form($"{Pages}/registrera", "registrera",
            ("Request.Text", "Kaffet är kallt."), ("Request.Kind", "Complaint"), ("Request.Channel", "Visit"), ("Request.UnitCode", TestUnits.Norrangen), ("Request.FixedHow", "Termosen byttes.")).Page(HttpStatusCode.Found);
        var page = await anna.GetAsync($"{Pages}/{location}").Page();
        Assert.Matches("<strong class=\"code\">[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]</strong>", page);
        Assert.Contains("Åtgärdat direkt", page);
        Assert.Contains("Termosen byttes.", page);
        // Not to another who sees the complaint, and not on the page itself.
        Assert.DoesNotContain("class=\"code\"", await host.As(TestUsers.Manager).GetAsync($"{Pages}/{location}").Page());
        Assert.DoesNotContain("class=\"code\"", await anna.GetAsync($"{Pages}/{location.Split('?')[0]}").Page());
    }

    [Fact]
    public async Task What_is_missing_is_told_and_what_was_typed_stays()
    {
        var page = await host.As(TestUsers.Employee).Form($"{Pages}/registrera", "registrera", ("Request.Text", "Kaffet är kallt."), ("Request.Channel", "Visit")).Page();
        Assert.Contains("Välj vad det är.", page);
        Assert.Contains("Kaffet är kallt.", page);
    }

    [Fact]
    public async Task An_identity_number_is_pointed_out_and_taken_away_at_a_click()
    {
        var anna = host.As(TestUsers.Employee);
        (string, string)[] said = [("Request.Text", "Gäller 19121212-1212 på rum 4."), ("Request.Kind", "Complaint"), ("Request.Channel", "Visit")];
        Assert.Contains("Inget är skickat än", await anna.Form($"{Pages}/registrera", "registrera", said).Page());
        var location = await anna.Form($"{Pages}/registrera", "registrera", [.. said, ("Numbers", "mask")]).Page(HttpStatusCode.Found);
        var page = await anna.GetAsync($"{Pages}/{location}").Page();
        Assert.Contains("(personnummer borttaget)", page);
        Assert.DoesNotContain("1212-1212", page);
    }

    [Fact]
    public async Task From_the_list_to_placed_given_answered_escalated_and_closed()
    {
        var word = $"Prov{Guid.NewGuid():N}";
        var id = await host.Registered(TestUsers.Registrar, ("text", $"{word} är kall."), ("unitCode", null), ("contact", "070-000 00 00"));
        var registrar = host.As(TestUsers.Registrar);
        Assert.Contains($"href=\"{id}\"", await registrar.GetAsync($"{Pages}/?sok={word}&lage=received&ordning=svar").Page());
        Assert.DoesNotContain($"href=\"{id}\"", await registrar.GetAsync($"{Pages}/?sok={word}&lage=kommenterade").Page());
        Assert.Contains("Ange enhet", await registrar.GetAsync($"{Pages}/{id}").Page());

        async Task<string> Step(string page, int version, params (string, string)[] fields)
        {
            await registrar.GetAsync($"{Pages}/{id}/{page}").Page();
            var location = await registrar.Form($"{Pages}/{id}/{page}", "synpunkt", [("Version", $"{version}"), .. fields]).Page(HttpStatusCode.Found);
            return await registrar.GetAsync($"{Pages}/{location}").Page();
        }
        Assert.Contains("Norrängens hemtjänst", await Step("placera", 1, ("Request.UnitCode", TestUnits.Norrangen), ("Request.Kind", "Complaint"), ("Request.Category", "mat")));
        Assert.Contains("Ansvarig är sparad.", await Step("ansvarig", 2, ("Request.OwnerId", $"{TestUsers.Registrar.Id}")));
        Assert.Contains("070-000 00 00", await registrar.GetAsync($"{Pages}/{id}/svara").Page());
        Assert.Contains("Besvarad i tid", await Step("svara", 3, ("Request.Text", "Tack, nu är den varm.")));
        Assert.Contains("Skickad till Avvikelser", await Step("avvikelse", 4, ("Request.Motivation", "Tre gånger."), ("Request.Description", "Maten var kall.")));
        Assert.Contains("Synpunkten är avslutad.", await Step("avsluta", 5, ("Request.Outcome", "Nya lådor.")));
        Assert.Contains("Synpunkten är öppen igen.", await Step("oppna", 6));
    }

    [Fact]
    public async Task Two_who_write_at_once_are_shown_each_others_and_nothing_is_lost()
    {
        var id = await host.Registered(TestUsers.Registrar);
        await host.As(TestUsers.Registrar).Post($"{Api}/{id}/answer", new { text = "Först." }).Json();
        var page = await host.As(TestUsers.Manager).Form($"{Pages}/{id}/svara", "synpunkt", ("Version", "1"), ("Request.Text", "Sedan.")).Page();
        Assert.Contains("Någon annan hann ändra före dig", page);
        Assert.Contains("Besvarades", page);
        Assert.Contains("Sedan.", page);
        Assert.Contains("name=\"Version\" value=\"2\"", page);
        await host.As(TestUsers.Manager).Form($"{Pages}/{id}/svara", "synpunkt", ("Version", "2"), ("Request.Text", "Sedan.")).Page(HttpStatusCode.Found);
    }

    [Fact]
    public async Task Who_places_one_out_of_sight_is_told_so()
    {
        var id = await host.Registered(TestUsers.Registrar);
        var location = await host.As(TestUsers.Manager).Form($"{Pages}/{id}/placera", "synpunkt", ("Version", "1"), ("Request.UnitCode", TestUnits.Hasselvagen), ("Request.Kind", "Complaint")).Page(HttpStatusCode.Found);
        Assert.EndsWith("gjort=flyttad", location);
        Assert.Contains("Den ligger inte längre hos dig.", await host.As(TestUsers.Manager).GetAsync($"{Pages}/?gjort=flyttad").Page());
    }

    [Fact]
    public async Task Closing_before_the_wanted_answer_is_refused_with_what_to_do()
    {
        var id = await host.Registered(TestUsers.Registrar);
        var page = await host.As(TestUsers.Manager).Form($"{Pages}/{id}/avsluta", "synpunkt", ("Version", "1"), ("Request.Outcome", "Nya lådor.")).Page();
        Assert.Contains("Svara innan du avslutar.", page);
        Assert.Contains("Nya lådor.", page);
    }

    [Theory]
    [InlineData("?lage=borta"), InlineData("?ordning=borta"), InlineData("?fran=igår"), InlineData("?slag=borta"), InlineData("?page=-1&enhet=finns-inte")]
    public async Task A_strange_address_gets_a_page(string query) => Assert.Contains("Synpunkter", await host.As(TestUsers.Registrar).GetAsync($"{Pages}/{query}").Page());

    [Fact]
    public async Task An_owner_is_found_by_a_search_that_keeps_the_form()
    {
        var person = Guid.NewGuid();
        await host.Tell<KeepOwners, Competence.Contracts.PersonChanged>(new(person, null, "Sara Sökbar", "enhetschef", TestUnits.Solgarden, true, 1, DateTimeOffset.UtcNow));
        var id = await host.Registered(TestUsers.Registrar);
        var page = await host.As(TestUsers.Registrar).Form($"{Pages}/{id}/ansvarig", "synpunkt", ("Version", "1"), ("Owner.Words", "sökb"), ("Owner.Find", "true")).Page();
        Assert.Contains($"value=\"{person}\"", page);
        Assert.Contains("Sara Sökbar, Solgårdens äldreboende", page);
    }
}
