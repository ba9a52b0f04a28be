using System.Diagnostics;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Huset.Analytics.Tests;

public sealed class StreamEventsTests(AnalyticsHost host)
{
    [Fact]
    public async Task What_was_and_what_comes_arrive_without_gap_or_duplicate()
    {
        await host.Tell(Messages.Many("Followed", 700));
        var live = Task.Run(async () =>
        {
            for (var n = 700; n < 1_000; n++) await host.Tell(Messages.Of("Followed", n));
        });
        await using var stream = await Open("after=0&type=se.huset.testing.followed.v1");
        var heard = await stream.Take(1_000);
        await live;
        Assert.Equal((await host.Logged("se.huset.testing.followed.v1")).Select(entry => new ServerSentEvent(entry.Sequence.ToString("D19"), "se.huset.testing.followed.v1", entry.Body)), heard);
    }

    [Fact]
    public async Task Without_a_place_to_start_only_what_is_new_is_heard_and_at_once()
    {
        await host.Tell(Messages.Of("Heard", 1));
        await using var stream = await Open("type=se.huset.testing.heard.v1");
        await stream.Opened();
        var waited = Stopwatch.StartNew();
        await host.Tell(Messages.Of("Heard", 2));
        var heard = await stream.Take(1);
        Assert.Contains("\"subject\":\"2\"", heard[0].Data);
        waited.Within(0.9);
    }

    [Fact]
    public async Task A_listener_goes_on_where_it_was_by_Last_Event_ID()
    {
        await host.Tell(Messages.Many("Resumed", 10));
        string reached;
        await using (var first = await Open("after=0&type=se.huset.testing.resumed.v1")) reached = (await first.Take(4))[^1].Id;
        await host.Tell(Messages.Many("Resumed", 5, from: 10));
        // A browser asks for the same address again; what it has heard comes first.
        await using var second = await Open("after=0&type=se.huset.testing.resumed.v1", lastEventId: reached);
        Assert.Equal((await host.Logged("se.huset.testing.resumed.v1")).Skip(4).Select(entry => entry.Sequence.ToString("D19")), (await second.Take(11)).Select(heard => heard.Id));
    }

    [Fact]
    public async Task A_listener_that_does_not_read_is_sent_away_and_the_others_hear_all()
    {
        await using var slow = await Open("type=se.huset.testing.too-much.v1");
        await using var quick = await Open("type=se.huset.testing.too-much.v1");
        await slow.Opened();
        await quick.Opened();
        var hearing = quick.Take(6_000);
        var log = host.Factory.Services.GetRequiredService<EventLog>();
        foreach (var batch in Messages.Many("TooMuch", 6_000).Select(message => CloudEvent.Of(message, "9999")!).Chunk(500)) await log.Append(batch, CancellationToken.None);

        Assert.Equal(6_000, (await hearing).Select(heard => heard.Id).Distinct().Count());
        var ended = await Assert.ThrowsAnyAsync<Exception>(() => slow.Take(6_000));
        Assert.IsNotType<TimeoutException>(ended);
    }

    [Fact]
    public async Task The_stream_closes_when_the_token_expires()
    {
        await using var stream = await Open("after=0&type=se.huset.testing.none.v1", lifetime: TimeSpan.FromSeconds(3));
        var open = Stopwatch.StartNew();
        await Assert.ThrowsAsync<EndOfStreamException>(() => stream.Take(1));
        open.Within(6);
    }

    [Fact]
    public async Task The_stream_closes_at_once_when_the_service_stops()
    {
        await using var replica = host.Factory.WithWebHostBuilder(_ => { });
        replica.CreateClient();
        await using var stream = await Open("type=se.huset.testing.none.v1", at: replica);
        await stream.Opened();
        var stopping = Stopwatch.StartNew();
        replica.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        await Assert.ThrowsAnyAsync<Exception>(() => stream.Take(1));
        stopping.Within(2);
    }

    [Fact]
    public Task A_wrong_place_to_start_is_named() => host.As(TestUsers.Analyst).GetAsync("/events/v1/stream?after=nyss").NamesField("after");

    private async Task<EventStream> Open(string query, string? lastEventId = null, TimeSpan? lifetime = null, WebApplicationFactory<Program>? at = null)
    {
        var factory = at ?? host.Factory;
        await AnalyticsHost.Eventually(() => factory.Services.GetRequiredService<EventTail>().HasRoom);
        var client = factory.CreateClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TestTokens.For(TestUsers.Analyst, lifetime));
        if (lastEventId is not null) client.DefaultRequestHeaders.Add("Last-Event-ID", lastEventId);
        var answer = await client.GetAsync($"/events/v1/stream?{query}", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        return new EventStream(new StreamReader(await answer.Content.ReadAsStreamAsync()));
    }
}

internal sealed record ServerSentEvent(string Id, string Type, string Data);

/// <summary>Reads a stream of server-sent events as a browser does.</summary>
internal sealed class EventStream(StreamReader lines) : IAsyncDisposable
{
    /// <summary>Returns when the service has begun to answer and, a little later, listens.</summary>
    public async Task Opened()
    {
        Assert.Equal("retry: 3000", await Line());
        await Task.Delay(200);
    }

    public async Task<List<ServerSentEvent>> Take(int count)
    {
        var heard = new List<ServerSentEvent>();
        var (id, type, data) = ("", "", "");
        while (heard.Count < count)
        {
            switch (await Line())
            {
                case ['i', 'd', ':', ' ', .. var value]: id = value; break;
                case ['e', 'v', 'e', 'n', 't', ':', ' ', .. var value]: type = value; break;
                case ['d', 'a', 't', 'a', ':', ' ', .. var value]: data = value; break;
                case "" when data.Length > 0:
                    heard.Add(new(id, type, data));
                    data = "";
                    break;
            }
        }
        return heard;
    }

    public ValueTask DisposeAsync()
    {
        lines.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<string> Line() => await lines.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20)) ?? throw new EndOfStreamException();
}
