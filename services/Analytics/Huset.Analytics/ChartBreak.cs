using Huset.ServiceDefaults.Http;

namespace Huset.Analytics;

/// <summary>
/// New limits from a month on, decided by a person who knows what was changed; never by the chart itself. It is kept when it is undone, and where
/// the log stood both times, so that a chart as of a position is drawn as it was.
/// </summary>
public sealed class ChartBreak
{
    /// <summary>The chart of deviations by kind; the others are indicators by their codes.</summary>
    public const string Deviations = "deviations";

    public Guid Id { get; private set; }

    /// <summary>Code of the indicator, or the chart of deviations.</summary>
    public string Chart { get; private set; } = "";

    /// <summary>What the deviations concern; empty for all, and of an indicator.</summary>
    public string Kind { get; private set; } = "";

    /// <summary>The unit whose chart it is; empty for the whole municipality.</summary>
    public string UnitCode { get; private set; } = "";

    /// <summary>First day of the first period with new limits.</summary>
    public DateOnly From { get; private set; }

    /// <summary>What was changed, as the chart tells it.</summary>
    public string Changed { get; private set; } = "";

    /// <summary>Why that calls for new limits.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>The action by which it was changed, when there is one.</summary>
    public Guid? ActionId { get; private set; }

    public string SetByName { get; private set; } = "";
    public DateTimeOffset SetAt { get; private set; }

    /// <summary>The log's newest event when it was set.</summary>
    public long Position { get; private set; }

    public string? UndoneReason { get; private set; }
    public string? UndoneByName { get; private set; }
    public DateTimeOffset? UndoneAt { get; private set; }
    public long? UndonePosition { get; private set; }
    public int Version { get; private set; } = 1;

    private ChartBreak() { }

    public static ChartBreak Set(string chart, string kind, string unitCode, DateOnly from, string changed, string reason, Guid? actionId, long position, string byName, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        Chart = chart,
        Kind = kind,
        UnitCode = unitCode,
        From = from,
        Changed = changed.Trim(),
        Reason = reason.Trim(),
        ActionId = actionId,
        Position = position,
        SetByName = byName,
        SetAt = now,
    };

    /// <exception cref="RuleViolation">`chart-break.undone`</exception>
    public void Undo(string reason, long position, string byName, DateTimeOffset now)
    {
        if (UndoneAt is not null) throw new RuleViolation("chart-break.undone", "It is undone already.");
        (UndoneReason, UndonePosition, UndoneByName, UndoneAt) = (reason.Trim(), position, byName, now);
        Version++;
    }

    /// <summary>Whether it holds: now, or as of a position of the log.</summary>
    public bool HoldsAt(long? position) => position is not { } at ? UndoneAt is null : Position <= at && (UndonePosition is not { } undone || undone > at);
}
