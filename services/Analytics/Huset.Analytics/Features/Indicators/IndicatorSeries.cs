using Huset.ServiceDefaults;
using Npgsql;
using NpgsqlTypes;

namespace Huset.Analytics.Features.Indicators;

/// <summary>A month, or another period, of an indicator.</summary>
/// <param name="Month">First day of the period, Swedish time.</param>
/// <param name="Numerator">How many were counted; of a rate those of the units whose volumes are told. A measurement is its value.</param>
/// <param name="Denominator">Of how many, or per how much volume; null when it is a count.</param>
/// <param name="IsWhole">Whether the month had ended.</param>
/// <param name="LeftOut">How many more there were in units without a volume for the month, which a rate cannot hold.</param>
public sealed record IndicatorPoint(DateOnly Month, decimal Numerator, decimal? Denominator, bool IsWhole, long LeftOut = 0)
{
    /// <summary>No value was told of the period: it is not zero.</summary>
    public bool IsMissing { get; init; }

    /// <summary>The value may still change.</summary>
    public bool IsPreliminary { get; init; }
}

/// <summary>A unit whose volume or value for a whole period is not told, so that the period's figure is of the others alone.</summary>
/// <param name="UnitCode">The unit; null for what belongs to none.</param>
/// <param name="Month">First day of the month.</param>
public sealed record MissingVolume(string? UnitCode, DateOnly Month);

/// <summary>An indicator's months.</summary>
/// <param name="Indicator">The indicator.</param>
/// <param name="Volume">The kind of volume that it is per; null when it is per none.</param>
/// <param name="Points">Every month from the first that anything was counted in, oldest first.</param>
/// <param name="Day">The day that it is counted on: today, or the day of the log's position.</param>
public sealed record IndicatorMonths(Indicator Indicator, string? Volume, IReadOnlyList<IndicatorPoint> Points, DateOnly Day)
{
    /// <summary>What a rate leaves out, oldest first; nothing when it is no rate by volume.</summary>
    public IReadOnlyList<MissingVolume> Missing { get; init; } = [];

    /// <summary>Counts per volume are a u-chart, and without their volumes a c-chart.</summary>
    public ChartKind Chart => Indicator.Chart == ChartKind.U && Points.Any(point => point.Denominator is null) ? ChartKind.C : Indicator.Chart;
}

/// <summary>Something that an indicator counts.</summary>
/// <param name="Type">What it is, as links name it.</param>
/// <param name="Id">Its id.</param>
/// <param name="UnitCode">Its unit; null when it has none.</param>
/// <param name="Month">The month that it is counted in.</param>
/// <param name="Numerator">How many of the numerator it is: of a share, 0 is one of the others.</param>
public sealed record IndicatorCase(string Type, string Id, string? UnitCode, DateOnly Month, long Numerator);

/// <summary>
/// Counts indicators, of what stands or as of a position of the log: the same statement over the same columns. Asks no rights: who
/// calls it says which units; null is all of them and what belongs to none.
/// </summary>
public sealed class IndicatorSeries(NpgsqlDataSource database, ToldValues told, TimeProvider clock)
{
    /// <summary>The months from one up to another, which is not in it.</summary>
    /// <param name="indicator">What is counted.</param>
    /// <param name="unitCodes">The units; null for all, and what belongs to no unit.</param>
    /// <param name="from">First month.</param>
    /// <param name="to">First month that is not in it.</param>
    /// <param name="atSequence">As of this position of the log; null for now.</param>
    /// <param name="ct">Ends the reading.</param>
    public Task<IndicatorMonths> Read(Indicator indicator, string[]? unitCodes, DateOnly from, DateOnly to, long? atSequence, CancellationToken ct) => Read(indicator, unitCodes, from, to, atSequence, Gender.All, ct);

