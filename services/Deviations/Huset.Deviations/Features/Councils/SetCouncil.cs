using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Huset.Deviations.Features.Councils;

/// <summary>A member of a council.</summary>
public sealed record CouncilMemberView(
    [property: Description("Medlemskapets id. / Id of the membership.")] Guid Id,
    [property: Description("Personens namn. / Name of the person.")][property: Example("Gabriella Testsson")] string Name,
    [property: Description("Huvudmannens id; saknas för den som företräder kommunen. / Id of the principal; absent for who speaks for the municipality.")] Guid? PartnerId,
    [property: Description("Huvudmannens namn; saknas för den som företräder kommunen. / Name of the principal; absent for who speaks for the municipality.")][property: Example("Region Prov")] string? Partner,
    [property: Description("Gästens användarnamn, för den som sköter råden. / The guest's sign-in name, for who keeps the councils.")][property: Example("gast")] string? Username,
    [property: Description("Första dagen. / First day.")] DateOnly ValidFrom,
    [property: Description("Första dagen som personen inte längre är ledamot. / First day that the person is no longer a member.")] DateOnly ValidTo,
    [property: Description("Är ledamot i dag. / Is a member today.")][property: Example("true")] bool IsSeated);

/// <summary>A principal that takes part in a council.</summary>
public sealed record CouncilPartnerView(
    [property: Description("Huvudmannens id. / Id of the principal.")] Guid Id,
    [property: Description("Namnet. / The name.")][property: Example("Region Prov")] string Name);

/// <summary>A joint council.</summary>
public sealed record CouncilView(
    [property: Description("Rådets id. / Id of the council.")] Guid Id,
    [property: Description("Namnet. / The name.")][property: Example("Gemensamt avvikelseråd")] string Name,
    [property: Description("De andra huvudmännen. / The other principals.")] IReadOnlyList<CouncilPartnerView> Partners,
    [property: Description("Ledamöterna, nu och tidigare. / The members, now and before.")] IReadOnlyList<CouncilMemberView> Members,
    [property: Description("Första dagen. / First day.")] DateOnly ValidFrom,
    [property: Description("Första dagen som rådet inte längre finns. / First day that the council is no longer.")] DateOnly? ValidTo,
    [property: Description("Du är ledamot i dag. / You are a member today.")][property: Example("true")] bool IsMine,
    [property: Description("Ökar vid varje ändring. / Grows with each change.")] int Version);

public static class SetCouncil
{
    public sealed class Request
    {
        [Description("Namnet. / The name."), Example("Gemensamt avvikelseråd"), Required, StringLength(200)]
        public string? Name { get; set; }

        [Description("De andra huvudmännen, ur registret. / The other principals, from the registry.")]
        [Required, MinLength(1)]
        public Guid[]? PartnerIds { get; set; }

        [Description("Första dagen. / First day."), Example("2026-11-01"), Required]
        public DateOnly? ValidFrom { get; set; }

        [Description("Första dagen som rådet inte längre finns. / First day that the council is no longer."), Example("2099-01-01")]
        public DateOnly? ValidTo { get; set; }
    }

    public static void Map(RouteGroupBuilder councils)
    {
        councils.MapGet("/", async Task<Ok<ListOf<CouncilView>>> ([AsParameters] ListQuery query, Handler handler, HttpRequest request, CancellationToken ct) => TypedResults.Ok(await handler.List(query, request, ct)))
            .RequireAuthorization(Permissions.ReadCouncils)
            .WithName("listCouncils")
            .WithSummary("Lista avvikelseråd / List joint councils")
            .WithDescription("Alla råd, med ledamöter; en gäst ser bara de egna. Rådens ärenden ser bara ledamöterna. / Every council, with its members; a guest sees only the own. The councils' cases are for their members alone.");
        councils.MapGet("/{id:guid}", async Task<Results<Ok<CouncilView>, NotFound>> ([Description("Rådets id. / Id of the council.")] Guid id, Handler handler, HttpResponse response, CancellationToken ct) =>
                Answer(await handler.Find(id, ct), response))
            .RequireAuthorization(Permissions.ReadCouncils)
            .GivesETag()
            .WithName("readCouncil")
            .WithSummary("Läs ett avvikelseråd / Read a joint council")
            .WithDescription("Namn, huvudmän, ledamöter och dagar. / Name, principals, members and days.");
        councils.MapPost("/", async Task<Created<CouncilView>> (Request request, Handler handler, HttpResponse response, CancellationToken ct) =>
            {
                var id = (await handler.Set(null, request, _ => { }, ct))!.Value;
                var council = (await handler.Find(id, ct))!;
                response.SetETag(council.Version);
                return TypedResults.Created($"/deviations/v1/councils/{id}", council);
            })
            .RequireAuthorization(Permissions.EditCouncils)
            .GivesETag()
            .WithName("addCouncil")
            .WithSummary("Lägg till ett avvikelseråd / Add a joint council")
            .WithDescription("Ett råd är för kommunen och minst en annan huvudman. / A council is for the municipality and at least one other principal.");
        councils.MapPut("/{id:guid}", async Task<Results<Ok<CouncilView>, NotFound>> ([Description("Rådets id. / Id of the council.")] Guid id, Request request, Handler handler, HttpContext http, CancellationToken ct) =>
                await handler.Set(id, request, http.Request.RequireIfMatch, ct) is null ? TypedResults.NotFound() : Answer(await handler.Find(id, ct), http.Response))
            .RequireAuthorization(Permissions.EditCouncils)
            .NeedsIfMatch().GivesETag()
            .WithName("changeCouncil")
            .WithSummary("Ändra ett avvikelseråd / Change a joint council")
            .WithDescription("En huvudman som tas bort ser genast inget mer, och inte heller dess gäster. / A principal that is taken away sees nothing more at once, nor do its guests.");
    }

