using System.Net.Http.Json;
using System.Text.Json;
using Huset.Events;
using Huset.Processes.Contracts;
using static Huset.Processes.Tests.DocumentRights;

namespace Huset.Processes.Tests;

public sealed class DocumentTests(ProcessesHost host)
{
    private static readonly TestUser Reader = TestUsers.Employee with { Id = Guid.NewGuid() };

    [Fact]
    public async Task A_routine_is_written_approved_by_another_published_and_replaced()
    {
        var created = await host.As(TestUsers.Manager).Post(Documents, new { title = "Läkemedel i hemtjänsten", kind = "rutin", unitCode = "norrangen", text = "Signera direkt.", reviewOn = "2090-01-01", lawAreas = new[] { "hsl" } });
        var document = await created.Json(HttpStatusCode.Created);
        var id = document.GetProperty("id").GetString();
        Assert.Equal(($"{Documents}/{id}", "\"1\"", "draft", "HSL"), (created.Headers.Location?.ToString(), created.Headers.ETag?.Tag, document.GetProperty("shown").GetProperty("status").GetString(), document.GetProperty("lawAreas")[0].GetString()));
        // A draft is nobody else's.
        await host.As(TestUsers.Employee).GetAsync($"{Documents}/{id}").Problem(HttpStatusCode.NotFound, "resource.not-found");

        await Step(TestUsers.Manager, id, 1, "submission").Json();
        await Step(TestUsers.Manager, id, 1, "approval", new { decision = "approve" }).Problem(HttpStatusCode.Conflict, "version.own-approval");
        await Step(TestUsers.Manager, id, 1, "publication", new { }).Problem(HttpStatusCode.Conflict, "version.not-approved");
        Assert.Equal("approved", (await Step(TestUsers.QualityDeveloper, id, 1, "approval", new { decision = "approve" }).Json()).GetProperty("shown").GetProperty("status").GetString());
        Assert.Equal(1, (await Step(TestUsers.Manager, id, 1, "publication", new { }).Json()).GetProperty("versionInForce").GetInt32());
        var read = await host.As(TestUsers.Employee).GetAsync($"{Documents}/{id}").Json();
        Assert.Equal(("Signera direkt.", "Karin Testsson", "Kvalitet Testsson"), (read.GetProperty("shown").GetProperty("text").GetString(), read.GetProperty("shown").GetProperty("publishedByName").GetString(), read.GetProperty("shown").GetProperty("approvedByName").GetString()));

        var activity = Guid.NewGuid();
        await Draft(TestUsers.Manager, id, "*", new { text = "Signera direkt efter varje dos.", activityIds = new[] { activity } }).NamesField("activityIds");
        var draft = await Draft(TestUsers.Manager, id, "*", new { text = "Signera direkt efter varje dos.", reviewOn = "2091-01-01", changeNote = "Varje dos." }).Json();
        Assert.Equal((2, 1), (draft.GetProperty("shown").GetProperty("number").GetInt32(), draft.GetProperty("versionInForce").GetInt32()));
        Assert.Equal("Signera direkt.", (await host.As(TestUsers.Employee).GetAsync($"{Documents}/{id}").Json()).GetProperty("shown").GetProperty("text").GetString());
        await host.As(TestUsers.Employee).GetAsync($"{Documents}/{id}?version=2").Problem(HttpStatusCode.NotFound, "resource.not-found");
        await host.As(TestUsers.Employee).GetAsync($"{Documents}/{id}?version=ny").NamesField("version");
        await Publish(id, 2);
        var versions = (await host.As(TestUsers.Employee).GetAsync($"{Documents}/{id}/versions").Json()).GetProperty("items").EnumerateArray().Select(version => version.GetProperty("status").GetString());
        Assert.Equal(["published", "replaced"], versions);
        await host.As(TestUsers.Manager).Post($"{Documents}/{id}/withdrawal", new { reason = "Behövs inte." }).Json();
        await host.As(TestUsers.Manager).Post($"{Documents}/{id}/withdrawal", new { reason = "Behövs inte." }).Problem(HttpStatusCode.Conflict, "document.not-in-force");

        var told = (await host.Published<RoutineChanged>()).Where(changed => changed.RoutineId.ToString() == id).ToList();
        Assert.Equal([1, 2, null], told.Select(changed => changed.Version));
        Assert.Equal(("Läkemedel i hemtjänsten", "rutin", "norrangen", new DateOnly(2090, 1, 1)), (told[0].Name, told[0].Kind, told[0].UnitCode, told[0].ReviewOn));
        Assert.Equal(told.Select(changed => changed.SubjectVersion).Order(), told.Select(changed => changed.SubjectVersion));
    }

