using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.Ideas;

public static class MoveIdea
{
    public sealed class Request
    {
        [Description("Vad den blir. / What it becomes.")]
        [Required, EnumDataType(typeof(IdeaStatus))]
        public IdeaStatus? Status { get; set; }

        [Description("Hur snart den ska börjas; krävs för prioritised. / How soon it is to be begun; needed for prioritised.")]
        [EnumDataType(typeof(IdeaPriority))]
        public IdeaPriority? Priority { get; set; }

        [Description("Varför den avslutas; krävs för closed. / Why it is closed; needed for closed.")]
        [Example("Nycklarna byts mot digitala lås."), StringLength(2_000)]
        public string? Reason { get; set; }

        [Description("Vad som blev bättre; någon av de tre effekterna krävs för introduced. / What became better; one of the three effects is needed for introduced.")]
        [Example("Ingen letar efter nycklar."), StringLength(2_000)]
        public string? RealQuality { get; set; }

        [Description("Minuter i veckan som sparas; negativt när det kostar. / Minutes a week that are saved; negative when it costs.")]
        [Example("90"), Range(-100_000, 100_000)]
        public int? RealMinutesPerWeek { get; set; }

        [Description("Kronor om året som sparas; negativt när det kostar. / Kronor a year that are saved; negative when it costs.")]
        [Example("12000"), Range(-1_000_000_000, 1_000_000_000)]
        public int? RealKronorPerYear { get; set; }
    }

    public static void Map(RouteGroupBuilder ideas) => ideas
        .MapPost("/{id:guid}/status", async Task<Results<Ok<IdeaView>, NotFound>> ([Description("Idéns id. / Id of the idea.")] Guid id, Request request, Handler handler, HttpContext http, CancellationToken ct) =>
        {
            if (await handler.Handle(id, request, http.Request.CheckIfMatch, ct) is not { } idea) return TypedResults.NotFound();
            http.Response.SetETag(idea.Version);
            return TypedResults.Ok(idea);
        })
        .RequireAuthorization(Permissions.LeadIdeas)
        .TakesIfMatch()
        .GivesETag()
        .WithName("moveIdea")
        .WithSummary("Flytta en idé på tavlan / Move an idea on the board")
        .WithDescription("Prioritera, börja, prova, inför eller avsluta. next säger vad den kan bli. En enhet kan inte ha fler påbörjade än gränsen ideas-begun. / Prioritise, begin, try, introduce or close. next says what it may become. A unit can have no more begun than the limit ideas-begun.");

    public sealed class Handler(DeviationsDb db, IdeaWork work)
    {
        /// <summary>Null when there is no such idea that the user leads.</summary>
        public Task<IdeaView?> Handle(Guid id, Request request, Action<int> checkVersion, CancellationToken ct) => work.Lead(id, checkVersion, async (idea, now) =>
        {
            if (request.Status == IdeaStatus.Ongoing && idea.JoinedIntoId is null && idea.Next.Contains(IdeaStatus.Ongoing)) await work.MustHaveRoom(idea.UnitCode, idea, SwedishTime.Day(now), ct);
            idea.Move(request.Status!.Value, request.Priority, request.Reason, new(request.RealQuality, request.RealMinutesPerWeek, request.RealKronorPerYear), now);
            if (!idea.IsJoint) return true;
            // Whoever left a part of it, and the complaint that a part came from, follow how the whole fares.
            foreach (var part in await db.Ideas.IgnoreQueryFilters().Include(i => i.Cycles).Where(i => i.JoinedIntoId == idea.Id).ToListAsync(ct))
            {
                part.Follow(idea, now);
                db.Publish(part.ToChanged(now));
            }
            return true;
        }, ct);
    }
}
