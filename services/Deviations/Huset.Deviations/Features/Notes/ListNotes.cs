using System.ComponentModel;
using Huset.Deviations.Features.Lex;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.Notes;

/// <summary>A note in a case.</summary>
public sealed record NoteView(
    [property: Description("Anteckningens id. / Id of the note.")] Guid Id,
    [property: Description("Spåret som den skrevs i; saknas för det som skrevs i ett vanligt ärende. / The track that it was written in; absent for what was written in an ordinary case.")] TrackKind? Track,
    [property: Description("Dagen som den berättar om, svensk tid. / The day that it tells of, Swedish time.")] DateOnly On,
    [property: Description("Fakta eller bedömning. / Fact or assessment.")] NoteKind Kind,
    [property: Description("Varifrån uppgiften kommer. / Where it is known from.")][property: Example("Samtal med nattpersonalen")] string Source,
    [property: Description("Vad som står. / What it says.")][property: Example("Larmet hördes inte i personalrummet.")] string Text,
    [property: Description("Vem som skrev. / Who wrote it.")][property: Example("Lena Testsson")] string By,
    [property: Description("Vad den som skrev arbetar som. / What the writer works as.")][property: Example("Utredare")] string ByTitle,
    [property: Description("När den skrevs, UTC. / When it was written, UTC.")] DateTimeOffset At)
{
    public static NoteView Of(CaseNote note) => new(note.Id, note.Track, note.On, note.Kind, note.Source, note.Text, note.ByName, note.ByTitle, note.At);

    /// <summary>Those of the track, and those of the time when the case was an ordinary one; by the day that they tell of.</summary>
    public static IReadOnlyList<NoteView> Of(Deviation deviation, TrackKind? track) =>
        [.. deviation.Notes.Where(note => note.Track is null || note.Track == track).OrderBy(note => note.On).ThenBy(note => note.Id).Select(Of)];
}

/// <summary>What happened when.</summary>
public sealed record TimelineView(
    [property: Description("Uppgiftens id. / Id of the entry.")] Guid Id,
    [property: Description("Spåret som den skrevs i; saknas för det som skrevs i ett vanligt ärende. / The track that it was written in; absent for what was written in an ordinary case.")] TrackKind? Track,
    [property: Description("Dagen, svensk tid. / The day, Swedish time.")] DateOnly On,
    [property: Description("Klockslaget, svensk tid; saknas när bara dagen är känd. / Time of the day, Swedish time; absent when only the day is known.")][property: Example("02:15")] string? Time,
    [property: Description("Vad som hände. / What happened.")][property: Example("Larmet gick.")] string What,
    [property: Description("Varifrån uppgiften kommer. / Where it is known from.")][property: Example("Larmloggen")] string Source)
{
    public static TimelineView Of(TimelineEntry entry) => new(entry.Id, entry.Track, entry.On, entry.Time?.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture), entry.What, entry.Source);

    /// <summary>As of the notes, in the order in which it happened; of which only the day is known comes first that day.</summary>
    public static IReadOnlyList<TimelineView> Of(Deviation deviation, TrackKind? track) =>
        [.. deviation.Timeline.Where(entry => entry.Track is null || entry.Track == track).OrderBy(entry => entry.On).ThenBy(entry => entry.Time).ThenBy(entry => entry.Id).Select(Of)];

    /// <summary>"20 november 2026 kl. 02.15", as people read it.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string When => Time is null ? Words.Day(On) : Words.Clock(On, Time.Replace(':', '.'));
}

/// <summary>A case's notes and timeline, for who may write them.</summary>
public sealed record NotedView(Guid DeviationId, string Reference, string UnitCode, TrackKind? Track, IReadOnlyList<NoteView> Notes, IReadOnlyList<TimelineView> Timeline, bool IsClosed, int Version)
{
    /// <summary>What the pages' addresses say of the track: "?spar=lex-maria".</summary>
    public string Query => Track is { } track ? $"?spar={Kebab.Of(track)}" : "";

