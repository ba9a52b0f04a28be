using System.Buffers.Text;
using System.Net.Http.Headers;

namespace Huset.Bench.Groups;

/// <summary>
/// 500 who listen to the event stream of a log that grows by 200 events a second, and one of them has stopped reading: how long after its
/// commit each event comes to each of the others, that all come in order, and what the service grows meanwhile. Asked of the service itself:
/// half a gigabit a second through a gateway on the same two processors would measure the processors.
/// </summary>
internal static class Listeners
{
    private const int All = 500, PerSecond = 200, AtATime = 10;

    public static async Task Measure(Platform platform, Wishes wishes, Result result, CancellationToken ct)
    {
        await platform.Up(ct);
        await Gateway.SomeCases(platform, 1, ct);
        await platform.Quiet(ct);
        await using var database = platform.Database("analytics");
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = All }) { BaseAddress = new Uri(platform.UrlOf("analytics")), Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await platform.TokenOfClient("huset-analyst"));
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var committed = new Dictionary<long, long>();
        var listeners = new List<Heard>();
        using var stopped = await client.GetAsync("/events/v1/stream", HttpCompletionOption.ResponseHeadersRead, ct);
        result.Say($"{All} listeners");
        while (listeners.Count < All - 1) listeners.Add(await Heard.Begin(client, end.Token));

        await Tell(database, wishes.Quick ? 1 : 5, committed, ct);
        var before = Memory.Of(platform.Folder, "Analytics");
        var first = await database.Scalar<long>("select last + 1 from log_position", ct);
        var most = await Tell(database, wishes.Quick ? 3 : 30, committed, ct, () => Memory.Of(platform.Folder, "Analytics"));
        var last = await database.Scalar<long>("select last from log_position", ct);
        for (var patience = Stopwatch.StartNew(); listeners.Exists(listener => listener.Last < last) && patience.Elapsed < TimeSpan.FromSeconds(20);) await Task.Delay(50, ct);
        await end.CancelAsync();
        await Task.WhenAll(listeners.Select(listener => listener.Reading));

        var behind = listeners.Count(listener => listener.Last < last || listener.HasGap);
        if (behind > 0) throw new BenchFailed($"{behind} of {listeners.Count} listeners did not hear every event once and in order");
        var latencies = listeners.SelectMany(listener => listener.Arrivals).Where(arrival => arrival.Sequence >= first)
            .Select(arrival => Math.Max(0, Stopwatch.GetElapsedTime(committed[arrival.Sequence], arrival.At).TotalMilliseconds)).ToList();
        result.Add(new($"{All} listeners at {PerSecond} events/s: commit to heard, p50", latencies.Median(), "ms", Better.Lower, Note: $"{latencies.Count:#,0} of them"));
        result.Add(new($"{All} listeners at {PerSecond} events/s: commit to heard, p99", latencies.Percentile(99), "ms", Better.Lower, Aim: wishes.Quick ? null : 500, Note: "one listener has stopped reading"));
        result.Add(new($"{All} listeners at {PerSecond} events/s: what Analytics grows meanwhile", most - before, "MB", Better.Lower, Aim: 128, Note: $"from {before:0} MB RSS"));
    }

    // Told by the log itself, so that nothing but the listening is measured; the most that was seen of the memory.
    private static async Task<double> Tell(NpgsqlDataSource database, int seconds, Dictionary<long, long> committed, CancellationToken ct, Func<double>? memory = null)
    {
        var (watch, most) = (Stopwatch.StartNew(), 0d);
        for (var told = 0; told < seconds * PerSecond; told += AtATime)
        {
            var due = TimeSpan.FromSeconds((double)told / PerSecond) - watch.Elapsed;
            if (due > TimeSpan.Zero) await Task.Delay(due, ct);
            await ManyEvents.Fill(database, AtATime, ct);
            var (at, last) = (Stopwatch.GetTimestamp(), await database.Scalar<long>("select last from log_position", ct));
            for (var sequence = last; sequence > last - AtATime; sequence--) committed[sequence] = at;
            if (memory is not null && told % PerSecond == 0) most = Math.Max(most, memory());
        }
        return most;
    }

    /// <summary>One who listens, and what it has heard.</summary>
    private sealed class Heard
    {
        private static readonly byte[] Id = "\nid: "u8.ToArray();
        private const int Digits = 19;

        public List<(long Sequence, long At)> Arrivals { get; } = [];

        public long Last { get; private set; }

        public bool HasGap { get; private set; }

        public Task Reading { get; private set; } = Task.CompletedTask;

        public static async Task<Heard> Begin(HttpClient client, CancellationToken ct)
        {
            var response = await client.GetAsync("/events/v1/stream", HttpCompletionOption.ResponseHeadersRead, ct);
            response.EnsureSuccessStatusCode();
            var heard = new Heard();
            heard.Reading = heard.Read(response, ct);
            return heard;
        }

        private async Task Read(HttpResponseMessage response, CancellationToken ct)
        {
            using var answer = response;
            var (buffer, kept) = (new byte[32_768], 0);
            try
            {
                await using var stream = await response.Content.ReadAsStreamAsync(ct);
                while (await stream.ReadAsync(buffer.AsMemory(kept), ct) is > 0 and var read)
                {
                    var now = Stopwatch.GetTimestamp();
                    kept = Hear(buffer.AsSpan(0, kept + read), now);
                }
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                // All has come.
            }
        }

        // What may be the beginning of another number is kept, at the buffer's beginning: how long it is.
        private int Hear(Span<byte> bytes, long now)
        {
            var at = 0;
            while (bytes[at..].IndexOf(Id) is >= 0 and var found && at + found + Id.Length + Digits <= bytes.Length)
            {
                at += found + Id.Length;
                Utf8Parser.TryParse(bytes.Slice(at, Digits), out long sequence, out _);
                HasGap |= Last > 0 && sequence != Last + 1;
                Last = sequence;
                Arrivals.Add((sequence, now));
            }
            var rest = bytes[Math.Max(at, bytes.Length - Id.Length - Digits)..];
            rest.CopyTo(bytes);
            return rest.Length;
        }
    }
}
