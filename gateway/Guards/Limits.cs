using System.Globalization;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Huset.Gateway.Errors;
using Huset.Gateway.Sessions;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Yarp.ReverseProxy.Model;

namespace Huset.Gateway.Guards;

/// <summary>How much one caller may ask: a full bucket of `Burst` requests that fills again by `PerSecond`, or where that is too much by `PerMinute`.</summary>
internal sealed record Limit(int Burst, int PerSecond = 0, int PerMinute = 0);

/// <summary>Sizes and rates, as data in `Limits`. Rates go by user; by address only for those who are nobody yet.</summary>
internal static class Limits
{
    public static void AddLimits(this WebApplicationBuilder builder)
    {
        var limits = builder.Configuration.GetSection("Limits");
        var (user, address, signIn, open) = (Read("User"), Read("Address"), Read("SignIn"), Read("Public"));
        var clients = limits.GetSection("Clients").GetChildren().ToDictionary(client => client.Key, client => client.Get<Limit>()!);

        builder.Services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = limits.GetValue<long>("BodyBytes");
            kestrel.Limits.MaxRequestHeadersTotalSize = limits.GetValue<int>("HeaderBytes");
            kestrel.Limits.MaxConcurrentConnections = limits.GetValue<long>("Connections");
            // Who sends a byte now and then to keep a place is shown out.
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(limits.GetValue<int>("HeaderSeconds"));
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(limits.GetValue<int>("IdleSeconds"));
            var slowest = new MinDataRate(limits.GetValue<double>("BytesPerSecond"), TimeSpan.FromSeconds(5));
            (kestrel.Limits.MinRequestBodyDataRate, kestrel.Limits.MinResponseDataRate) = (slowest, slowest);
        });
        builder.Services.AddRateLimiter(options =>
        {
            options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(Partition);
            options.OnRejected = async (rejected, _) =>
            {
                var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var left) ? Math.Max(1, Math.Ceiling(left.TotalSeconds)) : 1;
                rejected.HttpContext.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
                await rejected.HttpContext.Refuse("request.too-many");
            };
        });

        Limit Read(string name) => limits.GetSection(name).Get<Limit>() ?? throw new InvalidOperationException($"Limits:{name} is missing.");

        RateLimitPartition<string> Partition(HttpContext context)
        {
            var path = context.Request.Path;
            if (path.StartsWithSegments("/health") || path.StartsWithSegments("/_content")) return RateLimitPartition.GetNoLimiter("");
            var from = From(context);
            if (path.StartsWithSegments("/bff/login")) return Bucket($"sign-in {from}", signIn);
            // What anyone may send without being someone (a complaint, a receipt's code) has a bucket of its own, whoever sends it: the rest goes on beside it.
            if (HttpMethods.IsPost(context.Request.Method) && IsPublic(context)) return Bucket($"public {from}", open);
            if (path == BackchannelLogout.Path) return Bucket($"logout {from}", address);
            if (context.User.FindFirst("sub")?.Value is not { } sub) return Bucket($"address {from}", address);
            var client = context.User.FindFirst("azp")?.Value ?? "";
            return Bucket($"user {sub} {client}", clients.GetValueOrDefault(client, user));
        }
    }

    public static void UseLimits(this WebApplication app)
    {
        app.UseRateLimiter();
        app.Use(async (context, next) =>
        {
            var most = context.GetEndpoint()?.Metadata.GetMetadata<RouteModel>()?.Config.MaxRequestBodySize
                ?? context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize;
            if (most is null || context.Request.ContentLength is not { } length || length <= most)
            {
                await next(context);
                return;
            }
            await Discard(context, length, most.Value);
            await context.Refuse("request.too-large");
        });
    }

    /// <summary>The address is for anyone, without being someone.</summary>
    public static bool IsPublic(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<RouteModel>()?.Config.Metadata?.GetValueOrDefault("Limit") == "Public";

    // Whoever has one IPv6 address has all of its /64. X-Forwarded-For counts only behind a proxy that is said to be there (README).
    private static string From(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        if (address is null or { AddressFamily: AddressFamily.InterNetwork } or { IsIPv4MappedToIPv6: true }) return address?.MapToIPv4().ToString() ?? "";
        return Convert.ToHexString(address.GetAddressBytes(), 0, 8);
    }

    // Most callers read no answer before they have sent all; those who ask first (Expect) are told at once.
    private static async Task Discard(HttpContext context, long length, long most)
    {
        if (context.Request.Headers.Expect.Count > 0 || length > 10 * most) return;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = length;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        try
        {
            await context.Request.Body.CopyToAsync(Stream.Null, patience.Token);
        }
        catch (OperationCanceledException)
        {
            // Too slow to wait for.
        }
    }

    // A bucket that has filled again is forgotten within seconds, so that there are never more than the callers of the last minute.
    private static RateLimitPartition<string> Bucket(string caller, Limit limit) =>
        RateLimitPartition.GetTokenBucketLimiter(caller, _ => new()
        {
            TokenLimit = limit.Burst,
            TokensPerPeriod = limit.PerSecond > 0 ? limit.PerSecond : 1,
            ReplenishmentPeriod = TimeSpan.FromSeconds(limit.PerSecond > 0 ? 1 : 60.0 / limit.PerMinute),
            QueueLimit = 0,
        });
}
