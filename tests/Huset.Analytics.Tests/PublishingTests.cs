using Huset.Analytics.Contracts;

namespace Huset.Analytics.Tests;

/// <summary>What everyone may see: what someone with the right has decided to publish, as it was looked at before, and nothing else.</summary>
public sealed class PublishingTests(AnalyticsHost host)
{
    private const string Publications = "/analytics/v1/publications", Open = "/analytics/v1/public/publications", Improvements = "/analytics/v1/improvements", Goals = "/analytics/v1/goals";
    private static readonly int Year = ServiceDefaults.SwedishTime.Day(DateTimeOffset.UtcNow).Year;
    private static readonly string Today = $"{ServiceDefaults.SwedishTime.Day(DateTimeOffset.UtcNow):yyyy-MM-dd}";

    [Fact]
    public async Task A_report_is_previewed_published_masked_and_withdrawn_and_its_address_says_so()
    {
        await host.Tell(Enumerable.Range(0, 3).Select(_ => Messages.Deviation(Guid.CreateVersion7(), unit: TestUnits.Norrangen, occurredOn: "2012-05-10")));
        var (maker, anyone) = (host.As(TestUsers.QualityDeveloper), host.As(null));
        var report = await maker.Post("/analytics/v1/reports", new { template = "quality", period = "2012", unitCode = TestUnits.Norrangen }).Json(HttpStatusCode.Created);
        var id = report.GetProperty("id").GetGuid();
        Assert.Equal(("Kvalitetsberättelse, 2012", "2013-03-01"), (report.GetProperty("name").GetString(), report.GetProperty("readyOn").GetString()));
        await maker.Post(Publications, new { kind = "report", subjectId = id, decision = "Kvalitetschefen" }).Problem(HttpStatusCode.Conflict, "publication.not-ready");
        // A draft is not for who does not make it.
        await host.As(TestUsers.Manager).GetAsync($"{Publications}/preview?kind=report&subjectId={id}").Problem(HttpStatusCode.NotFound, "resource.not-found");
        foreach (var section in report.GetProperty("sections").EnumerateArray()) await maker.Put($"/analytics/v1/reports/{id}/sections/{section.GetProperty("code").GetString()}", new { text = "Så här gick det." }, 1).Json();
        await maker.PostAsync($"/analytics/v1/reports/{id}/freeze", null).Json();
        // Frozen is not published.
        await anyone.GetAsync($"{Open}/{id}").Problem(HttpStatusCode.NotFound, "resource.not-found");
        Assert.Equal(HttpStatusCode.NotFound, (await anyone.GetAsync($"/analys/offentligt/{id}")).StatusCode);

        // Who may see every number previews without them: it is what everyone sees.
        var preview = await maker.GetAsync($"{Publications}/preview?kind=report&subjectId={id}").Json();
        Assert.Contains("För få för att visas", preview.GetRawText());
        Assert.DoesNotContain("Testsson", preview.GetRawText());
        await host.As(TestUsers.OtherManager).Post(Publications, new { kind = "report", subjectId = id, decision = "Enhetschefen" }).Problem(HttpStatusCode.NotFound, "resource.not-found");
        await host.As(TestUsers.Analyst).Post(Publications, new { kind = "report", subjectId = id, decision = "Analytikern" }).Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        await anyone.Post(Publications, new { kind = "report", subjectId = id, decision = "Vem som helst" }).Problem(HttpStatusCode.Unauthorized, "user.not-signed-in");
        var published = await host.As(TestUsers.Manager).Post(Publications, new { kind = "report", subjectId = id, decision = "Enhetschefens beslut" }).Json(HttpStatusCode.Created);
        await maker.Post(Publications, new { kind = "report", subjectId = id, decision = "Igen" }).Problem(HttpStatusCode.Conflict, "publication.published");
        var decision = published.GetProperty("id").GetGuid();
        var told = (await host.Published<PublicationDecided>()).Single(told => told.PublicationId == decision);
        Assert.Equal(("report", "published", id.ToString()), (told.Kind, told.Status, Assert.Single(told.Links, link => link.Rel == "shows").Id));

        var shown = await anyone.GetAsync($"{Open}/{id}").Json();
        Assert.Equal(preview.GetProperty("report").GetRawText(), shown.GetProperty("report").GetRawText());
        Assert.Equal(("Enhetschefens beslut", Today), (shown.GetProperty("decision").GetString(), shown.GetProperty("publishedOn").GetString()));
        // Rights change nothing there.
        Assert.Equal(shown.GetRawText(), (await host.As(TestUsers.Manager).GetAsync($"{Open}/{id}").Json()).GetRawText());
        var page = await anyone.GetAsync($"/analys/offentligt/{id}").Html();
        Assert.Contains("För få för att visas", page);
        Assert.DoesNotContain("Testsson", page);
        Assert.DoesNotContain("/siffror/", page);
        Assert.DoesNotContain("<script", page);
        Assert.Contains($"href=\"/analys/offentligt/{id}\"", await anyone.GetAsync($"/analys/offentligt?enhet={TestUnits.Norrangen}&visa=report").Html());
        Assert.DoesNotContain($"{id}", await anyone.GetAsync($"/analys/offentligt?enhet={TestUnits.Kullen}").Html());

        var withdraw = $"{Publications}/{decision}/withdrawal";
        await maker.Post(withdraw, new { why = " " }).NamesField("why");
        await host.As(TestUsers.OtherManager).Post(withdraw, new { why = "Fel siffra." }).Problem(HttpStatusCode.NotFound, "resource.not-found");
        await maker.Post(withdraw, new { why = "Fel siffra i ett avsnitt." }).Json();
        await maker.Post(withdraw, new { why = "Igen." }).Problem(HttpStatusCode.Conflict, "publication.withdrawn");
        await anyone.GetAsync($"{Open}/{id}").Problem(HttpStatusCode.Gone, "publication.gone");
        var gone = await anyone.GetAsync($"/analys/offentligt/{id}");
        Assert.Equal(HttpStatusCode.Gone, gone.StatusCode);
        var words = WebUtility.HtmlDecode(await gone.Content.ReadAsStringAsync());
        Assert.Contains("Det här är tillbakadraget", words);
        Assert.DoesNotContain("Fel siffra", words);
        Assert.Contains(await host.Published<PublicationDecided>(), told => told.PublicationId == decision && told is { Status: "withdrawn", SubjectVersion: 2 });
    }

