using System.Text.Json;
using static Huset.Testing.Requests;

namespace Huset.Deviations.Tests;

public sealed class DutyTests(DeviationsHost host)
{
    private const string Cases = "/deviations/v1/deviations", Year = "/deviations/v1/work-environment/compilation";

    [Fact]
    public async Task A_work_injury_is_begun_decided_written_and_only_then_closed()
    {
        var id = await host.Reported(TestUsers.Employee, ("kind", "work-environment"));
        await host.Work(id, deviation =>
        {
            deviation.Assess(1, 1, "Ringa.", Arrange.Karin, Arrange.Now);
        });
        var manager = host.As(TestUsers.Manager);
        Assert.False((await manager.GetAsync($"{Cases}/{id}/duties").Json()).GetProperty("begun").GetBoolean());
        Assert.Equal("running", (await Deadline(id, "duties")).GetProperty("state").GetString());
        await manager.Post($"{Cases}/{id}/closure", new { feedback = "Tack." }).Problem(HttpStatusCode.Conflict, "duties.unjudged");
        var begun = await Begin(id, "injury").Json();
        Assert.Equal(10, begun.GetProperty("left").GetInt32());
        Assert.Equal("met", (await Deadline(id, "duties")).GetProperty("state").GetString());
        await manager.Post($"{Cases}/{id}/duties/dismissal", new { motivation = "Ingen skadades." }).Problem(HttpStatusCode.Conflict, "duties.begun");
        var told = await Deadline(id, "work-authority");
        Assert.StartsWith("Lagens krav: genast från att händelsen i arbetet blev känd ", told.GetProperty("explanation").GetString());
        Assert.StartsWith("AML (1977:1160) 3 kap. 3 a §", told.GetProperty("source").GetString());
        Assert.Contains("24 timmar", told.GetProperty("target").GetProperty("explanation").GetString());
        await manager.Post($"{Cases}/{id}/closure", new { feedback = "Tack." }).Problem(HttpStatusCode.Conflict, "duties.left");

        await Decide(id, "work-authority", new { required = true }).NamesField("motivation");
        await Decide(id, "work-authority", new { required = true, motivation = "Bröt handleden.", doneAt = "2020-01-01T08:00:00Z" }).NamesField("doneAt");
        await Decide(id, "work-authority", new { required = true, motivation = "Bröt handleden.", receipt = "AV 1" }).NamesField("receipt");
        await Decide(id, "data-authority", new { required = true, motivation = "x" }).Problem(HttpStatusCode.NotFound, "resource.not-found");
        Assert.Equal(10, (await Decide(id, "work-authority", new { required = true, motivation = "Bröt handleden." }).Json()).GetProperty("left").GetInt32());
        Assert.Equal("running", (await Deadline(id, "work-authority")).GetProperty("state").GetString());
        var sent = await Decide(id, "work-authority", new { required = true, motivation = "Bröt handleden.", doneAt = DateTimeOffset.UtcNow, receipt = "AV 1" }).Json();
        Assert.Equal("receipt", Duty(sent, "work-authority").GetProperty("status").GetString());
        Assert.Equal("met", (await Deadline(id, "work-authority")).GetProperty("state").GetString());
        await Decide(id, "social-insurance", new { required = false, motivation = "Ingen sjukskrivning." }).Json();
        await Decide(id, "safety-representative", new { required = true, motivation = "Alltid.", doneAt = DateTimeOffset.UtcNow }).Json();
        foreach (var part in begun.GetProperty("parts").EnumerateArray().Select(part => part.GetProperty("code").GetString()))
            await manager.SendAsync(Write(HttpMethod.Put, $"{Cases}/{id}/duties/parts/{part}", new { text = $"Text om {part}." })).Json();
        await manager.Post($"{Cases}/{id}/closure", new { feedback = "Tack." }).Json();
        await manager.SendAsync(Write(HttpMethod.Put, $"{Cases}/{id}/duties/parts/event", new { text = "Sent." })).Problem(HttpStatusCode.Conflict, "deviation.closed");
    }

    [Fact]
    public async Task What_is_done_about_the_duties_leaves_the_case_where_its_causes_and_actions_have_it()
    {
        var (id, _, _) = await host.WithAction(TestUsers.Employee, changes: [("kind", "work-environment")]);
        Assert.Equal("acting", await Status());
        await Begin(id, "injury").Json();
        Assert.Equal("acting", await Status());
        await Decide(id, "social-insurance", new { required = false, motivation = "Ingen sjukskrivning." }).Json();
        Assert.Equal("acting", await Status());
        await Begin(id, "finns-inte").NamesField("nature");

        async Task<string?> Status() => (await host.As(TestUsers.Manager).GetAsync($"{Cases}/{id}").Json()).GetProperty("status").GetString();
    }

