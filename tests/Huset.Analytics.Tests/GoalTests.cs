using System.Text.Json;
using Huset.Analytics.Contracts;
using Huset.Processes.Contracts;
using Huset.ServiceDefaults.Messaging;

namespace Huset.Analytics.Tests;

public sealed class GoalTests(AnalyticsHost host)
{
    private const string Path = "/analytics/v1/goals";
    private static readonly int Year = ServiceDefaults.SwedishTime.Day(DateTimeOffset.UtcNow).Year;
    private static readonly string Today = $"{ServiceDefaults.SwedishTime.Day(DateTimeOffset.UtcNow):yyyy-MM-dd}";

    [Fact]
    public async Task A_goal_that_cannot_be_measured_is_refused_and_each_lack_has_its_own_sentence_beside_its_field()
    {
        var manager = host.As(TestUsers.Manager);
        await manager.Post(Path, Own(ownMeasure: null)).NamesField("indicator");
        await manager.Post(Path, Own(targetValue: null)).NamesField("targetValue");
        await manager.Post(Path, Own(direction: null)).NamesField("direction");
        await manager.Post(Path, Own(dueOn: null)).NamesField("dueOn");
        await manager.Post(Path, Own(responsible: null)).NamesField("responsible");
        await manager.Post(Path, Own(form: "share")).NamesField("form");
        await manager.Post(Path, Own(indicator: "deviations-answered")).NamesField("ownMeasure");
        await manager.Post(Path, Own(indicator: "finns-inte", ownMeasure: null)).NamesField("indicator");
        await manager.Post(Path, Own(indicator: "deviations-answered", ownMeasure: null, form: "rate")).NamesField("form");
        await manager.Post(Path, Own(dueOn: $"{Year - 1}-12-31")).NamesField("dueOn");
        await manager.Post(Path, Own(qualityArea: "finns-inte")).NamesField("qualityArea");
        await manager.Post(Path, Own(unit: TestUnits.Solgarden)).NamesField("unitCode");
        await manager.Post(Path, Own(servesId: Guid.NewGuid())).NamesField("servesId");

        var page = await (await manager.Form("/analys/mal/nytt", "mal", ("Request.Words", "Alla nya får introduktion"), ("Request.Why", "Trygghet."))).Content.ReadAsStringAsync();
        page = WebUtility.HtmlDecode(page);
        Assert.Contains("Målet går inte att mäta än.", page);
        Assert.Contains("Skriv siffran som ska nås.", page);
        Assert.Contains("Välj dagen då målet ska vara nått.", page);
        Assert.Contains("Skriv vilken funktion som svarar för målet.", page);
        Assert.Contains("value=\"Alla nya får introduktion\"", page);

        // A comma is a comma.
        var saved = await manager.Form("/analys/mal/nytt", "mal", ("Request.UnitCode", TestUnits.Norrangen), ("Request.Year", $"{Year}"), ("Request.Words", "Högst 6,5 timmars väntan"), ("Request.OwnMeasure", "Väntetid"), ("Request.Unit", "timmar"),
            ("Request.TargetValue", "6,5"), ("Request.Direction", "Down"), ("Request.DueOn", $"{Year}-12-31"), ("Request.Responsible", "Enhetschef"), ("Request.Period", "Quarter"));
        Assert.Equal(HttpStatusCode.Found, saved.StatusCode);
        Assert.Contains("Högst 6,5 timmar senast", await manager.GetAsync($"/analys/{saved.Headers.Location!.ToString().Split("/analys/")[^1].TrimStart('/')}").Html());
    }

