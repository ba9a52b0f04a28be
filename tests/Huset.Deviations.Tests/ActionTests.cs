using System.Net.Http.Json;
using System.Text.Json;
using Huset.Deviations.Contracts;
using Huset.Deviations.Features.Actions;
using Huset.Events;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Huset.Deviations.Tests;

public sealed class ActionTests(DeviationsHost host)
{
    private const string Path = "/deviations/v1/deviations";

    [Fact]
    public async Task An_action_against_a_known_cause_moves_the_case_on_and_is_told_without_words()
    {
        var (id, cause, version) = await host.WithCause();
        var answer = await host.As(TestUsers.Manager).Post($"{Path}/{id}/actions", Body(("causeId", cause), ("plannedStart", Day(3))));
        var action = await answer.Json(HttpStatusCode.Created);
        Assert.Equal($"\"{version + 1}\"", answer.Headers.ETag!.Tag);
        Assert.Equal(("planned", Day(3), "Karin Testsson"), (action.Text("status"), action.Text("plannedStart"), action.Text("owner")));
        Assert.Equal("Två delegerade.", (await host.As(TestUsers.Manager).GetAsync(answer.Headers.Location).Json()).Text("what"));

        Assert.Equal("decided", await Status(id));
        var told = Assert.Single(await host.Published<ActionChanged>(), e => e.DeviationId == id);
        Assert.Equal((cause, "medium", "planned", 1, Visibility.Analyst), (told.CauseId, told.Strength, told.Status, told.SubjectVersion, told.Visibility));
        Assert.Equal("decided", (await host.Published<DeviationAdvanced>()).Last(e => e.DeviationId == id).Status);
        Assert.Equal(0L, await host.Scalar<long>("select count(*) from outbox where type not like '%.AskFor%' and (body::text like '%delegerade%' or body::text like '%Karin%')"));
        Assert.Equal("deviations.work/units", (await host.Scalar<string[]>("select why from access_log where action = 'change' and subject_ids = array[$1] order by id desc limit 1", $"{id}"))[0]);
        Assert.Equal(0L, await host.Scalar<long>("select count(*) from notices where deviation_id = $1", id));
    }

    [Fact]
    public async Task A_cause_in_words_is_found_first()
    {
        var (id, _, version) = await host.WithCause();
        var answer = await host.As(TestUsers.Manager).Post($"{Path}/{id}/actions", Body(("cause", new { area = "routines", text = "Oklart vem som tar över." })));
        var action = await answer.Json(HttpStatusCode.Created);
        Assert.Equal($"\"{version + 2}\"", answer.Headers.ETag!.Tag);
        var seen = await host.As(TestUsers.Manager).GetAsync($"{Path}/{id}").Json();
        var cause = seen.GetProperty("causes").EnumerateArray().Single(c => c.Text("id") == action.Text("causeId"));
        Assert.Equal(("routines", "Oklart vem som tar över.", true), (cause.Text("area"), cause.Text("text"), cause.GetProperty("answered").GetBoolean()));
        Assert.Contains(await host.Published<CauseChanged>(), e => $"{e.CauseId}" == action.Text("causeId"));
    }

    [Fact]
    public async Task A_time_with_its_zone_is_its_Swedish_day()
    {
        var (id, cause, _) = await host.WithCause();
        var action = await host.As(TestUsers.Manager).Post($"{Path}/{id}/actions", Body(("causeId", cause), ("plannedStart", "2030-06-30T22:30:00Z"), ("dueAt", "2030-07-01"), ("effectCheckAt", "2030-08-01T00:00:00+02:00"))).Json(HttpStatusCode.Created);
        Assert.Equal(("2030-07-01", "2030-07-01", "2030-08-01"), (action.Text("plannedStart"), action.Text("dueAt"), action.Text("effectCheckAt")));
    }

    [Theory]
    [InlineData("what", null)]
    [InlineData("what", " ")]
    [InlineData("strength", "strongest")]
    [InlineData("plannedStart", null)]
    [InlineData("plannedStart", "1 december")]
    [InlineData("plannedStart", "2030-06-30T22:30:00")]
    [InlineData("dueAt", "2020-01-01")]
    [InlineData("effectCheckAt", "2020-01-01")]
    [InlineData("followUp", "")]
    [InlineData("successCriterion", null)]
    [InlineData("ownerId", "ingen")]
    [InlineData("causeId", null)]
    [InlineData("causeId", "0199c1d2-7b3a-7c4e-9f10-5a6b7c8d9e0f")]
    [InlineData("colour", "green")]
    public async Task A_wrong_field_is_named_and_nothing_is_planned(string field, object? value)
    {
        var (id, cause, _) = await host.WithCause();
        await host.As(TestUsers.Manager).Post($"{Path}/{id}/actions", Body(("causeId", cause), (field, value))).NamesField(field);
        Assert.Equal(0L, await host.Scalar<long>("select count(*) from actions where deviation_id = $1", id));
    }

