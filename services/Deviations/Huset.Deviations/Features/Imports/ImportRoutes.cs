namespace Huset.Deviations.Features.Imports;

/// <summary>The slices of taking in an old system's cases, in one list.</summary>
public static class ImportRoutes
{
    public static void AddImports(this IServiceCollection services)
    {
        services.AddSingleton<TakeIn>();
        services.AddHostedService(provider => provider.GetRequiredService<TakeIn>());
        services.AddScoped<StartImport.Handler>();
        services.AddScoped<ReadImport.Handler>();
        services.AddScoped<SetSource.Handler>();
    }

    public static void MapImports(this WebApplication app)
    {
        var imports = app.MapGroup("/deviations/v1/imports").WithTags("imports");
        StartImport.Map(imports);
        ReadImport.Map(imports);
        SetSource.Map(app.MapGroup("/deviations/v1/import-sources").WithTags("imports"));
    }
}