    [Theory]
    [InlineData("work-environment", "injury")]
    [InlineData("information-security", "disclosed")]
    public async Task What_nobody_needs_to_be_told_of_is_judged_in_one_go_and_begun_when_it_was_something_after_all(string kind, string nature)
    {
        var id = await host.Reported(TestUsers.Employee, ("kind", kind), ("nature", "near-miss"));
        await host.Work(id, deviation => deviation.Assess(1, 1, "Ringa.", Arrange.Karin, Arrange.Now));
        var (manager, dismissal) = (host.As(TestUsers.Manager), $"{Cases}/{id}/duties/dismissal");
        await manager.Post(dismissal, new { motivation = " " }).NamesField("motivation");
        var dismissed = await manager.Post(dismissal, new { motivation = "Ingen fara." }).Json();
        Assert.Equal((0, "none"), (dismissed.GetProperty("left").GetInt32(), dismissed.Text("nature")));
        Assert.All(dismissed.GetProperty("duties").EnumerateArray(), duty => Assert.Equal(("not-required", "Ingen fara."), (duty.Text("status"), duty.Text("motivation"))));
        Assert.DoesNotContain(await Deadlines(id), one => one.GetProperty("state").GetString() == "running" && one.GetProperty("rule").GetString() is not ("investigation" or "feedback"));
        Assert.Contains("Ingen fara.", await Answers.Html(manager.GetAsync($"/avvikelser/{id}/skyldigheter")));
        await manager.SendAsync(Write(HttpMethod.Put, $"{Cases}/{id}/duties/parts/event", new { text = "Så gick det till." })).Problem(HttpStatusCode.NotFound, "resource.not-found");

        var begun = await Begin(id, nature).Json();
        Assert.All(begun.GetProperty("duties").EnumerateArray(), duty => Assert.Equal("undecided", duty.Text("status")));
        await manager.Post($"{Cases}/{id}/closure", new { feedback = "Tack." }).Problem(HttpStatusCode.Conflict, "duties.left");
    }

    [Theory]
    [InlineData("risk")]
    [InlineData("good")]
    public async Task Of_what_has_not_happened_nothing_is_asked(string nature)
    {
        var id = await host.Reported(TestUsers.Employee, ("kind", "work-environment"), ("nature", nature));
        Assert.DoesNotContain(await Deadlines(id), one => one.GetProperty("rule").GetString() == "duties");
        Assert.DoesNotContain("duties.unjudged", (await host.As(TestUsers.Manager).GetAsync($"{Cases}/{id}").Json()).GetProperty("missing").EnumerateArray().Select(code => code.GetString()));
    }

    [Fact]
    public async Task A_breachs_hours_run_from_when_it_was_known_and_a_reasoned_no_meets_them()
    {
        var known = DateTimeOffset.UtcNow.AddHours(-1);
        var id = await host.Reported(TestUsers.Employee, ("kind", "information-security"));
        await Begin(id, "disclosed", known).Json();
        Assert.Equal(Whole(known.AddHours(72)), Whole((await Deadline(id, "data-authority")).GetProperty("dueAt").GetDateTimeOffset()));
        Assert.Equal(Whole(known.AddHours(24)), Whole((await Deadline(id, "cyber-warning")).GetProperty("dueAt").GetDateTimeOffset()));
        Assert.Equal(Whole(known.AddHours(24)), Whole(await host.Scalar<DateTime>("select next_due_at from deviations where id = $1", id)));
        Assert.DoesNotContain(await Deadlines(id), one => one.GetProperty("rule").GetString() == "cyber-final");
        await Decide(id, "cyber-warning", new { required = false, motivation = "Inte betydande." }).Json();
        Assert.Equal("met", (await Deadline(id, "cyber-warning")).GetProperty("state").GetString());
        await Decide(id, "cyber-report", new { required = true, motivation = "Betydande.", doneAt = DateTimeOffset.UtcNow }).Json();
        var final = await Deadline(id, "cyber-final");
        Assert.Equal(($"{Arrange.Today.AddMonths(1):yyyy-MM-dd}", "cyber-report-sent"), (final.GetProperty("lastDay").GetString(), final.GetProperty("startedBy").GetString()));
        // The coordinator of work environment has nothing to do with it.
        await host.As(TestUsers.WorkEnvironment).GetAsync($"{Cases}/{id}/duties").Problem(HttpStatusCode.NotFound, "resource.not-found");
    }

