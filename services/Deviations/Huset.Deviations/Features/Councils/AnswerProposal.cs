using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.Councils;

/// <summary>A management of the house answers itself; what another principal was sent and has answered is written in by the council.</summary>
public static class AnswerProposal
{
    public sealed class Sending
    {
        [Description("Dagen då det skickades. / Day when it was sent."), Example("2026-11-24"), Required]
        public DateOnly? SentOn { get; set; }

        [Description("Vägen som det skickades. / The way it went."), Required, EnumDataType(typeof(SendingWay))]
        public SendingWay? Way { get; set; }
    }

    public sealed class Reply
    {
        [Description("Vad svaret innebär. / What the answer comes to."), Required, EnumDataType(typeof(ProposalAnswer))]
        public ProposalAnswer? Outcome { get; set; }

        [Description("Svaret, utan personuppgifter. / The answer, without personal data."), Example("Vi inför det från mars."), Required, StringLength(20_000)]
        public string? Answer { get; set; }

        [Description("Dagen då ledningen svarade; utelämnas den är det i dag. / Day when the management answered; left out it is today."), Example("2026-12-08")]
        public DateOnly? AnsweredOn { get; set; }
    }

    public static void Map(RouteGroupBuilder proposals)
    {
        proposals.MapPost("/{id:guid}/recipients/{recipientId:guid}/sending", async Task<Results<Ok<ProposalView>, NotFound>> (
                [Description("Förslagets id. / Id of the proposal.")] Guid id, [Description("Mottagarens id. / Id of the recipient.")] Guid recipientId, Sending request, Handler handler, ListProposals.Handler reader, HttpContext http, CancellationToken ct) =>
                await Answer(await handler.Send(id, recipientId, request, http.Request.CheckIfMatch, ct), reader, http, ct))
            .RequireAuthorization(Permissions.TakePartInCouncils)
            .TakesIfMatch().GivesETag()
            .WithName("recordProposalSending")
            .WithSummary("Skriv in att förslaget är skickat / Write in that the proposal is sent")
            .WithDescription("Till en annan huvudman, i kommunens egen säkra kanal eller den huvudmannens. / To another principal, in the municipality's own secure channel or that principal's.");
        proposals.MapPost("/{id:guid}/recipients/{recipientId:guid}/answer", async Task<Results<Ok<ProposalView>, NotFound>> (
                [Description("Förslagets id. / Id of the proposal.")] Guid id, [Description("Mottagarens id. / Id of the recipient.")] Guid recipientId, Reply request, Handler handler, ListProposals.Handler reader, HttpContext http, CancellationToken ct) =>
                await Answer(await handler.Answer(id, recipientId, request, http.Request.CheckIfMatch, ct), reader, http, ct))
            .RequireAuthorization(Permissions.TakePartInCouncils)
            .TakesIfMatch().GivesETag()
            .WithName("answerProposal")
            .WithSummary("Svara på ett förslag / Answer a proposal")
            .WithDescription("För en ledning i kommunen svarar enhetens chef. För en annan huvudman skriver rådets ledamöter in svaret, av gästerna bara den huvudmannens. / For a management of the municipality the unit's manager answers. For another principal the council's members write the answer in, of the guests only that principal's.");
    }

    private static async Task<Results<Ok<ProposalView>, NotFound>> Answer(CouncilProposal? proposal, ListProposals.Handler reader, HttpContext http, CancellationToken ct)
    {
        if (proposal is null) return TypedResults.NotFound();
        http.Response.SetETag(proposal.Version);
        return TypedResults.Ok(await reader.View(proposal, ct));
    }

    /// <summary>The unit's manager answers for it. Of another principal the house's own members write in what is sent and answered, and that principal's guests.</summary>
    public static bool MayFollow(this CurrentUser user, CouncilProposal proposal, ProposalRecipient recipient) =>
        recipient.UnitCode is { } unit
            ? user.UnitsOf(Permissions.AnswerProposals).Contains(unit)
            : user.Mandate().SeatIn(proposal.CouncilId) is { } seat && (seat.PartnerId is null || seat.PartnerId == recipient.PartnerId);

    public sealed class Handler(DeviationsDb db, CurrentUser user, TimeProvider clock)
    {
        /// <summary>Null when there is no such recipient that the user may write in for.</summary>
        /// <exception cref="InvalidField">400: sentOn.</exception>
        /// <exception cref="RuleViolation">409 `council-proposal.sent`.</exception>
        public Task<CouncilProposal?> Send(Guid id, Guid recipientId, Sending request, Action<int> checkVersion, CancellationToken ct) =>
            Change(id, recipientId, checkVersion, (proposal, recipient, today) => proposal.Send(recipient, request.Way!.Value, request.SentOn!.Value, today), ct);

        /// <summary>The same.</summary>
        /// <exception cref="InvalidField">400: answeredOn; an identity number in the answer.</exception>
        /// <exception cref="RuleViolation">409 `council-proposal.not-sent`.</exception>
        public Task<CouncilProposal?> Answer(Guid id, Guid recipientId, Reply request, Action<int> checkVersion, CancellationToken ct) =>
            Change(id, recipientId, checkVersion, (proposal, recipient, today) => proposal.Reply(recipient, request.Outcome!.Value, request.Answer!, request.AnsweredOn ?? today, today, Person.Of(user)), ct);

        private async Task<CouncilProposal?> Change(Guid id, Guid recipientId, Action<int> checkVersion, Action<CouncilProposal, ProposalRecipient, DateOnly> change, CancellationToken ct)
        {
            if (await db.CouncilProposals.Include(p => p.Recipients).FirstOrDefaultAsync(p => p.Id == id, ct) is not { } proposal) return null;
            if (proposal.Recipients.Find(known => known.Id == recipientId) is not { } recipient || !user.MayFollow(proposal, recipient)) return null;
            checkVersion(proposal.Version);
            change(proposal, recipient, SwedishTime.Today(clock));
            await db.SaveChangesAsync(ct);
            return proposal;
        }
    }
}
