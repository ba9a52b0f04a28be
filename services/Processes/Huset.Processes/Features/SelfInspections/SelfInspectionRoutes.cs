using Huset.ServiceDefaults;

namespace Huset.Processes.Features.SelfInspections;

/// <summary>The slices of self-inspections and their checklists, for Program.cs.</summary>
public static class SelfInspectionRoutes
{
    public static void AddSelfInspections(this IServiceCollection services) => services
        .AddScoped<ListChecklists.Handler>()
        .AddScoped<WriteChecklist.Handler>()
        .AddScoped<ListSelfInspections.Handler>()
        .AddScoped<StartSelfInspection.Handler>()
        .AddScoped<AnswerSelfInspection.Handler>()
        .AddScoped<ListInspectionPlans.Handler>()
        .AddScoped<WriteInspectionPlan.Handler>()
        .AddHostedService<KeepPlans>()
        .AddDemo<ProcessesDb>("self-inspections", DemoSelfInspections.Make);

    public static void MapSelfInspections(this RouteGroupBuilder processes)
    {
        var checklists = processes.MapGroup("/checklists").WithTags("self-inspections");
        ListChecklists.Map(checklists);
        WriteChecklist.Map(checklists);
        var inspections = processes.MapGroup("/self-inspections").WithTags("self-inspections");
        ListSelfInspections.Map(inspections);
        StartSelfInspection.Map(inspections);
        AnswerSelfInspection.Map(inspections);
        var plans = processes.MapGroup("/inspection-plans").WithTags("self-inspections");
        ListInspectionPlans.Map(plans);
        WriteInspectionPlan.Map(plans);
    }
}
