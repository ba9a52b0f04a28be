using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Deviations.Features.Lex;

public static class DecideInquiry
{
    public sealed class Request
    {
        [Description("Spåret: lex-sarah eller lex-maria. Får utelämnas när du utreder ärendet i bara ett. / The track; may be left out when you investigate the case in one only.")]
        [EnumDataType(typeof(TrackKind))]
        public TrackKind? Track { get; set; }

        [Description("true: ärendet utreds. false: det utreds inte. / true: the case is investigated. false: it is not.")]
        [Required]
        public bool? Investigate { get; set; }

        [Description("Varför. / Why.")]
        [Example("Det går inte att utesluta ett missförhållande.")]
        [Required, StringLength(20_000)]
        public string? Motivation { get; set; }

        [Description("Ärendet rör ett barn: då krävs delarna om barnets bästa och barnets egen berättelse. Utelämnas det gäller det som sades förut. / The case concerns a child: then the parts of the child's best interests and own account are required. Left out, what was said before stands.")]
        public bool? ConcernsChild { get; set; }

        [Description("Vad den som beslutar arbetar som. / What the decider works as.")]
        [Example("Utredare")]
        [Required, StringLength(100)]
        public string? Title { get; set; }
    }

    public static void Map(RouteGroupBuilder deviations) => deviations
        .MapPost("/{id:guid}/investigation", async Task<Results<Ok<InvestigationView>, NotFound>> (
            [Description("Avvikelsens id. / Id of the deviation.")] Guid id, Request request, Handler handler, HttpRequest http, HttpResponse response, CancellationToken ct) =>
            InvestigationWork.Answer(await handler.Handle(id, request, http.CheckIfMatch, ct), response))
        .RequireAuthorization(Permissions.Investigate)
        .TakesIfMatch()
        .GivesETag()
        .WithName("decideInquiry")
        .WithSummary("Besluta om ärendet ska utredas / Decide whether the case is investigated")
        .WithDescription("Ett ärende som inte utreds får lämnas tillbaka eller avslutas utan utredningens delar. Det nekas med 409 inquiry.begun när något är skrivet, beslutat eller anmält till IVO. Den som skriver en del utan att ha beslutat har beslutat att utreda. Beslutas det igen gäller det senaste. / A case that is not investigated may be returned or closed without the investigation's parts. That is refused with 409 inquiry.begun when something is written, decided or notified to IVO. Who writes a part without having decided has decided to investigate. Decided again, the latest counts.");

    public sealed class Handler(DeviationsDb db, InvestigationWork work)
    {
        /// <summary>Null when there is no such investigation.</summary>
        /// <exception cref="RuleViolation">409 `inquiry.begun`.</exception>
        public Task<InvestigationView?> Handle(Guid id, Request request, Action<int> checkVersion, CancellationToken ct) => work.Change(id, request.Track, checkVersion, (deviation, track, by, now) =>
        {
            var inquiry = deviation.DecideInquiry(track, request.Investigate!.Value, request.Motivation!, by, request.Title!, now, request.ConcernsChild);
            db.Publish(deviation.ToInquiryDecided(track, inquiry.Investigate, now));
        }, ct);
    }
}
