namespace Huset.ServiceDefaults;

/// <summary>A number as one reader may know it: itself, or what it lies between.</summary>
/// <param name="AtLeast">It is no less.</param>
/// <param name="AtMost">It is no more.</param>
public sealed record Figure(long AtLeast, long AtMost)
{
    /// <summary>Null when it is hidden.</summary>
    public long? Count => AtLeast == AtMost ? AtLeast : null;
}

/// <summary>
/// The one place that hides small numbers (decision 31): counts from 1 to below the limit could point at someone, and so could what they can be
/// reckoned from. Asked for whatever leaves those who may open the cases; for them nothing is hidden, and none is asked.
/// </summary>
/// <param name="Below">Counts from 1 to below this are small; a dated limit of the service's.</param>
public sealed record SmallNumbers(int Below)
{
    /// <summary>Whether the count must be hidden where it stands alone.</summary>
    public bool IsSmall(long count) => count > 0 && count < Below;

    /// <summary>Whether a share must be hidden: its part or the rest is small.</summary>
    /// <param name="part">So many.</param>
    /// <param name="whole">Of how many.</param>
    public bool IsSmallShare(long part, long whole) => IsSmall(part) || IsSmall(whole - part);

    /// <summary>Which of the rows 0, 1 to 4, 5 to 9, 10 to 14 … the count lies in, when the limit is 5.</summary>
    public Figure Row(long count) => count == 0 ? new(0, 0) : new(Math.Max(1, count / Below * Below), (count / Below * Below) + Below - 1);

    /// <summary>
    /// Whether the parts of a whole may be told beside it, such as a year's months or a table's rows: all of them or none, because whoever knows the
    /// whole and how the others were chosen to be hidden works out the small one.
    /// </summary>
    public bool MayTellParts(IEnumerable<long> counts) => !counts.Any(IsSmall);
}
