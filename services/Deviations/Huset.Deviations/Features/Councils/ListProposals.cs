using System.ComponentModel;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.Councils;

/// <summary>A management that a proposal goes to, and what it has answered.</summary>
public sealed record ProposalRecipientView(
    [property: Description("Mottagarens id. / Id of the recipient.")] Guid Id,
    [property: Description("Enhetens kod, för en ledning i kommunen. / Code of the unit, for a management of the municipality.")][property: Example("norrangen")] string? UnitCode,
    [property: Description("Huvudmannens id, för en annan huvudman. / Id of the principal, for another principal.")] Guid? PartnerId,
    [property: Description("Enhetens eller huvudmannens namn. / Name of the unit or the principal.")][property: Example("Region Prov")] string Name,
    [property: Description("Dagen då det skickades; saknas tills det är skickat. / Day when it was sent; absent until it is.")] DateOnly? SentOn,
    [property: Description("Vägen som det skickades, för en annan huvudman. / The way it went, for another principal.")] SendingWay? Way,
    [property: Description("Dagen då ledningen svarade. / Day when the management answered.")] DateOnly? AnsweredOn,
    [property: Description("Vad svaret innebär. / What the answer comes to.")] ProposalAnswer? Outcome,
    [property: Description("Svaret. / The answer.")][property: Example("Vi inför det från mars.")] string? Answer,
    [property: Description("Vem som svarade eller skrev in svaret. / Who answered or wrote the answer in.")][property: Example("Karin Testsson")] string? AnsweredBy,
    [property: Description("Du kan skriva in att det är skickat, eller svara. / You may write in that it is sent, or answer.")][property: Example("true")] bool IsMine);

/// <summary>What a council proposes to the managements.</summary>
public sealed record ProposalView(
    [property: Description("Förslagets id. / Id of the proposal.")] Guid Id,
    [property: Description("Rådet. / The council.")] Guid CouncilId,
    [property: Description("Rådets namn när det lämnades. / The council's name when it was sent.")][property: Example("Gemensamt avvikelseråd")] string Council,
    [property: Description("Temat, ur kodlistan council-themes. / The theme, from the code list council-themes.")][property: Example("discharge")] string Theme,
    [property: Description("Temats namn. / The theme's name.")][property: Example("Utskrivning och hemgång")] string ThemeName,
    [property: Description("Rubriken. / The title.")][property: Example("Läkemedelslistan dagen före")] string Title,
    [property: Description("Vad rådet föreslår. / What the council proposes.")][property: Example("Listan skickas senast klockan 12 dagen före hemgång, och mottagaren kvitterar.")] string Text,
    [property: Description("Antal rådsärenden som det bygger på. / How many council cases it is made of.")][property: Example("3")] int Cases,
    [property: Description("Rådsärendena, för rådets ledamöter. / The council cases, for the council's members.")] IReadOnlyList<Guid>? CaseIds,
    [property: Description("Vem som lämnade det. / Who sent it.")][property: Example("Gabriella Testsson")] string SentBy,
    [property: Description("När, UTC. / When, UTC.")] DateTimeOffset SentAt,
    [property: Description("Till vilka, och vad de har svarat. / To whom, and what they have answered.")] IReadOnlyList<ProposalRecipientView> Recipients,
    [property: Description("Ökar vid varje ändring. / Grows with each change.")] int Version);

public static class ListProposals
{
    public sealed class Query : ListQuery
    {
        [FromQuery(Name = "councilId"), Description("Bara rådets. / Only the council's.")]
        public Guid? CouncilId { get; set; }

        [FromQuery(Name = "theme"), Example("discharge"), Description("Bara temats. / Only the theme's.")]
        public string? Theme { get; set; }

        [FromQuery(Name = "toAnswer"), Description("true: bara de som väntar på svar från en ledning som du svarar för. / true: only those that wait for an answer of a management that you answer for.")]
        public bool? ToAnswer { get; set; }
    }

