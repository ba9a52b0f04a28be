namespace Huset.Analytics.Features.Comparisons;

/// <summary>The slices of others' measures, for Program.cs.</summary>
public static class ComparisonRoutes
{
    public static void AddComparisons(this IServiceCollection services) => services
        .AddSingleton<Kolada>()
        .AddScoped<TakeComparisons.Handler>()
        .AddScoped<ReadComparisons.Handler>()
        .AddScoped<ExplainComparison.Handler>();

    public static void MapComparisons(this RouteGroupBuilder analytics)
    {
        var comparisons = analytics.MapGroup("/comparisons");
        ReadComparisons.Map(comparisons);
        ExplainComparison.Map(comparisons);
        TakeComparisons.Map(analytics);
    }
}
