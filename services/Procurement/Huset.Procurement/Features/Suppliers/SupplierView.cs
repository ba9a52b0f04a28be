using System.ComponentModel;
using Huset.ServiceDefaults.Http;

namespace Huset.Procurement.Features.Suppliers;

/// <summary>A supplier as who may see it reads it.</summary>
public sealed record SupplierView(
    [property: Description("Leverantörens id. / Id of the supplier.")] Guid Id,
    [property: Description("Organisationsnumret. / The organisation number.")][property: Example("559999-0016")] string OrganisationNumber,
    [property: Description("Namnet. / The name.")][property: Example("Exempelvård AB")] string Name,
    [property: Description("Vem man når där. / Whom to reach there.")][property: Example("Kvalitetsansvarig, 0999-123 45")] string? Contact,
    [property: Description("Antal avtal som gäller i dag, av dem som du ser. / Contracts that apply today, of those that you see.")][property: Example("1")] int RunningContracts,
    [property: Description("Användarnamn som loggar in för leverantören; bara för den som ändrar avtal. / Names that sign in for the supplier; only for who edits contracts.")] IReadOnlyList<AccountView>? Accounts,
    [property: Description("När den senast ändrades. / When it was last changed.")] DateTimeOffset ChangedAt,
    [property: Description("Ökar vid varje ändring; skickas som If-Match. / Grows with each change; sent as If-Match.")] int Version)
{
    public static SupplierView Of(Supplier supplier, int runningContracts, bool withAccounts) => new(
        supplier.Id, supplier.OrganisationNumber, supplier.Name, supplier.Contact, runningContracts,
        withAccounts ? [.. supplier.Accounts.OrderBy(account => account.Username, StringComparer.Ordinal).Select(account => new AccountView(account.Username, account.GivenByName, account.GivenAt))] : null, supplier.ChangedAt, supplier.Version);
}

/// <summary>A sign-in name that stands for a supplier.</summary>
public sealed record AccountView(
    [property: Description("Användarnamnet. / The sign-in name.")][property: Example("leverantor")] string Username,
    [property: Description("Vem som kopplade det. / Who admitted it.")][property: Example("Ulf Hanell")] string GivenByName,
    [property: Description("När det kopplades. / When it was admitted.")] DateTimeOffset GivenAt);
