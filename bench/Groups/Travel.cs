using System.Collections.Concurrent;
using System.Text;

namespace Huset.Bench.Groups;

/// <summary>
/// 100 reports a second through the gateway, and an analyst who follows the event stream through it. The clock starts when the report is
/// answered, which is right after its commit, and stops when the event has come; from when the report was sent is told beside it.
/// </summary>
internal static class Travel
{
    private const int PerSecond = 100;

    public static async Task Measure(Platform platform, Wishes wishes, Result result, CancellationToken ct)
    {
        await platform.Up(ct);
        using var reporter = platform.Client(await platform.TokenOfClient("huset-integration"));
        using var analyst = platform.Client(await platform.TokenOfClient("huset-analyst"));
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var seen = new ConcurrentDictionary<string, long>();
        var follow = Follow(analyst, seen, end.Token);
        await Report(reporter, wishes.Quick ? 1 : 5, ct);
        var reports = await Report(reporter, wishes.Quick ? 5 : 30, ct);
        for (var patience = Stopwatch.StartNew(); reports.Any(report => !seen.ContainsKey(report.Id)) && patience.Elapsed < TimeSpan.FromSeconds(20);) await Task.Delay(100, ct);
        await end.CancelAsync();
        await follow;

        var arrived = reports.Where(report => seen.ContainsKey(report.Id)).ToList();
        if (arrived.Count < reports.Count) throw new BenchFailed($"{reports.Count - arrived.Count} of {reports.Count} reports did not come to the stream");
        var fromCommit = arrived.Select(report => Math.Max(0, Stopwatch.GetElapsedTime(report.Answered, seen[report.Id]).TotalMilliseconds)).ToList();
        var fromSending = arrived.Select(report => Stopwatch.GetElapsedTime(report.Began, seen[report.Id]).TotalMilliseconds).ToList();
        result.Add(new("commit to visible, p50", fromCommit.Median(), "ms", Better.Lower, Note: $"from sending {fromSending.Median():0} ms"));
        result.Add(new("commit to visible, p99", fromCommit.Percentile(99), "ms", Better.Lower, Aim: 300, Note: $"from sending {fromSending.Percentile(99):0} ms"));
        await platform.Quiet(ct);
    }

    private sealed record Sent(string Id, long Began, long Answered);

    private static async Task<List<Sent>> Report(HttpClient client, int seconds, CancellationToken ct)
    {
        var body = Platform.Report();
        var sending = new List<Task<Sent>>();
        var watch = Stopwatch.StartNew();
        for (var number = 0; number < seconds * PerSecond; number++)
        {
            var due = TimeSpan.FromSeconds((double)number / PerSecond) - watch.Elapsed;
            if (due > TimeSpan.Zero) await Task.Delay(due, ct);
            sending.Add(Send());
        }
        return [.. await Task.WhenAll(sending)];

        async Task<Sent> Send()
        {
            var began = Stopwatch.GetTimestamp();
            using var request = new HttpRequestMessage(HttpMethod.Post, "/deviations/v1/deviations") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
            using var response = await client.SendAsync(request, ct);
            var answered = Stopwatch.GetTimestamp();
            response.EnsureSuccessStatusCode();
            return new(response.Headers.Location!.ToString().Split('/')[^1], began, answered);
        }
    }

    private static async Task Follow(HttpClient client, ConcurrentDictionary<string, long> seen, CancellationToken ct)
    {
        const string field = "\"subject\":\"";
        try
        {
            using var stream = new StreamReader(await client.GetStreamAsync("/events/v1/stream", ct));
            while (await stream.ReadLineAsync(ct) is { } line)
            {
                if (!line.StartsWith("data:", StringComparison.Ordinal) || line.IndexOf(field, StringComparison.Ordinal) is not (> 0 and var at)) continue;
                at += field.Length;
                seen.TryAdd(line[at..line.IndexOf('"', at)], Stopwatch.GetTimestamp());
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // All has come.
        }
    }
}
