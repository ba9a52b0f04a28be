using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Runtime.CompilerServices;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.Ideas;

/// <summary>In which order ideas come; newest first when nothing is said.</summary>
public enum IdeaOrder { Newest, Votes, Priority, Changed }

/// <summary>Which ideas are meant.</summary>
public abstract class IdeaFilter : ListQuery
{
    [FromQuery(Name = "q"), StringLength(200), Example("nycklar"), Description("Ord i idén, eller dess nummer. / Words of the idea, or its number.")]
    public string? Text { get; set; }

    [FromQuery(Name = "unitCode"), Example("norrangen"), Description("Enheten och alla under den. / The unit and all below it.")]
    public string? UnitCode { get; set; }

    [FromQuery(Name = "theme"), Example("arbetssatt"), Description("Kod ur idea-themes. / Code of idea-themes.")]
    public string? Theme { get; set; }

    [FromQuery(Name = "waste"), Example("rorelse"), Description("Kod ur wastes. / Code of wastes.")]
    public string? Waste { get; set; }

    [FromQuery(Name = "level"), OneOf<IdeaLevel>, Description("Hur mycket av kommunen den gäller. / How much of the municipality it concerns.")]
    public string? Level { get; set; }

    [FromQuery(Name = "priority"), OneOf<IdeaPriority>, Description("Hur snart den ska börjas. / How soon it is to be begun.")]
    public string? Priority { get; set; }

    [FromQuery(Name = "mine"), Description("true: bara de som du själv har lämnat. / true: only those that you have left yourself.")]
    public bool? Mine { get; set; }
}

public static class ListIdeas
{
    public sealed class Query : IdeaFilter
    {
        [FromQuery(Name = "status"), OneOf<IdeaStatus>, Description("Var idén står. / Where the idea stands.")]
        public string? Status { get; set; }

        [FromQuery(Name = "joint"), Description("true: bara gemensamma förbättringar; false: bara idéer. / true: only joint improvements; false: only ideas.")]
        public bool? Joint { get; set; }

        [FromQuery(Name = "joinedInto"), Description("Idéerna som är en del av denna gemensamma förbättring; annars är de inte med. / The ideas that are part of this joint improvement; otherwise they are left out.")]
        public Guid? JoinedInto { get; set; }

        [FromQuery(Name = "sort"), OneOf<IdeaOrder>, Description("newest, votes (flest först), priority (högst först) eller changed (senast ändrad först); annars newest. / newest, votes (most first), priority (highest first) or changed (lately changed first); else newest.")]
        public string? Sort { get; set; }

        [FromQuery(Name = "format"), OneOf("json", "csv"), Description("json: en sida; csv: hela urvalet. Utan format gäller Accept. / json: a page; csv: the whole selection. Without it, Accept decides.")]
        public string? Format { get; set; }
    }

    private static readonly string[] Columns =
    [
        "reference", "id", "status", "priority", "unitCode", "unit", "level", "theme", "waste", "shared", "joint", "title", "text", "votes", "expectedQuality", "expectedMinutesPerWeek", "expectedKronorPerYear",
        "realQuality", "realMinutesPerWeek", "realKronorPerYear", "credits", "trials", "closedReason", "leftAt", "changedAt",
    ];

    public static void Map(RouteGroupBuilder ideas) => ideas
        .MapGet("/", async Task<Results<Ok<ListOf<IdeaRow>>, PushStreamHttpResult>> ([AsParameters] Query query, Handler handler, UnitTree units, HttpRequest request, CancellationToken ct) =>
            request.FormatOf(query.Format, "json", "csv") == "csv"
                ? Formats.CsvInParts("forbattringar.csv", Columns, handler.All(query, ct), idea => Cells(idea, units), ct)
                : TypedResults.Ok(await handler.Handle(query, request, ct)))
        .RequireAuthorization(Permissions.ReadIdeas)
        .Produces<string>(200, "text/csv")
        .WithExample("text/csv", "reference;id;status;priority;unitCode;unit;level;theme;waste;shared;joint;title;text;votes;expectedQuality;expectedMinutesPerWeek;expectedKronorPerYear;realQuality;realMinutesPerWeek;realKronorPerYear;credits;trials;closedReason;leftAt;changedAt\r\nIDE-2026-0001;0199c1d2-7b3a-7c4e-9f10-5a6b7c8d9e0f;new;;norrangen;Norrängens hemtjänst;unit;arbetssatt;rorelse;true;false;En nyckeltavla vid dörren;Vi letar nycklar varje morgon.;7;;90;;;;;Karin Testsson;0;;2026-11-20 08:12;2026-11-20 08:12\r\n")
        .WithName("listIdeas")
        .WithSummary("Lista förbättringsidéer / List ideas for improvement")
        .WithDescription("De delade, din enhets och dina egna; den som leder förbättringar ser sina enheters. Idéer som är en del av en gemensam förbättring är inte med för sig. / The shared ones, your unit's and your own; who leads improvements sees the units'. Ideas that are part of a joint improvement are not there on their own.");

