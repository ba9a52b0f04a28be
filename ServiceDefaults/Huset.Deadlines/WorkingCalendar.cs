using System.Collections.Concurrent;

namespace Huset.Deadlines;

/// <summary>A day on which nobody is expected to work.</summary>
/// <param name="Day">The day.</param>
/// <param name="Name">Its name in Swedish, in the form that fits "är": `lördag`, `julafton`, `långfredagen`.</param>
public sealed record DayOff(DateOnly Day, string Name);

/// <summary>
/// Sweden's working days: not weekends, not public holidays (lag 1989:253 om allmänna helgdagar), not the three eves that lag 1930:173
/// equals with them (midsommarafton, julafton, nyårsafton), and not the days that the municipality adds. Computed for every year from 1583.
/// </summary>
/// <param name="local">Further days off, each with its name; a day that is off anyway keeps its national name.</param>
public sealed class WorkingCalendar(params IEnumerable<DayOff> local)
{
    private static readonly ConcurrentDictionary<int, Dictionary<DateOnly, string>> Years = new();
    private readonly Dictionary<DateOnly, string> local = local.DistinctBy(day => day.Day).ToDictionary(day => day.Day, day => day.Name);

    /// <summary>True for a day when people are expected to work.</summary>
    public bool IsWorkingDay(DateOnly day) => NameOf(day) is null;

    /// <summary>Why the day is off, in Swedish; null for a working day. A holiday's name goes before that of the weekday.</summary>
    public string? NameOf(DateOnly day) =>
        Years.GetOrAdd(day.Year, Holidays).TryGetValue(day, out var holiday) ? holiday
        : local.TryGetValue(day, out var own) ? own
        : day.DayOfWeek switch { DayOfWeek.Saturday => "en lördag", DayOfWeek.Sunday => "en söndag", _ => null };

    /// <summary>The day itself when it is a working day, else the first that follows.</summary>
    public DateOnly WorkingDayFrom(DateOnly day)
    {
        while (!IsWorkingDay(day)) day = day.AddDays(1);
        return day;
    }

    /// <summary>Easter Sunday of a year in the Gregorian calendar (Meeus, Jones and Butcher's algorithm, as published in Nature, 20 April 1876).</summary>
    public static DateOnly EasterSunday(int year)
    {
        var (a, b, c) = (year % 19, year / 100, year % 100);
        var (d, e) = (b / 4, b % 4);
        var g = (b - (b + 8) / 25 + 1) / 3;
        var h = (19 * a + b - d - g + 15) % 30;
        var (i, k) = (c / 4, c % 4);
        var l = (32 + 2 * e + 2 * i - h - k) % 7;
        var m = (a + 11 * h + 22 * l) / 451;
        var sum = h + l - 7 * m + 114;
        return new DateOnly(year, sum / 31, sum % 31 + 1);
    }

    /// <summary>The year's holidays and eves that may fall on a weekday or matter by name, by day.</summary>
    public static IReadOnlyDictionary<DateOnly, string> HolidaysOf(int year) => Years.GetOrAdd(year, Holidays);

    private static Dictionary<DateOnly, string> Holidays(int year)
    {
        var easter = EasterSunday(year);
        // The Saturday between 20 and 26 June, and the one between 31 October and 6 November.
        var midsummer = SaturdayFrom(new(year, 6, 20));
        var allSaints = SaturdayFrom(new(year, 10, 31));
        var days = new Dictionary<DateOnly, string>();
        void Off(DateOnly day, string name) => days.TryAdd(day, name);
        Off(new(year, 1, 1), "nyårsdagen");
        Off(new(year, 1, 6), "trettondedag jul");
        Off(easter.AddDays(-2), "långfredagen");
        Off(easter, "påskdagen");
        Off(easter.AddDays(1), "annandag påsk");
        Off(new(year, 5, 1), "första maj");
        Off(easter.AddDays(39), "Kristi himmelsfärdsdag");
        Off(easter.AddDays(49), "pingstdagen");
        // Before 2005 whit monday was one, and the national day was not (lag 2004:1320).
        if (year < 2005) Off(easter.AddDays(50), "annandag pingst");
        else Off(new(year, 6, 6), "nationaldagen");
        Off(midsummer.AddDays(-1), "midsommarafton");
        Off(midsummer, "midsommardagen");
        Off(allSaints, "alla helgons dag");
        Off(new(year, 12, 24), "julafton");
        Off(new(year, 12, 25), "juldagen");
        Off(new(year, 12, 26), "annandag jul");
        Off(new(year, 12, 31), "nyårsafton");
        return days;
    }

    private static DateOnly SaturdayFrom(DateOnly day) => day.AddDays(((int)DayOfWeek.Saturday - (int)day.DayOfWeek + 7) % 7);
}
