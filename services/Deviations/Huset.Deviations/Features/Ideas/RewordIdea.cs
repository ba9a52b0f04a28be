using System.ComponentModel;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Deviations.Features.Ideas;

public static class RewordIdea
{
    public sealed class Request : IdeaFields;

    public static void Map(RouteGroupBuilder ideas) => ideas
        .MapPut("/{id:guid}", async Task<Results<Ok<IdeaView>, NotFound>> ([Description("Idéns id. / Id of the idea.")] Guid id, Request request, Handler handler, HttpContext http, CancellationToken ct) =>
        {
            if (await handler.Handle(id, request, http.Request.CheckIfMatch, ct) is not { } idea) return TypedResults.NotFound();
            http.Response.SetETag(idea.Version);
            return TypedResults.Ok(idea);
        })
        .RequireAuthorization(Permissions.LeaveIdeas)
        .TakesIfMatch()
        .GivesETag()
        .WithName("rewordIdea")
        .WithSummary("Ändra en förbättringsidé / Change an idea for improvement")
        .WithDescription("Den som lämnade idén så länge den är ny, och den som leder enhetens förbättringar. Det som utelämnas töms, utom enhet, delning och nivå. / Who left the idea as long as it is new, and who leads the unit's improvements. What is left out is emptied, but for unit, sharing and level.");

    public sealed class Handler(DeviationsDb db, IdeaWork work, CurrentUser user, TimeProvider clock)
    {
        /// <summary>Null when there is no such idea that the user may word otherwise.</summary>
        public async Task<IdeaView?> Handle(Guid id, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            await using var own = await db.OwnTransaction(ct);
            if (await work.Find(id, ct) is not { } idea || !user.MayReword(idea)) return null;
            checkVersion(idea.Version);
            var now = clock.GetUtcNow();
            var words = await work.Words(request, idea, SwedishTime.Day(now), ct);
            // An idea is not moved to where its writer could not have put it to work.
            if (words.UnitCode != idea.UnitCode && idea.Status != IdeaStatus.New && !user.MayLeadIdeasOf(words.UnitCode)) throw new InvalidField("unitCode", "You do not lead the improvements of that unit.");
            if (words.UnitCode != idea.UnitCode && idea.SpreadFromId is { } origin) await work.MustNotHaveTakenOver(words.UnitCode, origin, ct);
            if (words.UnitCode != idea.UnitCode && idea.Status == IdeaStatus.Ongoing) await work.MustHaveRoom(words.UnitCode, idea, SwedishTime.Day(now), ct);
            idea.Reword(words, now);
            db.Publish(idea.ToChanged(now));
            await db.SaveChangesAsync(ct);
            if (own is not null) await own.CommitAsync(ct);
            return await work.View(idea, ct);
        }
    }
}
