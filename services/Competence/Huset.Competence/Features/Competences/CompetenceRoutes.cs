namespace Huset.Competence.Features.Competences;

/// <summary>The slices of competences and what is asked for, in one list.</summary>
public static class CompetenceRoutes
{
    public static void AddCompetences(this IServiceCollection services)
    {
        services.AddScoped<CompetenceMatrix>();
        services.AddScoped<EditCompetence.Handler>();
        services.AddScoped<ListRequirements.Handler>();
        services.AddScoped<SetRequirement.Handler>();
        services.AddScoped<HeldCompetences.Handler>();
        services.AddScoped<ImportHeld.Handler>();
        services.AddScoped<ReadMatrix.Handler>();
    }

    public static void MapCompetences(this RouteGroupBuilder competence)
    {
        var competences = competence.MapGroup("/competences").WithTags("competences");
        ListCompetences.Map(competences);
        EditCompetence.Map(competences);
        var requirements = competence.MapGroup("/requirements").WithTags("requirements");
        ListRequirements.Map(requirements);
        SetRequirement.Map(requirements);
        HeldCompetences.Map(competence.MapGroup("/employees"));
        ImportHeld.Map(competence.MapGroup("/held-competences").WithTags("competences"));
        ReadMatrix.Map(competence);
    }
}
