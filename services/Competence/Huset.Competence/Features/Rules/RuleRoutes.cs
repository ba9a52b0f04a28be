namespace Huset.Competence.Features.Rules;

/// <summary>The slices of rules, in one list.</summary>
public static class RuleRoutes
{
    public static void AddRules(this IServiceCollection services) => services.AddScoped<SetRule.Handler>();

    public static void MapRules(this RouteGroupBuilder competence)
    {
        var rules = competence.MapGroup("/rules").WithTags("rules");
        ListRules.Map(rules);
        SetRule.Map(rules);
    }
}
