using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Huset.Processes.Contracts;

namespace Huset.Processes.Tests;

/// <summary>A process from its first drawing to the version that replaces it, as a script would do it.</summary>
public sealed class ProcessTests(ProcessesHost host)
{
    [Fact]
    public async Task A_process_is_drawn_approved_by_another_and_published()
    {
        var id = await Created();
        var drawn = await Draw(id, Bpmn("A", "B"));
        Assert.Equal(("draft", 1), (drawn.GetProperty("status").GetString(), drawn.GetProperty("number").GetInt32()));
        await host.As(TestUsers.Employee).GetAsync($"{Path}/{id}").Problem(HttpStatusCode.NotFound, "resource.not-found");

        await Post(TestUsers.ProcessOwner, $"{id}/versions/1/publication").Problem(HttpStatusCode.Conflict, "version.not-approved");
        await Post(TestUsers.ProcessOwner, $"{id}/versions/1/submission").Json();
        await Post(TestUsers.ProcessOwner, $"{id}/versions/1/approval", new { decision = "approve" }).Problem(HttpStatusCode.Conflict, "version.own-approval");
        var approved = await Post(TestUsers.QualityDeveloper, $"{id}/versions/1/approval", new { decision = "approve" }).Json();
        Assert.Equal(("approved", "Kvalitet Testsson"), (approved.GetProperty("status").GetString(), approved.GetProperty("approvedByName").GetString()));
        await Post(TestUsers.ProcessOwner, $"{id}/versions/1/publication", new { changeNote = "Den första." }).Json();

        var process = await host.As(TestUsers.Employee).GetAsync($"{Path}/{id}").Json();
        Assert.Equal(1, process.GetProperty("versionInForce").GetInt32());
        Assert.False(process.TryGetProperty("coming", out _));
        var steps = await Activities(id, TestUsers.Employee);
        Assert.Equal(["A", "B"], steps.Select(step => step.GetProperty("name").GetString()!));
        Assert.Equal([1, 2], steps.Select(step => step.GetProperty("number").GetInt32()));

        var told = Assert.Single(await host.Published<ProcessChanged>(), e => e.ProcessId == id);
        Assert.Equal((1, "main"), (told.Version, told.Kind));
        Assert.Equal(["A", "B"], (await host.Published<ActivityChanged>()).Where(e => e.ProcessId == id).Select(e => e.Name));
    }

