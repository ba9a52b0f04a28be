using Huset.ServiceDefaults;

namespace Huset.Analytics.Features.Indicators;

/// <summary>
/// What an indicator says of some units and a time: the one shape in which goals, plans and reports ask for it, whether it is counted of events or
/// told by people.
/// </summary>
/// <param name="Numerator">How many were counted; of a measurement its newest value.</param>
/// <param name="Denominator">Of how many, or per how much; null when it is a count or a measurement.</param>
/// <param name="IsSmall">So few, or so few others, that it is hidden from who may not open the cases.</param>
/// <param name="IsWhole">All of the time has been told of and has ended.</param>
public sealed record TimeFigure(decimal Numerator, decimal? Denominator, bool IsSmall, bool IsWhole)
{
    /// <summary>Null when nothing is told of the time; that is no zero.</summary>
    /// <param name="own">The units' own points.</param>
    /// <param name="whole">Those of all units: the whole less the units' would tell of the others. Null when the units are all.</param>
    /// <param name="from">First day.</param>
    /// <param name="to">First day after it. A longer period belongs to the time that it ends in.</param>
    /// <param name="small">How few are too few.</param>
    public static TimeFigure? Of(IndicatorMonths own, IndicatorMonths? whole, DateOnly from, DateOnly to, SmallNumbers small)
    {
        var within = Within(own, from, to);
        if (within.Count == 0) return null;
        // Measurements are not added up: the newest is the time's.
        var (numerator, denominator) = own.Chart == ChartKind.Xmr ? (within[^1].Numerator, null) : Sum(within);
        var points = Math.Max(1, (((to.Year - from.Year) * 12) + to.Month - from.Month) / own.Indicator.Period.Months());
        return new(numerator, denominator, IsSmallOf(own, whole, numerator, denominator, from, to, small), within.TrueForAll(point => point.IsWhole) && (own.Chart == ChartKind.Xmr ? own.Indicator.Period.End(within[^1].Month) == to : within.Count == points));
    }

    /// <summary>Whether the part, or what is left of the whole without it, is of so few that it would point someone out.</summary>
    public static bool IsSmallOf(IndicatorMonths own, IndicatorMonths? whole, decimal part, decimal? of, DateOnly from, DateOnly to, SmallNumbers small)
    {
        if (IsFew(own, part, of, small)) return true;
        if (whole is null) return false;
        var (all, ofAll) = Sum(Within(whole, from, to));
        var (mine, ofMine) = Sum(Within(own, from, to));
        return IsFew(own, all - mine, ofAll - ofMine, small);
    }

    // A measurement counts nobody.
    private static bool IsFew(IndicatorMonths own, decimal part, decimal? of, SmallNumbers small) => own.Chart == ChartKind.P && of is { } all
        ? small.IsSmallShare((long)part, (long)all) || small.IsSmall((long)all)
        : own.Chart != ChartKind.Xmr && small.IsSmall((long)part);

    private static List<IndicatorPoint> Within(IndicatorMonths months, DateOnly from, DateOnly to) => [.. months.Points.Where(point => !point.IsMissing && months.Indicator.Period.End(point.Month) is var end && end > from && end <= to)];

    // A rate that does not hold all of the time's is told as the count that it is of: the reading tells what the rate is of.
    private static (decimal Numerator, decimal? Denominator) Sum(IReadOnlyCollection<IndicatorPoint> points) =>
        (points.Sum(point => point.Numerator + point.LeftOut), points.Count == 0 || points.Any(point => point.Denominator is null || point.LeftOut > 0) ? null : points.Sum(point => point.Denominator!.Value));
}
