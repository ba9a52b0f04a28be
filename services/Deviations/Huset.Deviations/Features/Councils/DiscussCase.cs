using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.Councils;

/// <summary>What the members say of a council case, and what they come to.</summary>
public static class DiscussCase
{
    public sealed class Note
    {
        [Description("Vad du vill säga, utan personuppgifter. / What you want to say, without personal data."), Example("Hos oss ringer sjuksköterskan före hemgång."), Required, StringLength(20_000)]
        public string? Text { get; set; }
    }

    public sealed class Ending
    {
        [Description("Vad rådet kom fram till, utan personuppgifter. / What the council came to, without personal data."), Example("Listan skickas dagen före, och någon ringer."), Required, StringLength(20_000)]
        public string? Conclusion { get; set; }
    }

    public static void Map(RouteGroupBuilder cases)
    {
        cases.MapPost("/{id:guid}/notes", async Task<Results<Created<CouncilCaseView>, NotFound>> ([Description("Rådsärendets id. / Id of the council case.")] Guid id, Note request, Handler handler, ListCouncilCases.Handler reader, HttpContext http, CancellationToken ct) =>
            {
                if (await handler.Say(id, request, http.Request.CheckIfMatch, ct) is not { } shared) return TypedResults.NotFound();
                http.Response.SetETag(shared.Version);
                return TypedResults.Created($"/deviations/v1/council-cases/{id}", await reader.View(shared, ct));
            })
            .RequireAuthorization(Permissions.TakePartInCouncils)
            .TakesIfMatch().GivesETag()
            .WithName("discussCouncilCase")
            .WithSummary("Säg något om ett rådsärende / Say something of a council case")
            .WithDescription("Inlägget får författarens namn och huvudman. / The note has its author's name and principal.");
        cases.MapPost("/{id:guid}/conclusion", async Task<Results<Ok<CouncilCaseView>, NotFound>> ([Description("Rådsärendets id. / Id of the council case.")] Guid id, Ending request, Handler handler, ListCouncilCases.Handler reader, HttpContext http, CancellationToken ct) =>
            {
                if (await handler.Conclude(id, request, http.Request.CheckIfMatch, ct) is not { } shared) return TypedResults.NotFound();
                http.Response.SetETag(shared.Version);
                return TypedResults.Ok(await reader.View(shared, ct));
            })
            .RequireAuthorization(Permissions.TakePartInCouncils)
            .TakesIfMatch().GivesETag()
            .WithName("concludeCouncilCase")
            .WithSummary("Avsluta ett rådsärende / End a council case")
            .WithDescription("Med det som rådet kom fram till. / With what the council came to.");
    }

    public sealed class Handler(DeviationsDb db, AccessLog access, CurrentUser user, TimeProvider clock)
    {
        /// <summary>Null when there is none in a council that the user sits in.</summary>
        /// <exception cref="InvalidField">400: an identity number in the text.</exception>
        /// <exception cref="RuleViolation">409 `council-case.closed`.</exception>
        public Task<CouncilCase?> Say(Guid id, Note request, Action<int> checkVersion, CancellationToken ct) =>
            Change(id, checkVersion, (shared, seat, now) => shared.Discuss(request.Text!, seat.PartnerName, Person.Of(user), now), ct);

        /// <summary>The same.</summary>
        public Task<CouncilCase?> Conclude(Guid id, Ending request, Action<int> checkVersion, CancellationToken ct) => Change(id, checkVersion, (shared, _, now) => shared.Conclude(request.Conclusion!, Person.Of(user), now), ct);

        // Who handles the case that it was written from may read it, and writes as a member alone.
        private async Task<CouncilCase?> Change(Guid id, Action<int> checkVersion, Action<CouncilCase, CouncilSeat, DateTimeOffset> change, CancellationToken ct)
        {
            if (await db.CouncilCases.Include(c => c.Notes).FirstOrDefaultAsync(c => c.Id == id, ct) is not { } shared || user.Mandate().SeatIn(shared.CouncilId) is not { } seat) return null;
            checkVersion(shared.Version);
            change(shared, seat, clock.GetUtcNow());
            access.Add(AccessAction.Change, shared, user.WhyCouncil(shared));
            await db.SaveChangesAsync(ct);
            return shared;
        }
    }
}
