using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.Deviations.Features.Actions;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.Councils;

/// <summary>Who sits in a council: from when and to when, or no longer.</summary>
public static class SeatMember
{
    public sealed class Request
    {
        [Description("Någon i kommunen, ur personlistan; utelämnas för en gäst. / Someone of the municipality, from the list of people; left out for a guest.")]
        [Example("8f1c2d3e-0000-4000-8000-000000000001"), StringLength(100)]
        public string? PersonId { get; set; }

        [Description("Gästens användarnamn, som personen loggar in med det. / The guest's sign-in name, as the person signs in with it.")]
        [Example("gast"), StringLength(100), RegularExpression(@"\s*[^\s/\\?#%\p{Cc}]+\s*")]
        public string? Username { get; set; }

        [Description("Gästens namn. / The guest's name."), Example("Gabriella Testsson"), StringLength(200)]
        public string? Name { get; set; }

        [Description("Gästens huvudman, en av rådets. / The guest's principal, one of the council's.")]
        public Guid? PartnerId { get; set; }

        [Description("Första dagen. / First day."), Example("2026-11-01"), Required]
        public DateOnly? ValidFrom { get; set; }

        [Description("Första dagen som personen inte längre är ledamot. / First day that the person is no longer a member."), Example("2099-01-01"), Required]
        public DateOnly? ValidTo { get; set; }
    }

    public sealed class Ending
    {
        [Description("Första dagen som personen inte längre är ledamot; tidigast i dag. / First day that the person is no longer a member; today at the earliest.")]
        [Example("2099-01-01"), Required]
        public DateOnly? ValidTo { get; set; }
    }

    public static void Map(RouteGroupBuilder councils)
    {
        councils.MapPost("/{id:guid}/members", async Task<Results<Created<CouncilView>, NotFound>> (
                [Description("Rådets id. / Id of the council.")] Guid id, Request request, Handler handler, SetCouncil.Handler reader, HttpContext http, CancellationToken ct) =>
            {
                if (await handler.Seat(id, request, http.Request.CheckIfMatch, ct) is null || await reader.Find(id, ct) is not { } council) return TypedResults.NotFound();
                http.Response.SetETag(council.Version);
                return TypedResults.Created($"/deviations/v1/councils/{id}", council);
            })
            .RequireAuthorization(Permissions.EditCouncils)
            .TakesIfMatch().GivesETag()
            .WithName("seatMember")
            .WithSummary("Ta in en ledamot / Seat a member")
            .WithDescription("Någon i kommunen, eller en gäst från en av rådets huvudmän. Gästens konto behöver också rollen gast, som ges där konton sköts. / Someone of the municipality, or a guest of one of the council's principals. The guest's account needs the role gast too, which is given where accounts are kept.");
        councils.MapPost("/{id:guid}/members/{memberId:guid}/end", async Task<Results<Ok<CouncilView>, NotFound>> (
                [Description("Rådets id. / Id of the council.")] Guid id, [Description("Medlemskapets id. / Id of the membership.")] Guid memberId, Ending request, Handler handler, SetCouncil.Handler reader, HttpContext http, CancellationToken ct) =>
                await handler.End(id, memberId, request, http.Request.CheckIfMatch, ct) is null ? TypedResults.NotFound() : SetCouncil.Answer(await reader.Find(id, ct), http.Response))
            .RequireAuthorization(Permissions.EditCouncils)
            .TakesIfMatch().GivesETag()
            .WithName("endMembership")
            .WithSummary("Avsluta ett medlemskap / End a membership")
            .WithDescription("Personen ser inget mer av rådet från och med dagen. / The person sees nothing more of the council from that day on.");
    }

    public sealed class Handler(DeviationsDb db, CurrentUser user, Owners owners, TimeProvider clock)
    {
        /// <summary>Null when there is no such council.</summary>
        /// <exception cref="InvalidField">400: personId, username, name, partnerId, validTo.</exception>
        /// <exception cref="RuleViolation">409 `council-member.exists`.</exception>
        public Task<CouncilMember?> Seat(Guid id, Request request, Action<int> checkVersion, CancellationToken ct) => Change(id, checkVersion, async (council, now) =>
        {
            var (from, to) = (request.ValidFrom!.Value, request.ValidTo!.Value);
            var isGuest = !string.IsNullOrWhiteSpace(request.Username);
            if (isGuest != string.IsNullOrEmpty(request.PersonId)) throw new InvalidField("personId", "A member is either someone of the municipality or a guest.");
            var member = isGuest
                ? CouncilMember.Guest(request.Username!, Given(request.Name), await PartnerOf(council, request.PartnerId, SwedishTime.Day(now), ct), from, to, Person.Of(user), now)
                : CouncilMember.OfHouse(await owners.Employee(request.PersonId!, ct) ?? throw new InvalidField("personId", "There is nobody by that id who can be a member."), from, to, Person.Of(user), now);
            council.Seat(member);
            return member;
        }, ct);

        /// <summary>Null when there is no such membership.</summary>
        /// <exception cref="InvalidField">400: validTo lies before today.</exception>
        /// <exception cref="RuleViolation">409 `council-member.ended`.</exception>
        public Task<CouncilMember?> End(Guid id, Guid memberId, Ending request, Action<int> checkVersion, CancellationToken ct) => Change(id, checkVersion, (council, now) =>
        {
            if (council.Members.Find(known => known.Id == memberId) is not { } member) return Task.FromResult<CouncilMember?>(null);
            if (request.ValidTo < SwedishTime.Day(now)) throw new InvalidField("validTo", "It ends today at the earliest.");
            council.Unseat(member, request.ValidTo!.Value, Person.Of(user), now);
            return Task.FromResult<CouncilMember?>(member);
        }, ct);

        private async Task<CouncilMember?> Change(Guid id, Action<int> checkVersion, Func<Council, DateTimeOffset, Task<CouncilMember?>> change, CancellationToken ct)
        {
            if (await db.Councils.Include(council => council.Members).FirstOrDefaultAsync(council => council.Id == id, ct) is not { } council) return null;
            checkVersion(council.Version);
            if (await change(council, clock.GetUtcNow()) is not { } member) return null;
            await db.SaveChangesAsync(ct);
            return member;
        }

        private static string Given(string? name) => string.IsNullOrWhiteSpace(name) ? throw new InvalidField("name", "A guest is named.") : name;

        private async Task<Partner> PartnerOf(Council council, Guid? id, DateOnly today, CancellationToken ct) =>
            id is { } asked && council.PartnerIds.Contains(asked) && await db.Partners.FirstOrDefaultAsync(partner => partner.Id == asked, ct) is { } partner && partner.IsValid(today)
                ? partner : throw new InvalidField("partnerId", "It must be one of the council's principals.");
    }
}
