namespace Huset.Deviations.Features.Actions;

/// <summary>The slices of actions, in one list.</summary>
public static class ActionRoutes
{
    public static void AddActions(this IServiceCollection services)
    {
        services.AddScoped<ActionWork>();
        services.AddScoped<Owners>();
        services.AddScoped<PlanAction.Handler>();
        services.AddScoped<ChangeAction.Handler>();
        services.AddScoped<CompleteAction.Handler>();
        services.AddScoped<CheckEffect.Handler>();
        services.AddScoped<ListActions.Handler>();
        services.AddScoped<DecideAction.Handler>();
        services.AddScoped<CompareActions.Handler>();
        services.AddHostedService<BeginActions>();
    }

    public static void MapActions(this RouteGroupBuilder deviations, RouteGroupBuilder actions)
    {
        PlanAction.Map(deviations);
        ChangeAction.Map(deviations);
        CompleteAction.Map(deviations, actions);
        CheckEffect.Map(deviations);
        ListActions.Map(deviations, actions);
        DecideAction.Map(deviations);
        CompareActions.Map(actions);
    }
}
