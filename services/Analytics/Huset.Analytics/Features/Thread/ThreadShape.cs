namespace Huset.Analytics.Features.Thread;

/// <summary>How far from the start each thing on a side of the thread stands, when no shortcut is taken past what came between.</summary>
public sealed class ThreadShape
{
    private readonly ILookup<Thing, Tie> further;
    private readonly Dictionary<Thing, int> distances;

    public ThreadShape(Thing start, IReadOnlyCollection<Tie> ties)
    {
        further = ties.ToLookup(tie => tie.From);
        distances = new() { [start] = 0 };
        var left = new Queue<Thing>([start]);
        while (left.TryDequeue(out var thing))
        {
            foreach (var tie in further[thing].Where(IsDirect))
                if (distances.TryAdd(tie.Met, distances[thing] + 1)) left.Enqueue(tie.Met);
        }
    }

    /// <summary>How many ties away it stands.</summary>
    public int Distance(Thing thing) => distances.GetValueOrDefault(thing, 1);

    /// <summary>False of a shortcut when a longer way tells the same: an action follows from a case by the cause that it answers.</summary>
    public bool IsDirect(Tie tie) => !Relations.IsShortcut(tie.Rel) || !further[tie.From].Any(other => other.Met != tie.Met && Leads(other.Met, tie.Met, past: tie.From));

    private bool Leads(Thing from, Thing to, Thing past)
    {
        var (seen, left) = (new HashSet<Thing> { past }, new Stack<Thing>([from]));
        while (left.TryPop(out var thing))
        {
            if (thing == to) return true;
            if (!seen.Add(thing)) continue;
            foreach (var tie in further[thing]) left.Push(tie.Met);
        }
        return false;
    }
}
