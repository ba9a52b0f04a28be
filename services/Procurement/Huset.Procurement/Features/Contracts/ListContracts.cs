using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Persistence;
using Huset.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using System.ComponentModel.DataAnnotations;
using System.ComponentModel;

namespace Huset.Procurement.Features.Contracts;

public static class ListContracts
{
    public sealed class Query : ListQuery
    {
        [FromQuery(Name = "state"), OneOf<ContractState>, Description("Om de gäller i dag. / Whether they apply today.")]
        public string? State { get; set; }

        [FromQuery(Name = "supplierId"), Description("Leverantören. / The supplier.")]
        public Guid? SupplierId { get; set; }

        [FromQuery(Name = "unitCode"), StringLength(64), Example("norrangen"), Description("Enheten och alla under den. / The unit and all below it.")]
        public string? UnitCode { get; set; }

        [FromQuery(Name = "form"), StringLength(64), Example("lov"), Description("Hur det upphandlades, en kod ur contract-forms. / How it was procured, a code of contract-forms.")]
        public string? Form { get; set; }

        [FromQuery(Name = "endsWithin"), Range(0, 3660), Example("180"), Description("Gäller i dag och upphör inom så många dagar. / Applies today and ends within so many days.")]
        public int? EndsWithin { get; set; }

        [FromQuery(Name = "q"), StringLength(200), Example("hemtjänst"), Description("En del av avtalets namn eller nummer, eller av leverantörens namn. / A part of the contract's name or numbers, or of the supplier's name.")]
        public string? Q { get; set; }

        [FromQuery(Name = "format"), OneOf("json", "csv"), Description("json: en sida; csv: hela urvalet. Utan format gäller Accept. / json: a page; csv: the whole selection. Without it, Accept decides.")]
        public string? Format { get; set; }
    }

    private static readonly string[] Columns =
    [
        "id", "reference", "name", "supplier", "diaryNumber", "form", "validFrom", "validTo", "state", "unitCodes", "owner", "requirements", "openFindings", "overdueFindings", "remediedFindings", "lastHeldOn", "nextPlannedOn", "signals",
    ];

    public static void Map(RouteGroupBuilder contracts)
    {
        contracts.MapGet("/", async Task<Results<Ok<ListOf<ContractView>>, PushStreamHttpResult>> ([AsParameters] Query query, Handler handler, HttpRequest request, CancellationToken ct) =>
            request.FormatOf(query.Format, "json", "csv") == "csv"
                ? Formats.CsvInParts("avtal.csv", Columns, handler.InParts(query, ct), Cells, ct)
                : TypedResults.Ok(await handler.Handle(query, request, ct)))
            .RequireAuthorization(Permissions.Read)
            .Produces<string>(200, "text/csv")
            .WithExample("text/csv", $"{string.Join(';', Columns)}\r\n")
            .WithName("listContracts")
            .WithSummary("Lista avtal / List contracts")
            .WithDescription("I namnordning, med kraven och hur uppföljningen står. En leverantör ser bara sina egna, en chef dem som gäller enheterna. / In order of name, with the requirements and how following up stands. A supplier sees only its own, a manager those for the units.");
        contracts.MapGet("/{id:guid}", async Task<Results<Ok<ContractView>, NotFound>> ([Description("Avtalets id. / Id of the contract.")] Guid id, Handler handler, HttpResponse response, CancellationToken ct) =>
            {
                if (await handler.Find(id, ct) is not { } contract) return TypedResults.NotFound();
                response.SetETag(contract.Version);
                return TypedResults.Ok(contract);
            })
            .RequireAuthorization(Permissions.Read)
            .GivesETag()
            .WithName("readContract")
            .WithSummary("Läs ett avtal / Read a contract")
            .WithDescription("Med kraven. Uppföljningar, brister och ärenden på enheterna finns under overview. / With the requirements. Follow-ups, findings and cases at the units are under overview.");
    }

