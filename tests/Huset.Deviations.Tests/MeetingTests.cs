namespace Huset.Deviations.Tests;

public sealed class MeetingTests(DeviationsHost host)
{
    private const string Api = "/deviations/v1/meetings";

    [Fact]
    public async Task The_month_is_told_without_names_and_the_reports_words()
    {
        var month = "2024-03";
        var id = await Happened(month, 5, TestUnits.Kullen, ("description", "Greta Granberg fick fel dos av Bosse."), ("immediateAction", "Ringde dottern Siv."));
        // It stands among the good examples.
        await Happened(month, 6, TestUnits.Kullen, ("nature", "good"));
        await host.Work(id, d =>
        {
            d.Assess(2, 3, "Hemlig motivering.", Arrange.Karin, Arrange.Now);
            var cause = d.FindCause("staffing", "Hemlig orsak.", Arrange.Karin, Arrange.Now);
            d.CheckEffect(d.PlanAction(cause, Arrange.Plan(TestUsers.Manager), Arrange.Karin, Arrange.Now), Effect.Yes, "Hemlig notering.", Arrange.Karin, Arrange.Now);
        });
        var answer = await host.As(TestUsers.Manager).GetAsync($"{Api}/{TestUnits.Kullen}/{month}");
        var (text, meeting) = (await answer.Content.ReadAsStringAsync(), await answer.Json());
        foreach (var word in new[] { "Greta", "Bosse", "Siv", "Hemlig", "anna", "Anna", "Karin", "AVV-" }) Assert.DoesNotContain(word, text);
        var shown = Assert.Single(meeting.GetProperty("cases").EnumerateArray());
        Assert.Equal(("2024-03-05", "health-care", "none", 2, id), (shown.Text("occurredOn"), shown.Text("kind"), shown.Text("harm"), shown.GetProperty("severity").GetInt32(), shown.Id()));
        Assert.Equal("staffing", Assert.Single(shown.GetProperty("causeAreas").EnumerateArray()).GetString());
        var action = Assert.Single(shown.GetProperty("actions").EnumerateArray());
        Assert.Equal(("Två delegerade på varje morgonpass.", "checked", "yes"), (action.Text("what"), action.Text("status"), action.Text("effect")));
        Assert.Equal(1L, await host.Scalar<long>("select count(*) from access_log where user_id = $1 and 'deviations.read-meetings/units' = any(why) and $2 = any(subject_ids)", $"{TestUsers.Manager.Id}", $"{id}"));
    }

    [Fact]
    public async Task A_restricted_case_is_neither_there_nor_counted_for_anyone_and_neither_are_its_actions_and_lessons()
    {
        var month = "2024-04";
        var (open, secret) = (await Happened(month, 3, TestUnits.Norrangen), await Happened(month, 4, TestUnits.Norrangen));
        var manager = host.As(TestUsers.Manager);
        await manager.Put($"{Api}/{TestUnits.Norrangen}/{month}/cases/{secret}", new { learned = "Lärdomen som försvinner." }, null).Json();
        await host.Work(secret, d =>
        {
            d.Assess(2, 3, "x", Arrange.Karin, Arrange.Now);
            var cause = d.FindCause("routines", "x", Arrange.Karin, Arrange.Now);
            d.CheckEffect(d.PlanAction(cause, Arrange.Plan(TestUsers.Manager) with { What = "Åtgärden som försvinner." }, Arrange.Karin, Arrange.Now), Effect.Yes, "x", Arrange.Karin, Arrange.Now);
        });
        await host.HandOver(secret);
        var checkedIn = $"{Arrange.Today:yyyy-MM}";
        foreach (var user in new[] { TestUsers.Manager, TestUsers.Colleague, TestUsers.QualityDeveloper, TestUsers.LexInvestigator with { HomeUnit = TestUnits.Norrangen } })
        {
            var answer = await host.As(user).GetAsync($"{Api}/{TestUnits.Norrangen}/{month}");
            Assert.DoesNotContain("försvinner", await answer.Content.ReadAsStringAsync());
            var meeting = await answer.Json();
            Assert.Equal(1, Assert.Single(meeting.GetProperty("counts").EnumerateArray()).GetProperty("count").GetInt32());
            Assert.Single(meeting.GetProperty("cases").EnumerateArray());
            Assert.DoesNotContain("försvinner", await host.As(user).GetStringAsync($"{Api}/{TestUnits.Norrangen}/{checkedIn}"));
        }
        Assert.Equal(HttpStatusCode.NotFound, (await manager.Put($"{Api}/{TestUnits.Norrangen}/{month}/cases/{secret}", new { learned = "Igen." }, null)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await manager.Put($"{Api}/{TestUnits.Norrangen}/{month}/cases/{open}", new { learned = "Igen." }, null)).StatusCode);
    }

