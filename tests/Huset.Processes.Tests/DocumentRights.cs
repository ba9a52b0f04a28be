using Huset.Competence.Contracts;
using Huset.Processes.Contracts;
using Huset.Processes.Features.Revisions;
using Huset.ServiceDefaults.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Huset.Testing.Requests;

namespace Huset.Processes.Tests;

/// <summary>Makes documents and revision tasks in the state that a test needs, and declares who may do what with them.</summary>
public static class DocumentRights
{
    public const string Documents = "/processes/v1/documents";
    public const string Tasks = "/processes/v1/revision-tasks";
    public static readonly Person Writer = new("skribent", "Vera Skribent");
    private static readonly Person Approver = new("granskare", "Gun Granskare");

    /// <summary>A document that someone else has written, as far on its way as asked.</summary>
    public static async Task<Document> Document(this ProcessesHost host, VersionStatus status, string? unit = TestUnits.Norrangen, Person? owner = null, string? title = null, string text = "Så gör vi.", Guid[]? activities = null, DateOnly? reviewOn = null)
    {
        await using var scope = host.Factory.Services.CreateAsyncScope();
        await using var db = System(scope);
        var now = DateTimeOffset.UtcNow.AddDays(-2);
        var draft = new DocumentDraft(text, null, new(2090, 1, 1), true, activities ?? []);
        var document = Processes.Document.Create(new(title ?? $"Rutin {Guid.NewGuid():N}", "rutin", unit, ["SoL"], owner ?? Writer, "Processägare"), draft, Writer, now);
        var version = document.Versions.Single();
        if (status >= VersionStatus.Submitted) document.Submit(version, Writer, new(2026, 1, 1), now);
        if (status >= VersionStatus.Approved) document.Approve(version, Approver, now);
        if (status >= VersionStatus.Published) document.Publish(version, Writer, now);
        db.Add(document);
        await db.SaveChangesAsync();
        if (reviewOn is { } day) await db.Documents.Where(d => d.Id == document.Id).ExecuteUpdateAsync(set => set.SetProperty(d => d.ReviewOn, day));
        return document;
    }

    /// <summary>A task that a deviation's cause has asked for.</summary>
    public static async Task<AskForRevision> Task(this ProcessesHost host, string unit = TestUnits.Norrangen, Guid? routine = null, Guid? activity = null, bool restricted = false, string? text = null)
    {
        var asked = new AskForRevision(
            Guid.CreateVersion7(), unit, routine, activity, Guid.CreateVersion7(), $"AVV-2026-{Random.Shared.Next(10_000, 99_999)}", Guid.CreateVersion7(), text ?? $"Otydligt {Guid.NewGuid():N}", restricted, "utredare", "Ulla Utredare", DateTimeOffset.UtcNow);
        await host.Ask(asked);
        return asked;
    }

    /// <summary>As the consumer would do it.</summary>
    public static Task Ask(this ProcessesHost host, AskForRevision asked) => host.Tell<OpenRevision, AskForRevision>(asked);

    /// <summary>Someone in the people directory.</summary>
    public static async Task<Guid> Employee(this ProcessesHost host, string name, string unit = TestUnits.Norrangen, string? accountId = null, bool active = true)
    {
        var id = Guid.CreateVersion7();
        await host.Tell<KeepPeople, PersonChanged>(new(id, accountId, name, "undersköterska", unit, active, 1, DateTimeOffset.UtcNow));
        return id;
    }

    private static ProcessesDb System(AsyncServiceScope scope) => new(scope.ServiceProvider.GetRequiredService<DbContextOptions<ProcessesDb>>(), CurrentUser.System("test"));

