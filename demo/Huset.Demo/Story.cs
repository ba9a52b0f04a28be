using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Huset.Demo;

/// <summary>A case as it goes on until the autumn's end: what would come later has not happened.</summary>
internal sealed partial class Story(int number, Random random, DateTimeOffset until, List<Step> plan)
{
    public static readonly TimeZoneInfo Sweden = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");

    private DateTimeOffset now = until.AddYears(-1);
    private int steps;
    private bool isOver;

    /// <summary>The Swedish day of the latest step, and so many days after.</summary>
    public string Day(int after = 0) => $"{DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, Sweden).DateTime).AddDays(after):yyyy-MM-dd}";

    public bool Happens(int percent) => random.Next(100) < percent;

    public int Some(int from, int to) => random.Next(from, to + 1);

    public T One<T>(IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];

    /// <summary>`[a|b]` is one of them.</summary>
    public string Words(string text) => Choice().Replace(text, choice => One(choice.Groups[1].Value.Split('|')));

    /// <summary>At this time, or never.</summary>
    public Story On(DateTimeOffset at)
    {
        now = at.AddTicks(-(at.Ticks % TimeSpan.TicksPerSecond));
        isOver |= now > until;
        return this;
    }

    /// <summary>In working hours, so many working days later.</summary>
    public Story After(int workingDays)
    {
        var local = TimeZoneInfo.ConvertTime(now, Sweden).DateTime;
        var day = local.Date;
        if (workingDays == 0 && (local.Hour >= 15 || IsWeekend(day))) workingDays = 1;
        for (; workingDays > 0; workingDays--)
        {
            do day = day.AddDays(1);
            while (IsWeekend(day));
        }
        var earliest = day == local.Date ? Math.Max(8 * 60, ((int)local.TimeOfDay.TotalMinutes) + 10) : 8 * 60;
        return On(InSweden(day.AddMinutes(random.Next(earliest, (16 * 60) + 30)).AddSeconds(random.Next(60))));
    }

    /// <summary>In working hours on the first working day so many days later.</summary>
    public Story AfterDays(int days)
    {
        now = now.AddDays(days - 1);
        return After(1);
    }

    public Story Post(string user, string path, JsonObject body, params (string Name, string Place)[] keeps) => Ask(HttpMethod.Post, user, path, body, keeps);

    public Story Put(string user, string path, JsonObject body) => Ask(HttpMethod.Put, user, path, body, []);

    public static DateTimeOffset InSweden(DateTime local)
    {
        // An hour that the clock jumps over in spring is the next.
        if (Sweden.IsInvalidTime(local)) local = local.AddHours(1);
        return new DateTimeOffset(local, Sweden.GetUtcOffset(local)).ToUniversalTime();
    }

    public static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static bool IsWeekend(DateTime day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

    private Story Ask(HttpMethod method, string user, string path, JsonObject body, (string Name, string Place)[] keeps)
    {
        if (!isOver) plan.Add(new(number, ++steps, now, user, method, path, body, keeps));
        return this;
    }

    [GeneratedRegex(@"\[([^\]]+)\]")]
    private static partial Regex Choice();
}
