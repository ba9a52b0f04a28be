namespace Huset.Analytics.Features.Plans;

/// <summary>The slices of the yearly plan, for Program.cs.</summary>
public static class PlanRoutes
{
    public static void AddPlans(this IServiceCollection services) => services
        .AddScoped<BeginPlan.Handler>()
        .AddScoped<ListPlans.Handler>()
        .AddScoped<ReadPlan.Handler>()
        .AddScoped<WriteCommitment.Handler>()
        .AddScoped<MarkActivity.Handler>()
        .AddScoped<DecidePlan.Handler>()
        .AddScoped<FollowUpPlan.Handler>()
        .AddScoped<ClosePlan.Handler>()
        .AddScoped<ImportPlans.Handler>();

    public static void MapPlans(this RouteGroupBuilder analytics)
    {
        var plans = analytics.MapGroup("/plans").WithTags("plans");
        BeginPlan.Map(plans);
        ListPlans.Map(plans);
        ReadPlan.Map(plans);
        WriteCommitment.Map(plans);
        MarkActivity.Map(plans);
        DecidePlan.Map(plans);
        FollowUpPlan.Map(plans);
        ClosePlan.Map(plans);
        ExportPlan.Map(plans);
        ImportPlans.Map(plans);
    }
}
