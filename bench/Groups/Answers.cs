using System.Net.Http.Headers;
using System.Text;

namespace Huset.Bench.Groups;

/// <summary>
/// How long the server works on a page or a call, as the gateway's `Server-Timing` tells it: from the request's arrival until the answer begins,
/// the service behind it included. One caller at a time.
/// </summary>
internal static class Answers
{
    private const string Cases = "/deviations/v1/deviations";

    private static readonly (string User, string Path)[] Pages =
    [
        ("enhetschef", "/avvikelser"),
        ("enhetschef", "/avvikelser/{case}"),
        // The form's key stands in its address, so that the same form is the same report.
        ("medarbetare", "/avvikelser/ny?k=01a20050-0000-7000-8000-000000000001"),
        ("medarbetare", "/avvikelser/mina"),
        ("enhetschef", "/avvikelser/{case}/bedom"),
        ("enhetschef", "/avvikelser/atgarder"),
        ("enhetschef", "/avvikelser/notiser"),
        ("enhetschef", "/processer/enheter"),
        ("enhetschef", "/processer/enheter/norrangen"),
        ("kvalitet", "/analys"),
        ("kvalitet", "/analys/avvikelser"),
        ("analytiker", "/analys/handelser"),
        ("admin", "/avvikelser/logg"),
        ("enhetschef", "/"),
    ];

    private static readonly (string User, string Path)[] Calls =
    [
        ("enhetschef", Cases),
        ("enhetschef", $"{Cases}/{{case}}"),
        ("enhetschef", "/processes/v1/units"),
        ("analytiker", "/events/v1/events"),
    ];

    public static async Task Measure(Platform platform, Wishes wishes, Result result, CancellationToken ct)
    {
        await platform.Up(ct);
        await Gateway.SomeCases(platform, 60, ct);
        await using var database = platform.Database("deviations");
        var newest = (await database.Scalar<Guid>("select id from deviations where unit_code = 'norrangen' order by id desc limit 1", ct)).ToString();
        var times = wishes.Quick ? 10 : 100;

        // The house asks every service, and the first hundred times after a start much is still being compiled: told by itself, and once more when all is warm.
        result.Add(Row95("page / just after a start", await Times(platform, "enhetschef", "/", times, "gateway", "text/html", ct), null));
        foreach (var (user, path) in Pages)
        {
            var served = await Times(platform, user, path.Replace("{case}", newest), times, "gateway", "text/html", ct);
            result.Add(Row95($"page {path.Split('?')[0]}", served, 50));
        }
        foreach (var (user, path) in Calls)
        {
            var served = await Times(platform, user, path.Replace("{case}", newest), times, "gateway", "application/json", ct);
            result.Add(Row95($"call GET {path}", served, null));
        }
        result.Add(Row95($"call POST {Cases}", await Posts(platform, times, ct), null));

        var manager = new Reader("enhetschef", await platform.TokenOf("enhetschef"));
        await AgainstSql(platform, database, manager, $"{Cases}", times, result, "list of cases", ct);
        await AgainstSql(platform, database, manager, $"{Cases}/{newest}", times, result, "one case", ct);
    }

    /// <summary>The service's own time beside the same by hand-written SQL: no more than half as much again and 10 ms (decision 41).</summary>
    public static async Task AgainstSql(Platform platform, NpgsqlDataSource database, Reader reader, string address, int times, Result result, string name, CancellationToken ct)
    {
        var served = await Times(platform, reader.User, address, times, "app", "application/json", ct);
        await Beside(database, served, times, result, name, (connection, token) => ByHand.Answer(connection, reader, address, token), ct);
    }

    /// <summary>What the service took beside the same by hand.</summary>
    public static async Task Beside(NpgsqlDataSource database, List<double> served, int times, Result result, string name, Func<NpgsqlConnection, CancellationToken, Task> answer, CancellationToken ct)
    {
        var byHand = new List<double>();
        await using var connection = await database.OpenConnectionAsync(ct);
        for (var time = -5; time < times; time++)
        {
            var watch = Stopwatch.StartNew();
            await answer(connection, ct);
            if (time >= 0) byHand.Add(watch.Elapsed.TotalMilliseconds);
        }
        var sql = byHand.Percentile(95);
        result.Add(new($"{name}, p95 in the service", served.Percentile(95), "ms", Better.Lower, Aim: 1.5 * sql + 10, Note: $"median {served.Median():0.0} ms; by hand-written SQL {sql:0.0} ms"));
    }

    private static async Task<List<double>> Times(Platform platform, string user, string path, int times, string part, string type, CancellationToken ct)
    {
        using var client = platform.Client(await platform.TokenOf(user));
        return await Times(client, path, times, part, type, ct);
    }

    /// <summary>Milliseconds that a part says of each answer, after half as many that are not counted.</summary>
    public static async Task<List<double>> Times(HttpClient client, string path, int times, string part, string type, CancellationToken ct)
    {
        client.DefaultRequestHeaders.Accept.Clear();
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue(type));
        var served = new List<double>();
        for (var time = -times / 2; time < times; time++)
        {
            using var response = await client.GetAsync(path, ct);
            if (!response.IsSuccessStatusCode) throw new BenchFailed($"{path} answered {(int)response.StatusCode}");
            if (time >= 0) served.Add(TimeIn(response, part));
        }
        return served;
    }

    private static async Task<List<double>> Posts(Platform platform, int times, CancellationToken ct)
    {
        using var client = platform.Client(await platform.TokenOfClient("huset-integration"));
        var served = new List<double>();
        for (var time = -times / 2; time < times; time++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, Cases) { Content = new StringContent(Platform.Report(), Encoding.UTF8, "application/json") };
            request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
            using var response = await client.SendAsync(request, ct);
            response.EnsureSuccessStatusCode();
            if (time >= 0) served.Add(TimeIn(response, "gateway"));
        }
        return served;
    }

    private static double TimeIn(HttpResponseMessage response, string part)
    {
        var told = string.Join(", ", response.Headers.TryGetValues("Server-Timing", out var values) ? values : []);
        var mine = told.Split(", ").FirstOrDefault(timing => timing.StartsWith($"{part};dur=", StringComparison.Ordinal))
            ?? throw new BenchFailed($"{response.RequestMessage!.RequestUri!.AbsolutePath} tells no Server-Timing of {part}: '{told}'");
        return double.Parse(mine[(part.Length + 5)..], CultureInfo.InvariantCulture);
    }

    private static Row Row95(string name, List<double> served, double? aim) =>
        new($"{name}, p95", served.Percentile(95), "ms", Better.Lower, aim, Note: $"median {served.Median():0.0} ms");
}

/// <summary>Someone who reads cases, and what the token says of her.</summary>
internal sealed record Reader(string User, string Token)
{
    private JsonElement Claims => JsonSerializer.Deserialize<JsonElement>(Convert.FromBase64String(Pad(Token.Split('.')[1].Replace('-', '+').Replace('_', '/'))));

    public string Id => Claims.GetProperty("sub").GetString()!;

    public string[] Units => Claims.TryGetProperty("units", out var units) ? [.. units.EnumerateArray().Select(unit => unit.GetString()!)] : [];

    private static string Pad(string base64) => base64.PadRight((base64.Length + 3) / 4 * 4, '=');
}
