using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Huset.Analytics.Contracts;

namespace Huset.Analytics.Tests;

public sealed class PlanTests(AnalyticsHost host)
{
    private const string Path = "/analytics/v1/plans", Goals = "/analytics/v1/goals";
    private static readonly DateOnly Day = ServiceDefaults.SwedishTime.Day(DateTimeOffset.UtcNow);
    private static readonly int Year = Day.Year;
    private static readonly string Today = $"{Day:yyyy-MM-dd}";

    [Fact]
    public async Task A_plan_is_written_decided_followed_up_by_period_closed_and_its_conclusions_meet_the_next()
    {
        var manager = host.As(TestUsers.OtherManager);
        var plan = await Begin(manager, TestUnits.Solgarden, Year - 1, "four-months");
        var id = plan.GetProperty("id").GetString();
        await manager.Post($"{Path}/{id}/decision", new { decision = "Nämnden § 3", decidedOn = Today }).Problem(HttpStatusCode.Conflict, "plan.empty");
        var (kept, dropped) = (await Goal(manager, id, "introduktion", TestUnits.Solgarden), await Goal(manager, id, "mote", TestUnits.Solgarden));
        await manager.Put($"{Path}/{id}/commitments/introdag", Commitment(kept), null).Json();
        var written = await manager.Put($"{Path}/{id}/commitments/introdag", Commitment(kept), null).Json();
        var activity = written.GetProperty("goals")[0].GetProperty("commitments")[0].GetProperty("activities")[0].GetProperty("id").GetGuid();
        await manager.Put($"{Path}/{id}/commitments/annat", Commitment(kept), null).Problem(HttpStatusCode.Conflict, "plan.code-taken");
        await manager.Put($"{Path}/{id}/commitments/annat", Commitment(Guid.NewGuid()), null).NamesField("goalId");
        await manager.Put($"{Path}/{id}/commitments/annat", new { goalId = kept, words = "Något", indicators = new[] { "finns-inte" } }, null).NamesField("indicators");
        await manager.Post($"{Goals}/{kept}/decision", new { decision = "§ 1", decidedOn = Today }).Problem(HttpStatusCode.Conflict, "goal.in-plan");
        await manager.Post($"{Path}/{id}/activities/{activity}/done", new { doneOn = Today }).Problem(HttpStatusCode.Conflict, "plan.not-decided");
        await manager.Post($"{Path}/{id}/follow-ups", new { period = $"{Year - 1}-T1", text = "För tidigt." }).Problem(HttpStatusCode.Conflict, "plan.not-decided");

        await manager.Post($"{Path}/{id}/decision", new { decision = "Socialnämnden § 4", decidedOn = Today }).Json();
        await manager.Post($"{Path}/{id}/decision", new { decision = "Socialnämnden § 4", decidedOn = Today }).Problem(HttpStatusCode.Conflict, "plan.decided");
        await manager.Put($"{Path}/{id}/commitments/introdag", Commitment(kept), null).Problem(HttpStatusCode.Conflict, "plan.decided");
        await manager.Post($"{Path}/{id}/activities/{activity}/done", new { doneOn = Today }).Json();
        Assert.Equal(["planned", "done"], (await host.Published<PlanActivityChanged>()).Where(told => told.ActivityId == activity).OrderBy(told => told.SubjectVersion).Select(told => told.Status));
        Assert.Contains((await host.Published<PlanActivityChanged>()).First(told => told.ActivityId == activity).Links, link => link is { Rel: "serves", Type: "goal" } && link.Id == $"{kept}");

        await manager.Post($"{Path}/{id}/follow-ups", new { period = $"{Year - 1}-Q1", text = "Fel slags period." }).NamesField("period");
        await manager.Post($"{Goals}/{kept}/follow-ups", new { on = $"{Year - 1}-12-31", value = 80, note = "Nästan." }).Json();
        var followed = await manager.Post($"{Path}/{id}/follow-ups", new { period = $"{Year - 1}-T3", text = "Nästan hela vägen." }).Json();
        Assert.Equal(("followed-up", 1, 1), (followed.GetProperty("status").GetString(), followed.GetProperty("followUps")[0].GetProperty("done").GetInt32(), followed.GetProperty("followUps").GetArrayLength()));
        Assert.Equal(("not-reached", "80 %"), (followed.GetProperty("followUps")[0].GetProperty("goals")[0].GetProperty("state").GetString(), followed.GetProperty("followUps")[0].GetProperty("goals")[0].GetProperty("figure").GetString()!.Replace('\u00A0', ' ')));
        Assert.Equal(1, (await manager.Post($"{Path}/{id}/follow-ups", new { period = $"{Year - 1}-T3", text = "Samma period igen." }).Json()).GetProperty("followUps").GetArrayLength());

        var left = await manager.PostAsync($"{Path}/{id}/closure", null).Problem(HttpStatusCode.Conflict, "plan.goals-not-judged");
        Assert.Equal(2, left.GetProperty("goals").GetArrayLength());
        await Judge(manager, kept, "keep", "En dag till hjälper.");
        await Judge(manager, dropped, "drop", "Mötet gav inget.");
        Assert.Equal("closed", (await manager.PostAsync($"{Path}/{id}/closure", null).Json()).GetProperty("status").GetString());
        await manager.Post($"{Path}/{id}/follow-ups", new { period = $"{Year - 1}-T3", text = "För sent." }).Problem(HttpStatusCode.Conflict, "plan.closed");
        Assert.Contains(await host.Published<PlanClosed>(), told => $"{told.PlanId}" == id && told is { Done: 1, Activities: 1 });

        var next = await Begin(manager, TestUnits.Solgarden, Year, null);
        Assert.Equal([("En dag till hjälper.", "keep"), ("Mötet gav inget.", "drop")], next.GetProperty("conclusions").EnumerateArray().Select(told => (told.GetProperty("conclusion").GetString()!, told.GetProperty("next").GetString()!)));
        var copy = Assert.Single(next.GetProperty("goals").EnumerateArray());
        Assert.Equal("four-months", next.GetProperty("period").GetString());
        var goal = await manager.GetAsync($"{Goals}/{copy.GetProperty("id").GetString()}").Json();
        Assert.Equal((80m, $"{Year}-12-31", $"{kept}", "draft"), (goal.GetProperty("measure").GetProperty("start").GetDecimal(), goal.GetProperty("dueOn").GetString(), goal.GetProperty("fromId").GetString(), goal.GetProperty("status").GetString()));
        await manager.Post(Path, new { unitCode = TestUnits.Solgarden, year = Year }).Problem(HttpStatusCode.Conflict, "plan.begun");
        Assert.Contains("En dag till hjälper.", await manager.GetAsync($"/analys/planer/{next.GetProperty("id").GetString()}").Html());
    }

