using Huset.Competence.Contracts;
using Huset.Deviations.Contracts;
using Huset.Deviations.Features;
using Huset.Events;
using Huset.Processes.Contracts;

namespace Huset.Deviations.Tests;

/// <summary>A cause that asks Processes for a revision or Competence for a need, and how the case follows what comes of it.</summary>
public sealed class AskOthersTests(DeviationsHost host)
{
    private const string Path = "/deviations/v1/deviations";

    [Fact]
    public async Task An_unclear_routine_opens_a_revision_task_in_the_same_write()
    {
        var (id, version, routine) = await Assessed();
        var cause = await Post(id, new { area = "routines", text = "Rutinen säger inte vem som ringer.", revision = new { } }, version).Json(HttpStatusCode.Created);
        var asked = cause.GetProperty("askedFor");
        var told = (await host.Published<AskForRevision>()).Single(told => told.DeviationId == id);
        Assert.Equal(("revision", "asked", told.TaskId), (asked.GetProperty("kind").GetString(), asked.GetProperty("status").GetString(), asked.GetProperty("taskId").GetGuid()));
        Assert.Equal((routine, TestUnits.Norrangen, "Rutinen säger inte vem som ringer.", false), (told.RoutineId, told.UnitCode, told.Text, told.Restricted));
        Assert.Equal((cause.GetProperty("id").GetGuid(), "Karin Testsson"), (told.CauseId, told.AskedByName));
        Assert.Contains(new Link("asked-for", "revision-task", $"{told.TaskId}"), (await host.Published<CauseChanged>()).Single(told => told.DeviationId == id).Links);
        Assert.Contains("revision-asked", await Kinds(id));
    }

    [Fact]
    public async Task Lacking_competence_opens_a_need_also_from_a_cause_that_was_there_before()
    {
        var (id, version, _) = await Assessed();
        var cause = (await Post(id, new { area = "competence", text = "Ingen på passet kunde lyften." }, version).Json(HttpStatusCode.Created)).GetProperty("id").GetGuid();
        var changed = await Send(HttpMethod.Put, $"{Path}/{id}/causes/{cause}", new { area = "competence", text = "Ingen kunde lyften.", competenceNeed = true }).Json();
        var told = (await host.Published<AskForCompetence>()).Single(told => told.DeviationId == id);
        Assert.Equal((told.NeedId, "Ingen kunde lyften.", cause), (changed.GetProperty("askedFor").GetProperty("taskId").GetGuid(), told.Text, told.CauseId));
        await Send(HttpMethod.Put, $"{Path}/{id}/causes/{cause}", new { area = "competence", text = "Igen.", competenceNeed = true }).Problem(HttpStatusCode.Conflict, "cause.asked-already");
        await Send(HttpMethod.Put, $"{Path}/{id}/causes/{cause}", new { area = "competence", text = "Utan att be." }).Json();
        Assert.Single(await host.Published<AskForCompetence>(), told => told.DeviationId == id);
    }

    [Fact]
    public async Task Identity_numbers_and_two_askings_at_once_are_refused_and_nothing_is_sent()
    {
        var (id, version, _) = await Assessed();
        await Post(id, new { area = "routines", text = "Rutinen för 19121212-1212 är oklar.", revision = new { } }, version).NamesField("text");
        await Post(id, new { area = "routines", text = "Oklart.", revision = new { }, competenceNeed = true }, version).NamesField("competenceNeed");
        Assert.DoesNotContain(await host.Published<AskForRevision>(), told => told.DeviationId == id);
        Assert.Equal(0L, await host.Scalar<long>("select count(*) from causes where deviation_id = $1", id));
    }

    [Fact]
    public async Task What_is_asked_of_a_restricted_case_says_so()
    {
        var (id, _, _) = await Assessed();
        await host.HandOver(id);
        await host.As(TestUsers.LexInvestigator).Post($"{Path}/{id}/causes", new { area = "routines", text = "Oklart.", revision = new { } }).Json(HttpStatusCode.Created);
        var told = (await host.Published<AskForRevision>()).Single(told => told.DeviationId == id);
        Assert.True(told.Restricted);
        await host.Tell<FollowRevisions, RevisionTaskChanged>(Task(told, "answered", 1));
        Assert.Equal(0L, await host.Scalar<long>("select count(*) from notices where deviation_id = $1", id));
    }

    [Fact]
    public async Task The_version_that_answers_stands_on_the_case_and_who_asked_is_told()
    {
        var (id, version, routine) = await Assessed();
        await Post(id, new { area = "routines", text = "Oklart vem som ringer.", revision = new { routineId = routine } }, version).Json(HttpStatusCode.Created);
        var told = (await host.Published<AskForRevision>()).Single(told => told.DeviationId == id);
        var client = host.As(TestUsers.Manager);

        await host.Tell<FollowRevisions, RevisionTaskChanged>(Task(told, "open", 1));
        var page = await Answers.Html(client.GetAsync($"/avvikelser/{id}"));
        Assert.Contains($"<a href=\"/processer/revidera/{told.TaskId}\">Uppgift att skriva om öppen hos Processer</a>", page);
        await host.Tell<FollowRevisions, RevisionTaskChanged>(Task(told, "answered", 3, 3));
        await host.Tell<FollowRevisions, RevisionTaskChanged>(Task(told, "open", 2));
        page = await Answers.Html(client.GetAsync($"/avvikelser/{id}"));
        Assert.Contains($"<a href=\"/processer/rutiner/{routine}\">Besvarad av version 3 av rutinen Ringa sjuksköterska</a>", page);
        Assert.Contains("Begäran om omskrivning besvarades med en ny version", page);
        Assert.Contains("Uppgiften att skriva om är besvarad", await Answers.Html(client.GetAsync($"/avvikelser/{id}/avsluta")));
        // The cause itself is still to be answered by an action.
        Assert.Contains("Besluta en åtgärd mot orsaken", page);
        var notice = Assert.Single((await client.GetAsync("/deviations/v1/notices?limit=100").Json()).GetProperty("items").EnumerateArray(), notice => notice.Text("deviationId") == $"{id}");
        Assert.Equal("revision-answered", notice.GetProperty("kind").GetString());
        Assert.Contains("Rutinen eller processen som du bad om är omskriven", await Answers.Html(client.GetAsync("/avvikelser/notiser")));
    }

