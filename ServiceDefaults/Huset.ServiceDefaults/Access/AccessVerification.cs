using System.Globalization;
using Huset.ServiceDefaults.Persistence;
using Npgsql;

namespace Huset.ServiceDefaults.Access;

/// <summary>Computes the access log's chain anew and names what does not agree with it.</summary>
internal static class AccessVerification
{
    private const int Named = 5;

    public static async Task<Check> Chain(Snapshot now)
    {
        var (faults, connection) = (new List<string>(), now.Transaction.Connection!);
        var (removed, hash) = await Removed(connection);
        long chained = 0, months = 0, number = 0;
        var (month, known) = (DateOnly.MinValue, new Dictionary<(DateOnly, long), byte[]>());
        var reviews = await Reviews(connection);

        await using (var seals = new NpgsqlCommand($"select s.month, s.number, s.hash, {AccessEntry.Columns} from access_seals s left join access_log l on l.id = s.entry_id order by s.month, s.number", connection))
        await using (var row = await seals.ExecuteReaderAsync())
        {
            while (await row.ReadAsync())
            {
                var (at, stored) = (row.GetFieldValue<DateOnly>(0), row.GetFieldValue<byte[]>(2));
                if (at != month) (month, number, months) = (at, 0, months + 1);
                var found = row.GetInt64(1);
                if (found != ++number)
                {
                    faults.Add($"{Place(month, number)} is missing");
                    number = found;
                }
                else if (row.IsDBNull(3))
                {
                    faults.Add($"{Place(month, number)}: its row has been removed");
                }
                else if (!AccessChain.Hash(hash, month, number, AccessEntry.Read(row, 3)).AsSpan().SequenceEqual(stored))
                {
                    faults.Add($"{Place(month, number)} has been changed");
                }
                hash = stored;
                chained++;
                if (reviews.Exists(review => review.Month == month && review.Number == found)) known[(month, found)] = stored;
            }
        }
        faults.AddRange(reviews
            .Where(review => review.Month > removed && !(known.TryGetValue((review.Month, review.Number), out var there) && there.AsSpan().SequenceEqual(review.Hash)))
            .Select(review => $"the review signed at {Place(review.Month, review.Number)} no longer finds its seal"));

        var rows = await now.Row("""
            select (select count(*) from access_log) as rows,
                   (select count(*) from access_log l where not exists (select 1 from access_seals s where s.entry_id = l.id)) as unsealed,
                   (select count(*) from access_log l where l.at < now() - interval '1 minute' and not exists (select 1 from access_seals s where s.entry_id = l.id)) as forgotten,
                   (select count(*) from access_unsealed u where not exists (select 1 from access_log l where l.id = u.entry_id)) as vanished,
                   (select count(*) from access_reviews) as reviews,
                   (select count(*) from access_removals) as "monthsRemoved"
            """);
        if (rows["forgotten"] > 0) faults.Add($"{rows["forgotten"]} rows are older than a minute and have no seal");
        if (rows["vanished"] > 0) faults.Add($"{rows["vanished"]} rows were removed before they were sealed");

        var detail = faults.Count > 0
            ? string.Join("; ", faults.Take(Named)) + (faults.Count > Named ? $"; and {faults.Count - Named} more" : "")
            : $"{rows["rows"]} rows, {chained} sealed in {months} months" + (chained > 0 ? $", last {Place(month, number)} {Convert.ToHexStringLower(hash)[..16]}" : "");
        return new("access-log", faults.Count == 0, detail, new Dictionary<string, long>(rows) { ["sealed"] = chained, ["faults"] = faults.Count });
    }

    private static string Place(DateOnly month, long number) => string.Create(CultureInfo.InvariantCulture, $"{month:yyyy-MM} number {number}");

    private static async Task<(DateOnly Month, byte[] Hash)> Removed(NpgsqlConnection connection)
    {
        await using var last = new NpgsqlCommand("select month, last_hash from access_removals order by month desc limit 1", connection);
        await using var row = await last.ExecuteReaderAsync();
        return await row.ReadAsync() ? (row.GetFieldValue<DateOnly>(0), row.GetFieldValue<byte[]>(1)) : (DateOnly.MinValue, AccessChain.Beginning);
    }

    private static async Task<List<(DateOnly Month, long Number, byte[] Hash)>> Reviews(NpgsqlConnection connection)
    {
        await using var signed = new NpgsqlCommand("select seal_month, seal_number, seal_hash from access_reviews", connection);
        await using var row = await signed.ExecuteReaderAsync();
        var all = new List<(DateOnly, long, byte[])>();
        while (await row.ReadAsync()) all.Add((row.GetFieldValue<DateOnly>(0), row.GetInt64(1), row.GetFieldValue<byte[]>(2)));
        return all;
    }
}
