using System.Text.Json;
using Huset.Competence.Contracts;
using Huset.Deviations.Contracts;
using Huset.Deviations.Features;
using Huset.Events;
using Huset.ServiceDefaults.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Huset.Deviations.Tests;

/// <summary>The unit keeps its measures and does its tasks, and finds nothing of the case that they come from.</summary>
public sealed class UnitTaskTests(DeviationsHost host)
{
    private const string Cases = "/deviations/v1/deviations", Tasks = "/deviations/v1/unit-tasks", Notices = "/deviations/v1/notices?limit=100", Pages = "/avvikelser";
    private static readonly string Day = $"{Arrange.Today.AddDays(7):yyyy-MM-dd}";

    // Who does what, known here by signing in.
    private readonly TestUser doer = new("nina", [Roles.Medarbetare], HomeUnit: TestUnits.Norrangen);

    [Fact]
    public async Task The_manager_keeps_the_measures_of_a_case_that_is_handed_over_and_finds_nothing_of_the_case()
    {
        var id = await host.Reported(TestUsers.Employee);
        await Known();
        var (own, given) = ($"Extra tillsyn {Guid.NewGuid():N}", $"Byt larmen {Guid.NewGuid():N}");
        await HandOver(id, new { what = own, dueAt = Day }, new { what = given, dueAt = Day, ownerId = $"{doer.Id}" }).Json();

        // In the unit and above, for who is to do it, and nowhere else.
        foreach (var manager in new[] { TestUsers.Manager, TestUsers.AreaManager }) Assert.Equal(2, (await Texts(manager)).Intersect([own, given]).Count());
        Assert.Equal([given], await Texts(doer));
        foreach (var other in new[] { TestUsers.OtherManager, TestUsers.Employee, TestUsers.Mas, TestUsers.QualityDeveloper, TestUsers.LexInvestigator }) Assert.Empty((await Texts(other)).Intersect([own, given]));

        var task = (await List(doer))[0];
        Assert.Equal(("immediate-measure", "open", "norrangen", "Nina Testsson"), (task.Text("kind"), task.Text("status"), task.Text("unitCode"), task.Text("owner")));
        var notice = Assert.Single((await host.As(doer).GetAsync(Notices).Json()).GetProperty("items").EnumerateArray());
        Assert.Equal(("unit-task-given", task.Text("id")), (notice.Text("kind"), notice.Text("unitTaskId")));
        var reference = await host.Scalar<string>("select reference from deviations where id = $1", id);
        foreach (var address in new[] { $"{Tasks}?limit=100", $"{Tasks}/{task.Text("id")}", $"{Pages}/uppgifter", $"{Pages}/uppgifter/{task.Text("id")}", Notices, $"{Pages}/notiser", $"{Pages}/atgarder" })
        {
            foreach (var reader in new[] { TestUsers.Manager, doer })
            {
                using var answer = await host.As(reader).GetAsync(address);
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                var body = await answer.Content.ReadAsStringAsync();
                Assert.False(body.Contains($"{id}", StringComparison.Ordinal) || body.Contains(reference, StringComparison.Ordinal) || body.Contains("givenBy", StringComparison.Ordinal), $"{reader.Username} {address}");
            }
        }
        Assert.Contains("Uppgift från en utredning", await Answers.Html(host.As(doer).GetAsync($"{Pages}/uppgifter/{task.Text("id")}")));
        // What was read stands in the log under the task's own name, and not the case's.
        Assert.True(await host.Scalar<long>("select count(*) from access_log where subject_type = 'unit-task' and user_id = $1 and subject_ids = array[$2]", $"{doer.Id}", $"{task.Text("id")}") > 0);

        // It is told between services without the case.
        var told = Assert.Single(await host.Published<UnitTaskChanged>(), e => $"{e.UnitTaskId}" == task.Text("id"));
        Assert.Equal((Visibility.Internal, "norrangen", "immediate-measure", "open"), (told.Visibility, told.UnitCode, told.Kind, told.Status));
        Assert.Empty(told.Links);

        // Its investigator sees it in the case, which may be returned; the unit has it still.
        var seen = (await host.As(TestUsers.LexInvestigator).GetAsync($"{Cases}/{id}/unit-tasks").Json()).GetProperty("items");
        Assert.Equal([own, given], seen.EnumerateArray().Select(one => one.Text("what")));
        Assert.Equal(($"{id}", "Karin Testsson"), (seen[0].Text("deviationId"), seen[0].Text("givenBy")));
        await host.As(TestUsers.Manager).GetAsync($"{Cases}/{id}/unit-tasks").Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        await host.As(TestUsers.Mas).GetAsync($"{Cases}/{id}/unit-tasks").Problem(HttpStatusCode.NotFound, "resource.not-found");
        await host.Work(id, deviation => deviation.Return(TrackKind.LexSarah, "Hör inte hit.", "x", "X", Arrange.Now));
        Assert.Equal([given], await Texts(doer));
    }