    [Fact]
    public async Task The_safety_representative_takes_part_with_own_words_that_nobody_else_writes()
    {
        var representative = new TestUser("skyddsombud2", [ServiceDefaults.Identity.Roles.Medarbetare], [TestUnits.Solgarden], TestUnits.Solgarden) { Id = Guid.NewGuid() };
        await host.Appointed(representative, AssignmentKind.SafetyRepresentative, TestUnits.Solgarden);
        var id = await host.Reported(TestUsers.Employee, ("kind", "work-environment"), ("unitCode", TestUnits.Solgarden));
        var client = host.As(representative);
        await client.SendAsync(Write(HttpMethod.Put, $"{Cases}/{id}/duties/statement", new { text = "Vill se halkmattor." })).Problem(HttpStatusCode.NotFound, "resource.not-found");
        await host.As(TestUsers.WorkEnvironment).SendAsync(Write(HttpMethod.Put, $"{Cases}/{id}/duties", new { knownAt = DateTimeOffset.UtcNow, nature = "injury" })).Json();
        var stated = await client.SendAsync(Write(HttpMethod.Put, $"{Cases}/{id}/duties/statement", new { text = "Vill se halkmattor." })).Json();
        Assert.Equal("Vill se halkmattor.", stated.GetProperty("statement").GetString());
        Assert.False(stated.GetProperty("mayHandle").GetBoolean());
        await client.SendAsync(Write(HttpMethod.Put, $"{Cases}/{id}/duties", new { knownAt = DateTimeOffset.UtcNow, nature = "injury" })).Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        await host.As(TestUsers.WorkEnvironment).SendAsync(Write(HttpMethod.Put, $"{Cases}/{id}/duties/statement", new { text = "Ändrat." })).Problem(HttpStatusCode.NotFound, "resource.not-found");
        Assert.Contains("Vill se halkmattor.", await host.As(TestUsers.WorkEnvironment).GetStringAsync($"/avvikelser/{id}/skyldigheter"));
    }

    [Fact]
    public async Task Duties_go_with_the_case_into_a_lex_track_and_out_of_sight()
    {
        var id = await host.Reported(TestUsers.Employee, ("kind", "work-environment"));
        await Begin(id, "injury").Json();
        await host.HandOver(id);
        foreach (var reader in new[] { TestUsers.Manager, TestUsers.WorkEnvironment })
            await host.As(reader).GetAsync($"{Cases}/{id}/duties").Problem(HttpStatusCode.NotFound, "resource.not-found");
    }

    [Fact]
    public async Task Duties_that_are_left_neither_keep_a_case_open_in_a_lex_track_nor_late_there_and_wait_for_its_return()
    {
        var id = await host.Reported(TestUsers.Employee, ("kind", "work-environment"));
        await Begin(id, "injury").Json();
        await host.Work(id, deviation =>
        {
            deviation.Assess(1, 1, "Ringa.", Arrange.Karin, Arrange.Now);
            deviation.HandOver(TrackKind.LexSarah, "Ska utredas.", "x", "X", Arrange.Now);
            return 0;
        });
        var lex = host.As(TestUsers.LexInvestigator);
        Assert.DoesNotContain("work-authority", (await lex.GetAsync($"{Cases}/{id}/deadlines").Json()).GetRawText());
        await lex.Post($"{Cases}/{id}/investigation", new { investigate = false, motivation = "Hör inte hit.", title = "Utredare" }).Json();
        Assert.Empty((await lex.GetAsync($"{Cases}/{id}").Json()).GetProperty("missing").EnumerateArray());
        await lex.SendAsync(Write($"{Cases}/{id}/tracks/lex-sarah/return", new { reason = "Hör inte hit." }).IfMatch("*")).Json();
        Assert.Equal("running", (await Deadline(id, "work-authority")).GetProperty("state").GetString());
        await host.As(TestUsers.Manager).Post($"{Cases}/{id}/closure", new { feedback = "Tack." }).Problem(HttpStatusCode.Conflict, "duties.left");

        await host.Work(id, deviation =>
        {
            deviation.HandOver(TrackKind.LexSarah, "Ska utredas ändå.", "x", "X", Arrange.Now);
            return 0;
        });
        await lex.Post($"{Cases}/{id}/investigation", new { investigate = false, motivation = "Hör inte hit.", title = "Utredare" }).Json();
        await lex.Post($"{Cases}/{id}/closure", new { feedback = "Klart." }).Json();
        Assert.True(await host.Scalar<bool>("select next_due_at is null from deviations where id = $1", id));
    }

