namespace Huset.Analytics;

/// <summary>One event of the analysts' log. It is only ever added to, by the one writer (<see cref="EventLog"/>).</summary>
public sealed class LoggedEvent
{
    /// <summary>Its place in the log, from 1 without gaps.</summary>
    public long Sequence { get; private set; }

    /// <summary>The message's id.</summary>
    public Guid Id { get; private set; }

    public string Type { get; private set; } = "";
    public DateTimeOffset Time { get; private set; }
    public string Subject { get; private set; } = "";
    public int SubjectVersion { get; private set; }
    public string? UnitCode { get; private set; }

    /// <summary>The finished CloudEvent as JSON, kept as text so that it stays equal to the byte.</summary>
    public string Body { get; private set; } = "";
}

/// <summary>The last number that was given out; one row, changed in the transaction of the events that take the numbers.</summary>
public sealed class LogPosition
{
    public int Id { get; private set; }
    public long Last { get; private set; }
}

/// <summary>The last event that the broker has confirmed on the stream `huset.events`; one row.</summary>
public sealed class RelayPosition
{
    public int Id { get; private set; }
    public long Last { get; private set; }
}

/// <summary>How far of the log the indicators have been counted; a replica of an older Huset stores events and does not count them.</summary>
public sealed class IndicatorPosition
{
    public int Id { get; private set; }
    public long Last { get; private set; }
}