    private static object?[] Cells(ContractView row) =>
    [
        row.Id, row.Reference, row.Name, row.SupplierName, row.DiaryNumber, row.Form, row.ValidFrom, row.ValidTo, row.State, string.Join(' ', row.UnitCodes), row.OwnerName, row.Requirements.Count, row.Standing.OpenFindings,
        row.Standing.OverdueFindings, row.Standing.RemediedFindings, row.Standing.LastHeldOn, row.Standing.NextPlannedOn, string.Join(' ', row.Standing.Signals.Select(Kebab.Of)),
    ];

    public sealed class Handler(ProcurementDb db, ContractStandings standings, UnitTree units)
    {
        private const int MostOnPage = 10_000;

        public async Task<ListOf<ContractView>> Handle(Query query, HttpRequest? request, CancellationToken ct)
        {
            var list = await Selected(query).ToListOf(query, request, ct);
            var standing = await standings.Of(list.Items, ct);
            return list.Select(contract => ContractView.Of(contract, standing[contract.Id], standings.Today));
        }

        /// <summary>The whole selection, for a page that puts what stands out first.</summary>
        public Task<IReadOnlyList<ContractView>> All(Query query, CancellationToken ct) => Views(Selected(query).Take(MostOnPage), ct);

        /// <summary>The whole selection, for a file.</summary>
        public IAsyncEnumerable<IReadOnlyList<ContractView>> InParts(Query query, CancellationToken ct) => Selected(query).Select(contract => contract.Id).InParts(
            async ids => (await Views(Rows().Where(contract => ids.Contains(contract.Id)), ct)).ToDictionary(contract => contract.Id), ct);

        private async Task<IReadOnlyList<ContractView>> Views(IQueryable<Contract> rows, CancellationToken ct)
        {
            var contracts = await rows.ToListAsync(ct);
            var standing = await standings.Of(contracts, ct);
            return [.. contracts.Select(contract => ContractView.Of(contract, standing[contract.Id], standings.Today))];
        }

        /// <summary>Null when there is no such contract that the user may see.</summary>
        public async Task<ContractView?> Find(Guid id, CancellationToken ct) =>
            await Rows().FirstOrDefaultAsync(contract => contract.Id == id, ct) is { } contract ? ContractView.Of(contract, await standings.Of(contract, ct), standings.Today) : null;

        private IQueryable<Contract> Rows() => db.Contracts.AsNoTracking().Include(contract => contract.Supplier).Include(contract => contract.Requirements).AsSplitQuery();

        private IQueryable<Contract> Selected(Query query)
        {
            var today = standings.Today;
            var rows = Rows();
            if (Lists.Choice<ContractState>(query.State, "state") is { } state)
            {
                rows = state switch
                {
                    ContractState.Coming => rows.Where(contract => contract.ValidFrom > today),
                    ContractState.Ended => rows.Where(contract => contract.ValidTo <= today),
                    _ => rows.Where(contract => contract.ValidFrom <= today && (contract.ValidTo == null || contract.ValidTo > today)),
                };
            }
            if (query.SupplierId is { } supplier) rows = rows.Where(contract => contract.SupplierId == supplier);
            if (query.Form is { Length: > 0 } form) rows = rows.Where(contract => contract.Form == form);
            if (query.UnitCode is { Length: > 0 } unit)
            {
                var codes = units.WithBelow([unit]);
                rows = rows.Where(contract => contract.UnitCodes.Any(code => codes.Contains(code)));
            }
            if (query.EndsWithin is { } days)
            {
                var last = today.AddDays(days);
                rows = rows.Where(contract => contract.ValidFrom <= today && contract.ValidTo > today && contract.ValidTo <= last);
            }
            if (query.Q?.Trim() is { Length: > 0 } q)
            {
                var part = Like.Part(q);
                rows = rows.Where(contract => EF.Functions.ILike(contract.Name, part, Like.Escape) || EF.Functions.ILike(contract.Reference, part, Like.Escape)
                    || EF.Functions.ILike(contract.DiaryNumber!, part, Like.Escape) || EF.Functions.ILike(contract.Supplier.Name, part, Like.Escape));
            }
            return rows.OrderBy(contract => contract.Name).ThenBy(contract => contract.Id);
        }
    }
}
