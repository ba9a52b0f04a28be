namespace Huset.Analytics.Features.Rebuilds;

/// <summary>The slices of counting anew, for Program.cs.</summary>
public static class RebuildRoutes
{
    public static void AddRebuilds(this IServiceCollection services) => services
        .AddScoped<RequestRebuild.Handler>()
        .AddHostedService<CountAnew>();

    public static void MapRebuilds(this RouteGroupBuilder rebuilds)
    {
        ListRebuilds.Map(rebuilds);
        RequestRebuild.Map(rebuilds);
    }
}
