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

    [Fact]
    public async Task The_riskiest_and_the_oldest_come_first_when_asked_and_limits_narrow()
    {
        var reporter = new TestUser("ordning", ["medarbetare"], HomeUnit: TestUnits.Kullen);
        var ids = new List<Guid>();
        for (var number = 0; number < 3; number++) ids.Add(await host.Reported(reporter, ("unitCode", TestUnits.Kullen), ("description", $"Ordning {number}.")));
        await Assess(ids[0], 2, 2);
        await Assess(ids[1], 4, 3);

        Assert.Equal([ids[2], ids[1], ids[0]], await Ids(reporter, ""));
        Assert.Equal(ids, await Ids(reporter, "sort=oldest"));
        Assert.Equal([ids[1], ids[0], ids[2]], await Ids(reporter, "sort=risk"));
        Assert.Equal([ids[1]], await Ids(reporter, "minScore=5"));
        Assert.Equal([ids[1]], await Ids(reporter, "minSeverity=3"));
        Assert.Equal([ids[1]], await Ids(reporter, "overLimit=true"));
        await host.Scalar<long>("with moved as (update deviations set next_due_at = now() + interval '1 hour' where id = $1 returning 1) select count(*) from moved", ids[2]);
        Assert.Equal(ids[2], (await Ids(reporter, "sort=deadline"))[0]);
    }

    [Fact]
    public async Task What_waits_for_me_is_what_I_may_do_the_next_step_of()
    {
        var reporter = new TestUser("vantan", ["medarbetare"], HomeUnit: TestUnits.Kullen);
        Task<Guid> That(string unit, string kind) => host.Reported(reporter, ("unitCode", unit), ("kind", kind), ("occurredAt", "2012-05-05T12:00:00Z"));
        var mine = await That(TestUnits.Kullen, "other");
        var others = await That(TestUnits.Solgarden, "other");
        var health = await That(TestUnits.Solgarden, "health-care");
        async Task<Guid[]> Waiting(TestUser reader) => [.. (await Ids(reader, "waiting=true&from=2012-05-05&to=2012-05-06")).Intersect([mine, others, health])];
        Assert.Equal([mine], await Waiting(TestUsers.Manager));
        Assert.Equal([health], await Waiting(TestUsers.Mas));
        Assert.Empty(await Waiting(reporter));
        Assert.Empty(await Waiting(TestUsers.QualityDeveloper));
    }

    [Fact]
    public async Task Words_are_found_in_Swedish_and_only_by_who_may_read_them()
    {
        var word = $"zq{Guid.NewGuid():N}";
        var id = await host.Reported(TestUsers.Employee, ("description", $"Doserna {word} gavs för sent."), ("immediateAction", "Ringde en sjuksköterska"));
        Assert.Equal([id], await Ids(TestUsers.Employee, $"q={word} dos"));
        Assert.Equal([id], await Ids(TestUsers.Manager, $"q={word} sjuksköterskor -finns"));
        Assert.Empty(await Ids(TestUsers.OtherManager, $"q={word}"));
        Assert.Empty(await Ids(TestUsers.QualityDeveloper, $"q={word}"));
        var reference = (await host.As(TestUsers.Employee).GetAsync($"{Path}/{id}").Json()).GetProperty("reference").GetString()!;
        Assert.Equal([id], await Ids(TestUsers.QualityDeveloper, $"q={reference.ToLowerInvariant()}"));
        Assert.Empty(await Ids(TestUsers.Employee, "q=\"(((' & | !:*"));
    }

    [Fact]
    public async Task Notes_the_timeline_and_a_tracks_parts_are_found_by_who_writes_them_and_by_nobody_else()
    {
        string note = $"zn{Guid.NewGuid():N}", time = $"zt{Guid.NewGuid():N}", part = $"zp{Guid.NewGuid():N}", kept = $"zk{Guid.NewGuid():N}";
        var id = await host.Reported(TestUsers.Employee, ("kind", "social-care"));
        await host.Work(id, deviation =>
        {
            deviation.WriteNote(null, Arrange.Today, NoteKind.Fact, "Samtal", $"Larmet {note} hördes inte.", Arrange.Karin, "Enhetschef", Arrange.Now);
            deviation.EnterTime(null, Arrange.Today, null, $"Larmet {time} gick.", "Larmloggen", Arrange.Karin, Arrange.Now);
        });
        foreach (var word in new[] { note, time })
        {
            Assert.Equal([id], await Ids(TestUsers.Manager, $"q={word}"));
            foreach (var other in new[] { TestUsers.Employee, TestUsers.OtherManager, TestUsers.QualityDeveloper, TestUsers.LexInvestigator, TestUsers.Mas }) Assert.Empty(await Ids(other, $"q={word}"));
        }
        await host.HandOver(id);
        await host.HandOver(id, TrackKind.LexMaria);
        await host.Work(id, deviation =>
        {
            deviation.WritePart(TrackKind.LexSarah, "event", $"Tillsynen {part} uteblev.", NoteKind.Fact, "Loggen", Arrange.Karin, "Utredare", Arrange.Now);
            deviation.WriteNote(TrackKind.LexSarah, Arrange.Today, NoteKind.Fact, "Samtal", $"Natten {kept}.", Arrange.Karin, "Utredare", Arrange.Now);
        });
        foreach (var word in new[] { part, kept, note })
        {
            Assert.Equal([id], await Ids(TestUsers.LexInvestigator, $"q={word}"));
            // MAS investigates the same case in the other track, and finds only what was written before it was handed over.
            Assert.Equal(word == note ? [id] : [], await Ids(TestUsers.Mas, $"q={word}"));
            foreach (var other in new[] { TestUsers.Employee, TestUsers.Manager }) Assert.Empty(await Ids(other, $"q={word}"));
        }
    }

    [Fact]
    public async Task The_reporter_does_not_find_a_restricted_case_by_what_it_has_become()
    {
        var reporter = new TestUser("kvitto", ["medarbetare"], HomeUnit: TestUnits.Norrangen);
        var id = await host.Reported(reporter, ("kind", "social-care"));
        await Assess(id, 4, 4);
        using var manager = host.As(TestUsers.Manager);
        manager.DefaultRequestHeaders.TryAddWithoutValidation("If-Match", "*");
        await manager.Post($"{Path}/{id}/tracks", new { track = "lex-sarah", reason = "Ska utredas." }).Json();
        Assert.Equal([id], await Ids(reporter, "status=reported"));
        foreach (var query in new[] { "status=assessed", "minScore=1", "minSeverity=1", "overLimit=true" }) Assert.Empty(await Ids(reporter, query));
        Assert.Contains(id, await Ids(TestUsers.LexInvestigator, "minScore=16&limit=100"));
    }

    [Fact]
    public async Task The_selection_is_a_file_that_spreadsheets_read_and_cannot_be_hurt_by_and_that_is_logged()
    {
        var reporter = new TestUser("fil", ["medarbetare"], HomeUnit: TestUnits.Norrangen);
        await host.Reported(reporter, ("description", "=1+1; \"citat\"\nrad två"));
        await host.Reported(reporter, ("description", "Åäö."));
        var client = host.As(reporter);
        var answer = await client.GetAsync($"{Path}?format=csv&sort=oldest&unitCode={TestUnits.Norrangen}");
        Assert.Equal(("text/csv", "avvikelser.csv"), (answer.Content.Headers.ContentType!.MediaType, answer.Content.Headers.ContentDisposition!.FileName));
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        var text = System.Text.Encoding.UTF8.GetString(bytes[3..]);
        Assert.StartsWith("reference;id;status;unitCode;unit;", text);
        Assert.Contains("'=1+1", text);
        Assert.DoesNotContain(";=1+1", text);
        Assert.Equal(2L, await host.Scalar<long>("select cardinality(subject_ids)::bigint from access_log where user_id = $1 and action = 'export'", reporter.Id.ToString()));

        using var lines = new HttpRequestMessage(HttpMethod.Get, Path) { Headers = { { "Accept", "application/x-ndjson" } } };
        var rows = (await (await client.SendAsync(lines)).Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["Åäö.", "=1+1; \"citat\"\nrad två"], rows.Select(row => System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>(row).GetProperty("description").GetString()));
        await client.GetAsync($"{Path}?format=csv&status=lost").NamesField("status");
        // Nothing to tell is a file with its heading alone.
        Assert.Equal("importReference", (await host.As(new TestUser("tom", ["medarbetare"])).GetStringAsync($"{Path}?format=csv")).TrimEnd().Split(';')[^1]);
    }

    [Fact]
    public async Task Ones_own_list_tells_first_what_came_of_it()
    {
        var reporter = new TestUser("svaret", ["medarbetare"], HomeUnit: TestUnits.Norrangen);
        var answered = await host.Reported(reporter, ("description", "Den besvarade."));
        await host.Reported(reporter, ("description", "Den öppna."));
        await host.Scalar<long>("with closed as (update deviations set closed_at = now(), status = 'closed', feedback = 'Tack, nu är det två på passet.' where id = $1 returning 1) select count(*) from closed", answered);
        var page = WebUtility.HtmlDecode(await (await host.As(reporter).GetAsync("/avvikelser/")).Content.ReadAsStringAsync());
        Assert.Contains("Tack, nu är det två på passet.", page);
        Assert.True(page.IndexOf("Den besvarade", StringComparison.Ordinal) < page.IndexOf("Den öppna", StringComparison.Ordinal));
        Assert.Contains("ska bedöma den. Du får svar senast", page);
    }

    [Fact]
    public async Task The_managers_list_has_tabs_chosen_filters_and_order_in_its_address()
    {
        await host.Reported(TestUsers.Employee);
        var page = WebUtility.HtmlDecode(await (await host.As(TestUsers.Manager).GetAsync($"/avvikelser/?enhet={TestUnits.Norrangen}&ordning=risk&vantar=true")).Content.ReadAsStringAsync());
        Assert.Contains("Mina rapporter", page);
        Assert.Contains("aria-sort=\"descending\"", page);
        Assert.Contains("href=\"./?vantar=true&ordning=risk\"", page);
        Assert.Contains("href=\"/deviations/v1/deviations?format=csv&unitCode=norrangen&sort=risk&waiting=true\"", page);
    }

    private Task<long> Assess(Guid id, int severity, int probability) => host.Scalar<long>(
        "with judged as (update deviations set status = 'assessed', severity = $2, probability = $3, assessment_motivation = '', assessed_by_id = '', assessed_by_name = '', assessed_at = now() where id = $1 returning 1) select count(*) from judged",
        id, severity, probability);

    [Theory]
    [InlineData("minScore=17", "minScore")]
    [InlineData("sort=best", "sort")]
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