    [Fact]
    public async Task A_goal_goes_from_the_board_to_the_unit_and_the_thread_shows_it_both_ways()
    {
        await host.Tell(new ReceivedMessage(Guid.CreateVersion7(), "urn:message:Huset.Processes.Contracts:QualityAreaChanged", JsonSerializer.SerializeToElement(new QualityAreaChanged("kompetens", 7, "Personal- och kompetensförsörjning", 1, DateTimeOffset.UtcNow), JsonSerializerOptions.Web), "processes"));
        var (maker, manager) = (host.As(TestUsers.QualityDeveloper), host.As(TestUsers.Manager));
        var top = await Set(maker, Own(unit: TestUnits.Department, words: "Ingen kommer till skada"));
        var unit = await Set(maker, Own(unit: TestUnits.Norrangen, servesId: top, indicator: "deviations-answered", ownMeasure: null, qualityArea: "kompetens"));
        // Not upwards, nor in a ring.
        await maker.Put($"{Path}/{top}", Own(unit: TestUnits.Department, servesId: unit), 1).NamesField("servesId");
        var ring = await Set(maker, Own(unit: TestUnits.Norrangen, servesId: unit));
        await maker.Put($"{Path}/{unit}", Own(unit: TestUnits.Norrangen, servesId: ring), 1).NamesField("servesId");
        foreach (var goal in new[] { top, unit, ring }) await Decide(maker, goal);

        var told = (await host.Published<GoalSet>()).Single(told => told.GoalId == unit);
        Assert.Equal([("serves", "goal", $"{top}"), ("measured-by", "indicator", "deviations-answered"), ("concerns", "quality-area", "kompetens")], told.Links.Select(link => (link.Rel, link.Type, link.Id)));
        Assert.DoesNotContain("Enhetschef", JsonSerializer.Serialize(told));
        foreach (var message in (await host.Published<GoalSet>()).Where(set => set.GoalId == top || set.GoalId == unit))
            await host.Tell(new ReceivedMessage(Guid.CreateVersion7(), "urn:message:Huset.Analytics.Contracts:GoalSet", JsonSerializer.SerializeToElement(message, JsonSerializerOptions.Web), "analytics"));

        var down = await manager.GetAsync($"/analytics/v1/thread/goal/{top}").Json();
        Assert.Contains(down.GetProperty("nodes").EnumerateArray(), node => node.GetProperty("id").GetString() == $"{unit}" && node.GetProperty("direction").GetString() == "led-to");
        var up = await manager.GetAsync($"/analytics/v1/thread/goal/{unit}").Json();
        var nodes = up.GetProperty("nodes").EnumerateArray().Where(node => node.GetProperty("direction").GetString() == "why").Select(node => node.GetProperty("type").GetString()).ToList();
        Assert.Contains("goal", nodes);
        Assert.Contains("indicator", nodes);
        Assert.Contains("Ingen kommer till skada", await manager.GetAsync($"/analys/mal/{unit}").Html());
        var tree = await manager.GetAsync($"/analys/mal?enhet={TestUnits.Department}").Html();
        Assert.True(tree.IndexOf($"href=\"mal/{top}\"", StringComparison.Ordinal) < tree.LastIndexOf($"href=\"mal/{unit}\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_measure_of_its_own_is_followed_up_and_its_state_is_read_on_the_day_where_missing_is_missing()
    {
        var manager = host.As(TestUsers.Manager);
        var goal = await Set(manager, Own(startValue: 10, targetValue: 50, period: "month"));
        await manager.Post($"{Path}/{goal}/follow-ups", new { on = Today, value = 12, note = "För tidigt." }).Problem(HttpStatusCode.Conflict, "goal.not-decided");
        await Decide(manager, goal);
        Assert.Equal("no-figure", await State(manager, goal));
        await manager.Post($"{Path}/{goal}/follow-ups", new { on = Today, note = "Ingen hann mäta." }).Json();
        Assert.Equal("no-figure", await State(manager, goal));
        await manager.Post($"{Path}/{goal}/follow-ups", new { on = Today, yes = true, note = "Fel fråga." }).NamesField("yes");
        await manager.Post($"{Path}/{goal}/follow-ups", new { on = "2090-01-01", value = 12, note = "Inte än." }).NamesField("on");
        await manager.Post($"{Path}/{goal}/follow-ups", new { on = $"{Year - 1}-12-31", value = 5, note = "Sämre än starten." }).Json();
        Assert.Equal("behind", await State(manager, goal));
        await manager.Post($"{Path}/{goal}/follow-ups", new { on = Today, value = 50, note = "Där." }).Json();
        Assert.Equal("reached", await State(manager, goal));

        var answer = await manager.Post(Path, Own(ownMeasure: "Finns en plan för sommaren?", form: "yes-no", targetValue: null, direction: null)).Json(HttpStatusCode.Created);
        var asked = answer.GetProperty("id").GetGuid();
        await Decide(manager, asked);
        await manager.Post($"{Path}/{asked}/follow-ups", new { on = Today, yes = false, note = "Inte än." }).Json();
        Assert.Equal("on-the-way", await State(manager, asked));
        await manager.Post($"{Path}/{asked}/follow-ups", new { on = Today, yes = true, note = "Nu." }).Json();
        Assert.Equal("reached", await State(manager, asked));
    }

    [Fact]
    public async Task An_indicators_figure_is_counted_for_the_periods_that_have_ended_and_hidden_when_it_is_small()
    {
        var maker = host.As(TestUsers.QualityDeveloper);
        // All of a year that ended, in a unit of their own.
        string[] months = [.. Enumerable.Range(1, 12).Select(month => $"{Year - 1}-{month:00}-10")];
        await host.Tell(months.SelectMany(day => Enumerable.Range(0, 2).Select(_ => Messages.Deviation(Guid.CreateVersion7(), unit: TestUnits.Solgarden, occurredOn: day))));
        await host.Tell(months.SelectMany(day => Enumerable.Range(0, 9).Select(_ => Messages.Deviation(Guid.CreateVersion7(), unit: TestUnits.DisabilityCare, occurredOn: day))));
        var yearly = await Set(maker, Own(unit: TestUnits.Solgarden, indicator: "deviations-reported", ownMeasure: null, form: "count", direction: "down", targetValue: 30, year: Year - 1, dueOn: $"{Year - 1}-12-31", period: "year"));
        var monthly = await Set(maker, Own(unit: TestUnits.Solgarden, indicator: "deviations-reported", ownMeasure: null, form: "count", direction: "down", targetValue: 1, year: Year - 1, dueOn: $"{Year - 1}-12-31", period: "month"));
        foreach (var goal in new[] { yearly, monthly }) await Decide(maker, goal);

        var whole = await host.As(TestUsers.BoardMember).GetAsync($"{Path}/{yearly}").Json();
        Assert.Equal(("reached", "24"), (whole.GetProperty("state").GetString(), whole.GetProperty("figure").GetProperty("inWords").GetString()));
        var small = await host.As(TestUsers.BoardMember).GetAsync($"{Path}/{monthly}").Json();
        Assert.Equal(("hidden", "För få för att visas"), (small.GetProperty("state").GetString(), small.GetProperty("figure").GetProperty("inWords").GetString()));
        Assert.DoesNotContain("\"value\":2", small.GetRawText());
        Assert.Equal("not-reached", await State(host.As(TestUsers.OtherManager), monthly));
        // Nobody has told of anything in a unit where nothing was reported: that is no zero.
        var nothing = await Set(maker, Own(unit: TestUnits.ElderlyCare, indicator: "findings-remedied-in-time", ownMeasure: null));
        await Decide(maker, nothing);
        Assert.Equal("no-figure", await State(maker, nothing));
    }

    [Fact]
    public async Task A_goal_is_measured_by_the_municipalitys_own_indicator_as_by_one_that_is_counted()
    {
        var (maker, manager) = (host.As(TestUsers.QualityDeveloper), host.As(TestUsers.Manager));
        async Task Define(string code, string type, string period, string unit) => await maker.Post("/analytics/v1/indicators", new
        {
            code,
            name = $"Eget {code}",
            means = "Vad det är.",
            meansNot = "Inget annat.",
            numeratorMeans = "Täljare",
            denominatorMeans = type is "p" or "u" ? "Nämnare" : null,
            unit,
            type,
            better = "up",
            period,
            source = "manual",
        }).Json(HttpStatusCode.Created);
        await Define("mal-andel", "p", "quarter", "%");
        await Define("mal-kostnad", "u", "year", "plats");
        await Define("mal-varde", "xmr", "quarter", "poäng");
        object Value(string indicator, string unit, string period, decimal? numerator, decimal? denominator, decimal? value = null) => new { indicator, unitCode = unit, period, numerator, denominator, value };
        await host.As(TestUsers.Analyst).Post("/analytics/v1/indicator-values/imports", new
        {
            values = new[]
            {
                Value("mal-andel", TestUnits.Norrangen, "2005-Q1", 30, 50), Value("mal-andel", TestUnits.Norrangen, "2005-Q2", 40, 50), Value("mal-andel", TestUnits.Norrangen, "2005-Q4", 45, 50), Value("mal-andel", TestUnits.Kullen, "2005-Q1", 10, 50),
                Value("mal-kostnad", TestUnits.Norrangen, "2005", 1_000_000, 40), Value("mal-varde", TestUnits.Norrangen, "2005-Q4", null, null, 7.5m),
            },
        }).Json();
        await manager.Post(Path, Own(indicator: "mal-andel", ownMeasure: null, form: "rate", year: 2005, dueOn: "2005-12-31")).NamesField("form");
        async Task<JsonElement> Measured(string indicator, decimal target, string period, string? form = null)
        {
            var id = await Set(manager, Own(indicator: indicator, ownMeasure: null, form: form, targetValue: target, direction: "up", year: 2005, dueOn: "2005-12-31", period: period));
            await Decide(manager, id);
            return await manager.GetAsync($"{Path}/{id}").Json();
        }
        var share = await Measured("mal-andel", 85, "quarter");
        Assert.Equal(("Eget mal-andel", "share", "reached"), (share.GetProperty("measure").GetProperty("name").GetString(), share.GetProperty("measure").GetProperty("form").GetString(), share.GetProperty("state").GetString()));
        // The third quarter is missing, and so no zero.
        Assert.Equal([60m, 80m, 90m], share.GetProperty("figures").EnumerateArray().Select(figure => figure.GetProperty("value").GetDecimal()));
        // Nor is a year without one of its quarters a year.
        Assert.Equal("no-figure", (await Measured("mal-andel", 85, "year")).GetProperty("state").GetString());
        // What is told by the year has its figure when the year ends, however often the goal is followed up.
        var cost = await Measured("mal-kostnad", 30_000, "quarter");
        Assert.Equal("25 000 per plats", cost.GetProperty("figure").GetProperty("inWords").GetString()!.Replace('\u00A0', ' '));
        Assert.Equal("7,5 poäng", (await Measured("mal-varde", 7, "year")).GetProperty("figure").GetProperty("inWords").GetString());
        var told = await Set(manager, Own(indicator: "mal-varde", ownMeasure: null, targetValue: 7, direction: "up", year: 2005, dueOn: "2005-12-31"));
        await Decide(manager, told);
        await manager.Post($"{Path}/{told}/follow-ups", new { on = "2005-12-31", value = 9, note = "Påhittat." }).NamesField("value");
    }

    [Fact]
    public async Task A_decided_goal_changes_by_a_new_decision_and_a_judged_goal_changes_no_more()
    {
        var manager = host.As(TestUsers.Manager);
        var promise = await Set(manager, Own(isPromise: true));
        var plain = await Set(manager, Own());
        await Decide(manager, plain);
        await manager.Post($"{Path}/{promise}/decision", new { decision = "Nämnden § 1", decidedOn = "2090-01-01" }).NamesField("decidedOn");
        // That everyone may see it is a decision of its own.
        Assert.False((await manager.Post($"{Path}/{promise}/decision", new { decision = "Nämnden § 1", decidedOn = Today }).Json()).GetProperty("isPublished").GetBoolean());

        await manager.Put($"{Path}/{plain}", Own(words: "Nya ord om målet"), 1).Problem(HttpStatusCode.PreconditionFailed, "resource.stale");
        await manager.Put($"{Path}/{plain}", Own(words: "Nya ord om målet"), null).Problem((HttpStatusCode)428, "if-match.missing");
        await manager.Put($"{Path}/{plain}", Own(words: "Nya ord om målet"), 2).Problem(HttpStatusCode.Conflict, "goal.decided");
        await manager.Put($"{Path}/{plain}", Own(words: "Nya ord om målet", decision: "Nämnden § 9"), 2).Json();
        await manager.DeleteAsync($"{Path}/{plain}").Problem(HttpStatusCode.Conflict, "goal.not-draft");
        var shown = await (await manager.Form($"/analys/mal/{plain}/andra", "mal", ("Version", "2"), ("Request.UnitCode", TestUnits.Norrangen), ("Request.Year", $"{Year}"), ("Request.Words", "Mina egna ord"), ("Request.OwnMeasure", "Väntetid"), ("Request.TargetValue", "6"),
            ("Request.Direction", "Down"), ("Request.DueOn", $"{Year}-12-31"), ("Request.Responsible", "Enhetschef"), ("Request.Decision", "§ 10"))).Content.ReadAsStringAsync();
        Assert.Contains("<mark>Nya ord om målet</mark>", WebUtility.HtmlDecode(shown));
        Assert.Contains("Mina egna ord", WebUtility.HtmlDecode(shown));

        await manager.Post($"{Path}/{plain}/judgement", new { reached = "no", wasRight = true, conclusion = " ", next = "keep" }).NamesField("conclusion");
        await manager.Post($"{Path}/{plain}/judgement", new { reached = "partly", wasRight = false, conclusion = "Vi mätte fel sak.", next = "drop", proposal = "Mät väntan i stället." }).Json();
        Assert.Equal("partly-reached", await State(manager, plain));
        foreach (var path in new[] { "judgement", "follow-ups" })
            await manager.Post($"{Path}/{plain}/{path}", path == "judgement" ? new { reached = "no", wasRight = true, conclusion = "Igen.", next = "keep" } : new { on = Today, note = "Igen." }).Problem(HttpStatusCode.Conflict, "goal.judged");
        Assert.Contains((await host.Published<GoalJudged>()), told => told.GoalId == plain && told is { Reached: "partly", Next: "drop" });
        Assert.Contains("Mät väntan i stället.", await manager.GetAsync($"/analys/mal/{plain}").Html());

        var draft = await Set(manager, Own());
        Assert.Equal(HttpStatusCode.NoContent, (await manager.DeleteAsync($"{Path}/{draft}")).StatusCode);
        Assert.Contains(await host.Published<GoalChanged>(), told => told.GoalId == draft && told.Status == "withdrawn");
    }

    [Fact]
    public async Task Drafts_are_for_who_sets_them_and_what_is_due_waits_in_the_managers_room()
    {
        var manager = host.As(TestUsers.Manager);
        var goal = await Set(manager, Own(year: Year - 1, dueOn: $"{Year - 1}-12-31", words: "Förra årets mål"));
        foreach (var other in new[] { TestUsers.OtherManager, TestUsers.BoardMember, TestUsers.Employee }) await host.As(other).GetAsync($"{Path}/{goal}").Problem(HttpStatusCode.NotFound, "resource.not-found");
        await Decide(manager, goal);
        foreach (var other in new[] { TestUsers.OtherManager, TestUsers.BoardMember, TestUsers.Employee }) await host.As(other).GetAsync($"{Path}/{goal}").Json();
        await host.As(TestUsers.OtherManager).Post($"{Path}/{goal}/follow-ups", new { on = Today, note = "Inte min." }).Problem(HttpStatusCode.NotFound, "resource.not-found");
        await host.As(TestUsers.BoardMember).Post(Path, Own()).Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        await host.As(TestUsers.Supplier).GetAsync(Path).Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        await host.As(null).GetAsync(Path).Problem(HttpStatusCode.Unauthorized, "user.not-signed-in");

        var facts = (await manager.GetAsync("/analytics/v1/room").Json()).GetProperty("rooms")[0].GetProperty("facts").EnumerateArray().Select(fact => fact.GetProperty("text").GetString()!).ToList();
        Assert.Contains(facts, text => text.Contains("väntar på att du följer upp", StringComparison.Ordinal));
        Assert.Contains("Det här behöver dig först", await manager.GetAsync($"/analys/mal?ar={Year - 1}").Html());
    }

    [Theory]
    [InlineData("2026-03-31", 15, GoalState.Behind)]
    [InlineData("2026-03-31", 35, GoalState.OnTheWay)]
    [InlineData("2026-06-30", 50, GoalState.Reached)]
    [InlineData("2027-01-02", 40, GoalState.NoFigure)]
    public void A_figure_is_read_against_a_straight_line_from_the_start_to_the_target(string day, int value, GoalState state)
    {
        var read = DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
        var goal = Goal.Set("mal", new(2026, "norrangen", null, "Mål", null, null, new(null, "Mått", MeasureForm.Value, null, 10, 50, GoalDirection.Up), new(2026, 12, 31), "Enhetschef", PeriodLength.Quarter, false), null, DateTimeOffset.UtcNow);
        // A late reading of an old figure: what the day needs is not there.
        var on = read.Year > 2026 ? new DateOnly(2026, 6, 30) : read;
        Assert.Equal(state, goal.StateOn(read, [new(on, value)]));
    }

    private static object Own(
        string unit = TestUnits.Norrangen, int? year = null, string words = "Alla nya får introduktion", string? ownMeasure = "Andel nya med introduktion", string? indicator = null, string? form = null, decimal? startValue = null, decimal? targetValue = 90,
        string? direction = "up", string? dueOn = "", string? responsible = "Enhetschef", Guid? servesId = null, string? period = null, bool isPromise = false, string? qualityArea = null, string? decision = null) =>
        new { unitCode = unit, year = year ?? Year, words, ownMeasure, indicator, form, startValue, targetValue, direction, dueOn = dueOn == "" ? $"{Year}-12-31" : dueOn, responsible, servesId, period, isPromise, qualityArea, decision };

    private static async Task<Guid> Set(HttpClient maker, object goal) => (await maker.Post(Path, goal).Json(HttpStatusCode.Created)).GetProperty("id").GetGuid();

    private static Task Decide(HttpClient maker, Guid goal) => maker.Post($"{Path}/{goal}/decision", new { decision = "Socialnämnden § 4", decidedOn = Today }).Json();

    private static async Task<string?> State(HttpClient reader, Guid goal) => (await reader.GetAsync($"{Path}/{goal}").Json()).GetProperty("state").GetString();
}
