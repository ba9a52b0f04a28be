using System.Net.Http.Json;
using System.Text.Json;
using Huset.Events;
using Huset.Processes.Contracts;
using static Huset.Processes.Tests.SelfInspectionRights;

namespace Huset.Processes.Tests;

public sealed class SelfInspectionTests(ProcessesHost host)
{
    [Fact]
    public async Task A_manager_starts_one_answers_it_in_two_sittings_and_completes_it()
    {
        var document = await host.Document(VersionStatus.Published);
        var checklist = await host.Checklist(documentId: document.Id);
        var started = await host.As(TestUsers.Manager).Post(Inspections, new { unitCode = TestUnits.Norrangen, checklistId = Id(checklist), dueOn = "2090-01-01" }).Json(HttpStatusCode.Created);
        Assert.Equal(("planned", 3), (started.GetProperty("status").GetString(), started.GetProperty("unanswered").GetInt32()));
        var questions = started.GetProperty("questions").EnumerateArray().Select(question => question.GetProperty("questionId").GetGuid()).ToList();

        var begun = await Answer(Id(started), "\"1\"", new { questionId = questions[0], value = "yes", lookedAt = 15, right = 12, evidence = "Signeringslista", evidenceLink = "https://intranat.example/lista", evidenceOn = "2026-10-01" }).Json();
        Assert.Equal(("begun", 2), (begun.GetProperty("status").GetString(), begun.GetProperty("unanswered").GetInt32()));
        await Complete(Id(started)).Problem(HttpStatusCode.Conflict, "self-inspection.incomplete");

        await Answer(Id(started), "\"2\"", new { questionId = questions[1], value = "no", comment = "Två saknas." }, new { questionId = questions[2], value = "not-applicable" }).Json();
        var done = await Complete(Id(started)).Json();
        Assert.Equal(("completed", 1, 1, 1, 0), (done.GetProperty("status").GetString(), done.GetProperty("yes").GetInt32(), done.GetProperty("no").GetInt32(), done.GetProperty("notApplicable").GetInt32(), done.GetProperty("unanswered").GetInt32()));
        Assert.Equal(12, done.GetProperty("questions")[0].GetProperty("right").GetInt32());
        await Answer(Id(started), "*", new { questionId = questions[0], value = "no" }).Problem(HttpStatusCode.Conflict, "self-inspection.completed");
        await Complete(Id(started)).Problem(HttpStatusCode.Conflict, "self-inspection.completed");

        var told = (await host.Published<SelfInspectionChanged>()).Where(changed => changed.SelfInspectionId == Id(started)).ToList();
        Assert.Equal(["planned", "begun", "begun", "completed"], told.Select(changed => changed.Status));
        Assert.Equal([new Link("checks", "routine", $"{document.Id}")], told[^1].Links);
        Assert.DoesNotContain("Två saknas", JsonSerializer.Serialize(told));
    }

    [Fact]
    public async Task Answers_say_which_version_they_change_and_are_answers_to_its_questions()
    {
        var started = await host.Inspection();
        var question = started.GetProperty("questions")[0].GetProperty("questionId").GetGuid();
        await Answer(Id(started), null, new { questionId = question, value = "yes" }).Problem(HttpStatusCode.PreconditionRequired, "if-match.missing");
        await Answer(Id(started), "\"9\"", new { questionId = question, value = "yes" }).Problem(HttpStatusCode.PreconditionFailed, "resource.stale");
        await Answer(Id(started), "*", new { questionId = Guid.NewGuid(), value = "yes" }).NamesField("answers[0].questionId");
        await Answer(Id(started), "*", new { questionId = question, value = "yes", lookedAt = 3, right = 4 }).NamesField("answers[0].right");
        await Answer(Id(started), "*", new { questionId = question, value = "yes", evidenceLink = "javascript:alert(1)" }).NamesField("answers[0].evidenceLink");
        await Answer(Id(started), "*", new { questionId = question, value = "kanske" }).NamesField("answers[0].value");
    }

