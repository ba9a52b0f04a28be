using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Procurement.Features.Suppliers;

/// <summary>A supplier is registered, or gets another name or contact. Its number stays: another number is another supplier.</summary>
public static class EditSupplier
{
    public abstract class Fields
    {
        [Description("Namnet. / The name.")]
        [Example("Exempelvård AB"), Required, StringLength(200), RegularExpression(@"\P{Cc}*")]
        public string? Name { get; set; }

        [Description("Vem man når där: en funktion med telefon och e-post. / Whom to reach there: a function with telephone and e-mail.")]
        [Example("Kvalitetsansvarig, 0999-123 45"), StringLength(500)]
        public string? Contact { get; set; }
    }

    public sealed class Request : Fields;

    public sealed class NewSupplier : Fields
    {
        [Description("Organisationsnumret: tio siffror, med eller utan bindestreck. / The organisation number: ten digits, with or without a hyphen.")]
        [Example("559999-0016"), Required, StringLength(20)]
        public string? OrganisationNumber { get; set; }
    }

    public static void Map(RouteGroupBuilder suppliers)
    {
        suppliers.MapPost("/", async Task<Created<SupplierView>> (NewSupplier request, Handler handler, HttpResponse response, CancellationToken ct) =>
            {
                var supplier = await handler.Register(request, ct);
                response.SetETag(supplier.Version);
                return TypedResults.Created($"/procurement/v1/suppliers/{supplier.Id}", SupplierView.Of(supplier, 0, withAccounts: true));
            })
            .RequireAuthorization(Permissions.EditContracts)
            .GivesETag()
            .WithName("registerSupplier")
            .WithSummary("Registrera en leverantör / Register a supplier")
            .WithDescription("Numret kontrolleras. Bara juridiska personer: en enskild firmas nummer är en persons. / The number is checked. Only legal persons: a sole trader's number is a person's.");
        suppliers.MapPut("/{id:guid}", async Task<Results<Ok<SupplierView>, NotFound>> ([Description("Leverantörens id. / Id of the supplier.")] Guid id, Request request, Handler handler, ListSuppliers.Handler list, HttpContext http, CancellationToken ct) =>
            {
                if (await handler.Change(id, request, http.Request.RequireIfMatch, ct) is not { } supplier) return TypedResults.NotFound();
                http.Response.SetETag(supplier.Version);
                return TypedResults.Ok((await list.Find(id, ct))!);
            })
            .RequireAuthorization(Permissions.EditContracts)
            .NeedsIfMatch().GivesETag()
            .WithName("changeSupplier")
            .WithSummary("Ändra en leverantörs namn eller kontakt / Change a supplier's name or contact")
            .WithDescription("Skicka If-Match med den ETag du läste. / Send If-Match with the ETag that you read.");
    }

    public sealed class Handler(ProcurementDb db, CurrentUser user, TimeProvider clock)
    {
        /// <exception cref="InvalidField">400: organisationNumber.</exception>
        /// <exception cref="RuleViolation">409 `supplier.is-a-person`, `supplier.number-taken`.</exception>
        public async Task<Supplier> Register(NewSupplier request, CancellationToken ct)
        {
            var supplier = Supplier.Register(request.OrganisationNumber!, request.Name!, request.Contact, Person.Of(user), clock.GetUtcNow());
            await using var own = await db.OwnTransaction(ct);
            // Of two who register the same number at once the second is to be told.
            await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(727590)", ct);
            if (await db.Suppliers.AnyAsync(known => known.OrganisationNumber == supplier.OrganisationNumber, ct)) throw new RuleViolation("supplier.number-taken", "There is a supplier with this number already.");
            db.Add(supplier);
            await db.SaveChangesAsync(ct);
            if (own is not null) await own.CommitAsync(ct);
            return supplier;
        }

        /// <summary>Null when there is no such supplier.</summary>
        public async Task<Supplier?> Change(Guid id, Fields request, Action<int> checkVersion, CancellationToken ct)
        {
            if (await db.Suppliers.FirstOrDefaultAsync(supplier => supplier.Id == id, ct) is not { } supplier) return null;
            checkVersion(supplier.Version);
            supplier.Change(request.Name!, request.Contact, Person.Of(user), clock.GetUtcNow());
            await db.SaveChangesAsync(ct);
            return supplier;
        }
    }
}
