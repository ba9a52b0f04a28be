using System.Net.Sockets;
using MassTransit;
using RabbitMQ.Client;

namespace Huset.ServiceDefaults.Messaging;

/// <summary>One generation of the service's MassTransit bus: its queues, and every socket it opened.</summary>
internal sealed record Bus(IBusControl Control, Uri BeatAddress, Fence Fence, CancellationTokenSource Gone)
{
    /// <summary>Header that names the sending service.</summary>
    public const string ServiceHeader = "Huset-Service";

    public static Uri Address(string connectionString) => new(connectionString);

    public static Bus Create(Uri broker, HusetService service, IServiceProvider services, int generation, Action<Guid> onBeat)
    {
        var fence = new Fence();
        Uri? beats = null;
        var control = MassTransit.Bus.Factory.CreateUsingRabbitMq(bus =>
        {
            Configure(bus, broker, service, $"{service.Name}-{Environment.ProcessId}-{generation}", fence);
            // The generation is in the name, or the old bus eats the new one's beats.
            bus.ReceiveEndpoint($"{service.Name}-beat-{Environment.ProcessId}-{generation}", endpoint =>
            {
                (endpoint.Durable, endpoint.AutoDelete, endpoint.ConfigureConsumeTopology) = (false, true, false);
                beats = endpoint.InputAddress;
                endpoint.Handler<Beat>(context =>
                {
                    onBeat(context.Message.Id);
                    return Task.CompletedTask;
                });
            });
            foreach (var consumer in service.Consumers.All) Endpoint(bus, service, consumer, services);
        });
        return new Bus(control, beats!, fence, new CancellationTokenSource());
    }

    public static void Configure(IRabbitMqBusFactoryConfigurator bus, Uri broker, HusetService service, string connection, Fence? fence)
    {
        var user = broker.UserInfo.Split(':', 2);
        bus.Host(broker.Host, (ushort)broker.Port, "/", connection, host =>
        {
            host.Username(Uri.UnescapeDataString(user[0]));
            host.Password(Uri.UnescapeDataString(user.ElementAtOrDefault(1) ?? ""));
            host.Heartbeat(TimeSpan.FromSeconds(10));
            if (fence is not null)
            {
                host.OnRefreshConnectionFactory = factory =>
                {
                    factory.SocketFactory = fence.Open;
                    return Task.CompletedTask;
                };
            }
        });
        bus.ConfigureJsonSerializerOptions(options =>
        {
            options.WriteIndented = false;
            return options;
        });
        bus.ConfigurePublish(pipe => pipe.UseExecute(context =>
        {
            context.Headers.Set(ServiceHeader, service.Name);
            // Without this the broker confirms and drops what no queue is bound to.
            if (context.TryGetPayload(out RabbitMqSendContext? rabbit)) rabbit.Mandatory = true;
        }));
    }

    public static void Endpoint(IRabbitMqBusFactoryConfigurator bus, HusetService service, Consumer consumer, IServiceProvider services) =>
        bus.ReceiveEndpoint(QueueOf(service, consumer), endpoint =>
        {
            endpoint.SetQuorumQueue();
            endpoint.PrefetchCount = consumer.Prefetch;
            endpoint.ConcurrentMessageLimit = consumer.Concurrency;
            endpoint.PublishFaults = false;
            var failed = new KeepFailed(services, consumer.Queue);
            endpoint.ConfigureError(pipe => pipe.UseFilter(failed));
            endpoint.ConfigureDeadLetter(pipe => pipe.UseFilter(failed));
            consumer.Attach(endpoint, services, consumer);
        });

    public static string QueueOf(HusetService service, Consumer consumer) => $"{service.Name}-{consumer.Queue}";

    /// <summary>Ends the generation for good: its work is told, its sockets are closed, and what is left of it stops in its own time.</summary>
    public async Task Abandon(bool brokerWasDown)
    {
        await Gone.CancelAsync();
        // A stuck bus burns its whole stop timeout, so its sockets go first when they are known to be dead.
        if (brokerWasDown) Fence.Close();
        var stop = Task.Run(async () =>
        {
            try
            {
                using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
                await Control.StopAsync(limit.Token).WaitAsync(TimeSpan.FromSeconds(6));
            }
            catch (Exception)
            {
                // Whatever it could not end in order is ended by the fence.
            }
            Fence.Close();
        });
        if (!brokerWasDown) await stop;
    }
}

/// <summary>A message that a bus sends to itself to know that it both publishes and consumes.</summary>
public sealed record Beat(Guid Id);

/// <summary>Every socket of one bus generation, so that an abandoned bus can keep none.</summary>
internal sealed class Fence
{
    private readonly List<ITcpClient> open = [];
    private bool closed;

    public ITcpClient Open(AddressFamily family)
    {
        lock (open)
        {
            if (closed) throw new InvalidOperationException("This bus is abandoned.");
            open.RemoveAll(client => !client.Connected && client.Client is null);
            var socket = ConnectionFactoryBase.DefaultSocketFactory(family);
            open.Add(socket);
            return socket;
        }
    }

    public void Close()
    {
        lock (open)
        {
            closed = true;
            foreach (var socket in open)
            {
                try
                {
                    socket.Close();
                }
                catch (Exception)
                {
                    // Closed already.
                }
            }
            open.Clear();
        }
    }
}