    [Fact]
    public async Task Everyone_reads_the_meeting_of_where_they_work_and_only_its_manager_writes()
    {
        Assert.Contains("href=\"mote\"", await host.As(TestUsers.Colleague).GetStringAsync("/avvikelser/mina"));
        var path = $"{Api}/{TestUnits.Norrangen}/2024-05";
        await Happened("2024-05", 6, TestUnits.Norrangen);
        foreach (var (user, reads, writes) in new[] { (TestUsers.Manager, true, true), (TestUsers.AreaManager, true, true), (TestUsers.Colleague, true, false), (TestUsers.QualityDeveloper, true, false), (TestUsers.OtherManager, false, false), (TestUsers.Mas, false, false) })
        {
            var answer = await host.As(user).GetAsync(path);
            Assert.Equal(reads ? HttpStatusCode.OK : HttpStatusCode.NotFound, answer.StatusCode);
            if (reads) Assert.Equal(writes, (await answer.Json()).GetProperty("cases")[0].TryGetProperty("id", out _));
            var written = (await host.As(user).Put(path, new { notes = "Vi pratade." }, null)).StatusCode;
            Assert.Equal(writes ? HttpStatusCode.OK : user == TestUsers.OtherManager ? HttpStatusCode.NotFound : HttpStatusCode.Forbidden, written);
        }
        Assert.Equal(HttpStatusCode.NotFound, (await host.As(TestUsers.Manager).GetAsync($"{Api}/{TestUnits.Norrangen}/maj")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await host.As(TestUsers.QualityDeveloper).GetAsync($"{Api}/finns-inte/2024-05")).StatusCode);
        foreach (var month in new[] { "0001-01", "9999-12" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await host.As(TestUsers.Manager).GetAsync($"{Api}/{TestUnits.Norrangen}/{month}")).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await host.As(TestUsers.Manager).Put($"{Api}/{TestUnits.Norrangen}/{month}", new { notes = "Vi pratade." }, null)).StatusCode);
            Assert.Contains("Välj en enhet som du får se", await Answers.Html(host.As(TestUsers.Manager).GetAsync($"/avvikelser/mote?enhet={TestUnits.Norrangen}&manad={month}")));
        }
    }

    [Fact]
    public async Task What_the_meeting_said_and_decided_is_kept_and_open_decisions_come_up_at_the_next()
    {
        var (manager, path) = (host.As(TestUsers.Manager), $"{Api}/{TestUnits.Kullen}/2024-06");
        var written = await manager.Put(path, new { heldOn = "2024-07-02", secretary = "Anna Testsson", summary = "En lugn månad.", notes = "Vi pratade om passen." }, null).Json();
        Assert.Equal(("2024-07-02", "Anna Testsson", "En lugn månad.", 1), (written.Text("heldOn"), written.Text("secretary"), written.Text("summary"), written.GetProperty("version").GetInt32()));
        await manager.Put(path, new { notes = "Nytt." }, 7).Problem(HttpStatusCode.PreconditionFailed, "resource.stale");
        await manager.Put(path, new { summary = "Om 19121212-1212." }, null).NamesField("summary");
        await manager.Post($"{path}/decisions", new { text = "" }).NamesField("text");
        await manager.Post($"{path}/decisions", new { text = "Prova.", ownerId = "ingen" }).NamesField("ownerId");
        await manager.Post($"{path}/decisions", new { text = "Prova.", actionId = Guid.NewGuid() }).NamesField("actionId");

        var (_, action, _) = await host.WithAction(TestUsers.Manager, null, ("unitCode", TestUnits.Kullen));
        var decided = await manager.Post($"{path}/decisions", new { text = "Nyckeltavla provas.", ownerId = $"{TestUsers.Manager.Id}", dueOn = "2024-08-01", actionId = action }).Json();
        var decision = Assert.Single(decided.GetProperty("decisions").EnumerateArray());
        Assert.Equal(("Karin Testsson", "2024-08-01", action), (decision.Text("owner"), decision.Text("dueOn"), decision.GetProperty("actionId").GetGuid()));
        // Who may not see the action where it is owned is not led to it.
        Assert.False((await host.As(TestUsers.QualityDeveloper with { HomeUnit = TestUnits.Kullen, Roles = ["medarbetare"] }).GetAsync(path).Json()).GetProperty("decisions")[0].TryGetProperty("actionId", out _));

        var next = await manager.GetAsync($"{Api}/{TestUnits.Kullen}/2024-07").Json();
        Assert.Equal("2024-06", Assert.Single(next.GetProperty("open").EnumerateArray()).Text("month"));
        await manager.Put($"{path}/decisions/{decision.Id()}", new { text = "Nyckeltavla provas.", done = true }, null).Json();
        Assert.Empty((await manager.GetAsync($"{Api}/{TestUnits.Kullen}/2024-07").Json()).GetProperty("open").EnumerateArray());
    }

    [Fact]
    public async Task A_decision_becomes_an_idea_once_and_the_meeting_leads_to_it()
    {
        var (manager, path) = (host.As(TestUsers.Manager), $"{Api}/{TestUnits.Norrangen}/2024-08");
        var decision = (await manager.Post($"{path}/decisions", new { text = "Prova en tavla." }).Json()).GetProperty("decisions")[0].Id();
        var body = new { title = "En tavla", text = "Prova en tavla.", unitCode = TestUnits.Norrangen, decisionId = decision };
        await host.As(TestUsers.Colleague).Post("/deviations/v1/ideas", body).NamesField("decisionId");
        var idea = await manager.Post("/deviations/v1/ideas", body).Json(HttpStatusCode.Created);
        await manager.Post("/deviations/v1/ideas", body).NamesField("decisionId");
        Assert.Equal(idea.Id(), (await manager.GetAsync(path).Json()).GetProperty("decisions")[0].GetProperty("ideaId").GetGuid());
    }

    [Fact]
    public async Task Of_two_who_make_an_idea_of_a_decision_at_once_the_second_is_told()
    {
        var (manager, path) = (host.As(TestUsers.Manager), $"{Api}/{TestUnits.Kullen}/2024-12");
        var decision = (await manager.Post($"{path}/decisions", new { text = "Prova en vagn." }).Json()).GetProperty("decisions")[0].Id();
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => manager.Post("/deviations/v1/ideas", new { title = "En vagn", text = "Prova.", unitCode = TestUnits.Kullen, decisionId = decision })));
        Assert.Equal([HttpStatusCode.Created, HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.BadRequest], answers.Select(answer => answer.StatusCode).Order());
    }

    [Fact]
    public async Task Months_with_many_events_are_read_on_by_key()
    {
        var ids = new List<Guid>();
        foreach (var day in new[] { 9, 2, 5, 5, 30 }) ids.Add(await Happened("2024-09", day, TestUnits.Kullen));
        await Happened("2024-10", 1, TestUnits.Kullen);
        var (manager, seen, after) = (host.As(TestUsers.Manager), new List<Guid>(), "");
        do
        {
            var page = await manager.GetAsync($"{Api}/{TestUnits.Kullen}/2024-09?limit=2&after={after}").Json();
            seen.AddRange(page.GetProperty("cases").EnumerateArray().Select(shown => shown.Id()));
            after = page.TryGetProperty("next", out var next) ? next.GetString() : null;
        }
        while (after is not null);
        Assert.Equal([ids[1], ids[2], ids[3], ids[0], ids[4]], seen);
        await manager.GetAsync($"{Api}/{TestUnits.Kullen}/2024-09?after=fel").NamesField("after");
    }

    private Task<Guid> Happened(string month, int day, string unit, params (string, object?)[] changes) =>
        host.Reported(TestUsers.Employee, [("unitCode", unit), ("occurredAt", $"{month}-{day:00}T12:00:00+01:00"), .. changes]);
}
