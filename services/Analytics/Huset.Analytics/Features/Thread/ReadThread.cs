using System.ComponentModel;
using System.Security.Cryptography;
using System.Text.Json;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Thread;

/// <summary>Something on the thread, as its owner tells of it to the reader.</summary>
public sealed record ThreadNode(
    [property: Description("Vad det är, som länkar säger det. / What it is, as links say it.")][property: Example("deviation")] string Type,
    [property: Description("Dess id, för en enhet koden. / Its id, for a unit the code.")][property: Example("0199c1d2-7b3a-7c4e-9f10-5a6b7c8d9e0f")] string Id,
    [property: Description("Vad det kallas av tjänsten som äger det. / What it is called by the service that owns it.")][property: Example("AVV-2026-0001 Morgondosen gavs två timmar för sent")] string Title,
    [property: Description("Var det står, i ord. / Where it stands, in words.")][property: Example("Utreds")] string? State,
    [property: Description("Sidan där du läser det. / The page where you read it.")][property: Example("/avvikelser/0199c1d2-7b3a-7c4e-9f10-5a6b7c8d9e0f")] string? Href,
    [property: Description("Dagen det hände eller gäller från. / The day it happened or holds from.")] DateOnly? On,
    [property: Description("Varför starten finns, eller vad den ledde till; saknas för starten. / Why the start is here, or what it led to; absent for the start.")] ThreadSide? Direction,
    [property: Description("Antal led från starten. / Ties from the start.")][property: Example("1")] int Distance,
    [property: Description("Enheten, när händelserna har sagt den. / The unit, when events have told it.")][property: Example("norrangen")] string? UnitCode)
{
    internal Thing Thing => new(Type, Id);
}

/// <summary>An end of a tie.</summary>
public sealed record ThreadEnd(
    [property: Description("Vad det är. / What it is.")][property: Example("cause")] string Type,
    [property: Description("Dess id. / Its id.")][property: Example("0199c1d2-7b3a-7c4e-9f10-5a6b7c8d9e10")] string Id)
{
    internal Thing Thing => new(Type, Id);

    internal static ThreadEnd Of(Thing thing) => new(thing.Type, thing.Id);
}

/// <summary>A tie between two things on the thread, as an event tells it.</summary>
public sealed record ThreadEdge(
    [property: Description("Hur de hör ihop, ur listan i docs/events.md. / How they are tied, from the list in docs/events.md.")][property: Example("found-in")] string Rel,
    [property: Description("Den vars händelse säger det. / The one whose event tells it.")] ThreadEnd From,
    [property: Description("Den som länken pekar på. / The one that the link points at.")] ThreadEnd To,
    [property: Description("På vilken sida av starten. / On which side of the start.")] ThreadSide Direction,
    [property: Description("false när en längre väg säger samma sak. / false when a longer way says the same.")] bool Direct);

/// <summary>What is on the thread and not told: the oldest of many.</summary>
public sealed record ThreadMore(
    [property: Description("Det som de hör ihop med. / What they are tied to.")] ThreadEnd From,
    [property: Description("Hur. / How.")][property: Example("arose-in")] string Rel,
    [property: Description("Vad de är. / What they are.")][property: Example("deviation")] string Type,
    [property: Description("På vilken sida av starten. / On which side of the start.")] ThreadSide Direction,
    [property: Description("Hur många till som du får veta om. / How many more that you may know of.")][property: Example("38")] int Count,
    [property: Description("Det kan finnas ännu äldre som inte är räknade. / There may be even older that are not counted.")] bool AtLeast);

/// <summary>The red thread through one thing.</summary>
public sealed record ThreadView(
    [property: Description("Det som tråden går igenom; saknas när tjänsten som äger det inte svarar. / What the thread goes through; absent when the service that owns it does not answer.")] ThreadNode? Start,
    [property: Description("Det som finns på tråden, närmast först. / What is on the thread, the nearest first.")] IReadOnlyList<ThreadNode> Nodes,
    [property: Description("Hur de hör ihop. / How they are tied.")] IReadOnlyList<ThreadEdge> Edges,
    [property: Description("Tjänster som inte svarade; det som finns där saknas. / Services that did not answer; what is there is absent.")][property: Example("competence")] IReadOnlyList<string> Silent,
    [property: Description("Det som är för mycket att visa. / What is too much to show.")] IReadOnlyList<ThreadMore> More,
    [property: Description("Tråden kan gå längre än så här. / The thread may go further than this.")] bool Continues);

