using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.Ideas;

/// <summary>What is written of an idea.</summary>
public abstract class IdeaFields
{
    [Description("Idén på en rad. / The idea in a line.")]
    [Example("En nyckeltavla vid dörren"), Required, StringLength(200)]
    public string? Title { get; set; }

    [Description("Vad som kunde vara bättre, och hur. / What could be better, and how.")]
    [Example("Vi letar nycklar varje morgon. Häng dem på en tavla med namn."), Required, StringLength(20_000)]
    public string? Text { get; set; }

    [Description("Enheten som idén gäller; utelämnad: din egen. / The unit that the idea concerns; left out: your own.")]
    [Example("norrangen"), StringLength(64)]
    public string? UnitCode { get; set; }

    [Description("Alla medarbetare får läsa den, inte bara enhetens. / Every employee may read it, not only the unit's.")]
    public bool? Shared { get; set; }

    [Description("Kod ur idea-themes. / Code of idea-themes.")]
    [Example("arbetssatt"), StringLength(64)]
    public string? Theme { get; set; }

    [Description("Kod ur wastes: slöseriet som den tar bort. / Code of wastes: the waste that it does away with.")]
    [Example("rorelse"), StringLength(64)]
    public string? Waste { get; set; }

    [Description("Hur mycket av kommunen den gäller; utelämnad: unit. / How much of the municipality it concerns; left out: unit.")]
    [EnumDataType(typeof(IdeaLevel))]
    public IdeaLevel? Level { get; set; }

    [Description("Vad som väntas bli bättre. / What is expected to become better.")]
    [Example("Ingen letar efter nycklar."), StringLength(2_000)]
    public string? ExpectedQuality { get; set; }

    [Description("Minuter i veckan som väntas sparas; negativt när det kostar. / Minutes a week that are expected to be saved; negative when it costs.")]
    [Example("90"), Range(-100_000, 100_000)]
    public int? ExpectedMinutesPerWeek { get; set; }

    [Description("Kronor om året som väntas sparas; negativt när det kostar. / Kronor a year that are expected to be saved; negative when it costs.")]
    [Example("12000"), Range(-1_000_000_000, 1_000_000_000)]
    public int? ExpectedKronorPerYear { get; set; }

    [Description("Vilka som gör det. / Who does it.")]
    [Example("Nattgruppen och vaktmästaren"), StringLength(1_000)]
    public string? Team { get; set; }

    [Description("Hur det ska göras. / How it is to be done.")]
    [Example("Prova på en enhet i april, på alla i maj."), StringLength(20_000)]
    public string? Plan { get; set; }
}

public static class LeaveIdea
{
    public sealed class Request : IdeaFields
    {
        [Description("Ditt namn visas inte, och sparas inte med idén. / Your name is not shown, nor kept with the idea.")]
        public bool? HideName { get; set; }

        [Description("Beslutet på ett arbetsplatsmöte som idén kommer från. / The decision of a workplace meeting that the idea comes from.")]
        public Guid? DecisionId { get; set; }
    }

    public static void Map(RouteGroupBuilder ideas) => ideas
        .MapPost("/", async (Request request, Handler handler, HttpResponse response, CancellationToken ct) =>
        {
            var idea = await handler.Handle(request, null, ct);
            response.SetETag(idea.Version);
            return TypedResults.Created($"/deviations/v1/ideas/{idea.Id}", idea);
        })
        .RequireAuthorization(Permissions.LeaveIdeas)
        .GivesETag()
        .WithName("leaveIdea")
        .WithSummary("Lämna en förbättringsidé / Leave an idea for improvement")
        .WithDescription("Den hamnar på enhetens förbättringstavla, och på allas när shared är true. / It comes on the unit's improvement board, and on everyone's when shared is true.");

    public sealed class Handler(DeviationsDb db, CurrentUser user, IdeaWork work, TimeProvider clock)
    {
        /// <param name="request">The idea.</param>
        /// <param name="formKey">The key of the form that it was written in: sent again it is the same idea.</param>
        /// <param name="ct">Ends the work.</param>
        public async Task<IdeaView> Handle(Request request, Guid? formKey, CancellationToken ct)
        {
            var now = clock.GetUtcNow();
            await using var own = await db.OwnTransaction(ct);
            if (formKey is not null)
            {
                // A double click sends the same form twice at once.
                await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({user.Id}, 727571))", ct);
                if (await db.Ideas.Include(i => i.Credits).FirstOrDefaultAsync(i => i.OriginatorId == user.Id && i.FormKey == formKey, ct) is { } before) return IdeaView.Of(before, false, user);
            }
            var words = await work.Words(request, null, SwedishTime.Day(now), ct);
            if (request.DecisionId is { } decision)
            {
                // Of two who make an idea of it at once the second is told that it has led to one.
                await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({decision.ToString()}, 727574))", ct);
                if (!await work.MayTie(decision, words.UnitCode, ct)) throw new InvalidField("decisionId", "There is no such decision of the unit's that has led to no idea yet.");
            }
            var idea = Idea.Leave(await db.NextIdeaNumber(ct), words, Person.Of(user), request.HideName ?? false, now, formKey, request.DecisionId);
            db.Add(idea);
            db.Publish(idea.ToChanged(now));
            await db.SaveChangesAsync(ct);
            if (own is not null) await own.CommitAsync(ct);
            return IdeaView.Of(idea, false, user);
        }
    }
}
