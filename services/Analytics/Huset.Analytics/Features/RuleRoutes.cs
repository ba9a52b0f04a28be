namespace Huset.Analytics.Features;

/// <summary>The slices of the rules, for Program.cs.</summary>
public static class RuleRoutes
{
    public static void AddRules(this IServiceCollection services) => services
        .AddScoped<ListRules.Handler>()
        .AddScoped<ReadRule.Handler>()
        .AddScoped<ChangeRule.Handler>();

    public static void MapRules(this RouteGroupBuilder rules)
    {
        ListRules.Map(rules);
        ReadRule.Map(rules);
        ChangeRule.Map(rules);
    }
}