    [Fact]
    public async Task A_cause_by_id_and_in_words_at_once_is_refused()
    {
        var (id, cause, _) = await host.WithCause();
        await host.As(TestUsers.Manager).Post($"{Path}/{id}/actions", Body(("causeId", cause), ("cause", new { area = "routines", text = "Oklart." }))).NamesField("cause");
        await host.As(TestUsers.Manager).Post($"{Path}/{id}/actions", Body(("cause", new { area = "routines" }))).NamesField("cause.text");
    }

    [Fact]
    public async Task Before_the_assessment_no_cause_is_found_and_so_no_action_planned()
    {
        var id = await host.Reported(TestUsers.Employee);
        await host.As(TestUsers.Manager).Post($"{Path}/{id}/actions", Body(("cause", new { area = "routines", text = "Oklart." }))).Problem(HttpStatusCode.Conflict, "deviation.not-assessed");
    }

    [Fact]
    public async Task Another_owner_is_told_and_does_it_without_seeing_the_case()
    {
        var (id, cause, _) = await host.WithCause(TestUsers.Manager);
        await host.As(TestUsers.Colleague).GetAsync(Path).Json();
        var action = await host.As(TestUsers.Manager).Post($"{Path}/{id}/actions", Body(("causeId", cause), ("ownerId", TestUsers.Colleague.Id), ("ownerRole", "Schemaansvarig"))).Json(HttpStatusCode.Created);
        var address = $"/deviations/v1/actions/{action.Text("id")}";
        Assert.Equal(("Bo Testsson", "Schemaansvarig"), (action.Text("owner"), action.Text("ownerRole")));
        Assert.Equal("action-planned", await host.Scalar<string>("select kind from notices where deviation_id = $1 and person_id = $2", id, $"{TestUsers.Colleague.Id}"));

        var owner = host.As(TestUsers.Colleague);
        await owner.GetAsync($"{Path}/{id}").Problem(HttpStatusCode.NotFound, "resource.not-found");
        Assert.Equal("Två delegerade.", (await owner.GetAsync(address).Json()).Text("what"));
        var done = await owner.Post($"{address}/completion", new { note = "Schemat gäller." }).Json();
        Assert.Equal(("completed", "Schemat gäller."), (done.Text("status"), done.Text("completedNote")));
        Assert.Equal("following-up", await Status(id));
        Assert.Equal("deviations.do-actions/own", (await host.Scalar<string[]>("select why from access_log where action = 'change' and subject_ids = array[$1] order by id desc limit 1", $"{id}"))[0]);
        await owner.Post($"{address}/completion", new { }).Problem(HttpStatusCode.Conflict, "action.completed");
        await host.As(TestUsers.Employee).Post($"{address}/completion", new { }).Problem(HttpStatusCode.NotFound, "resource.not-found");
    }

    [Fact]
    public async Task What_is_changed_replaces_what_was_and_the_owner_stays_when_left_out()
    {
        var (id, action, version) = await host.WithAction(TestUsers.Colleague);
        await host.As(TestUsers.Employee).GetAsync(Path).Json();
        var changed = await Put(id, action, Body(("what", "Tre delegerade.")), version).Json();
        Assert.Equal(("Tre delegerade.", $"{TestUsers.Colleague.Id}", 2), (changed.Text("what"), changed.Text("ownerId"), changed.GetProperty("version").GetInt32()));
        await Put(id, action, Body(("ownerId", TestUsers.Employee.Id)), version + 1).Json();
        Assert.Equal(1L, await host.Scalar<long>("select count(*) from notices where deviation_id = $1 and person_id = $2 and kind = 'action-planned'", id, $"{TestUsers.Employee.Id}"));
        await Put(id, action, Body(), version).Problem(HttpStatusCode.PreconditionFailed, "resource.stale");
        await Put(id, Guid.NewGuid(), Body(), version + 2).Problem(HttpStatusCode.NotFound, "resource.not-found");
    }

