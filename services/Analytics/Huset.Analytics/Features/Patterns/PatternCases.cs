using Huset.ServiceDefaults;
using Npgsql;

namespace Huset.Analytics.Features.Patterns;

/// <summary>
/// The cases that patterns are looked for in, read from what the log's newest events say of each thing, and so counted anew with it. A deviation
/// that a complaint led to comes from Complaints and is counted once. What went well and collective reports are no deviations.
/// </summary>
public sealed class PatternCases(NpgsqlDataSource database)
{
    private const int MostCases = 200, Patience = 300;

    // $1 is the first day, $2 the last. A row for each value that a case has: what nobody has said is not there.
    private const string Cases = """
        with deviation as (
          select s.id, s.unit_code, (s.data->>'occurredOn')::date as day, (s.data->>'occurredHour')::int as hour, s.data->'links' as links,
            case when s.data->'links' @> '[{"rel": "escalated-from"}]' then 'complaints' else 'deviations' end as service
          from subjects s where s.type = 'deviation' and s.unit_code is not null and coalesce(s.data->>'nature', 'happened') not in ('good', 'collective')
            and (s.data->>'occurredOn')::date between $1 and $2
        ), complaint as (
          select s.id, s.unit_code, (s.data->>'receivedOn')::date as day, s.data->>'category' as category, s.data->'links' as links
          from subjects s where s.type = 'complaint' and s.unit_code is not null and s.data->>'kind' = 'complaint' and (s.data->>'receivedOn')::date between $1 and $2
        ), cases as (
          select distinct 'cause-area' as dimension, c.data->>'area' as value, 'deviation' as type, d.id, d.unit_code, d.service, d.day
          from deviation d join subjects c on c.type = 'cause' and c.data->>'deviationId' = d.id
          union all
          select distinct 'activity', link.id, 'deviation', d.id, d.unit_code, d.service, d.day
          from deviation d cross join lateral jsonb_to_recordset(d.links) as link(rel text, type text, id text) where link.rel = 'arose-in' and link.type = 'activity'
          union all
          select 'time-of-week', extract(isodow from d.day) || '-' || d.hour / 6, 'deviation', d.id, d.unit_code, d.service, d.day from deviation d where d.hour is not null
          union all
          select 'complaint-category', c.category, 'complaint', c.id, c.unit_code, 'complaints', c.day from complaint c where c.category is not null
          union all
          select 'unit', d.unit_code, 'deviation', d.id, d.unit_code, d.service, d.day from deviation d
          union all
          select 'unit', c.unit_code, 'complaint', c.id, c.unit_code, 'complaints', c.day from complaint c where not c.links @> '[{"rel": "escalated-to"}]'
          union all
          select 'unit', s.unit_code, 'finding', s.id, s.unit_code, 'procurement', (s.first_at at time zone 'Europe/Stockholm')::date
          from subjects s where s.type = 'finding' and s.unit_code is not null and (s.first_at at time zone 'Europe/Stockholm')::date between $1 and $2
        )
        """;

    /// <summary>Counts the cases of a period by value, unit, service and day, and those of the time before by value.</summary>
    /// <param name="since">First day of the period.</param>
    /// <param name="before">First day of the time before.</param>
    /// <param name="today">Last day.</param>
    /// <param name="ct">Ends the waiting.</param>
    public async Task<CountedPatterns> Count(DateOnly since, DateOnly before, DateOnly today, CancellationToken ct)
    {
        // A case can have several causes, and is one of those whose causes are known.
        await using var command = database.CreateCommand($"""
            {Cases}
            select dimension, value, case when day >= $3 then unit_code end, case when day >= $3 then service end, case when day >= $3 then day end, count(*)
            from (select * from cases union all select distinct dimension, null, type, id, unit_code, service, day from cases) counted
            group by 1, 2, 3, 4, 5
            """);
        command.CommandTimeout = Patience;
        foreach (var day in new[] { before, today, since }) command.Parameters.Add(new() { Value = day });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var counted = new CountedPatterns();
        while (await reader.ReadAsync(ct))
        {
            var (dimension, value) = (Kebab.Parse<PatternDimension>(reader.GetString(0)), await reader.IsDBNullAsync(1, ct) ? null : reader.GetString(1));
            if (await reader.IsDBNullAsync(4, ct)) counted.AddBefore(dimension, value, reader.GetInt64(5));
            else counted.Add(dimension, value, reader.GetString(2), reader.GetString(3), reader.GetFieldValue<DateOnly>(4), reader.GetInt64(5));
        }
        return counted;
    }

