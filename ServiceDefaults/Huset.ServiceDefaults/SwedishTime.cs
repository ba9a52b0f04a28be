namespace Huset.ServiceDefaults;

/// <summary>Days, months and hours as people in Sweden live them; time itself is stored and sent in UTC.</summary>
public static class SwedishTime
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");

    /// <summary>The instant on a Swedish clock, for showing.</summary>
    public static DateTimeOffset Local(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Zone);

    /// <summary>The Swedish calendar day of the instant.</summary>
    public static DateOnly Day(DateTimeOffset instant) => DateOnly.FromDateTime(Local(instant).DateTime);

    /// <summary>Today in Sweden.</summary>
    public static DateOnly Today(TimeProvider clock) => Day(clock.GetUtcNow());

    /// <summary>The hour on a Swedish clock, 0 to 23.</summary>
    public static int Hour(DateTimeOffset instant) => Local(instant).Hour;

    /// <summary>
    /// The instant of a Swedish wall-clock time, in UTC. The hour that spring skips counts as the hour after;
    /// of the hour that autumn repeats, the first is meant.
    /// </summary>
    public static DateTimeOffset Instant(DateTime wallClock)
    {
        var time = DateTime.SpecifyKind(wallClock, DateTimeKind.Unspecified);
        if (Zone.IsInvalidTime(time)) time = time.AddHours(1);
        var offset = Zone.IsAmbiguousTime(time) ? Zone.GetAmbiguousTimeOffsets(time).Max() : Zone.GetUtcOffset(time);
        // The first hours of the calendar have no instant in UTC.
        return time < DateTime.MinValue + offset ? DateTimeOffset.MinValue : new DateTimeOffset(time, offset).ToUniversalTime();
    }

    /// <summary>The instant that a Swedish day begins, in UTC.</summary>
    public static DateTimeOffset StartOf(DateOnly day) => Instant(day.ToDateTime(TimeOnly.MinValue));
}
