using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.Ideas;

/// <summary>Many ideas become one joint improvement, with a team and a plan.</summary>
public static class JoinIdeas
{
    public sealed class Request : IdeaFields
    {
        [Description("Idéerna som blir en. / The ideas that become one.")]
        [Example("0199c1d2-7b3a-7c4e-9f10-5a6b7c8d9e0f", "0199c1d2-7b3a-7c4e-9f10-5a6b7c8d9e10"), Required, MinLength(2), MaxLength(100)]
        public List<Guid>? IdeaIds { get; set; }
    }

    public sealed class MoreRequest
    {
        [Description("Idéerna som läggs till. / The ideas that are added.")]
        [Example("0199c1d2-7b3a-7c4e-9f10-5a6b7c8d9e0f"), Required, MinLength(1), MaxLength(100)]
        public List<Guid>? IdeaIds { get; set; }
    }

    public static void Map(RouteGroupBuilder ideas)
    {
        ideas.MapPost("/joint", async Task<Created<IdeaView>> (Request request, Handler handler, HttpResponse response, CancellationToken ct) =>
        {
            var joint = await handler.Handle(request, ct);
            response.SetETag(joint.Version);
            return TypedResults.Created($"/deviations/v1/ideas/{joint.Id}", joint);
        })
            .RequireAuthorization(Permissions.LeadIdeas)
            .GivesETag()
            .WithName("joinIdeas")
            .WithSummary("Slå ihop idéer / Join ideas")
            .WithDescription("De blir en gemensam förbättring, och följer med i hur den går. Alla som lämnade en av dem står som upphov. Du ska leda förbättringarna i varje idés enhet. / They become one joint improvement, and follow how it fares. Everyone who left one of them is credited. You must lead the improvements of each idea's unit.");
        ideas.MapPost("/{id:guid}/parts", async Task<Results<Ok<IdeaView>, NotFound>> ([Description("Den gemensamma förbättringens id. / Id of the joint improvement.")] Guid id, MoreRequest request, Handler handler, HttpContext http, CancellationToken ct) =>
        {
            if (await handler.Add(id, request, http.Request.CheckIfMatch, ct) is not { } joint) return TypedResults.NotFound();
            http.Response.SetETag(joint.Version);
            return TypedResults.Ok(joint);
        })
            .RequireAuthorization(Permissions.LeadIdeas)
            .TakesIfMatch()
            .GivesETag()
            .WithName("addToJointIdea")
            .WithSummary("Lägg till idéer i en gemensam förbättring / Add ideas to a joint improvement")
            .WithDescription("För idéer som kommer efteråt och säger samma sak. / For ideas that come later and say the same.");
    }

    public sealed class Handler(DeviationsDb db, IdeaWork work, CurrentUser user, TimeProvider clock)
    {
        /// <exception cref="InvalidField">400: ideaIds, or a field of the joint improvement.</exception>
        /// <exception cref="RuleViolation">`idea.joined`, `idea.over`</exception>
        public async Task<IdeaView> Handle(Request request, CancellationToken ct)
        {
            var now = clock.GetUtcNow();
            var parts = await Parts(request.IdeaIds!, ct);
            if (parts.Count < 2) throw new InvalidField("ideaIds", "Name two ideas at least.");
            if (string.IsNullOrWhiteSpace(request.UnitCode)) request.UnitCode = parts[0].UnitCode;
            var words = await work.Words(request, null, SwedishTime.Day(now), ct);
            if (!user.MayLeadIdeasOf(words.UnitCode)) throw new InvalidField("unitCode", "You do not lead the improvements of that unit.");
            var joint = Idea.Join(await db.NextIdeaNumber(ct), words, parts, Person.Of(user), now);
            db.Add(joint);
            db.Publish(joint.ToChanged(now));
            foreach (var part in parts) db.Publish(part.ToChanged(now));
            await db.SaveChangesAsync(ct);
            return IdeaView.Of(joint, false, user);
        }

        /// <summary>Null when there is no such joint improvement that the user leads.</summary>
        public Task<IdeaView?> Add(Guid id, MoreRequest request, Action<int> checkVersion, CancellationToken ct) => work.Lead(id, checkVersion, async (joint, now) =>
        {
            if (!joint.IsJoint) return false;
            foreach (var part in await Parts(request.IdeaIds!, ct))
            {
                joint.Add(part, now);
                db.Publish(part.ToChanged(now));
            }
            return true;
        }, ct);

        private async Task<IReadOnlyList<Idea>> Parts(IReadOnlyList<Guid> ids, CancellationToken ct)
        {
            var asked = ids.Distinct().ToArray();
            var parts = await db.Ideas.Include(i => i.Credits).Include(i => i.Cycles).AsSplitQuery().Where(i => asked.Contains(i.Id)).OrderBy(i => i.Id).ToListAsync(ct);
            return parts.Count == asked.Length && parts.TrueForAll(part => user.MayLeadIdeasOf(part.UnitCode)) ? parts : throw new InvalidField("ideaIds", "You must lead the improvements of every idea's unit.");
        }
    }
}
