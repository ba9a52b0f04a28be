using Huset.Analytics.Features.Extracts;
using Huset.Analytics.Features.Indicators;
using Huset.Analytics.Features.Looking;

namespace Huset.Analytics.Features;

/// <summary>Counts of deviations, charts and what leaves the house of them, for Program.cs.</summary>
public static class CountRoutes
{
    public static void AddCounts(this IServiceCollection services) => services
        .AddScoped<ReadRoom>()
        .AddScoped<CountDeviations.Handler>()
        .AddScoped<ReadControlChart.Handler>()
        .AddScoped<ReadDaysBetween.Handler>()
        .AddScoped<DeviationCells>()
        .AddScoped<LookChoices>()
        .AddScoped<ReadPareto.Handler>()
        .AddScoped<ReadHours.Handler>()
        .AddScoped<ReadFunnel.Handler>()
        .AddSingleton<CodeNames>();

    public static void MapCounts(this RouteGroupBuilder counts)
    {
        CountDeviations.Map(counts);
        ReadPareto.Map(counts);
        ReadHours.Map(counts);
        ReadFunnel.Map(counts);
        ReadControlChart.Map(counts);
        ReadDaysBetween.Map(counts);
        DrawChart.Map(counts);
        counts.MapExtracts();
    }
}
