using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace Huset.Analytics.Features.Indicators;

/// <summary>A row of <see cref="Subject"/> as an indicator counts it.</summary>
public sealed class IndicatorRow
{
    public string Indicator { get; private set; } = "";
    public string Id { get; private set; } = "";

    /// <summary>Its unit; empty for what belongs to none.</summary>
    public string UnitCode { get; private set; } = "";

    /// <summary>First day of the month that it is counted in, Swedish time.</summary>
    public DateOnly Month { get; private set; }

    /// <summary>The last day that it is not counted on; null when it was counted at once.</summary>
    public DateOnly? DueOn { get; private set; }

    public long Numerator { get; private set; }
    public long Denominator { get; private set; }

    /// <summary>Whether it is in its month's sum.</summary>
    public bool IsCounted { get; private set; }
}

/// <summary>What an indicator counts of a unit and month.</summary>
public sealed class IndicatorMonth
{
    public string Indicator { get; private set; } = "";

    /// <summary>The unit; empty for what belongs to none.</summary>
    public string UnitCode { get; private set; } = "";

    /// <summary>First day of the month, Swedish time.</summary>
    public DateOnly Month { get; private set; }

    public long Numerator { get; private set; }
    public long Denominator { get; private set; }

    /// <summary>How many rows it is the sum of; of none there is nothing to tell, which is not zero.</summary>
    public long Rows { get; private set; }
}

/// <summary>
/// Keeps what indicators count by unit and month, so that a chart is read of some hundred rows however long the log is. What events of a
/// stretch of the log have changed is taken back and counted again; the same statement takes a new batch and, from empty tables, the whole log.
/// What is not late yet waits in its row and is counted when its day has come.
/// </summary>
public static class IndicatorRollup
{
    /// <summary>Adds what has come due to its months and forgets months that nothing is left of; `{0}` is the schema.</summary>
    public const string Tidy = $"{Due}; delete from {{0}}.indicator_months where rows = 0";

    private const string Due = """
        with due as (
          update {0}.indicator_rows set is_counted = true
          where not is_counted and due_on < (now() at time zone 'Europe/Stockholm')::date
          returning indicator, unit_code, month, numerator, denominator
        )
        insert into {0}.indicator_months as known (indicator, unit_code, month, numerator, denominator, rows)
        select indicator, unit_code, month, sum(numerator), sum(denominator), count(*) from due group by indicator, unit_code, month
        on conflict (indicator, unit_code, month) do update set
          numerator = known.numerator + excluded.numerator, denominator = known.denominator + excluded.denominator, rows = known.rows + excluded.rows
        """;

    private static readonly Dictionary<string, string> Statements = Indicators.All.ToDictionary(indicator => indicator.Code, Statement);