    [Fact]
    public async Task What_is_started_keeps_its_questions_when_the_checklist_changes()
    {
        var checklist = await host.Checklist();
        var started = await host.Inspection(checklist: Id(checklist));
        var first = checklist.GetProperty("questions")[0].GetProperty("id").GetGuid();
        var changed = await Change(Id(checklist), new { name = "Ny", questions = new object[] { new { id = first, text = "Ny fråga?" } } }).Json();
        Assert.Equal(first, changed.GetProperty("questions")[0].GetProperty("id").GetGuid());
        Assert.Equal(3, (await host.As(TestUsers.QualityDeveloper).GetAsync($"{Inspections}/{Id(started)}").Json()).GetProperty("questions").GetArrayLength());
        await Change(Id(checklist), new { name = "Ny", questions = new object[] { new { id = Guid.NewGuid(), text = "Ny fråga?" } } }).NamesField("questions[0].id");
        await Change(Id(checklist), new { name = "Ny", isClosed = true, questions = new object[] { new { text = "Fråga?" } } }).Json();
        await host.As(TestUsers.Manager).Post(Inspections, new { unitCode = TestUnits.Norrangen, checklistId = Id(checklist), dueOn = "2090-01-01" }).Problem(HttpStatusCode.Conflict, "checklist.closed");
    }

    [Fact]
    public async Task A_manager_keeps_to_own_units_and_to_checklists_that_are_theirs()
    {
        var everyones = await host.Checklist();
        await host.As(TestUsers.Manager).Post(Inspections, new { unitCode = TestUnits.Solgarden, checklistId = Id(everyones), dueOn = "2090-01-01" }).Problem(HttpStatusCode.Conflict, "self-inspection.outside-reach");
        await host.As(TestUsers.Manager).Post(Checklists, new { name = "Min", questions = new[] { new { text = "Fråga?" } } }).Problem(HttpStatusCode.Conflict, "checklist.outside-reach");
        var others = await host.Checklist(TestUnits.Solgarden);
        await host.As(TestUsers.Manager).Post(Inspections, new { unitCode = TestUnits.Norrangen, checklistId = Id(others), dueOn = "2090-01-01" }).NamesField("checklistId");
        await host.As(TestUsers.Manager).Post(Inspections, new { unitCode = "finns-inte", checklistId = Id(others), dueOn = "2090-01-01" }).NamesField("unitCode");
    }

    [Fact]
    public async Task The_list_is_filtered()
    {
        var checklist = Id(await host.Checklist());
        var late = await host.Inspection(checklist: checklist, dueOn: "2020-01-01");
        var done = await host.Inspection(checklist: checklist, completed: true);
        await host.Inspection(checklist: checklist);
        Assert.Equal(3, (await List($"checklistId={checklist}")).Count);
        Assert.Equal([Id(late)], await List($"checklistId={checklist}&overdue=true"));
        Assert.Equal([Id(done)], await List($"checklistId={checklist}&status=completed&unitCode={TestUnits.Norrangen}"));
        Assert.Empty(await List($"checklistId={checklist}&unitCode={TestUnits.Solgarden}"));
        Assert.Empty(await List($"checklistId={checklist}&mine=true"));
    }

    [Fact]
    public async Task Who_is_to_do_it_may_though_no_manager()
    {
        var person = await host.Employee("Eva Egen", accountId: TestUsers.Employee.Id.ToString());
        var started = await host.Inspection(responsibleId: person.ToString());
        var mine = await host.As(TestUsers.Employee).GetAsync($"{Inspections}/?mine=true&limit=100").Json();
        Assert.Contains(mine.GetProperty("items").EnumerateArray(), item => Id(item) == Id(started));
        await host.As(TestUsers.Colleague).GetAsync($"{Inspections}/{Id(started)}").Problem(HttpStatusCode.NotFound, "resource.not-found");
        var done = await host.Inspection(completed: true);
        Assert.Equal("completed", (await host.As(TestUsers.Colleague).GetAsync($"{Inspections}/{Id(done)}").Json()).GetProperty("status").GetString());
    }

    private async Task<List<Guid>> List(string query) =>
        [.. (await host.As(TestUsers.QualityDeveloper).GetAsync($"{Inspections}/?{query}").Json()).GetProperty("items").EnumerateArray().Select(Id)];

    private static Guid Id(JsonElement of) => of.GetProperty("id").GetGuid();

    private Task<HttpResponseMessage> Complete(Guid id) => host.As(TestUsers.Manager).PostAsync($"{Inspections}/{id}/completion", null);

    private Task<HttpResponseMessage> Answer(Guid id, string? ifMatch, params object[] answers) => Put(TestUsers.Manager, $"{Inspections}/{id}/answers", ifMatch, new { answers });

    private Task<HttpResponseMessage> Change(Guid id, object body) => Put(TestUsers.QualityDeveloper, $"{Checklists}/{id}", "*", body);

    private Task<HttpResponseMessage> Put(TestUser user, string address, string? ifMatch, object body)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, address) { Content = JsonContent.Create(body) };
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return host.As(user).SendAsync(request);
    }
}