    /// <summary>The newest cases of a value in the period.</summary>
    public async Task<IReadOnlyList<PatternCase>> Newest(PatternDimension dimension, string value, DateOnly from, DateOnly to, CancellationToken ct)
    {
        await using var command = database.CreateCommand($"{Cases} select type, id, unit_code, day from cases where dimension = $3 and value = $4 order by day desc, id desc limit {MostCases}");
        command.CommandTimeout = Patience;
        foreach (var parameter in new object[] { from, to, Kebab.Of(dimension), value }) command.Parameters.Add(new() { Value = parameter });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var found = new List<PatternCase>();
        while (await reader.ReadAsync(ct)) found.Add(new(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetFieldValue<DateOnly>(3)));
        return found;
    }
}

/// <summary>What patterns are looked for in, in memory.</summary>
public sealed class CountedPatterns
{
    private readonly Dictionary<(PatternDimension, string), List<(string Unit, string Service, DateOnly Day, long Count)>> period = [];
    private readonly Dictionary<PatternDimension, List<(DateOnly Day, long Count)>> all = [];
    private readonly Dictionary<(PatternDimension, string), long> before = [];
    private readonly Dictionary<PatternDimension, long> allBefore = [];

    /// <summary>What is met in the period.</summary>
    public IEnumerable<(PatternDimension Dimension, string Value)> Keys => period.Keys;

    internal void AddBefore(PatternDimension dimension, string? value, long count)
    {
        if (value is null) allBefore[dimension] = count;
        else before[(dimension, value)] = count;
    }

    internal void Add(PatternDimension dimension, string? value, string unit, string service, DateOnly day, long count)
    {
        if (value is not null) (period.TryGetValue((dimension, value), out var rows) ? rows : period[(dimension, value)] = []).Add((unit, service, day, count));
        else (all.TryGetValue(dimension, out var rows) ? rows : all[dimension] = []).Add((day, count));
    }

    /// <summary>
    /// What is seen of a value: a weekday and part of the day beside the same part of the other days in the period, all else beside the time before.
    /// After a decision only what has happened since.
    /// </summary>
    public PatternEvidence Of((PatternDimension Dimension, string Value) key, DateOnly since, DateOnly today, DateOnly? decided)
    {
        var from = decided is { } day && day >= since ? day.AddDays(1) : since;
        var rows = period[key].Where(row => row.Day >= from).ToList();
        var parts = rows.GroupBy(row => (row.Unit, row.Service)).Select(part => new PatternPart(part.Key.Unit, part.Key.Service, part.Sum(row => row.Count)))
            .OrderByDescending(part => part.Count).ThenBy(part => part.UnitCode, StringComparer.Ordinal).ThenBy(part => part.Service, StringComparer.Ordinal).ToList();
        var count = rows.Sum(row => row.Count);
        return new(from, today, parts, key.Dimension == PatternDimension.TimeOfWeek ? BesideOtherDays(key.Value, from, count) : new(
            count, all[key.Dimension].Where(row => row.Day >= from).Sum(row => row.Count), before.GetValueOrDefault(key), allBefore.GetValueOrDefault(key.Dimension)));
    }

    private ComparedShare BesideOtherDays(string value, DateOnly from, long count)
    {
        long Sum(Func<string, bool> isIn) => period.Where(of => of.Key.Item1 == PatternDimension.TimeOfWeek && isIn(of.Key.Item2)).Sum(of => of.Value.Where(row => row.Day >= from).Sum(row => row.Count));
        var (weekday, part) = (value[..2], value[1..]);
        var ofDay = Sum(other => other.StartsWith(weekday, StringComparison.Ordinal));
        var ofPart = Sum(other => other.EndsWith(part, StringComparison.Ordinal));
        return new(count, ofDay, ofPart - count, Sum(_ => true) - ofDay);
    }
}

/// <summary>When the same in several places is proposed as a pattern.</summary>
/// <param name="Months">The period: so many months up to today.</param>
/// <param name="Before">It is compared with so many months before.</param>
/// <param name="Cases">So many cases at least.</param>
/// <param name="Places">In so many units, or in two services.</param>
/// <param name="PlaceCases">With so many cases at least in each of those.</param>
/// <param name="Chance">No more probable than this by chance.</param>
public sealed record PatternRules(int Months, int Before, int Cases, int Places, int PlaceCases, double Chance)
{
    /// <summary>Whether it is to be proposed. A unit is a pattern only when several services meet it.</summary>
    public bool IsPattern(PatternDimension dimension, PatternEvidence evidence)
    {
        int Met(Func<PatternPart, string> place) => evidence.Parts.GroupBy(place).Count(parts => parts.Sum(part => part.Count) >= PlaceCases);
        return evidence.Share.Count >= Cases && (Met(part => part.Service) > 1 || (dimension != PatternDimension.Unit && Met(part => part.UnitCode) >= Places)) && evidence.Share.Chance <= Chance;
    }
}
