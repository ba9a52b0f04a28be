using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Processes.Features.SelfInspections;

public static class ListChecklists
{
    public sealed class Query : ListQuery
    {
        [FromQuery(Name = "unitCode"), StringLength(64), Example("norrangen"), Description("Bara den enhetens egna checklistor. / Only the unit's own checklists.")]
        public string? UnitCode { get; set; }

        [FromQuery(Name = "closed"), Description("Sant: de som inte används längre; annars de som används. / True: those used no more; else those in use.")]
        public bool? Closed { get; set; }
    }

    public static void Map(RouteGroupBuilder checklists)
    {
        checklists
            .MapGet("/", async Task<Ok<ListOf<ChecklistView>>> ([AsParameters] Query query, Handler handler, HttpRequest request, CancellationToken ct) =>
                TypedResults.Ok(await handler.Handle(query, request, ct)))
            .RequireAuthorization(Permissions.ReadSelfInspections)
            .WithName("listChecklists")
            .WithSummary("Lista checklistor för egenkontroll / List checklists for self-inspection")
            .WithDescription("I namnordning. / In order of name.");
        checklists
            .MapGet("/{id:guid}", async Task<Results<Ok<ChecklistView>, NotFound>> ([Description("Checklistans id. / Id of the checklist.")] Guid id, Handler handler, HttpResponse response, CancellationToken ct) =>
            {
                if (await handler.Read(id, ct) is not { } checklist) return TypedResults.NotFound();
                response.SetETag(checklist.Version);
                return TypedResults.Ok(checklist);
            })
            .RequireAuthorization(Permissions.ReadSelfInspections)
            .GivesETag()
            .WithName("readChecklist")
            .WithSummary("Läs en checklista / Read a checklist")
            .WithDescription("Med frågorna i ordning. / With the questions in order.");
    }

    public sealed class Handler(ProcessesDb db)
    {
        public async Task<ListOf<ChecklistView>> Handle(Query query, HttpRequest? request, CancellationToken ct)
        {
            var checklists = db.Checklists.AsNoTracking().Where(checklist => checklist.IsClosed == (query.Closed ?? false));
            if (query.UnitCode is { Length: > 0 } unit) checklists = checklists.Where(checklist => checklist.UnitCode == unit);
            return (await checklists.OrderBy(checklist => checklist.Name).ThenBy(checklist => checklist.Id).ToListOf(query, request, ct)).Select(ChecklistView.Of);
        }

        public async Task<ChecklistView?> Read(Guid id, CancellationToken ct) =>
            await db.Checklists.AsNoTracking().FirstOrDefaultAsync(checklist => checklist.Id == id, ct) is { } checklist ? ChecklistView.Of(checklist) : null;
    }
}