    internal static Results<Ok<CouncilView>, NotFound> Answer(CouncilView? council, HttpResponse response)
    {
        if (council is null) return TypedResults.NotFound();
        response.SetETag(council.Version);
        return TypedResults.Ok(council);
    }

    public sealed class Handler(DeviationsDb db, CurrentUser user, TimeProvider clock)
    {
        public async Task<ListOf<CouncilView>> List(ListQuery query, HttpRequest? request, CancellationToken ct)
        {
            var list = await db.Councils.AsNoTracking().Include(council => council.Members).OrderBy(council => council.Name).ThenBy(council => council.Id).ToListOf(query, request, ct);
            var names = await Names(list.Items, ct);
            return list.Select(council => View(council, names));
        }

        public async Task<CouncilView?> Find(Guid id, CancellationToken ct) =>
            await db.Councils.AsNoTracking().Include(council => council.Members).FirstOrDefaultAsync(council => council.Id == id, ct) is { } council ? View(council, await Names([council], ct)) : null;

        /// <summary>The councils that something can be brought before today, by Swedish order of name.</summary>
        public async Task<IReadOnlyList<Council>> Open(CancellationToken ct)
        {
            var today = SwedishTime.Today(clock);
            return await db.Councils.AsNoTracking().Where(council => council.ValidFrom <= today && (council.ValidTo == null || council.ValidTo > today)).OrderBy(council => council.Name).ToListAsync(ct);
        }

        /// <summary>The other principals of the registry that apply today, and those that the council has.</summary>
        public async Task<IReadOnlyList<Partner>> Partners(IReadOnlyCollection<Guid> chosen, CancellationToken ct)
        {
            var today = SwedishTime.Today(clock);
            var known = chosen.ToArray();
            return await db.Partners.AsNoTracking().Where(partner => known.Contains(partner.Id) || (partner.ValidFrom <= today && (partner.ValidTo == null || partner.ValidTo > today))).OrderBy(partner => partner.Name).ToListAsync(ct);
        }

        /// <summary>The council's id, a new one without an id; null when there is none by the id.</summary>
        /// <exception cref="InvalidField">400: partnerIds, validTo.</exception>
        /// <exception cref="RuleViolation">409 `council.name-taken`.</exception>
        public async Task<Guid?> Set(Guid? id, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            var council = id is null ? new Council() : await db.Councils.FirstOrDefaultAsync(known => known.Id == id, ct);
            if (council is null) return null;
            if (id is null) db.Add(council);
            else checkVersion(council.Version);
            var asked = request.PartnerIds!.Distinct().ToArray();
            if (await db.Partners.CountAsync(partner => asked.Contains(partner.Id), ct) != asked.Length) throw new InvalidField("partnerIds", "There is no such principal.");
            council.Set(request.Name!, asked, request.ValidFrom!.Value, request.ValidTo);
            try
            {
                await db.SaveChangesAsync(ct);
            }
            catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
            {
                throw new RuleViolation("council.name-taken", "There is a council by that name.");
            }
            return council.Id;
        }

        private async Task<Dictionary<Guid, string>> Names(IEnumerable<Council> councils, CancellationToken ct)
        {
            var ids = councils.SelectMany(council => council.PartnerIds).Distinct().ToArray();
            return await db.Partners.AsNoTracking().Where(partner => ids.Contains(partner.Id)).ToDictionaryAsync(partner => partner.Id, partner => partner.Name, ct);
        }

        private CouncilView View(Council council, Dictionary<Guid, string> names)
        {
            var (today, keeps) = (SwedishTime.Today(clock), user.May(Permissions.EditCouncils));
            var members = council.Members.Select(member => (Member: member, IsSeated: council.Sits(member, today)))
                // A guest is told of those who sit there, and not of who did.
                .Where(row => row.IsSeated || user.ReachesAll(Permissions.ReadCouncils))
                .OrderByDescending(row => row.IsSeated).ThenBy(row => row.Member.Name, StringComparer.Create(Huset.Ui.Texts.Swedish, true)).ThenBy(row => row.Member.Id)
                .Select(row => new CouncilMemberView(row.Member.Id, row.Member.Name, row.Member.PartnerId, row.Member.PartnerName, keeps ? row.Member.Username : null, row.Member.ValidFrom, row.Member.ValidTo, row.IsSeated));
            return new(council.Id, council.Name, [.. council.PartnerIds.Select(id => new CouncilPartnerView(id, names.GetValueOrDefault(id, ""))).OrderBy(partner => partner.Name, StringComparer.Create(Huset.Ui.Texts.Swedish, true))],
                [.. members], council.ValidFrom, council.ValidTo, user.Mandate().SeatIn(council.Id) is not null, council.Version);
        }
    }
}
