using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Identity;
using Npgsql;
using NpgsqlTypes;

namespace Huset.Analytics.Features.Indicators;

/// <summary>
/// The periods of an indicator whose values are told. What a unit has told holds for all below it; else numerators and denominators are added up, and
/// counts only when every unit that tells has told, since a sum of some would look like a fall. A measurement without a denominator is nobody's but
/// its unit's: means are not added.
/// </summary>
public sealed class ToldValues(UnitTree units)
{
    private sealed record Told(string Unit, DateOnly From, decimal? Numerator, decimal? Denominator, decimal? Value, bool IsPreliminary)
    {
        public bool IsPart => Numerator is not null && Denominator is > 0;
    }

    /// <summary>The periods of any units that begin from one day up to another, from the first with a value to the last.</summary>
    public async Task<Func<string[]?, IndicatorMonths>> Read(NpgsqlConnection connection, Indicator indicator, string[]? unitCodes, DateOnly from, DateOnly to, long? atSequence, Gender gender, DateOnly day, CancellationToken ct)
    {
        var values = await Values(connection, indicator.Code, unitCodes, to, atSequence, gender, ct);
        return units => Months(indicator, units is null ? values : [.. values.Where(value => units.Contains(value.Unit))], units, from, day);
    }

    private IndicatorMonths Months(Indicator indicator, List<Told> all, string[]? unitCodes, DateOnly from, DateOnly day)
    {
        var (own, period) = (indicator.Own!, indicator.Period);
        if (all.Count == 0) return new(indicator, null, [], day);
        var byPeriod = all.ToLookup(value => value.From);
        var (points, missing) = (new List<IndicatorPoint>(), new List<MissingVolume>());
        var first = all.Min(value => value.From);
        if (first < from) first = period.First(from) is var start && start < from ? period.End(start) : start;
        var since = all.Where(value => value.Unit.Length > 0).GroupBy(value => value.Unit).ToDictionary(unit => unit.Key, unit => unit.Min(value => value.From));
        for (var at = first; at <= all[^1].From; at = period.End(at))
        {
            var isWhole = period.End(at) <= day;
            var values = Topmost([.. byPeriod[at]]);
            var lacking = values is [{ Unit: "" }] ? [] : since.Where(unit => unit.Value <= at && units.Existed(unit.Key, at) && !WithAbove(unit.Key).Any(code => values.Exists(value => value.Unit == code))).Select(unit => unit.Key).Order(StringComparer.Ordinal).ToList();
            var point = Sum(own, at, isWhole, values, lacking.Count == 0, unitCodes);
            if (values.Count > 0 && isWhole && own.Chart is ChartKind.P or ChartKind.U or ChartKind.C) missing.AddRange(lacking.Select(unit => new MissingVolume(unit, at)));
            points.Add(point with { IsPreliminary = values.Exists(value => value.IsPreliminary) });
        }
        return new(indicator, null, points, day) { Missing = missing };
    }

    private IndicatorPoint Sum(OwnIndicator own, DateOnly at, bool isWhole, List<Told> values, bool isAll, string[]? unitCodes)
    {
        var nothing = new IndicatorPoint(at, 0, null, isWhole) { IsMissing = true };
        if (values.Count == 0) return nothing;
        switch (own.Chart)
        {
            case ChartKind.C:
                return isAll ? new(at, values.Sum(value => value.Numerator ?? 0), null, isWhole) : nothing;
            case ChartKind.P or ChartKind.U:
                return new(at, values.Sum(value => value.Numerator ?? 0), values.Sum(value => value.Denominator ?? 0), isWhole);
            default:
                if (values is [{ } only] && IsOf(only.Unit, unitCodes)) return new(at, only.Value ?? (only.IsPart ? Ratio([only]) : 0), null, isWhole) { IsMissing = only.Value is null && !only.IsPart };
                return values.TrueForAll(value => value.IsPart) ? new(at, Ratio(values), null, isWhole) : nothing;
        }

        decimal Ratio(List<Told> parts) => Math.Round(parts.Sum(part => part.Numerator!.Value) / parts.Sum(part => part.Denominator!.Value) * (own.Unit == "%" ? 100 : 1), 6);
    }

    // A value is of what was asked for when it is of the whole, or of a unit that all the others lie below.
    private bool IsOf(string unit, string[]? unitCodes) => unitCodes is null ? unit.Length == 0 : unitCodes.Length == 1 || units.WithBelow([unit]).Length >= unitCodes.Length;

    // Without those whose values are part of one of a unit above them.
    private List<Told> Topmost(List<Told> values)
    {
        if (values.Find(value => value.Unit.Length == 0) is { } whole) return [whole];
        var told = values.Select(value => value.Unit).ToHashSet();
        return [.. values.Where(value => !WithAbove(value.Unit).Skip(1).Any(told.Contains))];
    }

    private IReadOnlyList<string> WithAbove(string unit) => units.WithAbove(unit);

    // The newest of each, oldest period first; one that was taken back is none.
    private static async Task<List<Told>> Values(NpgsqlConnection connection, string code, string[]? unitCodes, DateOnly to, long? atSequence, Gender gender, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            select unit_code, "from", numerator, denominator, value, status from (
              select distinct on (unit_code, "from") * from indicator_values
              where indicator = $1 and gender = $2 and ($3 is null or unit_code = any($3)) and "from" < $4 and position <= $5
              order by unit_code, "from", version desc) newest
            where status <> 'missing' order by "from", unit_code
            """, connection)
        {
            Parameters =
            {
                new() { Value = code },
                new() { Value = Kebab.Of(gender) },
                new() { Value = (object?)unitCodes ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
                new() { Value = to },
                new() { Value = atSequence ?? long.MaxValue },
            },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        var values = new List<Told>();
        while (await reader.ReadAsync(ct)) values.Add(new(reader.GetString(0), reader.GetFieldValue<DateOnly>(1), Number(reader, 2), Number(reader, 3), Number(reader, 4), reader.GetString(5) == "preliminary"));
        return values;
    }

    private static decimal? Number(NpgsqlDataReader reader, int column) => reader.GetValue(column) is decimal number ? number.Plain() : null;
}
