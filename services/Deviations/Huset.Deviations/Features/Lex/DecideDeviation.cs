using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Deviations.Features.Lex;

public static class DecideDeviation
{
    public sealed class Request
    {
        [Description("Spåret: lex-sarah eller lex-maria. Får utelämnas när du utreder ärendet i bara ett. / The track; may be left out when you investigate the case in one only.")]
        [EnumDataType(typeof(TrackKind))]
        public TrackKind? Track { get; set; }

        [Description("Vad det bedöms vara: i lex Sarah none (inget missförhållande), risk-of-misconduct, misconduct, risk-of-serious-misconduct eller serious-misconduct; i lex Maria no-care-injury, risk-of-care-injury, care-injury, risk-of-serious-care-injury eller serious-care-injury. / What it is judged to be; the first five in lex Sarah, the others in lex Maria.")]
        [Required, EnumDataType(typeof(Degree))]
        public Degree? Degree { get; set; }

        [Description("Varför. / Why.")]
        [Example("Hade kunnat ge allvarlig skada. Larmet var ur funktion i sex timmar.")]
        [Required, StringLength(20_000)]
        public string? Motivation { get; set; }

        [Description("Vad den som beslutar arbetar som. / What the decider works as.")]
        [Example("Utredare")]
        [Required, StringLength(100)]
        public string? Title { get; set; }

        [Description("Kommunens diarienummer, om ärendet får ett nu. Är det allvarligt behövs det senast när anmälan till IVO antecknas. / The municipality's registry number, when the case gets one now. What is serious needs it when the notification to IVO is recorded at the latest.")]
        [Example("SN 2026/123")]
        [StringLength(100)]
        public string? RegistryNumber { get; set; }
    }

    public static void Map(RouteGroupBuilder deviations) => deviations
        .MapPost("/{id:guid}/decision", async Task<Results<Ok<InvestigationView>, NotFound, ProblemHttpResult>> (
            [Description("Avvikelsens id. / Id of the deviation.")] Guid id, Request request, Handler handler, HttpRequest http, HttpResponse response, CancellationToken ct) =>
        {
            if (await handler.Handle(id, request, http.CheckIfMatch, ct) is not var (investigation, missing)) return TypedResults.NotFound();
            if (missing.Count > 0)
            {
                return TypedResults.Problem("Parts that the law lists are not written; see missing.", statusCode: 409,
                    extensions: new Dictionary<string, object?> { ["code"] = "decision.incomplete", ["missing"] = missing });
            }
            response.SetETag(investigation.Version);
            return TypedResults.Ok(investigation);
        })
        .RequireAuthorization(Permissions.Investigate)
        .TakesIfMatch()
        .GivesETag()
        .WithName("decideDeviation")
        .WithSummary("Besluta i utredningen / Decide the investigation")
        .WithDescription("Nekas med 409 decision.incomplete så länge en del som utredningen ska innehålla saknas; missing säger vilka. Beslutas det igen gäller det senaste. Är det allvarligt ska IVO få en anmälan snarast. / Refused with 409 decision.incomplete while a part that the investigation must hold is not written; missing tells which. Decided again, the latest counts. What is serious is to be notified to IVO at once.");

    public sealed class Handler(DeviationsDb db, AccessLog access, CurrentUser user, TimeProvider clock)
    {
        /// <summary>Null when there is no such investigation; not decided while something is missing.</summary>
        public async Task<(InvestigationView Investigation, IReadOnlyList<MissingPart> Missing)?> Handle(Guid id, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            if (await db.Investigation(id, request.Track, ct) is not var (deviation, track)) return null;
            checkVersion(deviation.Version);
            var required = await ReadInvestigation.Handler.Required(db, deviation, track, ct);
            if (!deviation.In(track).Declined && deviation.Investigation(track)!.Missing(required) is { Count: > 0 } missing) return (InvestigationView.Of(deviation, track, required), [.. missing.Select(MissingPart.Of)]);
            deviation.Decide(track, request.Degree!.Value, request.Motivation!, required, Person.Of(user), request.Title!, clock.GetUtcNow(), request.RegistryNumber);
            access.Add(AccessAction.Change, deviation, user.WhyWork(Permissions.Investigate, deviation));
            await db.SaveChangesAsync(ct);
            return (InvestigationView.Of(deviation, track, required), []);
        }
    }
}
