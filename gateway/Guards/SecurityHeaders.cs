using Microsoft.Net.Http.Headers;

namespace Huset.Gateway.Guards;

/// <summary>Headers that every answer carries, refusals too. A service may send a stricter policy of its own.</summary>
internal static class SecurityHeaders
{
    private const string Permissions = "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()";

    public static void UseSecurityHeaders(this WebApplication app)
    {
        // Chromium holds the redirect after a form against form-action: signing out ends at the realm.
        var realm = app.Configuration["Keycloak:auth-server-url"] is { Length: > 0 } url ? new Uri(url).GetLeftPart(UriPartial.Authority) : "";
        var policy = $"default-src 'self'; img-src 'self' data:; font-src 'self' data:; style-src 'self'; script-src 'self'; object-src 'none'; base-uri 'self'; frame-ancestors 'none'; form-action 'self' {realm}".TrimEnd();
        app.Use((context, next) =>
        {
            context.Response.OnStarting(() =>
            {
                Set(context, policy);
                return Task.CompletedTask;
            });
            return next(context);
        });
    }

    private static void Set(HttpContext context, string policy)
    {
        var headers = context.Response.Headers;
        headers.Remove(HeaderNames.Server);
        headers.Remove(HeaderNames.XPoweredBy);
        headers.Remove("blazor-enhanced-nav");
        headers.TryAdd(HeaderNames.ContentSecurityPolicy, policy);
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = Permissions;
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (context.Request.IsHttps) headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        // What was read under one person's rights is kept by that person's browser at most.
        if (headers.CacheControl.Count == 0) headers.CacheControl = "private, no-cache";
    }
}
