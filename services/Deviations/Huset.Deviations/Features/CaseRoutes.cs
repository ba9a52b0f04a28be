using Huset.Deviations.Features.CaseFiles;
using Huset.Deviations.Features.Cooperations;
using Huset.Deviations.Features.Councils;
using Huset.Deviations.Features.Notes;
using Huset.Deviations.Features.SavedFilters;

namespace Huset.Deviations.Features;

/// <summary>The slices of a case from the report to the answer, in one list.</summary>
public static class CaseRoutes
{
    public static void AddCases(this IServiceCollection services)
    {
        services.AddScoped<FindWords>().AddScoped<ListDeviations.Handler>();
        services.AddScoped<ReadDeviation.Handler>();
        services.AddScoped<HandOverDeviation.Handler>();
        services.AddScoped<ReturnDeviation.Handler>();
        services.AddScoped<AssessDeviation.Handler>();
        services.AddScoped<FindCause.Handler>();
        services.AddScoped<RewordCause.Handler>();
        services.AddScoped<AcceptCause.Handler>();
        services.AddScoped<ReopenDeviation.Handler>();
        services.AddScoped<CloseDeviation.Handler>();
        services.AddScoped<AnswerDeviation.Handler>();
        services.AddScoped<ListPeople.Handler>();
        services.AddScoped<AskOthers>();
        services.AddScoped<FollowAsked>();
        services.AddScoped<Managers>();
        services.AddCooperations();
        services.AddCouncils();
        services.AddCaseFiles();
        services.AddNotes();
        services.AddSavedFilters();
    }

    public static void MapCases(this RouteGroupBuilder deviations, RouteGroupBuilder all)
    {
        ListDeviations.Map(deviations);
        ReadDeviation.Map(deviations);
        HandOverDeviation.Map(deviations);
        ReturnDeviation.Map(deviations);
        AssessDeviation.Map(deviations);
        FindCause.Map(deviations);
        RewordCause.Map(deviations);
        AcceptCause.Map(deviations);
        ReopenDeviation.Map(deviations);
        CloseDeviation.Map(deviations);
        AnswerDeviation.Map(deviations);
        ListPeople.Map(all);
        deviations.MapCooperations(all);
        deviations.MapCouncils(all);
        deviations.MapCaseFiles();
        deviations.MapNotes();
    }
}
