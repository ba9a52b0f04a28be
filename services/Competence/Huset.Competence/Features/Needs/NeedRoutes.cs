namespace Huset.Competence.Features.Needs;

/// <summary>The slices of competence needs, in one list.</summary>
public static class NeedRoutes
{
    public static void AddNeeds(this IServiceCollection services) => services.AddScoped<NeedWork.Handler>();

    public static void MapNeeds(this RouteGroupBuilder competence) => NeedWork.Map(competence);
}