    [Fact]
    public async Task What_is_exported_can_be_imported_and_the_same_file_twice_changes_nothing()
    {
        var maker = host.As(TestUsers.QualityDeveloper);
        string[] rows =
        [
            "unitCode;year;type;code;under;words;indicator;ownMeasure;form;unit;startValue;targetValue;direction;dueOn;responsible;period;promise;doneOn",
            $"hasselvagen;{Year};plan;plan-{Year};;Året handlar om introduktion.;;;;;;;;;;four-months;;",
            $"hasselvagen;{Year};goal;intro-h;;Alla nya får introduktion;;Andel nya med introduktion;value;%;72,5;100;up;{Year}-12-31;Enhetschef;;true;",
            $"hasselvagen;{Year};goal;svar-h;intro-h;Svar inom 30 dagar;deviations-answered;;;;;90;up;{Year}-12-31;Enhetschef;quarter;;",
            $"hasselvagen;{Year};commitment;introdag-h;intro-h;En dag för varje ny;;;;;;;;;;;;",
            $"hasselvagen;{Year};activity;schema-h;introdag-h;Lägg in i schemat;;;;;;;;{Year}-03-31;Samordnare;;;",
        ];
        var first = await Import(string.Join('\n', rows), dryRun: true).Json();
        Assert.Equal((5, 0), (first.GetProperty("created").GetInt32(), first.GetProperty("refused").GetArrayLength()));
        Assert.Equal(0, (await maker.GetAsync($"{Path}?unitCode=hasselvagen").Json()).GetProperty("total").GetInt32());
        Assert.Equal(5, (await Import(string.Join('\n', rows)).Json()).GetProperty("created").GetInt32());
        Assert.Equal((0, 0, 5), Counts(await Import(string.Join('\n', rows)).Json()));
        Assert.Equal((0, 1, 4), Counts(await Import(string.Join('\n', rows).Replace("72,5", "70", StringComparison.Ordinal)).Json()));

        var plan = (await maker.GetAsync($"{Path}?unitCode=hasselvagen&year={Year}").Json()).GetProperty("items")[0];
        var id = plan.GetProperty("id").GetString();
        var csv = await maker.GetStringAsync($"{Path}/{id}/rows?format=csv");
        Assert.Equal((0, 0, 5), Counts(await Import(csv).Json()));
        using var json = new StringContent(await maker.GetStringAsync($"{Path}/{id}/rows"), Encoding.UTF8, "application/json");
        Assert.Equal((0, 0, 5), Counts(await maker.PostAsync($"{Path}/imports", json).Json()));

        // Whatever is wrong is told by row, and then nothing is changed.
        var wrong = await Import(string.Join('\n', [rows[0], .. rows[2..4].Select(row => row.Replace(";100;", ";;", StringComparison.Ordinal).Replace("deviations-answered", "finns-inte", StringComparison.Ordinal)), rows[5].Replace("introdag-h", "ingen", StringComparison.Ordinal), rows[2].Replace("hasselvagen", "ingen-enhet", StringComparison.Ordinal)])).Problem(HttpStatusCode.BadRequest, "plans.import-refused");
        Assert.Equal([("targetValue", "plan-row.missing"), ("indicator", "plan-row.invalid"), ("under", "plan-row.under-unknown"), ("unitCode", "plan-row.unit-unknown")],
            wrong.GetProperty("refused").EnumerateArray().Select(row => (row.GetProperty("field").GetString()!, row.GetProperty("code").GetString()!)));

        await maker.Post($"{Path}/{id}/decision", new { decision = "Nämnden § 5", decidedOn = Today }).Json();
        await Import(string.Join('\n', rows).Replace("Alla nya", "Varje ny", StringComparison.Ordinal)).Problem(HttpStatusCode.BadRequest, "plans.import-refused");
        // What the planning system knows to be done is done.
        var done = csv.Replace($"{Year}-03-31;Samordnare;;;", $"{Year}-03-31;Samordnare;;;{Year - 1}-12-31", StringComparison.Ordinal);
        Assert.Equal((0, 1, 4), Counts(await Import(done).Json()));
        Assert.Equal((0, 0, 5), Counts(await Import(done).Json()));

        var page = await (await maker.Form("/analys/planer/las-in", "fil", ("Text", done))).Content.ReadAsStringAsync();
        Assert.Contains("Filen går att läsa in", WebUtility.HtmlDecode(page));
        await host.As(TestUsers.Manager).PostAsync($"{Path}/imports", new StringContent("", Encoding.UTF8, "text/csv")).Problem(HttpStatusCode.Forbidden, "user.not-allowed");

        async Task<HttpResponseMessage> Import(string text, bool dryRun = false)
        {
            using var content = new StringContent(text) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") { CharSet = "utf-8" } } };
            return await host.As(TestUsers.Integration).PostAsync($"{Path}/imports?dryRun={(dryRun ? "true" : "false")}", content);
        }

        static (int, int, int) Counts(JsonElement result) => (result.GetProperty("created").GetInt32(), result.GetProperty("changed").GetInt32(), result.GetProperty("unchanged").GetInt32());
    }

