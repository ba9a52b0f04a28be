using System.Net.Http.Json;
using System.Text.Json;
using Huset.Deadlines;
using Huset.ServiceDefaults;

namespace Huset.Deviations.Tests;

/// <summary>The compartment's investigation: its parts, the gate before the decision, the notification, and who sees nothing of it.</summary>
public sealed class LexSarahTests(DeviationsHost host)
{
    private const string Path = "/deviations/v1/deviations";
    private static readonly TestUser Lex = TestUsers.LexInvestigator;

    public static TheoryData<string> Parts => [.. RequiredPart.Seed(TrackKind.LexSarah, Arrange.Karin, Arrange.Now).Where(part => !part.ForChild).Select(part => part.Code)];

    [Theory]
    [MemberData(nameof(Parts))]
    public async Task Without_any_one_of_the_parts_nothing_is_decided(string part)
    {
        var id = await Taken(deviation => deviation.WriteAll(except: part));
        var refused = await Decide(id).Problem(HttpStatusCode.Conflict, "decision.incomplete");
        var missing = Assert.Single(refused.GetProperty("missing").EnumerateArray());
        Assert.Equal((part, RequiredPart.Seed(TrackKind.LexSarah, Arrange.Karin, Arrange.Now).Single(known => known.Code == part).Name), (missing.GetProperty("code").GetString(), missing.GetProperty("name").GetString()));
        var read = await Read(id);
        Assert.False(read.TryGetProperty("decision", out _));

        await Write(id, part).Json();
        var decided = await Decide(id).Json();
        Assert.Equal(("misconduct", "Utredare"), (decided.GetProperty("decision").GetProperty("degree").GetString(), decided.GetProperty("decision").GetProperty("byTitle").GetString()));
        Assert.Empty(decided.GetProperty("missing").EnumerateArray());
    }

    [Fact]
    public async Task Every_part_that_is_missing_is_named_in_order_and_the_page_says_so_before_the_button()
    {
        var id = await Taken();
        var refused = await Decide(id).Problem(HttpStatusCode.Conflict, "decision.incomplete");
        Assert.Equal(Parts.Select(part => part.Data), refused.GetProperty("missing").EnumerateArray().Select(part => part.GetProperty("code").GetString()));
        var page = await Answers.Html(host.As(Lex).GetAsync($"/avvikelser/{id}/beslut"));
        Assert.Contains("Det går inte att besluta än", page);
        Assert.Contains("Konsekvenser för den enskilde", page);
        var answer = await Answers.Html(Post(Lex, $"/avvikelser/{id}/beslut", "beslut", ("Version", "2"), ("Request.Degree", "Misconduct"), ("Request.Motivation", "Skrivet redan nu."), ("Request.Title", "Utredare")));
        Assert.Contains("Skriv först de delar som saknas", answer);
        Assert.Contains("Skrivet redan nu.", answer);
    }

    [Fact]
    public async Task A_part_written_anew_keeps_what_it_said_and_tells_source_kind_and_writer()
    {
        var id = await Taken();
        await Write(id, "event").Json();
        var read = await host.As(Lex).PutAsJsonAsync($"{Path}/{id}/investigation/parts/event", new { text = "Larmet var trasigt.", kind = "assessment", source = "Egen bedömning", title = " Socialt ansvarig utredare " }).Json();
        var part = read.GetProperty("parts").EnumerateArray().First();
        var (now, before) = (part.GetProperty("written"), Assert.Single(part.GetProperty("earlier").EnumerateArray()));
        Assert.Equal(("Larmet var trasigt.", "assessment", "Lex Testsson"), (now.GetProperty("text").GetString(), now.GetProperty("kind").GetString(), now.GetProperty("by").GetString()));
        Assert.Equal(("Socialt ansvarig utredare", "Utredare"), (now.GetProperty("byTitle").GetString(), before.GetProperty("byTitle").GetString()));
        await host.As(Lex).PutAsJsonAsync($"{Path}/{id}/investigation/parts/event", new { text = "x", kind = "fact", source = "x" }).NamesField("title");
        var page = await Answers.Html(host.As(Lex).GetAsync($"/avvikelser/{id}/utredning"));
        Assert.Contains("Lex Testsson, Socialt ansvarig utredare", page);
        Assert.Contains("Lex Testsson, Utredare", page);
        // The form of another part holds the title that one wrote under last.
        Assert.Matches("name=\"Request.Title\"[^>]*value=\"Socialt ansvarig utredare\"", await Answers.Html(host.As(Lex).GetAsync($"/avvikelser/{id}/utredning/causes")));
        Assert.Contains("Skriv vad du arbetar som.", await Answers.Html(Post(Lex, $"/avvikelser/{id}/utredning/causes", "del", ("Shown", "0"), ("Request.Text", "Larmet."), ("Request.Kind", "Fact"), ("Request.Source", "Loggen"), ("Request.Title", " "))));
        Assert.Equal(("Text om event.", "fact", "Larmloggen"), (before.GetProperty("text").GetString(), before.GetProperty("kind").GetString(), before.GetProperty("source").GetString()));
        Assert.Contains("SOSFS 2011:5", part.GetProperty("source").GetString());
        Assert.False(part.GetProperty("verified").GetBoolean());
        await host.As(Lex).PutAsJsonAsync($"{Path}/{id}/investigation/parts/finns-inte", new { text = "x", kind = "fact", source = "x", title = "x" }).Problem(HttpStatusCode.NotFound, "resource.not-found");
    }

