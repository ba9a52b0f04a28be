using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Deviations.Features.Notes;

public static class WriteNote
{
    /// <summary>The note with the version of its case.</summary>
    public sealed record Written(NoteView Note, int Version);

    public sealed class Request
    {
        [Description("Spåret: lex-sarah eller lex-maria. Får utelämnas när du utreder ärendet i bara ett; utelämnas i ett vanligt ärende. / The track; may be left out when you investigate the case in one only; is left out in an ordinary case.")]
        [EnumDataType(typeof(TrackKind))]
        public TrackKind? Track { get; set; }

        [Description("Dagen som anteckningen berättar om, svensk tid; senast i dag. / The day that the note tells of, Swedish time; today at the latest.")]
        [Example("2026-11-20")]
        [Required]
        public DateOnly? On { get; set; }

        [Description("Fakta eller bedömning. / Fact or assessment.")]
        [Required, EnumDataType(typeof(NoteKind))]
        public NoteKind? Kind { get; set; }

        [Description("Varifrån uppgiften kommer, till exempel larmloggen eller ett samtal. / Where it is known from, such as a record or a conversation.")]
        [Example("Samtal med nattpersonalen")]
        [Required, StringLength(500)]
        public string? Source { get; set; }

        [Description("Vad som ska stå. / What it is to say.")]
        [Example("Larmet hördes inte i personalrummet.")]
        [Required, StringLength(20_000)]
        public string? Text { get; set; }

        [Description("Vad den som skriver arbetar som. / What the writer works as.")]
        [Example("Utredare")]
        [Required, StringLength(100)]
        public string? Title { get; set; }
    }

    public static void Map(RouteGroupBuilder deviations) => deviations
        .MapPost("/{id:guid}/notes", async Task<Results<Created<NoteView>, NotFound>> (
            [Description("Avvikelsens id. / Id of the deviation.")] Guid id, Request request, Handler handler, HttpRequest http, HttpResponse response, CancellationToken ct) =>
        {
            if (await handler.Handle(id, request, http.CheckIfMatch, ct) is not { } written) return TypedResults.NotFound();
            response.SetETag(written.Version);
            return TypedResults.Created($"/deviations/v1/deviations/{id}/notes", written.Note);
        })
        .RequireAuthorization(Permissions.Handle)
        .TakesIfMatch()
        .GivesETag()
        .WithName("writeNote")
        .WithSummary("Skriv en anteckning i ett ärende / Write a note in a case")
        .WithDescription("Anteckningar står för sig, skilda från utredningens delar. De ändras inte: det som visar sig vara annorlunda är en ny anteckning. I ett spår skriver och ser bara dess utredare, i ett vanligt ärende den som handlägger. ETag är ärendets. / Notes stand by themselves, apart from the investigation's parts. They are not changed: what turns out otherwise is a new note. In a track only its investigators write and see them, in an ordinary case who handles it. The ETag is the case's.");

    public sealed class Handler(DeviationsDb db, AccessLog access, CurrentUser user, TimeProvider clock)
    {
        /// <summary>Null when there is no such case that the user may handle.</summary>
        /// <exception cref="InvalidField">400: on, track.</exception>
        public async Task<Written?> Handle(Guid id, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            if (await db.ToNote(id, request.Track, ct) is not var (deviation, track)) return null;
            checkVersion(deviation.Version);
            if (request.On > SwedishTime.Today(clock)) throw new InvalidField("on", "It is today at the latest.");
            var note = deviation.WriteNote(track, request.On!.Value, request.Kind!.Value, request.Source!, request.Text!, Person.Of(user), request.Title!, clock.GetUtcNow());
            access.Add(AccessAction.Change, deviation, user.WhyWork(Permissions.Handle, deviation));
            await db.SaveChangesAsync(ct);
            return new(NoteView.Of(note), deviation.Version);
        }
    }
}
