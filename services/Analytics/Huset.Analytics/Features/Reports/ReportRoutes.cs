using Huset.Analytics.Features.Publishing;

namespace Huset.Analytics.Features.Reports;

/// <summary>The slices of reports, for Program.cs.</summary>
public static class ReportRoutes
{
    public static void AddReports(this IServiceCollection services) => services
        .AddPublishing()
        .AddScoped<ReportWork>()
        .AddScoped<ReportFigures>()
        .AddScoped<ReportGoals>()
        .AddScoped<ReportFiles>()
        .AddSingleton<ArchiveWorker>()
        .AddSingleton<MakePdfs>()
        .AddHostedService(provider => provider.GetRequiredService<MakePdfs>())
        .AddScoped<BeginReport.Handler>()
        .AddScoped<ListReports.Handler>()
        .AddScoped<ReadReport.Handler>()
        .AddScoped<ReadFigure.Handler>()
        .AddScoped<WriteSection.Handler>()
        .AddScoped<HandOutSection.Handler>()
        .AddScoped<FreezeReport.Handler>()
        .AddScoped<CompareReport.Handler>()
        .AddScoped<TellThread>()
        .AddScoped<ReadTemplate.Handler>()
        .AddScoped<ListTemplates.Handler>()
        .AddScoped<ChangeTemplate.Handler>();

    public static void MapReports(this RouteGroupBuilder analytics)
    {
        var reports = analytics.MapGroup("/reports").WithTags("reports");
        BeginReport.Map(reports);
        ListReports.Map(reports);
        ReadReport.Map(reports);
        ReadFigure.Map(reports);
        WriteSection.Map(reports);
        HandOutSection.Map(reports);
        FreezeReport.Map(reports);
        CompareReport.Map(reports);
        var templates = analytics.MapGroup("/report-templates").WithTags("reports");
        ListTemplates.Map(templates);
        ReadTemplate.Map(templates);
        ChangeTemplate.Map(templates);
    }
}
