using System.Globalization;
using Npgsql;

namespace Huset.ServiceDefaults.Access;

/// <summary>
/// Chains the log's new rows each second. A row gets its place when it is sealed and not when it was written, so that a
/// transaction which commits late changes nothing that is sealed; what a dead process left is sealed by the next.
/// </summary>
internal sealed class AccessSealer(NpgsqlDataSource database, TimeProvider clock, ILogger<AccessSealer> log) : BackgroundService
{
    private const int Batch = 1_000;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var each = new PeriodicTimer(TimeSpan.FromSeconds(1));
        DateOnly? day = null;
        do
        {
            try
            {
                while (await Seal(database, clock.GetUtcNow(), stoppingToken) == Batch) { }
                if (day == SwedishTime.Today(clock)) continue;
                await EachDay(stoppingToken);
                day = SwedishTime.Today(clock);
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                log.LogWarning("The access log's rows wait for their seals: {Reason}", e.Message);
            }
        }
        while (await each.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Seals what waits, a batch at most; returns how many. Several may try at once: one does.</summary>
    internal static async Task<int> Seal(NpgsqlDataSource database, DateTimeOffset now, CancellationToken ct)
    {
        await using (var any = database.CreateCommand("select exists (select 1 from access_unsealed)"))
            if (await any.ExecuteScalarAsync(ct) is false) return 0;

        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var alone = new NpgsqlCommand("select pg_try_advisory_xact_lock(727564)", connection))
            if (await alone.ExecuteScalarAsync(ct) is false) return 0;
        var count = await Seal(connection, now, ct);
        await transaction.CommitAsync(ct);
        return count;
    }

    /// <summary>The same in the caller's transaction, which must be alone.</summary>
    internal static async Task<int> Seal(NpgsqlConnection connection, DateTimeOffset now, CancellationToken ct)
    {
        var (month, number, hash) = await Last(connection, ct) ?? (DateOnly.MinValue, 0, AccessChain.Beginning);
        var day = SwedishTime.Day(now);
        // A clock that was set back does not reopen a month.
        if (new DateOnly(day.Year, day.Month, 1) is var thisMonth && thisMonth > month) (month, number) = (thisMonth, 0);

        var (numbers, ids, hashes) = (new List<long>(), new List<long>(), new List<byte[]>());
        await using (var waiting = new NpgsqlCommand($"select {AccessEntry.Columns} from access_unsealed u join access_log l on l.id = u.entry_id order by l.id limit {Batch}", connection))
        await using (var rows = await waiting.ExecuteReaderAsync(ct))
        {
            while (await rows.ReadAsync(ct))
            {
                var entry = AccessEntry.Read(rows, 0);
                hash = AccessChain.Hash(hash, month, ++number, entry);
                numbers.Add(number);
                ids.Add(entry.Id);
                hashes.Add(hash);
            }
        }

        await using var seal = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("insert into access_seals (month, number, entry_id, hash) select $1, * from unnest($2::bigint[], $3::bigint[], $4::bytea[])")
                {
                    Parameters = { new() { Value = month }, new() { Value = numbers }, new() { Value = ids }, new() { Value = hashes } },
                },
                new("delete from access_unsealed where entry_id = any($1)") { Parameters = { new() { Value = ids } } },
            },
        };
        await seal.ExecuteNonQueryAsync(ct);
        return ids.Count;
    }

    /// <summary>The chain's last seal, also when its month has been taken away; null before the first.</summary>
    internal static async Task<(DateOnly Month, long Number, byte[] Hash)?> Last(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var last = new NpgsqlCommand("""
            (select month, number, hash from access_seals order by month desc, number desc limit 1)
            union all (select month, rows, last_hash from access_removals order by month desc limit 1)
            order by month desc limit 1
            """, connection);
        await using var row = await last.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? (row.GetFieldValue<DateOnly>(0), row.GetInt64(1), row.GetFieldValue<byte[]>(2)) : null;
    }

    private async Task EachDay(CancellationToken ct)
    {
        await using var remove = database.CreateCommand("select access_log_remove_old()");
        if (await remove.ExecuteScalarAsync(ct) is int and > 0 and var months) log.LogInformation("{Months} months of the access log had been kept their time and are taken away", months);

        // Who rewrites the whole chain cannot rewrite what has left the machine with the logs.
        await using var connection = await database.OpenConnectionAsync(ct);
        if (await Last(connection, ct) is var (month, number, hash))
            log.LogInformation("The access log's chain stands at {Month} number {Number}: {Hash}", month.ToString("yyyy-MM", CultureInfo.InvariantCulture), number, Convert.ToHexStringLower(hash));
    }
}
