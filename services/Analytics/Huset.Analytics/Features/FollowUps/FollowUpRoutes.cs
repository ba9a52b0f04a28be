using Huset.ServiceDefaults;

namespace Huset.Analytics.Features.FollowUps;

/// <summary>The slices of follow-ups of methods, with the indicators.</summary>
public static class FollowUpRoutes
{
    public static IServiceCollection AddFollowUps(this IServiceCollection services) => services
        .AddScoped<FollowUpWork>()
        .AddScoped<SetUpFollowUp.Handler>()
        .AddScoped<ReadFollowUps.Handler>()
        .AddScoped<ImportMeasurements.Handler>()
        .AddScoped<ListMeasurements.Handler>()
        .AddScoped<RemoveMeasurement.Handler>()
        .AddScoped<ConcludeFollowUp.Handler>()
        .AddSingleton<EndMeasurements>()
        .AddHostedService(provider => provider.GetRequiredService<EndMeasurements>())
        .AddDemo<AnalyticsDb>("follow-ups", DemoFollowUps.Make);

    public static void MapFollowUps(this RouteGroupBuilder analytics)
    {
        var followUps = analytics.MapGroup("/follow-ups").WithTags("follow-ups");
        SetUpFollowUp.Map(followUps);
        ReadFollowUps.Map(followUps);
        ImportMeasurements.Map(followUps);
        ListMeasurements.Map(followUps);
        RemoveMeasurement.Map(followUps);
        ConcludeFollowUp.Map(followUps);
    }
}
