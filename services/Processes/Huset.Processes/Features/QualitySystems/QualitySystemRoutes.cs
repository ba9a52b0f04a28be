using Huset.ServiceDefaults;

namespace Huset.Processes.Features.QualitySystems;

/// <summary>The slices of a unit's quality system, for Program.cs.</summary>
public static class QualitySystemRoutes
{
    public static void AddQualitySystems(this IServiceCollection services) => services
        .AddScoped<QualitySystemWork>()
        .AddScoped<QualitySystemRoom>()
        .AddScoped<ReadQualitySystem.Handler>()
        .AddScoped<WriteQualitySystem.Handler>()
        .AddScoped<SubmitQualitySystem.Handler>()
        .AddScoped<JudgeQualitySystem.Handler>()
        .AddScoped<PublishQualitySystem.Handler>()
        .AddScoped<ListQualitySystems.Handler>()
        .AddDemo<ProcessesDb>("quality systems", DemoQualitySystems.Make);

    public static void MapQualitySystems(this RouteGroupBuilder processes, RouteGroupBuilder units)
    {
        ReadQualitySystem.Map(units);
        WriteQualitySystem.Map(units);
        SubmitQualitySystem.Map(units);
        JudgeQualitySystem.Map(units);
        PublishQualitySystem.Map(units);
        ListQualitySystems.Map(processes);
    }
}
