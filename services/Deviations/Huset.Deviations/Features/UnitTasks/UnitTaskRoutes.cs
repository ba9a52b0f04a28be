namespace Huset.Deviations.Features.UnitTasks;

/// <summary>The slices of what units do out of an investigation, in one list.</summary>
public static class UnitTaskRoutes
{
    public static void AddUnitTasks(this IServiceCollection services)
    {
        services.AddScoped<GiveUnitTask.Handler>();
        services.AddScoped<ListUnitTasks.Handler>();
        services.AddScoped<CompleteUnitTask.Handler>();
    }

    public static void MapUnitTasks(this WebApplication app, RouteGroupBuilder deviations)
    {
        GiveUnitTask.Map(deviations);
        var tasks = app.MapGroup("/deviations/v1/unit-tasks").WithTags("unit-tasks");
        ListUnitTasks.Map(deviations, tasks);
        CompleteUnitTask.Map(tasks);
    }
}
