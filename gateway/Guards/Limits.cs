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
            // Known from the start: said at once instead of after ten megabytes.
            var most = context.GetEndpoint()?.Metadata.GetMetadata<RouteModel>()?.Config.MaxRequestBodySize
                ?? context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize;
            if (most >= 0 && context.Request.ContentLength > most) await context.Refuse("request.too-large");
            else await next(context);
        });
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