    [Fact]
    public async Task A_case_of_another_kind_has_none_and_a_nature_is_one_of_the_list()
    {
        var other = await host.Reported(TestUsers.Employee, ("kind", "social-care"));
        await Begin(other, "injury").Problem(HttpStatusCode.NotFound, "resource.not-found");
        var id = await host.Reported(TestUsers.Employee, ("kind", "work-environment"));
        await Begin(id, "disclosed").NamesField("nature");
        await Begin(id, "injury", DateTimeOffset.UtcNow.AddHours(1)).NamesField("knownAt");
        await Begin(id, "injury", DateTimeOffset.UtcNow.AddDays(-2)).NamesField("knownAt");
    }

    [Fact]
    public async Task What_the_authority_is_told_holds_the_parts_and_says_first_what_is_missing()
    {
        var id = await host.Reported(TestUsers.Employee, ("kind", "work-environment"), ("description", "Anna Boende slog till."));
        var manager = host.As(TestUsers.Manager);
        var path = $"{Cases}/{id}/duties/work-authority/document";
        await manager.GetAsync(path).Problem(HttpStatusCode.NotFound, "resource.not-found");
        var begun = await Begin(id, "injury").Json();
        await manager.SendAsync(Write(HttpMethod.Put, $"{Cases}/{id}/duties/parts/event", new { text = "Halkade i hallen.\nIngen såg det." })).Json();
        var early = Missing(await manager.GetAsync(path).Json());
        Assert.Equal(["Det är inte bedömt om anmälan behövs.", "Skada eller ohälsa är inte skriven."], early.Take(2));
        Assert.Equal("Skyddsombudet har inte skrivit något. Tala med skyddsombudet först.", early[^1]);

        foreach (var part in begun.GetProperty("parts").EnumerateArray().Select(part => part.GetProperty("code").GetString()).Where(code => code != "event"))
            await manager.SendAsync(Write(HttpMethod.Put, $"{Cases}/{id}/duties/parts/{part}", new { text = $"Text om {part}." })).Json();
        await Decide(id, "work-authority", new { required = true, motivation = "Bröt handleden.", doneAt = DateTimeOffset.UtcNow, receipt = "AV 77" }).Json();
        Assert.Single(Missing(await manager.GetAsync(path).Json()));
        var word = IvoNotificationTests.Word(await (await manager.GetAsync($"{path}?format=docx")).Content.ReadAsByteArrayAsync());
        var html = WebUtility.HtmlDecode(await manager.GetStringAsync($"{path}?format=html"));
        var page = WebUtility.HtmlDecode(await manager.GetStringAsync($"/avvikelser/{id}/skyldigheter/work-authority/anmalan"));
        foreach (var text in new[] { word, html, page })
        {
            Assert.All(new[] { "Anmälan till Arbetsmiljöverket", "Norrängens hemtjänst", "Olycksfall i arbetet", "Undersköterska på kvällspasset", "Halkade i hallen.", "Ingen såg det.", "Text om causes.", "Bröt handleden.", "AV 77" }, words => Assert.Contains(words, text));
            // The report may tell of who gets support, and is not the authority's.
            Assert.DoesNotContain("Anna Boende", text);
        }
        Assert.Equal(1L, await host.Scalar<long>("select count(*) from access_log where user_id = $1 and action = 'export' and $2 = any(subject_ids)", $"{TestUsers.Manager.Id}", $"{id}"));
        Assert.Contains($"{id}/skyldigheter/work-authority/anmalan", await manager.GetStringAsync($"/avvikelser/{id}/skyldigheter"));
        await manager.GetAsync($"{Cases}/{id}/duties/data-authority/document").Problem(HttpStatusCode.NotFound, "resource.not-found");
        await manager.GetAsync($"{Cases}/{id}/duties/social-insurance/document").Problem(HttpStatusCode.NotFound, "resource.not-found");
    }

