using Huset.Gateway.Proxy;
using Huset.ServiceDefaults;
using Huset.Ui;

namespace Huset.Gateway.Guards;

/// <summary>The request passed a proxy before it came here, so that its address is the proxy's.</summary>
internal sealed class CameThroughProxy;

/// <summary>What only the gateway may say to a service is not believed from outside; then the gateway says which rooms there are.</summary>
internal static class InboundHeaders
{
    private static readonly string[] Forged =
    [
        "Forwarded", "X-Forwarded-", "X-Huset-", "X-User", "X-Auth-", "X-Authenticated-", "X-Remote-", "Remote-User", "X-Original-", "X-Rewrite-Url",
        "X-Ms-Client-Principal", "X-Client-Cert", "X-SSL-Client", "X-Http-Method-Override",
    ];

    public static void UseInboundHeaders(this WebApplication app)
    {
        var forged = DemoClock.IsOn(app.Configuration) ? Forged : [.. Forged, DemoClock.Header];
        var rooms = string.Join(',', Destinations.Here(app.Configuration).Select(room => room.Service));
        app.Use((context, next) =>
        {
            var headers = context.Request.Headers;
            if (headers.ContainsKey("X-Forwarded-For") || headers.ContainsKey("Forwarded")) context.Features.Set(new CameThroughProxy());
            foreach (var name in headers.Keys.Where(name => forged.Any(start => name.StartsWith(start, StringComparison.OrdinalIgnoreCase))).ToList())
                headers.Remove(name);
            headers[Rooms.Header] = rooms;
            return next(context);
        });
    }
}
