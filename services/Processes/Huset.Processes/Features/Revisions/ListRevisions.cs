using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Processes.Features.Revisions;

public static class ListRevisions
{
    public sealed class Query : ListQuery
    {
        [FromQuery(Name = "status"), OneOf<RevisionStatus>, Description("Hur långt de har kommit; alla om det utelämnas. / How far they have come; all when left out.")]
        public string? Status { get; set; }

        [FromQuery(Name = "unitCode"), StringLength(64), Example("norrangen"), Description("Enheten där avvikelsen hände. / The unit where the deviation happened.")]
        public string? UnitCode { get; set; }

        [FromQuery(Name = "documentId"), Description("Dokumentet som ska revideras. / The document to revise.")]
        public Guid? DocumentId { get; set; }

        [FromQuery(Name = "processId"), Description("Processen som ska revideras. / The process to revise.")]
        public Guid? ProcessId { get; set; }
    }

    public static void Map(RouteGroupBuilder tasks)
    {
        tasks
            .MapGet("/", async Task<Ok<ListOf<RevisionTaskView>>> ([AsParameters] Query query, Handler handler, HttpRequest request, CancellationToken ct) =>
                TypedResults.Ok(await handler.Handle(query, request, ct)))
            .RequireAuthorization(Permissions.HandleRevisions)
            .WithName("listRevisionTasks")
            .WithSummary("Lista uppgifter att revidera / List revision tasks")
            .WithDescription("Det som avvikelsers orsaker ber om, det senaste först. / What the causes of deviations ask for, the latest first.");
        tasks
            .MapGet("/{id:guid}", async Task<Results<Ok<RevisionTaskView>, NotFound>> ([Description("Uppgiftens id. / Id of the task.")] Guid id, Handler handler, HttpResponse response, CancellationToken ct) =>
            {
                if (await handler.Read(id, ct) is not { } task) return TypedResults.NotFound();
                response.SetETag(task.Version);
                return TypedResults.Ok(task);
            })
            .RequireAuthorization(Permissions.HandleRevisions)
            .GivesETag()
            .WithName("readRevisionTask")
            .WithSummary("Läs en uppgift att revidera / Read a revision task")
            .WithDescription("Vad som är otydligt, var det kom ifrån och vad som besvarade det. / What is unclear, where it came from and what answered it.");
    }

    public sealed class Handler(ProcessesDb db)
    {
        public Task<ListOf<RevisionTaskView>> Handle(Query query, HttpRequest? request, CancellationToken ct)
        {
            var tasks = db.RevisionTasks.AsNoTracking();
            if (Lists.Choice<RevisionStatus>(query.Status, "status") is { } status) tasks = tasks.Where(task => task.Status == status);
            if (query.UnitCode is { Length: > 0 } unit) tasks = tasks.Where(task => task.UnitCode == unit);
            if (query.DocumentId is { } document) tasks = tasks.Where(task => task.DocumentId == document);
            if (query.ProcessId is { } process) tasks = tasks.Where(task => task.ProcessId == process);
            return Rows(tasks.OrderByDescending(task => task.AskedAt).ThenBy(task => task.Id)).ToListOf(query, request, ct);
        }

        public Task<RevisionTaskView?> Read(Guid id, CancellationToken ct) => Rows(db.RevisionTasks.AsNoTracking().Where(task => task.Id == id)).FirstOrDefaultAsync(ct);

        private IQueryable<RevisionTaskView> Rows(IQueryable<RevisionTask> tasks) => tasks.Select(t => new RevisionTaskView(
            t.Id, t.Status, t.UnitCode, t.Text,
            t.DocumentId, db.Documents.Where(d => d.Id == t.DocumentId).Select(d => d.Title).FirstOrDefault(),
            t.ProcessId, db.Processes.Where(p => p.Id == t.ProcessId).Select(p => p.Name).FirstOrDefault(),
            t.ActivityId, db.Activities.Where(a => a.Id == t.ActivityId).Select(a => a.Name).FirstOrDefault(),
            t.Restricted ? null : t.DeviationId, t.Restricted ? null : t.DeviationReference, t.Restricted ? null : t.CauseId, t.Restricted ? null : t.AskedByName, t.AskedAt,
            t.OwnerName, t.OwnerRole, t.DeclinedReason, t.AnsweredByVersion, t.ClosedByName, t.ClosedAt, t.Version));
    }
}
