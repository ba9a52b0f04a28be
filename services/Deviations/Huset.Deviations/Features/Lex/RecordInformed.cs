using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
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
            InvestigationWork.Answer(await handler.Handle(id, request, http.CheckIfMatch, ct), response))
        .RequireAuthorization(Permissions.Investigate)
        .TakesIfMatch()
        .GivesETag()
        .WithName("recordInformed")
        .WithSummary("Anteckna vem som informerats / Record who was told")
        .WithDescription("Vem som har fått veta av utredningen, och när. / Who has been told of the investigation, and when.");

    public sealed class Handler(InvestigationWork work)
    {
        /// <summary>Null when there is no such investigation.</summary>
        /// <exception cref="InvalidField">400: on.</exception>
        public Task<InvestigationView?> Handle(Guid id, Request request, Action<int> checkVersion, CancellationToken ct) => work.Change(id, request.Track, checkVersion, (deviation, track, by, now) =>
        {
            InvestigationWork.CheckDay(request.On, "on", deviation, SwedishTime.Day(now));
            deviation.Inform(track, request.Party!.Value, request.On!.Value, request.Note, by, now);
        }, ct);
    }
}
