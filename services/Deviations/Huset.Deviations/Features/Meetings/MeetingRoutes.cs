namespace Huset.Deviations.Features.Meetings;

/// <summary>The slices of workplace meetings, in one list.</summary>
public static class MeetingRoutes
{
    public static void AddMeetings(this IServiceCollection services)
    {
        services.AddScoped<ReadMeeting.Handler>();
        services.AddScoped<KeepMeeting.Handler>();
    }

    public static void MapMeetings(this WebApplication app)
    {
        var meetings = app.MapGroup("/deviations/v1/meetings").WithTags("meetings");
        ReadMeeting.Map(meetings);
        KeepMeeting.Map(meetings);
    }
}
