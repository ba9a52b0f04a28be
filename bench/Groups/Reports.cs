namespace Huset.Bench.Groups;

/// <summary>
/// Reports a second through the gateway, and by pgbench the very statements that one such report sent, in a database with the same tables and as
/// many connections. What the reports bring with them (outbox, broker, log, seals) runs meanwhile on the same machine, and pgbench has it for itself.
/// </summary>
internal static class Reports
{
    private const int Connections = 16;
    private const string Path = "/deviations/v1/deviations";

    public static async Task Measure(Platform platform, Wishes wishes, Result result, CancellationToken ct)
    {
        if (Command.Find("wrk") is null || Command.Find("pgbench") is null)
        {
            result.LeaveOut("reports", $"{(Command.Find("wrk") is null ? "wrk" : "pgbench")} is not installed");
            return;
        }
        await platform.Up(ct);
        var token = await platform.TokenOfClient("huset-integration");
        var (rounds, seconds) = wishes.Quick ? (1, 2) : (3, 6);
        await Wrk.Run(platform.Url + Path, token, Connections, seconds, ct, Platform.Report());
        await platform.Quiet(ct);
        var script = await ReportSql.Record(platform, token, ct);
        await SameTables(platform, ct);

        var (house, sql, slowest) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            var answers = await Wrk.Run(platform.Url + Path, token, Connections, seconds, ct, Platform.Report());
            house.Add(answers.PerSecond);
            slowest.Add(answers.P99);
            await platform.Quiet(ct);
            sql.Add(await PgBench(platform, script, seconds, ct));
        }
        result.Add(Row.Median("reports / the same SQL by pgbench", [.. house.Zip(sql, (a, b) => a / b)], "×", Better.Higher, 0.5));
        result.Add(Row.Median("reports through the gateway", house, "/s", Better.Higher));
        result.Add(Row.Median("the same SQL by pgbench", sql, "/s", Better.Higher));
        result.Add(Row.Median("answer to a report under that load, p99", slowest, "ms", Better.Lower));
    }

    private static async Task SameTables(Platform platform, CancellationToken ct)
    {
        await using (var postgres = platform.Database("postgres"))
        {
            await postgres.Execute("drop database if exists bench", ct);
            await postgres.Execute("create database bench", ct);
        }
        var environment = new Dictionary<string, string> { ["PGPASSWORD"] = platform.DatabasePassword };
        string[] server = ["-h", "localhost", "-p", $"{platform.DatabasePort}", "-U", "postgres"];
        var tables = await Command.Run(Command.Find("pg_dump")!, [.. server, "--schema-only", "deviations"], ct, environment);
        if (tables.Code != 0) throw new BenchFailed($"pg_dump failed: {tables.Errors}");
        var made = await Command.Run(Command.Find("psql")!, ["-X", "-q", "-v", "ON_ERROR_STOP=1", .. server, "bench"], ct, environment, tables.Output);
        if (made.Code != 0) throw new BenchFailed($"The tables could not be made anew: {made.Errors}");
    }

    private static async Task<double> PgBench(Platform platform, string script, int seconds, CancellationToken ct)
    {
        var file = System.IO.Path.Combine(platform.Folder, "report.sql");
        await File.WriteAllTextAsync(file, script, ct);
        var run = await Command.Run(
            Command.Find("pgbench")!,
            ["-n", "-M", "prepared", "-c", $"{Connections}", "-j", "2", "-T", $"{seconds}", "-f", file, "-h", "localhost", "-p", $"{platform.DatabasePort}", "-U", "postgres", "bench"],
            ct, new() { ["PGPASSWORD"] = platform.DatabasePassword });
        var tps = run.Output.Split('\n').FirstOrDefault(line => line.StartsWith("tps = ", StringComparison.Ordinal));
        return run.Code == 0 && tps is not null ? double.Parse(tps.Split(' ')[2], CultureInfo.InvariantCulture) : throw new BenchFailed($"pgbench failed: {run.Output}{run.Errors}\n{script}");
    }
}