    [Fact]
    public async Task A_promise_is_shown_with_its_outcome_and_where_to_complain_and_a_goal_with_a_small_figure_without_it()
    {
        var (manager, anyone) = (host.As(TestUsers.Manager), host.As(null));
        var promise = await Goal(manager, new { unitCode = TestUnits.Norrangen, year = Year, words = "Vi ringer alltid när vi blir sena", ownMeasure = "Andel samtal", unit = "%", targetValue = 90, direction = "up", dueOn = $"{Year}-12-31", responsible = "Enhetschef", isPromise = true });
        await manager.Post($"{Goals}/{promise}/follow-ups", new { on = Today, value = 95, note = "Nästan alla fick samtal av Karin." }).Json();
        await anyone.GetAsync($"{Open}/{promise}").Problem(HttpStatusCode.NotFound, "resource.not-found");
        await manager.Post(Publications, new { kind = "goal", subjectId = promise, decision = "Enhetschefens beslut" }).Json(HttpStatusCode.Created);
        Assert.True((await manager.GetAsync($"{Goals}/{promise}").Json()).GetProperty("isPublished").GetBoolean());
        Assert.Contains(await host.Published<GoalChanged>(), told => told.GoalId == promise && told.IsPublished);
        var goal = (await anyone.GetAsync($"{Open}/{promise}").Json()).GetProperty("goal");
        Assert.Equal(("reached", "95 %", "/synpunkter/ny?enhet=norrangen"), (goal.GetProperty("state").GetString(), goal.GetProperty("outcome").GetString(), goal.GetProperty("complaintForm").GetString()));
        var page = await anyone.GetAsync($"/analys/offentligt/{promise}").Html();
        Assert.Contains("href=\"/synpunkter/ny?enhet=norrangen\"", page);
        Assert.DoesNotContain("Karin", page);
        Assert.Contains("Löften till dig", await anyone.GetAsync("/analys/offentligt?enhet=norrangen").Html());

        // Two of a year that nobody else counts: who may count them sees it, everyone else that it is small.
        await host.Tell(Enumerable.Range(0, 2).Select(_ => Messages.Deviation(Guid.CreateVersion7(), unit: TestUnits.Norrangen, occurredOn: "2014-03-10")));
        await host.Tell(Enumerable.Range(0, 2).Select(_ => Messages.Deviation(Guid.CreateVersion7(), unit: TestUnits.Norrangen, occurredOn: "2013-12-10")));
        var small = await Goal(manager, new { unitCode = TestUnits.Norrangen, year = 2014, words = "Färre avvikelser", indicator = "deviations-reported", form = "count", targetValue = 10, direction = "down", dueOn = "2014-12-31", responsible = "Enhetschef", period = "year" });
        await manager.Post(Publications, new { kind = "goal", subjectId = small, decision = "Enhetschefens beslut" }).Json(HttpStatusCode.Created);
        Assert.Equal("reached", (await manager.GetAsync($"{Goals}/{small}").Json()).GetProperty("state").GetString());
        foreach (var reader in new[] { anyone, manager })
        {
            var hidden = (await reader.GetAsync($"{Open}/{small}").Json()).GetProperty("goal");
            Assert.Equal(("hidden", "För få för att visas"), (hidden.GetProperty("state").GetString(), hidden.GetProperty("outcome").GetString()));
        }
        Assert.False((await anyone.GetAsync($"{Open}/{small}").Json()).GetProperty("goal").TryGetProperty("complaintForm", out _));
    }

