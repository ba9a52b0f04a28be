using Huset.Deviations.Contracts;

namespace Huset.Deviations.Tests;

/// <summary>Reports of other things than what happened once: near misses, risks, what went well, and many mild events at a time.</summary>
public sealed class ReportingTests(DeviationsHost host)
{
    private const string Path = "/deviations/v1/deviations", Examples = "/deviations/v1/good-examples/";

    /// <summary>A collective report that is right in every field.</summary>
    public static object Together(params (string Category, int Number)[] counts) => new
    {
        unitCode = TestUnits.Norrangen,
        kind = "health-care",
        from = $"{Arrange.Today.AddDays(-20):yyyy-MM-dd}",
        to = $"{Arrange.Today:yyyy-MM-dd}",
        counts = (counts.Length == 0 ? [("signature-missing", 7), ("dose-late", 2)] : counts).Select(count => new { category = count.Category, number = count.Number }),
    };

    [Fact]
    public async Task What_nearly_happened_is_a_case_and_cannot_have_harmed_anyone()
    {
        var id = await host.Reported(TestUsers.Employee, ("nature", "near-miss"));
        Assert.Equal("near-miss", (await host.Published<DeviationReported>()).Single(told => told.DeviationId == id).Nature);
        foreach (var nature in new[] { "near-miss", "risk", "good" }) await host.As(TestUsers.Employee).Post(Path, DeviationsHost.Report(("nature", nature), ("harm", "serious"))).NamesField("harm");
        await host.As(TestUsers.Employee).Post(Path, DeviationsHost.Report(("nature", "collective"))).NamesField("nature");
        var unsaid = await host.Reported(TestUsers.Employee);
        Assert.Equal("happened", (await host.As(TestUsers.Manager).GetAsync($"{Path}/{unsaid}").Json()).GetProperty("nature").GetString());
        var found = (await host.As(TestUsers.Manager).GetAsync($"{Path}?nature=near-miss&limit=100").Json()).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetGuid()).ToList();
        Assert.Contains(id, found);
        Assert.DoesNotContain(unsaid, found);
    }

    [Fact]
    public async Task What_went_well_has_no_deadlines_and_no_causes_and_is_closed_with_thanks()
    {
        var id = await host.Reported(TestUsers.Employee, ("nature", "good"), ("description", "Kvällspasset ringde dagen före hemkomsten. Allt var klart."));
        var manager = host.As(TestUsers.Manager);
        var read = await manager.GetAsync($"{Path}/{id}").Json();
        foreach (var absent in new[] { "nextDueAt", "answerBy" }) Assert.False(read.TryGetProperty(absent, out _), absent);
        Assert.Empty((await manager.GetAsync($"{Path}/{id}/deadlines").Json()).GetProperty("deadlines").EnumerateArray());
        await manager.Post($"{Path}/{id}/assessment", new { severity = 1, probability = 1, motivation = "x" }).Problem(HttpStatusCode.Conflict, "deviation.good-example");
        await manager.SendAsync(Requests.Write($"{Path}/{id}/tracks", new { track = "lex-sarah", reason = "x" }, 1)).Problem(HttpStatusCode.Conflict, "deviation.good-example");
        var page = await Answers.Html(manager.GetAsync($"/avvikelser/{id}"));
        Assert.Contains("Visa för kollegor", page);
        Assert.DoesNotContain($"{id}/overlamna", page);
        Assert.Contains("Tacka för det som gick bra", await Answers.Html(manager.GetAsync($"/avvikelser/{id}/avsluta")));
        Assert.Equal("closed", (await manager.Post($"{Path}/{id}/closure", new { feedback = "Tack för att du berättade." }).Json()).GetProperty("status").GetString());
        Assert.Equal("good", (await host.Published<DeviationClosed>()).Single(told => told.DeviationId == id).Nature);
    }

    [Fact]
    public async Task A_good_example_is_shown_to_the_unit_then_to_all_and_then_to_nobody()
    {
        var id = await host.Reported(TestUsers.Employee, ("nature", "good"));
        var elsewhere = new TestUser("annan-enhet", [ServiceDefaults.Identity.Roles.Medarbetare], HomeUnit: TestUnits.Hasselvagen);
        async Task<bool> Sees(TestUser user) => (await host.As(user).GetAsync($"{Examples}?limit=100").Json()).GetProperty("items").EnumerateArray().Any(item => item.GetProperty("id").GetGuid() == id);
        async Task Share(object body, int version) => await host.As(TestUsers.Manager).Put($"{Path}/{id}/example", body, version).Json();

        Assert.False(await Sees(TestUsers.Employee));
        await Share(new { text = "De ringde dagen före." }, 1);
        Assert.Equal((true, false), (await Sees(TestUsers.Employee), await Sees(elsewhere)));
        await Share(new { text = "De ringde dagen före.", everywhere = true }, 2);
        Assert.True(await Sees(elsewhere));
        var page = await Answers.Html(host.As(elsewhere).GetAsync("/avvikelser/goda-exempel"));
        Assert.Contains("De ringde dagen före.", page);
        Assert.DoesNotContain($"{id}", page);
        await Share(new { }, 3);
        Assert.False(await Sees(elsewhere));

        var other = await host.Reported(TestUsers.Employee);
        await host.As(TestUsers.Manager).Put($"{Path}/{other}/example", new { text = "x" }, 1).Problem(HttpStatusCode.Conflict, "deviation.not-good-example");
    }

    [Fact]
    public async Task Many_mild_events_are_one_case_with_a_number_for_each_category()
    {
        var client = host.As(TestUsers.Employee);
        var told = await client.Post($"{Path}/collective", Together()).Json(HttpStatusCode.Created);
        Assert.Equal("collective", told.GetProperty("nature").GetString());
        Assert.Equal([("signature-missing", 7), ("dose-late", 2)], told.GetProperty("counts").EnumerateArray().Select(count => (count.GetProperty("category").GetString()!, count.GetProperty("number").GetInt32())));
        var reported = (await host.Published<DeviationReported>()).Single(e => e.DeviationId == told.GetProperty("id").GetGuid());
        Assert.Equal([new("signature-missing", 7), new CategoryCount("dose-late", 2)], reported.Counts!);
        foreach (var wrong in new[] { Together(("dose-late", 1)), Together(("dose-late", 2), ("dose-late", 3)) }) await client.Post($"{Path}/collective", wrong).NamesField("counts");
        await client.Post($"{Path}/collective", Together(("threat", 3))).NamesField("category");
        var day = $"{Arrange.Today:yyyy-MM-dd}";
        await client.Post($"{Path}/collective", new { unitCode = TestUnits.Norrangen, kind = "health-care", from = day, to = day, counts = new object?[] { null } }).NamesField("counts");

        (string, string)[] Fields(string number) =>
        [
            ("slag", "health-care"), ("_key", $"{Guid.NewGuid()}"), ("Request.UnitCode", TestUnits.Norrangen), ("Request.From", $"{Arrange.Today.AddDays(-5):yyyy-MM-dd}"), ("Request.To", $"{Arrange.Today:yyyy-MM-dd}"),
            ("antal-fall", number), ("antal-dose-late", ""),
        ];
        Assert.Contains("Skriv antal med siffror", await Answers.Html(client.Form("/avvikelser/samlad", "samlad", Fields("många"))));
        var fields = Fields("4");
        var first = (await client.Form("/avvikelser/samlad", "samlad", fields)).Headers.Location!;
        // The same form again is the same report.
        var again = (await client.Form("/avvikelser/samlad", "samlad", fields)).Headers.Location!;
        Assert.Equal(first.OriginalString.Split('?')[0], again.OriginalString.Split('?')[0]);
        Assert.Contains("Fall 4", await Answers.Html(client.GetAsync(first)));
    }

    [Fact]
    public async Task Similar_events_are_those_whose_words_the_reader_may_read_and_none_that_is_restricted()
    {
        const string words = "Insulinpennan låg framme i köket hos Bo hela förmiddagen";
        var other = new TestUser("kollegan", [ServiceDefaults.Identity.Roles.Medarbetare], HomeUnit: TestUnits.Norrangen);
        var (own, others, secret) = (await host.Reported(TestUsers.Employee, ("description", words)), await host.Reported(other, ("description", $"{words} igen")), await host.Reported(other, ("description", words)));
        await host.HandOver(secret);
        async Task<List<Guid>> Similar(TestUser user, string text = "Insulinpenna framme i köket") =>
            [.. (await host.As(user).Post($"{Path}/similar", new { unitCode = TestUnits.Norrangen, text }).Json()).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetGuid())];
        Assert.Equal([own], await Similar(TestUsers.Employee));
        Assert.Equal(new[] { own, others }.Order(), (await Similar(TestUsers.Manager)).Order());
        Assert.Empty(await Similar(TestUsers.QualityDeveloper));
        Assert.DoesNotContain(secret, await Similar(TestUsers.LexInvestigator));
        // Spelt in another way.
        Assert.Contains(own, await Similar(TestUsers.Manager, "Insulinpenan låg frame i köket hos Bo hela förmidagen"));
        Assert.Empty(await Similar(TestUsers.Manager, "Taket läckte vid hissen"));
        Assert.Contains($"href=\"{own}\"", await Answers.Html(host.As(TestUsers.Manager).GetAsync($"/avvikelser/{others}?liknande=ja")));
    }

    [Fact]
    public async Task The_form_asks_more_only_of_the_kinds_that_need_it_and_nothing_of_harm_where_it_went_well()
    {
        var client = host.As(TestUsers.Employee);
        var page = await Answers.Html(client.GetAsync($"/avvikelser/ny?k={Guid.NewGuid()}"));
        Assert.Contains("value=\"Happened\" checked", page);
        Assert.Contains("<div class=\"of-information-security\">", page);
        Assert.DoesNotContain("<div class=\"of-health-care\">", page);
        (string, string)[] fields =
        [
            ("_key", $"{Guid.NewGuid()}"), ("Request.UnitCode", TestUnits.Norrangen), ("Request.Kind", "WorkEnvironment"), ("Request.Nature", "Good"), ("Request.Description", "Vi lyfte två och två."),
            ("Request.OccurredAt", "2026-07-01T07:30"), ("affected-work-environment", "colleague"), ("affected-information-security", "identity"),
        ];
        var answer = await client.Form("/avvikelser/ny", "rapport", fields);
        Assert.Contains("Medarbetare</dd>", await Answers.Html(client.GetAsync(answer.Headers.Location)));
        await client.Post(Path, DeviationsHost.Report(("affected", new[] { "colleague" }))).NamesField("affected");
    }
}
