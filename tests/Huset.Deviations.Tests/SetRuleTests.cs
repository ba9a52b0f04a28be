using System.Net.Http.Json;
using System.Text.Json;

namespace Huset.Deviations.Tests;

/// <summary>Rules and thresholds are changed; in a unit and for kinds of case that other tests do not ask about.</summary>
public sealed class SetRuleTests(DeviationsHost host)
{
    private const string Rules = "/deviations/v1/rules", Thresholds = "/deviations/v1/thresholds";
    private static readonly TestUser Developer = TestUsers.QualityDeveloper;

    [Fact]
    public async Task A_units_own_target_applies_to_its_cases_from_the_day_on_also_to_those_that_began_that_day()
    {
        var before = await Report("cooperation");
        var created = await host.As(Developer).Post(Rules, Rule("cooperation", ("unitCode", TestUnits.DisabilityCare))).Json(HttpStatusCode.Created);
        Assert.Equal(1, created.GetProperty("version").GetInt32());
        await Eventually(async () => (await Assessment(before)).GetProperty("explanation").GetString()!.StartsWith("Mål för Funktionshinderomsorg: 1 arbetsdag", StringComparison.Ordinal));
        var after = await Report("cooperation");
        Assert.Equal(created.GetProperty("id").GetGuid(), (await Assessment(after)).GetProperty("ruleId").GetGuid());
        // What is stored for lists follows, in the background.
        var due = (await Assessment(before)).GetProperty("dueAt").GetDateTimeOffset().UtcDateTime;
        await Eventually(async () => await host.Scalar<DateTime>("select assess_by from deviations where id = $1", before) == due);
    }

    [Fact]
    public async Task A_new_version_ends_the_one_before_and_the_history_stays()
    {
        var first = await Set("information-security", ("validFrom", "2098-01-01"));
        var second = await Set("information-security", ("validFrom", "2098-03-01"), ("amount", 2));
        var ended = await host.As(TestUsers.Employee).GetAsync($"{Rules}/{first}").Json();
        Assert.Equal("2098-03-01", ended.GetProperty("validTo").GetString());
        Assert.Equal(2, ended.GetProperty("version").GetInt32());
        await host.As(Developer).Post(Rules, Rule("information-security", ("unitCode", TestUnits.Kullen), ("validFrom", "2098-02-01"))).Problem(HttpStatusCode.Conflict, "rule.later-version");
        var on = await host.As(TestUsers.Employee).GetAsync($"{Rules}?on=2098-02-15&limit=100").Json();
        var ids = on.GetProperty("items").EnumerateArray().Select(rule => rule.GetProperty("id").GetGuid()).ToList();
        Assert.Contains(first, ids);
        Assert.DoesNotContain(second, ids);
    }

    [Fact]
    public async Task A_script_puts_a_rule_and_may_do_it_again_and_what_it_said_from_the_same_day_is_replaced()
    {
        var admin = host.As(TestUsers.Administrator);
        Task<HttpResponseMessage> Put(int amount, string from = "2098-05-01")
        {
            var request = Requests.Put(Rules, Rule("cooperation", ("code", "feedback"), ("endEvent", "answered"), ("unitCode", TestUnits.Solgarden), ("validFrom", from), ("amount", amount)));
            request.Headers.Add("Idempotency-Key", $"{Guid.NewGuid()}");
            return admin.SendAsync(request);
        }
        var first = await Put(4).Json();
        Assert.Equal((first.Text("id"), 1), ((await Put(4).Json()).Text("id"), first.GetProperty("version").GetInt32()));
        var other = await Put(6).Json();
        Assert.NotEqual(first.Text("id"), other.Text("id"));
        Assert.Equal("2098-05-01", (await host.As(TestUsers.Employee).GetAsync($"{Rules}/{first.Text("id")}").Json()).Text("validTo"));
        await Put(6, "2098-04-01").Problem(HttpStatusCode.Conflict, "rule.later-version");
        await Put(6, "2020-01-01").NamesField("validFrom");
        // No manager above knows of a case in a legal track, so none can be told.
        await admin.PutAsJsonAsync(Rules, Rule("cooperation", ("code", "ivo-investigation"), ("caseKind", null), ("unitCode", null), ("startEvent", "ivo-notified"), ("endEvent", "ivo-investigation-sent"), ("escalateAfter", 3))).NamesField("escalateAfter");
    }