    [Fact]
    public async Task What_is_serious_is_to_be_notified_at_once_and_the_investigation_within_two_months()
    {
        var id = await Taken(deviation => deviation.WriteAll());
        Assert.Equal("running", (await Deadline(id, "lex-sarah-investigation")).GetProperty("state").GetString());
        var decided = await Decide(id, "risk-of-serious-misconduct").Json();
        Assert.True(decided.GetProperty("notifyAtOnce").GetBoolean());
        var notify = await Deadline(id, "ivo-notification");
        Assert.Equal(("running", false), (notify.GetProperty("state").GetString(), notify.TryGetProperty("dueAt", out _)));
        Assert.StartsWith("Lagens krav: genast från beslutet att det är allvarligt", notify.GetProperty("explanation").GetString());
        Assert.Contains("27 kap. 6 §", notify.GetProperty("source").GetString());
        Assert.False(notify.GetProperty("verified").GetBoolean());
        Assert.Equal("met", (await Deadline(id, "lex-sarah-investigation")).GetProperty("state").GetString());
        Assert.Contains("Anmäl till IVO snarast", await Answers.Html(host.As(Lex).GetAsync($"/avvikelser/{id}/utredning")));

        var today = $"{Arrange.Today:yyyy-MM-dd}";
        var sent = await Notify(id, new { sentOn = today, registryNumber = "SN 2026/1" }).Json();
        Assert.False(sent.GetProperty("notifyAtOnce").GetBoolean());
        Assert.Equal("met", (await Deadline(id, "ivo-notification")).GetProperty("state").GetString());
        var investigation = await Deadline(id, "ivo-investigation");
        Assert.Equal($"{Arrange.Today.AddMonths(2):yyyy-MM-dd}", investigation.GetProperty("lastDay").GetString());

        await Notify(id, new { sentOn = today, registryNumber = "SN 2026/1", reference = "8.1-1/2026", investigationSentOn = today }).Json();
        Assert.Equal("met", (await Deadline(id, "ivo-investigation")).GetProperty("state").GetString());
    }

    [Fact]
    public async Task What_is_not_serious_needs_no_notification_and_decided_anew_the_latest_counts()
    {
        var id = await Taken(deviation => deviation.WriteAll());
        await Decide(id, "serious-misconduct").Json();
        var decided = await Decide(id, "misconduct").Json();
        Assert.Equal("misconduct", decided.GetProperty("decision").GetProperty("degree").GetString());
        Assert.Equal("serious-misconduct", Assert.Single(decided.GetProperty("earlierDecisions").EnumerateArray()).GetProperty("degree").GetString());
        Assert.False(decided.GetProperty("notifyAtOnce").GetBoolean());
        Assert.DoesNotContain((await Deadlines(id)), deadline => deadline.GetProperty("rule").GetString() == "ivo-notification");
    }

    [Theory]
    [InlineData("sentOn", "2099-01-01")]
    [InlineData("sentOn", "2001-01-01")]
    [InlineData("sentOn", null)]
    [InlineData("registryNumber", null)]
    [InlineData("investigationSentOn", "2099-01-01")]
    public async Task A_notification_that_cannot_have_been_names_its_field(string field, string? value)
    {
        var id = await Taken();
        await Notify(id, new Dictionary<string, object?> { ["sentOn"] = $"{Arrange.Today:yyyy-MM-dd}", ["registryNumber"] = "SN 1", [field] = value }).NamesField(field);
    }

