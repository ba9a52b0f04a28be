using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Persistence;
using Huset.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using System.ComponentModel.DataAnnotations;
using System.ComponentModel;

namespace Huset.Procurement.Features.Suppliers;

public static class ListSuppliers
{
    public sealed class Query : ListQuery
    {
        [FromQuery(Name = "q"), StringLength(200), Example("vård"), Description("En del av namnet eller organisationsnumret. / A part of the name or the organisation number.")]
        public string? Q { get; set; }

        [FromQuery(Name = "format"), OneOf("json", "csv"), Description("json: en sida; csv: hela urvalet. Utan format gäller Accept. / json: a page; csv: the whole selection. Without it, Accept decides.")]
        public string? Format { get; set; }
    }

    private static readonly string[] Columns = ["id", "organisationNumber", "name", "contact", "runningContracts"];

    public static void Map(RouteGroupBuilder suppliers)
    {
        suppliers.MapGet("/", async Task<Results<Ok<ListOf<SupplierView>>, PushStreamHttpResult>> ([AsParameters] Query query, Handler handler, HttpRequest request, CancellationToken ct) =>
            request.FormatOf(query.Format, "json", "csv") == "csv"
                ? Formats.CsvInParts("leverantorer.csv", Columns, handler.InParts(query, ct), Cells, ct)
                : TypedResults.Ok(await handler.Handle(query, request, ct)))
            .RequireAuthorization(Permissions.Read)
            .Produces<string>(200, "text/csv")
            .WithExample("text/csv", $"{string.Join(';', Columns)}\r\n")
            .WithName("listSuppliers")
            .WithSummary("Lista leverantörer / List suppliers")
            .WithDescription("I namnordning. En leverantör ser bara sig själv, en chef dem som har avtal för enheterna. / In order of name. A supplier sees only itself, a manager those with contracts for the units.");
        suppliers.MapGet("/{id:guid}", async Task<Results<Ok<SupplierView>, NotFound>> ([Description("Leverantörens id. / Id of the supplier.")] Guid id, Handler handler, HttpResponse response, CancellationToken ct) =>
            {
                if (await handler.Find(id, ct) is not { } supplier) return TypedResults.NotFound();
                response.SetETag(supplier.Version);
                return TypedResults.Ok(supplier);
            })
            .RequireAuthorization(Permissions.Read)
            .GivesETag()
            .WithName("readSupplier")
            .WithSummary("Läs en leverantör / Read a supplier")
            .WithDescription("Avtalen finns under contracts med supplierId. / Its contracts are under contracts with supplierId.");
    }

    private static object?[] Cells(SupplierView row) => [row.Id, row.OrganisationNumber, row.Name, row.Contact, row.RunningContracts];

    public sealed class Handler(ProcurementDb db, CurrentUser user, TimeProvider clock)
    {
        public async Task<ListOf<SupplierView>> Handle(Query query, HttpRequest? request, CancellationToken ct)
        {
            var list = await Selected(query).ToListOf(query, request, ct);
            var running = await Running([.. list.Items.Select(supplier => supplier.Id)], ct);
            return list.Select(supplier => View(supplier, running));
        }

        /// <summary>The whole selection, for a file.</summary>
        public IAsyncEnumerable<IReadOnlyList<SupplierView>> InParts(Query query, CancellationToken ct) => Selected(query).Select(supplier => supplier.Id).InParts(
            async ids =>
            {
                var running = await Running(ids, ct);
                return await db.Suppliers.AsNoTracking().Include(supplier => supplier.Accounts).Where(supplier => ids.Contains(supplier.Id)).ToDictionaryAsync(supplier => supplier.Id, supplier => View(supplier, running), ct);
            },
            ct);

        /// <summary>Null when there is no such supplier that the user may see.</summary>
        public async Task<SupplierView?> Find(Guid id, CancellationToken ct) =>
            await db.Suppliers.AsNoTracking().Include(supplier => supplier.Accounts).FirstOrDefaultAsync(supplier => supplier.Id == id, ct) is { } supplier ? View(supplier, await Running([id], ct)) : null;

        private SupplierView View(Supplier supplier, Dictionary<Guid, int> running) => SupplierView.Of(supplier, running.GetValueOrDefault(supplier.Id), user.May(Permissions.EditContracts));

        private IQueryable<Supplier> Selected(Query query)
        {
            var rows = db.Suppliers.AsNoTracking().Include(supplier => supplier.Accounts).AsSplitQuery();
            if (query.Q?.Trim() is { Length: > 0 } q)
            {
                var part = Like.Part(q);
                rows = rows.Where(supplier => EF.Functions.ILike(supplier.Name, part, Like.Escape) || EF.Functions.ILike(supplier.OrganisationNumber, part, Like.Escape));
            }
            return rows.OrderBy(supplier => supplier.Name).ThenBy(supplier => supplier.Id);
        }

        private async Task<Dictionary<Guid, int>> Running(Guid[] ids, CancellationToken ct)
        {
            var today = SwedishTime.Today(clock);
            return await db.Contracts.Where(contract => ids.Contains(contract.SupplierId) && contract.ValidFrom <= today && (contract.ValidTo == null || contract.ValidTo > today))
                .GroupBy(contract => contract.SupplierId).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(group => group.Key, group => group.Count, ct);
        }
    }
}
