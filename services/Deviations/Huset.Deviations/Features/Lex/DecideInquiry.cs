using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
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
        {
            if (await handler.Handle(id, request, http.CheckIfMatch, ct) is not { } investigation) return TypedResults.NotFound();
            response.SetETag(investigation.Version);
            return TypedResults.Ok(investigation);
        })
        .RequireAuthorization(Permissions.Investigate)
        .TakesIfMatch()
        .GivesETag()
        .WithName("decideInquiry")
        .WithSummary("Besluta om ärendet ska utredas / Decide whether the case is investigated")
        .WithDescription("Ett ärende som inte utreds får lämnas tillbaka eller avslutas utan utredningens delar. Det nekas med 409 inquiry.begun när något är skrivet, beslutat eller anmält till IVO. Den som skriver en del utan att ha beslutat har beslutat att utreda. Beslutas det igen gäller det senaste. / A case that is not investigated may be returned or closed without the investigation's parts. That is refused with 409 inquiry.begun when something is written, decided or notified to IVO. Who writes a part without having decided has decided to investigate. Decided again, the latest counts.");

    public sealed class Handler(DeviationsDb db, AccessLog access, CurrentUser user, TimeProvider clock)
    {
        /// <summary>Null when there is no such investigation.</summary>
        /// <exception cref="RuleViolation">409 `inquiry.begun`.</exception>
        public async Task<InvestigationView?> Handle(Guid id, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            if (await db.Investigation(id, request.Track, ct) is not var (deviation, track)) return null;
            checkVersion(deviation.Version);
            var now = clock.GetUtcNow();
            var inquiry = deviation.DecideInquiry(track, request.Investigate!.Value, request.Motivation!, Person.Of(user), request.Title!, now, request.ConcernsChild);
            db.Publish(deviation.ToInquiryDecided(track, inquiry.Investigate, now));
            access.Add(AccessAction.Change, deviation, user.WhyWork(Permissions.Investigate, deviation));
            await db.SaveChangesAsync(ct);
            return InvestigationView.Of(deviation, track, await ReadInvestigation.Handler.Required(db, deviation, track, ct));
        }
    }
}
