using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Processes.Features.SelfInspections;

/// <summary>Plans how often units do a self-inspection during a year, and changes such a plan.</summary>
public static class WriteInspectionPlan
{
    public sealed class Request
    {
        [Description("Checklistan att följa. / The checklist to follow.")]
        [Required]
        public Guid? ChecklistId { get; set; }

        [Description("Enheten; ligger det enheter under den gäller planen alla längst ner. / The unit; when there are units below it, the plan is for all that lie lowest.")]
        [Example("norrangen")]
        [Required, StringLength(64)]
        public string? UnitCode { get; set; }

        [Description("Hur ofta. / How often.")]
        [Example("quarterly")]
        [Required, OneOf<InspectionFrequency>]
        public string? Frequency { get; set; }

        [Description("Första dagen då den senast ska vara klar; de andra följer året ut. / First day by which it is to be done; the others follow to the end of the year.")]
        [Example("2027-01-31")]
        [Required]
        public DateOnly? FirstDueOn { get; set; }

        [Description("Rollen som gör den på varje enhet, i ord. / The role that does it at each unit, in words.")]
        [Example("Samordnare")]
        [Required, StringLength(200), RegularExpression(@"\P{Cc}*")]
        public string? ResponsibleRole { get; set; }

        [Description("Sant när planen inte ska starta fler. / True when the plan is to start no more.")]
        public bool? IsClosed { get; set; }
    }

    public static void Map(RouteGroupBuilder plans)
    {
        plans
            .MapPost("/", async Task<Created<InspectionPlanView>> (Request request, Handler handler, HttpResponse response, CancellationToken ct) =>
            {
                var plan = await handler.Create(request, ct);
                response.SetETag(plan.Version);
                return TypedResults.Created($"/processes/v1/inspection-plans/{plan.Id}", plan);
            })
            .RequireAuthorization(Permissions.StartSelfInspections)
            .GivesETag()
            .WithName("createInspectionPlan")
            .WithSummary("Planera ett års egenkontroller / Plan a year's self-inspections")
            .WithDescription("Varje egenkontroll startas när dess dag närmar sig. / Each self-inspection is started when its day comes near.");
        plans
            .MapPut("/{id:guid}", async Task<Results<Ok<InspectionPlanView>, NotFound>> ([Description("Planens id. / Id of the plan.")] Guid id, Request request, Handler handler, HttpContext http, CancellationToken ct) =>
            {
                if (await handler.Change(id, request, http.Request.RequireIfMatch, ct) is not { } plan) return TypedResults.NotFound();
                http.Response.SetETag(plan.Version);
                return TypedResults.Ok(plan);
            })
            .RequireAuthorization(Permissions.StartSelfInspections)
            .NeedsIfMatch()
            .GivesETag()
            .WithName("changeInspectionPlan")
            .WithSummary("Ändra en plan för egenkontroller / Change a plan of self-inspections")
            .WithDescription("Det som redan är startat står kvar. Skicka If-Match med den ETag du läste. / What is already started stays. Send If-Match with the ETag that you read.");
    }

    public sealed class Handler(ProcessesDb db, CurrentUser user, ListInspectionPlans.Handler reader, TimeProvider clock)
    {
        public async Task<InspectionPlanView> Create(Request request, CancellationToken ct)
        {
            var plan = InspectionPlan.Create(await Facts(request, null, ct), Person.Of(user), clock.GetUtcNow());
            db.Add(plan);
            return await Save(plan, ct);
        }

        public async Task<InspectionPlanView?> Change(Guid id, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            if (await db.InspectionPlans.FirstOrDefaultAsync(plan => plan.Id == id, ct) is not { } plan) return null;
            checkVersion(plan.Version);
            plan.Change(await Facts(request, plan, ct), Person.Of(user), clock.GetUtcNow());
            return await Save(plan, ct);
        }

        private async Task<InspectionPlanView> Save(InspectionPlan plan, CancellationToken ct)
        {
            var start = new StartPlanned(db, clock);
            await using var transaction = await start.Alone(ct);
            await start.For([plan], ct);
            await db.SaveChangesAsync(ct);
            if (transaction is not null) await transaction.CommitAsync(ct);
            return (await reader.Read(plan.Id, ct))!;
        }

        private async Task<InspectionPlanFacts> Facts(Request request, InspectionPlan? before, CancellationToken ct)
        {
            var (units, unit) = (await UnitLookup.Read(db, clock), request.UnitCode!.Trim());
            if (unit != before?.UnitCode && units.Find(unit)?.On(units.Today) is null) throw new InvalidField("unitCode", "There is no such unit today.");
            if (!user.ReachesAll(Permissions.StartSelfInspections) && !user.UnitsOf(Permissions.StartSelfInspections).Contains(unit))
                throw new RuleViolation("self-inspection.outside-reach", "You may start self-inspections in your own units.");
            var checklist = await db.Checklists.FirstOrDefaultAsync(list => list.Id == request.ChecklistId, ct) ?? throw new InvalidField("checklistId", "There is no such checklist.");
            if (checklist.UnitCode is { } owner && !units.LiesIn(unit, owner)) throw new InvalidField("checklistId", "The checklist belongs to another unit.");
            if (checklist.IsClosed && checklist.Id != before?.ChecklistId) throw new RuleViolation("checklist.closed", "The checklist is no longer used.");
            if (request.FirstDueOn != before?.FirstDueOn && (request.FirstDueOn < units.Today || request.FirstDueOn > units.Today.AddYears(2))) throw new InvalidField("firstDueOn", "It must be a day from today and at most two years on.");
            return new(checklist.Id, unit, Lists.Choice<InspectionFrequency>(request.Frequency, "frequency")!.Value, request.FirstDueOn!.Value, request.ResponsibleRole!, request.IsClosed ?? false);
        }
    }
}
