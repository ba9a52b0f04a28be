using System.Collections.Concurrent;
using System.Diagnostics;
using Huset.AppHost.Local;
using Microsoft.Playwright;

namespace Huset.EndToEnd.Tests;

/// <summary>
/// Whoever follows the stream comes back by itself when the broker or the service has died, and has then heard what the log holds. None of the three
/// clients is ours: RabbitMQ's protocol from JavaScript, a browser's own EventSource, and curl in a shell as the house's page tells it.
/// </summary>
public sealed class FollowersTests(Platform platform, Browser browser, ITestOutputHelper output)
{
    private const int Count = 100;

    [Fact]
    public async Task Amqp_EventSource_and_curl_hear_every_event_once_and_in_order_through_a_broker_kill_and_a_service_kill()
    {
        using var integration = await platform.AsClient("huset-integration");
        using var analyst = await platform.AsClient("huset-analyst");
        var from = (await Log(analyst, "0")).LastOrDefault().Sequence ?? "0";
        var page = await browser.SignedIn(platform, "analytiker", 1280);

        await using var amqp = Follower.Start("node", [System.IO.Path.Combine(Platform.Root, "tests", "Huset.EndToEnd.Tests", "follow.mjs"), platform.Amqp, "huset.events"], []);
        await using var curl = await Curl(page, from);
        await Listen(page, from);

        var ids = new ConcurrentBag<string>();
        var killed = false;
        var reports = Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            while (!Volatile.Read(ref killed) || ids.Count < Count)
            {
                ids.Add(await Reports.Send(integration));
                await Task.Delay(300);
            }
        }));
        // Each client is in the middle of it when what it hangs on dies.
        foreach (var part in new[] { "broker", "analytics" })
        {
            await Heard(part, ids.Count + 5);
            var dead = await platform.Kill(part);
            await Platform.Eventually(async () => await platform.Pid(part) is { } pid && pid != dead && await platform.IsReady(), TimeSpan.FromSeconds(60), $"{part} back");
        }
        Volatile.Write(ref killed, true);
        await reports;
        await Reports.AreLoggedOnce(analyst, ids, TimeSpan.FromSeconds(60));

        var log = await Log(analyst, from);
        Assert.InRange(log.Count, Count, int.MaxValue);
        foreach (var (client, heard) in Clients())
        {
            List<(string Sequence, string Id)> all = [], once = [];
            await Platform.Eventually(async () =>
            {
                all = [.. (await heard()).Where(one => string.CompareOrdinal(one.Sequence, from.PadLeft(19, '0')) > 0 && string.CompareOrdinal(one.Sequence, log[^1].Sequence) <= 0)];
                once = [.. all.DistinctBy(one => one.Id)];
                return once.Count >= log.Count;
            }, TimeSpan.FromSeconds(60), $"{client} has heard all {log.Count} events");
            Assert.Equal(log, once);
            output.WriteLine($"{client,-11} {log.Count} events in the log, {all.Count} heard, {once.Count} once: the same ids in the same order");
        }
        var (opened, broken) = (await page.EvaluateAsync<int>("window.opened"), await page.EvaluateAsync<int>("window.broken"));
        output.WriteLine($"AMQP connected {amqp.Said.Count(line => line == "connected")} times; EventSource broken {broken} times, open {opened} times");
        // Nobody was spared.
        Assert.InRange(amqp.Said.Count(line => line == "connected"), 2, int.MaxValue);
        Assert.InRange(broken, 1, int.MaxValue);
        await page.Context.CloseAsync();

        (string Name, Func<Task<IEnumerable<(string Sequence, string Id)>>> Heard)[] Clients() =>
        [
            ("AMQP", () => Task.FromResult(amqp.Lines.Select(line => (line.Split(' ')[0], line.Split(' ')[1])))),
            ("EventSource", async () => (await page.EvaluateAsync<string[]>("window.heard")).Select(Of)),
            ("curl", () => Task.FromResult(curl.Lines.Select(Of))),
        ];

        async Task Heard(string before, int count)
        {
            foreach (var (client, heard) in Clients())
                await Platform.Eventually(async () => (await heard()).Where(one => string.CompareOrdinal(one.Sequence, from.PadLeft(19, '0')) > 0).DistinctBy(one => one.Id).Count() >= count, TimeSpan.FromSeconds(60), $"{client} hears, before {before} dies");
        }
    }

    /// <summary>The shell program that the house shows analysts, as they would copy it, going on from here.</summary>
    private async Task<Follower> Curl(IPage page, string from)
    {
        await page.GotoAsync($"{platform.Url}/analys/handelser/exempel");
        var code = await page.GetByLabel("Följ strömmen med curl", new() { Exact = true }).InnerTextAsync();
        return Follower.Start("bash", ["-c", code], new() { ["HUSET_ANALYST_SECRET"] = platform.Status.GetProperty("clients").GetProperty("huset-analyst").GetString()! }, ("huset-plats.txt", from));
    }

    /// <summary>The browser's EventSource and nothing around it: who opens one and listens, as any page would.</summary>
    private async Task Listen(IPage page, string from)
    {
        await page.GotoAsync($"{platform.Url}/analys/handelser");
        await page.EvaluateAsync("""
            async after => {
                const { items } = await (await fetch('/events/v1/types?limit=100')).json();
                [window.heard, window.opened, window.broken] = [[], 0, 0];
                const source = new EventSource(`/events/v1/stream?after=${after}`);
                source.onopen = () => window.opened++;
                source.onerror = () => window.broken++;
                for (const { type } of items) source.addEventListener(type, told => window.heard.push(told.data));
            }
            """, from);
    }

    private static (string Sequence, string Id) Of(string told)
    {
        var e = JsonSerializer.Deserialize<JsonElement>(told);
        return (e.GetProperty("sequence").GetString()!, e.GetProperty("id").GetString()!);
    }

    private static async Task<List<(string Sequence, string Id)>> Log(HttpClient analyst, string after)
    {
        for (var all = new List<(string, string)>(); ;)
        {
            var page = await analyst.GetAsync($"/events/v1/events?after={after}&limit=1000").Json();
            if (page.GetProperty("events").GetArrayLength() == 0) return all;
            all.AddRange(page.GetProperty("events").EnumerateArray().Select(e => Of(e.GetRawText())));
            after = page.GetProperty("nextAfter").ToString();
        }
    }

    /// <summary>A client of its own, in a folder of its own, which writes what it hears line by line.</summary>
    private sealed class Follower : IAsyncDisposable
    {
        private readonly string folder = PrivateFolder.CreateTemporary("huset-follower");
        private readonly ConcurrentQueue<string> lines = [], said = [];
        private readonly Process process;

        private Follower(string program, string[] arguments, Dictionary<string, string> environment, (string Name, string Text)[] files)
        {
            foreach (var (name, text) in files) File.WriteAllText(System.IO.Path.Combine(folder, name), text);
            var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (var (name, value) in environment) start.Environment[name] = value;
            process = Process.Start(start)!;
            process.OutputDataReceived += (_, line) => Take(lines, line.Data);
            process.ErrorDataReceived += (_, line) => Take(said, line.Data);
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
        }

        public IReadOnlyCollection<string> Lines => lines;

        public IReadOnlyCollection<string> Said => said;

        public static Follower Start(string program, string[] arguments, Dictionary<string, string> environment, params (string Name, string Text)[] files) => new(program, arguments, environment, files);

        public async ValueTask DisposeAsync()
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
            PrivateFolder.Delete(folder);
        }

        private static void Take(ConcurrentQueue<string> into, string? line)
        {
            if (line is not null) into.Enqueue(line);
        }
    }
}