    /// <summary>Counts what the events after one number up to another have changed, in the transaction and after the subjects.</summary>
    public static async Task Count(NpgsqlTransaction transaction, long after, long upTo, CancellationToken ct)
    {
        var told = new HashSet<string>();
        // Not asked for each indicator whether the events are of it: a batch is mostly of one or two kinds.
        await using (var types = new NpgsqlCommand("select distinct type from events where sequence > $1 and sequence <= $2", transaction.Connection, transaction) { Parameters = { new() { Value = after }, new() { Value = upTo } } })
        {
            await using var reader = await types.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) told.Add(reader.GetString(0));
        }
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        foreach (var indicator in Indicators.All)
        {
            if (!indicator.EventTypes.Any(pattern => told.Any(type => type.StartsWith(pattern[..^1], StringComparison.Ordinal)))) continue;
            batch.BatchCommands.Add(new(Statements[indicator.Code])
            {
                Parameters = { new("after", after), new("sequence", upTo), new("code", indicator.Code), new("subject", indicator.Subject) },
            });
        }
        if (batch.BatchCommands.Count > 0) await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Counts from where it stands up to this event, and what has come due: also what a replica of an older Huset has stored meanwhile.</summary>
    public static async Task CatchUp(NpgsqlTransaction transaction, long upTo, CancellationToken ct)
    {
        await using var stands = new NpgsqlCommand("select last from indicator_position", transaction.Connection, transaction);
        await Count(transaction, (long)(await stands.ExecuteScalarAsync(ct))!, upTo, ct);
        await using var end = new NpgsqlBatch(transaction.Connection, transaction)
        {
            BatchCommands = { new(string.Format(CultureInfo.InvariantCulture, Due, "public")), new("update indicator_position set last = $1") { Parameters = { new() { Value = upTo } } } },
        };
        await end.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Counts what is not counted yet, as the whole log after an upgrade.</summary>
    public static async Task Begin(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await EventLog.TakeTurn(transaction, ct);
        await using var last = new NpgsqlCommand("select last from log_position", connection, transaction);
        await CatchUp(transaction, (long)(await last.ExecuteScalarAsync(ct))!, ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>A rule of how long is waited applies from a day: what came that day or later is counted once more, with the next events.</summary>
    public static Task CountAgainFrom(AnalyticsDb db, DateOnly day, CancellationToken ct) => db.Database.ExecuteSqlAsync(
        $"update indicator_position set last = least(last, coalesce((select min(sequence) - 1 from events where (time at time zone 'Europe/Stockholm')::date >= {day} and time >= {day.AddDays(-1).ToDateTime(default, DateTimeKind.Utc)}), last))", ct);

    /// <summary>What stands of these units by unit and month, before one month: unit, month, numerator, denominator.</summary>
    internal static NpgsqlCommand Read(NpgsqlConnection connection, Indicator indicator, string[]? unitCodes, DateOnly to, DateOnly day) => new("""
        select nullif(unit_code, ''), month, sum(numerator)::bigint, sum(denominator)::bigint from (
          select unit_code, month, numerator, denominator from indicator_months
          where indicator = @code and rows > 0 and month < @to and (@units is null or unit_code = any(@units))
          union all
          select unit_code, month, numerator, denominator from indicator_rows
          where indicator = @code and not is_counted and due_on < @day and month < @to and (@units is null or unit_code = any(@units))
        ) counted
        group by unit_code, month
        """, connection)
    {
        Parameters =
        {
            new("code", indicator.Code),
            new("units", NpgsqlDbType.Array | NpgsqlDbType.Text) { Value = (object?)unitCodes ?? DBNull.Value },
            new("to", to),
            new("day", day),
        },
    };

    private static string Statement(Indicator indicator)
    {
        string Told(string subject) => $"select subject from events where sequence > @after and sequence <= @sequence and type like '{indicator.TypeOf(subject)}'";
        var changed = $"select subject as id from ({Told(indicator.Subject)}) told";
        if (indicator.Also is { } also) changed += $" union select {also.Of} from subjects s where s.type = '{also.Subject}' and s.id in ({Told(also.Subject)})";
        return $"""
            with changed as (
              select distinct id from ({changed}) ids
            ), standing as (
              select s.id, coalesce(s.unit_code, '') as unit_code, date_trunc('month', {indicator.Month})::date as month, ({indicator.DueOn ?? "null::date"})::date as due_on,
                ({indicator.Numerator})::bigint as numerator, ({indicator.Denominator})::bigint as denominator
              from subjects s join changed using (id)
              where s.type = @subject and ({indicator.Month}) is not null and ({indicator.Where})
            ), judged as (
              select *, coalesce(due_on < (now() at time zone 'Europe/Stockholm')::date, true) as is_counted from standing
            ), known as (
              select row.* from indicator_rows row join changed using (id) where row.indicator = @code
            ), kept as (
              insert into indicator_rows (indicator, id, unit_code, month, due_on, numerator, denominator, is_counted)
              select @code, id, unit_code, month, due_on, numerator, denominator, is_counted from judged
              on conflict (indicator, id) do update set unit_code = excluded.unit_code, month = excluded.month, due_on = excluded.due_on,
                numerator = excluded.numerator, denominator = excluded.denominator, is_counted = excluded.is_counted
            ), gone as (
              delete from indicator_rows where indicator = @code and id in (select id from known) and id not in (select id from judged)
            ), moves as (
              select unit_code, month, numerator, denominator, 1 as step from judged where is_counted
              union all
              select unit_code, month, -numerator, -denominator, -1 from known where is_counted
            )
            insert into indicator_months as m (indicator, unit_code, month, numerator, denominator, rows)
            select @code, unit_code, month, sum(numerator), sum(denominator), sum(step) from moves
            group by unit_code, month having sum(numerator) <> 0 or sum(denominator) <> 0 or sum(step) <> 0
            on conflict (indicator, unit_code, month) do update set
              numerator = m.numerator + excluded.numerator, denominator = m.denominator + excluded.denominator, rows = m.rows + excluded.rows
            """;
    }
}
