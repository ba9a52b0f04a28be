using Huset.Deviations.Features.Meetings;

namespace Huset.Deviations.Features.Ideas;

/// <summary>The slices of ideas, and of the meetings where the month is talked over, in one list.</summary>
public static class IdeaRoutes
{
    public static void AddIdeas(this IServiceCollection services)
    {
        services.AddMeetings();
        services.AddScoped<IdeaWork>();
        services.AddScoped<LeaveIdea.Handler>();
        services.AddScoped<ListIdeas.Handler>();
        services.AddScoped<ReadBoard.Handler>();
        services.AddScoped<RewordIdea.Handler>();
        services.AddScoped<MoveIdea.Handler>();
        services.AddScoped<VoteIdea.Handler>();
        services.AddScoped<TryIdea.Handler>();
        services.AddScoped<SpreadIdea.Handler>();
        services.AddScoped<JoinIdeas.Handler>();
    }

    public static void MapIdeas(this WebApplication app)
    {
        var ideas = app.MapGroup("/deviations/v1/ideas").WithTags("ideas");
        LeaveIdea.Map(ideas);
        ListIdeas.Map(ideas);
        ReadBoard.Map(ideas);
        ReadIdea.Map(ideas);
        RewordIdea.Map(ideas);
        MoveIdea.Map(ideas);
        VoteIdea.Map(ideas);
        TryIdea.Map(ideas);
        SpreadIdea.Map(ideas);
        JoinIdeas.Map(ideas);
        app.MapMeetings();
    }
}