    [Fact]
    public async Task A_version_is_ended_once_and_one_that_never_began_makes_room()
    {
        var id = await Set("social-care", ("validFrom", "2098-01-01"));
        await host.As(Developer).Post($"{Rules}/{id}/end", new { validTo = "2098-01-01" }).Problem(HttpStatusCode.PreconditionRequired, "if-match.missing");
        await Write($"{Rules}/{id}/end", new { validTo = "2098-01-01" }, 7).Problem(HttpStatusCode.PreconditionFailed, "resource.stale");
        await Write($"{Rules}/{id}/end", new { validTo = "2001-01-01" }, 1).NamesField("validTo");
        await Write($"{Rules}/{id}/end", new { validTo = "2098-01-01" }, 1).Json();
        await Write($"{Rules}/{id}/end", new { validTo = "2098-06-01" }, 2).Problem(HttpStatusCode.Conflict, "rule.ended");
        await Set("social-care", ("validFrom", "2098-01-01"));
    }

    [Fact]
    public async Task Whoever_has_read_the_source_verifies_the_rule()
    {
        var id = await Set("health-care", ("validFrom", "2098-01-01"));
        Assert.False((await host.As(TestUsers.Employee).GetAsync($"{Rules}/{id}").Json()).TryGetProperty("verifiedBy", out _));
        var verified = await Write($"{Rules}/{id}/verification", new { }, 1).Json();
        Assert.Equal("Kvalitet Testsson", verified.GetProperty("verifiedBy").GetString());
        await Write($"{Rules}/{id}/verification", new { }, 1).Problem(HttpStatusCode.PreconditionFailed, "resource.stale");
        await Write($"{Rules}/{Guid.NewGuid()}/verification", new { }, 1).Problem(HttpStatusCode.NotFound, "resource.not-found");
    }

    [Theory]
    [InlineData("validFrom", "2001-01-01")]
    [InlineData("amount", 0)]
    [InlineData("amount", -1)]
    [InlineData("amount", 4000)]
    [InlineData("unitCode", "ingen")]
    [InlineData("endEvent", "reported")]
    [InlineData("title", "")]
    [InlineData("source", null)]
    [InlineData("kind", "fortnights")]
    public Task What_is_no_rule_is_refused_by_its_field(string field, object? value) => host.As(Developer).Post(Rules, Rule("other", (field, value))).NamesField(field);

    [Fact]
    public async Task A_threshold_is_replaced_from_a_day_and_its_figure_is_one_that_can_be_reached()
    {
        await host.As(Developer).Post(Thresholds, Threshold(("measure", "investigate-from-severity"), ("value", 5))).NamesField("value");
        await host.As(Developer).Post(Thresholds, Threshold(("validFrom", "2001-01-01"))).NamesField("validFrom");
        var created = await host.As(Developer).Post(Thresholds, Threshold(("validFrom", "2400-01-01"))).Json(HttpStatusCode.Created);
        var list = (await host.As(TestUsers.Employee).GetAsync($"{Thresholds}?on=2399-12-31").Json()).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(8, list.Single(threshold => threshold.GetProperty("measure").GetString() == "investigate-from-score").GetProperty("value").GetInt32());
        var verified = await Write($"{Thresholds}/{created.GetProperty("id").GetGuid()}/verification", new { }, 1).Json();
        Assert.Equal("Kvalitet Testsson", verified.GetProperty("verifiedBy").GetString());
        await host.As(Developer).Post(Thresholds, Threshold(("validFrom", "2399-01-01"))).Problem(HttpStatusCode.Conflict, "rule.later-version");
    }

    [Fact]
    public async Task Employees_read_the_rules_a_supplier_does_not_and_only_editors_set_them()
    {
        await host.As(TestUsers.Employee).GetAsync(Rules).Json();
        await host.As(TestUsers.Supplier).GetAsync(Rules).Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        await host.As(null).GetAsync(Rules).Problem(HttpStatusCode.Unauthorized, "user.not-signed-in");
        await host.As(TestUsers.Manager).Post(Rules, Rule("other")).Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        await host.As(TestUsers.Manager).Post(Thresholds, Threshold()).Problem(HttpStatusCode.Forbidden, "user.not-allowed");
    }

    [Fact]
    public async Task The_page_says_what_applies_and_that_nobody_has_verified_it()
    {
        var html = WebUtility.HtmlDecode(await host.As(TestUsers.Employee).GetStringAsync("/avvikelser/regler"));
        Assert.Contains("Utredning klar: 3 veckor", html);
        Assert.Contains("Inte kontrollerad", html);
        Assert.Contains("ändra till ert eget", html);
        Assert.Matches(@"Riskpoäng som kräver att orsaker söks</h3>\s*<p[^>]*><strong>Från och med 8<", html);
        Assert.DoesNotContain("regler/ny", html);
        Assert.Contains("regler/ny", await host.As(Developer).GetStringAsync("/avvikelser/regler"));
    }

