using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;

namespace Huset.Bench;

/// <summary>One report's transaction as the database saw it, made into a script for pgbench.</summary>
internal static partial class ReportSql
{
    // Digits, so that the script can put a number in its place.
    private const string Key = "7000000000000000001";

    private sealed record Statement(string Sql, List<string?> Values);

    /// <summary>Lets PostgreSQL log every statement while one report is made, and writes down what that report's transaction sent.</summary>
    public static async Task<string> Record(Platform platform, string token, CancellationToken ct)
    {
        await using var postgres = platform.Database("postgres");
        await postgres.Execute("alter system set log_statement = 'all'", ct);
        await postgres.Execute("select pg_reload_conf()", ct);
        await Task.Delay(500, ct);
        var (id, reference) = await Report(platform, token, ct);
        await Task.Delay(500, ct);
        await postgres.Execute("alter system reset log_statement", ct);
        await postgres.Execute("select pg_reload_conf()", ct);

        var statements = Transaction(await File.ReadAllTextAsync(Path.Combine(platform.Folder, "logs", "postgres.log"), ct));
        return Script(statements, id, reference);
    }

    private static async Task<(string Id, string Reference)> Report(Platform platform, string token, CancellationToken ct)
    {
        using var client = platform.Client(token);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/deviations/v1/deviations") { Content = new StringContent(Platform.Report(), new MediaTypeHeaderValue("application/json", "utf-8")) };
        request.Headers.Add("Idempotency-Key", Key);
        using var response = await client.SendAsync(request, ct);
        response.EnsureSuccessStatusCode();
        var made = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync(ct));
        return (made.GetProperty("id").GetString()!, made.GetProperty("reference").GetString()!);
    }

    private static List<Statement> Transaction(string log)
    {
        var byProcess = new Dictionary<string, List<Statement>>();
        foreach (Match entry in Entry().Matches(log))
        {
            var (text, statements) = (entry.Groups["text"].Value.Replace("\n\t", "\n"), byProcess.GetValueOrDefault(entry.Groups["pid"].Value) ?? (byProcess[entry.Groups["pid"].Value] = []));
            if (entry.Groups["kind"].Value == "LOG" && Sql().Match(text) is { Success: true } sql) statements.Add(new(sql.Groups["sql"].Value.Trim().TrimEnd(';'), []));
            else if (text.StartsWith("parameters: ", StringComparison.Ordinal) && statements.Count > 0) statements[^1].Values.AddRange(Value().Matches(text).Select(value => value.Groups["null"].Success ? null : value.Groups["value"].Value.Replace("''", "'")));
        }
        foreach (var statements in byProcess.Values)
        {
            var claim = statements.FindIndex(statement => statement.Values.Contains(Key));
            if (claim < 0) continue;
            var (begin, end) = (statements.FindLastIndex(claim, statement => statement.Sql.StartsWith("BEGIN", StringComparison.OrdinalIgnoreCase)), statements.FindIndex(claim, statement => statement.Sql.StartsWith("COMMIT", StringComparison.OrdinalIgnoreCase)));
            if (begin >= 0 && end > begin) return statements[begin..(end + 1)];
        }
        throw new BenchFailed("PostgreSQL's log does not hold the report's transaction");
    }

    /// <summary>The same statements; only what must be unique is made anew, in the round trip that fetches the case's number.</summary>
    private static string Script(List<Statement> statements, string id, string reference)
    {
        var script = new StringBuilder("\\set key random(1, 9000000000000000000)\n");
        var unique = statements.SelectMany(statement => statement.Values).OfType<string>().Where(value => value.Contains(id, StringComparison.Ordinal) || value.Contains(reference, StringComparison.Ordinal)).Distinct().ToList();
        var piped = false;
        foreach (var statement in statements)
        {
            // What EF saves at once it sends at once.
            var pipes = statement.Sql.StartsWith("INSERT", StringComparison.Ordinal) || statement.Sql.StartsWith("UPDATE", StringComparison.Ordinal);
            if (pipes != piped) script.Append(pipes ? "\\startpipeline\n" : "\\endpipeline\n");
            piped = pipes;
            if (statement.Sql.Contains("nextval", StringComparison.Ordinal))
            {
                var anew = unique.Select((value, number) => $", replace(replace({Literal(value)}, {Literal(id)}, '019a0000-0000-7000-8000-' || lpad(n::text, 12, '0')), {Literal(reference)}, 'AVV-0000-' || n) as own{number}");
                script.Append(CultureInfo.InvariantCulture, $"select n as number{string.Concat(anew)} from ({statement.Sql}) as s(n) \\gset\n");
                continue;
            }
            script.Append(Parameter().Replace(statement.Sql, match => statement.Values[int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) - 1] switch
            {
                null => "null",
                Key => ":key",
                { } value when unique.IndexOf(value) is >= 0 and var number => $":own{number}",
                { } value => Literal(value),
            })).Append(";\n");
        }
        return script.ToString();
    }

    // pgbench takes a colon for one of its variables even inside a literal.
    private static string Literal(string value) => $"E'{value.Replace(@"\", @"\\").Replace("'", "''").Replace(":", @"\x3a").Replace("\n", @"\n")}'";

    [GeneratedRegex(@"^\S+ \S+ \S+ \[(?<pid>\d+)\] (?<kind>[A-Z]+):  (?<text>.*(\n\t.*)*)", RegexOptions.Multiline)]
    private static partial Regex Entry();

    [GeneratedRegex(@"^(execute [^:]*|statement): (?<sql>.*)$", RegexOptions.Singleline)]
    private static partial Regex Sql();

    [GeneratedRegex(@"\$\d+ = (?:(?<null>NULL)|'(?<value>(?:[^']|'')*)')")]
    private static partial Regex Value();

    [GeneratedRegex(@"\$(\d+)")]
    private static partial Regex Parameter();
}
