using Npgsql;

namespace Huset.Analytics;

/// <summary>What a deviation is counted as, by the newest of its full-state events and those of its causes. What its events do not say is missing, and counted nowhere as anything else.</summary>
public sealed class DeviationFact
{
    public Guid DeviationId { get; private set; }
    public int Version { get; private set; }
    public string UnitCode { get; private set; } = "";
    public DateOnly OccurredOn { get; private set; }

    /// <summary>First day of the month that it happened in, Swedish time.</summary>
    public DateOnly Month { get; private set; }

    public string Kind { get; private set; } = "";

    /// <summary>1 is Monday, Swedish time; 0 on a row from before weekdays were counted, until the counting anew that `prepare` asks for is done.</summary>
    public int Weekday { get; private set; }

    /// <summary>0 to 23, Swedish time.</summary>
    public int? Hour { get; private set; }

    public string? Harm { get; private set; }

    /// <summary>What it is about more closely, a code of Deviations' list `categories`.</summary>
    public string? Category { get; private set; }

    /// <summary>The step of a process where it happened, as its link names it.</summary>
    public string? StepId { get; private set; }

    /// <summary>Where its causes lie, each once and in order; none until one is found.</summary>
    public string[] CauseAreas { get; private set; } = [];
}

/// <summary>A cause of a deviation, by the newest of its events.</summary>
public sealed class CauseFact
{
    public Guid CauseId { get; private set; }
    public int Version { get; private set; }
    public Guid DeviationId { get; private set; }

    /// <summary>A code of Deviations' list `cause-areas`.</summary>
    public string Area { get; private set; } = "";
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

/// <summary>How many deviations happened on a unit in a month, by weekday and hour.</summary>
public sealed class DeviationHour
{
    /// <summary>The hour of what no hour is told of.</summary>
    public const int None = -1;

    public string UnitCode { get; private set; } = "";
    public DateOnly Month { get; private set; }
    public int Weekday { get; private set; }
    public int Hour { get; private set; }
    public long Count { get; private set; }
}

/// <summary>How many deviations of a kind happened on a unit in a month, by one more thing that is known of them.</summary>
public sealed class DeviationPart
{
    public const string Cause = "cause", Category = "category", Step = "step", Harm = "harm";

    public string UnitCode { get; private set; } = "";
    public DateOnly Month { get; private set; }
    public string Kind { get; private set; } = "";

    /// <summary>What it is by: cause (a case once in each area that its causes lie in), category, step or harm.</summary>
    public string Part { get; private set; } = "";

    /// <summary>The code or id; empty for the deviations that none is told of.</summary>
    public string Code { get; private set; } = "";

    public long Count { get; private set; }
}

/// <summary>
/// Counts the deviations of a stretch of the log. A newer event of a case or a cause takes back what the older was counted as; an older
/// one changes nothing, so that order does not matter (decision 4). The same statement counts a new batch and, from empty
/// tables, the whole log. What went well is no deviation and a collective report is many mild ones, so neither is counted here;
/// a case never changes its nature, nor a cause its case.
/// </summary>
public static class DeviationRollup
{
    /// <summary>The tables that it counts into, each with the columns of its key.</summary>
    internal static readonly (string Name, string Key)[] Tables =
    [
        ("cause_facts", "cause_id"), ("deviation_facts", "deviation_id"), ("deviation_counts", "unit_code, month, kind"),
        ("deviation_hours", "unit_code, month, weekday, hour"), ("deviation_parts", "unit_code, month, kind, part, code"),
    ];

    /// <summary>Those where what was there once stands as a count of none.</summary>
    internal static readonly string[] Counts = ["deviation_counts", "deviation_hours", "deviation_parts"];

    private const string Columns = "deviation_id, version, unit_code, occurred_on, month, kind, weekday, hour, harm, category, step_id";

