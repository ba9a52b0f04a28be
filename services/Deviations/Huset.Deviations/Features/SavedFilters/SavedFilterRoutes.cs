namespace Huset.Deviations.Features.SavedFilters;

/// <summary>The slices of saved selections, in one list.</summary>
public static class SavedFilterRoutes
{
    public static void AddSavedFilters(this IServiceCollection services) => services.AddScoped<SaveFilter.Handler>();

    public static void MapSavedFilters(this WebApplication app) => SaveFilter.Map(app.MapGroup("/deviations/v1/saved-filters").WithTags("saved-filters"));
}
