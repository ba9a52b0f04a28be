namespace Huset.Analytics.Features.Extracts;

/// <summary>The slices of extracts for research, for Program.cs.</summary>
public static class ExtractRoutes
{
    public static IServiceCollection AddExtracts(this IServiceCollection services) => services
        .AddScoped<ListExtracts.Handler>()
        .AddScoped<PrepareExtract.Handler>()
        .AddScoped<DecideExtract.Handler>()
        .AddScoped<FetchExtract.Handler>()
        .AddSingleton<EndExtracts>()
        .AddHostedService(provider => provider.GetRequiredService<EndExtracts>());

    public static void MapExtracts(this RouteGroupBuilder analytics)
    {
        var extracts = analytics.MapGroup("/extracts").WithTags("extracts");
        ListExtracts.Map(extracts);
        PrepareExtract.Map(extracts);
        DecideExtract.Map(extracts);
        FetchExtract.Map(extracts);
    }
}
