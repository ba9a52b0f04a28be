using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Huset.Analytics.Features;
using Huset.AppHost.Local;
using Huset.Deviations.Contracts;
using Huset.Events;
using Huset.ServiceDefaults.Messaging;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Huset.Analytics.Tests;

/// <summary>From a service's publish through the real broker to the log, and on to the stream that outsiders read.</summary>
public sealed class RelayEventsTests(RelayEventsTests.Host host) : IClassFixture<RelayEventsTests.Host>
{
    [Fact]
    public async Task What_a_service_publishes_comes_out_of_the_stream_in_the_logs_order_whoever_dies_meanwhile()
    {
        await Publish(300);
        await Logged(300);
        AssertIsTheLog(await ReadStream(300), 300);

        // The database dies: what is published meanwhile waits at the broker.
        host.Postgres.Kill();
        await Publish(100);
        await host.Postgres.Start();
        await Logged(400);

        // The broker dies: the relay comes back by itself and repeats nothing that it remembers as confirmed.
        host.Rabbit.Kill();
        await host.Rabbit.Start();
        await Publish(100);
        await Logged(500);
        AssertIsTheLog(await ReadStream(500), 500);
        await ReadByTheExample(500);
        Assert.Equal(0, await host.Scalar<long>("select count(*) from inbox_failed"));
    }

    private Task Publish(int count) => Task.WhenAll(Enumerable.Range(0, count).Select(async _ =>
    {
        var deviation = Guid.CreateVersion7();
        var reported = new DeviationReported(deviation, TestUnits.Norrangen, "other", "none", new(2026, 3, 10), 7, "reported", null, null, Visibility.Analyst, [], 1, DateTimeOffset.UtcNow);
        for (var patience = 60; ; patience--)
        {
            try
            {
                await host.Factory.Services.GetRequiredService<BusGuard>().Use((bus, ct) => bus.Publish(reported, context => context.MessageId = deviation, ct), TimeSpan.FromSeconds(15), CancellationToken.None);
                return;
            }
            catch (Exception) when (patience > 0)
            {
                await Task.Delay(500);
            }
        }
    }));

    private async Task Logged(long count)
    {
        for (var patience = 300; ; patience--)
        {
            try
            {
                if (await host.Scalar<long>("select count(*) from events") == count) return;
            }
            catch (Npgsql.NpgsqlException)
            {
                // It is on its way up.
            }
            Assert.NotEqual(0, patience);
            await Task.Delay(200);
        }
    }

    private static void AssertIsTheLog(IReadOnlyList<(string Id, JsonElement Event)> heard, int count)
    {
        // At least once: a copy is told by its id.
        var once = heard.DistinctBy(message => message.Id).ToList();
        Assert.Equal(Enumerable.Range(1, count).Select(sequence => $"{sequence:D19}"), once.Select(message => message.Event.GetProperty("sequence").GetString()));
        Assert.All(once, message => Assert.Equal(message.Id, message.Event.GetProperty("id").GetString()));
    }

    private async Task<IReadOnlyList<(string Id, JsonElement Event)>> ReadStream(int distinct)
    {
        var factory = new ConnectionFactory { Uri = new Uri(host.Rabbit.Amqp) };
        await using var connection = await factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.BasicQosAsync(0, 100, global: false);
        var heard = new List<(string, JsonElement)>();
        var ids = new HashSet<string>();
        var all = new TaskCompletionSource();
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, delivery) =>
        {
            Assert.Equal("application/cloudevents+json", delivery.BasicProperties.ContentType);
            heard.Add((delivery.BasicProperties.MessageId!, JsonSerializer.Deserialize<JsonElement>(Encoding.UTF8.GetString(delivery.Body.Span))));
            await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false);
            if (ids.Add(delivery.BasicProperties.MessageId!) && ids.Count == distinct) all.TrySetResult();
        };
        await channel.BasicConsumeAsync(RelayEvents.Stream, autoAck: false, "", new Dictionary<string, object?> { ["x-stream-offset"] = "first" }, consumer);
        await all.Task.WaitAsync(TimeSpan.FromSeconds(60));
        return heard;
    }

    // A client in another language, as analysts are shown it to copy; where its library is there.
    private async Task ReadByTheExample(int distinct)
    {
        try
        {
            using var tried = Process.Start(new ProcessStartInfo("python3", ["-c", "import pika"]) { RedirectStandardError = true })!;
            await tried.WaitForExitAsync();
            if (tried.ExitCode != 0) return;
        }
        catch (Win32Exception)
        {
            return;
        }
        var code = SubscriptionPagesTests.Code(await host.As(TestUsers.Analyst).GetAsync("/analys/handelser/exempel").Html(), "Amqp");
        using var reader = Process.Start(new ProcessStartInfo("python3", ["-c", code]) { RedirectStandardOutput = true, Environment = { ["HUSET_AMQP"] = host.Rabbit.Amqp } })!;
        try
        {
            var read = new List<(string Sequence, string Id)>();
            while (read.DistinctBy(line => line.Id).Count() < distinct)
            {
                var line = await reader.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)) ?? throw new EndOfStreamException();
                read.Add((line.Split(' ')[0], line.Split(' ')[1]));
            }
            Assert.Equal(Enumerable.Range(1, distinct).Select(sequence => $"{sequence:D19}"), read.DistinctBy(line => line.Id).Select(line => line.Sequence));
        }
        finally
        {
            reader.Kill();
            await reader.WaitForExitAsync();
        }
    }

    public sealed class Host() : ServiceHost<Program, AnalyticsDb>("analytics", seedUnits: false)
    {
        private readonly string folder = PrivateFolder.CreateTemporary("huset-test-relay");
        private RabbitServer? rabbit;

        public RabbitServer Rabbit => rabbit!;

        protected override IEnumerable<KeyValuePair<string, string>> Configuration => [new("ConnectionStrings:messaging", Rabbit.Amqp)];

        public override async ValueTask InitializeAsync()
        {
            rabbit = new RabbitServer(folder, "test");
            await rabbit.Start();
            await base.InitializeAsync();
            await Eventually(() => Factory.Services.GetRequiredService<BusGuard>().IsReady);
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            await Rabbit.DisposeAsync();
            PrivateFolder.Delete(folder);
        }
    }
}