    [Fact]
    public async Task A_rule_is_tried_before_it_is_saved()
    {
        var count = await host.Scalar<long>("select count(*) from deadline_rules where title = 'Provad'");
        var html = WebUtility.HtmlDecode(await (await Send("Provad", "WorkingDays", "prova")).Content.ReadAsStringAsync());
        Assert.Contains("Inget är sparat än.", html);
        Assert.Contains("Julafton 24 december", html);
        Assert.Contains("value=\"Provad\"", html);
        Assert.Equal(count, await host.Scalar<long>("select count(*) from deadline_rules where title = 'Provad'"));
        Assert.Equal(HttpStatusCode.Found, (await Send("Provad", "WorkingDays", "spara")).StatusCode);
        Assert.Equal(count + 1, await host.Scalar<long>("select count(*) from deadline_rules where title = 'Provad'"));
        // Once more from the same day is refused with a sentence, and what was typed stays.
        var refused = WebUtility.HtmlDecode(await (await Send("Provad", "WorkingDays", "spara")).Content.ReadAsStringAsync());
        Assert.Contains("En lydelse från den dagen eller senare finns redan.", refused);
        Assert.Contains("value=\"Provad\"", refused);
    }

    private Task<HttpResponseMessage> Send(string title, string kind, string doing) => host.As(Developer).PostAsync("/avvikelser/regler/ny", new FormUrlEncodedContent(
    [
        new("_handler", "regel"), new("Request.Code", "Investigation"), new("Request.UnitCode", TestUnits.Hasselvagen), new("Request.CaseKind", "Cooperation"), new("Request.Title", title), new("Request.Kind", kind),
        new("Request.Amount", "3"), new("Request.LastDay", "Counts"), new("Request.StartEvent", "Reported"), new("Request.EndEvent", "Investigated"), new("Request.ValidFrom", "2097-01-01"), new("Request.Source", "Prov"), new("Do", doing),
    ]));

    [Fact]
    public async Task Of_those_who_set_the_first_version_at_once_one_is_first_and_the_others_are_told()
    {
        var body = Rule("cooperation", ("unitCode", TestUnits.Solgarden), ("validFrom", "2096-01-01"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => host.As(Developer).Post(Rules, body)));
        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Created);
        foreach (var refused in answers.Where(answer => answer.StatusCode != HttpStatusCode.Created)) await Task.FromResult(refused).Problem(HttpStatusCode.Conflict, "rule.later-version");
    }

    private async Task<Guid> Set(string kind, params (string, object?)[] changes) =>
        (await host.As(Developer).Post(Rules, Rule(kind, [("unitCode", TestUnits.Kullen), .. changes])).Json(HttpStatusCode.Created)).GetProperty("id").GetGuid();

    private Task<Guid> Report(string kind) => host.Reported(TestUsers.Employee, ("unitCode", TestUnits.Hasselvagen), ("kind", kind));

    private async Task<JsonElement> Assessment(Guid id) => (await host.As(Developer).GetAsync($"/deviations/v1/deviations/{id}/deadlines").Json())
        .GetProperty("deadlines").EnumerateArray().Single(deadline => deadline.GetProperty("rule").GetString() == "assessment");

    private Task<HttpResponseMessage> Write(string path, object body, int version) => host.As(Developer).SendAsync(Requests.Write(path, body, version));

    private static Dictionary<string, object?> Rule(string kind, params (string Field, object? Value)[] changes) => Changed(
        [("code", "assessment"), ("caseKind", kind), ("title", "Första bedömning"), ("kind", "working-days"), ("amount", 1), ("endEvent", "assessed"), ("validFrom", SwedishToday()), ("source", "Prov"), .. changes]);

    private static Dictionary<string, object?> Threshold(params (string Field, object? Value)[] changes) => Changed(
        [("measure", "investigate-from-score"), ("value", 9), ("validFrom", "2400-01-01"), ("source", "Prov"), .. changes]);

    private static Dictionary<string, object?> Changed((string Field, object? Value)[] fields)
    {
        var body = new Dictionary<string, object?>();
        foreach (var (field, value) in fields) body[field] = value;
        return body;
    }

    private static string SwedishToday() => ServiceDefaults.SwedishTime.Day(DateTimeOffset.UtcNow).ToString("yyyy-MM-dd");

    private static async Task Eventually(Func<Task<bool>> so)
    {
        for (var attempt = 0; !await so(); attempt++)
        {
            Assert.True(attempt < 200, "It never became so.");
            await Task.Delay(50);
        }
    }
}
