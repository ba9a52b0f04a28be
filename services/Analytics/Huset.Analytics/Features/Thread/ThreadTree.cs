namespace Huset.Analytics.Features.Thread;

/// <summary>The thread as it is read: each thing once on a side, below the nearest that it is tied to, in the order that it was met.</summary>
internal static class ThreadTree
{
    public static ILookup<(ThreadSide Side, Thing Parent), (ThreadNode Node, ThreadEdge Edge)> Of(ThreadView view)
    {
        var distances = view.Nodes.ToDictionary(node => (node.Direction!.Value, node.Thing), node => node.Distance);
        var rows = new List<((ThreadSide, Thing) Parent, (ThreadNode, ThreadEdge) Row)>();
        var ties = view.Edges.Where(edge => edge.Direct).SelectMany(edge => new[] { (End: edge.From.Thing, Other: edge.To.Thing, Edge: edge), (End: edge.To.Thing, Other: edge.From.Thing, Edge: edge) })
            .ToLookup(tie => (tie.Edge.Direction, tie.End));
        foreach (var node in view.Nodes)
        {
            var side = node.Direction!.Value;
            var nearest = ties[(side, node.Thing)].FirstOrDefault(tie => (tie.Other == view.Start!.Thing ? 0 : distances.GetValueOrDefault((side, tie.Other), int.MaxValue)) == node.Distance - 1);
            if (nearest.Edge is { } edge) rows.Add(((side, nearest.Other), (node, edge)));
        }
        return rows.ToLookup(row => row.Parent, row => row.Row);
    }
}
