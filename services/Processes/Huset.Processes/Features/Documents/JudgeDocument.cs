using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.Processes.Features.Maps;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Processes.Features.Documents;

/// <summary>A version's way into force and out of it: submitted, approved or returned by another, published, withdrawn.</summary>
public static class JudgeDocument
{
    public sealed class Publication
    {
        [Description("Uppgifterna att revidera som versionen besvarar; de stängs. / The revision tasks that the version answers; they are closed.")]
        [MaxLength(100), Example]
        public List<Guid>? Answers { get; set; }
    }

    public sealed class Withdrawal
    {
        [Description("Varför dokumentet inte längre gäller. / Why the document is no longer in force.")]
        [Example("Ersätts av en gemensam rutin.")]
        [Required, StringLength(2000)]
        public string? Reason { get; set; }
    }

    public static void Map(RouteGroupBuilder documents)
    {
        var version = documents.MapGroup("/{id:guid}/versions/{n:int}");
        version
            .MapPost("/submission", async Task<Results<Ok<DocumentView>, NotFound>> ([Description("Dokumentets id. / Id of the document.")] Guid id, [Description("Versionens nummer. / Number of the version.")][Example("1")] int n, Handler handler, HttpContext http, CancellationToken ct) =>
                Answer(await handler.Submit(id, n, http.Request.CheckIfMatch, ct), http))
            .RequireAuthorization(Permissions.EditDocuments)
            .TakesIfMatch()
            .GivesETag()
            .WithName("submitDocument")
            .WithSummary("Lämna in en version för godkännande / Submit a version for approval")
            .WithDescription("Behöver text, en dag för översyn och från version 2 vad som är nytt. / Needs text, a day of review and, from version 2, what is new.");
        version
            .MapPost("/approval", async Task<Results<Ok<DocumentView>, NotFound>> ([Description("Dokumentets id. / Id of the document.")] Guid id, [Description("Versionens nummer. / Number of the version.")][Example("1")] int n, JudgeVersion.Request request, Handler handler, HttpContext http, CancellationToken ct) =>
                Answer(await handler.Judge(id, n, request, http.Request.CheckIfMatch, ct), http))
            .RequireAuthorization(Permissions.ApproveDocuments)
            .TakesIfMatch()
            .GivesETag()
            .WithName("judgeDocument")
            .WithSummary("Godkänn en version eller skicka tillbaka den / Approve a version or send it back")
            .WithDescription("Av någon annan än den som har skrivit i den. En godkänd version kan skickas tillbaka tills den är publicerad. / By another than who has written in it. An approved version can be sent back until it is published.");
        version
            .MapPost("/recall", async Task<Results<Ok<DocumentView>, NotFound>> ([Description("Dokumentets id. / Id of the document.")] Guid id, [Description("Versionens nummer. / Number of the version.")][Example("1")] int n, JudgeVersion.Recall request, Handler handler, HttpContext http, CancellationToken ct) =>
                Answer(await handler.TakeBack(id, n, request, http.Request.CheckIfMatch, ct), http))
            .RequireAuthorization(Permissions.EditDocuments)
            .TakesIfMatch()
            .GivesETag()
            .WithName("recallDocument")
            .WithSummary("Ta tillbaka en version av ett dokument för att arbeta vidare / Take back a version of a document to work on it")
            .WithDescription("En version som väntar på godkännande eller är godkänd men inte publicerad blir ett utkast igen. / A version that waits for approval, or is approved and not published, becomes a draft again.");
        version
            .MapPost("/publication", async Task<Results<Ok<DocumentView>, NotFound>> ([Description("Dokumentets id. / Id of the document.")] Guid id, [Description("Versionens nummer. / Number of the version.")][Example("1")] int n, Publication request, Handler handler, HttpContext http, CancellationToken ct) =>
                Answer(await handler.Publish(id, n, request, http.Request.CheckIfMatch, ct), http))
            .RequireAuthorization(Permissions.EditDocuments)
            .TakesIfMatch()
            .GivesETag()
            .WithName("publishDocument")
            .WithSummary("Publicera en godkänd version / Publish an approved version")
            .WithDescription("Den ersätter den som gällde, och de berörda ska läsa den om den inte bara ändrar ordalydelsen. / It replaces the one in force, and those concerned are to read it unless it only changes the wording.");
        documents
            .MapPost("/{id:guid}/withdrawal", async Task<Results<Ok<DocumentView>, NotFound>> ([Description("Dokumentets id. / Id of the document.")] Guid id, Withdrawal request, Handler handler, HttpContext http, CancellationToken ct) =>
                Answer(await handler.Withdraw(id, request, http.Request.CheckIfMatch, ct), http))
            .RequireAuthorization(Permissions.EditDocuments)
            .TakesIfMatch()
            .GivesETag()
            .WithName("withdrawDocument")
            .WithSummary("Dra tillbaka ett dokument / Withdraw a document")
            .WithDescription("Det gäller inte längre och går inte att välja. Versionerna finns kvar att läsa. / It is no longer in force and cannot be chosen. Its versions can still be read.");
    }

