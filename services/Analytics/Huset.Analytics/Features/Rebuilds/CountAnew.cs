using System.Globalization;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Persistence;
using Npgsql;

namespace Huset.Analytics.Features.Rebuilds;

/// <summary>
/// Counts read models anew, one at a time. The new tables are the session's own (temporary) and have the names of the real ones, which they
/// stand before, so that the very statements that count each batch fill them. When they have caught up the log waits while what differs is
/// put right in one transaction: who reads sees the old or the new, never between. Broken off it begins from the first event again.
/// </summary>
public sealed class CountAnew(IConfiguration configuration, Bells bells, TimeProvider clock, ILogger<CountAnew> log) : BackgroundService
{
    // Events at a time: so often is told how far it has come.
    private const long Part = 50_000;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var bell = bells.Listen("rebuilds");
        while (true)
        {
            try
            {
                while (await Next(stoppingToken)) { }
                await bell.Wait(TimeSpan.FromSeconds(30), stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogWarning("Counting anew waits: {Reason}", e.Message);
                await Task.Delay(TimeSpan.FromSeconds(5), stoppingToken);
            }
        }
    }

    private async Task<bool> Next(CancellationToken ct)
    {
        // A session of its own: its tables and its lock go with it.
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(configuration.GetConnectionString("database")) { Pooling = false, KeepAlive = 30, CommandTimeout = 0, ApplicationName = "rebuild" }.ConnectionString);
        await connection.OpenAsync(ct);
        // Another replica does it.
        if (!await Ask<bool>(connection, null, "select pg_try_advisory_lock(727576)", ct)) return false;
        (Guid Id, ReadModel Model) next;
        await using (var command = new NpgsqlCommand("select id, model from rebuilds where state in ('waiting', 'running') order by id limit 1", connection))
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            if (!await reader.ReadAsync(ct)) return false;
            next = (reader.GetGuid(0), Kebab.Parse<ReadModel>(reader.GetString(1)));
        }
        try
        {
            await Count(connection, next.Id, ReadModelTables.Of(next.Model), ct);
        }
        catch (Exception e) when (!DatabaseFault.IsPassing(e) && !ct.IsCancellationRequested)
        {
            log.LogError(e, "Counting {Model} anew failed", next.Model);
            await Run(connection, null, "update rebuilds set version = version + 1, state = 'failed', finished_at = $2 where id = $1", ct, next.Id, clock.GetUtcNow());
        }
        return true;
    }

    private async Task Count(NpgsqlConnection connection, Guid id, ReadModelTables tables, CancellationToken ct)
    {
        await Run(connection, null, "set temp_buffers = '64MB'", ct);
        foreach (var (name, _) in tables.Tables) await Run(connection, null, $"create temporary table {name} (like public.{name} including indexes)", ct);
        await Run(connection, null, "update rebuilds set version = version + 1, state = 'running', started_at = $2, position = 0, target = (select last from log_position) where id = $1", ct, id, clock.GetUtcNow());
        long position = 0;
        for (var last = await Last(connection, null, ct); last - position > Part; last = await Last(connection, null, ct))
        {
            await using var part = await connection.BeginTransactionAsync(ct);
            await tables.Take(part, position, position + Part, ct);
            position += Part;
            await Run(connection, part, "update rebuilds set version = version + 1, position = $2 where id = $1", ct, id, position);
            await part.CommitAsync(ct);
            // The server gathers no statistics of a session's own tables by itself, and plans by them.
            if (position == Part || position % (10 * Part) == 0) foreach (var (name, _) in tables.Tables) await Run(connection, null, $"analyze pg_temp.{name}", ct);
        }
        long rows = 0, changed = 0;
        await using (var transaction = await connection.BeginTransactionAsync(ct))
        {
            await EventLog.TakeTurn(transaction, ct);
            var last = await Last(connection, transaction, ct);
            await tables.Take(transaction, position, last, ct);
            foreach (var schema in new[] { "public", "pg_temp" })
                if (tables.Tidy is { } tidy) await Run(connection, transaction, string.Format(CultureInfo.InvariantCulture, tidy, schema), ct);
            foreach (var (name, key) in tables.Tables)
            {
                rows += await Ask<long>(connection, transaction, $"select count(*) from pg_temp.{name}", ct);
                changed += await PutRight(connection, transaction, name, key, ct);
            }
            await Run(connection, transaction, "update rebuilds set version = version + 1, position = $2 where id = $1", ct, id, last);
            await transaction.CommitAsync(ct);
        }
        var digests = new List<string>();
        foreach (var (name, key) in tables.Tables) digests.Add(await Ask<string>(connection, null, $"select md5(coalesce(string_agg(md5(r::text), '' order by {key}), '')) from pg_temp.{name} r", ct));
        var digest = digests.Count == 1 ? digests[0] : await Ask<string>(connection, null, $"select md5('{string.Concat(digests)}')", ct);
        await Run(connection, null, "update rebuilds set version = version + 1, state = 'done', finished_at = $2, rows = $3, changed = $4, digest = $5 where id = $1", ct, id, clock.GetUtcNow(), rows, changed, digest);
    }

    /// <summary>Makes the real table what the new one is; only what differs is written. How many rows differed.</summary>
    private static async Task<long> PutRight(NpgsqlConnection connection, NpgsqlTransaction transaction, string table, string key, CancellationToken ct)
    {
        var changed = await Ask<long>(connection, transaction, $"""
            select count(*) from (
              select {key} from (table public.{table} except table pg_temp.{table}) gone union select {key} from (table pg_temp.{table} except table public.{table}) come
            ) differing
            """, ct);
        if (changed == 0) return 0;
        await Run(connection, transaction, $"delete from public.{table} where ({key}) in (select {key} from (table public.{table} except table pg_temp.{table}) gone)", ct);
        await Run(connection, transaction, $"insert into public.{table} select * from (table pg_temp.{table} except table public.{table}) come", ct);
        return changed;
    }

    private static Task<long> Last(NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken ct) => Ask<long>(connection, transaction, "select last from log_position", ct);

    private static async Task<T> Ask<T>(NpgsqlConnection connection, NpgsqlTransaction? transaction, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection, transaction);
        return (T)(await command.ExecuteScalarAsync(ct))!;
    }

    private static async Task Run(NpgsqlConnection connection, NpgsqlTransaction? transaction, string sql, CancellationToken ct, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection, transaction);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(ct);
    }
}
