namespace Huset.Processes;

/// <summary>
/// What a change of a unit does, told before it is done: the fields, the days, and whose rights follow. Rights by unit reach
/// everything below by the tree of the day (decision 14 of the design), so it is the units above that gain or lose it.
/// </summary>
/// <param name="Before">As it would be on the day without the change; null for a new unit.</param>
/// <param name="After">As it is with it.</param>
/// <param name="From">First day that it holds.</param>
/// <param name="Until">First day that it no longer does, because the next version begins or the unit ends; null for ever.</param>
/// <param name="RightsFrom">The day that rights change: the first day, or today when that is past.</param>
/// <param name="Losing">Units above it before and not after, the nearest first.</param>
/// <param name="Gaining">Units above it after and not before.</param>
/// <param name="Below">How many units lie below it and come along.</param>
public sealed record UnitImpact(
    UnitFacts? Before, UnitFacts After, DateOnly From, DateOnly? Until, DateOnly RightsFrom, IReadOnlyList<string> Losing, IReadOnlyList<string> Gaining, int Below)
{
    /// <summary>Makes the change in the organisation, which must not be kept, and tells what came of it; null when nothing changes.</summary>
    public static UnitImpact? Of(Organisation organisation, string code, DateOnly from, Action change)
    {
        var rightsFrom = from > organisation.Today ? from : organisation.Today;
        var before = organisation.Find(code)?.On(from)?.Facts;
        var above = organisation.Above(code, rightsFrom).ToList();
        change();
        if (organisation.Find(code)?.On(from) is not { } version || version.Facts == before) return null;
        var now = organisation.Above(code, rightsFrom).ToList();
        return new(before, version.Facts, from, version.Until, rightsFrom, [.. above.Except(now)], [.. now.Except(above)], organisation.Below(code, rightsFrom).Count);
    }
}