    private static Results<Ok<DocumentView>, NotFound> Answer(DocumentView? document, HttpContext http)
    {
        if (document is null) return TypedResults.NotFound();
        http.Response.SetETag(document.Version);
        return TypedResults.Ok(document);
    }

    public sealed class Handler(ProcessesDb db, DocumentInput input, ReadDocument.Handler reader, TimeProvider clock)
    {
        public Task<DocumentView?> Submit(Guid id, int number, Action<int> checkVersion, CancellationToken ct) =>
            Change(db.EditableDocuments, id, number, checkVersion, (document, version, now) =>
            {
                document.Submit(version, input.Me, SwedishTime.Day(now), now);
                return Task.CompletedTask;
            }, ct);

        public Task<DocumentView?> Judge(Guid id, int number, JudgeVersion.Request request, Action<int> checkVersion, CancellationToken ct) =>
            Change(db.ApprovableDocuments, id, number, checkVersion, (document, version, now) =>
            {
                if (request.Decision == JudgeVersion.Decision.Approve) document.Approve(version, input.Me, now);
                else document.Return(version, input.Me, request.Reason!, now);
                return Task.CompletedTask;
            }, ct);

        public Task<DocumentView?> TakeBack(Guid id, int number, JudgeVersion.Recall request, Action<int> checkVersion, CancellationToken ct) =>
            Change(db.EditableDocuments, id, number, checkVersion, (document, version, now) =>
            {
                document.TakeBack(version, input.Me, request.Reason!, now);
                return Task.CompletedTask;
            }, ct);

        public Task<DocumentView?> Publish(Guid id, int number, Publication request, Action<int> checkVersion, CancellationToken ct) =>
            Change(db.EditableDocuments, id, number, checkVersion, async (document, version, now) =>
            {
                document.Publish(version, input.Me, now);
                Guid[] answers = [.. (request.Answers ?? []).Distinct()];
                var tasks = await db.RevisionTasks.Where(task => answers.Contains(task.Id)).ToListAsync(ct);
                if (tasks.Count != answers.Length) throw new InvalidField("answers", "Each must be a revision task that you may handle.");
                foreach (var task in tasks)
                {
                    task.AnswerBy(document, number, input.Me, now);
                    db.Publish(task.ToChanged());
                }
                db.Publish(document.ToChanged(tasks.Where(task => !task.Restricted).Select(task => task.Id)));
            }, ct);

        /// <summary>Null when there is none that the user may write.</summary>
        public async Task<DocumentView?> Withdraw(Guid id, Withdrawal request, Action<int> checkVersion, CancellationToken ct)
        {
            if (await db.EditableDocuments.Include(d => d.Versions).FirstOrDefaultAsync(d => d.Id == id, ct) is not { } document) return null;
            checkVersion(document.Version);
            var version = document.InForce is { } number ? document.Find(number)! : document.Versions.Last();
            document.Withdraw(request.Reason!, clock.GetUtcNow());
            db.Publish(document.ToChanged([]));
            await db.SaveChangesAsync(ct);
            return await reader.View(document, version, ct);
        }

        private async Task<DocumentView?> Change(IQueryable<Document> mine, Guid id, int number, Action<int> checkVersion, Func<Document, DocumentVersion, DateTimeOffset, Task> change, CancellationToken ct)
        {
            if (await mine.Include(d => d.Versions).FirstOrDefaultAsync(d => d.Id == id, ct) is not { } document || document.Find(number) is not { } version) return null;
            checkVersion(document.Version);
            await change(document, version, clock.GetUtcNow());
            await db.SaveChangesAsync(ct);
            return await reader.View(document, version, ct);
        }
    }
}
