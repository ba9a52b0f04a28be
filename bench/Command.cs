namespace Huset.Bench;

/// <summary>A program that is run to its end.</summary>
internal sealed record Command(int Code, string Output, string Errors)
{
    public static async Task<Command> Run(string program, IEnumerable<string> arguments, CancellationToken ct, Dictionary<string, string>? environment = null, string? input = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment ?? []) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(ct), process.StandardError.ReadToEndAsync(ct));
            if (input is not null) await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            await process.WaitForExitAsync(ct);
            return new(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>The program's path; null when the machine has none. Debian keeps PostgreSQL's tools and nginx outside a user's PATH.</summary>
    public static string? Find(string program)
    {
        var postgres = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0).Select(folder => Path.Combine(folder, "bin"))
            : [];
        return postgres.Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')).Append("/usr/sbin")
            .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
    }
}

/// <summary>One round of wrk: as many requests as 2 threads with so many connections get answered.</summary>
internal sealed record Wrk(long Requests, double Seconds, long Refused, long Broken, double P50, double P99)
{
    public double PerSecond => Requests / Seconds;

    /// <exception cref="BenchFailed">An answer was an error or did not come: then the figure would mean nothing.</exception>
    public static async Task<Wrk> Run(string url, string token, int connections, int seconds, CancellationToken ct, string? body = null)
    {
        var environment = new Dictionary<string, string> { ["BENCH_TOKEN"] = token, ["BENCH_RUN"] = Guid.NewGuid().ToString("N") };
        if (body is not null) environment["BENCH_BODY"] = body;
        var run = await Command.Run("wrk", ["-t2", $"-c{connections}", $"-d{seconds}s", "-s", Path.Combine(AppContext.BaseDirectory, "wrk.lua"), url], ct, environment);
        var line = run.Output.Split('\n').FirstOrDefault(line => line.StartsWith("result ", StringComparison.Ordinal)) ?? throw new BenchFailed($"wrk failed: {run.Output}{run.Errors}");
        var round = JsonSerializer.Deserialize<Wrk>(line["result ".Length..], JsonSerializerOptions.Web)!;
        return round is { Refused: 0, Broken: 0 } ? round : throw new BenchFailed($"{url}: {round.Refused} answers were errors and {round.Broken} did not come");
    }
}

/// <summary>The few calls to a database that measuring needs.</summary>
internal static class Sql
{
    public static async Task<T> Scalar<T>(this NpgsqlDataSource database, string sql, CancellationToken ct)
    {
        await using var command = database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync(ct))!;
    }

    public static async Task Execute(this NpgsqlDataSource database, string sql, CancellationToken ct)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(ct);
    }
}