    [Theory]
    [InlineData("yes", "following-up")]
    [InlineData("partly", "following-up")]
    [InlineData("no", "investigating")]
    public async Task The_effect_is_checked_once_and_without_effect_the_question_is_open_again(string effect, string status)
    {
        var (id, action, _) = await host.WithAction(TestUsers.Manager);
        var manager = host.As(TestUsers.Manager);
        await manager.Post($"{Path}/{id}/actions/{action}/completion", new { note = "Klart." }).Json();
        var seen = await manager.Post($"{Path}/{id}/actions/{action}/effect-check", new { effect, note = "Läst av i fyra veckor." }).Json();
        Assert.Equal(("checked", effect, "Läst av i fyra veckor."), (seen.Text("status"), seen.Text("effect"), seen.Text("effectNote")));
        Assert.Equal(status, await Status(id));
        Assert.Equal((effect, "checked"), ((await host.Published<ActionChanged>()).Last(e => e.ActionId == action).Effect, (await host.Published<ActionChanged>()).Last(e => e.ActionId == action).Status));
        await manager.Post($"{Path}/{id}/actions/{action}/effect-check", new { effect = "yes", note = "Igen." }).Problem(HttpStatusCode.Conflict, "action.effect-checked");
        await Put(id, action, Body(), null).Problem(HttpStatusCode.Conflict, "action.effect-checked");
    }

    [Theory]
    [InlineData("effect", null)]
    [InlineData("effect", "maybe")]
    [InlineData("note", " ")]
    public async Task An_effect_check_says_whether_and_what_shows_it(string field, object? value)
    {
        var (id, action, _) = await host.WithAction(TestUsers.Manager);
        var body = new Dictionary<string, object?> { ["effect"] = "yes", ["note"] = "Läst av.", [field] = value };
        await host.As(TestUsers.Manager).Post($"{Path}/{id}/actions/{action}/effect-check", body).NamesField(field);
    }

