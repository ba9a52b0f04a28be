namespace Huset.Deviations.Features.Assignments;

/// <summary>The slices of assignments in units, in one list.</summary>
public static class AssignmentRoutes
{
    public static void AddAssignments(this IServiceCollection services)
    {
        services.AddSingleton<AssignmentShelf>();
        services.AddScoped<TellRepresentatives>();
        services.AddScoped<ListAssignments.Handler>();
        services.AddScoped<ReadTopics.Handler>();
        services.AddScoped<AppointPerson.Handler>();
        services.AddScoped<EndAssignment.Handler>();
    }

    public static void MapAssignments(this WebApplication app)
    {
        var assignments = app.MapGroup("/deviations/v1/assignments").WithTags("assignments");
        ListAssignments.Map(assignments);
        ReadTopics.Map(assignments);
        AppointPerson.Map(assignments);
        EndAssignment.Map(assignments);
    }
}
