namespace Huset.Analytics.Features.Indicators;

/// <summary>How many of an indicator a unit had in a month; the unit is null for what belongs to none.</summary>
internal sealed record UnitMonth(string? Unit, DateOnly Month, long Numerator, long Denominator);

/// <summary>How much a unit did in a month.</summary>
internal sealed record UnitVolume(string Kind, DateOnly Month, string Unit, decimal Value);

/// <summary>
/// What a rate by one kind of volume holds. A unit's month is in it or out of it whole: what happened there is never set against what only others did,
/// and what is out is told.
/// </summary>
internal sealed class VolumeCoverage
{
    private readonly ILookup<DateOnly, UnitMonth> counted;
    private readonly ILookup<DateOnly, UnitVolume> volumes;
    private readonly DateOnly[] whole;

    /// <param name="kind">The kind of volume.</param>
    /// <param name="counted">What is counted.</param>
    /// <param name="volumes">The volumes of every kind.</param>
    /// <param name="whole">The months that have ended, oldest first.</param>
    /// <param name="closed">The first day that a unit no longer was, for those that are closed.</param>
    /// <param name="least">How much of what is counted must have volumes, 0 to 1: of less it would be another figure than the one it is called.</param>
    public VolumeCoverage(string kind, IReadOnlyCollection<UnitMonth> counted, IEnumerable<UnitVolume> volumes, IEnumerable<DateOnly> whole, IReadOnlyDictionary<string, DateOnly> closed, decimal least)
    {
        var told = volumes.Where(volume => volume.Kind == kind).ToList();
        (Kind, this.counted, this.volumes, this.whole) = (kind, counted.ToLookup(row => row.Month), told.ToLookup(volume => volume.Month), [.. whole]);
        // From the first that is known of a unit until it is closed: also a month without cases must say how much was done.
        var since = counted.GroupBy(row => row.Unit ?? "").ToDictionary(unit => unit.Key, unit => unit.Min(row => row.Month));
        foreach (var unit in told.GroupBy(volume => volume.Unit).Where(unit => since.ContainsKey(unit.Key)))
        {
            var first = unit.Min(volume => volume.Month);
            if (first < since[unit.Key]) since[unit.Key] = first;
        }
        Missing = [.. this.whole.SelectMany(month => since
            .Where(unit => (unit.Value <= month && !(closed.TryGetValue(unit.Key, out var end) && end <= month) && unit.Key != "") || this.counted[month].Any(row => (row.Unit ?? "") == unit.Key && row.Numerator > 0))
            .Where(unit => this.volumes[month].All(volume => volume.Unit != unit.Key))
            .OrderBy(unit => unit.Key, StringComparer.Ordinal)
            .Select(unit => new MissingVolume(unit.Key.Length > 0 ? unit.Key : null, month)))];
        var points = this.whole.Select(Point).ToList();
        var all = points.Sum(point => point.Numerator + point.LeftOut);
        Share = all == 0 ? 1 : points.Sum(point => point.Numerator) / (decimal)all;
        IsUsable = Share >= least && points.Exists(point => point.Denominator > 0);
    }

    public string Kind { get; }

    /// <summary>What is left out of whole months, oldest first.</summary>
    public IReadOnlyList<MissingVolume> Missing { get; }

    /// <summary>How much of what is counted in whole months the rate holds, 0 to 1.</summary>
    public decimal Share { get; }

    public bool IsUsable { get; }

    /// <summary>Whether all that told their volume for the newest whole month have told it for this one too.</summary>
    public bool IsTold(DateOnly month) => volumes[month].Any() && volumes[month].Select(volume => volume.Unit).ToHashSet().IsSupersetOf(volumes[whole[^1]].Select(volume => volume.Unit));

    /// <summary>The month as a rate; of no volume at all the denominator is 0.</summary>
    public IndicatorPoint Point(DateOnly month)
    {
        var told = volumes[month].Select(volume => volume.Unit).ToHashSet();
        var within = counted[month].Where(row => row.Unit is { } unit && told.Contains(unit)).Sum(row => row.Numerator);
        return new(month, within, volumes[month].Sum(volume => volume.Value), Array.BinarySearch(whole, month) >= 0, counted[month].Sum(row => row.Numerator) - within);
    }
}
