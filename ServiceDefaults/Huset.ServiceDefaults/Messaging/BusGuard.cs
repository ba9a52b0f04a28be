using MassTransit;
using RabbitMQ.Client;

namespace Huset.ServiceDefaults.Messaging;

/// <summary>
/// Keeps one living bus. MassTransit does not always reconnect after its broker died, and says it is healthy all the same;
/// so the guard sends itself a beat, asks the broker whether each queue is served, and starts a new bus in place of one
/// that fails (docs/adr/0003-masstransit-8-and-its-guard.md).
/// </summary>
public sealed class BusGuard(HusetService service, IConfiguration configuration, IServiceProvider services, ILogger<BusGuard> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(12);

    private readonly Uri broker = Bus.Address(configuration.GetConnectionString("messaging")
        ?? throw new InvalidOperationException("ConnectionStrings:messaging is missing."));

    private TaskCompletionSource<Bus> current = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource<Guid> beat = new();

    /// <summary>True while a bus answers its own beats.</summary>
    public bool IsReady { get; private set; }

    /// <summary>How many buses have been started; more than 1 tells that one was replaced.</summary>
    public int Generation { get; private set; }

    /// <summary>Does something with the living bus; waits for one, and gives up after the limit or when that bus is abandoned.</summary>
    public async Task Use(Func<IBus, CancellationToken, Task> act, TimeSpan limit, CancellationToken ct)
    {
        var bus = await current.Task.WaitAsync(limit, ct);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(ct, bus.Gone.Token);
        linked.CancelAfter(limit);
        await act(bus.Control, linked.Token).WaitAsync(linked.Token);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Bus? bus = null;
        try
        {
            DateTime? suspectSince = null;
            var brokerWasDown = false;
            for (long tick = 1; ; tick++)
            {
                if (bus is null)
                {
                    bus = await TryStart(stoppingToken);
                    if (bus is null)
                    {
                        await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken);
                        continue;
                    }
                    (suspectSince, brokerWasDown, IsReady) = (null, false, true);
                    current.TrySetResult(bus);
                }

                // Once the broker is back from being down, the bus gets one quick chance and no patience.
                await Task.Delay(brokerWasDown ? TimeSpan.FromMilliseconds(200) : Every, stoppingToken);
                var fault = await Beats(bus, TimeSpan.FromSeconds(brokerWasDown ? 2 : 5), stoppingToken) ? null : "it does not hear its own beat";
                if (fault is not null || suspectSince is not null || tick % 2 == 0)
                {
                    var probe = await Probe(stoppingToken);
                    if (!probe.BrokerAnswers)
                    {
                        IsReady = false;
                        if (!brokerWasDown) log.LogWarning("The broker does not answer; events wait in the outbox");
                        (suspectSince, brokerWasDown) = (null, true);
                        await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken);
                        continue;
                    }
                    fault ??= probe.Unserved is { } queue ? $"nobody consumes {queue}" : null;
                }

                if (fault is null)
                {
                    if (brokerWasDown) log.LogInformation("The broker is back and the bus with it");
                    (suspectSince, brokerWasDown, IsReady) = (null, false, true);
                    continue;
                }
                suspectSince ??= DateTime.UtcNow;
                if (!brokerWasDown && DateTime.UtcNow - suspectSince + Every < Patience) continue;

                log.LogWarning("A new bus takes over: {Fault}", fault);
                IsReady = false;
                current = new(TaskCreationOptions.RunContinuationsAsynchronously);
                await bus.Abandon(brokerWasDown);
                bus = null;
            }
        }
        finally
        {
            IsReady = false;
            if (bus is not null) await bus.Abandon(brokerWasDown: false);
        }
    }

    private async Task<Bus?> TryStart(CancellationToken ct)
    {
        var bus = Bus.Create(broker, service, services, ++Generation, id => beat.TrySetResult(id));
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
            limit.CancelAfter(TimeSpan.FromSeconds(20));
            await bus.Control.StartAsync(limit.Token);
            return bus;
        }
        catch (Exception e)
        {
            log.LogWarning("The bus could not start and tries again: {Reason}", e.Message);
            await bus.Abandon(brokerWasDown: true);
            ct.ThrowIfCancellationRequested();
            return null;
        }
    }

    /// <summary>Sends a beat through the broker and waits for it to come back.</summary>
    private async Task<bool> Beats(Bus bus, TimeSpan limit, CancellationToken ct)
    {
        beat = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var id = Guid.NewGuid();
        try
        {
            var heard = beat;
            await Task.Run(async () =>
            {
                var endpoint = await bus.Control.GetSendEndpoint(bus.BeatAddress);
                await endpoint.Send(new Beat(id), ct);
                await heard.Task;
            }, ct).WaitAsync(limit, ct);
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Asks the broker itself, over a connection of its own, whether it answers and each work queue has a consumer.</summary>
    private async Task<(bool BrokerAnswers, string? Unserved)> Probe(CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(TimeSpan.FromSeconds(4));
        try
        {
            var factory = new ConnectionFactory { Uri = broker, AutomaticRecoveryEnabled = false, ClientProvidedName = $"{service.Name}-probe" };
            await using var connection = await factory.CreateConnectionAsync(limit.Token);
            await using var channel = await connection.CreateChannelAsync(cancellationToken: limit.Token);
            foreach (var consumer in service.Consumers.All)
            {
                var queue = Bus.QueueOf(service, consumer);
                var state = await channel.QueueDeclarePassiveAsync(queue, limit.Token);
                // Another replica's consumer counts too, so one's own death shows only in what is left lying.
                if (state.ConsumerCount == 0 || (state.MessageCount > 0 && consumer.Deliveries.IsIdleFor(TimeSpan.FromSeconds(10)))) return (true, queue);
            }
            return (true, null);
        }
        catch (RabbitMQ.Client.Exceptions.OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == 404)
        {
            return (true, "a queue that is gone");
        }
        catch (Exception) when (!ct.IsCancellationRequested)
        {
            return (false, null);
        }
    }
}
