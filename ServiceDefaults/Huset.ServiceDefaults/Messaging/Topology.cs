using MassTransit;

namespace Huset.ServiceDefaults.Messaging;

/// <summary>Declares a service's exchanges, queues and bindings without consuming, before any service starts.</summary>
internal static class Topology
{
    // Once of some hundred times the bus came neither up nor back, whatever its token said; who waits is started again.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <exception cref="TimeoutException">The broker did not take them in time.</exception>
    public static async Task Declare(string broker, HusetService service, CancellationToken ct)
    {
        var bus = MassTransit.Bus.Factory.CreateUsingRabbitMq(cfg =>
        {
            Bus.Configure(cfg, Bus.Address(broker), service, $"{service.Name}-prepare", fence: null);
            cfg.DeployTopologyOnly = true;
            foreach (var consumer in service.Consumers.All) Bus.Endpoint(cfg, service, consumer, EmptyServices.Instance);
        });
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        await bus.StartAsync(limit.Token).WaitAsync(Patience, ct);
        await bus.StopAsync(limit.Token).WaitAsync(Patience, ct);
    }

    private sealed class EmptyServices : IServiceProvider
    {
        public static readonly EmptyServices Instance = new();
        public object? GetService(Type serviceType) => null;
    }
}
