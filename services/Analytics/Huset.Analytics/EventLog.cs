using System.Text;
using Huset.Analytics.Features.Indicators;
using Huset.ServiceDefaults.Identity;
using Npgsql;

namespace Huset.Analytics;

/// <summary>An event as it lies in the log.</summary>
public sealed record LogEntry(long Sequence, Guid Id, string Type, DateTimeOffset Time, string? UnitCode, string Body);

/// <summary>Which events are asked for: of some types, of some units, of some time, or all. A type that ends with * is every type that begins so.</summary>
public sealed record LogFilter(string[]? Types = null, string[]? Units = null, DateTimeOffset? From = null, DateTimeOffset? To = null)
{
    public static readonly LogFilter None = new();

    /// <summary>Of these types and of these units with all below them; of none of either is of all.</summary>
    public static LogFilter Of(string[] types, string[] units, UnitTree tree) => new(types.Length == 0 ? null : types, units.Length == 0 ? null : tree.WithBelow(units));

    public bool Lets(LogEntry entry) => (Types is null || Types.Any(type => Takes(type, entry.Type))) && (Units is null || Units.Contains(entry.UnitCode))
        && (From is null || entry.Time >= From) && (To is null || entry.Time < To);

    /// <summary>The condition on a row of the log; its values are added to the parameters.</summary>
    internal string Where(NpgsqlParameterCollection parameters)
    {
        var where = new StringBuilder("true");
        if (Types is [var only] && !only.EndsWith('*'))
        {
            // A list of one is not read in the index's order.
            where.Append($" and type = {Give(only)}");
        }
        else if (Types is not null)
        {
            var exact = Types.Where(type => !type.EndsWith('*')).ToArray();
            var begins = Types.Where(type => type.EndsWith('*')).Select(type => $"{type[..^1].Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%").ToArray();
            where.Append($" and (type = any({Give(exact)}) or type like any({Give(begins)}))");
        }
        if (Units is not null) where.Append($" and unit_code = any({Give(Units)})");
        if (From is { } from) where.Append($" and time >= {Give(from)}");
        if (To is { } to) where.Append($" and time < {Give(to)}");
        return where.ToString();

        string Give<T>(T value) where T : notnull
        {
            parameters.Add(new NpgsqlParameter { Value = value });
            return $"${parameters.Count}";
        }
    }

    private static bool Takes(string asked, string type) => asked.EndsWith('*') ? type.StartsWith(asked[..^1], StringComparison.Ordinal) : type == asked;
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
            await IndicatorRollup.CatchUp(transaction, last, ct);
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
        await using var command = new NpgsqlCommand { Connection = connection, Parameters = { new() { Value = after }, new() { Value = upTo }, new() { Value = limit } } };
        command.CommandText = $"select sequence, id, type, time, unit_code, body from events where sequence > $1 and sequence <= $2 and {filter.Where(command.Parameters)} order by sequence limit $3";
        await using var reader = await command.ExecuteReaderAsync(ct);
        var entries = new List<LogEntry>();
        while (await reader.ReadAsync(ct))
            entries.Add(new(reader.GetInt64(0), reader.GetGuid(1), reader.GetString(2), reader.GetFieldValue<DateTimeOffset>(3), await reader.IsDBNullAsync(4, ct) ? null : reader.GetString(4), reader.GetString(5)));
        return entries;
    }

    /// <summary>How many events lie after one number up to another, and when the oldest of them happened.</summary>
    public async Task<(long Count, DateTimeOffset? Oldest)> Waiting(long after, long upTo, LogFilter filter, CancellationToken ct)
    {
        await using var command = database.CreateCommand();
        command.Parameters.Add(new() { Value = after });
        command.Parameters.Add(new() { Value = upTo });
        command.CommandText = $"select count(*), min(time) from events where sequence > $1 and sequence <= $2 and {filter.Where(command.Parameters)}";
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return (reader.GetInt64(0), await reader.IsDBNullAsync(1, ct) ? null : reader.GetFieldValue<DateTimeOffset>(1));
    }

    /// <summary>The number before the first event of this time or later; events come late, so some after it may be older.</summary>
    public async Task<long> Before(DateTimeOffset time, CancellationToken ct)
    {
        // With the sum it is read from the index of times; else the log would be walked from its beginning.
        await using var command = database.CreateCommand("select coalesce(min(sequence + 0) - 1, (select last from log_position)) from events where time >= $1");
        command.Parameters.Add(new() { Value = time });
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>The types that the log holds, in order of name.</summary>
    public async Task<IReadOnlyList<string>> Types(CancellationToken ct)
    {
        // A step in the index for each type, however many events it has.
        await using var command = database.CreateCommand("""
            with recursive known as (
              (select type from events order by type limit 1)
              union all
              select (select type from events where type > known.type order by type limit 1) from known where known.type is not null
            )
            select type from known where type is not null
            """);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var types = new List<string>();
        while (await reader.ReadAsync(ct)) types.Add(reader.GetString(0));
        return types;
    }

    private static void Give<T>(NpgsqlCommand command, IEnumerable<T> values) => command.Parameters.Add(new() { Value = values.ToArray() });
}
