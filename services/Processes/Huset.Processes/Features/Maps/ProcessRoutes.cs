using Huset.ServiceDefaults;

namespace Huset.Processes.Features.Maps;

/// <summary>The slices of processes, in one list.</summary>
public static class ProcessRoutes
{
    public static void AddProcesses(this IServiceCollection services)
    {
        services.AddScoped<ProcessWork>();
        services.AddScoped<ListProcesses.Handler>();
        services.AddScoped<CreateProcess.Handler>();
        services.AddScoped<ChangeProcess.Handler>();
        services.AddScoped<CloseProcess.Handler>();
        services.AddScoped<DrawDiagram.Handler>();
        services.AddScoped<ListVersions.Handler>();
        services.AddScoped<ReadDifference.Handler>();
        services.AddScoped<JudgeVersion.Handler>();
        services.AddScoped<PublishVersion.Handler>();
        services.AddScoped<ListActivities.Handler>();
        services.AddScoped<ReadHeat.Handler>();
        services.AddScoped<ProcessSignals>();
        services.AddDemo<ProcessesDb>("processes", DemoProcesses.Make);
    }

    public static void MapProcesses(this RouteGroupBuilder processes)
    {
        ListProcesses.Map(processes);
        CreateProcess.Map(processes);
        ChangeProcess.Map(processes);
        CloseProcess.Map(processes);
        DrawDiagram.Map(processes);
        ListVersions.Map(processes);
        ReadDifference.Map(processes);
        JudgeVersion.Map(processes);
        PublishVersion.Map(processes);
        ListActivities.Map(processes);
        ReadHeat.Map(processes);
    }
}
