using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Procurement.Features.FollowUps;

/// <summary>What is written of a plan, the same whether it is made or changed.</summary>
public abstract class PlanFields
{
    [Description("Enheten som besöks, en av avtalets; utan den gäller det hela avtalet. / The unit that is visited, one of the contract's; without it, the whole contract.")]
    [Example("kvallen"), StringLength(64)]
    public string? UnitCode { get; set; }

    [Description("Varför den görs, en kod ur follow-up-kinds. / Why it is held, a code of follow-up-kinds.")]
    [Example("planerad"), Required, StringLength(64)]
    public string? Kind { get; set; }

    [Description("Varför nu, och vad som granskas särskilt. / Why now, and what is looked at in particular.")]
    [Example("Bemanningen på kvällar och helger."), StringLength(2_000)]
    public string? Purpose { get; set; }

    [Description("Leverantören får inte veta det i förväg. / The supplier is not told beforehand.")]
    public bool Unannounced { get; set; }

    [Description("Planerad dag. / Planned day.")]
    [Example("2026-12-03"), Required]
    public DateOnly? PlannedOn { get; set; }

    [Description("Avvikelser och synpunkter på avtalets enheter som den görs på grund av, högst 20. / Deviations and complaints at the contract's units that it is held because of, at most 20.")]
    [MaxLength(20)]
    public List<Guid>? CaseIds { get; set; }

    internal FollowUpPlan With(string kind, IReadOnlyCollection<(Guid Id, UnitCaseType Type)> cases) => new(string.IsNullOrEmpty(UnitCode) ? null : UnitCode, kind, Purpose, Unannounced, PlannedOn!.Value, cases);
}

public static class PlanFollowUp
{
    public sealed class Request : PlanFields
    {
        [Description("Avtalet som följs upp. / The contract that is followed up.")]
        [Required]
        public Guid? ContractId { get; set; }
    }

    public sealed class Change : PlanFields;

    public static void Map(RouteGroupBuilder followUps)
    {
        followUps.MapPost("/", async Task<Created<FollowUpView>> (Request request, Handler handler, HttpResponse response, CancellationToken ct) =>
            {
                var followUp = await handler.Plan(request, ct);
                response.SetETag(followUp.Version);
                return TypedResults.Created($"/procurement/v1/follow-ups/{followUp.Id}", followUp);
            })
            .RequireAuthorization(Permissions.FollowUp)
            .GivesETag()
            .WithName("planFollowUp")
            .WithSummary("Planera en uppföljning / Plan a follow-up")
            .WithDescription("Checklistan blir avtalets krav som de lyder i dag. / The checklist becomes the contract's requirements as they are worded today.");
        followUps.MapPut("/{id:guid}", async Task<Results<Ok<FollowUpView>, NotFound>> ([Description("Uppföljningens id. / Id of the follow-up.")] Guid id, Change request, Handler handler, HttpContext http, CancellationToken ct) =>
            {
                if (await handler.Move(id, request, http.Request.RequireIfMatch, ct) is not { } followUp) return TypedResults.NotFound();
                http.Response.SetETag(followUp.Version);
                return TypedResults.Ok(followUp);
            })
            .RequireAuthorization(Permissions.FollowUp)
            .NeedsIfMatch()
            .GivesETag()
            .WithName("moveFollowUp")
            .WithSummary("Ändra en plan / Change a plan")
            .WithDescription("Går tills uppföljningen har gjorts. / Until the follow-up has been held.");
    }

    public sealed class Handler(ProcurementDb db, FollowUpWork work, UnitTree units, TimeProvider clock)
    {
        /// <summary>The cases at a contract's units that a follow-up may be held because of, the latest first.</summary>
        public IQueryable<UnitCase> CasesAt(IEnumerable<string> unitCodes)
        {
            var codes = units.WithBelow(unitCodes);
            return db.UnitCases.Where(known => codes.Contains(known.UnitCode!));
        }

        /// <exception cref="InvalidField">400: no such contract, kind or case, or the contract is not for the unit.</exception>
        public async Task<FollowUpView> Plan(Request request, CancellationToken ct)
        {
            var contract = await db.Contracts.Include(known => known.Supplier).Include(known => known.Requirements).FirstOrDefaultAsync(known => known.Id == request.ContractId, ct)
                ?? throw new InvalidField("contractId", "There is no such contract.");
            var kind = (await db.CodeLists(work.Today, ct)).Code(CodeLists.FollowUpKinds, request.Kind, "kind");
            var now = clock.GetUtcNow();
            var followUp = FollowUp.Plan(await db.Next("follow_up_reference", ct), contract, request.With(kind, await Chosen(request, contract, [], ct)), work.Me, now);
            db.Add(followUp);
            db.Publish(followUp.ToChanged(now));
            await db.SaveChangesAsync(ct);
            return await work.View(followUp, ct);
        }

        /// <summary>Null when there is no such follow-up.</summary>
        /// <exception cref="RuleViolation">`follow-up.held`</exception>
        /// <exception cref="InvalidField">400: no such kind or case, or the contract is not for the unit.</exception>
        public async Task<FollowUpView?> Move(Guid id, Change request, Action<int> checkVersion, CancellationToken ct)
        {
            var codes = await db.CodeLists(work.Today, ct);
            return await work.Change(id, checkVersion, async (followUp, _, _) =>
            {
                // A kind that may no longer be chosen stays where it was chosen.
                followUp.Move(followUp.Contract, request.With(request.Kind == followUp.Kind ? followUp.Kind : codes.Code(CodeLists.FollowUpKinds, request.Kind, "kind"), await Chosen(request, followUp.Contract, followUp.PromptedBy, ct)));
            }, ct);
        }

        // What was chosen and has since become a matter for few stays, and is shown to nobody here.
        private async Task<List<(Guid Id, UnitCaseType Type)>> Chosen(PlanFields plan, Contract contract, List<PromptingCase> before, CancellationToken ct)
        {
            var asked = (plan.CaseIds ?? []).Distinct().ToList();
            var known = before.ConvertAll(prompting => prompting.CaseId);
            var cases = await CasesAt(contract.UnitCodes).AsNoTracking().Where(one => asked.Contains(one.Id)).Select(one => new { one.Id, one.Type }).ToListAsync(ct);
            if (asked.Except(known).Any(id => cases.TrueForAll(one => one.Id != id))) throw new InvalidField("caseIds", "There is no such case at the contract's units.");
            var shown = known.Count == 0 ? [] : await db.UnitCases.Where(one => known.Contains(one.Id)).Select(one => one.Id).ToListAsync(ct);
            return [.. before.Where(prompting => asked.Contains(prompting.CaseId) || !shown.Contains(prompting.CaseId)).Select(prompting => (prompting.CaseId, prompting.Type)).Concat(cases.Select(one => (one.Id, one.Type))).Distinct()];
        }
    }
}
