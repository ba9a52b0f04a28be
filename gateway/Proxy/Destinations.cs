using Huset.Ui;
using Yarp.ReverseProxy.Configuration;

namespace Huset.Gateway.Proxy;

/// <summary>
/// Where each cluster's service is, from `services:{name}:http:{n}` as the application host sets it. A service that is not configured
/// has no destination, and its addresses answer 503.
/// </summary>
internal sealed class Destinations(IConfiguration configuration) : IProxyConfigFilter
{
    public static IReadOnlyList<string> Of(IConfiguration configuration, string service) =>
        [.. configuration.GetSection($"services:{service}:http").GetChildren().Select(child => child.Value).OfType<string>().Where(url => url.Length > 0)];

    /// <summary>The rooms that this installation has.</summary>
    public static IEnumerable<Room> Here(IConfiguration configuration) =>
        Rooms.All.Where(room => Of(configuration, room.Service).Count > 0);

    public ValueTask<ClusterConfig> ConfigureClusterAsync(ClusterConfig origCluster, CancellationToken cancel) => new(origCluster.WithHealthChecks(configuration) with
    {
        Destinations = Of(configuration, origCluster.ClusterId).ToDictionary(url => url, url => new DestinationConfig { Address = url }),
    });

    public ValueTask<RouteConfig> ConfigureRouteAsync(RouteConfig route, ClusterConfig? cluster, CancellationToken cancel) => new(route);
}
