using Huset.Deviations.Features.Authorities;
using Huset.Deviations.Features.UnitTasks;

namespace Huset.Deviations.Features.Lex;

/// <summary>The slices of the tracks' investigations, in one list.</summary>
public static class LexRoutes
{
    public static void AddLex(this IServiceCollection services)
    {
        services.AddScoped<InvestigationWork>();
        services.AddScoped<ReadInvestigation.Handler>();
        services.AddScoped<ListInvestigations.Handler>();
        services.AddScoped<DecideInquiry.Handler>();
        services.AddScoped<WritePart.Handler>();
        services.AddScoped<DecideDeviation.Handler>();
        services.AddScoped<NotifyIvo.Handler>();
        services.AddScoped<RecordIvoStep.Handler>();
        services.AddScoped<AuthorityFiles>();
        services.AddScoped<ReadIvoNotice.Handler>();
        services.AddScoped<RecordInformed.Handler>();
        services.AddScoped<TellPatient.Handler>();
        services.AddScoped<SetRequiredPart.Handler>();
        services.AddUnitTasks();
        services.AddSingleton<TellLexCounts>();
        services.AddHostedService(provider => provider.GetRequiredService<TellLexCounts>());
    }

    public static void MapLex(this WebApplication app, RouteGroupBuilder deviations)
    {
        ReadInvestigation.Map(deviations);
        DecideInquiry.Map(deviations);
        WritePart.Map(deviations);
        DecideDeviation.Map(deviations);
        NotifyIvo.Map(deviations);
        RecordIvoStep.Map(deviations);
        ReadIvoNotice.Map(deviations);
        RecordInformed.Map(deviations);
        TellPatient.Map(deviations);
        app.MapUnitTasks(deviations);
        ListInvestigations.Map(app.MapGroup("/deviations/v1/investigations").WithTags("investigations"));
        var parts = app.MapGroup("/deviations/v1/required-parts").WithTags("required-parts");
        ListRequiredParts.Map(parts);
        SetRequiredPart.Map(parts);
    }
}
