using System.ComponentModel;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.Cooperations;

/// <summary>Something of a case that was sent to another principal.</summary>
public sealed record PartnerCooperationView(
    [property: Description("Id för det som skickats. / Id of what was sent.")] Guid Id,
    [property: Description("Ärendet. / The case.")] Guid DeviationId,
    [property: Description("Ärendets nummer. / The case's number.")][property: Example("AVV-2026-0001")] string CaseReference,
    [property: Description("Enhetens kod. / Code of the unit.")][property: Example("norrangen")] string UnitCode,
    [property: Description("Huvudmannens id. / Id of the principal.")] Guid PartnerId,
    [property: Description("Huvudmannens namn när det skickades. / The principal's name when it was sent.")][property: Example("Region Prov")] string Partner,
    [property: Description("Vad huvudmannen är. / What the principal is.")] PartnerType PartnerType,
    [property: Description("Var det står. / Where it stands.")] CooperationStatus Status,
    [property: Description("Vad ur ärendet som följde med. / What of the case went along.")] IReadOnlyList<SharedPart> Parts,
    [property: Description("Allt som skickades, som det skickades. / All that was sent, as it was sent.")][property: Example("Avvikelse AVV-2026-0001\n\nHemgång utan läkemedelslista.")] string Body,
    [property: Description("Varför en person går att peka ut; saknas när ingen gör det. / Why a person can be told from it; absent when nobody can.")][property: Example("Regionen behöver veta vilken utskrivning det gäller.")] string? PersonalDataReason,
    [property: Description("Stödet för att uppgifterna lämnas ut. / By what it may be told.")][property: Example("OSL 12 kap. 2 §, samtycke 2026-11-20.")] string Secrecy,
    [property: Description("Vägen som det skickades. / The way it went.")] SendingWay Way,
    [property: Description("Sista dagen då svar önskas. / Last day when an answer is wanted.")] DateOnly AnswerWantedBy,
    [property: Description("Vem som skickade. / Who sent it.")][property: Example("Karin Testsson")] string SentBy,
    [property: Description("När det skickades, UTC. / When it was sent, UTC.")] DateTimeOffset SentAt,
    [property: Description("Dagen då huvudmannen kvitterade. / Day when the principal said that it has it.")] DateOnly? ReceivedOn,
    [property: Description("Huvudmannens eget nummer. / The principal's own number.")][property: Example("RS 2026-4411")] string? TheirReference,
    [property: Description("Dagen då huvudmannen svarade. / Day when the principal answered.")] DateOnly? AnsweredOn,
    [property: Description("Svaret. / The answer.")][property: Example("Vi har ändrat vår utskrivningsrutin.")] string? Answer,
    [property: Description("Vad det ledde till. / What came of it.")][property: Example("Gemensam checklista från mars.")] string? Outcome,
    [property: Description("När det avslutades, UTC. / When it was ended, UTC.")] DateTimeOffset? ClosedAt,
    [property: Description("Ökar vid varje ändring. / Grows with each change.")] int Version)
{
    public static PartnerCooperationView Of(Cooperation sent) => new(
        sent.Id, sent.DeviationId, sent.CaseReference, sent.UnitCode, sent.PartnerId, sent.PartnerName, sent.PartnerType, sent.Status, sent.Parts, sent.Body, sent.PersonalDataReason, sent.Secrecy, sent.Way,
        sent.AnswerWantedBy, sent.SentByName, sent.SentAt, sent.ReceivedOn, sent.TheirReference, sent.AnsweredOn, sent.Answer, sent.Outcome, sent.ClosedAt, sent.Version);
}

public static class ListCooperations
{
    public sealed class Query : ListQuery
    {
        [FromQuery(Name = "deviationId"), Description("Bara det som skickats ur ärendet. / Only what was sent from the case.")]
        public Guid? DeviationId { get; set; }

        [FromQuery(Name = "partnerId"), Description("Bara det som skickats till huvudmannen. / Only what was sent to the principal.")]
        public Guid? PartnerId { get; set; }

        [FromQuery(Name = "open"), Description("true: bara det som inte är avslutat. / true: only what is not ended.")]
        public bool? Open { get; set; }

