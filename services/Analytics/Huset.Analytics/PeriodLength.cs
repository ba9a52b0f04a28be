using System.ComponentModel;
using System.Globalization;
using Huset.Ui;

namespace Huset.Analytics;

/// <summary>How long time a value of an indicator is of, or how often something is followed up.</summary>
[Description("Hur lång tid: month, quarter, four-months (tertial) eller year. / How long time.")]
public enum PeriodLength { Month, Quarter, FourMonths, Year }

/// <summary>Periods as addresses, files and people spell them.</summary>
public static class Periods
{
    private static readonly Texts T = Texts.Of<Words>();

    public static int Months(this PeriodLength period) => period switch { PeriodLength.Month => 1, PeriodLength.Quarter => 3, PeriodLength.FourMonths => 4, _ => 12 };

    /// <summary>First day of the period that the day lies in.</summary>
    public static DateOnly First(this PeriodLength period, DateOnly day) => new(day.Year, day.Month - ((day.Month - 1) % period.Months()), 1);

    /// <summary>First day after the period.</summary>
    public static DateOnly End(this PeriodLength period, DateOnly first) => first.AddMonths(period.Months());

    /// <summary>"2026-09", "2026-Q3", "2026-T2" or "2026".</summary>
    public static string Code(this PeriodLength period, DateOnly first) => period switch
    {
        PeriodLength.Month => Words.MonthCode(first),
        PeriodLength.Year => first.Year.ToString("0000", CultureInfo.InvariantCulture),
        _ => string.Create(CultureInfo.InvariantCulture, $"{first.Year:0000}-{(period == PeriodLength.Quarter ? 'Q' : 'T')}{Number(period, first)}"),
    };

    /// <summary>"september 2026", "tredje kvartalet 2026", "andra tertialet 2026" or "2026".</summary>
    public static string Name(this PeriodLength period, DateOnly first) => period switch
    {
        PeriodLength.Month => Words.Month(first),
        PeriodLength.Year => first.Year.ToString(CultureInfo.InvariantCulture),
        _ => T[$"{period}.{Number(period, first)}", first.Year],
    };

    /// <summary>The period's point of a chart, labelled "sep 26", "kv 3 26", "T2 26" or "2026".</summary>
    public static ChartPoint Point(this PeriodLength period, DateOnly first, double value, ChartMark mark, double? lower, double? upper) => period switch
    {
        PeriodLength.Month => ChartPoint.Of(first, value, mark, lower, upper),
        PeriodLength.Year => new(period.Code(first), value, mark, 0, lower, upper),
        _ => new(T[$"{period}.Short", Number(period, first), first.ToString("yy", CultureInfo.InvariantCulture)], value, mark, first.Month == 1 ? 0 : 2, lower, upper),
    };

    /// <summary>First day of the period that the code spells; null when it spells none.</summary>
    public static DateOnly? Parse(this PeriodLength period, string? code)
    {
        if (code is not { Length: >= 4 and <= 7 } || !int.TryParse(code.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year) || year is < 2000 or > 2200) return null;
        for (var first = new DateOnly(year, 1, 1); first.Year == year; first = period.End(first))
            if (period.Code(first) == code) return first;
        return null;
    }

    private static int Number(PeriodLength period, DateOnly first) => ((first.Month - 1) / period.Months()) + 1;
}
