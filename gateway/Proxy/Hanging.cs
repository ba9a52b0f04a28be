using Huset.Gateway.Errors;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;

namespace Huset.Gateway.Proxy;

/// <summary>
/// A service that stands still accepts and never answers. Its health checks tell it from one that merely takes its time: whoever
/// waits for it gets 503 then, and nobody else begins to wait until it answers again. What has begun to come, such as a stream of
/// events, is left to come.
/// </summary>
internal static class Hanging
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    /// <summary>How often a service is asked whether it lives, how long it may think and how many misses it takes, from `HealthChecks`.</summary>
    public static ClusterConfig WithHealthChecks(this ClusterConfig cluster, IConfiguration configuration)
    {
        var numbers = configuration.GetSection("HealthChecks");
        return cluster with
        {
            HealthCheck = new()
            {
                Active = new()
                {
                    Enabled = true,
                    Interval = TimeSpan.FromSeconds(numbers.GetValue<double>("EverySeconds")),
                    Timeout = TimeSpan.FromSeconds(numbers.GetValue<double>("PatienceSeconds")),
                    Policy = HealthCheckConstants.ActivePolicy.ConsecutiveFailures,
                    Path = "/health/live",
                },
            },
            Metadata = new Dictionary<string, string>(cluster.Metadata ?? new Dictionary<string, string>())
            {
                [ConsecutiveFailuresHealthPolicyOptions.ThresholdMetadataName] = numbers["Misses"]!,
            },
        };
    }

    /// <summary>A step of the proxy after the destination is chosen.</summary>
    public static async Task GiveUp(HttpContext context, RequestDelegate next)
    {
        if (context.GetReverseProxyFeature().AvailableDestinations is not [var destination])
        {
            await next(context);
            return;
        }
        var aborted = context.RequestAborted;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        context.RequestAborted = end.Token;
        var answer = next(context);
        while (!answer.IsCompleted && !context.Response.HasStarted && !end.IsCancellationRequested)
        {
            await answer.WaitAsync(Look, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (destination.Health.Active == DestinationHealth.Unhealthy && !context.Response.HasStarted) await end.CancelAsync();
        }
        await answer;
        context.RequestAborted = aborted;
        if (end.IsCancellationRequested && !aborted.IsCancellationRequested && !context.Response.HasStarted) await context.Refuse("service.unavailable");
    }
}
