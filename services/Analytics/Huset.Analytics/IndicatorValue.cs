namespace Huset.Analytics;

/// <summary>
/// A value of one of the municipality's own indicators. It is told by people and files and not by events, so each keeps every version that it has
/// had and where the log stood when it came: what was reckoned at a position is reckoned so again. A value that is missing is missing, never zero.
/// </summary>
public sealed class IndicatorValue
{
    /// <summary>Code of the indicator.</summary>
    public string Indicator { get; private set; } = "";

    /// <summary>The unit; empty for the whole municipality.</summary>
    public string UnitCode { get; private set; } = "";

    /// <summary>First day of the period.</summary>
    public DateOnly From { get; private set; }

    public Gender Gender { get; private set; }

    /// <summary>From 1; the newest counts.</summary>
    public int Version { get; private set; } = 1;

    public ValueStatus Status { get; private set; }
    public decimal? Numerator { get; private set; }
    public decimal? Denominator { get; private set; }

    /// <summary>A measurement that is told as it is, without what it is made of.</summary>
    public decimal? Value { get; private set; }

    /// <summary>The log's newest event when it came.</summary>
    public long Position { get; private set; }

    public DateTimeOffset SetAt { get; private set; }
    public string SetByName { get; private set; } = "";

    public ValueFacts Facts => new(Indicator, UnitCode, From, Gender, Status, Numerator, Denominator, Value);

    /// <summary>The value after another, or the first.</summary>
    public static IndicatorValue After(IndicatorValue? before, ValueFacts facts, long position, string byName, DateTimeOffset now) => new()
    {
        Indicator = facts.Indicator,
        UnitCode = facts.UnitCode,
        From = facts.From,
        Gender = facts.Gender,
        Version = (before?.Version ?? 0) + 1,
        Status = facts.Status,
        Numerator = facts.Numerator,
        Denominator = facts.Denominator,
        Value = facts.Value,
        Position = position,
        SetAt = now,
        SetByName = byName,
    };
}

/// <summary>What a form or a row of a file tells of a value.</summary>
public sealed record ValueFacts(string Indicator, string UnitCode, DateOnly From, Gender Gender, ValueStatus Status, decimal? Numerator, decimal? Denominator, decimal? Value);
