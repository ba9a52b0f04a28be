using System.Globalization;
using System.Text.Json;
using Huset.ServiceDefaults.Access;
using Npgsql;

namespace Huset.ServiceDefaults.Persistence;

/// <summary>What one check of a service's data found.</summary>
/// <param name="Name">What was checked: `sequence`.</param>
/// <param name="Ok">False when something is lost, doubled or altered.</param>
/// <param name="Detail">One line for a person, without personal data.</param>
/// <param name="Figures">What was counted, by name.</param>
public sealed record Check(string Name, bool Ok, string Detail, IReadOnlyDictionary<string, long> Figures)
{
    /// <summary>
    /// Figures that every service which has them must have alike once all messages have come through, as the number of cases at
    /// their owner and in the counts. Who compares needs to know no service.
    /// </summary>
    public IReadOnlyDictionary<string, long> Shared { get; init; } = new Dictionary<string, long>();
}

/// <summary>A service's database as it stands at one moment; whatever is written to it is undone.</summary>
/// <param name="transaction">Repeatable read, as the service's own role.</param>
/// <param name="before">See <see cref="Before"/>.</param>
public sealed class Snapshot(NpgsqlTransaction transaction, DateTimeOffset before)
{
    /// <summary>The transaction that all checks of a service share.</summary>
    public NpgsqlTransaction Transaction => transaction;

    /// <summary>
    /// Shared figures count what is older than this, UTC, so that services which are read one after another under load can agree.
    /// </summary>
    public DateTimeOffset Before => before;

    /// <summary>The first UUIDv7 that can be made at <see cref="Before"/>: ids below it are older.</summary>
    public Guid FirstIdAfter { get; } = Guid.Parse(before.ToUnixTimeMilliseconds().ToString("x12", CultureInfo.InvariantCulture) + new string('0', 20));

    /// <summary>One row of whole numbers, by column name.</summary>
    public async Task<IReadOnlyDictionary<string, long>> Row(string sql, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, transaction.Connection, transaction);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, reader.GetInt64);
    }
}

/// <summary>
/// What a service does when it is started with the argument `verify`: reads its own database at one moment, as its runtime
/// role, and says of each check whether all is there. Changes nothing, may run while the service serves; exit code 1 if
/// anything is wrong. With `--json` one line for `./huset verify`; with `--before` a time for the shared figures.
/// </summary>
public static class Verify
{
    /// <summary>The argument that asks for it.</summary>
    public const string Argument = "verify";

    /// <summary>The checks that all services have.</summary>
    private static readonly Func<Snapshot, Task<Check>>[] Common = [Outbox, Inbox, Units, AccessVerification.Chain];

    internal static async Task<int> Run(IConfiguration configuration, HusetService service, string[] args)
    {
        var connectionString = new NpgsqlConnectionStringBuilder(configuration.GetConnectionString("database"))
        {
            Pooling = false,
            CommandTimeout = 600,
            ApplicationName = $"{service.Name}-verify",
        };
        await using var connection = new NpgsqlConnection(connectionString.ConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
        var snapshot = new Snapshot(transaction, args.SkipWhile(argument => argument != "--before").ElementAtOrDefault(1) is { } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture) : DateTimeOffset.UtcNow);
        var found = new List<Check>();
        foreach (var check in Common.Concat(service.Checks)) found.Add(await check(snapshot));

        if (args.Contains("--json")) Console.WriteLine(JsonSerializer.Serialize(found, JsonSerializerOptions.Web));
        else foreach (var check in found) Console.WriteLine($"{(check.Ok ? "ok   " : "WRONG")}  {service.Name,-12}{check.Name,-14}{check.Detail}");
        return found.TrueForAll(check => check.Ok) ? 0 : 1;
    }

    private static async Task<Check> Outbox(Snapshot now)
    {
        var rows = await now.Row("""
            select count(*) filter (where sent_at is null and error is null) as waiting, count(error) as unsendable, count(*) - count(distinct id) as doubled from outbox
            """);
        return new("outbox", rows["unsendable"] == 0 && rows["doubled"] == 0, $"{rows["waiting"]} messages wait to be sent, {rows["unsendable"]} can never be", rows);
    }

    // A message that failed waits for a person; nothing of it is lost.
    private static async Task<Check> Inbox(Snapshot now)
    {
        var rows = await now.Row("select (select count(*) from inbox) as handled, (select count(*) from inbox_failed) as failed");
        return new("inbox", true, $"{rows["handled"]} messages handled, {rows["failed"]} failed and kept", rows);
    }

    private static async Task<Check> Units(Snapshot now)
    {
        var rows = await now.Row("select count(*) as units, coalesce(bit_xor(hashtextextended(code || ':' || subject_version, 0)), 0) as digest from known_units");
        return new("units", true, $"{rows["units"]} units known", rows) { Shared = new Dictionary<string, long> { ["units"] = rows["units"], ["units-digest"] = rows["digest"] } };
    }
}