    [Fact]
    public async Task What_is_not_understood_comes_back_to_the_letter()
    {
        var id = await Created();
        var file = $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <!-- Ritad någon annanstans -->
            <bpmn:definitions xmlns:bpmn="{Model}" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:x="urn:leverantor" x:färg='röd'   id="d">
              <bpmn:collaboration id="c"><bpmn:participant id="p" processRef="P" x:plats="12"/></bpmn:collaboration>
              <bpmn:process id="P"><bpmn:extensionElements><x:mer>&#229;&amp;<![CDATA[<rått>]]></x:mer></bpmn:extensionElements>
                <bpmn:userTask id="A" name="Ta emot &#10;anmälan" x:tid="5"/></bpmn:process>
              <bpmndi:BPMNDiagram id="di"><x:okänt/></bpmndi:BPMNDiagram>
            </bpmn:definitions>
            """;
        await Put(id, file, null).Json();
        var answer = await host.As(TestUsers.ProcessOwner).GetAsync($"{Path}/{id}/diagram?version=draft");
        Assert.Equal("application/xml", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(Encoding.UTF8.GetBytes(file), await answer.Content.ReadAsByteArrayAsync());
        Assert.Contains("sandbox", answer.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("Ta emot anmälan", Assert.Single(await Activities(id, TestUsers.ProcessOwner)).GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_step_keeps_its_id_as_long_as_its_element_lives()
    {
        var id = await Published("A", "B");
        var before = await Activities(id, TestUsers.Employee);
        await Draw(id, Bpmn("Nytt:A", "C"), "*");
        Assert.Equal(["A", "B"], (await Activities(id, TestUsers.Employee)).Select(step => step.GetProperty("name").GetString()!));
        var coming = await Activities(id, TestUsers.ProcessOwner, "?version=draft");
        await Approve(id, 2);

        var refused = await Post(TestUsers.ProcessOwner, $"{id}/versions/2/publication").Problem(HttpStatusCode.Conflict, "activity.unanswered");
        Assert.Equal([before[1].GetProperty("id").GetGuid()], refused.GetProperty("unanswered").EnumerateArray().Select(step => step.GetProperty("activityId").GetGuid()));
        var replacement = coming.Single(step => step.GetProperty("name").GetString() == "C").GetProperty("id").GetGuid();
        await Post(TestUsers.ProcessOwner, $"{id}/versions/2/publication", new { ended = new[] { new { activityId = before[1].GetProperty("id").GetGuid(), replacedBy = Guid.NewGuid() } } }).NamesField("ended");
        await Post(TestUsers.ProcessOwner, $"{id}/versions/2/publication", new { ended = new[] { new { activityId = before[0].GetProperty("id").GetGuid() } } }).NamesField("ended");
        await Post(TestUsers.ProcessOwner, $"{id}/versions/2/publication", new { ended = new[] { new { activityId = before[1].GetProperty("id").GetGuid(), replacedBy = replacement } } }).Json();

        var after = await Activities(id, TestUsers.Employee, "?ended=true");
        Assert.Equal(["Nytt", "C", "B"], after.Select(step => step.GetProperty("name").GetString()!));
        Assert.Equal(before[0].GetProperty("id").GetGuid(), after[0].GetProperty("id").GetGuid());
        Assert.Equal((1, replacement), (after[2].GetProperty("lastVersion").GetInt32(), after[2].GetProperty("replacedById").GetGuid()));
        var ended = (await host.Published<ActivityChanged>()).Last(e => e.ActivityId == before[1].GetProperty("id").GetGuid());
        Assert.True(ended.Ended);
        Assert.Contains(ended.Links, link => link is { Rel: "replaced-by" } && link.Id == replacement.ToString());

        var versions = (await host.As(TestUsers.Employee).GetAsync($"{Path}/{id}/versions").Json()).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal([(2, "published"), (1, "replaced")], versions.Select(version => (version.GetProperty("number").GetInt32(), version.GetProperty("status").GetString()!)));
        var differences = (await host.As(TestUsers.Employee).GetAsync($"{Path}/{id}/versions/2").Json()).GetProperty("differences").EnumerateArray().ToList();
        Assert.Equal([("renamed", "Nytt"), ("added", "C"), ("gone", "B")], differences.Select(step => (step.GetProperty("change").GetString()!, step.GetProperty("name").GetString()!)));
    }

    [Fact]
    public async Task A_draft_names_the_version_that_was_read()
    {
        var id = await Created();
        var first = await Put(id, Bpmn("A"), null);
        var etag = first.Headers.ETag!.Tag;
        await Put(id, Bpmn("A", "B"), null).Problem(HttpStatusCode.PreconditionRequired, "if-match.missing");
        await Put(id, Bpmn("A", "B"), "\"999\"").Problem(HttpStatusCode.PreconditionFailed, "resource.stale");
        var second = await Put(id, Bpmn("A", "B"), etag);
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.NotEqual(etag, second.Headers.ETag!.Tag);
        await Put(id, Bpmn("A"), etag).Problem(HttpStatusCode.PreconditionFailed, "resource.stale");
    }

    [Fact]
    public async Task Of_two_who_begin_a_draft_at_once_one_is_told()
    {
        var id = await Created();
        var answers = await Task.WhenAll(Put(id, Bpmn("A"), null), Put(id, Bpmn("B"), null));
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.PreconditionRequired], answers.Select(answer => answer.StatusCode).Order());
    }

    [Fact]
    public async Task A_returned_version_is_a_draft_again_with_the_reason()
    {
        var id = await Created();
        await Draw(id, Bpmn("A"));
        await Post(TestUsers.ProcessOwner, $"{id}/versions/1/submission").Json();
        await Put(id, Bpmn("A", "B"), "*").Problem(HttpStatusCode.Conflict, "version.not-draft");
        await Post(TestUsers.QualityDeveloper, $"{id}/versions/1/approval", new { decision = "return" }).NamesField("reason");
        var returned = await Post(TestUsers.QualityDeveloper, $"{id}/versions/1/approval", new { decision = "return", reason = "Vem följer upp?" }).Json();
        Assert.Equal(("draft", "Vem följer upp?"), (returned.GetProperty("status").GetString(), returned.GetProperty("returnedReason").GetString()));
        await Post(TestUsers.QualityDeveloper, $"{id}/versions/1/approval", new { decision = "approve" }).Problem(HttpStatusCode.Conflict, "version.not-submitted");
        await Draw(id, Bpmn("A", "B"), "*");
    }

    [Fact]
    public async Task A_version_is_a_draft_again_when_its_writer_takes_it_back_or_its_judge_regrets()
    {
        var id = await Created();
        await Draw(id, Bpmn("A"));
        await Post(TestUsers.ProcessOwner, $"{id}/versions/1/recall", new { reason = "Ett steg fattas." }).Problem(HttpStatusCode.Conflict, "version.not-waiting");
        await Post(TestUsers.ProcessOwner, $"{id}/versions/1/submission").Json();
        await Post(TestUsers.ProcessOwner, $"{id}/versions/1/recall", new { reason = " " }).NamesField("reason");
        await Post(TestUsers.Manager, $"{id}/versions/1/recall", new { reason = "Ett steg fattas." }).Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        await Post(null, $"{id}/versions/1/recall", new { reason = "Ett steg fattas." }).Problem(HttpStatusCode.Unauthorized, "user.not-signed-in");
        var taken = await Post(TestUsers.ProcessOwner, $"{id}/versions/1/recall", new { reason = "Ett steg fattas." }).Json();
        Assert.Equal(("draft", "Ett steg fattas."), (taken.GetProperty("status").GetString(), taken.GetProperty("returnedReason").GetString()));

        await Approve(id, 1);
        await Post(TestUsers.ProcessOwner, $"{id}/versions/1/approval", new { decision = "return", reason = "Nej." }).Problem(HttpStatusCode.Conflict, "version.own-approval");
        var returned = await Post(TestUsers.QualityDeveloper, $"{id}/versions/1/approval", new { decision = "return", reason = "Vem följer upp?" }).Json();
        Assert.Equal(("draft", "Vem följer upp?"), (returned.GetProperty("status").GetString(), returned.GetProperty("returnedReason").GetString()));
        Assert.False(returned.TryGetProperty("approvedByName", out _));
        await Post(TestUsers.ProcessOwner, $"{id}/versions/1/publication").Problem(HttpStatusCode.Conflict, "version.not-approved");
        await Draw(id, Bpmn("A", "B"), "*");
        await Approve(id, 1);
        await Post(TestUsers.ProcessOwner, $"{id}/versions/1/publication").Json();
        await Post(TestUsers.ProcessOwner, $"{id}/versions/1/recall", new { reason = "För sent." }).Problem(HttpStatusCode.Conflict, "version.not-waiting");
    }

    [Fact]
    public async Task A_closed_process_leaves_the_choices_and_all_that_points_at_it_still_finds_it()
    {
        var id = await Published("A", "B");
        var steps = (await Activities(id, TestUsers.Employee)).Select(step => step.GetProperty("id").GetGuid()).ToList();
        await Draw(id, Bpmn("A", "C"));
        await Post(TestUsers.ProcessOwner, $"{id}/versions/2/submission").Json();
        var today = ServiceDefaults.SwedishTime.Today(TimeProvider.System);
        await Post(TestUsers.ProcessOwner, $"{id}/closure", new { closedOn = today.AddDays(1), reason = "Slut." }).NamesField("closedOn");
        await Post(TestUsers.ProcessOwner, $"{id}/closure", new { closedOn = "2020-01-01", reason = "Slut." }).NamesField("closedOn");
        await Post(TestUsers.ProcessOwner, $"{id}/closure", new { closedOn = today }).NamesField("reason");
        await Post(TestUsers.Manager, $"{id}/closure", new { closedOn = today, reason = "Slut." }).Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        await Post(null, $"{id}/closure", new { closedOn = today, reason = "Slut." }).Problem(HttpStatusCode.Unauthorized, "user.not-signed-in");
        await host.As(TestUsers.ProcessOwner).DeleteAsync($"{Path}/{id}/closure").Problem(HttpStatusCode.Conflict, "process.not-closed");
        var closed = await Post(TestUsers.ProcessOwner, $"{id}/closure", new { closedOn = today, reason = "Ersätts av en gemensam." }).Json();
        Assert.Equal(($"{today:O}", "Ersätts av en gemensam.", 1), (closed.GetProperty("closedOn").GetString(), closed.GetProperty("closedReason").GetString(), closed.GetProperty("lastVersion").GetInt32()));
        Assert.False(closed.TryGetProperty("versionInForce", out _));
        Assert.Null((await host.Published<ProcessChanged>()).Last(e => e.ProcessId == id).Version);

        // It is read as it was, by everyone, and no longer listed among those in force.
        Assert.Equal(steps, (await Activities(id, TestUsers.Employee)).Select(step => step.GetProperty("id").GetGuid()));
        Assert.Contains("Activity_B", await host.As(TestUsers.Employee).GetStringAsync($"{Path}/{id}/diagram"));
        Assert.Equal(2, (await host.As(TestUsers.Employee).GetAsync($"{Path}/{id}/heat").Json()).GetProperty("items").GetArrayLength());
        Assert.Equal((false, true), (await Listed(""), await Listed("&closed=true")));

        // Nothing is written in it and nothing of it waits for anyone.
        await Put(id, Bpmn("A", "D"), "*").Problem(HttpStatusCode.Conflict, "process.closed");
        await Post(TestUsers.ProcessOwner, $"{id}/versions/2/submission").Problem(HttpStatusCode.Conflict, "process.closed");
        await Post(TestUsers.QualityDeveloper, $"{id}/versions/2/approval", new { decision = "approve" }).Problem(HttpStatusCode.Conflict, "process.closed");
        await Post(TestUsers.ProcessOwner, $"{id}/closure", new { closedOn = today, reason = "Igen." }).Problem(HttpStatusCode.Conflict, "process.closed");
        await host.As(TestUsers.QualityDeveloper).Post(Path, new { name = "Under", kind = "main", parentActivityId = steps[0] }).NamesField("parentActivityId");

        var opened = await host.As(TestUsers.ProcessOwner).DeleteAsync($"{Path}/{id}/closure").Json();
        Assert.Equal((1, "draft"), (opened.GetProperty("versionInForce").GetInt32(), opened.GetProperty("coming").GetProperty("status").GetString()));
        Assert.Equal(1, (await host.Published<ProcessChanged>()).Last(e => e.ProcessId == id).Version);
        Assert.True(await Listed(""));
        Assert.Equal("published", (await host.As(TestUsers.Employee).GetAsync($"{Path}/{id}/versions/1").Json()).GetProperty("status").GetString());

        async Task<bool> Listed(string query) =>
            (await host.As(TestUsers.Employee).GetAsync($"{Path}?limit=100{query}").Json()).GetProperty("items").EnumerateArray().Any(process => process.GetProperty("id").GetGuid() == id);
    }

    [Fact]
    public async Task A_step_without_a_name_is_a_draft_and_no_more()
    {
        var id = await Created();
        await Draw(id, Bpmn(":A"));
        await Post(TestUsers.ProcessOwner, $"{id}/versions/1/submission").Problem(HttpStatusCode.Conflict, "diagram.step-unnamed");
    }

    [Fact]
    public async Task A_process_tells_more_of_a_step_and_never_of_its_own()
    {
        var above = await Published("A");
        var step = (await Activities(above, TestUsers.Employee))[0].GetProperty("id").GetGuid();
        var below = (await host.As(TestUsers.QualityDeveloper).Post(Path, new { name = "Under", kind = "main", parentActivityId = step }).Json(HttpStatusCode.Created)).GetProperty("id").GetGuid();
        await Draw(below, Bpmn("B"));
        await Approve(below, 1);
        await Post(TestUsers.ProcessOwner, $"{below}/versions/1/publication").Json();
        Assert.Contains((await host.Published<ProcessChanged>()).Last(e => e.ProcessId == below).Links, link => link.Id == step.ToString());

        var deep = (await Activities(below, TestUsers.Employee))[0].GetProperty("id").GetGuid();
        foreach (var own in new[] { step, deep })
            await Change(above, "*", new { name = "Över", kind = "main", parentActivityId = own }).Problem(HttpStatusCode.Conflict, "process.below-itself");
        await Change(above, "*", new { name = "Över", kind = "main", parentActivityId = Guid.NewGuid() }).NamesField("parentActivityId");
        Assert.Equal([below], (await host.As(TestUsers.Employee).GetAsync($"{Path}?parentActivityId={step}").Json()).GetProperty("items").EnumerateArray().Select(process => process.GetProperty("id").GetGuid()));
    }

    [Fact]
    public async Task Name_and_owner_change_and_are_told_when_it_is_in_force()
    {
        var id = await Published("A");
        await Change(id, null, new { name = "X", kind = "main" }).Problem(HttpStatusCode.PreconditionRequired, "if-match.missing");
        var person = await host.Person("Ulla Ägare");
        var changed = await Change(id, "*", new { name = " Nytt\tnamn".Replace("\t", "  "), kind = "support", ownerId = person, ownerRole = "Områdeschef" }).Json();
        Assert.Equal(("Nytt namn", "Ulla Ägare", "Områdeschef"), (changed.GetProperty("name").GetString(), changed.GetProperty("ownerName").GetString(), changed.GetProperty("ownerRole").GetString()));
        Assert.Equal("support", (await host.Published<ProcessChanged>()).Last(e => e.ProcessId == id).Kind);
        // It is Ulla's now, and who gave it away no longer writes in it.
        await Put(id, Bpmn("A", "B"), null).Problem(HttpStatusCode.NotFound, "resource.not-found");
        await host.As(TestUsers.QualityDeveloper).SendAsync(Changing(id, "*", new { name = "X", kind = "main", ownerId = Guid.NewGuid() })).NamesField("ownerId");
        await host.As(TestUsers.QualityDeveloper).SendAsync(Changing(id, "*", new { name = "", kind = "main" })).NamesField("name");
    }

    [Fact]
    public async Task An_owner_of_the_directory_may_edit_once_signed_in()
    {
        var owner = new TestUser("ulla", [Huset.ServiceDefaults.Identity.Roles.Processagare]);
        var person = await host.Person("Ulla Inloggad", owner.Id.ToString());
        var id = (await host.As(TestUsers.QualityDeveloper).Post(Path, new { name = "Ullas", kind = "main", ownerId = person }).Json(HttpStatusCode.Created)).GetProperty("id").GetGuid();
        await Put(id, Bpmn("A"), null, owner).Json();
        await Put(id, Bpmn("A"), "*", TestUsers.ProcessOwner).Problem(HttpStatusCode.NotFound, "resource.not-found");
    }

    [Fact]
    public async Task Who_may_not_edit_is_refused_and_nobody_is_asked_to_sign_in()
    {
        await host.As(TestUsers.Manager).Post(Path, new { name = "X", kind = "main" }).Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        await host.As(null).Post(Path, new { name = "X", kind = "main" }).Problem(HttpStatusCode.Unauthorized, "user.not-signed-in");
        await host.As(TestUsers.ProcessOwner).Post(Path, new { name = "X", kind = "roof" }).NamesField("kind");
        await host.As(TestUsers.Employee).GetAsync($"{Path}?kind=roof").NamesField("kind");
        await host.As(TestUsers.Employee).GetAsync($"{Path}/{Guid.NewGuid()}/activities").Problem(HttpStatusCode.NotFound, "resource.not-found");
    }

    private const string Path = ProcessesHost.Processes;
    private const string Model = "http://www.omg.org/spec/BPMN/20100524/MODEL";

    private Task<Guid> Created() => host.CreatedProcess();

    private Task<Guid> Published(params string[] steps) => host.PublishedProcess(steps);

    private static string Bpmn(params string[] steps) => ProcessesHost.Diagram(steps);

    private Task<JsonElement> Draw(Guid id, string diagram, string? ifMatch = null) => Put(id, diagram, ifMatch).Json();

    private Task<HttpResponseMessage> Put(Guid id, string diagram, string? ifMatch, TestUser? user = null) => host.PutDiagram(id, diagram, ifMatch, user);

    private Task<HttpResponseMessage> Post(TestUser? user, string path, object? body = null) =>
        body is null ? host.As(user).PostAsync($"{Path}/{path}", null) : host.As(user).Post($"{Path}/{path}", body);

    private Task Approve(Guid id, int number) => host.ApproveVersion(id, number);

    private Task<HttpResponseMessage> Change(Guid id, string? ifMatch, object body) => host.As(TestUsers.ProcessOwner).SendAsync(Changing(id, ifMatch, body));

    private static HttpRequestMessage Changing(Guid id, string? ifMatch, object body)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, $"{Path}/{id}") { Content = JsonContent.Create(body) };
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return request;
    }

    private async Task<List<JsonElement>> Activities(Guid id, TestUser user, string query = "") =>
        [.. (await host.As(user).GetAsync($"{Path}/{id}/activities{query}").Json()).GetProperty("items").EnumerateArray()];
}
