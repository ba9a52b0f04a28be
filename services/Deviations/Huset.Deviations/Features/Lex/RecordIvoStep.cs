using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.Deadlines;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Deviations.Features.Lex;

public static class RecordIvoStep
{
    public sealed class Request
    {
        [Description("Spåret: lex-sarah eller lex-maria. Får utelämnas när du utreder ärendet i bara ett. / The track; may be left out when you investigate the case in one only.")]
        [EnumDataType(typeof(TrackKind))]
        public TrackKind? Track { get; set; }

        [Description("Vad: receipt (kvittens), supplement (komplettering), decision (IVO:s beslut) eller extension (längre tid för utredningen). / What: a receipt, a supplement, IVO's decision or longer time for the investigation.")]
        [Required, EnumDataType(typeof(IvoStepKind))]
        public IvoStepKind? Kind { get; set; }

        [Description("Vilken dag, svensk tid: senast i dag, och inte före det som det följer på. / Which day, Swedish time: today at the latest, and not before what it follows on.")]
        [Example("2026-11-20")]
        [Required]
        public DateOnly? On { get; set; }

        [Description("IVO:s ärendenummer; krävs för en kvittens och längre tid. / IVO's own number; required of a receipt and of longer time.")]
        [Example("8.1.2-12345/2026")]
        [StringLength(100)]
        public string? Reference { get; set; }

        [Description("Vad som skickades, eller vad IVO beslutade; krävs för en komplettering och ett beslut. / What was sent, or what IVO decided; required of a supplement and a decision.")]
        [Example("IVO avslutar ärendet utan krav på åtgärder.")]
        [StringLength(20_000)]
        public string? Text { get; set; }

        [Description("Sista dagen som utredningen får skickas, svensk tid; krävs för längre tid, och senare än den dag som reglerna ger. / The last day that the investigation may be sent, Swedish time; required of longer time, and later than the day that the rules give.")]
        [Example("2027-02-15")]
        public DateOnly? Until { get; set; }
    }

    public static void Map(RouteGroupBuilder deviations) => deviations
        .MapPost("/{id:guid}/ivo-notification/steps", async Task<Results<Ok<InvestigationView>, NotFound>> (
            [Description("Avvikelsens id. / Id of the deviation.")] Guid id, Request request, Handler handler, HttpRequest http, HttpResponse response, CancellationToken ct) =>
            InvestigationWork.Answer(await handler.Handle(id, request, http.CheckIfMatch, ct), response))
        .RequireAuthorization(Permissions.Investigate)
        .TakesIfMatch()
        .GivesETag()
        .WithName("recordIvoStep")
        .WithSummary("Anteckna vad som hänt med anmälan till IVO / Record what has come of the notification to IVO")
        .WithDescription("En kvittens med IVO:s ärendenummer, en komplettering, längre tid för utredningen eller IVO:s beslut; går också när ärendet är avslutat. Nekas med 409 ivo.not-notified innan anmälan är antecknad. Ett beslut nekas med 409 ivo.investigation-not-sent innan utredningen är skickad, och med 409 ivo.no-receipt innan IVO:s ärendenummer är känt. Det som antecknas ändras inte: av kvittenser, längre tid och beslut gäller det senaste. / A receipt with IVO's own number, a supplement, longer time for the investigation or IVO's decision; of a closed case too. Refused with 409 ivo.not-notified before the notification is recorded. A decision is refused with 409 ivo.investigation-not-sent before the investigation is sent, and with 409 ivo.no-receipt before IVO's number is known. What is recorded is not changed: of receipts, longer time and decisions the latest counts.");

    public sealed class Handler(DeviationsDb db, InvestigationWork work, RuleShelf shelf, UnitTree units)
    {
        /// <summary>Null when there is no such investigation.</summary>
        /// <exception cref="InvalidField">400: on, reference, text, until.</exception>
        public async Task<InvestigationView?> Handle(Guid id, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            var book = await shelf.Get(db, ct);
            return await work.Change(id, request.Track, checkVersion, (deviation, track, by, now) =>
            {
                if (request.Kind == IvoStepKind.Extension && request.Until <= Ordinary(deviation, track, book)) throw new InvalidField("until", "Longer time lasts longer than the rules give without it.");
                deviation.RecordIvoStep(track, request.Kind!.Value, request.On!.Value, request.Reference, request.Text, request.Until, by, now);
                db.Publish(deviation.ToAdvanced(now));
            }, ct);
        }

        // The last day that the rules alone come to; null while none runs.
        private DateOnly? Ordinary(Deviation deviation, TrackKind track, RuleBook book) =>
            CaseDeadlines.Of(deviation, book, units.WithAbove(deviation.UnitCode)).All
                .FirstOrDefault(item => item.Rule.Code == (track == TrackKind.LexSarah ? DeadlineCode.IvoInvestigation : DeadlineCode.LexMariaIvoInvestigation))
                ?.Deadline.Steps.LastOrDefault(step => step.Kind != StepKind.Extended)?.Day;
    }
}
