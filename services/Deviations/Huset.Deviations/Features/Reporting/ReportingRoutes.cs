namespace Huset.Deviations.Features.Reporting;

/// <summary>What a report is made of and where it is put in.</summary>
public static class ReportingRoutes
{
    public static IServiceCollection AddReporting(this IServiceCollection services) => services
        .AddScoped<ReportDeviation.Handler>()
        .AddScoped<PlaceDeviation.Handler>()
        .AddScoped<ReportTogether.Handler>()
        .AddScoped<ShareExample.Handler>()
        .AddScoped<ListExamples.Handler>()
        .AddScoped<LeaveTip.Handler>()
        .AddScoped<FindSimilar.Handler>()
        .AddScoped<Places>()
        .AddScoped<Sortings>();

    public static void MapReporting(this RouteGroupBuilder deviations, RouteGroupBuilder examples, RouteGroupBuilder tips)
    {
        ReportDeviation.Map(deviations);
        PlaceDeviation.Map(deviations);
        ReportTogether.Map(deviations);
        ShareExample.Map(deviations);
        FindSimilar.Map(deviations);
        ListExamples.Map(examples);
        LeaveTip.Map(tips);
    }
}
