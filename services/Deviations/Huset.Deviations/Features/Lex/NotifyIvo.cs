using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Deviations.Features.Lex;

public static class NotifyIvo
{
    public sealed class Request
    {
        [Description("Spåret: lex-sarah eller lex-maria. Får utelämnas när du utreder ärendet i bara ett. / The track; may be left out when you investigate the case in one only.")]
        [EnumDataType(typeof(TrackKind))]
        public TrackKind? Track { get; set; }

        [Description("Dagen då anmälan skickades, svensk tid; senast i dag. / Day the notification was sent, Swedish time; today at the latest.")]
        [Example("2026-11-20")]
        [Required]
        public DateOnly? SentOn { get; set; }

        [Description("Kommunens diarienummer. / The municipality's registry number.")]
        [Example("SN 2026/123")]
        [Required, StringLength(100)]
        public string? RegistryNumber { get; set; }

        [Description("IVO:s ärendenummer, när det är känt. / IVO's own number, once it is known.")]
        [Example("8.1.2-12345/2026")]
        [StringLength(100)]
        public string? Reference { get; set; }

        [Description("Dagen då utredningen skickades, svensk tid: samma dag eller senare. Utelämnas tills den är skickad. / Day the investigation was sent, Swedish time: the same day or later. Left out until it is.")]
        [Example("2026-11-20")]
        public DateOnly? InvestigationSentOn { get; set; }
    }

    public static void Map(RouteGroupBuilder deviations) => deviations
        .MapPut("/{id:guid}/ivo-notification", async Task<Results<Ok<InvestigationView>, NotFound>> (
            [Description("Avvikelsens id. / Id of the deviation.")] Guid id, Request request, Handler handler, HttpRequest http, HttpResponse response, CancellationToken ct) =>
            InvestigationWork.Answer(await handler.Handle(id, request, http.CheckIfMatch, ct), response))
        .RequireAuthorization(Permissions.Investigate)
        .TakesIfMatch()
        .GivesETag()
        .WithName("recordIvoNotification")
        .WithSummary("Anteckna anmälan till IVO / Record the notification to IVO")
        .WithDescription("Anmälan görs hos IVO; här står när, och senare när utredningen skickades. Den får göras innan något är beslutat. / The notification is made at IVO; here it is told when, and later when the investigation was sent. It may be made before anything is decided.");

    public sealed class Handler(InvestigationWork work)
    {
        /// <summary>Null when there is no such investigation.</summary>
        /// <exception cref="InvalidField">400: sentOn, investigationSentOn.</exception>
        public Task<InvestigationView?> Handle(Guid id, Request request, Action<int> checkVersion, CancellationToken ct) => work.Change(id, request.Track, checkVersion, (deviation, track, by, now) =>
        {
            var today = SwedishTime.Day(now);
            InvestigationWork.CheckDay(request.SentOn, "sentOn", deviation, today);
            if (request.InvestigationSentOn > today || request.InvestigationSentOn < request.SentOn) throw new InvalidField("investigationSentOn", "It lies between the notification and today.");
            deviation.NotifyIvo(track, request.SentOn!.Value, request.RegistryNumber!, request.Reference, request.InvestigationSentOn, by, now);
        }, ct);
    }
}
