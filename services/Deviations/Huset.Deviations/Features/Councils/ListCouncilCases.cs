using System.ComponentModel;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.Councils;

/// <summary>What a member said of a council case.</summary>
public sealed record CouncilNoteView(
    [property: Description("Vad som sades. / What was said.")][property: Example("Hos oss ringer sjuksköterskan före hemgång.")] string Text,
    [property: Description("Vem. / Who.")][property: Example("Gabriella Testsson")] string By,
    [property: Description("Huvudmannen; saknas för kommunen. / The principal; absent for the municipality.")][property: Example("Region Prov")] string? Partner,
    [property: Description("När, UTC. / When, UTC.")] DateTimeOffset At);

/// <summary>A case that a council has been told of.</summary>
public sealed record CouncilCaseView(
    [property: Description("Rådsärendets id. / Id of the council case.")] Guid Id,
    [property: Description("Rådsärendets nummer. / The council case's number.")][property: Example("RAD-2026-0001")] string Reference,
    [property: Description("Rådet. / The council.")] Guid CouncilId,
    [property: Description("Rådets namn när det delades. / The council's name when it was shared.")][property: Example("Gemensamt avvikelseråd")] string Council,
    [property: Description("Temat, ur kodlistan council-themes. / The theme, from the code list council-themes.")][property: Example("discharge")] string Theme,
    [property: Description("Temats namn. / The theme's name.")][property: Example("Utskrivning och hemgång")] string ThemeName,
    [property: Description("Rubriken. / The title.")][property: Example("Hemgång utan läkemedelslista")] string Title,
    [property: Description("Vad som hände. / What happened.")][property: Example("Vid en hemgång en fredag saknades aktuell läkemedelslista. Kvällsdosen försenades.")] string What,
    [property: Description("Vad den som delade vill lära. / What who shared wants to learn.")][property: Example("Hur gör ni för att listan ska följa med på en fredag?")] string Question,
    [property: Description("De delar av ärendet som valdes. / The parts of the case that were chosen.")][property: Example("När det hände:\nnovember 2026")] string? Facts,
    [property: Description("Huvudmannens id; saknas för kommunen. / Id of the principal; absent for the municipality.")] Guid? PartnerId,
    [property: Description("Huvudmannen som tog upp det; saknas för kommunen. / The principal that brought it; absent for the municipality.")][property: Example("Region Prov")] string? Partner,
    [property: Description("Vem som delade. / Who shared it.")][property: Example("Karin Testsson")] string SharedBy,
    [property: Description("När, UTC. / When, UTC.")] DateTimeOffset SharedAt,
    [property: Description("Var det står. / Where it stands.")] CouncilCaseStatus Status,
    [property: Description("Vad ledamöterna har sagt, i ordning. / What the members have said, in order.")] IReadOnlyList<CouncilNoteView> Notes,
    [property: Description("Vad rådet kom fram till. / What the council came to.")][property: Example("Listan skickas dagen före, och någon ringer.")] string? Conclusion,
    [property: Description("När det avslutades, UTC. / When it was ended, UTC.")] DateTimeOffset? ClosedAt,
    [property: Description("Ärendet som det skrevs ur, för den som hanterar det; aldrig för någon annan. / The case that it was written from, for who handles that; never for anyone else.")] Guid? DeviationId,
    [property: Description("Du är ledamot och kan skriva. / You are a member and may write.")][property: Example("true")] bool IsMine,
    [property: Description("Ökar vid varje ändring. / Grows with each change.")] int Version);

/// <summary>How many cases a council has had of a theme.</summary>
public sealed record CouncilThemeCount(
    [property: Description("Temat, ur kodlistan council-themes. / The theme, from the code list council-themes.")][property: Example("discharge")] string Theme,
    [property: Description("Temats namn. / The theme's name.")][property: Example("Utskrivning och hemgång")] string Name,
    [property: Description("Antal rådsärenden. / Number of council cases.")][property: Example("4")] int Count,
    [property: Description("Antal som inte är avslutade. / How many are not ended.")][property: Example("1")] int Open);

/// <summary>How many cases a principal has brought before a council.</summary>
public sealed record CouncilPartnerCount(
    [property: Description("Huvudmannens id; saknas för kommunen. / Id of the principal; absent for the municipality.")] Guid? PartnerId,
    [property: Description("Huvudmannen; saknas för kommunen. / The principal; absent for the municipality.")][property: Example("Region Prov")] string? Partner,
    [property: Description("Antal rådsärenden. / Number of council cases.")][property: Example("4")] int Count);

