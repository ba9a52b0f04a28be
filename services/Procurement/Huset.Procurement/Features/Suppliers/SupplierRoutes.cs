namespace Huset.Procurement.Features.Suppliers;

/// <summary>The slices of suppliers, in one list.</summary>
public static class SupplierRoutes
{
    public static void AddSuppliers(this IServiceCollection services)
    {
        services.AddScoped<ListSuppliers.Handler>();
        services.AddScoped<EditSupplier.Handler>();
        services.AddScoped<AdmitAccount.Handler>();
    }

    public static void MapSuppliers(this RouteGroupBuilder suppliers)
    {
        ListSuppliers.Map(suppliers);
        EditSupplier.Map(suppliers);
        AdmitAccount.Map(suppliers);
    }
}
