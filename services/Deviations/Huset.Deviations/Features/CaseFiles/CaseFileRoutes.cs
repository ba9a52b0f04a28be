namespace Huset.Deviations.Features.CaseFiles;

/// <summary>The slices of the case file, in one list.</summary>
public static class CaseFileRoutes
{
    public static void AddCaseFiles(this IServiceCollection services)
    {
        services.AddScoped<ReadCaseFile.Handler>();
        services.AddScoped<SetRegistryNumber.Handler>();
    }

    public static void MapCaseFiles(this RouteGroupBuilder deviations)
    {
        ReadCaseFile.Map(deviations);
        ListHistory.Map(deviations);
        SetRegistryNumber.Map(deviations);
    }
}
