using System.Text.Json;
using Npgsql;

namespace Huset.Analytics;

/// <summary>
/// Something that events tell of, as the newest of its full-state events says. Indicators count these rows and the red thread walks
/// their links; what they may not be counted or shown for is judged where they are read.
/// </summary>
public sealed class Subject
{
    /// <summary>What it is, as links name it: deviation, cause, action, complaint, routine, finding …</summary>
    public string Type { get; private set; } = "";

    /// <summary>A UUID as text; for a unit or a quality area its code.</summary>
    public string Id { get; private set; } = "";

    public int Version { get; private set; }

    /// <summary>The newest event's place in the log.</summary>
    public long Sequence { get; private set; }

    /// <summary>The service that owns it, such as `deviations`.</summary>
    public string Service { get; private set; } = "";

    public string? UnitCode { get; private set; }

    /// <summary>When it was told of for the first time, of what the log holds.</summary>
    public DateTimeOffset FirstAt { get; private set; }

    /// <summary>When the newest state came, UTC.</summary>
    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>The event's `data`.</summary>
    public JsonElement Data { get; private set; }
}

/// <summary>
/// Keeps <see cref="Subject"/> from a stretch of the log: the newest state wins, whatever the order. The same statement takes a new
/// batch and, from an empty table, the whole log.
/// </summary>
public static class Subjects
{
    // se.huset.deviations.deviation-reported.v1 is of a deviation. Not by a pattern: over a whole log that takes three times as long.
    private const string Told = """
        select nullif(left(split_part(type, '.', 4), -1 - length(split_part(split_part(type, '.', 4), '-', -1))), '') as type, subject as id, subject_version as version, sequence,
          split_part(type, '.', 3) as service, unit_code, time, body::jsonb->'data' as data
        from events
        """;

    private const string Newest = """
        select distinct on (type, id) type, id, version, sequence, service, unit_code, min(time) over (partition by type, id) as first_at, time as changed_at, data
        from told where type is not null order by type, id, version desc, sequence
        """;

    private const string Sql = $"""
        with told as ({Told} where sequence > $1 and sequence <= $2), newest as ({Newest})
        insert into subjects as known (type, id, version, sequence, service, unit_code, first_at, changed_at, data)
        select type, id, version, sequence, service, unit_code, first_at, changed_at, data from newest
        on conflict (type, id) do update set
          first_at = least(known.first_at, excluded.first_at),
          version = case when excluded.version > known.version then excluded.version else known.version end,
          sequence = case when excluded.version > known.version then excluded.sequence else known.sequence end,
          unit_code = case when excluded.version > known.version then excluded.unit_code else known.unit_code end,
          changed_at = case when excluded.version > known.version then excluded.changed_at else known.changed_at end,
          data = case when excluded.version > known.version then excluded.data else known.data end
        where excluded.version > known.version or excluded.first_at < known.first_at
        """;

    /// <summary>
    /// The rows of `subjects` as they were at the position `@sequence`, read anew from the log's events whose type is like one of `@types`; to
    /// stand first in a `with`, where whatever reads `subjects` then reads these.
    /// </summary>
    public const string AsOf = $"told as ({Told} where sequence <= @sequence and type like any (@types)), subjects as ({Newest})";

    /// <summary>Takes the events after one number up to another, in the transaction.</summary>
    public static async Task Keep(NpgsqlTransaction transaction, long after, long upTo, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Sql, transaction.Connection, transaction)
        {
            Parameters = { new() { Value = after }, new() { Value = upTo } },
        };
        await command.ExecuteNonQueryAsync(ct);
    }
}