    [Fact]
    public async Task Of_two_who_change_at_once_one_does()
    {
        var (id, action, version) = await host.WithAction(TestUsers.Manager);
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(n => Put(id, action, Body(("what", $"Försök {n}.")), version)));
        Assert.Single(answers, answer => answer.IsSuccessStatusCode);
        Assert.All(answers.Where(answer => !answer.IsSuccessStatusCode), answer => Assert.Equal(HttpStatusCode.PreconditionFailed, answer.StatusCode));
    }

    [Fact]
    public async Task An_action_of_a_restricted_case_is_its_investigators_alone()
    {
        var (id, action, version) = await host.WithAction(TestUsers.Colleague);
        using var handOver = new HttpRequestMessage(HttpMethod.Post, $"{Path}/{id}/tracks") { Content = JsonContent.Create(new { track = "lex-maria", reason = "Ska utredas." }) };
        handOver.Headers.TryAddWithoutValidation("If-Match", $"\"{version}\"");
        await host.As(TestUsers.Manager).SendAsync(handOver).Json();

        foreach (var reader in new[] { TestUsers.Colleague, TestUsers.Manager, TestUsers.LexInvestigator })
        {
            await host.As(reader).GetAsync($"/deviations/v1/actions/{action}").Problem(HttpStatusCode.NotFound, "resource.not-found");
            await host.As(reader).Post($"/deviations/v1/actions/{action}/completion", new { }).Problem(HttpStatusCode.NotFound, "resource.not-found");
            Assert.DoesNotContain($"{action}", (await host.As(reader).GetAsync("/deviations/v1/actions?limit=100").Json()).GetRawText());
        }
        var mas = host.As(TestUsers.Mas);
        Assert.Equal("Två delegerade på varje morgonpass.", (await mas.GetAsync($"/deviations/v1/actions/{action}").Json()).Text("what"));
        // Its investigators alone can be given it; the manager would never see it.
        await host.As(TestUsers.LexInvestigator).GetAsync(Path).Json();
        await Put(id, action, Body(("ownerId", TestUsers.Manager.Id)), null, TestUsers.Mas).NamesField("ownerId");
        await Put(id, action, Body(("ownerId", TestUsers.Mas.Id)), null, TestUsers.Mas).Json();
        Assert.Equal(Visibility.Internal, (await host.Published<ActionChanged>()).Last(e => e.ActionId == action).Visibility);
    }

    [Fact]
    public async Task The_reporter_reads_what_is_done_and_quality_development_that_something_is()
    {
        var (id, _, _) = await host.WithAction(TestUsers.Manager);
        var reported = Assert.Single((await host.As(TestUsers.Employee).GetAsync($"{Path}/{id}/actions").Json()).GetProperty("items").EnumerateArray());
        Assert.Equal("Två delegerade på varje morgonpass.", reported.Text("what"));
        Assert.False(reported.TryGetProperty("owner", out _));
        var coded = Assert.Single((await host.As(TestUsers.QualityDeveloper).GetAsync($"{Path}/{id}/actions").Json()).GetProperty("items").EnumerateArray());
        Assert.Equal("medium", coded.Text("strength"));
        foreach (var field in new[] { "what", "owner", "followUp", "successCriterion" }) Assert.False(coded.TryGetProperty(field, out _), field);
    }

    [Fact]
    public async Task A_decided_case_moves_on_when_an_actions_first_day_has_come()
    {
        var (id, cause, _) = await host.WithCause();
        await host.Work(id, deviation => deviation.PlanAction(deviation.Causes.Single(c => c.Id == cause), Arrange.Plan(TestUsers.Manager, startsIn: 2), Arrange.Karin, Arrange.Now));
        var sweep = host.Factory.Services.GetServices<IHostedService>().OfType<BeginActions>().Single();
        await sweep.Begin(default);
        Assert.Equal("decided", await Status(id));
        await host.Scalar<long>("with moved as (update actions set planned_start = $2 where deviation_id = $1 returning 1) select count(*) from moved", id, Arrange.Today);

        Assert.True(await sweep.Begin(default) > 0);
        Assert.Equal("acting", await Status(id));
        Assert.Equal("acting", (await host.Published<DeviationAdvanced>()).Last(e => e.DeviationId == id).Status);
        Assert.Equal("system:begin-actions", await host.Scalar<string>("select user_id from access_log where subject_ids = array[$1] and action = 'change' order by id desc limit 1", $"{id}"));
        Assert.Equal(0, await sweep.Begin(default));
    }

    [Fact]
    public async Task The_list_is_ones_own_and_those_of_the_cases_that_one_handles_soonest_first()
    {
        var owner = new TestUser("ivar", [Huset.ServiceDefaults.Identity.Roles.Medarbetare], HomeUnit: TestUnits.Solgarden);
        var (_, first, _) = await host.WithAction(owner, changes: [("unitCode", TestUnits.Solgarden)]);
        var (id, second, _) = await host.WithAction(owner, changes: [("unitCode", TestUnits.Norrangen)]);
        await host.Scalar<long>("with moved as (update actions set planned_start = $2, due_at = $2 where id = $1 returning 1) select count(*) from moved", second, Arrange.Today.AddDays(-3));

        Assert.Equal([$"{second}", $"{first}"], await Ids(owner, "owner=me&status=open"));
        Assert.Equal([$"{first}"], await Ids(owner, $"unitCode={TestUnits.Solgarden}"));
        Assert.Contains($"{first}", await Ids(TestUsers.OtherManager, $"status=planned&unitCode={TestUnits.Solgarden}&limit=100"));
        Assert.DoesNotContain($"{first}", await Ids(TestUsers.Manager, "limit=100"));
        Assert.Empty(await Ids(TestUsers.OtherManager, "owner=me"));
        await host.As(owner).Post($"/deviations/v1/actions/{second}/completion", new { }).Json();
        Assert.Equal([$"{second}"], await Ids(owner, "status=completed"));
        Assert.Contains($"{id}", await host.Scalar<string[]>("select subject_ids from access_log where action = 'list' and user_id = $1 and subject_type = 'deviation' order by id desc limit 1", $"{owner.Id}"));

        await host.As(owner).GetAsync("/deviations/v1/actions?owner=anna").NamesField("owner");
        await host.As(owner).GetAsync("/deviations/v1/actions?status=late").NamesField("status");
    }

    private async Task<IEnumerable<string?>> Ids(TestUser reader, string query) =>
        (await host.As(reader).GetAsync($"/deviations/v1/actions?{query}").Json()).GetProperty("items").EnumerateArray().Select(action => action.Text("id"));

    private Task<string> Status(Guid id) => host.Scalar<string>("select status from deviations where id = $1", id);

    private Task<HttpResponseMessage> Put(Guid id, Guid action, object body, int? version, TestUser? by = null) => host.As(by ?? TestUsers.Manager).Put($"{Path}/{id}/actions/{action}", body, version);

    private static string Day(int later) => Arrange.Today.AddDays(later).ToString("yyyy-MM-dd");

    private static Dictionary<string, object?> Body(params (string Field, object? Value)[] changes)
    {
        var body = new Dictionary<string, object?>
        {
            ["what"] = "Två delegerade.",
            ["strength"] = "medium",
            ["plannedStart"] = Day(0),
            ["dueAt"] = Day(10),
            ["followUp"] = "Läser av varje vecka.",
            ["successCriterion"] = "Inga missade doser på 30 dagar.",
            ["effectCheckAt"] = Day(40),
        };
        foreach (var (field, value) in changes) body[field] = value;
        return body;
    }
}

internal static class JsonText
{
    public static string? Text(this JsonElement json, string property) => json.TryGetProperty(property, out var value) ? value.ToString() : null;
}