/// <summary>A council's cases, counted.</summary>
public sealed record CouncilOverview(
    [property: Description("Per tema, flest först. / By theme, most first.")] IReadOnlyList<CouncilThemeCount> Themes,
    [property: Description("Per huvudman, flest först. / By principal, most first.")] IReadOnlyList<CouncilPartnerCount> Partners);

public static class ListCouncilCases
{
    public sealed class Query : ListQuery
    {
        [FromQuery(Name = "councilId"), Description("Bara rådets. / Only the council's.")]
        public Guid? CouncilId { get; set; }

        [FromQuery(Name = "theme"), Example("discharge"), Description("Bara temats. / Only the theme's.")]
        public string? Theme { get; set; }

        [FromQuery(Name = "status"), OneOf<CouncilCaseStatus>, Description("Var de står. / Where they stand.")]
        public string? Status { get; set; }

        [FromQuery(Name = "deviationId"), Description("Bara det som skrevs ur ärendet, för den som hanterar det. / Only what was written from the case, for who handles it.")]
        public Guid? DeviationId { get; set; }
    }

    public static void Map(RouteGroupBuilder cases, RouteGroupBuilder councils)
    {
        cases.MapGet("/", async Task<Ok<ListOf<CouncilCaseView>>> ([AsParameters] Query query, Handler handler, HttpRequest request, CancellationToken ct) => TypedResults.Ok(await handler.Handle(query, request, ct)))
            .RequireAuthorization(Permissions.TakePartInCouncils)
            .WithName("listCouncilCases")
            .WithSummary("Lista rådsärenden / List council cases")
            .WithDescription("I de råd där du är ledamot, och de som skrevs ur ärenden som du hanterar; senast delade först. / In the councils that you are a member of, and those written from cases that you handle; latest shared first.");
        cases.MapGet("/{id:guid}", async Task<Results<Ok<CouncilCaseView>, NotFound>> ([Description("Rådsärendets id. / Id of the council case.")] Guid id, Handler handler, HttpResponse response, CancellationToken ct) =>
            {
                if (await handler.Read(id, ct) is not { } shared) return TypedResults.NotFound();
                response.SetETag(shared.Version);
                return TypedResults.Ok(shared);
            })
            .RequireAuthorization(Permissions.TakePartInCouncils)
            .GivesETag()
            .WithName("readCouncilCase")
            .WithSummary("Läs ett rådsärende / Read a council case")
            .WithDescription("Det som delades, vad ledamöterna har sagt och vad rådet kom fram till. / What was shared, what the members have said and what the council came to.");
        councils.MapGet("/{id:guid}/overview", async Task<Results<Ok<CouncilOverview>, NotFound>> ([Description("Rådets id. / Id of the council.")] Guid id, Handler handler, CancellationToken ct) =>
                await handler.Overview(id, ct) is { } overview ? TypedResults.Ok(overview) : TypedResults.NotFound())
            .RequireAuthorization(Permissions.TakePartInCouncils)
            .WithName("readCouncilOverview")
            .WithSummary("Räkna rådets ärenden / Count the council's cases")
            .WithDescription("Hur många rådsärenden det finns per tema och per huvudman; bara för ledamöter. / How many council cases there are by theme and by principal; for members alone.");
    }

    public sealed class Handler(DeviationsDb db, AccessLog access, CurrentUser user)
    {
        public async Task<ListOf<CouncilCaseView>> Handle(Query query, HttpRequest? request, CancellationToken ct)
        {
            var rows = db.CouncilCases.AsNoTracking();
            if (query.CouncilId is { } council) rows = rows.Where(c => c.CouncilId == council);
            if (query.Theme is { Length: > 0 } theme) rows = rows.Where(c => c.Theme == theme);
            if (Lists.Choice<CouncilCaseStatus>(query.Status, "status") is { } status) rows = rows.Where(c => c.Status == status);
            if (query.DeviationId is { } deviation) rows = rows.Where(c => db.CouncilTies.Any(tie => tie.CouncilCaseId == c.Id && tie.DeviationId == deviation));
            var list = await rows.Include(c => c.Notes).OrderByDescending(c => c.Id).ToListOf(query, request, ct);
            await access.Append(AccessAction.List, list.Items, user.WhyCouncil, query.FiltersUsed(), ct);
            var (themes, ties) = (await Themes(ct), await Ties([.. list.Items.Select(c => c.Id)], ct));
            return list.Select(shared => View(shared, themes, ties));
        }