    [Fact]
    public async Task What_is_submitted_is_whole_and_what_is_returned_says_why()
    {
        var id = (await host.As(TestUsers.Manager).Post(Documents, new { title = "Nycklar", kind = "instruktion", unitCode = "norrangen" }).Json(HttpStatusCode.Created)).GetProperty("id").GetString();
        await Step(TestUsers.Manager, id, 1, "submission").Problem(HttpStatusCode.Conflict, "document.text-missing");
        await Draft(TestUsers.Manager, id, "*", new { text = "Kvittera nyckeln.", reviewOn = "2020-01-01" }).Json();
        await Step(TestUsers.Manager, id, 1, "submission").Problem(HttpStatusCode.Conflict, "document.review-date-missing");
        await Draft(TestUsers.Manager, id, "*", new { text = "Kvittera nyckeln.", reviewOn = "2090-01-01" }).Json();
        await Step(TestUsers.Manager, id, 1, "submission").Json();
        await Draft(TestUsers.Manager, id, "*", new { text = "Nytt." }).Problem(HttpStatusCode.Conflict, "version.not-draft");
        await Step(TestUsers.QualityDeveloper, id, 1, "approval", new { decision = "return" }).NamesField("reason");
        await Step(TestUsers.QualityDeveloper, id, 1, "approval", new { decision = "kanske" }).NamesField("decision");
        await Step(TestUsers.QualityDeveloper, id, 1, "approval", new { decision = "return", reason = "Var kvitteras den?" }).Json();
        await Step(TestUsers.QualityDeveloper, id, 1, "approval", new { decision = "approve" }).Problem(HttpStatusCode.Conflict, "version.not-submitted");
        await Step(TestUsers.Manager, id, 1, "recall", new { reason = "Mer." }).Problem(HttpStatusCode.Conflict, "version.not-waiting");
        var returned = (await host.As(TestUsers.Manager).GetAsync($"{Documents}/{id}?version=draft").Json()).GetProperty("shown");
        Assert.Equal(("draft", "Var kvitteras den?", "Kvalitet Testsson"), (returned.GetProperty("status").GetString(), returned.GetProperty("returnedReason").GetString(), returned.GetProperty("returnedByName").GetString()));
        await Publish(id, 1);
        await Draft(TestUsers.Manager, id, "*", new { text = "Kvittera nyckeln i pärmen.", reviewOn = "2090-01-01" }).Json();
        await Step(TestUsers.Manager, id, 2, "submission").Problem(HttpStatusCode.Conflict, "document.change-note-missing");
        await Step(TestUsers.Manager, id, 9, "submission").Problem(HttpStatusCode.NotFound, "resource.not-found");
    }

