using Npgsql;

namespace Huset.Analytics;

/// <summary>What a deviation is counted as, by the newest of its full-state events.</summary>
public sealed class DeviationFact
{
    public Guid DeviationId { get; private set; }
    public int Version { get; private set; }
    public string UnitCode { get; private set; } = "";
    public DateOnly OccurredOn { get; private set; }

    /// <summary>First day of the month that it happened in, Swedish time.</summary>
    public DateOnly Month { get; private set; }

    public string Kind { get; private set; } = "";
}

/// <summary>How many deviations of a kind happened on a unit in a month.</summary>
public sealed class DeviationCount
{
    public string UnitCode { get; private set; } = "";

    /// <summary>First day of the month, Swedish time.</summary>
    public DateOnly Month { get; private set; }

    public string Kind { get; private set; } = "";
    public long Count { get; private set; }
}

/// <summary>
/// Counts the deviations of a stretch of the log. A newer event of a case takes back what the older was counted as; an older
/// one changes nothing, so that order does not matter (decision 4). The same statement counts a new batch and, from empty
/// tables, the whole log. What went well is no deviation and a collective report is many mild ones, so neither is counted here;
/// a case never changes its nature.
/// </summary>
public static class DeviationRollup
{
    private const string Sql = """
        with newest as (
          select distinct on (subject) subject::uuid as deviation_id, subject_version as version, data->>'unitCode' as unit_code,
            (data->>'occurredOn')::date as occurred_on, date_trunc('month', (data->>'occurredOn')::date)::date as month, data->>'kind' as kind
          from events cross join lateral (select body::jsonb->'data' as data) as parsed
          where sequence > $1 and sequence <= $2 and type like 'se.huset.deviations.deviation-%'
            and coalesce(data->>'nature', 'happened') not in ('good', 'collective')
          order by subject, subject_version desc, sequence
        ), known as (
          select fact.* from deviation_facts fact join newest using (deviation_id) where fact.version < newest.version
        ), counted as (
          insert into deviation_facts (deviation_id, version, unit_code, occurred_on, month, kind)
          select deviation_id, version, unit_code, occurred_on, month, kind from newest
          on conflict (deviation_id) do update
            set version = excluded.version, unit_code = excluded.unit_code, occurred_on = excluded.occurred_on, month = excluded.month, kind = excluded.kind
            where deviation_facts.version < excluded.version
          returning unit_code, month, kind
        ), moves as (
          select unit_code, month, kind, 1 as step from counted
          union all
          select unit_code, month, kind, -1 from known
        )
        insert into deviation_counts as c (unit_code, month, kind, count)
        select unit_code, month, kind, sum(step) from moves group by unit_code, month, kind having sum(step) <> 0
        on conflict (unit_code, month, kind) do update set count = c.count + excluded.count
        """;

    /// <summary>Counts the events after one number up to another, in the transaction.</summary>
    public static async Task Count(NpgsqlTransaction transaction, long after, long upTo, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Sql, transaction.Connection, transaction)
        {
            Parameters = { new() { Value = after }, new() { Value = upTo } },
        };
        await command.ExecuteNonQueryAsync(ct);
    }
}