        /// <summary>Null when there is none that the user may see.</summary>
        public async Task<CouncilCaseView?> Read(Guid id, CancellationToken ct)
        {
            if (await db.CouncilCases.AsNoTracking().Include(c => c.Notes).FirstOrDefaultAsync(c => c.Id == id, ct) is not { } shared) return null;
            await access.Append(AccessAction.Read, [shared], user.WhyCouncil, [], ct);
            return await View(shared, ct);
        }

        /// <summary>What the cases by these ids are called, of those that the user may see.</summary>
        public async Task<IReadOnlyList<(Guid Id, string Name)>> Named(IReadOnlyCollection<Guid> ids, CancellationToken ct)
        {
            var asked = ids.ToArray();
            var rows = await db.CouncilCases.AsNoTracking().Where(c => asked.Contains(c.Id)).OrderBy(c => c.Id).ToListAsync(ct);
            await access.Append(AccessAction.List, rows, user.WhyCouncil, ["ids"], ct);
            return [.. rows.Select(shared => (shared.Id, $"{shared.Reference} {shared.Title}"))];
        }

        /// <summary>Null for who is no member.</summary>
        public async Task<CouncilOverview?> Overview(Guid id, CancellationToken ct)
        {
            if (user.Mandate().SeatIn(id) is null) return null;
            var names = await Themes(ct);
            var rows = db.CouncilCases.Where(c => c.CouncilId == id);
            var themes = await rows.GroupBy(c => c.Theme).Select(group => new { group.Key, Count = group.Count(), Open = group.Count(c => c.ClosedAt == null) }).ToListAsync(ct);
            var partners = await rows.GroupBy(c => new { c.PartnerId, c.PartnerName }).Select(group => new { group.Key, Count = group.Count() }).ToListAsync(ct);
            return new(
                [.. themes.OrderByDescending(theme => theme.Count).ThenBy(theme => theme.Key, StringComparer.Ordinal).Select(theme => new CouncilThemeCount(theme.Key, names.GetValueOrDefault(theme.Key, theme.Key), theme.Count, theme.Open))],
                [.. partners.OrderByDescending(partner => partner.Count).ThenBy(partner => partner.Key.PartnerName, StringComparer.Ordinal).Select(partner => new CouncilPartnerCount(partner.Key.PartnerId, partner.Key.PartnerName, partner.Count))]);
        }

        public async Task<CouncilCaseView> View(CouncilCase shared, CancellationToken ct) => View(shared, await Themes(ct), await Ties([shared.Id], ct));

        private CouncilCaseView View(CouncilCase shared, Dictionary<string, string> themes, Dictionary<Guid, Guid> ties) => new(
            shared.Id, shared.Reference, shared.CouncilId, shared.CouncilName, shared.Theme, themes.GetValueOrDefault(shared.Theme, shared.Theme), shared.Title, shared.What, shared.Question, shared.Facts,
            shared.PartnerId, shared.PartnerName, shared.SharedByName, shared.SharedAt, shared.Status,
            [.. shared.Notes.OrderBy(note => note.At).ThenBy(note => note.Id).Select(note => new CouncilNoteView(note.Text, note.ByName, note.PartnerName, note.At))],
            shared.Conclusion, shared.ClosedAt, ties.TryGetValue(shared.Id, out var deviation) ? deviation : null, user.Mandate().SeatIn(shared.CouncilId) is not null, shared.Version);

        private async Task<Dictionary<string, string>> Themes(CancellationToken ct) => (await db.CodesOf(CodeLists.CouncilThemes, ct)).ToDictionary(theme => theme.Code, theme => theme.Name);

        // By the ties' own row filter: only those of cases that the user handles.
        private Task<Dictionary<Guid, Guid>> Ties(Guid[] ids, CancellationToken ct) =>
            db.CouncilTies.Where(tie => ids.Contains(tie.CouncilCaseId)).ToDictionaryAsync(tie => tie.CouncilCaseId, tie => tie.DeviationId, ct);
    }
}
