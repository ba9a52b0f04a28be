using Huset.Analytics.Features.Indicators;
using Huset.ServiceDefaults.Persistence;
using Npgsql;

namespace Huset.Analytics;

/// <summary>What `verify` checks of the log and of what is counted from it.</summary>
internal static class Verification
{
    /// <summary>Numbered from 1 without a gap, every event once, and each body says its own number.</summary>
    public static async Task<Check> Sequence(Snapshot now)
    {
        var rows = await now.Row("""
            select count(*) as events, coalesce(min(sequence), 1) as first, coalesce(max(sequence), 0) as last, (select last from log_position) as counter,
              count(distinct id) as ids, count(*) filter (where body::jsonb->>'sequence' is distinct from lpad(sequence::text, 19, '0')) as misnumbered
            from events
            """);
        var ok = rows["first"] == 1 && rows["last"] == rows["events"] && rows["counter"] == rows["last"] && rows["ids"] == rows["events"] && rows["misnumbered"] == 0;
        return new("sequence", ok, ok
            ? $"{rows["events"]} events from 1 without a gap, each once"
            : $"{rows["events"]} events from {rows["first"]} to {rows["last"]}, counter {rows["counter"]}, {rows["ids"]} different, {rows["misnumbered"]} with another number in the body", rows);
    }

    /// <summary>The counts are what the whole log counts to, by the statement that counts every batch.</summary>
    public static async Task<Check> Rollup(Snapshot now)
    {
        // The session's own tables come before the real ones wherever a statement names neither's schema.
        var copies = string.Concat(DeviationRollup.Tables.Select(table => $"create temporary table {table.Name} (like public.{table.Name} including indexes) on commit drop;"));
        await using (var empty = new NpgsqlCommand(copies, now.Transaction.Connection, now.Transaction))
        {
            await empty.ExecuteNonQueryAsync();
        }
        await DeviationRollup.Count(now.Transaction, 0, long.MaxValue, CancellationToken.None);
        var rows = await now.Row($"""
            select (select count(*) from public.deviation_facts) as facts, (select coalesce(sum(count), 0)::bigint from public.deviation_counts) as counted,
              {string.Join(" + ", DeviationRollup.Tables.Select(table => table.Name).Except(DeviationRollup.Counts).Select(table => Differing(table, "true")))} as wrong_facts,
              {string.Join(" + ", DeviationRollup.Counts.Select(table => Differing(table, "count <> 0")))} as wrong_counts
            """);
        var shared = await now.Row("select count(*) as deviations, coalesce(bit_xor(hashtextextended(deviation_id::text, 0)), 0) as \"deviations-digest\" from public.deviation_facts where deviation_id < $1", now.FirstIdAfter);
        return new("rollup", rows["wrong_facts"] == 0 && rows["wrong_counts"] == 0 && rows["counted"] == rows["facts"],
            $"{rows["counted"]} deviations counted; {rows["wrong_facts"]} cases and {rows["wrong_counts"]} counts differ from the log", rows)
        { Shared = shared };
    }

    private static string Differing(string table, string where) => $"""
        (select count(*) from (
          (select * from public.{table} where {where} except select * from pg_temp.{table} where {where})
          union all (select * from pg_temp.{table} where {where} except select * from public.{table} where {where})) differing)
        """;

    /// <summary>What is known of each subject, and what indicators count of them, is what the whole log says.</summary>
    public static async Task<Check> Subjects(Snapshot now)
    {
        await using (var empty = new NpgsqlCommand("""
            create temporary table subjects (like public.subjects including indexes) on commit drop;
            create temporary table indicator_rows (like public.indicator_rows including indexes) on commit drop;
            create temporary table indicator_months (like public.indicator_months including indexes) on commit drop;
            """, now.Transaction.Connection, now.Transaction))
        {
            await empty.ExecuteNonQueryAsync();
        }
        await Analytics.Subjects.Keep(now.Transaction, 0, long.MaxValue, CancellationToken.None);
        await IndicatorRollup.Count(now.Transaction, 0, long.MaxValue, CancellationToken.None);
        // What waits for its day is in no month yet, and when it is moved there is chance.
        static string Months(string schema) => $"""
            select indicator, unit_code, month, sum(numerator), sum(denominator) from (
              select indicator, unit_code, month, numerator, denominator from {schema}.indicator_months where rows > 0
              union all select indicator, unit_code, month, numerator, denominator from {schema}.indicator_rows where not is_counted) r
            group by indicator, unit_code, month
            """;
        var rows = await now.Row($"""
            with public_months as ({Months("public")}), log_months as ({Months("pg_temp")})
            select (select count(*) from public.subjects) as subjects,
              (select count(*) from ((table public.subjects except table pg_temp.subjects) union all (table pg_temp.subjects except table public.subjects)) s) as wrong,
              (select count(*) from ((table public_months except table log_months) union all (table log_months except table public_months)) m) as wrong_months
            """);
        return new("subjects", rows["wrong"] == 0 && rows["wrong_months"] == 0, $"{rows["subjects"]} subjects; {rows["wrong"]} and {rows["wrong_months"]} months of indicators differ from the log", rows);
    }

    /// <summary>The stream for the outside is not ahead of the log.</summary>
    public static async Task<Check> Relay(Snapshot now)
    {
        var rows = await now.Row("select relay_position.last as relayed, log_position.last as last from relay_position cross join log_position");
        return new("relay", rows["relayed"] <= rows["last"], $"relayed to {rows["relayed"]} of {rows["last"]}", rows);
    }
}
