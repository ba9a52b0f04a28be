namespace Huset.Deviations.Features.SecondAssessments;

/// <summary>The slices of second assessments, in one list.</summary>
public static class SecondAssessmentRoutes
{
    public static void AddSecondAssessments(this IServiceCollection services)
    {
        services.AddScoped<JudgeAgain.Handler>();
        services.AddScoped<CompareAssessments.Handler>();
    }

    public static void MapSecondAssessments(this WebApplication app)
    {
        JudgeAgain.Map(app.MapGroup("/deviations/v1/second-assessments").WithTags("second-assessments"));
        CompareAssessments.Map(app);
    }
}
