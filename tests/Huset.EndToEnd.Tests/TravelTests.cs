using System.Diagnostics;
using System.Net.Http.Headers;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Huset.EndToEnd.Tests;

/// <summary>A report travels the whole way: form or API, database, broker, log, stream, count.</summary>
public sealed class TravelTests(Platform platform)
{
    [Fact]
    public async Task A_report_is_in_the_analysts_stream_within_a_second()
    {
        using var analyst = await platform.AsClient("huset-analyst");
        using var employee = await platform.As("medarbetare");
        await Report(employee); // warm

        await using var stream = await Listen(analyst);
        var watch = Stopwatch.StartNew();
        var id = await Report(employee);
        var heard = await stream.Until(e => e.GetProperty("subject").GetString() == id, Platform.Patience);

        watch.Within(1);
        Assert.Equal("se.huset.deviations.deviation-reported.v1", heard.GetProperty("type").GetString());
        Assert.Equal("/huset/9999/deviations", heard.GetProperty("source").GetString());
        Assert.Equal("norrangen", heard.GetProperty("unitcode").GetString());
        Assert.Matches("^[0-9]{19}$", heard.GetProperty("sequence").GetString());
    }

    [Fact]
    public async Task A_report_counts_once_where_and_when_it_happened()
    {
        using var employee = await platform.As("medarbetare");
        using var manager = await platform.As("enhetschef");
        async Task<int> Count() => (await manager.GetAsync("/analytics/v1/counts?groupBy=unit,month,kind").Json()).GetProperty("items").EnumerateArray()
            .Where(item => item.GetProperty("unitCode").GetString() == "norrangen" && item.GetProperty("kind").GetString() == "health-care")
            .Sum(item => item.GetProperty("count").GetInt32());
        var before = await Count();
        await Report(employee);
        await Platform.Eventually(async () => await Count() == before + 1, Platform.Patience, "counted");
        await Task.Delay(500);
        Assert.Equal(before + 1, await Count());
    }

    [Fact]
    public async Task The_rabbitmq_stream_holds_the_same_events_in_the_same_order()
    {
        using var analyst = await platform.AsClient("huset-analyst");
        using var employee = await platform.As("medarbetare");
        var last = await Report(employee);
        List<string> log = [];
        await Platform.Eventually(async () =>
        {
            log = await Sequences(analyst);
            var events = await analyst.GetAsync($"/events/v1/events?after={log.Count - 1}&limit=1").Json();
            return events.GetProperty("events").EnumerateArray().Any(e => e.GetProperty("subject").GetString() == last);
        }, Platform.Patience, "logged");

        var streamed = new List<string>();
        var factory = new ConnectionFactory { Uri = new Uri(platform.Amqp) };
        await using var connection = await factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.BasicQosAsync(0, 100, false);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, delivery) =>
        {
            lock (streamed) streamed.Add(JsonSerializer.Deserialize<JsonElement>(delivery.Body.Span).GetProperty("sequence").GetString()!);
            await channel.BasicAckAsync(delivery.DeliveryTag, false);
        };
        await channel.BasicConsumeAsync("huset.events", autoAck: false, "", false, false, new Dictionary<string, object?> { ["x-stream-offset"] = "first" }, consumer);
        await Platform.Eventually(() => Task.FromResult(streamed.Contains(log[^1])), Platform.Patience, "relayed");
        lock (streamed) Assert.Equal(log, streamed.Distinct());
    }

    [Fact]
    public async Task No_event_holds_a_word_that_was_written_or_a_person()
    {
        using var analyst = await platform.AsClient("huset-analyst");
        using var employee = await platform.As("medarbetare");
        var secret = $"Hemligheten{Guid.NewGuid():N}";
        var id = (await employee.Post("/deviations/v1/deviations", Platform.Report(description: $"{secret} föll. {secret}")).Json(HttpStatusCode.Created)).GetProperty("id").GetString()!;
        var export = "";
        await Platform.Eventually(async () => (export = await analyst.GetStringAsync("/events/v1/export?format=ndjson")).Contains(id), Platform.Patience, "exported");
        Assert.DoesNotContain(secret, export);
        Assert.DoesNotContain("Anna", export);
        Assert.DoesNotContain("reporter", export, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_sequence_has_no_gap_and_the_demonstration_municipality_is_in_it()
    {
        using var analyst = await platform.AsClient("huset-analyst");
        var sequences = await Sequences(analyst);
        Assert.Equal(Enumerable.Range(1, sequences.Count).Select(number => number.ToString("D19")), sequences);
        var units = await (await platform.As("medarbetare")).GetAsync("/processes/v1/units?limit=100").Json();
        // Other tests may have added to it.
        Assert.InRange(units.GetProperty("items").GetArrayLength(), 34, 99);
    }

    internal static async Task<string> Report(HttpClient client, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/deviations/v1/deviations") { Content = System.Net.Http.Json.JsonContent.Create(Platform.Report()) };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        return (await client.SendAsync(request).Json(HttpStatusCode.Created)).GetProperty("id").GetString()!;
    }

    internal static async Task<List<string>> Sequences(HttpClient analyst)
    {
        var all = new List<string>();
        for (var after = "0"; ;)
        {
            var page = await analyst.GetAsync($"/events/v1/events?after={after}&limit=1000").Json();
            var events = page.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("sequence").GetString()!).ToList();
            if (events.Count == 0) return all;
            all.AddRange(events);
            after = page.GetProperty("nextAfter").ToString();
        }
    }

    private static async Task<Listener> Listen(HttpClient analyst)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/events/v1/stream");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        var response = await analyst.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        return new Listener(new StreamReader(await response.Content.ReadAsStreamAsync()));
    }

    private sealed class Listener(StreamReader reader) : IAsyncDisposable
    {
        public async Task<JsonElement> Until(Func<JsonElement, bool> wanted, TimeSpan patience)
        {
            using var limit = new CancellationTokenSource(patience);
            while (await reader.ReadLineAsync(limit.Token) is { } line)
            {
                if (!line.StartsWith("data:", StringComparison.Ordinal)) continue;
                var told = JsonSerializer.Deserialize<JsonElement>(line[5..]);
                if (wanted(told)) return told;
            }
            throw new InvalidOperationException("The stream ended.");
        }

        public ValueTask DisposeAsync()
        {
            reader.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
