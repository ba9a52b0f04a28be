using System.ComponentModel;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.Ideas;

public static class VoteIdea
{
    public static void Map(RouteGroupBuilder ideas)
    {
        ideas.MapPut("/{id:guid}/vote", async Task<Results<NoContent, NotFound>> ([Description("Idéns id. / Id of the idea.")] Guid id, Handler handler, CancellationToken ct) =>
                await handler.Handle(id, true, ct) ? TypedResults.NoContent() : TypedResults.NotFound())
            .RequireAuthorization(Permissions.LeaveIdeas)
            .WithName("voteIdea")
            .WithSummary("Rösta: det här vill jag också / Vote: I want this too")
            .WithDescription("En röst per person; igen ändrar inget. / One vote a person; again changes nothing.");
        ideas.MapDelete("/{id:guid}/vote", async Task<Results<NoContent, NotFound>> ([Description("Idéns id. / Id of the idea.")] Guid id, Handler handler, CancellationToken ct) =>
                await handler.Handle(id, false, ct) ? TypedResults.NoContent() : TypedResults.NotFound())
            .RequireAuthorization(Permissions.LeaveIdeas)
            .WithName("unvoteIdea")
            .WithSummary("Ta tillbaka din röst / Take your vote back")
            .WithDescription("Utan röst ändrar det inget. / Without a vote it changes nothing.");
    }

    public sealed class Handler(DeviationsDb db, CurrentUser user, TimeProvider clock)
    {
        /// <summary>False when there is no such idea that the user may read.</summary>
        /// <exception cref="RuleViolation">`idea.over`</exception>
        public async Task<bool> Handle(Guid id, bool wants, CancellationToken ct)
        {
            if (await db.Ideas.AsNoTracking().FirstOrDefaultAsync(i => i.Id == id, ct) is not { } idea) return false;
            if (idea.IsOver) throw new RuleViolation("idea.over", "It is introduced or closed.");
            // The vote and the count in one statement: two at once are both counted, and the same twice is one.
            await db.Database.ExecuteSqlAsync(wants
                ? $"with voted as (insert into idea_votes (idea_id, person_id, at) values ({id}, {user.Id}, {clock.GetUtcNow()}) on conflict do nothing returning 1) update ideas set votes = votes + 1 where id = {id} and exists (select 1 from voted)"
                : (FormattableString)$"with gone as (delete from idea_votes where idea_id = {id} and person_id = {user.Id} returning 1) update ideas set votes = votes - 1 where id = {id} and exists (select 1 from gone)", ct);
            return true;
        }
    }
}
