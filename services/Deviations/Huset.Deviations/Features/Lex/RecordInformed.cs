using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Deviations.Features.Lex;

public static class RecordInformed
{
    public sealed class Request
    {
        [Description("Spåret: lex-sarah eller lex-maria. Får utelämnas när du utreder ärendet i bara ett. / The track; may be left out when you investigate the case in one only.")]
        [EnumDataType(typeof(TrackKind))]
        public TrackKind? Track { get; set; }

        [Description("Vem som informerades: nämnden, utföraren, den enskilde eller en närstående. / Who was told: the board, the provider, the individual or a relative.")]
        [Required, EnumDataType(typeof(InformedParty))]
        public InformedParty? Party { get; set; }

        [Description("Vilken dag, svensk tid; senast i dag. / Which day, Swedish time; today at the latest.")]
        [Example("2026-11-20")]
        [Required]
        public DateOnly? On { get; set; }

        [Description("Hur, eller vad som svarades. / How, or what was answered.")]
        [Example("Vid nämndens sammanträde.")]
        [StringLength(2_000)]
        public string? Note { get; set; }
    }

    public static void Map(RouteGroupBuilder deviations) => deviations
        .MapPost("/{id:guid}/informed", async Task<Results<Ok<InvestigationView>, NotFound>> (
            [Description("Avvikelsens id. / Id of the deviation.")] Guid id, Request request, Handler handler, HttpRequest http, HttpResponse response, CancellationToken ct) =>
        {
            if (await handler.Handle(id, request, http.CheckIfMatch, ct) is not { } investigation) return TypedResults.NotFound();
            response.SetETag(investigation.Version);
            return TypedResults.Ok(investigation);
        })
        .RequireAuthorization(Permissions.Investigate)
        .TakesIfMatch()
        .GivesETag()
        .WithName("recordInformed")
        .WithSummary("Anteckna vem som informerats / Record who was told")
        .WithDescription("Vem som har fått veta av utredningen, och när. / Who has been told of the investigation, and when.");

    public sealed class Handler(DeviationsDb db, AccessLog access, CurrentUser user, TimeProvider clock)
    {
        /// <summary>Null when there is no such investigation.</summary>
        /// <exception cref="InvalidField">400: on.</exception>
        public async Task<InvestigationView?> Handle(Guid id, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            if (await db.Investigation(id, request.Track, ct) is not var (deviation, track)) return null;
            checkVersion(deviation.Version);
            if (request.On > SwedishTime.Today(clock) || request.On < deviation.OccurredOn) throw new InvalidField("on", "It lies between the day that it happened and today.");
            deviation.Inform(track, request.Party!.Value, request.On!.Value, request.Note, Person.Of(user), clock.GetUtcNow());
            access.Add(AccessAction.Change, deviation, user.WhyWork(Permissions.Investigate, deviation));
            await db.SaveChangesAsync(ct);
            return InvestigationView.Of(deviation, track, await ReadInvestigation.Handler.Required(db, deviation, track, ct));
        }
    }
}