    [Fact]
    public async Task A_need_is_followed_also_when_the_case_is_closed()
    {
        var (id, version, _) = await Assessed();
        await Post(id, new { area = "competence", text = "Ingen kunde lyften.", competenceNeed = true }, version).Json(HttpStatusCode.Created);
        await host.Scalar<int>("update deviations set status = 'closed', closed_at = now(), feedback = 'Tack.' where id = $1 returning version", id);
        var told = (await host.Published<AskForCompetence>()).Single(told => told.DeviationId == id);
        foreach (var (status, number) in new[] { ("open", 1), ("planned", 2), ("met", 3) })
            await host.Tell<FollowNeeds, CompetenceNeedChanged>(new(told.NeedId, told.UnitCode, status, "lyft", Visibility.Analyst, [], number, Arrange.Now));
        var read = await host.As(TestUsers.Manager).GetAsync($"{Path}/{id}").Json();
        var asked = read.GetProperty("causes").EnumerateArray().Single().GetProperty("askedFor");
        Assert.Equal(("met", "lyft", "closed"), (asked.GetProperty("status").GetString(), asked.GetProperty("competence").GetString(), read.GetProperty("status").GetString()));
        Assert.Equal(["competence-planned", "competence-met"], (await Kinds(id)).Except(["assessed", "cause-found", "competence-asked"]));
        // One that was never asked for here is somebody else's.
        await host.Tell<FollowNeeds, CompetenceNeedChanged>(new(Guid.NewGuid(), told.UnitCode, "met", null, Visibility.Analyst, [], 1, Arrange.Now));
    }

    [Fact]
    public async Task The_page_asks_with_the_cases_routine_chosen_and_takes_identity_numbers_away()
    {
        var (id, version, routine) = await Assessed();
        var client = host.As(TestUsers.Manager);
        var form = await Answers.Html(client.GetAsync($"/avvikelser/{id}/orsak"));
        Assert.Contains($"<option value=\"{routine}\" selected", form);
        Assert.Contains("inga namn eller personnummer", form);
        (string, string)[] fields = [("Version", $"{version}"), ("Request.Area", "routines"), ("Request.Text", "Rutinen för 19121212-1212 är oklar."), ("Asked.What", "revision"), ("Asked.RoutineId", $"{routine}"), ("Asked.ActivityId", "")];
        var stopped = await Answers.Html(Form(client, $"{id}/orsak", "orsak", fields));
        Assert.Contains("Ta bort och spara", stopped);
        Assert.Contains("Rutinen för 19121212-1212 är oklar.", stopped);
        Assert.Matches("value=\"revision\" checked", stopped);
        Assert.Equal(HttpStatusCode.Redirect, (await Form(client, $"{id}/orsak", "orsak", [.. fields, ("Mask", "true")])).StatusCode);
        var told = (await host.Published<AskForRevision>()).Single(told => told.DeviationId == id);
        Assert.Equal("Rutinen för (personnummer borttaget) är oklar.", told.Text);
        Assert.Equal(routine, told.RoutineId);
    }

    private async Task<(Guid Id, int Version, Guid Routine)> Assessed()
    {
        var routine = await host.Routine("Ringa sjuksköterska");
        var id = await host.Reported(TestUsers.Employee, ("routineId", routine));
        var version = await host.Work(id, deviation =>
        {
            deviation.Assess(2, 3, "Har hänt förut.", Arrange.Karin, Arrange.Now);
        });
        return (id, version, routine);
    }

    private static RevisionTaskChanged Task(AskForRevision asked, string status, int number, int? version = null) =>
        new(asked.TaskId, asked.UnitCode, status, asked.RoutineId, null, version, Visibility.Analyst, [], number, Arrange.Now);

    private async Task<IEnumerable<string?>> Kinds(Guid id) =>
        (await host.As(TestUsers.Manager).GetAsync($"{Path}/{id}").Json()).GetProperty("history").EnumerateArray().Select(change => change.GetProperty("kind").GetString());

    private Task<HttpResponseMessage> Post(Guid id, object body, int version) => Send(HttpMethod.Post, $"{Path}/{id}/causes", body, version);

    private Task<HttpResponseMessage> Send(HttpMethod method, string path, object body, int? version = null) => host.As(TestUsers.Manager).SendAsync(Requests.Write(method, path, body, version));

    private static Task<HttpResponseMessage> Form(HttpClient client, string path, string name, (string Field, string Value)[] fields) =>
        client.Form($"/avvikelser/{path}", name, fields);
}