        [FromQuery(Name = "from"), Description("Skickat denna dag eller senare, svensk tid. / Sent this day or later, Swedish time.")]
        public DateOnly? From { get; set; }

        [FromQuery(Name = "to"), Example("2026-12-01"), Description("Skickat före denna dag, svensk tid. / Sent before this day, Swedish time.")]
        public DateOnly? To { get; set; }
    }

    public static void Map(RouteGroupBuilder cooperations)
    {
        cooperations.MapGet("/", async Task<Ok<ListOf<PartnerCooperationView>>> ([AsParameters] Query query, Handler handler, HttpRequest request, CancellationToken ct) =>
            TypedResults.Ok(await handler.Handle(query, request, ct)))
            .RequireAuthorization(Permissions.Handle)
            .WithSummary("Lista det som skickats till andra huvudmän / List what was sent to other principals")
            .WithDescription("Ur de ärenden som du hanterar, senast skickat först. / From the cases that you handle, latest sent first.");
        cooperations.MapGet("/{id:guid}", async Task<Results<Ok<PartnerCooperationView>, NotFound>> ([Description("Id för det som skickats. / Id of what was sent.")] Guid id, Handler handler, HttpResponse response, CancellationToken ct) =>
        {
            if (await handler.Read(id, ct) is not { } sent) return TypedResults.NotFound();
            response.SetETag(sent.Version);
            return TypedResults.Ok(sent);
        })
            .RequireAuthorization(Permissions.Handle)
            .GivesETag()
            .WithName("readCooperation")
            .WithSummary("Läs det som skickats / Read what was sent")
            .WithDescription("Allt som skickades och vad som kommit tillbaka. / All that was sent and what has come back.");
    }

    public sealed class Handler(DeviationsDb db, AccessLog access, CurrentUser user)
    {
        public async Task<ListOf<PartnerCooperationView>> Handle(Query query, HttpRequest? request, CancellationToken ct)
        {
            var rows = Handled;
            if (query.DeviationId is { } deviation) rows = rows.Where(c => c.DeviationId == deviation);
            if (query.PartnerId is { } partner) rows = rows.Where(c => c.PartnerId == partner);
            if (query.Open is { } open) rows = rows.Where(c => (c.ClosedAt == null) == open);
            if (query.From is { } from) rows = rows.Where(c => c.SentOn >= from);
            if (query.To is { } to) rows = rows.Where(c => c.SentOn < to);
            var list = await rows.OrderByDescending(c => c.Id).ToListOf(query, request, ct);
            await access.AppendParts<Deviation, Cooperation>(AccessAction.List, list.Items, Shown, query.FiltersUsed(), ct);
            return list.Select(PartnerCooperationView.Of);
        }

        /// <summary>Null when there is none of a case that the user handles.</summary>
        public async Task<PartnerCooperationView?> Read(Guid id, CancellationToken ct)
        {
            if (await Handled.FirstOrDefaultAsync(c => c.Id == id, ct) is not { } sent) return null;
            await access.AppendParts<Deviation, Cooperation>(AccessAction.Read, [sent], Shown, [], ct);
            return PartnerCooperationView.Of(sent);
        }

        // Of the cases that the user handles (CaseRights.MayHandle); what was sent before the case was handed over is its investigators' too.
        private IQueryable<Cooperation> Handled
        {
            get
            {
                var (units, all) = (user.UnitsOf(Permissions.Handle), user.ReachesAll(Permissions.Handle));
                var (healthCare, sarah, maria) = (all && user.ReachesAll(Permissions.ReadHealthCare), all && user.Investigates(TrackKind.LexSarah), all && user.Investigates(TrackKind.LexMaria));
                return db.Cooperations.AsNoTracking().Where(c =>
                    (!c.Deviation.InLexSarah && !c.Deviation.InLexMaria && (units.Contains(c.UnitCode) || (healthCare && c.Deviation.Kind == DeviationKind.HealthCare))) || (sarah && c.Deviation.InLexSarah) || (maria && c.Deviation.InLexMaria));
            }
        }

        private (Guid Id, string Reference, string Why) Shown(Cooperation sent) =>
            (sent.DeviationId, sent.CaseReference, $"{Permissions.Handle}/{(user.UnitsOf(Permissions.Handle).Contains(sent.UnitCode) ? "units" : "all")}");
    }
}
