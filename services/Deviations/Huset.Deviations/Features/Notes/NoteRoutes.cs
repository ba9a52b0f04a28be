namespace Huset.Deviations.Features.Notes;

/// <summary>The slices of a case's notes and timeline, in one list.</summary>
public static class NoteRoutes
{
    public static void AddNotes(this IServiceCollection services)
    {
        services.AddScoped<ListNotes.Handler>();
        services.AddScoped<WriteNote.Handler>();
        services.AddScoped<EditTimeline.Handler>();
    }

    public static void MapNotes(this RouteGroupBuilder deviations)
    {
        ListNotes.Map(deviations);
        WriteNote.Map(deviations);
        EditTimeline.Map(deviations);
    }
}
