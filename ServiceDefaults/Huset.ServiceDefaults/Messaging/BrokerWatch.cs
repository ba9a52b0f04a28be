using Huset.ServiceDefaults.Operations;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Huset.ServiceDefaults.Messaging;

/// <summary>
/// One plain connection to the broker, without recovery: that it breaks tells at once that the broker went away, also when it
/// is back before anyone has asked. Over it the guard asks how the work queues are served.
/// </summary>
internal sealed class BrokerWatch(Uri broker, HusetService service) : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(4);

    private TaskCompletionSource lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IConnection? connection;

    public bool IsLost => connection is not { IsOpen: true };

    /// <summary>Ends when the connection breaks.</summary>
    public Task Lost => lost.Task;

    public async Task<bool> Connect(CancellationToken ct)
    {
        await DisposeAsync();
        try
        {
            using var limit = Within(ct);
            var factory = new ConnectionFactory
            {
                Uri = broker,
                AutomaticRecoveryEnabled = false,
                RequestedHeartbeat = TimeSpan.FromSeconds(5),
                ClientProvidedName = $"{service.Name}-watch",
            };
            var broken = lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
            connection = await factory.CreateConnectionAsync(limit.Token);
            connection.ConnectionShutdownAsync += (_, _) =>
            {
                broken.TrySetResult();
                return Task.CompletedTask;
            };
            if (!connection.IsOpen) broken.TrySetResult();
            return !IsLost;
        }
        catch (Exception) when (!ct.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Name of a work queue that is gone, has no consumer, or holds messages that come to nobody here; null when all is well or the broker is lost.</summary>
    public async Task<string?> Unserved(CancellationToken ct)
    {
        if (connection is not { IsOpen: true } open) return null;
        var queue = "";
        try
        {
            using var limit = Within(ct);
            await using var channel = await open.CreateChannelAsync(cancellationToken: limit.Token);
            foreach (var consumer in service.Consumers.All)
            {
                queue = Bus.QueueOf(service, consumer);
                var state = await channel.QueueDeclarePassiveAsync(queue, limit.Token);
                // Another replica's consumer counts too, so one's own death shows only in what is left lying.
                if (state.ConsumerCount == 0 || (state.MessageCount > 0 && consumer.Deliveries.IsIdleFor(TimeSpan.FromSeconds(10)))) return queue;
            }
            return null;
        }
        catch (OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == 404)
        {
            return $"{queue}, which is gone";
        }
        catch (Exception) when (!ct.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>What waits in each work queue and how many consume it; null for the whole when the broker does not answer within the limit.</summary>
    public async Task<IReadOnlyList<QueueState>?> Queues(TimeSpan atMost, CancellationToken ct)
    {
        if (connection is not { IsOpen: true } open) return null;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(atMost);
        try
        {
            return await Task.WhenAll(service.Consumers.All.Select(consumer => State(open, Bus.QueueOf(service, consumer), limit.Token)));
        }
        catch (Exception) when (!ct.IsCancellationRequested)
        {
            return null;
        }
    }

    // A channel each: the broker closes the one that asks for a queue that is gone.
    private static async Task<QueueState> State(IConnection open, string queue, CancellationToken ct)
    {
        await using var channel = await open.CreateChannelAsync(cancellationToken: ct);
        try
        {
            var state = await channel.QueueDeclarePassiveAsync(queue, ct);
            return new(queue, state.MessageCount, state.ConsumerCount);
        }
        catch (OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == 404)
        {
            return new(queue, 0, 0);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (connection is null) return;
        try
        {
            await connection.DisposeAsync();
        }
        catch (Exception)
        {
            // It was broken already.
        }
        connection = null;
    }

    private static CancellationTokenSource Within(CancellationToken ct)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Limit);
        return limit;
    }
}
