namespace Huset.Deviations;

/// <summary>
/// How alike two judge on a scale, beyond what chance would give: Cohen's kappa, weighted by the square of the distance (Cohen 1968). The steps of a
/// risk scale are in order, so that 1 against 4 is a worse disagreement than 1 against 2; unweighted the two would be the same.
/// </summary>
public static class Kappa
{
    /// <summary>1 is wholly alike, 0 as alike as by chance; null when both have used one step only, where nothing can be told.</summary>
    /// <param name="pairs">What the one and the other judged of the same, from 1 to the scale's last step.</param>
    public static double? Weighted(IReadOnlyCollection<(int First, int Second)> pairs)
    {
        var apart = pairs.Average(pair => Square(pair.First, pair.Second));
        var (first, second) = (pairs.CountBy(pair => pair.First).ToList(), pairs.CountBy(pair => pair.Second).ToList());
        var byChance = first.Sum(one => second.Sum(other => (double)one.Value * other.Value * Square(one.Key, other.Key))) / ((double)pairs.Count * pairs.Count);
        return byChance == 0 ? null : 1 - apart / byChance;
    }

    private static double Square(int one, int other) => (one - other) * (one - other);
}
