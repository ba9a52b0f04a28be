using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Huset.Deviations.Features.Notes;

/// <summary>Adds to, puts right and takes out of the timeline of the event that a case is about.</summary>
public static class EditTimeline
{
    /// <summary>The entry with the version of its case.</summary>
    public sealed record Entered(TimelineView Entry, int Version);

    public sealed class Request
    {
        [Description("Spåret: lex-sarah eller lex-maria. Får utelämnas när du utreder ärendet i bara ett; utelämnas i ett vanligt ärende. / The track; may be left out when you investigate the case in one only; is left out in an ordinary case.")]
        [EnumDataType(typeof(TrackKind))]
        public TrackKind? Track { get; set; }

        [Description("Dagen då det hände, svensk tid; senast i dag. / The day that it happened, Swedish time; today at the latest.")]
        [Example("2026-11-20")]
        [Required]
        public DateOnly? On { get; set; }

        [Description("Klockslaget, svensk tid; utelämnas när bara dagen är känd. / Time of the day, Swedish time; left out when only the day is known.")]
        [Example("02:15")]
        [RegularExpression("^([01][0-9]|2[0-3]):[0-5][0-9]$")]
        public string? Time { get; set; }

        [Description("Vad som hände. / What happened.")]
        [Example("Larmet gick.")]
        [Required, StringLength(2_000)]
        public string? What { get; set; }

        [Description("Varifrån uppgiften kommer. / Where it is known from.")]
        [Example("Larmloggen")]
        [Required, StringLength(500)]
        public string? Source { get; set; }
    }

    public static void Map(RouteGroupBuilder deviations)
    {
        deviations.MapPost("/{id:guid}/timeline-entries", async Task<Results<Created<TimelineView>, NotFound>> (
                [Description("Avvikelsens id. / Id of the deviation.")] Guid id, Request request, Handler handler, HttpRequest http, HttpResponse response, CancellationToken ct) =>
            {
                if (await handler.Enter(id, request, http.CheckIfMatch, ct) is not { } entered) return TypedResults.NotFound();
                response.SetETag(entered.Version);
                return TypedResults.Created($"/deviations/v1/deviations/{id}/timeline-entries", entered.Entry);
            })
            .RequireAuthorization(Permissions.Handle)
            .TakesIfMatch()
            .GivesETag()
            .WithName("enterTime")
            .WithSummary("Lägg till något i händelsens tidslinje / Add to the event's timeline")
            .WithDescription("Vad som hände när. Det som skrivs i ett spår ser bara spårets utredare. ETag är ärendets. / What happened when. What is written in a track only its investigators see. The ETag is the case's.");
        deviations.MapPut("/{id:guid}/timeline-entries/{entryId:guid}", async Task<Results<Ok<TimelineView>, NotFound>> (
                [Description("Avvikelsens id. / Id of the deviation.")] Guid id, [Description("Uppgiftens id. / Id of the entry.")] Guid entryId, Request request, Handler handler, HttpRequest http, HttpResponse response, CancellationToken ct) =>
            {
                if (await handler.Reword(id, entryId, request, http.CheckIfMatch, ct) is not { } entered) return TypedResults.NotFound();
                response.SetETag(entered.Version);
                return TypedResults.Ok(entered.Entry);
            })
            .RequireAuthorization(Permissions.Handle)
            .TakesIfMatch()
            .GivesETag()
            .WithName("rewordTime")
            .WithSummary("Rätta något i tidslinjen / Put right an entry of the timeline")
            .WithDescription("Ersätter uppgiften. ETag är ärendets. / Replaces the entry. The ETag is the case's.");
        deviations.MapDelete("/{id:guid}/timeline-entries/{entryId:guid}", async Task<Results<NoContent, NotFound>> (
                [Description("Avvikelsens id. / Id of the deviation.")] Guid id, [Description("Uppgiftens id. / Id of the entry.")] Guid entryId,
                [FromQuery(Name = "track"), OneOf<TrackKind>, Description("Spåret: lex-sarah eller lex-maria. Får utelämnas när du utreder ärendet i bara ett; utelämnas i ett vanligt ärende. / The track; may be left out when you investigate the case in one only; is left out in an ordinary case.")] string? track,
                Handler handler, HttpRequest http, HttpResponse response, CancellationToken ct) =>
            {
                if (await handler.Remove(id, entryId, Lists.Choice<TrackKind>(track, "track"), http.CheckIfMatch, ct) is not { } version) return TypedResults.NotFound();
                response.SetETag(version);
                return TypedResults.NoContent();
            })
            .RequireAuthorization(Permissions.Handle)
            .TakesIfMatch()
            .GivesETag()
            .WithName("removeTime")
            .WithSummary("Ta bort något ur tidslinjen / Take an entry out of the timeline")
            .WithDescription("Att det skett och av vem står kvar i ärendets historik. Svarets ETag är ärendets. / That it was done and by whom stays in the case's history. The answer's ETag is the case's.");
    }

