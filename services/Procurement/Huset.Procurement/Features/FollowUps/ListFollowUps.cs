using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Procurement.Features.FollowUps;

public static class ListFollowUps
{
    public sealed class Query : ListQuery
    {
        [FromQuery(Name = "status"), OneOf<FollowUpStatus>, Description("Var den står. / Where it stands.")]
        public string? Status { get; set; }

        [FromQuery(Name = "contractId"), Description("Avtalet. / The contract.")]
        public Guid? ContractId { get; set; }

        [FromQuery(Name = "unitCode"), StringLength(64), Example("kvallen"), Description("Enheten och alla under den; också uppföljningar av hela avtal som gäller dem. / The unit and all below it; also follow-ups of whole contracts that are for them.")]
        public string? UnitCode { get; set; }

        [FromQuery(Name = "kind"), StringLength(64), Example("planerad"), Description("Varför den görs, en kod ur follow-up-kinds. / Why it is held, a code of follow-up-kinds.")]
        public string? Kind { get; set; }
    }

    public static void Map(RouteGroupBuilder followUps)
    {
        followUps.MapGet("/", async Task<Ok<ListOf<FollowUpRow>>> ([AsParameters] Query query, Handler handler, HttpRequest request, CancellationToken ct) =>
                TypedResults.Ok(await handler.Handle(query, request, ct)))
            .RequireAuthorization(Permissions.Read)
            .WithName("listFollowUps")
            .WithSummary("Lista uppföljningar / List follow-ups")
            .WithDescription("De som inte är klara först, den närmaste dagen överst; sedan de klara, den senaste överst. En leverantör ser sina egna, och oanmälda besök först när de är gjorda. / Those not completed first, the nearest day on top; then those completed, the latest on top. A supplier sees its own, and unannounced visits once they are held.");
        followUps.MapGet("/{id:guid}", async Task<Results<Ok<FollowUpView>, NotFound>> ([Description("Uppföljningens id. / Id of the follow-up.")] Guid id, FollowUpWork work, HttpResponse response, CancellationToken ct) =>
            {
                if (await work.Read(id, ct) is not { } followUp) return TypedResults.NotFound();
                response.SetETag(followUp.Version);
                return TypedResults.Ok(followUp);
            })
            .RequireAuthorization(Permissions.Read)
            .GivesETag()
            .WithName("readFollowUp")
            .WithSummary("Läs en uppföljning / Read a follow-up")
            .WithDescription("Med checklista och brister. Bedömningarna visas för leverantören när den är klar. / With checklist and findings. The supplier is shown the verdicts when it is completed.");
    }

    public sealed class Handler(ProcurementDb db, UnitTree units)
    {
        public async Task<ListOf<FollowUpRow>> Handle(Query query, HttpRequest? request, CancellationToken ct)
        {
            var rows = db.FollowUps.AsNoTracking();
            if (query.ContractId is { } contract) rows = rows.Where(followUp => followUp.ContractId == contract);
            if (query.UnitCode is { Length: > 0 } unit)
            {
                var codes = units.WithBelow([unit]);
                rows = rows.Where(followUp => followUp.UnitCode == null ? followUp.Contract.UnitCodes.Any(code => codes.Contains(code)) : codes.Contains(followUp.UnitCode));
            }
            if (query.Kind is { Length: > 0 } kind) rows = rows.Where(followUp => followUp.Kind == kind);
            if (Lists.Choice<FollowUpStatus>(query.Status, "status") is { } status) rows = rows.Where(followUp => followUp.Status == status);
            return await rows
                .OrderBy(followUp => followUp.Status == FollowUpStatus.Completed)
                .ThenBy(followUp => followUp.Status == FollowUpStatus.Completed ? DateOnly.MinValue : followUp.PlannedOn)
                .ThenByDescending(followUp => followUp.HeldOn)
                .ThenBy(followUp => followUp.Id)
                .Select(followUp => new FollowUpRow(
                    followUp.Id, followUp.Reference, followUp.ContractId, followUp.Contract.Name, followUp.Contract.Supplier.Name, followUp.UnitCode, followUp.Kind, followUp.Unannounced, followUp.PlannedOn, followUp.HeldOn, followUp.LeaderName,
                    followUp.Status, followUp.Findings.Count(finding => finding.Status != FindingStatus.Closed), followUp.Version))
                .ToListOf(query, request, ct);
        }
    }
}