    /// <summary>The same of women or men, of an indicator whose values are told so.</summary>
    public async Task<IndicatorMonths> Read(Indicator indicator, string[]? unitCodes, DateOnly from, DateOnly to, long? atSequence, Gender gender, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var day = await DayOf(connection, atSequence, ct);
        if (indicator.Own is not null) return (await told.Read(connection, indicator, unitCodes, from, to, atSequence, gender, day, ct))(unitCodes);
        return (await Count(connection, indicator, unitCodes, from, to, atSequence, day, ct)).Months(null);
    }

    /// <summary>The same for those who want many units of it, asked once: the months of any of them, null for all and what belongs to none.</summary>
    /// <param name="indicator">What is counted or told.</param>
    /// <param name="from">First month.</param>
    /// <param name="to">First month that is not in it.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <param name="atSequence">As of this position of the log; null for now.</param>
    public async Task<Func<string[]?, IndicatorMonths>> ByUnit(Indicator indicator, DateOnly from, DateOnly to, CancellationToken ct, long? atSequence = null)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var day = await DayOf(connection, atSequence, ct);
        return indicator.Own is not null ? await told.Read(connection, indicator, null, from, to, atSequence, Gender.All, day, ct) : (await Count(connection, indicator, null, from, to, atSequence, day, ct)).Months;
    }

    private static async Task<CountedUnits> Count(NpgsqlConnection connection, Indicator indicator, string[]? unitCodes, DateOnly from, DateOnly to, long? atSequence, DateOnly day, CancellationToken ct)
    {
        var counted = new List<UnitMonth>();
        // What stands is counted already; of a position of the log it is counted anew.
        await using (var command = atSequence is null
            ? IndicatorRollup.Read(connection, indicator, unitCodes, to, day)
            : Command(connection, indicator, unitCodes, day, atSequence, "select unit_code, month, sum(numerator)::bigint, sum(denominator)::bigint from counted where month < @to group by unit_code, month", ("to", to)))
        {
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) counted.Add(new(await reader.IsDBNullAsync(0, ct) ? null : reader.GetString(0), reader.GetFieldValue<DateOnly>(1), reader.GetInt64(2), reader.GetInt64(3)));
        }
        var volumes = indicator.Volumes.Length > 0 && counted.Count > 0 ? await ReadVolumes(connection, indicator.Volumes, unitCodes, from, to, atSequence, day, ct) : null;
        return new(indicator, counted, volumes, from, to, day);
    }

    /// <summary>What is counted in these months, the newest month first and in the order of id: of a share also the others.</summary>
    /// <param name="indicator">What is counted.</param>
    /// <param name="unitCodes">The units; null for all, and what belongs to no unit.</param>
    /// <param name="from">First month.</param>
    /// <param name="to">First month that is not in it.</param>
    /// <param name="atSequence">As of this position of the log; null for now.</param>
    /// <param name="ct">Ends the reading.</param>
    public async Task<IReadOnlyList<IndicatorCase>> Cases(Indicator indicator, string[]? unitCodes, DateOnly from, DateOnly to, long? atSequence, CancellationToken ct)
    {
        if (indicator.Own is not null) return [];
        await using var connection = await database.OpenConnectionAsync(ct);
        var day = await DayOf(connection, atSequence, ct);
        await using var command = Command(connection, indicator, unitCodes, day, atSequence, "select id, unit_code, month, numerator from counted where month >= @from and month < @to order by month desc, numerator desc, id", ("from", from), ("to", to));
        await using var reader = await command.ExecuteReaderAsync(ct);
        var cases = new List<IndicatorCase>();
        while (await reader.ReadAsync(ct)) cases.Add(new(indicator.Subject, reader.GetString(0), await reader.IsDBNullAsync(1, ct) ? null : reader.GetString(1), reader.GetFieldValue<DateOnly>(2), reader.GetInt64(3)));
        return cases;
    }

    /// <summary>The number of the newest event.</summary>
    public async Task<long> Position(CancellationToken ct)
    {
        await using var command = database.CreateCommand("select last from log_position");
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    // What a rate is made of, asked in one round trip: the volumes, the days when units were closed, and how much must have a volume.
    private static async Task<VolumeFacts> ReadVolumes(
        NpgsqlConnection connection, string[] kinds, string[]? unitCodes, DateOnly from, DateOnly to, long? atSequence, DateOnly day, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("""
                    select kind, month, unit_code, value from (
                      select distinct on (unit_code, month, kind) * from volumes
                      where kind = any($1) and ($2 is null or unit_code = any($2)) and month >= $3 and month < $4 and position <= $5
                      order by unit_code, month, kind, version desc) newest
                    where value > 0
                    """)
                {
                    Parameters =
                    {
                        new() { Value = kinds },
                        new() { Value = (object?)unitCodes ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
                        new() { Value = from },
                        new() { Value = to },
                        new() { Value = atSequence ?? long.MaxValue },
                    },
                },
                new("select code, valid_to from known_units where valid_to is not null"),
                new("select value from rule_versions where measure = 'volume-share' and valid_from <= $1 order by valid_from desc limit 1") { Parameters = { new() { Value = day } } },
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var (volumes, closed) = (new List<UnitVolume>(), new Dictionary<string, DateOnly>());
        while (await reader.ReadAsync(ct)) volumes.Add(new(reader.GetString(0), reader.GetFieldValue<DateOnly>(1), reader.GetString(2), reader.GetDecimal(3)));
        await reader.NextResultAsync(ct);
        while (await reader.ReadAsync(ct)) closed[reader.GetString(0)] = reader.GetFieldValue<DateOnly>(1);
        await reader.NextResultAsync(ct);
        if (!await reader.ReadAsync(ct)) throw new InvalidOperationException("The rule volume-share is missing; run prepare.");
        return new(volumes, closed, reader.GetInt64(0) / 100m);
    }

    // A position has one day for ever: that of the newest of its events. Lateness is judged by it.
    private async Task<DateOnly> DayOf(NpgsqlConnection connection, long? atSequence, CancellationToken ct)
    {
        if (atSequence is not { } position) return SwedishTime.Today(clock);
        await using var command = new NpgsqlCommand("select max(time) from events where sequence <= $1", connection) { Parameters = { new() { Value = position } } };
        return await command.ExecuteScalarAsync(ct) is DateTime time ? SwedishTime.Day(new DateTimeOffset(time)) : SwedishTime.Today(clock);
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, Indicator indicator, string[]? unitCodes, DateOnly day, long? atSequence, string read, params (string Name, DateOnly Month)[] months)
    {
        // What stands, or the same columns of the same events up to the position: the parts cannot tell which.
        var relation = atSequence is null ? "" : $"{Subjects.AsOf}, ";
        var command = new NpgsqlCommand($"""
            with {relation}counted as (
              select s.id, s.unit_code, date_trunc('month', {indicator.Month})::date as month, ({indicator.Numerator})::bigint as numerator, ({indicator.Denominator})::bigint as denominator
              from subjects s
              where s.type = @type and (@units is null or s.unit_code = any(@units)) and ({indicator.Month}) is not null and ({indicator.Where}){(indicator.DueOn is { } due ? $" and (({due}) is null or ({due}) < @day)" : "")}
            )
            {read}
            """, connection);
        command.Parameters.Add(new("type", indicator.Subject));
        command.Parameters.Add(new("units", NpgsqlDbType.Array | NpgsqlDbType.Text) { Value = (object?)unitCodes ?? DBNull.Value });
        command.Parameters.Add(new("day", day));
        command.Parameters.Add(new("sequence", atSequence ?? long.MaxValue));
        command.Parameters.Add(new("types", indicator.EventTypes));
        foreach (var (name, month) in months) command.Parameters.Add(new(name, month));
        return command;
    }
}