    [Fact]
    public async Task Who_writes_names_the_version_that_was_read_and_writes_only_what_is_ones_own()
    {
        var document = await host.Document(VersionStatus.Draft);
        await Draft(TestUsers.Manager, document.Id.ToString(), null, new { text = "x" }).Problem(HttpStatusCode.PreconditionRequired, "if-match.missing");
        await Draft(TestUsers.Manager, document.Id.ToString(), "\"99\"", new { text = "x" }).Problem(HttpStatusCode.PreconditionFailed, "resource.stale");
        await host.As(TestUsers.Manager).Post(Documents, new { title = "Annans", kind = "rutin", unitCode = "hasselvagen" }).Problem(HttpStatusCode.Conflict, "document.outside-reach");
        await host.As(TestUsers.Manager).Post(Documents, new { title = "Allas", kind = "rutin" }).Problem(HttpStatusCode.Conflict, "document.outside-reach");
        await host.As(TestUsers.ProcessOwner).Post(Documents, new { title = "Min", kind = "rutin" }).Json(HttpStatusCode.Created);
        await host.As(TestUsers.ProcessOwner).Post(Documents, new { title = "Någons", kind = "rutin", ownerRole = "Verksamhetschef" }).Problem(HttpStatusCode.Conflict, "document.outside-reach");
        await host.As(TestUsers.QualityDeveloper).Post(Documents, new { title = "Fel", kind = "sång" }).NamesField("kind");
        await host.As(TestUsers.QualityDeveloper).Post(Documents, new { title = "Fel", kind = "rutin", unitCode = "finns-inte" }).NamesField("unitCode");
        await host.As(TestUsers.QualityDeveloper).Post(Documents, new { title = "Fel", kind = "rutin", ownerId = "ingen" }).NamesField("ownerId");
        await host.As(TestUsers.Employee).Post(Documents, new { title = "Fel", kind = "rutin" }).Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        var ended = await host.Employee("Slutat", active: false);
        await host.As(TestUsers.QualityDeveloper).Post(Documents, new { title = "Fel", kind = "rutin", ownerId = ended }).NamesField("ownerId");
        // Who is in the directory may own it, also before the first sign-in, and write it then.
        var account = TestUsers.ProcessOwner with { Id = Guid.NewGuid() };
        var person = await host.Employee("Petra Processägare", accountId: account.Id.ToString());
        var owned = await host.As(TestUsers.QualityDeveloper).Post(Documents, new { title = "Petras", kind = "rutin", ownerId = person }).Json(HttpStatusCode.Created);
        Assert.Equal("Petra Processägare", owned.GetProperty("ownerName").GetString());
        await Draft(account, owned.GetProperty("id").GetString(), "*", new { text = "Min text." }).Json();
        var change = new HttpRequestMessage(HttpMethod.Put, $"{Documents}/{owned.GetProperty("id").GetString()}") { Content = JsonContent.Create(new { title = "Petras nya", kind = "rutin" }) };
        change.Headers.TryAddWithoutValidation("If-Match", "*");
        Assert.Equal(("Petras nya", "Petra Processägare"), await host.As(TestUsers.QualityDeveloper).SendAsync(change).Json() is var changed ? (changed.GetProperty("title").GetString(), changed.GetProperty("ownerName").GetString()) : default);
    }

    [Fact]
    public async Task A_routine_is_found_by_a_part_of_its_title_by_the_forms_of_a_word_by_unit_and_as_a_file()
    {
        var word = $"Q{Guid.NewGuid():N}";
        var document = await host.Document(VersionStatus.Published, "ao", title: $"Nattens {word}", text: "Kontrollera spolarmorna varje morgon.");
        await host.Document(VersionStatus.Published, "hasselvagen", title: $"Dagens {word}");
        await host.Document(VersionStatus.Draft, title: $"Ofärdig {word}");
        Assert.Equal([$"Dagens {word}", $"Nattens {word}"], await Titles($"q={word[..20]}"));
        // Norrängen lies below äldreomsorg.
        Assert.Equal([$"Nattens {word}"], await Titles($"q={word}&unitCode=norrangen"));
        Assert.Contains($"Nattens {word}", await Titles("q=spolarmor&limit=100"));
        Assert.Empty(await Titles($"q={word}&kind=plan"));
        Assert.Empty(await Titles("q=%25%5C"));
        await host.As(Reader).GetAsync($"{Documents}?kind=nej").NamesField("kind");
        await host.As(Reader).GetAsync($"{Documents}?status=nej").NamesField("status");
        Assert.Equal([$"Ofärdig {word}"], await Titles($"q={word}&status=coming", TestUsers.Manager));
        await host.As(TestUsers.QualityDeveloper).Post($"{Documents}/{document.Id}/withdrawal", new { reason = "Slut." }).Json();
        Assert.Equal([$"Nattens {word}"], await Titles($"q={word}&status=withdrawn"));
        var file = await host.As(Reader).GetAsync($"{Documents}?q={word}&format=csv");
        Assert.Contains($"Dagens {word};rutin;hasselvagen;Vera Skribent;Processägare;1;2090-01-01", await file.Content.ReadAsStringAsync());
        var late = await host.Document(VersionStatus.Published, title: $"Gammal {word}", reviewOn: new(2026, 1, 1));
        Assert.Equal([late.Title], await Titles($"q={word}&toReview=true", TestUsers.Manager));
        Assert.Empty(await Titles($"q={word}&toReview=true"));
    }

