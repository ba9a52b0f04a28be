namespace Huset.Analytics;

/// <summary>
/// How much a unit did in a month: care days, hours, service users. It is told by files and not by events, so each value keeps every version that it
/// has had and where the log stood when it came: what was reckoned at a position is reckoned so again.
/// </summary>
public sealed class Volume
{
    public string UnitCode { get; private set; } = "";

    /// <summary>First day of the month.</summary>
    public DateOnly Month { get; private set; }

    /// <summary>A code of the list `volume-kinds`.</summary>
    public string Kind { get; private set; } = "";

    /// <summary>From 1; the newest counts.</summary>
    public int Version { get; private set; } = 1;

    /// <summary>The value, with two decimals at most; 0 takes it back.</summary>
    public decimal Value { get; private set; }

    /// <summary>The log's newest event when it came.</summary>
    public long Position { get; private set; }

    public DateTimeOffset SetAt { get; private set; }
    public string SetByName { get; private set; } = "";

    /// <summary>The value after another, or the first.</summary>
    public static Volume After(Volume? before, VolumeFacts facts, long position, string byName, DateTimeOffset now) => new()
    {
        UnitCode = facts.UnitCode,
        Month = facts.Month,
        Kind = facts.Kind,
        Version = (before?.Version ?? 0) + 1,
        Value = facts.Value,
        Position = position,
        SetAt = now,
        SetByName = byName,
    };
}

/// <summary>What a row of a file tells of a volume.</summary>
public sealed record VolumeFacts(string UnitCode, DateOnly Month, string Kind, decimal Value);
