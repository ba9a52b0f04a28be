namespace Huset.Competence.Features.Staffing;

/// <summary>The slices of staffing, in one list.</summary>
public static class StaffingRoutes
{
    public static void AddStaffing(this IServiceCollection services)
    {
        services.AddScoped<SetStaffing.Handler>();
        services.AddScoped<ImportShifts.Handler>();
        services.AddScoped<ReadCoverage.Handler>();
    }

    public static void MapStaffing(this RouteGroupBuilder competence)
    {
        SetStaffing.Map(competence);
        ImportShifts.Map(competence);
        ReadCoverage.Map(competence);
    }
}