    [Fact]
    public async Task The_pages_lead_from_a_new_plan_by_goal_and_commitment_to_the_decision_and_the_activity_that_is_done()
    {
        var manager = host.As(TestUsers.Manager);
        var begun = await manager.Form("/analys/planer/ny", "ny", ("Request.UnitCode", TestUnits.Kullen), ("Request.Year", $"{Year}"), ("Request.Period", "Quarter"), ("Request.FromLast", "true"));
        Assert.Equal(HttpStatusCode.Found, begun.StatusCode);
        var id = begun.Headers.Location!.ToString().Split('/')[^1];
        Assert.Contains("Planen har inga mål än", await Html($"/analys/planer/{id}"));
        var set = await manager.Form($"/analys/mal/nytt?plan={id}", "mal", ("Request.PlanId", id), ("Request.UnitCode", TestUnits.Kullen), ("Request.Year", $"{Year}"), ("Request.Words", "Alla får svar"), ("Request.OwnMeasure", "Andel svar"), ("Request.TargetValue", "90"),
            ("Request.Direction", "Up"), ("Request.DueOn", $"{Year}-12-31"), ("Request.Responsible", "Enhetschef"), ("Request.Period", "Quarter"));
        Assert.Equal(HttpStatusCode.Found, set.StatusCode);
        var goal = (await manager.GetAsync($"{Path}/{id}").Json()).GetProperty("goals")[0].GetProperty("id").GetString()!;
        var lacking = await (await manager.Form($"/analys/planer/{id}/atagande", "atagande", ("Version", "1"), ("Request.GoalId", goal), ("Request.Words", "Dela ut svar"), ("Request.Words-0", "Möte på måndagar"))).Content.ReadAsStringAsync();
        Assert.Contains("Skriv vilken funktion som gör det.", WebUtility.HtmlDecode(lacking));
        Assert.Contains("Möte på måndagar", WebUtility.HtmlDecode(lacking));
        var written = await manager.Form($"/analys/planer/{id}/atagande", "atagande", ("Version", "1"), ("Request.GoalId", goal), ("Request.Words", "Dela ut svar"), ("Request.Words-0", "Möte på måndagar"), ("Request.Responsible-0", "Samordnare"), ("Request.DueOn-0", $"{Year}-03-01"));
        Assert.Equal(HttpStatusCode.Found, written.StatusCode);
        Assert.Contains("Möte på måndagar", await Html($"/analys/planer/{id}/atagande/dela-ut-svar"));
        var version = (await manager.GetAsync($"{Path}/{id}").Json()).GetProperty("version").GetInt32();
        var stale = await (await manager.Form($"/analys/planer/{id}/besluta", "besluta", ("Version", $"{version - 1}"), ("Request.Decision", "Nämnden § 7"), ("Request.DecidedOn", Today))).Content.ReadAsStringAsync();
        Assert.Contains("Någon annan ändrade", WebUtility.HtmlDecode(stale));
        Assert.Equal(HttpStatusCode.Found, (await manager.Form($"/analys/planer/{id}/besluta", "besluta", ("Version", $"{version}"), ("Request.Decision", "Nämnden § 7"), ("Request.DecidedOn", Today))).StatusCode);
        var activity = (await manager.GetAsync($"{Path}/{id}").Json()).GetProperty("goals")[0].GetProperty("commitments")[0].GetProperty("activities")[0].GetProperty("id").GetString();
        Assert.Equal(HttpStatusCode.Found, (await manager.Form($"/analys/planer/{id}/aktivitet/{activity}", "gjord", ("Request.DoneOn", Today))).StatusCode);
        Assert.Equal(HttpStatusCode.Found, (await manager.Form($"/analys/planer/{id}/folj-upp", "folj-upp", ("Request.Period", Analytics.PlanPeriod.Of(PeriodLength.Quarter, Day).Code), ("Request.Text", "Det går bra."))).StatusCode);
        Assert.Equal(HttpStatusCode.Found, (await manager.Form($"/analys/mal/{goal}/folj-upp", "folj-upp", ("Request.On", Today), ("Request.Value", "91,5"), ("Request.Note", "Bra."))).StatusCode);
        Assert.Contains("Ett mål är inte bedömt.", await Html($"/analys/planer/{id}/avsluta"));
        var read = (await manager.GetAsync($"{Goals}/{goal}").Json()).GetProperty("version").GetInt32();
        Assert.Equal(HttpStatusCode.Found, (await manager.Form($"/analys/mal/{goal}/bedom", "bedom", ("Version", $"{read}"), ("Request.Reached", "Yes"), ("Request.WasRight", "true"), ("Request.Conclusion", "Måndagar räcker."), ("Request.Next", "Keep"))).StatusCode);
        var page = await Html($"/analys/planer/{id}");
        Assert.Contains("Möte på måndagar", page);
        Assert.Contains("Det går bra.", page);
        Assert.Contains("91,5", page);
        Assert.Contains(TestUnits.Kullen == "kullen" ? "Kullens hemtjänst" : "", await Html("/analys/planer"));
        Assert.Contains("Årsplan", await host.As(TestUsers.BoardMember).GetAsync($"/analys/planer/{id}").Html());

        Task<string> Html(string path) => manager.GetAsync(path).Html();
    }

    private static async Task<JsonElement> Begin(HttpClient maker, string unit, int year, string? period) => await maker.Post(Path, new { unitCode = unit, year, period }).Json(HttpStatusCode.Created);

    private static async Task<Guid> Goal(HttpClient maker, string? plan, string words, string unit) => (await maker.Post(Goals, new
    {
        unitCode = unit,
        year = Year - 1,
        planId = plan,
        words = $"Målet om {words}",
        ownMeasure = "Andel",
        unit = "%",
        startValue = 10,
        targetValue = 90,
        direction = "up",
        dueOn = $"{Year - 1}-12-31",
        responsible = "Enhetschef",
    }).Json(HttpStatusCode.Created)).GetProperty("id").GetGuid();

    private static object Commitment(Guid goal) => new { goalId = goal, words = "En dag för varje ny", indicators = new[] { "competence-needs-met" }, activities = new[] { new { code = "schema", words = "Lägg in i schemat", responsible = "Samordnare", dueOn = $"{Year - 1}-03-31" } } };

    private static Task Judge(HttpClient maker, Guid goal, string next, string conclusion) => maker.Post($"{Goals}/{goal}/judgement", new { reached = "partly", wasRight = true, conclusion, next }).Json();
}
