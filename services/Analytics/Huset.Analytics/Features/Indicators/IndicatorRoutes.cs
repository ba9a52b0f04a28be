using Huset.Analytics.Features.FollowUps;

namespace Huset.Analytics.Features.Indicators;

/// <summary>The slices of the indicators, for Program.cs.</summary>
public static class IndicatorRoutes
{
    public static void AddIndicators(this IServiceCollection services) => services
        .AddFollowUps()
        .AddSingleton<ToldValues>()
        .AddSingleton<IndicatorSeries>()
        .AddScoped<IndicatorCatalogue>()
        .AddScoped<ReadIndicators>()
        .AddScoped<ListIndicators.SeriesReader>()
        .AddScoped<ReadIndicator.Handler>()
        .AddScoped<DefineIndicator.Handler>()
        .AddScoped<PlaceIndicator.Handler>()
        .AddScoped<SetTarget.Handler>()
        .AddScoped<BreakChart.Handler>()
        .AddScoped<ImportValues.Handler>()
        .AddScoped<ListValues.Handler>()
        .AddScoped<ReadCoverage.Handler>();

    public static void MapIndicators(this RouteGroupBuilder analytics)
    {
        analytics.MapFollowUps();
        var indicators = analytics.MapGroup("/indicators");
        ListIndicators.Map(indicators);
        ReadIndicator.Map(indicators);
        DefineIndicator.Map(indicators);
        PlaceIndicator.Map(indicators);
        SetTarget.Map(indicators);
        var values = analytics.MapGroup("/indicator-values");
        ListValues.Map(values);
        ImportValues.Map(values);
        ReadCoverage.Map(analytics);
        BreakChart.Map(analytics);
    }
}