    [Fact]
    public async Task Those_concerned_sign_that_they_have_read_and_a_new_version_asks_again_unless_only_the_wording_changed()
    {
        var unit = await host.Created("las", ("parent", "norrangen"));
        var reader = TestUsers.Employee with { Id = Guid.NewGuid(), HomeUnit = unit };
        var anna = await host.Employee("Anna Läsare", unit, reader.Id.ToString());
        var never = await host.Employee("Östen Olle", unit);
        await host.Employee("Har Slutat", unit, active: false);
        var follower = TestUsers.Manager with { Id = Guid.NewGuid(), Units = [unit], HomeUnit = unit };
        var document = await host.Document(VersionStatus.Published, unit);
        var id = document.Id.ToString();
        Assert.Equal([document.Title], await Titles("toRead=true&q=" + document.Title, reader));
        Assert.Empty(await Titles("toRead=true&q=" + document.Title, TestUsers.OtherManager));

        await Step(TestUsers.Administrator with { Roles = ["fortroendevald"] }, id, 1, "reading").Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        var signed = await Step(reader, id, 1, "reading").Json();
        Assert.Equal(signed.GetProperty("readAt").GetString(), (await Step(reader, id, 1, "reading").Json()).GetProperty("readAt").GetString());
        Assert.Empty(await Titles("toRead=true&q=" + document.Title, reader));
        var rows = (await host.As(follower).GetAsync($"{Documents}/{id}/readings").Json()).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal([(never, false, false), (anna, true, true)], rows.Select(row => (row.GetProperty("personId").GetGuid(), row.GetProperty("hasSignedIn").GetBoolean(), row.TryGetProperty("readAt", out _))));
        Assert.Single((await host.As(follower).GetAsync($"{Documents}/{id}/readings?read=false&unitCode={unit}").Json()).GetProperty("items").EnumerateArray());
        var count = (await host.As(follower).GetAsync($"{Documents}/{id}/reading-counts").Json()).GetProperty("items")[0];
        Assert.Equal((unit, 2, 1), (count.GetProperty("unitCode").GetString(), count.GetProperty("concerned").GetInt32(), count.GetProperty("read").GetInt32()));
        // Another manager sees her own people alone.
        Assert.Equal(0, (await host.As(TestUsers.OtherManager).GetAsync($"{Documents}/{id}/readings").Json()).GetProperty("total").GetInt32());

        await Draft(TestUsers.QualityDeveloper, id, "*", new { text = "Så gör vi!", reviewOn = "2090-01-01", changeNote = "Ett utropstecken.", requiresReading = false }).Json();
        await Publish(id, 2, TestUsers.QualityDeveloper, TestUsers.Mas);
        Assert.Empty(await Titles("toRead=true&q=" + document.Title, reader));
        await Step(reader, id, 1, "reading").Problem(HttpStatusCode.Conflict, "reading.not-in-force");
        await Draft(TestUsers.QualityDeveloper, id, "*", new { text = "Så gör vi nu.", reviewOn = "2090-01-01", changeNote = "Ny ordning." }).Json();
        await Publish(id, 3, TestUsers.QualityDeveloper, TestUsers.Mas);
        Assert.Equal([document.Title], await Titles("toRead=true&q=" + document.Title, reader));
        await Step(reader, id, 3, "reading").Json();
        Assert.Empty(await Titles("toRead=true&q=" + document.Title, reader));
    }

    [Fact]
    public async Task What_waits_for_approval_is_in_the_list_of_who_may_give_it_and_not_of_who_wrote_it()
    {
        var document = await host.Document(VersionStatus.Submitted);
        Assert.Equal([document.Title], await Titles("toApprove=true&q=" + document.Title, TestUsers.Manager));
        Assert.Empty(await Titles("toApprove=true&q=" + document.Title, TestUsers.OtherManager));
        Assert.Empty(await Titles("toApprove=true&q=" + document.Title));
        var mine = (await host.As(TestUsers.Manager).Post(Documents, new { title = $"Min {Guid.NewGuid():N}", kind = "rutin", unitCode = "norrangen", text = "x", reviewOn = "2090-01-01" }).Json(HttpStatusCode.Created)).GetProperty("title").GetString()!;
        var id = (await host.As(TestUsers.Manager).GetAsync($"{Documents}?status=coming&q={mine}").Json()).GetProperty("items")[0].GetProperty("id").GetString();
        await Step(TestUsers.Manager, id, 1, "submission").Json();
        Assert.Empty(await Titles("toApprove=true&q=" + mine, TestUsers.Manager));
        Assert.Equal([mine], await Titles("toApprove=true&q=" + mine, TestUsers.AreaManager));
    }

