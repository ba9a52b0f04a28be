using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Procurement.Features.Suppliers;

/// <summary>Who signs in for a supplier, by sign-in name: from now on, or no longer.</summary>
public static class AdmitAccount
{
    public sealed class Request
    {
        [Description("Användarnamnet, som personen loggar in med det. / The sign-in name, as the person signs in with it.")]
        [Example("leverantor"), Required, StringLength(100), RegularExpression(@"\s*[^\s/\\?#%\p{Cc}]+\s*")]
        public string? Username { get; set; }
    }

    public static void Map(RouteGroupBuilder suppliers)
    {
        suppliers.MapPost("/{id:guid}/accounts", async Task<Results<Created<SupplierView>, NotFound>> ([Description("Leverantörens id. / Id of the supplier.")] Guid id, Request request, Handler handler, HttpContext http, CancellationToken ct) =>
            {
                if (await handler.Admit(id, request.Username!, http.Request.CheckIfMatch, ct) is not { } supplier) return TypedResults.NotFound();
                http.Response.SetETag(supplier.Version);
                return TypedResults.Created($"/procurement/v1/suppliers/{id}", supplier);
            })
            .RequireAuthorization(Permissions.EditContracts)
            .TakesIfMatch().GivesETag()
            .WithName("admitAccount")
            .WithSummary("Låt ett konto se leverantörens avtal / Let an account see the supplier's contracts")
            .WithDescription("Kontot behöver också rollen leverantor, som ges där konton sköts. / The account needs the role leverantor too, which is given where accounts are kept.");
        suppliers.MapDelete("/{id:guid}/accounts/{username}", async Task<Results<Ok<SupplierView>, NotFound>> (
                [Description("Leverantörens id. / Id of the supplier.")] Guid id, [Description("Användarnamnet. / The sign-in name."), Example("leverantor")] string username, Handler handler, HttpContext http, CancellationToken ct) =>
            {
                if (await handler.Dismiss(id, username, http.Request.CheckIfMatch, ct) is not { } supplier) return TypedResults.NotFound();
                http.Response.SetETag(supplier.Version);
                return TypedResults.Ok(supplier);
            })
            .RequireAuthorization(Permissions.EditContracts)
            .TakesIfMatch().GivesETag()
            .WithName("dismissAccount")
            .WithSummary("Koppla bort ett konto / Dismiss an account")
            .WithDescription("Kontot ser genast inget mer av leverantörens. / The account sees nothing more of the supplier's at once.");
    }

    public sealed class Handler(ProcurementDb db, ListSuppliers.Handler list, CurrentUser user, TimeProvider clock)
    {
        /// <summary>Null when there is no such supplier.</summary>
        /// <exception cref="RuleViolation">409 `supplier.account-known`.</exception>
        public Task<SupplierView?> Admit(Guid id, string username, Action<int> checkVersion, CancellationToken ct) =>
            Change(id, checkVersion, supplier =>
            {
                supplier.Admit(username, Person.Of(user), clock.GetUtcNow());
                return true;
            }, ct);

        /// <summary>Null when there is no such supplier, or the account is not one of its.</summary>
        public Task<SupplierView?> Dismiss(Guid id, string username, Action<int> checkVersion, CancellationToken ct) =>
            Change(id, checkVersion, supplier => supplier.Dismiss(username, Person.Of(user), clock.GetUtcNow()), ct);

        private async Task<SupplierView?> Change(Guid id, Action<int> checkVersion, Func<Supplier, bool> change, CancellationToken ct)
        {
            if (await db.Suppliers.Include(supplier => supplier.Accounts).FirstOrDefaultAsync(supplier => supplier.Id == id, ct) is not { } supplier) return null;
            checkVersion(supplier.Version);
            if (!change(supplier)) return null;
            await db.SaveChangesAsync(ct);
            return await list.Find(id, ct);
        }
    }
}
