using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Operations;
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

    private BrokerWatch? brokerWatch;
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

    /// <summary>The service's work queues as the broker tells them within the limit; null when it does not.</summary>
    internal Task<IReadOnlyList<QueueState>?> Queues(TimeSpan atMost, CancellationToken ct) =>
        brokerWatch?.Queues(atMost, ct) ?? Task.FromResult<IReadOnlyList<QueueState>?>(null);

    /// <summary>Puts bytes that a queue has given before into it again, and returns when the broker has them safe.</summary>
    /// <exception cref="BrokerAway">503: the broker did not take them within five seconds.</exception>
    internal async Task Return(string queue, Guid? messageId, string contentType, byte[] body, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(TimeSpan.FromSeconds(5));
        try
        {
            // One for each: a person presses a button now and then, and a blocked publisher must not block the guard.
            var factory = new ConnectionFactory { Uri = broker, AutomaticRecoveryEnabled = false, ClientProvidedName = $"{service.Name}-return" };
            await using var connection = await factory.CreateConnectionAsync(limit.Token);
            await using var channel = await connection.CreateChannelAsync(
                new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true, outstandingPublisherConfirmationsRateLimiter: null), limit.Token);
            var properties = new BasicProperties { ContentType = contentType, DeliveryMode = DeliveryModes.Persistent, MessageId = messageId?.ToString() };
            await channel.BasicPublishAsync("", queue, mandatory: true, properties, body, limit.Token);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            throw new BrokerAway(e);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var watch = brokerWatch = new BrokerWatch(broker, service);
        Bus? bus = null;
        try
        {
            DateTime? suspectSince = null;
            var brokerWasDown = false;
            for (long tick = 1; ; tick++)
            {
                if (watch.IsLost)
                {
                    if (bus is not null && !brokerWasDown) log.LogWarning("The broker is gone; events wait in the outbox");
                    (IsReady, suspectSince, brokerWasDown) = (false, null, true);
                    if (!await watch.Connect(stoppingToken))
                    {
                        await Task.Delay(TimeSpan.FromMilliseconds(500), stoppingToken);
                        continue;
                    }
                }
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
                await Task.WhenAny(watch.Lost, Task.Delay(brokerWasDown ? TimeSpan.FromMilliseconds(200) : Every, stoppingToken));
                stoppingToken.ThrowIfCancellationRequested();
                if (watch.IsLost) continue;
                var fault = await Beats(bus, TimeSpan.FromSeconds(brokerWasDown ? 2 : 5), watch.Lost, stoppingToken) ? null : "it does not hear its own beat";
                if (fault is null && (suspectSince is not null || tick % 2 == 0) && await watch.Unserved(stoppingToken) is { } queue) fault = $"nobody consumes {queue}";
                if (watch.IsLost) continue;

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
            // MassTransit heeds the token late: with one queue that it cannot take, its start lasts a minute.
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
            limit.CancelAfter(TimeSpan.FromSeconds(10));
            await bus.Control.StartAsync(limit.Token).WaitAsync(limit.Token);
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

    /// <summary>Sends a beat through the broker and waits for it to come back; gives up at once when the broker is lost.</summary>
    private async Task<bool> Beats(Bus bus, TimeSpan limit, Task lost, CancellationToken ct)
    {
        var heard = beat = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var there = Task.Run(async () =>
        {
            var endpoint = await bus.Control.GetSendEndpoint(bus.BeatAddress);
            await endpoint.Send(new Beat(Guid.NewGuid()), ct);
            await heard.Task;
        }, ct);
        _ = there.ContinueWith(task => task.Exception, TaskContinuationOptions.OnlyOnFaulted); // a dead bus answers when nobody asks any more
        return await Task.WhenAny(there, lost, Task.Delay(limit, ct)) == there && there.IsCompletedSuccessfully;
    }
}