    [Fact]
    public async Task An_improvement_is_written_without_a_case_looked_at_published_and_not_changed_behind_that()
    {
        var (manager, anyone) = (host.As(TestUsers.Manager), host.As(null));
        object Text(string background = "Flera hörde av sig om att ingen ringde.", string? unit = TestUnits.Norrangen) => new { unitCode = unit, title = "Vi ringer alltid", background, change = "Den som är sen ringer." };
        await manager.Post(Improvements, Text("Det började med SYN-2026-0012.")).NamesField("background");
        await manager.Post(Improvements, Text("Se 0199c1d2-0000-7000-8000-000000000001.")).NamesField("background");
        await manager.Post(Improvements, Text(unit: TestUnits.Solgarden)).NamesField("unitCode");
        var id = (await manager.Post(Improvements, Text()).Json(HttpStatusCode.Created)).GetProperty("id").GetGuid();
        await host.As(TestUsers.OtherManager).GetAsync($"{Improvements}/{id}").Problem(HttpStatusCode.NotFound, "resource.not-found");
        await anyone.GetAsync($"{Open}/{id}").Problem(HttpStatusCode.NotFound, "resource.not-found");

        Assert.DoesNotContain($"{id}", (await host.As(TestUsers.OtherManager).GetAsync($"{Improvements}?limit=100").Json()).GetRawText());
        Assert.Contains($"{id}", (await manager.GetAsync($"{Improvements}?limit=100").Json()).GetRawText());

        // By the pages: typed, looked at, decided, withdrawn.
        var typed = await manager.Form("/analys/forbattringar/ny", "forbattring", ("Request.UnitCode", TestUnits.Norrangen), ("Request.Title", "Maten är varm"), ("Request.Background", "AVV-2026-0001 handlade om kall mat."), ("Request.Change", "Nya vagnar."));
        var again = WebUtility.HtmlDecode(await typed.Content.ReadAsStringAsync());
        Assert.Contains("Skriv inte ut ett ärende.", again);
        Assert.Contains("AVV-2026-0001 handlade om kall mat.", again);
        var decide = $"/analys/publicera/improvement/{id}";
        var preview = await manager.GetAsync(decide).Html();
        Assert.Contains("Flera hörde av sig om att ingen ringde.", preview);
        Assert.Contains("Det här visas inte för alla.", preview);
        Assert.Equal(HttpStatusCode.Found, (await manager.Form(decide, "publicera", ("Request.Decision", "Enhetschefens beslut"))).StatusCode);
        Assert.Contains("Flera hörde av sig om att ingen ringde.", await anyone.GetAsync($"/analys/offentligt/{id}").Html());
        Assert.Contains("Vi ringer alltid", await manager.GetAsync("/analys/publicerat").Html());

        await manager.Put($"{Improvements}/{id}", Text("Något helt annat."), 1).Problem(HttpStatusCode.Conflict, "improvement.published");
        await manager.Put($"{Improvements}/{id}", Text("Något helt annat."), null).Problem((HttpStatusCode)428, "if-match.missing");
        Assert.Contains("Någon annan beslutade", WebUtility.HtmlDecode(await (await manager.Form(decide, "tillbaka", ("Version", "7"), ("Request.Why", "Fel enhet."))).Content.ReadAsStringAsync()));
        Assert.Equal(HttpStatusCode.Found, (await manager.Form(decide, "tillbaka", ("Version", "1"), ("Request.Why", "Fel enhet."))).StatusCode);
        await manager.Put($"{Improvements}/{id}", Text("Något helt annat."), 1).Json();
        await manager.Put($"{Improvements}/{id}", Text("För sent."), 1).Problem(HttpStatusCode.PreconditionFailed, "resource.stale");
        Assert.Equal(HttpStatusCode.Gone, (await anyone.GetAsync($"/analys/offentligt/{id}")).StatusCode);
    }

