namespace Huset.Analytics.Features.Thread;

/// <summary>A thing on the picture, or a note of how many more there are; in pixels from the upper left corner.</summary>
/// <param name="X">Its left edge.</param>
/// <param name="Y">Its upper edge.</param>
/// <param name="Node">Null for a note.</param>
/// <param name="Edge">What ties it to what is nearer the start; null for the start.</param>
/// <param name="Nearer">What is nearer the start; null for the start.</param>
/// <param name="Rest">How many more of what the same thing is tied to are in the list only.</param>
internal sealed record ThreadCard(int X, int Y, ThreadNode? Node, ThreadEdge? Edge, Thing? Nearer, int Rest = 0)
{
    public int Height => Node is null ? ThreadDrawing.NoteHeight : ThreadDrawing.CardHeight;

    public int Middle => Y + (Height / 2);
}

/// <summary>
/// Where everything on the picture stands: a column for each distance from the start, each thing beside the middle of what it is tied to
/// further out, so that no line crosses a thing. What would make it taller than a screen is left to the list.
/// </summary>
internal sealed class ThreadDrawing
{
    public const int CardWidth = 152, CardHeight = 140, NoteHeight = 28, Between = 28, Above = 14, Head = 44;

    private const int Rows = 7, MostOfOne = 6;
    private readonly ILookup<(ThreadSide Side, Thing Parent), (ThreadNode Node, ThreadEdge Edge)> tree;
    private readonly ThreadView view;

    public ThreadDrawing(ThreadView view)
    {
        this.view = view;
        tree = ThreadTree.Of(view);
        var sides = new[] { ThreadSide.Why, ThreadSide.LedTo }.Select(side => Side(side, Caps(side))).ToList();
        // An end that has nothing gets a column all the same, where it says so.
        var (left, right) = (Columns(sides[0].Cards), Columns(sides[1].Cards));
        var start = Math.Max(CardHeight / 2, sides.Max(side => side.Middle));
        StartX = left * (CardWidth + Between);
        Cards =
        [
            new(StartX, Head + start - (CardHeight / 2), view.Start, null, null),
            .. sides.SelectMany(side => side.Cards.Select(card => card with { X = StartX + card.X, Y = Head + card.Y + start - side.Middle })),
        ];
        ColumnCount = left + 1 + right;
        (Width, Height) = (StartX + CardWidth + (right * (CardWidth + Between)), Cards.Max(card => card.Y + card.Height) + Above);
        Ties = [.. Lines()];
    }

    /// <summary>The start first, then each side as it is read: a thing, and then what it is tied to further out.</summary>
    public IReadOnlyList<ThreadCard> Cards { get; }

    /// <summary>From the right edge of what is to the left, to the left edge of what is to the right.</summary>
    public IReadOnlyList<(int FromX, int FromY, int ToX, int ToY)> Ties { get; }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Columns that hold something, counted with the start's.</summary>
    public int ColumnCount { get; }

    /// <summary>The start's left edge.</summary>
    public int StartX { get; }

    // Of each distance, so many of what one thing is tied to as there is room for; at least one, so that a thread is seen to its end.
    private List<int> Caps(ThreadSide side)
    {
        var caps = new List<int>();
        foreach (var _ in view.Nodes.Where(node => node.Direction == side).Select(node => node.Distance).Distinct())
            caps.Add(Enumerable.Range(1, MostOfOne).Last(of => of == 1 || Tall(view.Start!.Thing, [.. caps, of], 0) <= Rows));
        return caps;

        int Tall(Thing parent, List<int> tried, int level) =>
            level == tried.Count ? 1 : Math.Max(1, tree[(side, parent)].Take(tried[level]).Sum(child => Tall(child.Node.Thing, tried, level + 1)));
    }

    private (List<ThreadCard> Cards, int Middle) Side(ThreadSide side, List<int> caps)
    {
        var (cards, step, bottom) = (new List<ThreadCard>(), (side == ThreadSide.Why ? -1 : 1) * (CardWidth + Between), 0);
        return (cards, Place(view.Start!.Thing, 0) ?? CardHeight / 2);

        // The middle of what a thing is tied to further out, where it stands itself.
        int? Place(Thing parent, int level)
        {
            var all = tree[(side, parent)].ToList();
            var shown = level < caps.Count ? all.Take(caps[level]).ToList() : [];
            var rest = all.Count - shown.Count + view.More.Where(more => more.Direction == side && more.From.Thing == parent).Sum(more => more.Count);
            var (at, middles) = (cards.Count, new List<int>());
            foreach (var (node, edge) in shown)
            {
                var (top, place) = (bottom, cards.Count);
                var middle = Place(node.Thing, level + 1);
                // What is tied to little further out needs its own height.
                if (middle is { } its && its - (CardHeight / 2) is var y && y < top)
                {
                    for (var moved = place; moved < cards.Count; moved++) cards[moved] = cards[moved] with { Y = cards[moved].Y + top - y };
                    (middle, bottom) = (its + top - y, bottom + top - y);
                }
                middle ??= top + (CardHeight / 2);
                bottom = Math.Max(bottom, middle.Value + (CardHeight / 2) + Above);
                cards.Insert(place, new((level + 1) * step, middle.Value - (CardHeight / 2), node, edge, parent));
                middles.Add(middle.Value);
            }
            if (rest > 0)
            {
                cards.Add(new((level + 1) * step, bottom, null, null, parent, rest));
                if (middles.Count == 0) middles.Add(bottom + (NoteHeight / 2));
                bottom += NoteHeight + Above;
            }
            return middles.Count == 0 ? null : (middles[0] + middles[^1]) / 2;
        }
    }

    private static int Columns(List<ThreadCard> cards) => Math.Max(1, cards.Count == 0 ? 0 : cards.Max(card => Math.Abs(card.X)) / (CardWidth + Between));

    private IEnumerable<(int, int, int, int)> Lines()
    {
        var placed = Cards.Where(card => card.Node is not null).ToDictionary(card => (card.Node!.Direction, card.Node.Thing));
        foreach (var edge in view.Edges.Where(edge => edge.Direct))
        {
            if (CardOf(edge.Direction, edge.From.Thing) is not { } one || CardOf(edge.Direction, edge.To.Thing) is not { } other || Math.Abs(one.X - other.X) != CardWidth + Between) continue;
            var (left, right) = one.X < other.X ? (one, other) : (other, one);
            yield return (left.X + CardWidth, left.Middle, right.X, right.Middle);
        }
        foreach (var note in Cards.Where(card => card.Node is null))
        {
            if (CardOf(note.X < StartX ? ThreadSide.Why : ThreadSide.LedTo, note.Nearer!.Value) is not { } nearer) continue;
            yield return note.X < nearer.X ? (note.X + CardWidth, note.Middle, nearer.X, nearer.Middle) : (nearer.X + CardWidth, nearer.Middle, note.X, note.Middle);
        }

        ThreadCard? CardOf(ThreadSide side, Thing thing) => placed.GetValueOrDefault((thing == view.Start!.Thing ? null : side, thing));
    }
}
