namespace Huset.Procurement.Features.Contracts;

/// <summary>The slices of contracts, in one list.</summary>
public static class ContractRoutes
{
    public static void AddContracts(this IServiceCollection services)
    {
        services.AddScoped<ContractStandings>();
        services.AddScoped<ListContracts.Handler>();
        services.AddScoped<EditContract.Handler>();
        services.AddScoped<EditRequirement.Handler>();
        services.AddScoped<ReadOverview.Handler>();
    }

    public static void MapContracts(this RouteGroupBuilder contracts)
    {
        ListContracts.Map(contracts);
        EditContract.Map(contracts);
        EditRequirement.Map(contracts);
        ReadOverview.Map(contracts);
    }
}
