namespace Huset.Deviations.Features.Reporting;

/// <summary>What a report is made of and where it is put in.</summary>
public static class ReportingRoutes
{
    public static IServiceCollection AddReporting(this IServiceCollection services) => services
        .AddScoped<ReportDeviation.Handler>()
        .AddScoped<PlaceDeviation.Handler>()
        .AddScoped<Places>()
        .AddScoped<Sortings>();

    public static void MapReporting(this RouteGroupBuilder deviations)
    {
        ReportDeviation.Map(deviations);
        PlaceDeviation.Map(deviations);
    }
}
