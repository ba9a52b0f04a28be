namespace Huset.Analytics.Features.Indicators;

/// <summary>What a rate is made of: the volumes, the days when units were closed, and how much of what is counted must have a volume, 0 to 1.</summary>
internal sealed record VolumeFacts(IReadOnlyList<UnitVolume> Volumes, IReadOnlyDictionary<string, DateOnly> Closed, decimal Least);

/// <summary>What is counted of an indicator by unit and month.</summary>
public sealed class CountedUnits
{
    private readonly Indicator indicator;
    private readonly IReadOnlyList<UnitMonth> counted;
    private readonly VolumeFacts? volumes;
    private readonly DateOnly from, to, day;

    internal CountedUnits(Indicator indicator, IReadOnlyList<UnitMonth> counted, VolumeFacts? volumes, DateOnly from, DateOnly to, DateOnly day) =>
        (this.indicator, this.counted, this.volumes, this.from, this.to, this.day) = (indicator, counted, volumes, from, to, day);

    /// <summary>The months of these units together; null for all that is counted, also what belongs to no unit.</summary>
    public IndicatorMonths Months(string[]? unitCodes)
    {
        var rows = unitCodes is null ? counted : [.. counted.Where(row => row.Unit is { } unit && unitCodes.Contains(unit))];
        // Months before the first are not zeros: nobody told of any then.
        if (rows.Count == 0) return new(indicator, null, [], day);
        var first = rows.Min(row => row.Month);
        if (first < from) first = from;
        var thisMonth = new DateOnly(day.Year, day.Month, 1);
        var months = new List<DateOnly>();
        for (var month = first; month < to && month <= thisMonth; month = month.AddMonths(1)) months.Add(month);
        rows = [.. rows.Where(row => row.Month >= first)];
        var numerators = rows.ToLookup(row => row.Month, row => row.Numerator);
        if (indicator.Volumes.Length > 0)
        {
            var told = volumes!.Volumes.Where(volume => volume.Month >= first && (unitCodes is null || unitCodes.Contains(volume.Unit))).ToList();
            // The kind that holds the most of what is counted, and of those that hold as much the closest.
            var rate = indicator.Volumes.Select(kind => new VolumeCoverage(kind, rows, told, months.Where(month => month < thisMonth), volumes.Closed, volumes.Least))
                .Where(coverage => coverage.IsUsable).OrderByDescending(coverage => coverage.Share).ThenBy(coverage => coverage.Missing.Count).FirstOrDefault();
            if (rate is not null)
                return new(indicator, rate.Kind, [.. months.Where(month => month < thisMonth || rate.IsTold(month)).Select(rate.Point)], day) { Missing = rate.Missing };
            return new(indicator, null, [.. months.Select(month => new IndicatorPoint(month, numerators[month].Sum(), null, month < thisMonth))], day);
        }
        var denominators = rows.ToLookup(row => row.Month, row => row.Denominator);
        return new(indicator, null, [.. months.Select(month => new IndicatorPoint(month, numerators[month].Sum(), indicator.Chart == ChartKind.C ? null : denominators[month].Sum(), month < thisMonth))], day);
    }
}