    [Theory]
    [InlineData("degree", null)]
    [InlineData("degree", "terrible")]
    [InlineData("motivation", "  ")]
    [InlineData("title", null)]
    public async Task A_decision_that_is_wrong_names_its_field(string field, string? value)
    {
        var id = await Taken(deviation => deviation.WriteAll());
        await host.As(Lex).Post($"{Path}/{id}/decision", new Dictionary<string, object?> { ["degree"] = "misconduct", ["motivation"] = "Därför.", ["title"] = "Utredare", [field] = value }).NamesField(field);
    }

    [Fact]
    public async Task Who_decides_on_an_old_version_is_told_so()
    {
        var id = await Taken(deviation => deviation.WriteAll());
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Path}/{id}/decision") { Content = JsonContent.Create(new { degree = "misconduct", motivation = "Därför.", title = "Utredare" }) };
        request.Headers.TryAddWithoutValidation("If-Match", "\"1\"");
        await host.As(Lex).SendAsync(request).Problem(HttpStatusCode.PreconditionFailed, "resource.stale");
    }

    [Fact]
    public async Task Who_has_been_told_is_recorded_with_the_day()
    {
        var id = await Taken();
        var read = await host.As(Lex).Post($"{Path}/{id}/informed", new { party = "board", on = $"{Arrange.Today:yyyy-MM-dd}", note = "Vid sammanträdet." }).Json();
        var informed = Assert.Single(read.GetProperty("informed").EnumerateArray());
        Assert.Equal(("board", "Vid sammanträdet."), (informed.GetProperty("party").GetString(), informed.GetProperty("note").GetString()));
        await host.As(Lex).Post($"{Path}/{id}/informed", new { party = "board", on = "2099-01-01" }).NamesField("on");
    }

    [Fact]
    public async Task A_case_is_not_closed_undecided_nor_when_serious_before_IVO_is_told()
    {
        var id = await Taken(deviation =>
        {
            deviation.Assess(1, 1, "Ringa.", Arrange.Karin, Arrange.Now);
            deviation.WriteAll();
        });
        await host.As(Lex).Post($"{Path}/{id}/closure", new { feedback = "Klart." }).Problem(HttpStatusCode.Conflict, "investigation.unfinished");
        await Decide(id, "serious-misconduct").Json();
        await host.As(Lex).Post($"{Path}/{id}/closure", new { feedback = "Klart." }).Problem(HttpStatusCode.Conflict, "investigation.unfinished");
        Assert.Contains("Gör klart utredningen", await Answers.Html(host.As(Lex).GetAsync($"/avvikelser/{id}")));
        await Notify(id, new { sentOn = $"{Arrange.Today:yyyy-MM-dd}", registryNumber = "SN 1" }).Json();
        await host.As(Lex).Post($"{Path}/{id}/closure", new { feedback = "Klart." }).Json();
        await Write(id, "event").Problem(HttpStatusCode.Conflict, "deviation.closed");
    }

    [Fact]
    public async Task What_is_decided_to_belong_there_is_not_returned_and_what_is_not_leaves_nothing_of_the_investigation_behind()
    {
        var id = await Taken(deviation => deviation.WriteAll());
        await Decide(id, "misconduct").Json();
        await Return(id).Problem(HttpStatusCode.Conflict, "track.decided");
        await Decide(id, "none").Json();
        await Return(id).Json();

        var manager = host.As(TestUsers.Manager);
        var seen = await manager.GetAsync($"{Path}/{id}").Json();
        Assert.DoesNotContain("missförhållande", seen.GetRawText(), StringComparison.OrdinalIgnoreCase);
        string[] kinds = [.. seen.GetProperty("history").EnumerateArray().Select(change => change.GetProperty("kind").GetString()!)];
        Assert.Contains("returned", kinds);
        Assert.DoesNotContain(kinds, kind => kind is "part-written" or "lex-decided" or "ivo-notified" or "informed");
        Assert.DoesNotContain((await manager.GetAsync($"{Path}/{id}/deadlines").Json()).GetProperty("deadlines").EnumerateArray(), deadline => deadline.GetProperty("rule").GetString()!.StartsWith("lex", StringComparison.Ordinal));
        Assert.DoesNotContain("utredning", (await manager.GetAsync($"{Path}/{id}").Json()).GetProperty("tracks").GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_reporter_and_the_manager_see_no_more_than_that_it_was_handed_over()
    {
        var id = await Taken(deviation => deviation.WriteAll());
        var before = (await host.As(TestUsers.Employee).GetAsync($"{Path}/{id}").Json()).GetRawText();
        await Decide(id, "serious-misconduct").Json();
        Assert.Equal(before, (await host.As(TestUsers.Employee).GetAsync($"{Path}/{id}").Json()).GetRawText());
        Assert.Empty((await host.As(TestUsers.Employee).GetAsync($"{Path}/{id}/deadlines").Json()).GetProperty("deadlines").EnumerateArray());
        await host.As(TestUsers.Manager).GetAsync($"{Path}/{id}").Problem(HttpStatusCode.NotFound, "resource.not-found");
        foreach (var user in new[] { TestUsers.Employee, TestUsers.Manager, TestUsers.Administrator })
            await host.As(user).GetAsync($"{Path}/{id}/investigation").Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        await host.As(TestUsers.Mas).GetAsync($"{Path}/{id}/investigation").Problem(HttpStatusCode.NotFound, "resource.not-found");
        await host.As(null).GetAsync($"{Path}/{id}/investigation").Problem(HttpStatusCode.Unauthorized, "user.not-signed-in");
        await host.As(TestUsers.Mas).Post($"{Path}/{id}/decision", new { degree = "none", motivation = "Nej.", title = "Utredare" }).Problem(HttpStatusCode.NotFound, "resource.not-found");
    }

    [Fact]
    public async Task Who_investigates_the_other_track_of_a_case_sees_nothing_of_lex_Sarahs()
    {
        var id = await Taken(deviation =>
        {
            deviation.HandOver(TrackKind.LexMaria, "Också vårdskada.", "x", "X", Arrange.Now);
            deviation.WriteAll();
            deviation.Assess(1, 1, "Ringa.", Arrange.Karin, Arrange.Now);
            deviation.Decide(TrackKind.LexSarah, Degree.SeriousMisconduct, "Allvarligt.", [], Arrange.Karin, "Utredare", Arrange.Now);
        }, ("occurredAt", "2012-02-01T12:00:00Z"));
        var mas = host.As(TestUsers.Mas);
        var seen = await mas.GetAsync($"{Path}/{id}").Json();
        Assert.Equal(["investigation.unfinished"], seen.GetProperty("missing").EnumerateArray().Select(code => code.GetString()));
        var history = seen.GetProperty("history").EnumerateArray().Select(change => change.GetProperty("kind").GetString());
        Assert.DoesNotContain(history, kind => kind is "part-written" or "lex-decided");
        Assert.DoesNotContain((await mas.GetAsync($"{Path}/{id}/deadlines").Json()).GetProperty("deadlines").EnumerateArray(), deadline => deadline.GetProperty("rule").GetString() is "lex-sarah-investigation" or "ivo-notification");

        await Notify(id, new { sentOn = $"{Arrange.Today:yyyy-MM-dd}", registryNumber = "SN 1" }).Json();
        Assert.False((await mas.GetAsync($"{Path}/{id}").Json()).TryGetProperty("nextDueAt", out _));
        Assert.False((await host.As(Lex).GetAsync($"{Path}/{id}").Json()).TryGetProperty("nextDueAt", out _));
        var line = (await host.As(Lex).GetAsync($"/deviations/v1/investigations/?from=2012-02-01&to=2012-02-02").Json()).GetProperty("items").EnumerateArray().Single(line => line.GetProperty("deviationId").GetString() == $"{id}");
        Assert.Equal(Arrange.Today.AddMonths(2).AddDays(1), SwedishTime.Day(line.GetProperty("nextDueAt").GetDateTimeOffset()));
    }

    [Fact]
    public async Task Each_reading_and_writing_is_in_the_access_log_with_the_right_that_opened_it()
    {
        var lex = Lex with { Id = Guid.NewGuid() };
        var id = await Taken(deviation => deviation.WriteAll());
        var client = host.As(lex);
        await client.GetAsync($"{Path}/{id}/investigation").Json();
        await client.Post($"{Path}/{id}/decision", new { degree = "misconduct", motivation = "Därför.", title = "Utredare" }).Json();
        await client.PutAsJsonAsync($"{Path}/{id}/ivo-notification", new { sentOn = $"{Arrange.Today:yyyy-MM-dd}", registryNumber = "SN 1" }).Json();
        Assert.Equal(1L, await host.Scalar<long>("select count(*) from access_log where user_id = $1 and action = 'read' and why = array['deviations.read-lex-sarah/all'] and $2 = any(subject_ids)", $"{lex.Id}", $"{id}"));
        Assert.Equal(2L, await host.Scalar<long>("select count(*) from access_log where user_id = $1 and action = 'change' and why = array['deviations.investigate/all'] and $2 = any(subject_ids)", $"{lex.Id}", $"{id}"));
    }

    [Fact]
    public async Task The_forms_write_decide_and_notify_and_the_list_tells_what_comes_first()
    {
        var id = await Taken(deviation => deviation.WriteAll(except: "other"));
        var page = await Answers.Html(host.As(Lex).GetAsync($"/avvikelser/{id}/utredning"));
        Assert.Contains("Skriv: Annat som kom fram", page);
        Assert.Equal(HttpStatusCode.Found, (await Post(Lex, $"/avvikelser/{id}/utredning/other", "del", ("Shown", "0"), ("Request.Text", "Inget annat."), ("Request.Kind", "Fact"), ("Request.Source", "Genomgången"), ("Request.Title", "Utredare"))).StatusCode);
        Assert.Contains("Inget annat.", await Answers.Html(host.As(Lex).GetAsync($"/avvikelser/{id}/utredning")));
        Assert.Equal(HttpStatusCode.Found, (await Post(Lex, $"/avvikelser/{id}/beslut", "beslut", ("Version", "13"), ("Request.Degree", "SeriousMisconduct"), ("Request.Motivation", "Allvarligt."), ("Request.Title", "Utredare"))).StatusCode);
        var list = await Answers.Html(host.As(Lex).GetAsync($"/avvikelser/lex-sarah?fran={Arrange.Today.AddDays(-1):yyyy-MM-dd}"));
        Assert.Contains("Anmäl snarast", list);
        Assert.Contains($"href=\"{id}/utredning?spar=lex-sarah\"", await Answers.Html(host.As(Lex).GetAsync($"/avvikelser/{id}")));
        Assert.Equal(HttpStatusCode.Found, (await Post(Lex, $"/avvikelser/{id}/ivo", "ivo", ("Version", "14"), ("Request.SentOn", $"{Arrange.Today:yyyy-MM-dd}"), ("Request.RegistryNumber", "SN 2026/7"))).StatusCode);
        Assert.Contains("SN 2026/7", await Answers.Html(host.As(Lex).GetAsync($"/avvikelser/{id}/utredning?gjort=ivo")));
        Assert.Contains("går inte att läsa", await Answers.Html(host.As(Lex).GetAsync("/avvikelser/lex-sarah?fran=igar")));
    }

    [Fact]
    public void The_parts_and_deadlines_are_those_of_the_day_when_the_case_was_taken_in()
    {
        var (old, present) = (Part("gammal", 1), Part("ny", 2, new(2027, 1, 1)));
        old.End(new(2027, 1, 1));
        Assert.Equal(["gammal", "ny"], new[] { old, present }.Where(part => part.AppliesOn(new(2026, 12, 31)) || part.AppliesOn(new(2027, 1, 1))).Select(part => part.Code));
        Assert.False(old.AppliesOn(new(2027, 1, 1)));

        // 2 months from 31 December end on the last of February, which is a Sunday; from New Year's Day on the rule says 30 days, and the last must be a working day.
        DeadlineRule[] rules = [Ivo(new(RuleKind.Months, 2), new(2020, 1, 1)), Ivo(new(RuleKind.Days, 30, LastDay.MovesOn), new(2027, 1, 1))];
        rules[0].End(new(2027, 1, 1));
        var book = new RuleBook(rules, []);
        Assert.Equal(new DateOnly(2027, 2, 28), LastDayOf(new(2026, 12, 31)));
        Assert.Equal(new DateOnly(2027, 2, 1), LastDayOf(new(2027, 1, 1)));

        DateOnly? LastDayOf(DateOnly sentOn)
        {
            var at = DateTimeOffset.Parse("2026-12-20T08:00+01:00");
            var deviation = Deviation.Report(1, TestUnits.Norrangen, at, DeviationKind.Other, Harm.None, "Något hände.", null, false, null, "a", "A", at.ToUniversalTime());
            deviation.HandOver(TrackKind.LexSarah, "Ska utredas.", "x", "X", at);
            deviation.NotifyIvo(TrackKind.LexSarah, sentOn, "SN 1", null, null, Arrange.Karin, at);
            return CaseDeadlines.Of(deviation, book, [deviation.UnitCode]).All.Single(item => item.Rule.Code == DeadlineCode.IvoInvestigation).Deadline.LastDay;
        }
    }

    [Fact]
    public async Task A_part_added_later_is_not_asked_of_a_case_that_was_taken_in_before()
    {
        var id = await Taken(deviation => deviation.WriteAll());
        var code = $"prov-{Guid.NewGuid()}";
        var part = await host.As(Lex).Post("/deviations/v1/required-parts", new { code, number = 90, name = "Prov", validFrom = $"{Arrange.Today.AddDays(1):yyyy-MM-dd}", source = "Prov" }).Json(HttpStatusCode.Created);
        await Decide(id).Json();
        await host.As(Lex).Post("/deviations/v1/required-parts", new { code, number = 90, name = "Prov", validFrom = $"{Arrange.Today:yyyy-MM-dd}", source = "Prov" }).Problem(HttpStatusCode.Conflict, "rule.later-version");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/deviations/v1/required-parts/{part.GetProperty("id").GetString()}/end") { Content = JsonContent.Create(new { validTo = $"{Arrange.Today:yyyy-MM-dd}" }) };
        request.Headers.TryAddWithoutValidation("If-Match", "\"1\"");
        await host.As(Lex).SendAsync(request).Json();
    }

    private async Task<Guid> Taken(Action<Deviation>? work = null, params (string Field, object? Value)[] changes)
    {
        var id = await host.Reported(TestUsers.Employee, [("kind", "social-care"), .. changes]);
        await host.Work(id, deviation =>
        {
            deviation.HandOver(TrackKind.LexSarah, "Ska utredas.", "x", "X", Arrange.Now);
            work?.Invoke(deviation);
        });
        return id;
    }

    private Task<HttpResponseMessage> Decide(Guid id, string degree = "misconduct") => host.As(Lex).Post($"{Path}/{id}/decision", new { degree, motivation = "Därför.", title = "Utredare" });

    private Task<HttpResponseMessage> Write(Guid id, string part) => host.As(Lex).PutAsJsonAsync($"{Path}/{id}/investigation/parts/{part}", new { text = $"Text om {part}.", kind = "fact", source = "Larmloggen", title = "Utredare" });

    private Task<HttpResponseMessage> Notify(Guid id, object body) => host.As(Lex).PutAsJsonAsync($"{Path}/{id}/ivo-notification", body);

    private async Task<HttpResponseMessage> Return(Guid id)
    {
        var client = host.As(Lex);
        client.DefaultRequestHeaders.TryAddWithoutValidation("If-Match", "*");
        return await client.Post($"{Path}/{id}/tracks/lex-sarah/return", new { reason = "Hör inte hit." });
    }

    private Task<JsonElement> Read(Guid id) => host.As(Lex).GetAsync($"{Path}/{id}/investigation").Json();

    private async Task<List<JsonElement>> Deadlines(Guid id) => [.. (await host.As(Lex).GetAsync($"{Path}/{id}/deadlines").Json()).GetProperty("deadlines").EnumerateArray()];

    private async Task<JsonElement> Deadline(Guid id, string code) => (await Deadlines(id)).Single(deadline => deadline.GetProperty("rule").GetString() == code);

    private async Task<HttpResponseMessage> Post(TestUser user, string path, string handler, params (string Field, string Value)[] fields) =>
        await host.As(user).PostAsync(path, new FormUrlEncodedContent([new("_handler", handler), .. fields.Select(field => KeyValuePair.Create(field.Field, field.Value))]));

    private static RequiredPart Part(string code, int number, DateOnly? from = null) => RequiredPart.From(TrackKind.LexSarah, from ?? RuleBook.Beginning, number, code, code, null, "Prov", Arrange.Karin, Arrange.Now);

    private static DeadlineRule Ivo(Term term, DateOnly from) => DeadlineRule.From(
        from, new(DeadlineCode.IvoInvestigation, null, null, "Utredningen till IVO", term, CaseEvent.IvoNotified, CaseEvent.IvoInvestigationSent, "Prov"), new("c", "C"), DateTimeOffset.UnixEpoch);
}