    public sealed class Handler(DeviationsDb db, AccessLog access, CurrentUser user, TimeProvider clock)
    {
        /// <summary>Null when there is no such case that the user may handle.</summary>
        /// <exception cref="InvalidField">400: on, track.</exception>
        public async Task<Entered?> Enter(Guid id, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            if (await db.ToNote(id, request.Track, ct) is not var (deviation, track)) return null;
            checkVersion(deviation.Version);
            MustHaveBeen(request);
            var entry = deviation.EnterTime(track, request.On!.Value, Clock(request.Time), request.What!, request.Source!, Person.Of(user), clock.GetUtcNow());
            return new(TimelineView.Of(entry), await Save(deviation, ct));
        }

        /// <summary>Null when there is no such entry in a case that the user may handle.</summary>
        /// <exception cref="InvalidField">400: on, track.</exception>
        public async Task<Entered?> Reword(Guid id, Guid entryId, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            if (await Find(id, entryId, request.Track, ct) is not var (deviation, entry)) return null;
            checkVersion(deviation.Version);
            MustHaveBeen(request);
            deviation.RewordTime(entry, request.On!.Value, Clock(request.Time), request.What!, request.Source!, Person.Of(user), clock.GetUtcNow());
            return new(TimelineView.Of(entry), await Save(deviation, ct));
        }

        /// <summary>The case's new version; null when there is no such entry in a case that the user may handle.</summary>
        public async Task<int?> Remove(Guid id, Guid entryId, TrackKind? track, Action<int> checkVersion, CancellationToken ct)
        {
            if (await Find(id, entryId, track, ct) is not var (deviation, entry)) return null;
            checkVersion(deviation.Version);
            deviation.RemoveTime(entry, Person.Of(user), clock.GetUtcNow());
            return await Save(deviation, ct);
        }

        private async Task<(Deviation Deviation, TimelineEntry Entry)?> Find(Guid id, Guid entryId, TrackKind? asked, CancellationToken ct) =>
            await db.ToNote(id, asked, ct) is var (deviation, track) && deviation.Timeline.Find(entry => entry.Id == entryId && (entry.Track is null || entry.Track == track)) is { } entry ? (deviation, entry) : null;

        private async Task<int> Save(Deviation deviation, CancellationToken ct)
        {
            access.Add(AccessAction.Change, deviation, user.WhyWork(Permissions.Handle, deviation));
            await db.SaveChangesAsync(ct);
            return deviation.Version;
        }

        private void MustHaveBeen(Request request)
        {
            if (request.On > SwedishTime.Today(clock)) throw new InvalidField("on", "It is today at the latest.");
        }

        private static TimeOnly? Clock(string? time) => string.IsNullOrWhiteSpace(time) ? null : TimeOnly.ParseExact(time, "HH:mm", CultureInfo.InvariantCulture);
    }
}
