using System.Globalization;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;

namespace Huset.Analytics;

/// <summary>The whole months that a chart is asked for.</summary>
public static class MonthPeriod
{
    /// <summary>The longest period of a chart.</summary>
    public const int MaxMonths = 120;

    /// <summary>The period of a chart when nothing is asked for.</summary>
    public const int UsualMonths = 36;

    /// <summary>The month that has not ended, Swedish time.</summary>
    public static DateOnly ThisMonth(TimeProvider clock) => SwedishTime.Today(clock) is var today ? new(today.Year, today.Month, 1) : default;

    /// <summary>First month, and first month that is not in it: three years up to this month unless the texts say else.</summary>
    /// <exception cref="InvalidField">400: from or to is no month, or they are the wrong way round or too far apart.</exception>
    public static (DateOnly From, DateOnly To) Of(string? from, string? to, TimeProvider clock) => Of(from, to, UsualMonths, clock);

    /// <summary>The same, twelve months up to this unless the texts say else.</summary>
    /// <exception cref="InvalidField">400: from or to is no month, or they are the wrong way round or too far apart.</exception>
    public static (DateOnly From, DateOnly To) OfYear(string? from, string? to, TimeProvider clock) => Of(from, to, 12, clock);

    private static (DateOnly From, DateOnly To) Of(string? from, string? to, int usual, TimeProvider clock)
    {
        var next = ThisMonth(clock).AddMonths(1);
        var end = Month(to, "to") ?? next;
        if (end > next) end = next;
        var first = Month(from, "from") ?? end.AddMonths(-usual);
        if (first >= end) throw new InvalidField("to", "It must be after from, and from no later than this month.");
        if (first.AddMonths(MaxMonths) < end) throw new InvalidField("from", $"No more than {MaxMonths} months at a time.");
        return (first, end);
    }

    /// <summary>The month that the text spells; null for none.</summary>
    /// <exception cref="InvalidField">400: it is no month.</exception>
    public static DateOnly? Month(string? text, string field)
    {
        if (string.IsNullOrEmpty(text)) return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month) && month.Year is > 1900 and < 3000) return month;
        throw new InvalidField(field, "It must be a month (2026-11).");
    }
}