    public sealed class Handler(DeviationsDb db, CurrentUser user, UnitTree units)
    {
        public async Task<ListOf<IdeaRow>> Handle(Query query, HttpRequest? request, CancellationToken ct) => await Row(Selected(query)).ToListOf(query, request, ct);

        /// <summary>The whole selection, a part in memory at a time.</summary>
        public async IAsyncEnumerable<IReadOnlyList<Idea>> All(Query query, [EnumeratorCancellation] CancellationToken ct)
        {
            await foreach (var part in Selected(query).Select(i => i.Id).InParts(Read, ct)) yield return part;

            Task<Dictionary<Guid, Idea>> Read(Guid[] ids) => db.Ideas.AsNoTracking().Include(i => i.Credits).Include(i => i.Cycles).AsSplitQuery().Where(i => ids.Contains(i.Id)).ToDictionaryAsync(i => i.Id, ct);
        }

        /// <summary>Those that the filter means, whatever their status.</summary>
        public IQueryable<Idea> Filtered(IdeaFilter filter)
        {
            var rows = db.Ideas.AsNoTracking();
            if (filter.Mine == true) rows = rows.Where(i => i.OriginatorId == user.Id);
            if (filter.UnitCode is { Length: > 0 } unit)
            {
                var codes = units.WithBelow([unit]);
                rows = rows.Where(i => codes.Contains(i.UnitCode));
            }
            if (filter.Theme is { Length: > 0 } theme) rows = rows.Where(i => i.Theme == theme);
            if (filter.Waste is { Length: > 0 } waste) rows = rows.Where(i => i.Waste == waste);
            if (Lists.Choice<IdeaLevel>(filter.Level, "level") is { } level) rows = rows.Where(i => i.Level == level);
            if (Lists.Choice<IdeaPriority>(filter.Priority, "priority") is { } priority) rows = rows.Where(i => i.Priority == priority);
            if (filter.Text?.Trim() is { Length: > 0 } words)
            {
                var reference = words.ToUpperInvariant();
                rows = reference.StartsWith("IDE-", StringComparison.Ordinal)
                    ? rows.Where(i => i.Reference == reference)
                    : rows.Where(i => EF.Functions.ToTsVector("swedish", i.Title + " " + i.Text).Matches(EF.Functions.WebSearchToTsQuery("swedish", words)));
            }
            return rows;
        }

        internal static IQueryable<IdeaRow> Row(IQueryable<Idea> rows) => rows.Select(i => new IdeaRow(
            i.Id, i.Reference, i.UnitCode, i.IsShared, i.Title, i.Status, i.Priority, i.Theme, i.Waste, i.Level, i.Votes, i.IsJoint, i.JoinedIntoId, i.LeftAt, i.ChangedAt));

        private IOrderedQueryable<Idea> Selected(Query query)
        {
            var rows = Filtered(query);
            // Who looks for the own ideas finds them also when they have become part of something.
            if (query.JoinedInto is { } joint) rows = rows.Where(i => i.JoinedIntoId == joint);
            else if (query.Mine != true) rows = rows.Where(i => i.JoinedIntoId == null);
            if (Lists.Choice<IdeaStatus>(query.Status, "status") is { } status) rows = rows.Where(i => i.Status == status);
            if (query.Joint is { } isJoint) rows = rows.Where(i => i.IsJoint == isJoint);
            return (Lists.Choice<IdeaOrder>(query.Sort, "sort") ?? IdeaOrder.Newest) switch
            {
                IdeaOrder.Votes => rows.OrderByDescending(i => i.Votes).ThenByDescending(i => i.Id),
                IdeaOrder.Priority => rows.OrderBy(i => i.Priority == IdeaPriority.High ? 0 : i.Priority == IdeaPriority.Medium ? 1 : i.Priority == IdeaPriority.Low ? 2 : 3).ThenByDescending(i => i.Id),
                IdeaOrder.Changed => rows.OrderByDescending(i => i.ChangedAt).ThenByDescending(i => i.Id),
                _ => rows.OrderByDescending(i => i.Id),
            };
        }
    }

    private static object?[] Cells(Idea idea, UnitTree units) =>
    [
        idea.Reference, idea.Id, idea.Status, idea.Priority, idea.UnitCode, units.NameOf(idea.UnitCode), idea.Level, idea.Theme, idea.Waste, idea.IsShared, idea.IsJoint, idea.Title, idea.Text, idea.Votes,
        idea.ExpectedQuality, idea.ExpectedMinutes, idea.ExpectedKronor, idea.RealQuality, idea.RealMinutes, idea.RealKronor,
        string.Join(", ", idea.Credits.OrderBy(credit => credit.OriginReference).Select(credit => credit.Name).OfType<string>()), idea.Cycles.Count, idea.ClosedReason, idea.LeftAt, idea.ChangedAt,
    ];
}