    private const string Sql = $"""
        with told as materialized (
          select sequence, type like 'se.huset.deviations.cause-%' as of_cause, subject, subject_version as version, body::jsonb->'data' as data
          from events
          where sequence > $1 and sequence <= $2 and (type like 'se.huset.deviations.deviation-%' or type like 'se.huset.deviations.cause-%')
        ), newest as (
          select distinct on (subject) subject::uuid as deviation_id, version, data->>'unitCode' as unit_code,
            (data->>'occurredOn')::date as occurred_on, date_trunc('month', (data->>'occurredOn')::date)::date as month, data->>'kind' as kind,
            extract(isodow from (data->>'occurredOn')::date)::int as weekday, (data->>'occurredHour')::int as hour, data->>'harm' as harm, data->>'category' as category,
            (select link->>'id' from jsonb_array_elements(data->'links') link where link->>'rel' = 'arose-in' and link->>'type' = 'activity' limit 1) as step_id
          from told
          where not of_cause and coalesce(data->>'nature', 'happened') not in ('good', 'collective')
          order by subject, version desc, sequence
        ), found as (
          select distinct on (subject) subject::uuid as cause_id, version, (data->>'deviationId')::uuid as deviation_id, data->>'area' as area
          from told where of_cause and data->>'deviationId' is not null and data->>'area' is not null order by subject, version desc, sequence
        ), changed_causes as (
          insert into cause_facts (cause_id, version, deviation_id, area) select cause_id, version, deviation_id, area from found
          on conflict (cause_id) do update set version = excluded.version, deviation_id = excluded.deviation_id, area = excluded.area where cause_facts.version < excluded.version
          returning cause_id, deviation_id, area
        ), touched as (
          select deviation_id from newest union select deviation_id from changed_causes
        ), areas as (
          select deviation_id, array_agg(distinct area order by area) as cause_areas from (
            select deviation_id, area from changed_causes
            union all
            select cause.deviation_id, cause.area from cause_facts cause join touched using (deviation_id) where not exists (select from changed_causes newer where newer.cause_id = cause.cause_id)
          ) standing group by deviation_id
        ), known as (
          select fact.* from deviation_facts fact join touched using (deviation_id)
        ), standing as (
          select {Columns} from newest where not exists (select from known where known.deviation_id = newest.deviation_id and known.version >= newest.version)
          union all
          select {Columns} from known where not exists (select from newest where newest.deviation_id = known.deviation_id and newest.version > known.version)
        ), counted as (
          select standing.*, coalesce(areas.cause_areas, '{EmptyArray}') as cause_areas
          from standing left join areas using (deviation_id) left join known using (deviation_id)
          where known.deviation_id is null or standing.version > known.version or coalesce(areas.cause_areas, '{EmptyArray}') <> known.cause_areas
        ), kept as (
          insert into deviation_facts ({Columns}, cause_areas) select {Columns}, cause_areas from counted
          on conflict (deviation_id) do update set version = excluded.version, unit_code = excluded.unit_code, occurred_on = excluded.occurred_on, month = excluded.month, kind = excluded.kind,
            weekday = excluded.weekday, hour = excluded.hour, harm = excluded.harm, category = excluded.category, step_id = excluded.step_id, cause_areas = excluded.cause_areas
        ), moves as (
          select {Columns}, cause_areas, 1 as step from counted
          union all
          select {Columns}, cause_areas, -1 from known where exists (select from counted where counted.deviation_id = known.deviation_id)
        ), hours as (
          insert into deviation_hours as c (unit_code, month, weekday, hour, count)
          select unit_code, month, weekday, coalesce(hour, -1), sum(step) from moves group by unit_code, month, weekday, coalesce(hour, -1) having sum(step) <> 0
          on conflict (unit_code, month, weekday, hour) do update set count = c.count + excluded.count
        ), parts as (
          insert into deviation_parts as c (unit_code, month, kind, part, code, count)
          select unit_code, month, kind, part, code, sum(step) from moves cross join lateral (
            values ('{DeviationPart.Category}', coalesce(category, '')), ('{DeviationPart.Step}', coalesce(step_id, '')), ('{DeviationPart.Harm}', coalesce(harm, ''))
            union all select '{DeviationPart.Cause}', area from unnest(cause_areas) area
            union all select '{DeviationPart.Cause}', '' where cause_areas = '{EmptyArray}'
          ) as of_it (part, code)
          group by unit_code, month, kind, part, code having sum(step) <> 0
          on conflict (unit_code, month, kind, part, code) do update set count = c.count + excluded.count
        )
        insert into deviation_counts as c (unit_code, month, kind, count)
        select unit_code, month, kind, sum(step) from moves group by unit_code, month, kind having sum(step) <> 0
        on conflict (unit_code, month, kind) do update set count = c.count + excluded.count
        """;

    private const string EmptyArray = "{}";

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
