using System.ComponentModel;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.Ideas;

/// <summary>The improvement board: of each status how many there are, and the newest.</summary>
public static class ReadBoard
{
    private const int Newest = 10;

    public sealed class Query : IdeaFilter;

    /// <summary>One column of the board.</summary>
    public sealed record Column(
        [property: Description("Var idéerna står. / Where the ideas stand.")] IdeaStatus Status,
        [property: Description("Hur många det är. / How many there are.")][property: Example("143")] int Count,
        [property: Description("De tio senaste. / The ten newest.")] IReadOnlyList<IdeaRow> Newest);

    /// <summary>The whole board.</summary>
    public sealed record Board([property: Description("En för varje läge, i ordning. / One for each status, in order.")] IReadOnlyList<Column> Columns);

    public static void Map(RouteGroupBuilder ideas) => ideas
        .MapGet("/board", async Task<Ok<Board>> ([AsParameters] Query filter, Handler handler, CancellationToken ct) => TypedResults.Ok(await handler.Handle(filter, ct)))
        .RequireAuthorization(Permissions.ReadIdeas)
        .WithName("readIdeaBoard")
        .WithSummary("Läs förbättringstavlan / Read the improvement board")
        .WithDescription("För varje läge hur många idéer det finns och de tio senaste; samma urval som listan. page och limit ändrar inget. / For each status how many ideas there are and the ten newest; the same selection as the list. page and limit change nothing.");

    public sealed class Handler(ListIdeas.Handler list)
    {
        public async Task<Board> Handle(Query filter, CancellationToken ct)
        {
            var rows = list.Filtered(filter).Where(i => i.JoinedIntoId == null);
            var counts = await rows.GroupBy(i => i.Status).Select(same => new { same.Key, Count = same.Count() }).ToDictionaryAsync(same => same.Key, same => same.Count, ct);
            // The newest of each status in one statement, each a short walk along its index.
            var newest = (await ListIdeas.Handler.Row(Enum.GetValues<IdeaStatus>()
                .Select(status => (IQueryable<Idea>)rows.Where(i => i.Status == status).OrderByDescending(i => i.Id).Take(Newest))
                .Aggregate((all, next) => all.Concat(next))).ToListAsync(ct)).ToLookup(row => row.Status);
            return new([.. Enum.GetValues<IdeaStatus>().Select(status => new Column(status, counts.GetValueOrDefault(status), [.. newest[status].OrderByDescending(row => row.Id)]))]);
        }
    }
}
