using Huset.Analytics.Features.Indicators;
using Huset.ServiceDefaults.Identity;
using Npgsql;

namespace Huset.Analytics;

/// <summary>Something that is counted from the log and can be counted anew from its beginning.</summary>
[System.ComponentModel.Description("Det som räknas ur loggen: deviation-counts (antal avvikelser per enhet, månad, slag, veckodag och timme, orsak, händelsetyp, steg och skada) eller subjects (vad händelserna säger om varje sak, som röda tråden läser, och det som indikatorerna räknar av det). / What is counted from the log: deviation-counts (deviations per unit, month, kind, weekday and hour, cause, type of event, step and harm) or subjects (what the events say of each thing, which the red thread reads, and what indicators count of it).")]
public enum ReadModel { DeviationCounts, Subjects }

public enum RebuildState { Waiting, Running, Done, Failed }

/// <summary>One counting anew of a read model from the log's first event, beside the one that is read meanwhile.</summary>
public sealed class Rebuild
{
    public Guid Id { get; private set; } = Guid.CreateVersion7();
    public ReadModel Model { get; private set; }
    public RebuildState State { get; private set; }
    public string RequestedByName { get; private set; } = "";
    public DateTimeOffset RequestedAt { get; private set; }
    public DateTimeOffset? StartedAt { get; private set; }
    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>The last event that is counted so far.</summary>
    public long Position { get; private set; }

    /// <summary>The log's last event when it began; those that came meanwhile are counted too.</summary>
    public long Target { get; private set; }

    /// <summary>Rows of the new tables; null until it is done.</summary>
    public long? Rows { get; private set; }

    /// <summary>Rows that were something else than the log says, and were put right; null until it is done.</summary>
    public long? Changed { get; private set; }

    /// <summary>A checksum of the new tables, row by row in the order of their keys: the same log gives the same; null until it is done.</summary>
    public string? Digest { get; private set; }

    /// <summary>Grows with each step that it takes.</summary>
    public int Version { get; private set; } = 1;

    private Rebuild() { }

    public static Rebuild Of(ReadModel model, CurrentUser by, DateTimeOffset now) => new() { Model = model, RequestedByName = by.Name, RequestedAt = now };
}

/// <summary>The tables of a read model and the statement that counts a stretch of the log into them, live and anew.</summary>
/// <param name="Tables">Each table with the columns of its key.</param>
/// <param name="Take">Counts the events after one number up to another.</param>
/// <param name="Tidy">Removes what only tells that something was there once; `{0}` is the schema.</param>
internal sealed record ReadModelTables((string Name, string Key)[] Tables, Func<NpgsqlTransaction, long, long, CancellationToken, Task> Take, string? Tidy = null)
{
    public static ReadModelTables Of(ReadModel model) => model switch
    {
        ReadModel.DeviationCounts => new(DeviationRollup.Tables, DeviationRollup.Count, string.Join(';', DeviationRollup.Counts.Select(table => $"delete from {{0}}.{table} where count = 0"))),
        // Indicators are counted of the subjects, so one is not put right without the other.
        _ => new([("subjects", "type, id"), ("indicator_rows", "indicator, id"), ("indicator_months", "indicator, unit_code, month")], async (transaction, after, upTo, ct) =>
        {
            await Subjects.Keep(transaction, after, upTo, ct);
            await IndicatorRollup.Count(transaction, after, upTo, ct);
        }, IndicatorRollup.Tidy),
    };
}
