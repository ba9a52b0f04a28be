using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Processes.Features.SelfInspections;

public static class ListSelfInspections
{
    public sealed class Query : ListQuery
    {
        [FromQuery(Name = "unitCode"), StringLength(64), Example("norrangen"), Description("Enheten. / The unit.")]
        public string? UnitCode { get; set; }

        [FromQuery(Name = "checklistId"), Description("Checklistan. / The checklist.")]
        public Guid? ChecklistId { get; set; }

        [FromQuery(Name = "status"), OneOf<InspectionStatus>, Description("Hur långt de har kommit; alla om det utelämnas. / How far they have come; all when left out.")]
        public string? Status { get; set; }

        [FromQuery(Name = "overdue"), Description("Sant: bara de som skulle ha varit klara. / True: only those that should have been done.")]
        public bool? Overdue { get; set; }

        [FromQuery(Name = "open"), Description("Sant: bara de som inte är klara. / True: only those not completed.")]
        public bool? Open { get; set; }

        [FromQuery(Name = "mine"), Description("Sant: bara de som du ska göra. / True: only those that you are to do.")]
        public bool? Mine { get; set; }
    }

    public static void Map(RouteGroupBuilder inspections)
    {
        inspections
            .MapGet("/", async Task<Ok<ListOf<SelfInspectionRow>>> ([AsParameters] Query query, Handler handler, HttpRequest request, CancellationToken ct) =>
                TypedResults.Ok(await handler.Handle(query, request, ct)))
            .RequireAuthorization(Permissions.ReadSelfInspections)
            .WithName("listSelfInspections")
            .WithSummary("Lista egenkontroller / List self-inspections")
            .WithDescription("De som ska göras först efter dag, sedan de klara med den senaste först. / Those to be done first by day, then those completed with the latest first.");
        inspections
            .MapGet("/{id:guid}", async Task<Results<Ok<SelfInspectionView>, NotFound>> ([Description("Egenkontrollens id. / Id of the self-inspection.")] Guid id, Handler handler, HttpResponse response, CancellationToken ct) =>
            {
                if (await handler.Read(id, ct) is not { } inspection) return TypedResults.NotFound();
                response.SetETag(inspection.Version);
                return TypedResults.Ok(inspection);
            })
            .RequireAuthorization(Permissions.ReadSelfInspections)
            .GivesETag()
            .WithName("readSelfInspection")
            .WithSummary("Läs en egenkontroll / Read a self-inspection")
            .WithDescription("Med frågor, svar och underlag. / With questions, answers and evidence.");
    }

    public sealed class Handler(ProcessesDb db, TimeProvider clock)
    {
        public Task<ListOf<SelfInspectionRow>> Handle(Query query, HttpRequest? request, CancellationToken ct)
        {
            var today = SwedishTime.Today(clock);
            var inspections = (query.Mine == true ? db.OwnInspections : db.SelfInspections).AsNoTracking();
            if (query.UnitCode is { Length: > 0 } unit) inspections = inspections.Where(i => i.UnitCode == unit);
            if (query.ChecklistId is { } checklist) inspections = inspections.Where(i => i.ChecklistId == checklist);
            if (Lists.Choice<InspectionStatus>(query.Status, "status") is { } status) inspections = inspections.Where(i => i.Status == status);
            if (query.Open == true) inspections = inspections.Where(i => i.Status != InspectionStatus.Completed);
            if (query.Overdue == true) inspections = inspections.Where(i => i.Status != InspectionStatus.Completed && i.DueOn < today);
            return inspections
                .OrderBy(i => i.CompletedAt != null).ThenByDescending(i => i.CompletedAt).ThenBy(i => i.DueOn).ThenBy(i => i.Id)
                .Select(i => new SelfInspectionRow(i.Id, i.UnitCode, i.ChecklistId, i.ChecklistName, i.Status, i.DueOn, i.ResponsibleName, i.ResponsibleRole, i.Yes, i.No, i.NotApplicable, i.Unanswered, i.CompletedAt))
                .ToListOf(query, request, ct);
        }

        public async Task<SelfInspectionView?> Read(Guid id, CancellationToken ct) =>
            await db.SelfInspections.AsNoTracking().FirstOrDefaultAsync(i => i.Id == id, ct) is { } inspection ? SelfInspectionView.Of(inspection) : null;
    }
}