    [Fact]
    public async Task A_revision_task_comes_once_to_who_owns_the_routine_and_is_closed_by_the_version_that_answers_it()
    {
        var owner = TestUsers.ProcessOwner with { Id = Guid.NewGuid() };
        var document = await host.Document(VersionStatus.Published, "hasselvagen", new(owner.Id.ToString(), "Petra Ek"));
        var id = document.Id.ToString();
        var asked = await host.Task(routine: document.Id);
        await host.Ask(asked);
        Assert.Single(await host.Published<RevisionTaskChanged>(), task => task.TaskId == asked.TaskId);
        var task = (await host.As(owner).GetAsync($"{Tasks}?status=open&documentId={id}").Json()).GetProperty("items").EnumerateArray().Single();
        Assert.Equal((asked.Text, asked.DeviationReference, document.Title, "Petra Ek"), (task.GetProperty("text").GetString(), task.GetProperty("deviationReference").GetString(), task.GetProperty("documentTitle").GetString(), task.GetProperty("ownerName").GetString()));
        await host.As(TestUsers.QualityDeveloper).GetAsync($"{Tasks}?status=kanske").NamesField("status");

        await Draft(owner, id, "*", new { text = "Tydligare.", reviewOn = "2090-01-01", changeNote = "Tydligare." }).Json();
        await Step(owner, id, 2, "submission").Json();
        await Step(TestUsers.QualityDeveloper, id, 2, "approval", new { decision = "approve" }).Json();
        await Step(owner, id, 2, "publication", new { answers = new[] { Guid.NewGuid() } }).NamesField("answers");
        await Step(owner, id, 2, "publication", new { answers = new[] { asked.TaskId } }).Json();
        var answered = await host.As(owner).GetAsync($"{Tasks}/{asked.TaskId}").Json();
        Assert.Equal(("answered", 2), (answered.GetProperty("status").GetString(), answered.GetProperty("answeredByVersion").GetInt32()));
        var told = (await host.Published<RevisionTaskChanged>()).Where(changed => changed.TaskId == asked.TaskId).ToList();
        Assert.Equal([("open", null), ("answered", (int?)2)], told.Select(changed => (changed.Status, changed.AnsweredByVersion)));
        Assert.All(told, changed => Assert.Equal((Visibility.Analyst, "norrangen"), (changed.Visibility, changed.UnitCode)));
        Assert.Contains(new Link("caused-by", "cause", asked.CauseId.ToString()), told[1].Links);
        Assert.Contains(new Link("revises", "routine", id), told[1].Links);
        Assert.Contains(new Link("answers", "revision-task", asked.TaskId.ToString()), (await host.Published<RoutineChanged>()).Last(changed => changed.RoutineId == document.Id).Links);
        await host.As(owner).Post($"{Tasks}/{asked.TaskId}/decline", new { reason = "För sent." }).Problem(HttpStatusCode.Conflict, "revision-task.closed");
    }

    [Fact]
    public async Task A_task_is_moved_to_the_right_routine_or_declined_with_a_reason()
    {
        var (wrong, right) = (await host.Document(VersionStatus.Published), await host.Document(VersionStatus.Published, "kullen", new("annan", "Rätt Ägare")));
        var asked = await host.Task(routine: wrong.Id);
        await Move(asked.TaskId, null, right.Id).Problem(HttpStatusCode.PreconditionRequired, "if-match.missing");
        await Move(asked.TaskId, "\"7\"", right.Id).Problem(HttpStatusCode.PreconditionFailed, "resource.stale");
        await Move(asked.TaskId, "\"1\"", Guid.NewGuid()).NamesField("documentId");
        var moved = await Move(asked.TaskId, "\"1\"", right.Id).Json();
        Assert.Equal((right.Title, "Rätt Ägare", 2), (moved.GetProperty("documentTitle").GetString(), moved.GetProperty("ownerName").GetString(), moved.GetProperty("version").GetInt32()));
        // The old routine no longer answers it.
        await Draft(TestUsers.QualityDeveloper, wrong.Id.ToString(), "*", new { text = "y", reviewOn = "2090-01-01", changeNote = "y" }).Json();
        await Step(TestUsers.QualityDeveloper, wrong.Id.ToString(), 2, "submission").Json();
        await Step(TestUsers.Mas, wrong.Id.ToString(), 2, "approval", new { decision = "approve" }).Json();
        await Step(TestUsers.QualityDeveloper, wrong.Id.ToString(), 2, "publication", new { answers = new[] { asked.TaskId } }).Problem(HttpStatusCode.Conflict, "revision-task.other-target");
        Assert.Equal(1, (await host.As(Reader).GetAsync($"{Documents}/{wrong.Id}").Json()).GetProperty("versionInForce").GetInt32());

        var declined = await host.As(TestUsers.Manager).Post($"{Tasks}/{asked.TaskId}/decline", new { reason = "Det står i punkt 4." }).Json();
        Assert.Equal(("declined", "Det står i punkt 4.", "Karin Testsson"), (declined.GetProperty("status").GetString(), declined.GetProperty("declinedReason").GetString(), declined.GetProperty("closedByName").GetString()));
        await host.As(TestUsers.Manager).Post($"{Tasks}/{asked.TaskId}/decline", new { }).NamesField("reason");
    }