    [Fact]
    public async Task The_investigator_gives_the_unit_a_task_and_is_told_what_came_of_it()
    {
        var id = await host.Reported(TestUsers.Employee);
        await host.HandOver(id);
        await Known();
        var lex = host.As(TestUsers.LexInvestigator);
        var (what, outcome) = ($"Gå igenom rutinen {Guid.NewGuid():N}", $"Gjort av alla {Guid.NewGuid():N}");
        var page = await lex.Form($"{Pages}/{id}/uppgift", "uppgift", ("Version", "2"), ("Request.What", what), ("Request.OwnerId", $"{doer.Id}"), ("Request.DueAt", Day));
        Assert.Equal(HttpStatusCode.Found, page.StatusCode);
        var investigation = await Answers.Html(lex.GetAsync($"{Pages}/{id}/utredning"));
        Assert.Contains(what, investigation);

        var task = Assert.Single(await List(doer));
        var path = $"{Tasks}/{task.Text("id")}";
        Assert.Equal(what, task.Text("what"));
        Assert.Contains(what, await Texts(TestUsers.Manager));
        Assert.Contains((await host.As(TestUsers.Manager).GetAsync(Notices).Json()).GetProperty("items").EnumerateArray(), notice => notice.TryGetProperty("unitTaskId", out var of) && $"{of}" == task.Text("id"));
        // Who investigates follows it, and whose unit it is not cannot tell that it is there.
        Assert.Equal($"{id}", (await lex.GetAsync(path).Json()).Text("deviationId"));
        await host.As(TestUsers.OtherManager).GetAsync(path).Problem(HttpStatusCode.NotFound, "resource.not-found");
        await lex.Post($"{path}/completion", new { outcome }).Problem(HttpStatusCode.NotFound, "resource.not-found");

        var doing = host.As(doer);
        Assert.Contains("Skriv vad det blev", await Answers.Html(doing.Form($"{Pages}/uppgifter/{task.Text("id")}", "klar", ("Version", "1"), ("Request.Outcome", ""))));
        Assert.Contains("Någon annan har ändrat uppgiften", await Answers.Html(doing.Form($"{Pages}/uppgifter/{task.Text("id")}", "klar", ("Version", "7"), ("Request.Outcome", outcome))));
        Assert.Equal(HttpStatusCode.Found, (await doing.Form($"{Pages}/uppgifter/{task.Text("id")}", "klar", ("Version", "1"), ("Request.Outcome", outcome))).StatusCode);
        await host.As(TestUsers.Manager).Post($"{path}/completion", new { outcome }).Problem(HttpStatusCode.Conflict, "unit-task.completed");
        Assert.Equal("done", (await host.As(TestUsers.Manager).GetAsync(path).Json()).Text("status"));

        var noticed = Assert.Single((await lex.GetAsync(Notices).Json()).GetProperty("items").EnumerateArray(), notice => notice.TryGetProperty("unitTaskId", out var of) && $"{of}" == task.Text("id"));
        Assert.Equal("unit-task-done", noticed.Text("kind"));
        Assert.Contains(outcome, await Answers.Html(lex.GetAsync($"{Pages}/{id}/utredning")));
        Assert.Contains(outcome, await lex.GetStringAsync($"{Cases}/{id}/case-file"));
        Assert.Equal(["open", "done"], (await host.Published<UnitTaskChanged>()).Where(e => $"{e.UnitTaskId}" == task.Text("id")).Select(e => e.Status));
    }