    [Fact]
    public async Task What_is_public_is_kept_for_some_minutes_and_asked_for_again_only_when_it_has_changed()
    {
        var (manager, anyone) = (host.As(TestUsers.Manager), host.As(null));
        var id = (await manager.Post(Improvements, new { unitCode = TestUnits.Kullen, title = "Vi hälsar alltid", background = "Någon saknade det.", change = "Vi hälsar." }).Json(HttpStatusCode.Created)).GetProperty("id").GetGuid();
        await manager.Post(Publications, new { kind = "improvement", subjectId = id, decision = "Enhetschefens beslut" }).Json(HttpStatusCode.Created);
        foreach (var path in new[] { $"/analys/offentligt/{id}", $"{Open}/{id}", $"{Open}?unitCode=kullen&kind=improvement", "/analys/offentligt?enhet=kullen&visa=improvement" })
        {
            using var first = await anyone.GetAsync(path);
            Assert.Equal("public, max-age=300", $"{first.Headers.CacheControl}");
            using var ask = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { IfNoneMatch = { first.Headers.ETag! } } };
            using var second = await anyone.SendAsync(ask);
            Assert.Equal((HttpStatusCode.NotModified, 0), (second.StatusCode, (await second.Content.ReadAsByteArrayAsync()).Length));
            using var signedIn = await manager.GetAsync(path);
            Assert.Contains("private", $"{signedIn.Headers.CacheControl}");
        }
        await anyone.GetAsync($"{Open}?kind=secret").NamesField("kind");
    }

    private static async Task<Guid> Goal(HttpClient maker, object goal)
    {
        var id = (await maker.Post(Goals, goal).Json(HttpStatusCode.Created)).GetProperty("id").GetGuid();
        await maker.Post($"{Goals}/{id}/decision", new { decision = "Nämnden § 4", decidedOn = Today }).Json();
        return id;
    }
}
