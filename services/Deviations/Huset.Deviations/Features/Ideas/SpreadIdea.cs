using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Deviations.Features.Ideas;

public static class SpreadIdea
{
    public sealed class Request
    {
        [Description("Enheten som tar över den. / The unit that takes it over.")]
        [Example("kullen"), Required, StringLength(64)]
        public string? UnitCode { get; set; }
    }

    public static void Map(RouteGroupBuilder ideas) => ideas
        .MapPost("/{id:guid}/spread", async Task<Results<Created<IdeaView>, NotFound>> ([Description("Idéns id. / Id of the idea.")] Guid id, Request request, Handler handler, HttpResponse response, CancellationToken ct) =>
        {
            if (await handler.Handle(id, request, ct) is not { } spread) return TypedResults.NotFound();
            response.SetETag(spread.Version);
            return TypedResults.Created($"/deviations/v1/ideas/{spread.Id}", spread);
        })
        .RequireAuthorization(Permissions.LeadIdeas)
        .GivesETag()
        .WithName("spreadIdea")
        .WithSummary("Ta över en idé till en enhet till / Take an idea over to another unit")
        .WithDescription("En idé som är provad eller införd, från vilken enhet som helst som du läser, till en enhet vars förbättringar du leder. De som lämnade den står kvar som upphov. / An idea that is tried or introduced, from any unit that you read, to a unit whose improvements you lead. Those who left it remain credited.");

    public sealed class Handler(DeviationsDb db, IdeaWork work, CurrentUser user, UnitTree units, TimeProvider clock)
    {
        /// <summary>The new idea; null when there is no such idea that the user may read.</summary>
        public async Task<IdeaView?> Handle(Guid id, Request request, CancellationToken ct)
        {
            if (await work.Find(id, ct) is not { } idea) return null;
            var unit = request.UnitCode!.Trim();
            if (units.Find(unit) is null || unit == idea.UnitCode || !user.MayLeadIdeasOf(unit)) throw new InvalidField("unitCode", "It must be another unit, whose improvements you lead.");
            await using var own = await db.OwnTransaction(ct);
            await work.MustNotHaveTakenOver(unit, id, ct);
            var now = clock.GetUtcNow();
            var spread = idea.SpreadTo(await db.NextIdeaNumber(ct), unit, Person.Of(user), now);
            db.Add(spread);
            db.Publish(spread.ToChanged(now));
            await db.SaveChangesAsync(ct);
            if (own is not null) await own.CommitAsync(ct);
            return IdeaView.Of(spread, false, user);
        }
    }
}
