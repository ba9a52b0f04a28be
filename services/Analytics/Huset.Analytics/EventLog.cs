using Npgsql;

namespace Huset.Analytics;

/// <summary>An event as it lies in the log.</summary>
public sealed record LogEntry(long Sequence, Guid Id, string Type, string? UnitCode, string Body);

/// <summary>Which events are asked for: of one type, of some units, or all.</summary>
public sealed record LogFilter(string? Type = null, string[]? Units = null)
{
    public static readonly LogFilter None = new();

    public bool Lets(LogEntry entry) => (Type is null || entry.Type == Type) && (Units is null || Units.Contains(entry.UnitCode));
}

/// <summary>
/// The analysts' log: every event once, numbered from 1 without gaps in the order of commit, so that who has read to a
/// number has read all before it.
/// </summary>
public sealed class EventLog(NpgsqlDataSource database)
{
    /// <summary>Name under which the inbox remembers what the log holds.</summary>
    private const string Consumer = "store-events";

    private const string Store = """
        with told as (
          select * from unnest($1, $2, $3, $4, $5, $6, $7, $8) with ordinality as t(id, type, time, subject, subject_version, unit_code, head, tail, place)
        ), fresh as (
          insert into inbox (consumer, message_id, received_at) select $9, id, now() from told order by id on conflict do nothing returning message_id
        ), counter as (
          update log_position set last = last + (select count(*) from fresh) returning last, last - (select count(*) from fresh) as before
        ), numbered as (
          select told.*, counter.before + row_number() over (order by place) as sequence from told join fresh on message_id = id cross join counter
        ), stored as (
          insert into events (sequence, id, type, time, subject, subject_version, unit_code, body)
          select sequence, id, type, time, subject, subject_version, unit_code, head || lpad(sequence::text, 19, '0') || tail from numbered
        )
        select before, last from counter
        """;

    /// <summary>Adds those events that are not there yet, in this order, and counts them: all in one transaction.</summary>
    public async Task Append(IEnumerable<CloudEvent> told, CancellationToken ct)
    {
        // The same message can be given twice at once.
        var events = told.DistinctBy(e => e.Id).ToList();
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // One writer at a time: numbers then become visible in their own order, and no reader can step over one.
        await TakeTurn(transaction, ct);
        long before, last;
        await using (var store = new NpgsqlCommand(Store, connection, transaction))
        {
            Give(store, events.Select(e => e.Id));
            Give(store, events.Select(e => e.Type));
            Give(store, events.Select(e => e.Time));
            Give(store, events.Select(e => e.Subject));
            Give(store, events.Select(e => e.SubjectVersion));
            Give(store, events.Select(e => e.UnitCode));
            Give(store, events.Select(e => e.Head));
            Give(store, events.Select(e => e.Tail));
            store.Parameters.Add(new() { Value = Consumer });
            await using var range = await store.ExecuteReaderAsync(ct);
            await range.ReadAsync(ct);
            (before, last) = (range.GetInt64(0), range.GetInt64(1));
        }
        if (last > before)
        {
            await DeviationRollup.Count(transaction, before, last, ct);
            await Subjects.Keep(transaction, before, last, ct);
        }
        await transaction.CommitAsync(ct);
    }

    /// <summary>Nobody else writes in the log, nor counts what it tells, until the transaction ends.</summary>
    public static async Task TakeTurn(NpgsqlTransaction transaction, CancellationToken ct)
    {
        await using var turn = new NpgsqlCommand("select pg_advisory_xact_lock(727562)", transaction.Connection, transaction);
        await turn.ExecuteNonQueryAsync(ct);
    }

    /// <summary>The newest event's number; 0 while there is none.</summary>
    public async Task<long> Last(CancellationToken ct)
    {
        await using var command = database.CreateCommand("select last from log_position");
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>The events after one number up to another, oldest first, no more than the limit.</summary>
    public async Task<List<LogEntry>> Read(long after, long upTo, int limit, LogFilter filter, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await Read(connection, after, upTo, limit, filter, ct);
    }

    /// <summary>The same over a connection that is held for more.</summary>
    public static async Task<List<LogEntry>> Read(NpgsqlConnection connection, long after, long upTo, int limit, LogFilter filter, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            select sequence, id, type, unit_code, body from events
            where sequence > $1 and sequence <= $2 and ($3::text is null or type = $3) and ($4::text[] is null or unit_code = any($4))
            order by sequence limit $5
            """, connection)
        {
            Parameters =
            {
                new() { Value = after },
                new() { Value = upTo },
                new() { Value = (object?)filter.Type ?? DBNull.Value },
                new() { Value = (object?)filter.Units ?? DBNull.Value },
                new() { Value = limit },
            },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        var entries = new List<LogEntry>();
        while (await reader.ReadAsync(ct))
            entries.Add(new(reader.GetInt64(0), reader.GetGuid(1), reader.GetString(2), await reader.IsDBNullAsync(3, ct) ? null : reader.GetString(3), reader.GetString(4)));
        return entries;
    }

    private static void Give<T>(NpgsqlCommand command, IEnumerable<T> values) => command.Parameters.Add(new() { Value = values.ToArray() });
}