    [Fact]
    public async Task A_breach_that_is_told_after_the_laws_hours_says_that_the_delay_must_be_explained()
    {
        var id = await host.Reported(TestUsers.Employee, ("kind", "information-security"), ("occurredAt", DateTimeOffset.UtcNow.AddDays(-6)));
        const string late = "Tiden för anmälan har gått ut. Skriv i anmälan varför den kommer sent (GDPR artikel 33.1).";
        var path = $"{Cases}/{id}/duties/data-authority/document";
        await Begin(id, "disclosed", DateTimeOffset.UtcNow.AddHours(-71)).Json();
        Assert.DoesNotContain(late, Missing(await host.As(TestUsers.Manager).GetAsync(path).Json()));
        await Begin(id, "disclosed", DateTimeOffset.UtcNow.AddHours(-73)).Json();
        var told = await host.As(TestUsers.Manager).GetAsync(path).Json();
        Assert.Contains(late, Missing(told));
        Assert.Equal(
            ["Vem som anmäler", "Händelsen", "Vad som hände", "Vilka och hur många", "Kontakt", "Sannolika konsekvenser", "Åtgärder", "Risk för människors rättigheter"],
            told.GetProperty("sections").EnumerateArray().Select(section => section.GetProperty("heading").GetString()));
        // Sent in time, it is not late afterwards.
        await Decide(id, "data-authority", new { required = true, motivation = "Tolv namn.", doneAt = DateTimeOffset.UtcNow.AddHours(-2) }).Json();
        Assert.DoesNotContain(late, Missing(await host.As(TestUsers.Manager).GetAsync(path).Json()));
    }

    [Fact]
    public async Task The_units_manager_is_told_at_once_of_something_about_information_security_by_whatever_door_it_comes()
    {
        await host.As(TestUsers.Manager).GetAsync("/deviations/v1/notices").Json();
        var id = await host.Reported(TestUsers.Employee, ("kind", "information-security"));
        var tip = await host.As(TestUsers.Employee).Post("/deviations/v1/tips/", DeviationsHost.Report(("kind", "information-security"))).Json(HttpStatusCode.Created);
        var told = (await host.As(TestUsers.Manager).GetAsync("/deviations/v1/notices?limit=100").Json()).GetProperty("items").EnumerateArray().Where(notice => notice.Text("kind") == "breach-reported").ToList();
        Assert.Contains(told, notice => notice.Text("deviationId") == $"{id}");
        Assert.Contains(told, notice => notice.Text("caseReference") == tip.Text("reference"));
        Assert.Contains("lagens timmar räknas från att ni vet", await Answers.Html(host.As(TestUsers.Manager).GetAsync("/avvikelser/notiser?olasta=ja")));
        var other = await host.Reported(TestUsers.Employee, ("kind", "social-care"));
        Assert.Equal(0L, await host.Scalar<long>("select count(*) from notices where deviation_id = $1 and kind = 'breach-reported'", other));
    }

    [Fact]
    public async Task The_years_compilation_points_at_nobody()
    {
        for (var number = 0; number < 6; number++)
        {
            var id = await host.Reported(TestUsers.Employee, ("kind", "work-environment"), ("occurredAt", "2017-05-01T12:00:00Z"));
            await Begin(id, number < 5 ? "injury" : "near-miss", DateTimeOffset.Parse("2017-05-02T12:00:00Z")).Json();
        }
        // Nobody has begun to judge these, and they happened all the same; what went well did not.
        for (var number = 0; number < 5; number++) await host.Reported(TestUsers.Employee, ("kind", "work-environment"), ("occurredAt", "2017-05-01T12:00:00Z"));
        await host.Reported(TestUsers.Employee, ("kind", "work-environment"), ("occurredAt", "2017-05-01T12:00:00Z"), ("nature", "good"));
        var coordinator = host.As(TestUsers.WorkEnvironment);
        var lines = (await coordinator.GetAsync($"{Year}?year=2017").Json()).GetProperty("lines").EnumerateArray().ToList();
        Assert.Equal((10L, 14L), Count("total", null));
        Assert.Equal((5L, 9L), Count("nature", ""));
        Assert.Equal((5L, 9L), Count("nature", "injury"));
        Assert.Equal((1L, 4L), Count("nature", "near-miss"));
        Assert.Equal((0L, 0L), Count("nature", "illness"));
        Assert.Equal((10L, 14L), Count("unit", TestUnits.Norrangen));
        var csv = await coordinator.GetStringAsync($"{Year}?year=2017&format=csv");
        Assert.Contains("2017;nature;near-miss;Tillbud;1;4", csv);
        Assert.DoesNotContain("Undersköterska", csv);
        var word = await coordinator.GetAsync($"{Year}?year=2017&format=docx");
        Assert.Equal("PK", System.Text.Encoding.ASCII.GetString((await word.Content.ReadAsByteArrayAsync())[..2]));
        Assert.Contains("1–4", await coordinator.GetStringAsync("/avvikelser/arbetsmiljo?ar=2017"));
        // Who reads it finds it among the tabs, and nobody else is led there.
        Assert.Contains("href=\"arbetsmiljo\"", await coordinator.GetStringAsync("/avvikelser/mina"));
        Assert.DoesNotContain("href=\"arbetsmiljo\"", await host.As(TestUsers.Employee).GetStringAsync("/avvikelser/mina"));
        // Another unit's manager has none of them.
        var others = (await host.As(TestUsers.OtherManager).GetAsync($"{Year}?year=2017").Json()).GetProperty("lines").EnumerateArray();
        Assert.Equal(0, others.First().GetProperty("atMost").GetInt64());

        (long, long) Count(string group, string? code)
        {
            var line = lines.Single(one => one.GetProperty("group").GetString() == group && (code is null || (one.Text("code") ?? "") == code));
            return (line.GetProperty("atLeast").GetInt64(), line.GetProperty("atMost").GetInt64());
        }
    }

