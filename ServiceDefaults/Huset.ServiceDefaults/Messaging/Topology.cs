using MassTransit;

namespace Huset.ServiceDefaults.Messaging;

/// <summary>Declares a service's exchanges, queues and bindings without consuming, before any service starts.</summary>
internal static class Topology
{
    public static async Task Declare(string broker, HusetService service, CancellationToken ct)
    {
        var bus = MassTransit.Bus.Factory.CreateUsingRabbitMq(cfg =>
        {
            Bus.Configure(cfg, Bus.Address(broker), service, $"{service.Name}-prepare", fence: null);
            cfg.DeployTopologyOnly = true;
            foreach (var consumer in service.Consumers.All) Bus.Endpoint(cfg, service, consumer, EmptyServices.Instance);
        });
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        await bus.StartAsync(limit.Token);
        await bus.StopAsync(limit.Token);
    }

    private sealed class EmptyServices : IServiceProvider
    {
        public static readonly EmptyServices Instance = new();
        public object? GetService(Type serviceType) => null;
    }
}
