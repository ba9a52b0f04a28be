using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Processes.Features.SelfInspections;

public static class ListInspectionPlans
{
    public sealed class Query : ListQuery
    {
        [FromQuery(Name = "year"), Range(2000, 2199), Example("2027"), Description("Bara årets planer. / Only the year's plans.")]
        public int? Year { get; set; }

        [FromQuery(Name = "unitCode"), StringLength(64), Example("norrangen"), Description("Bara planer för den enheten. / Only plans of that unit.")]
        public string? UnitCode { get; set; }
    }

    public static void Map(RouteGroupBuilder plans)
    {
        plans
            .MapGet("/", async Task<Ok<ListOf<InspectionPlanView>>> ([AsParameters] Query query, Handler handler, HttpRequest request, CancellationToken ct) =>
                TypedResults.Ok(await handler.Handle(query, request, ct)))
            .RequireAuthorization(Permissions.StartSelfInspections)
            .WithName("listInspectionPlans")
            .WithSummary("Lista planer för egenkontroller / List plans of self-inspections")
            .WithDescription("Senaste året först. / Latest year first.");
        plans
            .MapGet("/{id:guid}", async Task<Results<Ok<InspectionPlanView>, NotFound>> ([Description("Planens id. / Id of the plan.")] Guid id, Handler handler, HttpResponse response, CancellationToken ct) =>
            {
                if (await handler.Read(id, ct) is not { } plan) return TypedResults.NotFound();
                response.SetETag(plan.Version);
                return TypedResults.Ok(plan);
            })
            .RequireAuthorization(Permissions.StartSelfInspections)
            .GivesETag()
            .WithName("readInspectionPlan")
            .WithSummary("Läs en plan för egenkontroller / Read a plan of self-inspections")
            .WithDescription("Med årets dagar och hur långt enheterna har kommit. / With the year's days and how far the units have come.");
    }

    public sealed class Handler(ProcessesDb db, TimeProvider clock)
    {
        public async Task<ListOf<InspectionPlanView>> Handle(Query query, HttpRequest? request, CancellationToken ct)
        {
            var plans = db.InspectionPlans.AsNoTracking();
            if (query.Year is { } year) plans = plans.Where(plan => plan.Year == year);
            if (query.UnitCode is { Length: > 0 } unit) plans = plans.Where(plan => plan.UnitCode == unit);
            var page = await plans.OrderBy(plan => plan.IsClosed).ThenByDescending(plan => plan.FirstDueOn).ThenBy(plan => plan.Id).ToListOf(query, request, ct);
            var views = (await Views(page.Items, ct)).ToDictionary(view => view.Id);
            return page.Select(plan => views[plan.Id]);
        }

        public async Task<InspectionPlanView?> Read(Guid id, CancellationToken ct) =>
            await db.InspectionPlans.AsNoTracking().FirstOrDefaultAsync(plan => plan.Id == id, ct) is { } plan ? (await Views([plan], ct)).Single() : null;

        private async Task<List<InspectionPlanView>> Views(IReadOnlyList<InspectionPlan> plans, CancellationToken ct)
        {
            var (ids, lists, today) = (plans.Select(plan => plan.Id).ToArray(), plans.Select(plan => plan.ChecklistId).Distinct().ToArray(), SwedishTime.Today(clock));
            var names = await db.Checklists.Where(list => lists.Contains(list.Id)).ToDictionaryAsync(list => list.Id, list => list.Name, ct);
            var counts = await db.SelfInspections.Where(i => i.PlanId != null && ids.Contains(i.PlanId.Value)).GroupBy(i => i.PlanId!.Value).Select(group => new
            {
                group.Key,
                Completed = group.Count(i => i.Status == InspectionStatus.Completed),
                Late = group.Count(i => i.Status != InspectionStatus.Completed && i.DueOn < today),
                Open = group.Count(i => i.Status != InspectionStatus.Completed && i.DueOn >= today),
            }).ToDictionaryAsync(row => row.Key, ct);
            return [.. plans.Select(plan => new InspectionPlanView(
                plan.Id, plan.ChecklistId, names.GetValueOrDefault(plan.ChecklistId, ""), plan.UnitCode, plan.Year, plan.Frequency, plan.FirstDueOn, [.. plan.DueDays()], plan.ResponsibleRole, plan.IsClosed,
                counts.GetValueOrDefault(plan.Id)?.Completed ?? 0, counts.GetValueOrDefault(plan.Id)?.Open ?? 0, counts.GetValueOrDefault(plan.Id)?.Late ?? 0, plan.ChangedByName, plan.ChangedAt, plan.Version))];
        }
    }
}

[Description("En plan för ett års egenkontroller. / A plan of a year's self-inspections.")]
public sealed record InspectionPlanView(
    [property: Description("Planens id. / Id of the plan.")] Guid Id,
    [property: Description("Checklistan. / The checklist.")] Guid ChecklistId,
    [property: Description("Checklistans namn. / Name of the checklist.")][property: Example("Läkemedel: signering och förvaring")] string ChecklistName,
    [property: Description("Enheten; alla längst ner under den gör kontrollen. / The unit; all that lie lowest below it do it.")][property: Example("norrangen")] string UnitCode,
    [property: Description("Året. / The year.")][property: Example("2027")] int Year,
    [property: Description("Hur ofta. / How often.")] InspectionFrequency Frequency,
    [property: Description("Första dagen. / First day.")] DateOnly FirstDueOn,
    [property: Description("Årets dagar då den senast ska vara klar. / The year's days by which it is to be done.")] IReadOnlyList<DateOnly> DueDays,
    [property: Description("Rollen som gör den. / The role that does it.")][property: Example("Samordnare")] string ResponsibleRole,
    [property: Description("Sant när planen inte startar fler. / True when the plan starts no more.")] bool IsClosed,
    [property: Description("Antal klara. / How many are completed.")][property: Example("12")] int Completed,
    [property: Description("Antal som pågår eller väntar. / How many are open.")][property: Example("3")] int Open,
    [property: Description("Antal som skulle ha varit klara. / How many should have been done.")][property: Example("1")] int Late,
    [property: Description("Vem som senast ändrade planen. / Who changed the plan last.")][property: Example("Karin Lind")] string ChangedByName,
    [property: Description("När den senast ändrades. / When it was last changed.")] DateTimeOffset ChangedAt,
    [property: Description("Ökar vid varje ändring; samma som ETag. / Grows with each change; the same as the ETag.")] int Version);
