using System.Diagnostics;
using RabbitMQ.Client;

namespace Huset.Messaging.Tests;

/// <summary>The guard keeps one living bus, whatever MassTransit believes of itself.</summary>
public sealed class BusGuardTests(Probe probe)
{
    [Fact]
    public async Task After_the_broker_was_killed_messages_go_both_ways_again()
    {
        var before = await probe.Tell();
        await Probe.Eventually(async () => await probe.TimesTaken(before) == 1, 10);
        // The first question of a process compiles what it runs.
        await probe.As(TestUsers.Analyst).GetAsync("/probe/v1/operations").Json();
        probe.Broker.Kill();
        var during = await probe.Tell();
        await probe.Broker.Exited;
        try
        {
            await Probe.Eventually(() => Task.FromResult(!probe.Guard.IsReady), 10);
            var asked = Stopwatch.StartNew();
            var figures = await probe.As(TestUsers.Analyst).GetAsync("/probe/v1/operations").Json();
            asked.Within(1);
            Assert.False(figures.TryGetProperty("queues", out _));
            Assert.False(figures.GetProperty("bus").GetProperty("ready").GetBoolean());
        }
        finally
        {
            // Whatever is wrong here is no fault of the tests that come after.
            await probe.Broker.Start();
        }
        await Probe.Eventually(async () => await probe.TimesTaken(during) == 1, 30);
        await Probe.Eventually(() => Task.FromResult(probe.Guard.IsReady), 10);
    }

    [Fact]
    public async Task A_queue_that_nobody_serves_is_noticed_although_beats_go_through()
    {
        var before = probe.Guard.Generation;
        var factory = new ConnectionFactory { Uri = new Uri(probe.Broker.Amqp) };
        await using var connection = await factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        // The queue in another shape: MassTransit cannot take it back, while the beats' own queue lives on.
        await channel.QueueDeleteAsync("probe-take-in");
        await channel.QueueDeclareAsync("probe-take-in", durable: true, exclusive: false, autoDelete: false);

        await Probe.Eventually(() => Task.FromResult(!probe.Guard.IsReady || probe.Guard.Generation > before), 40);

        await channel.QueueDeleteAsync("probe-take-in");
        await Probe.Eventually(() => Task.FromResult(probe.Guard.IsReady && probe.Guard.Generation > before), 60);
        var id = await probe.Tell();
        await Probe.Eventually(async () => await probe.TimesTaken(id) == 1, 15);
    }
}