public static class ReadThread
{
    public static void Map(RouteGroupBuilder thread) => thread
        .MapGet("/{type}/{id}", async Task<Results<Ok<ThreadView>, NotFound>> (
            [OneOfOwn(typeof(Kinds)), Description("Vad det är, som länkar säger det. / What it is, as links say it.")] string type,
            [Example("0199c1d2-7b3a-7c4e-9f10-5a6b7c8d9e0f"), Description("Dess id, för en enhet koden. / Its id, for a unit the code.")] string id,
            Handler handler, HttpContext http, CancellationToken ct) =>
        {
            if (await handler.Handle(type, id, http.Request, ct) is not { } view) return TypedResults.NotFound();
            http.Response.SetETag(BitConverter.ToInt32(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(view))) & int.MaxValue);
            return TypedResults.Ok(view);
        })
        .RequireAuthorization(CommonPermissions.ReadThread)
        .GivesETag()
        .WithSummary("Följ den röda tråden / Follow the red thread")
        .WithDescription("Varför något finns och vad det ledde till, genom alla tjänster. Var och en av dem frågas med din egen behörighet; det du inte får veta om saknas, och det som bara nås därigenom. / Why something is here and what it led to, through all services. Each of them is asked by your own rights; what you may not know of is absent, and what is reached only through it.");

    public sealed class Handler(ThreadLinks links, Neighbours neighbours, OwnTexts own, AnalyticsDb db, TimeProvider clock)
    {
        // No id is near it, and owners are asked about many with commas between.
        private const int Longest = 100;

        private sealed record Side(IReadOnlyList<ThreadNode> Nodes, IReadOnlyList<ThreadEdge> Edges, IReadOnlyList<ThreadMore> More, bool Continues);

        /// <summary>Null when there is no such thing that the reader may know of. The owners are asked with the token that the request carries.</summary>
        public async Task<ThreadView?> Handle(string type, string id, HttpRequest request, CancellationToken ct)
        {
            if (Kinds.Find(type) is null || id.Length > Longest || id.Contains(',')) return null;
            var start = new Thing(type, Guid.TryParse(id, out var guid) ? $"{guid}" : id);
            var owners = new Owners(neighbours, own, request.Headers.Authorization.ToString());
            var (told, _) = await owners.Ask(type, [start.Id], 1, ct);
            if (owners.Silent.Count > 0) return new(null, [], [], owners.Silent, [], false);
            if (told is not [var text]) return null;

            var rules = await db.Rules.AsNoTracking().ToListAsync(ct);
            var (depth, breadth) = rules.ForThread(SwedishTime.Today(clock));
            var sides = await Task.WhenAll(Walk(start, ThreadSide.Why, depth, breadth, owners, ct), Walk(start, ThreadSide.LedTo, depth, breadth, owners, ct));
            var unit = await db.Subjects.Where(subject => subject.Type == start.Type && subject.Id == start.Id).Select(subject => subject.UnitCode).FirstOrDefaultAsync(ct);
            return new(
                Node(start, text, null, 0, unit), [.. sides.SelectMany(side => side.Nodes)], [.. sides.SelectMany(side => side.Edges)], owners.Silent, [.. sides.SelectMany(side => side.More)], sides.Any(side => side.Continues));
        }

        // Level by level, always in the one direction; what the reader may not know of leads nowhere.
        private async Task<Side> Walk(Thing start, ThreadSide side, int depth, int breadth, Owners owners, CancellationToken ct)
        {
            var met = new Dictionary<Thing, (ThreadText Text, string? Unit)>();
            var (ties, more, level) = (new List<Tie>(), new List<ThreadMore>(), new List<Thing> { start });
            for (var distance = 1; distance <= depth && level.Count > 0; distance++)
            {
                // Two that are tied are tied once, however many links tell it.
                var found = (await links.Read(level, side, start, ct)).Where(tie => tie.Met != tie.From && tie.Met != start && Kinds.Find(tie.Met.Type) is not null)
                    .GroupBy(tie => (tie.From, tie.Met)).Select(same => same.MinBy(tie => Relations.Order(tie.Rel))!).ToList();
                var groups = found.Where(tie => !met.ContainsKey(tie.Met)).GroupBy(tie => (tie.From, tie.Rel, tie.Met.Type)).ToLookup(group => group.Count() > breadth);
                var few = groups[false].SelectMany(group => group.Select(tie => tie.Met)).Distinct().GroupBy(thing => thing.Type)
                    .Select(async kind => (Type: kind.Key, Many: default(IGrouping<(Thing From, string Rel, string Type), Tie>), Answer: await owners.Ask(kind.Key, [.. kind.Select(thing => thing.Id)], int.MaxValue, ct)));
                var many = groups[true].Select(async group => (group.Key.Type, Many: group, Answer: await owners.Ask(group.Key.Type, [.. group.Select(tie => tie.Met.Id)], breadth, ct)));
                var units = found.ToLookup(tie => tie.Met, tie => tie.UnitCode);
                level = [];
                foreach (var (type, group, (texts, seen)) in await Task.WhenAll([.. few, .. many]))
                {
                    foreach (var text in texts)
                        if (new Thing(type, text.Id) is var thing && met.TryAdd(thing, (text, units[thing].FirstOrDefault()))) level.Add(thing);
                    if (group is not null && seen > texts.Count) more.Add(new(ThreadEnd.Of(group.Key.From), group.Key.Rel, type, side, seen - texts.Count, group.Count() >= ThreadLinks.Most));
                }
                ties.AddRange(found.Where(tie => met.ContainsKey(tie.Met)));
            }

            var shape = new ThreadShape(start, ties);
            return new(
                [.. met.Select(node => Node(node.Key, node.Value.Text, side, shape.Distance(node.Key), node.Value.Unit)).OrderBy(node => node.Distance)],
                [.. ties.Select(tie => new ThreadEdge(tie.Rel, ThreadEnd.Of(tie.ToldByFrom ? tie.From : tie.Met), ThreadEnd.Of(tie.ToldByFrom ? tie.Met : tie.From), side, shape.IsDirect(tie)))],
                more, level.Count > 0);
        }

        private static ThreadNode Node(Thing thing, ThreadText text, ThreadSide? side, int distance, string? unit) =>
            new(thing.Type, thing.Id, text.Title, text.State, text.Href, text.On, side, distance, unit);
    }
}
