using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Procurement.Features.Contracts;

/// <summary>A contract is registered or changed. Its supplier stays: another supplier is another contract.</summary>
public static class EditContract
{
    public abstract class Fields
    {
        [Description("Avtalets namn. / Name of the contract.")]
        [Example("Hemtjänst på kvällar och nätter"), Required, StringLength(200), RegularExpression(@"\P{Cc}*")]
        public string? Name { get; set; }

        [Description("Numret i kommunens diarium. / Number in the municipality's register of documents.")]
        [Example("SN 2025/123"), StringLength(50), RegularExpression(@"\P{Cc}*")]
        public string? DiaryNumber { get; set; }

        [Description("Hur det upphandlades, en kod ur contract-forms. / How it was procured, a code of contract-forms.")]
        [Example("lov"), Required, StringLength(64)]
        public string? Form { get; set; }

        [Description("Första dagen. / First day.")]
        [Example("2026-01-01"), Required]
        public DateOnly? ValidFrom { get; set; }

        [Description("Första dagen som det inte längre gäller; utelämnas tills vidare. / First day that it no longer holds; left out until further notice.")]
        [Example("2090-01-01")]
        public DateOnly? ValidTo { get; set; }

        [Description("Enheterna som det gäller. / The units that it is for.")]
        [Example("norrangen"), Required, MinLength(1), MaxLength(200)]
        public List<string?>? UnitCodes { get; set; }

        [Description("Vem i kommunen som äger avtalet: id i personkatalogen. / Who at the municipality owns the contract: id in the people directory.")]
        [Example("8f1c2d3e-0000-4000-8000-000000000001"), StringLength(100)]
        public string? OwnerId { get; set; }
    }

    public sealed class Request : Fields;

    public sealed class NewContract : Fields
    {
        [Description("Leverantören. / The supplier.")]
        [Required]
        public Guid? SupplierId { get; set; }

        [Description("Kraven, i ordning. / The requirements, in order.")]
        [MaxLength(200)]
        public List<EditRequirement.Request>? Requirements { get; set; }
    }

    public static void Map(RouteGroupBuilder contracts)
    {
        contracts.MapPost("/", async Task<Created<ContractView>> (NewContract request, Handler handler, ListContracts.Handler list, HttpResponse response, CancellationToken ct) =>
            {
                var contract = await handler.Register(request, ct);
                response.SetETag(contract.Version);
                return TypedResults.Created($"/procurement/v1/contracts/{contract.Id}", (await list.Find(contract.Id, ct))!);
            })
            .RequireAuthorization(Permissions.EditContracts)
            .GivesETag()
            .WithName("registerContract")
            .WithSummary("Registrera ett avtal / Register a contract")
            .WithDescription("Med kraven, om de är kända; de kan läggas till senare. / With the requirements, if they are known; they can be added later.");
        contracts.MapPut("/{id:guid}", async Task<Results<Ok<ContractView>, NotFound>> ([Description("Avtalets id. / Id of the contract.")] Guid id, Request request, Handler handler, ListContracts.Handler list, HttpContext http, CancellationToken ct) =>
            {
                if (await handler.Change(id, request, http.Request.RequireIfMatch, ct) is not { } contract) return TypedResults.NotFound();
                http.Response.SetETag(contract.Version);
                return TypedResults.Ok((await list.Find(id, ct))!);
            })
            .RequireAuthorization(Permissions.EditContracts)
            .NeedsIfMatch().GivesETag()
            .WithName("changeContract")
            .WithSummary("Ändra ett avtal / Change a contract")
            .WithDescription("Kraven ändras ett och ett under requirements. Skicka If-Match med den ETag du läste. / The requirements are changed one by one under requirements. Send If-Match with the ETag that you read.");
    }

    public sealed class Handler(ProcurementDb db, UnitTree units, CurrentUser user, TimeProvider clock)
    {
        /// <exception cref="InvalidField">400: supplierId, form, validTo, unitCodes, ownerId or requirements.</exception>
        public async Task<Contract> Register(NewContract request, CancellationToken ct)
        {
            var supplier = await db.Suppliers.FirstOrDefaultAsync(known => known.Id == request.SupplierId, ct) ?? throw new InvalidField("supplierId", "There is no such supplier.");
            var now = clock.GetUtcNow();
            var lists = await db.CodeLists(SwedishTime.Day(now), ct);
            var asked = (request.Requirements ?? []).Select(written => new Asked(lists.Code(CodeLists.RequirementAreas, written.Area, "requirements"), written.Text!, written.Source)).ToList();
            var facts = await Facts(request, null, lists, ct);
            var contract = Contract.Register(await db.Next("contract_reference", ct), supplier.Id, facts, asked, Person.Of(user), now);
            db.Add(contract);
            db.Publish(contract.ToChanged(now));
            await db.SaveChangesAsync(ct);
            return contract;
        }

        /// <summary>Null when there is no such contract.</summary>
        /// <exception cref="InvalidField">400: form, validTo, unitCodes or ownerId.</exception>
        public async Task<Contract?> Change(Guid id, Fields request, Action<int> checkVersion, CancellationToken ct)
        {
            if (await db.Contracts.Include(contract => contract.Requirements).FirstOrDefaultAsync(contract => contract.Id == id, ct) is not { } contract) return null;
            checkVersion(contract.Version);
            var now = clock.GetUtcNow();
            contract.Change(await Facts(request, contract, await db.CodeLists(SwedishTime.Day(now), ct), ct), Person.Of(user), now);
            db.Publish(contract.ToChanged(now));
            await db.SaveChangesAsync(ct);
            return contract;
        }

        private async Task<ContractFacts> Facts(Fields request, Contract? known, CodeLists lists, CancellationToken ct)
        {
            var form = request.Form == known?.Form ? known!.Form : lists.Code(CodeLists.ContractForms, request.Form, "form");
            // A unit that has closed since stays in the contract that was for it.
            var codes = request.UnitCodes!.Select(code => code?.Trim() ?? "").Distinct().ToList();
            if (codes.Exists(code => units.Find(code) is null && known?.UnitCodes.Contains(code) is not true)) throw new InvalidField("unitCodes", "There is no such unit today.");
            return new(request.Name!, request.DiaryNumber, form, request.ValidFrom!.Value, request.ValidTo, codes, await Owner(request.OwnerId, known, ct));
        }

        private async Task<Person?> Owner(string? id, Contract? contract, CancellationToken ct)
        {
            if (string.IsNullOrWhiteSpace(id)) return null;
            if (contract is { OwnerId: { } known, OwnerName: { } name } && known == id) return new(known, name);
            if (Guid.TryParse(id, out var personId) && await db.People.AsNoTracking().FirstOrDefaultAsync(person => person.IsActive && (person.Id == personId || person.AccountId == id), ct) is { } person) return new(person.Id.ToString(), person.Name);
            return id == user.Id ? Person.Of(user) : throw new InvalidField("ownerId", "There is no such person in the directory.");
        }
    }
}
