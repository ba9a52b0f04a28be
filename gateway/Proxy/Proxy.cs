using System.Net;
using System.Net.Http.Headers;
using Huset.Gateway.Errors;
using Huset.Gateway.Sessions;
using Microsoft.AspNetCore.Authentication;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace Huset.Gateway.Proxy;

internal static class Proxy
{
    /// <summary>Routes as data (`ReverseProxy` in appsettings.json); what goes on to a service is the bearer token and no cookie but the allowed.</summary>
    public static void AddProxy(this WebApplicationBuilder builder) =>
        builder.Services.AddReverseProxy()
            .LoadFromConfig(builder.Configuration.GetSection("ReverseProxy"))
            .AddConfigFilter<Destinations>()
            .AddTransforms(AddTransforms);

    public static void MapProxy(this WebApplication app) => app.MapReverseProxy(proxy =>
    {
        proxy.UseLoadBalancing();
        proxy.Use(Hanging.GiveUp);
    });

    private static void AddTransforms(TransformBuilderContext route)
    {
        // A service that needs a cookie of its own names its beginning in the route's metadata.
        var cookies = route.Route.Metadata?.GetValueOrDefault("Cookies");
        route.AddRequestTransform(transform =>
        {
            var (request, incoming) = (transform.ProxyRequest, transform.HttpContext.Request);
            request.Headers.Remove("Cookie");
            if (cookies is not null)
            {
                var allowed = string.Join("; ", incoming.Cookies.Where(cookie => cookie.Key.StartsWith(cookies, StringComparison.Ordinal)).Select(cookie => $"{cookie.Key}={cookie.Value}"));
                if (allowed.Length > 0) request.Headers.Add("Cookie", allowed);
            }
            request.Headers.Remove(Guards.Csrf.Header);
            if (transform.HttpContext.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult is { Succeeded: true } session
                && session.Properties?.Items.ContainsKey(SessionStore.Id) is true)
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", session.Properties.GetTokenValue("access_token"));
            }
            return ValueTask.CompletedTask;
        });
        // A service says no in RFC 9457; a person who waits for a page gets the gateway's Swedish one, once for all services, and who
        // follows a stream that is full is told to come back.
        route.AddResponseTransform(transform =>
        {
            if (transform.ProxyResponse is { IsSuccessStatusCode: false, Content.Headers.ContentType.MediaType: "application/problem+json" } no
                && (transform.HttpContext.WantsPage() || (no.StatusCode == HttpStatusCode.ServiceUnavailable && transform.HttpContext.WantsStream())))
            {
                transform.SuppressResponseBody = true;
                (transform.HttpContext.Response.ContentType, transform.HttpContext.Response.ContentLength) = (null, null);
                // The service had begun a page of its own; the gateway's sets this anew, and twice is a fault.
                transform.HttpContext.Response.Headers.Remove("blazor-enhanced-nav");
            }
            return ValueTask.CompletedTask;
        });
    }
}
