using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
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
        {
            if (await handler.Handle(id, request, http.CheckIfMatch, ct) is not { } investigation) return TypedResults.NotFound();
            response.SetETag(investigation.Version);
            return TypedResults.Ok(investigation);
        })
        .RequireAuthorization(Permissions.Investigate)
        .TakesIfMatch()
        .GivesETag()
        .WithName("recordIvoNotification")
        .WithSummary("Anteckna anmälan till IVO / Record the notification to IVO")
        .WithDescription("Anmälan görs hos IVO; här står när, och senare när utredningen skickades. Den får göras innan något är beslutat. / The notification is made at IVO; here it is told when, and later when the investigation was sent. It may be made before anything is decided.");

    public sealed class Handler(DeviationsDb db, AccessLog access, CurrentUser user, TimeProvider clock)
    {
        /// <summary>Null when there is no such investigation.</summary>
        /// <exception cref="InvalidField">400: sentOn, investigationSentOn.</exception>
        public async Task<InvestigationView?> Handle(Guid id, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            if (await db.Investigation(id, request.Track, ct) is not var (deviation, track)) return null;
            checkVersion(deviation.Version);
            var today = SwedishTime.Today(clock);
            if (request.SentOn > today || request.SentOn < deviation.OccurredOn) throw new InvalidField("sentOn", "It lies between the day that it happened and today.");
            if (request.InvestigationSentOn > today || request.InvestigationSentOn < request.SentOn) throw new InvalidField("investigationSentOn", "It lies between the notification and today.");
            deviation.NotifyIvo(track, request.SentOn!.Value, request.RegistryNumber!, request.Reference, request.InvestigationSentOn, Person.Of(user), clock.GetUtcNow());
            access.Add(AccessAction.Change, deviation, user.WhyWork(Permissions.Investigate, deviation));
            await db.SaveChangesAsync(ct);
            return InvestigationView.Of(deviation, track, await ReadInvestigation.Handler.Required(db, deviation, track, ct));
        }
    }
}
