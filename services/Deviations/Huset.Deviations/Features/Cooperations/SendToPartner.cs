using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Huset.Ui;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.Cooperations;

public static class SendToPartner
{
    public sealed class Request
    {
        [Description("Huvudmannens id, ur registret. / Id of the principal, from the registry.")]
        [Required]
        public Guid? PartnerId { get; set; }

        [Description("Vad ur ärendet som ska följa med; inte mer än mottagaren behöver. / What of the case goes along; no more than the recipient needs.")]
        public SharedPart[]? Parts { get; set; }

        [Description("Vad mottagaren behöver veta, skrivet för mottagaren. / What the recipient needs to know, written for the recipient.")]
        [Example("Vid hemgången saknades aktuell läkemedelslista. Vi vill veta hur ni säkrar att listan följer med."), Required, StringLength(20_000)]
        public string? Text { get; set; }

        [Description("Varför en person går att peka ut, om någon gör det; annars tomt. / Why a person can be told from it, if anyone can; else left out.")]
        [Example("Regionen behöver veta vilken utskrivning det gäller."), StringLength(2000)]
        public string? PersonalDataReason { get; set; }

        [Description("Stödet för att uppgifterna lämnas ut: bestämmelse, samtycke eller att inget är sekretessbelagt. / By what it may be told: provision, consent, or that nothing is secret.")]
        [Example("Inga uppgifter om enskild följer med."), Required, StringLength(2000)]
        public string? Secrecy { get; set; }

        [Description("Vägen som det skickas. / The way it goes.")]
        [Required, EnumDataType(typeof(SendingWay))]
        public SendingWay? Way { get; set; }

        [Description("Sista dagen då svar önskas; utelämnas den räknas den enligt regeln cooperation-answer-days. / Last day when an answer is wanted; left out it is reckoned by the rule cooperation-answer-days.")]
        [Example("2099-01-01")]
        public DateOnly? AnswerWantedBy { get; set; }
    }

    public static void Map(RouteGroupBuilder deviations) => deviations
        .MapPost("/{id:guid}/cooperations", async Task<Results<Created<PartnerCooperationView>, NotFound>> ([Description("Avvikelsens id. / Id of the deviation.")] Guid id, Request request, Handler handler, HttpContext http, CancellationToken ct) =>
        {
            if (await handler.Handle(id, request, http.Request.CheckIfMatch, ct) is not var (sent, version)) return TypedResults.NotFound();
            http.Response.SetETag(version);
            return TypedResults.Created($"/deviations/v1/cooperations/{sent.Id}", PartnerCooperationView.Of(sent));
        })
        .RequireAuthorization(Permissions.Handle)
        .TakesIfMatch()
        .GivesETag()
        .WithName("sendToPartner")
        .WithSummary("Skicka till en annan huvudman / Send to another principal")
        .WithDescription("Sparar det som skickas, som det skickas. Själva sändningen sker i kommunens egen säkra kanal. Svarets ETag är ärendets. / Keeps what is sent, as it is sent. The sending itself is done in the municipality's own secure channel. The answer's ETag is the case's.");

    public sealed class Handler(DeviationsDb db, RuleShelf rules, AccessLog access, CurrentUser user, UnitTree units, TimeProvider clock)
    {
        private static readonly Texts T = Texts.Of<SendToPartnerPage>();

        /// <summary>What was sent and the case's new version; null when there is no such case that the user may handle.</summary>
        /// <exception cref="InvalidField">400: partnerId, parts, answerWantedBy, personalDataReason.</exception>
        /// <exception cref="RuleViolation">409 `deviation.closed`, `deviation.handed-over`.</exception>
        public async Task<(Cooperation Sent, int Version)?> Handle(Guid id, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            if (await db.ToHandle(id, ct) is not { } deviation) return null;
            checkVersion(deviation.Version);
            var now = clock.GetUtcNow();
            var today = SwedishTime.Day(now);
            var partner = await db.Partners.AsNoTracking().FirstOrDefaultAsync(known => known.Id == request.PartnerId, ct);
            if (partner?.IsValid(today) != true) throw new InvalidField("partnerId", "There is no such principal today.");
            var wanted = request.AnswerWantedBy ?? await WantedBy(today, ct);
            if (wanted < today) throw new InvalidField("answerWantedBy", "It is today at the earliest.");
            var parts = request.Parts ?? [];
            if (!parts.All(Enum.IsDefined)) throw new InvalidField("parts", "There is no such part.");
            var body = await Body(deviation, parts, request.Text!, ct);
            var reason = string.IsNullOrWhiteSpace(request.PersonalDataReason) ? null : request.PersonalDataReason.Trim();
            if (reason is null && IdentityNumbers.AreIn(body)) throw new InvalidField("personalDataReason", "It holds an identity number; take it out or say why it is needed.");
            var sent = deviation.Send(partner, new(parts, request.Text!, reason, request.Secrecy!, request.Way!.Value, wanted), body, Person.Of(user), now);
            db.Add(sent);
            db.Publish(deviation.ToAdvanced(now));
            db.Publish(sent.ToChanged(now));
            access.Add(AccessAction.Change, deviation, user.WhyWork(Permissions.Handle, deviation));
            await db.SaveChangesAsync(ct);
            return (sent, deviation.Version);
        }

        /// <summary>Last day when an answer is wanted to what is sent today, by the rule.</summary>
        public async Task<DateOnly> WantedBy(DateOnly today, CancellationToken ct) =>
            today.AddDays((await rules.Get(db, ct)).Find(Measure.CooperationAnswerDays, today)?.Value ?? 0);

        /// <summary>The principals that something can be sent to today, by Swedish order of name.</summary>
        public async Task<IReadOnlyList<Partner>> Partners(CancellationToken ct)
        {
            var today = SwedishTime.Today(clock);
            return await db.Partners.AsNoTracking().Where(partner => partner.ValidFrom <= today && (partner.ValidTo == null || partner.ValidTo > today)).OrderBy(partner => partner.Name).ToListAsync(ct);
        }

        // Plain text in Swedish, which every channel takes; kept as it was sent, whatever the case becomes.
        private async Task<string> Body(Deviation deviation, SharedPart[] parts, string text, CancellationToken ct)
        {
            var areas = parts.Contains(SharedPart.Causes) ? (await db.CodesOf(CodeLists.CauseAreas, ct)).ToDictionary(area => area.Code, area => area.Name) : [];
            string Line(SharedPart part) => part switch
            {
                SharedPart.When => Words.When(deviation.OccurredAt),
                SharedPart.Where => units.NameOf(deviation.UnitCode),
                SharedPart.What => Words.Of(deviation.Kind),
                SharedPart.Harm => Words.Of(deviation.Harm),
                SharedPart.Description => deviation.Description,
                SharedPart.ImmediateAction => deviation.ImmediateAction ?? "–",
                SharedPart.Causes => string.Join('\n', deviation.Causes.OrderBy(cause => cause.Id).Select(cause => $"– {areas.GetValueOrDefault(cause.Area, cause.Area)}: {cause.Text}").DefaultIfEmpty("–")),
                // What is only proposed, or was declined, is not done.
                _ => string.Join('\n', deviation.Actions.Where(action => action.IsApproved).Select(action => $"– {action.What}").DefaultIfEmpty("–")),
            };
            return string.Join("\n\n", [T["Body.Case", deviation.Reference], text.Trim(), .. parts.Distinct().Order().Select(part => $"{Words.Of(part)}:\n{Line(part)}")]);
        }
    }
}