    public static NotedView Of(Deviation deviation, TrackKind? track) =>
        new(deviation.Id, deviation.Reference, deviation.UnitCode, track, NoteView.Of(deviation, track), TimelineView.Of(deviation, track), deviation.ClosedAt is not null, deviation.Version);
}

public static class ListNotes
{
    public sealed class Query : ListQuery
    {
        [FromQuery(Name = "track"), OneOf<TrackKind>, Description("Spåret: lex-sarah eller lex-maria. Får utelämnas när du utreder ärendet i bara ett, och i ett vanligt ärende. / The track; may be left out when you investigate the case in one only, and in an ordinary case.")]
        public string? Track { get; set; }
    }

    public static void Map(RouteGroupBuilder deviations)
    {
        deviations.MapGet("/{id:guid}/notes", async Task<Results<Ok<ListOf<NoteView>>, NotFound>> (
                [Description("Avvikelsens id. / Id of the deviation.")] Guid id, [AsParameters] Query query, Handler handler, HttpRequest request, CancellationToken ct) =>
                await handler.Handle(id, Lists.Choice<TrackKind>(query.Track, "track"), ct) is { } noted ? TypedResults.Ok(noted.Notes.ToListOf(query, request)) : TypedResults.NotFound())
            .RequireAuthorization(Permissions.Handle)
            .WithName("listNotes")
            .WithSummary("Läs ett ärendes anteckningar / Read a case's notes")
            .WithDescription("Efter dagen som de berättar om. Det som skrevs i ett spår ser bara spårets utredare, också när ärendet har lämnat det. / By the day that they tell of. What was written in a track only its investigators see, also when the case has left it.");
        deviations.MapGet("/{id:guid}/timeline-entries", async Task<Results<Ok<ListOf<TimelineView>>, NotFound>> (
                [Description("Avvikelsens id. / Id of the deviation.")] Guid id, [AsParameters] Query query, Handler handler, HttpRequest request, CancellationToken ct) =>
                await handler.Handle(id, Lists.Choice<TrackKind>(query.Track, "track"), ct) is { } noted ? TypedResults.Ok(noted.Timeline.ToListOf(query, request)) : TypedResults.NotFound())
            .RequireAuthorization(Permissions.Handle)
            .WithName("listTimeline")
            .WithSummary("Läs händelsens tidslinje / Read the event's timeline")
            .WithDescription("Vad som hände när, i ordning. Det som skrevs i ett spår ser bara spårets utredare. / What happened when, in order. What was written in a track only its investigators see.");
    }

    public sealed class Handler(DeviationsDb db, AccessLog access, CurrentUser user)
    {
        public Task<NotedView?> Handle(Guid id, TrackKind? track, CancellationToken ct) => Read(id, tracks => tracks.Meant(track), track is null, ct);

        /// <summary>For a page, whose address tells the track as `?spar=lex-maria`; without it the first that the user investigates the case in.</summary>
        public Task<NotedView?> Handle(Guid id, string? spar, CancellationToken ct) => Read(id, tracks => InvestigationWork.Shown(tracks, spar), spar is null, ct);

        // An ordinary case lies in no track, so who asks for one asks for what is not there.
        private async Task<NotedView?> Read(Guid id, Func<IReadOnlyList<TrackKind>, TrackKind?> meant, bool takesOrdinary, CancellationToken ct)
        {
            if (await db.Noted.AsNoTracking().FirstOrDefaultAsync(d => d.Id == id, ct) is not { } deviation || !user.MayHandle(deviation)) return null;
            var track = meant(user.TracksOf(deviation));
            if (track is null && (deviation.IsRestricted || !takesOrdinary)) return null;
            await access.Append(AccessAction.Read, [deviation], shown => DeviationView.Why(shown, user), [], ct);
            return NotedView.Of(deviation, track);
        }
    }
}