    [Fact]
    public async Task The_pages_begin_and_decide_and_keep_what_was_typed_when_refused()
    {
        var id = await host.Reported(TestUsers.Employee, ("kind", "information-security"));
        var page = WebUtility.HtmlDecode(await host.As(TestUsers.Manager).GetStringAsync($"/avvikelser/{id}/skyldigheter/andra"));
        Assert.Contains("Obehörig har fått del av uppgifter", page);
        var now = ServiceDefaults.SwedishTime.Local(DateTimeOffset.UtcNow);
        var begun = await Send($"{id}/skyldigheter/andra", "skyldigheter", ("Version", "1"), ("Request.Nature", "disclosed"), ("Request.KnownAt", $"{now:yyyy-MM-ddTHH:mm}"), ("Request.Affected", "Tolv brukare"));
        Assert.Equal(HttpStatusCode.Found, begun.StatusCode);
        var refused = WebUtility.HtmlDecode(await (await Send($"{id}/skyldigheter/data-authority", "skyldighet", ("Version", "2"), ("Request.Required", "true"), ("Request.Motivation", "Tolv namn röjdes."), ("Request.Receipt", "IMY 1"))).Content.ReadAsStringAsync());
        Assert.Contains("Skriv först när det gjordes.", refused);
        Assert.Contains("Tolv namn röjdes.", refused);
        Assert.Equal(HttpStatusCode.Found, (await Send($"{id}/skyldigheter/data-authority", "skyldighet", ("Version", "2"), ("Request.Required", "false"), ("Request.Motivation", "Osannolik risk."))).StatusCode);
        Assert.Contains("Behövs inte", await host.As(TestUsers.Manager).GetStringAsync($"/avvikelser/{id}/skyldigheter"));
    }

    private Task<HttpResponseMessage> Send(string path, string handler, params (string Field, string Value)[] fields) =>
        host.As(TestUsers.Manager).PostAsync($"/avvikelser/{path}", new FormUrlEncodedContent([new("_handler", handler), .. fields.Select(field => KeyValuePair.Create(field.Field, field.Value))]));

    private Task<HttpResponseMessage> Begin(Guid id, string nature, DateTimeOffset? known = null) =>
        host.As(TestUsers.Manager).SendAsync(Write(HttpMethod.Put, $"{Cases}/{id}/duties", new { knownAt = known ?? DateTimeOffset.UtcNow.AddHours(-1), nature, affected = "Undersköterska på kvällspasset" }));

    private Task<HttpResponseMessage> Decide(Guid id, string duty, object body) => host.As(TestUsers.Manager).SendAsync(Write(HttpMethod.Put, $"{Cases}/{id}/duties/{duty}", body));

    private static List<string?> Missing(JsonElement notice) => [.. notice.GetProperty("missing").EnumerateArray().Select(missing => missing.GetString())];

    private static JsonElement Duty(JsonElement duties, string duty) => duties.GetProperty("duties").EnumerateArray().Single(one => one.GetProperty("duty").GetString() == duty);

    private async Task<List<JsonElement>> Deadlines(Guid id) => [.. (await host.As(TestUsers.Manager).GetAsync($"{Cases}/{id}/deadlines").Json()).GetProperty("deadlines").EnumerateArray()];

    private async Task<JsonElement> Deadline(Guid id, string rule) => (await Deadlines(id)).Single(deadline => deadline.GetProperty("rule").GetString() == rule);

    private static long Whole(DateTimeOffset at) => at.ToUnixTimeSeconds();
}