    public static void Map(RouteGroupBuilder proposals)
    {
        proposals.MapGet("/", async Task<Ok<ListOf<ProposalView>>> ([AsParameters] Query query, Handler handler, HttpRequest request, CancellationToken ct) => TypedResults.Ok(await handler.Handle(query, request, ct)))
            .RequireAuthorization(Permissions.TakePartInCouncils)
            .WithName("listProposals")
            .WithSummary("Lista förslag från avvikelseråd / List proposals of joint councils")
            .WithDescription("I de råd där du är ledamot, och till de ledningar som du svarar för; senast först. / In the councils that you are a member of, and to the managements that you answer for; latest first.");
        proposals.MapGet("/{id:guid}", async Task<Results<Ok<ProposalView>, NotFound>> ([Description("Förslagets id. / Id of the proposal.")] Guid id, Handler handler, HttpResponse response, CancellationToken ct) =>
            {
                if (await handler.Read(id, ct) is not { } proposal) return TypedResults.NotFound();
                response.SetETag(proposal.Version);
                return TypedResults.Ok(proposal);
            })
            .RequireAuthorization(Permissions.TakePartInCouncils)
            .GivesETag()
            .WithName("readProposal")
            .WithSummary("Läs ett förslag från ett avvikelseråd / Read a proposal of a joint council")
            .WithDescription("Förslaget, mottagarna och deras svar. / The proposal, its recipients and their answers.");
    }

    public sealed class Handler(DeviationsDb db, CurrentUser user)
    {
        public async Task<ListOf<ProposalView>> Handle(Query query, HttpRequest? request, CancellationToken ct)
        {
            var rows = db.CouncilProposals.AsNoTracking();
            if (query.CouncilId is { } council) rows = rows.Where(p => p.CouncilId == council);
            if (query.Theme is { Length: > 0 } theme) rows = rows.Where(p => p.Theme == theme);
            if (query.ToAnswer == true)
            {
                var units = user.UnitsOf(Permissions.AnswerProposals);
                rows = rows.Where(p => p.Recipients.Any(r => r.AnsweredOn == null && units.Contains(r.UnitCode)));
            }
            var list = await rows.Include(p => p.Recipients).OrderByDescending(p => p.Id).ToListOf(query, request, ct);
            var themes = await Themes(ct);
            return list.Select(proposal => View(proposal, themes));
        }

        /// <summary>Null when there is none that the user may see.</summary>
        public async Task<ProposalView?> Read(Guid id, CancellationToken ct) =>
            await db.CouncilProposals.AsNoTracking().Include(p => p.Recipients).FirstOrDefaultAsync(p => p.Id == id, ct) is { } proposal ? await View(proposal, ct) : null;

        public async Task<ProposalView> View(CouncilProposal proposal, CancellationToken ct) => View(proposal, await Themes(ct));

        private ProposalView View(CouncilProposal proposal, Dictionary<string, string> themes) => new(
            proposal.Id, proposal.CouncilId, proposal.CouncilName, proposal.Theme, themes.GetValueOrDefault(proposal.Theme, proposal.Theme), proposal.Title, proposal.Text, proposal.CaseIds.Length,
            user.Mandate().SeatIn(proposal.CouncilId) is null ? null : proposal.CaseIds, proposal.SentByName, proposal.SentAt,
            [.. proposal.Recipients.OrderBy(recipient => recipient.PartnerId is not null).ThenBy(recipient => recipient.Name, StringComparer.Create(Huset.Ui.Texts.Swedish, true)).ThenBy(recipient => recipient.Id)
                .Select(recipient => new ProposalRecipientView(recipient.Id, recipient.UnitCode, recipient.PartnerId, recipient.Name, recipient.SentOn, recipient.Way, recipient.AnsweredOn, recipient.Outcome, recipient.Answer,
                    recipient.AnsweredByName, user.MayFollow(proposal, recipient)))],
            proposal.Version);

        private async Task<Dictionary<string, string>> Themes(CancellationToken ct) => (await db.CodesOf(CodeLists.CouncilThemes, ct)).ToDictionary(theme => theme.Code, theme => theme.Name);
    }
}
