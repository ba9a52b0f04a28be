using System.Globalization;
using System.Threading.RateLimiting;
using Huset.Gateway.Errors;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Yarp.ReverseProxy.Model;

namespace Huset.Gateway.Guards;

/// <summary>How much one caller may ask: a full bucket of `Burst` requests that fills again by `PerSecond`.</summary>
internal sealed record Limit(int Burst, int PerSecond);

/// <summary>Sizes and rates, as data in `Limits`. Rates go by user; by address only for those who are nobody yet.</summary>
internal static class Limits
{
    public static void AddLimits(this WebApplicationBuilder builder)
    {
        var limits = builder.Configuration.GetSection("Limits");
        var (user, address, signIn) = (Read("User"), Read("Address"), Read("SignIn"));
        var clients = limits.GetSection("Clients").GetChildren().ToDictionary(client => client.Key, client => client.Get<Limit>()!);

        builder.Services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = limits.GetValue<long>("BodyBytes");
            kestrel.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
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
            var from = context.Connection.RemoteIpAddress?.ToString() ?? "";
            if (path.StartsWithSegments("/bff/login")) return Bucket($"sign-in {from}", signIn);
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

    private static RateLimitPartition<string> Bucket(string caller, Limit limit) =>
        RateLimitPartition.GetTokenBucketLimiter(caller, _ => new()
        {
            TokenLimit = limit.Burst,
            TokensPerPeriod = limit.PerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        });
}
