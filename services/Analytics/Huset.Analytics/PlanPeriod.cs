namespace Huset.Analytics;

/// <summary>A part of a year that is followed up or reported: a month, a quarter, four months (tertial) or the year.</summary>
/// <param name="Length">How long it is.</param>
/// <param name="From">First day.</param>
public readonly record struct PlanPeriod(PeriodLength Length, DateOnly From)
{
    /// <summary>First day after it.</summary>
    public DateOnly To => Length.End(From);

    /// <summary>"2026-03", "2026-Q1", "2026-T1" or "2026", as addresses and APIs spell it.</summary>
    public string Code => Length.Code(From);

    /// <summary>"mars 2026", "första kvartalet 2026", "första tertialet 2026", "2026".</summary>
    public string Name => Length.Name(From);

    /// <summary>Its place in the year, from 1.</summary>
    public int Number => ((From.Month - 1) / Length.Months()) + 1;

    /// <summary>The one before it.</summary>
    public PlanPeriod Before => Of(Length, From.AddDays(-1));

    /// <summary>The same a year before.</summary>
    public PlanPeriod YearBefore => new(Length, From.AddYears(-1));

    /// <summary>The period that the code spells; null when it is none of that length.</summary>
    public static PlanPeriod? Parse(PeriodLength length, string? code) => length.Parse(code) is { } first ? new(length, first) : null;

    /// <summary>The year's period of the number.</summary>
    public static PlanPeriod Of(PeriodLength length, int year, int number) => new(length, new(year, ((number - 1) * length.Months()) + 1, 1));

    public static PlanPeriod Of(PeriodLength length, DateOnly day) => new(length, length.First(day));

    /// <summary>The newest that had ended on the day.</summary>
    public static PlanPeriod Ended(PeriodLength length, DateOnly day) => Of(length, length.First(day).AddDays(-1));

    /// <summary>The year's periods.</summary>
    public static IReadOnlyList<PlanPeriod> In(PeriodLength length, int year)
    {
        var all = new List<PlanPeriod>();
        for (var period = Of(length, new(year, 1, 1)); period.From.Year == year; period = Of(length, period.To)) all.Add(period);
        return all;
    }
}