    [Fact]
    public async Task The_form_of_the_handing_over_keeps_what_is_typed_gives_more_rows_and_asks_about_identity_numbers()
    {
        var id = await host.Reported(TestUsers.Employee);
        var (manager, address) = (host.As(TestUsers.Manager), $"{Pages}/{id}/overlamna");
        var mark = $"{Guid.NewGuid():N}";
        (string, string)[] Fields(params (string, string)[] more) =>
        [
            ("Version", "1"), ("Confirmed", "true"), ("Request.Track", "LexSarah"), ("Request.Reason", "Ska utredas."), ("Request.Measures[0].What", $"Tillsyn {mark}"), ("Request.Measures[0].OwnerId", ""), ("Request.Measures[0].DueAt", Day), .. more,
        ];
        var another = await Answers.Html(manager.Form(address, "overlamna", Fields(("More", "1"))));
        Assert.Contains($"Tillsyn {mark}", another);
        Assert.Contains("name=\"Request.Measures[1].What\"", another);
        Assert.DoesNotContain("role=\"alert\"", another);

        (string, string)[] third = [("Request.Measures[1].What", ""), ("Request.Measures[1].OwnerId", ""), ("Request.Measures[1].DueAt", ""), ("Request.Measures[2].What", "Ring 19121212-1212 varje dag."), ("Request.Measures[2].OwnerId", "")];
        var wrong = await Answers.Html(manager.Form(address, "overlamna", Fields([.. third, ("Request.Measures[2].DueAt", "snart")])));
        Assert.Contains($"Tillsyn {mark}", wrong);
        Assert.Contains("Ring 19121212-1212", wrong);
        Assert.Contains("id=\"Measures-2-DueAt-error\"", wrong);
        Assert.DoesNotContain("id=\"Measures-1-What-error\"", wrong);
        var asked = await Answers.Html(manager.Form(address, "overlamna", Fields([.. third, ("Request.Measures[2].DueAt", Day)])));
        Assert.Contains("name=\"Numbers\" value=\"mask\"", asked);
        Assert.Equal(0L, await host.Scalar<long>("select count(*) from unit_tasks where deviation_id = $1", id));

        Assert.Equal(HttpStatusCode.Found, (await manager.Form(address, "overlamna", Fields([.. third, ("Request.Measures[2].DueAt", Day), ("Numbers", "mask")]))).StatusCode);
        Assert.Equal(2L, await host.Scalar<long>("select count(*) from unit_tasks where deviation_id = $1", id));
        Assert.Equal(1L, await host.Scalar<long>("select count(*) from unit_tasks where deviation_id = $1 and what like 'Ring %' and what not like '%1212%'", id));
    }

    [Fact]
    public async Task Nothing_is_handed_over_when_a_measure_is_wrong()
    {
        var id = await host.Reported(TestUsers.Employee);
        await HandOver(id, new { what = "Tillsyn.", dueAt = Day }, new { what = "Larm.", dueAt = "2020-01-01" }).NamesField("measures[1].dueAt");
        await HandOver(id, new { what = "Tillsyn.", dueAt = Day, ownerId = "ingen" }).NamesField("measures[0].ownerId");
        await HandOver(id, new { dueAt = Day }).NamesField("measures[0].what");
        Assert.Equal(HttpStatusCode.OK, (await host.As(TestUsers.Manager).GetAsync($"{Cases}/{id}")).StatusCode);
        Assert.Equal(0L, await host.Scalar<long>("select count(*) from unit_tasks where deviation_id = $1", id));
    }

    [Fact]
    public async Task Who_is_to_do_it_is_reminded_once_and_when_who_is_to_do_it_leaves_it_is_the_managers()
    {
        var id = await host.Reported(TestUsers.Employee);
        await host.HandOver(id);
        await Known();
        var person = Guid.NewGuid();
        PersonChanged Told(int version, bool isActive) => DirectoryTests.Told(person, version, "Nadja Testsson", active: isActive);
        await host.Tell<KeepPeople, PersonChanged>(Told(1, true));
        var task = (await host.As(TestUsers.LexInvestigator).Post($"{Cases}/{id}/unit-tasks", new { what = "Gå igenom.", dueAt = $"{Arrange.Today:yyyy-MM-dd}", ownerId = $"{person}" }).Json(HttpStatusCode.Created)).GetProperty("id").GetGuid();
        var clock = host.Factory.Services.GetRequiredService<KeepTime>();
        for (var time = 0; time < 2; time++) await clock.Remind(CancellationToken.None);
        Assert.Equal(1L, await host.Scalar<long>("select count(*) from notices where unit_task_id = $1 and kind = 'unit-task-due' and person_id = $2 and deviation_id is null", task, $"{person}"));

        await host.Tell<KeepPeople, PersonChanged>(Told(2, false));
        Assert.Equal(1L, await host.Scalar<long>("select count(*) from unit_tasks where id = $1 and owner_id is null and version = 2", task));
        Assert.Equal(2L, await host.Scalar<long>("select count(*) from notices where unit_task_id = $1 and kind = 'unit-task-given' and person_id = $2", task, $"{TestUsers.Manager.Id}"));
    }

    // Whoever has been here can be given something to do, or is told as manager.
    private async Task Known()
    {
        foreach (var user in new[] { doer, TestUsers.Manager }) await host.As(user).GetAsync(Cases).Json();
    }

    private Task<HttpResponseMessage> HandOver(Guid id, params object[] measures) =>
        host.As(TestUsers.Manager).SendAsync(Requests.Write(HttpMethod.Post, $"{Cases}/{id}/tracks", new { track = "lex-sarah", reason = "Misstänkt missförhållande.", measures }).IfMatch("\"1\""));

    private async Task<List<JsonElement>> List(TestUser reader) => [.. (await host.As(reader).GetAsync($"{Tasks}?limit=100").Json()).GetProperty("items").EnumerateArray()];

    private async Task<List<string?>> Texts(TestUser reader) => [.. (await List(reader)).Select(task => task.Text("what"))];
}
