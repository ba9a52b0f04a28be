namespace Huset.Analytics.Features.Goals;

/// <summary>The slices of goals, for Program.cs.</summary>
public static class GoalRoutes
{
    public static IServiceCollection AddGoals(this IServiceCollection services) => services
        .AddScoped<GoalWork>()
        .AddScoped<GoalMeasures>()
        .AddScoped<QualityAreas>()
        .AddScoped<SetGoal.Handler>()
        .AddScoped<ListGoals.Handler>()
        .AddScoped<ReadGoal.Handler>()
        .AddScoped<DecideGoal.Handler>()
        .AddScoped<FollowUpGoal.Handler>()
        .AddScoped<JudgeGoal.Handler>()
        .AddScoped<RemoveGoal.Handler>()
        .AddScoped<TellGoals>();

    public static RouteGroupBuilder MapGoals(this RouteGroupBuilder analytics)
    {
        var goals = analytics.MapGroup("/goals").WithTags("goals");
        SetGoal.Map(goals);
        ListGoals.Map(goals);
        ReadGoal.Map(goals);
        DecideGoal.Map(goals);
        FollowUpGoal.Map(goals);
        JudgeGoal.Map(goals);
        RemoveGoal.Map(goals);
        return analytics;
    }
}
