namespace Huset.Deviations.Features.Duties;

/// <summary>The slices of what the law demands of work injuries and breaches, in one list.</summary>
public static class DutyRoutes
{
    public static void AddDuties(this IServiceCollection services)
    {
        services.AddScoped<DutyWork>();
        services.AddScoped<ReadDuties.Handler>();
        services.AddScoped<SetDuties.Handler>();
        services.AddScoped<DismissDuties.Handler>();
        services.AddScoped<WriteDutyPart.Handler>();
        services.AddScoped<DecideDuty.Handler>();
        services.AddScoped<WriteStatement.Handler>();
        services.AddScoped<ReadDutyNotice.Handler>();
        services.AddScoped<ReadWorkYear.Handler>();
    }

    public static void MapDuties(this WebApplication app, RouteGroupBuilder deviations)
    {
        ReadDuties.Map(deviations);
        SetDuties.Map(deviations);
        DismissDuties.Map(deviations);
        WriteDutyPart.Map(deviations);
        DecideDuty.Map(deviations);
        WriteStatement.Map(deviations);
        ReadDutyNotice.Map(deviations);
        ReadWorkYear.Map(app.MapGroup("/deviations/v1/work-environment").WithTags("work-environment"));
    }
}
