using Huset.Analytics.Features.Indicators;

namespace Huset.Analytics.Features;

/// <summary>Counts of deviations and charts, for Program.cs.</summary>
public static class CountRoutes
{
    public static void AddCounts(this IServiceCollection services) => services
        .AddScoped<CountDeviations.Handler>()
        .AddScoped<ReadControlChart.Handler>();

    public static void MapCounts(this RouteGroupBuilder counts)
    {
        CountDeviations.Map(counts);
        ReadControlChart.Map(counts);
        DrawChart.Map(counts);
    }
}