    public static RightsMatrix WithDocuments(this RightsMatrix matrix, ProcessesHost host)
    {
        Opening[] readers = [Opening.By(Permissions.ReadDocuments, Reach.All)];
        Opening[] all = [Opening.By(Permissions.EditDocuments, Reach.All)];
        Opening[] own = [Opening.By(Permissions.EditDocuments, Reach.Own), .. all];
        Opening[] units = [Opening.By(Permissions.EditDocuments, Reach.Units), .. all];
        Opening[] approveAll = [Opening.By(Permissions.ApproveDocuments, Reach.All)];
        Opening[] approveUnits = [Opening.By(Permissions.ApproveDocuments, Reach.Units), .. approveAll];
        Opening[] follow = [Opening.By(Permissions.FollowReading, Reach.Units), Opening.By(Permissions.FollowReading, Reach.All)];

        RowPosition At(string name, VersionStatus status, string unit, bool isOwner = false, string title = "Rutin") => new(name, async reader =>
        {
            var document = await host.Document(status, unit, isOwner ? new(reader.Id.ToString(), "Läsaren") : null, $"{title} {reader.Username} {Guid.NewGuid():N}");
            return new(document.Id.ToString(), [document.Title]);
        });
        (RowPosition, Opening[])[] Written(VersionStatus status, string state) =>
        [
            (At($"a document of the reader's units, {state}", status, TestUnits.Norrangen), units),
            (At($"another's document, {state}", status, TestUnits.Hasselvagen), all),
            (At($"the reader's own document, {state}", status, TestUnits.Hasselvagen, isOwner: true), own),
        ];
        (RowPosition, Opening[])[] Seen(string title, string word) =>
        [
            (At($"{word}a draft of the reader's units", VersionStatus.Draft, TestUnits.Norrangen, title: title), [.. units, .. approveUnits]),
            (At($"{word}another's draft", VersionStatus.Draft, TestUnits.Hasselvagen, title: title), [.. all, .. approveAll]),
            (At($"{word}the reader's own draft", VersionStatus.Draft, TestUnits.Hasselvagen, isOwner: true, title: title), [.. own, .. approveAll]),
        ];
        var inForce = At("a document in force", VersionStatus.Published, TestUnits.Hasselvagen);
        (RowPosition, Opening[])[] seen = [(inForce, readers), .. Seen("Rutin", "")];
        (RowPosition, Opening[])[] submitted =
        [
            (At("a submitted version of the reader's units", VersionStatus.Submitted, TestUnits.Norrangen), approveUnits), (At("another submitted version", VersionStatus.Submitted, TestUnits.Hasselvagen), approveAll),
        ];

        Opening[] handleAll = [Opening.By(Permissions.HandleRevisions, Reach.All)];
        Opening[] handleUnits = [Opening.By(Permissions.HandleRevisions, Reach.Units), .. handleAll];
        RowPosition Asked(string name, string unit, bool restricted = false) => new(name, async _ =>
        {
            var asked = await host.Task(unit, restricted: restricted);
            return new(asked.TaskId.ToString(), [asked.Text], asked.UnitCode);
        });
        RowPosition OwnTask(string name) => new(name, async reader =>
        {
            var document = await host.Document(VersionStatus.Published, TestUnits.Hasselvagen, new(reader.Id.ToString(), "Läsaren"));
            var asked = await host.Task(TestUnits.Hasselvagen, document.Id, restricted: true);
            return new(asked.TaskId.ToString(), [asked.Text], asked.UnitCode);
        });
        (RowPosition, Opening[])[] tasks =
        [
            (Asked("a task of the reader's units", TestUnits.Norrangen), handleUnits), (Asked("another task", TestUnits.Hasselvagen), handleAll),
            (Asked("a task from a restricted case of the reader's units", TestUnits.Norrangen, restricted: true), handleAll),
            (OwnTask("a task about the reader's own document, from a restricted case"), [Opening.By(Permissions.HandleRevisions, Reach.Own), .. handleAll]),
        ];

        return matrix
            .List($"GET {Documents}/", Permissions.ReadDocuments, reader => new(HttpMethod.Get, $"{Documents}?status=coming&q={Uri.EscapeDataString($"Lista {reader.Username} ")}"), Seen("Lista", "in a list: "))
            .WithThread("/processes/v1", "routine", seen)
            .WithThread("/processes/v1", "revision-task", tasks)
            .Route($"POST {Documents}/", Permissions.EditDocuments, _ => Write(Documents, new { title = "Ny rutin", kind = "rutin", unitCode = TestUnits.Norrangen }), HttpStatusCode.Created)
            .Row($"GET {Documents}/{{id:guid}}", Permissions.ReadDocuments, row => new(HttpMethod.Get, $"{Documents}/{row.Id}"), seen)
            .Row($"GET {Documents}/{{id:guid}}/versions", Permissions.ReadDocuments, row => new(HttpMethod.Get, $"{Documents}/{row.Id}/versions"), [.. seen.Select(position => (Wordless(position.Item1), position.Item2))])
            .Row($"PUT {Documents}/{{id:guid}}", Permissions.EditDocuments, row => Matched(Put($"{Documents}/{row.Id}", new { title = "Rutin", kind = "rutin", unitCode = TestUnits.Norrangen })), Written(VersionStatus.Draft, "a draft"))
            .Row($"PUT {Documents}/{{id:guid}}/draft", Permissions.EditDocuments, row => Matched(Put($"{Documents}/{row.Id}/draft", new { text = "Ny text." })), Written(VersionStatus.Draft, "a draft"))
            .Row($"POST {Documents}/{{id:guid}}/versions/{{n:int}}/submission", Permissions.EditDocuments, row => new(HttpMethod.Post, $"{Documents}/{row.Id}/versions/1/submission"), Written(VersionStatus.Draft, "a draft"))
            .Row($"POST {Documents}/{{id:guid}}/versions/{{n:int}}/approval", Permissions.ApproveDocuments, row => Write($"{Documents}/{row.Id}/versions/1/approval", new { decision = "approve" }), submitted)
            .Row($"POST {Documents}/{{id:guid}}/versions/{{n:int}}/publication", Permissions.EditDocuments, row => Write($"{Documents}/{row.Id}/versions/1/publication", new { }), Written(VersionStatus.Approved, "approved"))
            .Row($"POST {Documents}/{{id:guid}}/versions/{{n:int}}/recall", Permissions.EditDocuments, row => Write($"{Documents}/{row.Id}/versions/1/recall", new { reason = "Mer att skriva." }), Written(VersionStatus.Submitted, "submitted"))
            .Row($"POST {Documents}/{{id:guid}}/withdrawal", Permissions.EditDocuments, row => Write($"{Documents}/{row.Id}/withdrawal", new { reason = "Behövs inte." }), Written(VersionStatus.Published, "in force"))
            .Row($"POST {Documents}/{{id:guid}}/versions/{{n:int}}/reading", Permissions.SignReading, row => new(HttpMethod.Post, $"{Documents}/{row.Id}/versions/1/reading"), [(inForce, [Opening.By(Permissions.SignReading, Reach.Own)])])
            .Row($"GET {Documents}/{{id:guid}}/readings", Permissions.FollowReading, row => new(HttpMethod.Get, $"{Documents}/{row.Id}/readings"), [(Wordless(inForce), follow)])
            .Row($"GET {Documents}/{{id:guid}}/reading-counts", Permissions.FollowReading, row => new(HttpMethod.Get, $"{Documents}/{row.Id}/reading-counts"), [(Wordless(inForce), follow)])
            .Route("GET /processer/rutiner", Permissions.ReadDocuments)
            .Route("GET /processer/att-lasa", Permissions.SignReading)
            .Row("GET /processer/rutiner/{Id:guid}", Permissions.ReadDocuments, row => new(HttpMethod.Get, $"/processer/rutiner/{row.Id}"), seen)
            .Row("POST /processer/rutiner/{Id:guid}", Permissions.ReadDocuments, row => Form($"/processer/rutiner/{row.Id}", "last", ("Number", "9")), [(inForce, readers)], HttpStatusCode.NotFound)
            .Route("GET /processer/att-godkanna", Permissions.ReadDocuments)
            .Route("GET /processer/rutiner/ny", Permissions.EditDocuments)
            .Route("POST /processer/rutiner/ny", Permissions.EditDocuments, _ => Form("/processer/rutiner/ny", "dokument", ("Request.Title", "")))
            .Row("GET /processer/rutiner/{Id:guid}/andra", Permissions.EditDocuments, row => new(HttpMethod.Get, $"/processer/rutiner/{row.Id}/andra"), Written(VersionStatus.Draft, "a draft"))
            .Row("POST /processer/rutiner/{Id:guid}/andra", Permissions.EditDocuments, row => Form($"/processer/rutiner/{row.Id}/andra", "dokument", ("Request.Title", ""), ("Version", "1")), Written(VersionStatus.Draft, "a draft"))
            .Row("GET /processer/rutiner/{Id:guid}/skriv", Permissions.EditDocuments, row => new(HttpMethod.Get, $"/processer/rutiner/{row.Id}/skriv"), Written(VersionStatus.Draft, "a draft"))
            .Row("POST /processer/rutiner/{Id:guid}/skriv", Permissions.EditDocuments, row => Form($"/processer/rutiner/{row.Id}/skriv", "text", ("Request.Text", "Ny text."), ("Do", "visa"), ("Version", "1")), Written(VersionStatus.Draft, "a draft"))
            .Row("GET /processer/rutiner/{Id:guid}/versioner", Permissions.ReadDocuments, row => new(HttpMethod.Get, $"/processer/rutiner/{row.Id}/versioner"), seen)
            .Row("POST /processer/rutiner/{Id:guid}/versioner", Permissions.ReadDocuments, row => Form($"/processer/rutiner/{row.Id}/versioner", "lamna-in", ("Version", "1")), Written(VersionStatus.Draft, "a draft").Select(position => (Wordless(position.Item1), position.Item2)), HttpStatusCode.Found)
            .Row("GET /processer/rutiner/{Id:guid}/lasning", Permissions.FollowReading, row => new(HttpMethod.Get, $"/processer/rutiner/{row.Id}/lasning"), [(inForce, follow)])
            .Route("GET /processer/revidera", Permissions.HandleRevisions)
            .Row("GET /processer/revidera/{Id:guid}", Permissions.HandleRevisions, row => new(HttpMethod.Get, $"/processer/revidera/{row.Id}"), tasks)
            .Row("POST /processer/revidera/{Id:guid}", Permissions.HandleRevisions, row => Form($"/processer/revidera/{row.Id}", "avboj", ("Refusal.Reason", ""), ("Version", "1")), tasks)
            .Route($"GET {Tasks}/", Permissions.HandleRevisions)
            .Row($"GET {Tasks}/{{id:guid}}", Permissions.HandleRevisions, row => new(HttpMethod.Get, $"{Tasks}/{row.Id}"), tasks)
            .Row($"POST {Tasks}/{{id:guid}}/decline", Permissions.HandleRevisions, row => Write($"{Tasks}/{row.Id}/decline", new { reason = "Det står där." }), tasks)
            .Row($"PUT {Tasks}/{{id:guid}}/document", Permissions.HandleRevisions, row => Matched(Put($"{Tasks}/{row.Id}/document", new { documentId = Known(host).Result })), tasks);
    }

    private static readonly Lock Gate = new();
    private static Task<Guid>? MovedTo;

    private static Task<Guid> Known(ProcessesHost host)
    {
        lock (Gate) return MovedTo ??= Make();

        async Task<Guid> Make() => (await host.Document(VersionStatus.Published)).Id;
    }

    private static RowPosition Wordless(RowPosition position) => new($"{position.Name} ", async reader => (await position.Make(reader)) with { Words = [] });
}
