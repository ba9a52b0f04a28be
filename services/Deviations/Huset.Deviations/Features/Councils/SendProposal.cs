using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.Councils;

public static class SendProposal
{
    public sealed class Request
    {
        [Description("Temat, ur kodlistan council-themes. / The theme, from the code list council-themes."), Example("discharge"), Required, StringLength(64)]
        public string? Theme { get; set; }

        [Description("Rubriken. / The title."), Example("Läkemedelslistan dagen före"), Required, StringLength(200)]
        public string? Title { get; set; }

        [Description("Vad rådet föreslår, utan personuppgifter. / What the council proposes, without personal data.")]
        [Example("Listan skickas senast klockan 12 dagen före hemgång, och mottagaren kvitterar."), Required, StringLength(20_000)]
        public string? Text { get; set; }

        [Description("Rådsärendena som förslaget bygger på. / The council cases that the proposal is made of."), Required, MinLength(1)]
        public Guid[]? CaseIds { get; set; }

        [Description("Ledningar i kommunen: enheternas koder. / Managements of the municipality: codes of the units."), Example("norrangen")]
        public string[]? UnitCodes { get; set; }

        [Description("Andra huvudmän, av rådets. / Other principals, of the council's.")]
        public Guid[]? PartnerIds { get; set; }
    }

    public static void Map(RouteGroupBuilder councils) => councils
        .MapPost("/{id:guid}/proposals", async Task<Results<Created<ProposalView>, NotFound>> ([Description("Rådets id. / Id of the council.")] Guid id, Request request, Handler handler, ListProposals.Handler reader, HttpResponse response, CancellationToken ct) =>
        {
            if (await handler.Handle(id, request, ct) is not { } proposal) return TypedResults.NotFound();
            response.SetETag(proposal.Version);
            return TypedResults.Created($"/deviations/v1/council-proposals/{proposal.Id}", await reader.View(proposal, ct));
        })
        .RequireAuthorization(Permissions.TakePartInCouncils)
        .GivesETag()
        .WithName("sendProposal")
        .WithSummary("Lämna ett förslag till ledningarna / Send a proposal to the managements")
        .WithDescription("Kommunens egna ledningar ser det genast. Till andra huvudmän skickas det i kommunens säkra kanal, och det skrivs in med dag. / The municipality's own managements see it at once. To other principals it is sent in the municipality's secure channel, and that is written in with its day.");

    public sealed class Handler(DeviationsDb db, CurrentUser user, UnitTree units, TimeProvider clock)
    {
        /// <summary>Null when there is no such council that the user sits in.</summary>
        /// <exception cref="InvalidField">400: theme, caseIds, unitCodes, partnerIds; an identity number in what was written.</exception>
        public async Task<CouncilProposal?> Handle(Guid id, Request request, CancellationToken ct)
        {
            if (user.Mandate().SeatIn(id) is null || await db.Councils.AsNoTracking().FirstOrDefaultAsync(known => known.Id == id, ct) is not { } council) return null;
            var now = clock.GetUtcNow();
            await db.MustBeCode(CodeLists.CouncilThemes, request.Theme!, "theme", SwedishTime.Day(now), ct);
            var (cases, codes, principals) = (request.CaseIds!.Distinct().ToArray(), (request.UnitCodes ?? []).Distinct().ToArray(), (request.PartnerIds ?? []).Distinct().ToArray());
            if (await db.CouncilCases.CountAsync(shared => shared.CouncilId == id && cases.Contains(shared.Id), ct) != cases.Length) throw new InvalidField("caseIds", "They must be cases of the council.");
            if (!codes.All(code => units.Find(code) is not null)) throw new InvalidField("unitCodes", "There is no such unit.");
            if (!principals.All(council.PartnerIds.Contains)) throw new InvalidField("partnerIds", "They must be the council's principals.");
            var partners = await db.Partners.AsNoTracking().Where(partner => principals.Contains(partner.Id)).OrderBy(partner => partner.Name).ToListAsync(ct);
            var proposal = CouncilProposal.Of(council, request.Theme!, request.Title!, request.Text!, cases, codes.Select(code => (code, units.NameOf(code))), partners, Person.Of(user), now);
            db.Add(proposal);
            db.Publish(proposal.ToSent());
            await db.SaveChangesAsync(ct);
            return proposal;
        }
    }
}
