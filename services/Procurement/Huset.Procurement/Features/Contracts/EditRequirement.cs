using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Procurement.Features.Contracts;

/// <summary>A contract asks for something more, in other words, or no longer; each is a change of the contract.</summary>
public static class EditRequirement
{
    public sealed class Request
    {
        [Description("Vad det handlar om, en kod ur requirement-areas. / What it is about, a code of requirement-areas.")]
        [Example("bemanning"), Required, StringLength(64)]
        public string? Area { get; set; }

        [Description("Kravet, så att det går att se om det är uppfyllt. / The requirement, so that one can see whether it is met.")]
        [Example("Samma personal hela veckan så långt det går."), Required, StringLength(2_000)]
        public string? Text { get; set; }

        [Description("Var det står: avtalets punkt eller lagen. / Where it stands: the contract's clause or the law.")]
        [Example("Avtalet 4.2"), StringLength(200), RegularExpression(@"\P{Cc}*")]
        public string? Source { get; set; }
    }

    public static void Map(RouteGroupBuilder contracts)
    {
        contracts.MapPost("/{id:guid}/requirements", async Task<Results<Created<ContractView>, NotFound>> ([Description("Avtalets id. / Id of the contract.")] Guid id, Request request, Handler handler, HttpContext http, CancellationToken ct) =>
            {
                if (await handler.Ask(id, request, http.Request.CheckIfMatch, ct) is not { } contract) return TypedResults.NotFound();
                http.Response.SetETag(contract.Version);
                return TypedResults.Created($"/procurement/v1/contracts/{id}", contract);
            })
            .RequireAuthorization(Permissions.EditContracts)
            .TakesIfMatch().GivesETag()
            .WithName("addContractRequirement")
            .WithSummary("Lägg till ett krav i avtalet / Add a requirement to the contract")
            .WithDescription("Det står sist, och i checklistan för de uppföljningar som planeras från och med nu. / It comes last, and in the checklist of the follow-ups planned from now on.");
        contracts.MapPut("/{id:guid}/requirements/{requirementId:guid}", async Task<Results<Ok<ContractView>, NotFound>> (
                [Description("Avtalets id. / Id of the contract.")] Guid id, [Description("Kravets id. / Id of the requirement.")] Guid requirementId, Request request, Handler handler, HttpContext http, CancellationToken ct) =>
                Answer(await handler.Reword(id, requirementId, request, http.Request.RequireIfMatch, ct), http))
            .RequireAuthorization(Permissions.EditContracts)
            .NeedsIfMatch().GivesETag()
            .WithName("changeContractRequirement")
            .WithSummary("Ändra ett krav i avtalet / Change a requirement of the contract")
            .WithDescription("De uppföljningar som är planerade behåller orden de planerades med. If-Match är avtalets ETag. / Follow-ups that are planned keep the words they were planned with. If-Match is the contract's ETag.");
        contracts.MapDelete("/{id:guid}/requirements/{requirementId:guid}", async Task<Results<Ok<ContractView>, NotFound>> (
                [Description("Avtalets id. / Id of the contract.")] Guid id, [Description("Kravets id. / Id of the requirement.")] Guid requirementId, Handler handler, HttpContext http, CancellationToken ct) =>
                Answer(await handler.Drop(id, requirementId, http.Request.RequireIfMatch, ct), http))
            .RequireAuthorization(Permissions.EditContracts)
            .NeedsIfMatch().GivesETag()
            .WithName("dropContractRequirement")
            .WithSummary("Ta bort ett krav ur avtalet / Drop a requirement of the contract")
            .WithDescription("Det som följts upp mot det finns kvar. If-Match är avtalets ETag. / What was followed up against it stays. If-Match is the contract's ETag.");
    }

    private static Results<Ok<ContractView>, NotFound> Answer(ContractView? contract, HttpContext http)
    {
        if (contract is null) return TypedResults.NotFound();
        http.Response.SetETag(contract.Version);
        return TypedResults.Ok(contract);
    }

    public sealed class Handler(ProcurementDb db, ListContracts.Handler list, CurrentUser user, TimeProvider clock)
    {
        /// <summary>Null when there is no such contract.</summary>
        /// <exception cref="InvalidField">400: area.</exception>
        public Task<ContractView?> Ask(Guid id, Request request, Action<int> checkVersion, CancellationToken ct) => Change(id, checkVersion, async (contract, by, now) =>
        {
            contract.Ask(await Written(request, null, now, ct), by, now);
            return true;
        }, ct);

        /// <summary>Null when there is no such contract or it asks for no such thing.</summary>
        /// <exception cref="InvalidField">400: area.</exception>
        public Task<ContractView?> Reword(Guid id, Guid requirementId, Request request, Action<int> checkVersion, CancellationToken ct) => Change(id, checkVersion, async (contract, by, now) =>
        {
            if (Find(contract, requirementId) is not { } requirement) return false;
            contract.Reword(requirement, await Written(request, requirement, now, ct), by, now);
            return true;
        }, ct);

        /// <summary>Null when there is no such contract or it asks for no such thing.</summary>
        public Task<ContractView?> Drop(Guid id, Guid requirementId, Action<int> checkVersion, CancellationToken ct) => Change(id, checkVersion, (contract, by, now) =>
        {
            if (Find(contract, requirementId) is not { } requirement) return Task.FromResult(false);
            contract.Drop(requirement, by, now);
            return Task.FromResult(true);
        }, ct);

        private static ContractRequirement? Find(Contract contract, Guid requirementId) => contract.Requirements.Find(requirement => requirement.Id == requirementId && !requirement.IsDropped);

        private async Task<Asked> Written(Request request, ContractRequirement? known, DateTimeOffset now, CancellationToken ct) => new(
            request.Area == known?.Area ? known!.Area : (await db.CodeLists(SwedishTime.Day(now), ct)).Code(CodeLists.RequirementAreas, request.Area, "area"), request.Text!, request.Source);

        private async Task<ContractView?> Change(Guid id, Action<int> checkVersion, Func<Contract, Person, DateTimeOffset, Task<bool>> change, CancellationToken ct)
        {
            if (await db.Contracts.Include(contract => contract.Requirements).FirstOrDefaultAsync(contract => contract.Id == id, ct) is not { } contract) return null;
            checkVersion(contract.Version);
            var now = clock.GetUtcNow();
            if (!await change(contract, Person.Of(user), now)) return null;
            db.Publish(contract.ToChanged(now));
            await db.SaveChangesAsync(ct);
            return await list.Find(id, ct);
        }
    }
}