    [Fact]
    public async Task A_task_from_a_restricted_case_never_tells_which_nor_reaches_the_analysts()
    {
        var document = await host.Document(VersionStatus.Published);
        var asked = await host.Task(routine: document.Id, restricted: true);
        await host.As(TestUsers.Manager).GetAsync($"{Tasks}/{asked.TaskId}").Problem(HttpStatusCode.NotFound, "resource.not-found");
        var body = await (await host.As(TestUsers.QualityDeveloper).GetAsync($"{Tasks}/{asked.TaskId}")).Content.ReadAsStringAsync();
        Assert.Contains(asked.Text, body);
        Assert.All([asked.DeviationReference, asked.DeviationId.ToString(), asked.CauseId.ToString(), asked.AskedByName], secret => Assert.DoesNotContain(secret, body));
        Assert.Equal(Visibility.Internal, (await host.Published<RevisionTaskChanged>()).Single(changed => changed.TaskId == asked.TaskId).Visibility);
        await Draft(TestUsers.QualityDeveloper, document.Id.ToString(), "*", new { text = "y", reviewOn = "2090-01-01", changeNote = "y" }).Json();
        await Publish(document.Id.ToString(), 2, TestUsers.QualityDeveloper, TestUsers.Mas, asked.TaskId);
        Assert.DoesNotContain(asked.TaskId.ToString(), JsonSerializer.Serialize((await host.Published<RoutineChanged>()).Last(changed => changed.RoutineId == document.Id)));
    }

    [Fact]
    public async Task Nobody_is_told_nothing()
    {
        var (document, task) = (await host.Document(VersionStatus.Published), await host.Task());
        foreach (var path in new[] { Documents, $"{Documents}/{document.Id}", $"{Documents}/{document.Id}/versions", $"{Documents}/{document.Id}/readings", Tasks, $"{Tasks}/{task.TaskId}" })
            await host.As(null).GetAsync(path).Problem(HttpStatusCode.Unauthorized, "user.not-signed-in");
    }

    private async Task Publish(string? id, int number, TestUser? writer = null, TestUser? approver = null, params Guid[] answers)
    {
        await Step(writer ?? TestUsers.Manager, id, number, "submission").Json();
        await Step(approver ?? TestUsers.QualityDeveloper, id, number, "approval", new { decision = "approve" }).Json();
        await Step(writer ?? TestUsers.Manager, id, number, "publication", new { answers }).Json();
    }

    private Task<HttpResponseMessage> Step(TestUser user, string? id, int number, string what, object? body = null) =>
        host.As(user).PostAsync($"{Documents}/{id}/versions/{number}/{what}", body is null ? null : JsonContent.Create(body));

    private Task<HttpResponseMessage> Draft(TestUser user, string? id, string? ifMatch, object body) => Put(user, $"{Documents}/{id}/draft", ifMatch, body);

    private Task<HttpResponseMessage> Move(Guid task, string? ifMatch, Guid documentId) => Put(TestUsers.Manager, $"{Tasks}/{task}/document", ifMatch, new { documentId });

    private Task<HttpResponseMessage> Put(TestUser user, string path, string? ifMatch, object body) => host.As(user).SendAsync(Requests.Put(path, body).IfMatch(ifMatch));

    private async Task<string[]> Titles(string query, TestUser? user = null) =>
        [.. (await host.As(user ?? Reader).GetAsync($"{Documents}?{query}").Json()).GetProperty("items").EnumerateArray().Select(document => document.GetProperty("title").GetString()!)];
}
