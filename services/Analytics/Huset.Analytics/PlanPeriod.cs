using System.Globalization;
using Huset.Ui;

namespace Huset.Analytics;

/// <summary>How often something is followed up.</summary>
public enum PeriodLength { Month, Quarter, FourMonths, Year }

/// <summary>A part of a year that is followed up: a month, a quarter, four months (tertial) or the year.</summary>
public readonly record struct PlanPeriod(PeriodLength Length, int Year, int Number)
{
    /// <summary>First day.</summary>
    public DateOnly From => new(Year, ((Number - 1) * Months) + 1, 1);

    /// <summary>First day after it.</summary>
    public DateOnly To => From.AddMonths(Months);

    public PlanPeriod Before => Of(Length, From.AddDays(-1));

    /// <summary>"2026-03", "2026-Q1", "2026-T1" or "2026", as addresses and APIs spell it.</summary>
    public string Code => Length switch
    {
        PeriodLength.Month => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-{Number:00}"),
        PeriodLength.Quarter => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-Q{Number}"),
        PeriodLength.FourMonths => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-T{Number}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}"),
    };

    /// <summary>"mars 2026", "första kvartalet 2026", "första tertialet 2026", "2026".</summary>
    public string Name => Length switch
    {
        PeriodLength.Month => Words.Month(From),
        PeriodLength.Quarter => new Quarter(Year, Number).Name,
        PeriodLength.FourMonths => Texts.Of<Words>()[$"FourMonths.{Number}", Year],
        _ => Code,
    };

    private int Months => Length switch { PeriodLength.Month => 1, PeriodLength.Quarter => 3, PeriodLength.FourMonths => 4, _ => 12 };

    public static PlanPeriod Of(PeriodLength length, DateOnly day) =>
        new(length, day.Year, length switch { PeriodLength.Month => day.Month, PeriodLength.Quarter => (day.Month + 2) / 3, PeriodLength.FourMonths => (day.Month + 3) / 4, _ => 1 });

    /// <summary>The newest that had ended on the day.</summary>
    public static PlanPeriod Ended(PeriodLength length, DateOnly day) => Of(length, day).Before;

    /// <summary>The year's periods.</summary>
    public static IReadOnlyList<PlanPeriod> In(PeriodLength length, int year)
    {
        var all = new List<PlanPeriod>();
        for (var period = Of(length, new(year, 1, 1)); period.Year == year; period = Of(length, period.To)) all.Add(period);
        return all;
    }
}
