using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Processes.Features.Revisions;

/// <summary>Declines a revision task, or moves it to the document that it is about; it is answered when a version is published.</summary>
public static class HandleRevision
{
    public sealed class Refusal
    {
        [Description("Varför inget ska ändras; den som bad om det läser det. / Why nothing is to change; who asked for it reads it.")]
        [Example("Rutinen säger det redan i punkt 4.")]
        [Required, StringLength(2000)]
        public string? Reason { get; set; }
    }

    public sealed class Target
    {
        [Description("Dokumentet som ska revideras. / The document to revise.")]
        [Required]
        public Guid? DocumentId { get; set; }
    }

    public static void Map(RouteGroupBuilder tasks)
    {
        tasks
            .MapPost("/{id:guid}/decline", async Task<Results<Ok<RevisionTaskView>, NotFound>> ([Description("Uppgiftens id. / Id of the task.")] Guid id, Refusal request, Handler handler, HttpContext http, CancellationToken ct) =>
                Answer(await handler.Decline(id, request, http.Request.CheckIfMatch, ct), http))
            .RequireAuthorization(Permissions.HandleRevisions)
            .TakesIfMatch()
            .GivesETag()
            .WithName("declineRevisionTask")
            .WithSummary("Avböj en uppgift att revidera / Decline a revision task")
            .WithDescription("Med ett skäl som den som bad om det får läsa. / With a reason that who asked for it may read.");
        tasks
            .MapPut("/{id:guid}/document", async Task<Results<Ok<RevisionTaskView>, NotFound>> ([Description("Uppgiftens id. / Id of the task.")] Guid id, Target request, Handler handler, HttpContext http, CancellationToken ct) =>
                Answer(await handler.Move(id, request, http.Request.RequireIfMatch, ct), http))
            .RequireAuthorization(Permissions.HandleRevisions)
            .NeedsIfMatch()
            .GivesETag()
            .WithName("moveRevisionTask")
            .WithSummary("Flytta en uppgift till ett annat dokument / Move a revision task to another document")
            .WithDescription("Dokumentets ägare tar över den. Skicka If-Match med den ETag du läste. / The document's owner takes it over. Send If-Match with the ETag that you read.");
    }

    private static Results<Ok<RevisionTaskView>, NotFound> Answer(RevisionTaskView? task, HttpContext http)
    {
        if (task is null) return TypedResults.NotFound();
        http.Response.SetETag(task.Version);
        return TypedResults.Ok(task);
    }

    public sealed class Handler(ProcessesDb db, CurrentUser user, ListRevisions.Handler reader, TimeProvider clock)
    {
        public Task<RevisionTaskView?> Decline(Guid id, Refusal request, Action<int> checkVersion, CancellationToken ct) =>
            Change(id, checkVersion, task =>
            {
                task.Decline(request.Reason!, Person.Of(user), clock.GetUtcNow());
                return Task.CompletedTask;
            }, ct);

        public Task<RevisionTaskView?> Move(Guid id, Target request, Action<int> checkVersion, CancellationToken ct) =>
            Change(id, checkVersion, async task => task.MoveTo(
                await db.Documents.FirstOrDefaultAsync(d => d.Id == request.DocumentId, ct) ?? throw new InvalidField("documentId", "There is no such document."), clock.GetUtcNow()), ct);

        private async Task<RevisionTaskView?> Change(Guid id, Action<int> checkVersion, Func<RevisionTask, Task> change, CancellationToken ct)
        {
            if (await db.RevisionTasks.FirstOrDefaultAsync(task => task.Id == id, ct) is not { } task) return null;
            checkVersion(task.Version);
            var before = await reader.Read(id, ct);
            await change(task);
            db.Publish(task.ToChanged());
            await db.SaveChangesAsync(ct);
            // Who moves it away may no longer see it, and is told how it became all the same.
            return await reader.Read(id, ct) ?? before! with { DocumentId = task.DocumentId, DocumentTitle = null, OwnerName = task.OwnerName, OwnerRole = task.OwnerRole, Version = task.Version };
        }
    }
}
