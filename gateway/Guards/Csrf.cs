using System.Security.Cryptography;
using System.Text;
using Huset.Gateway.Errors;
using Huset.Gateway.Sessions;
using Microsoft.AspNetCore.Authentication;

namespace Huset.Gateway.Guards;

/// <summary>
/// Stops other sites from using a signed-in browser, here where the cookie is. A call with its own bearer token has no such
/// power to borrow and passes.
/// </summary>
internal static class Csrf
{
    public const string Cookie = "XSRF-TOKEN", Header = "X-XSRF-TOKEN";

    public static void UseCsrf(this WebApplication app) => app.Use(async (context, next) =>
    {
        var session = context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult is { Succeeded: true } result
            && result.Properties!.Items.TryGetValue(SessionStore.Xsrf, out var token) ? token : null;
        if (session is null)
        {
            await next(context);
            return;
        }
        var request = context.Request;
        if (!IsSafe(request.Method))
        {
            if (!IsOwnPage(request))
            {
                await context.Refuse("csrf.origin");
                return;
            }
            if (!IsForm(request) && !Echoes(request, session))
            {
                await context.Refuse("csrf.token");
                return;
            }
        }
        else if (context.WantsPage() && request.Cookies[Cookie] != session)
        {
            // Readable by our own scripts, which echo it; worthless without the session's own cookie.
            context.Response.Cookies.Append(Cookie, session, new() { SameSite = SameSiteMode.Strict, Secure = request.IsHttps, Path = "/" });
        }
        await next(context);
    });

    private static bool IsSafe(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    // The browser's own word on where the request began; only older browsers leave it out, and they send Origin.
    private static bool IsOwnPage(HttpRequest request) =>
        request.Headers.TryGetValue("Sec-Fetch-Site", out var site)
            ? site == "same-origin"
            : request.Headers.Origin == $"{request.Scheme}://{request.Host}";

    private static bool IsForm(HttpRequest request) =>
        request.ContentType?.Split(';')[0].Trim().ToLowerInvariant() is "application/x-www-form-urlencoded" or "multipart/form-data";

    private static bool Echoes(HttpRequest request, string session) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(request.Headers[Header].ToString()), Encoding.UTF8.GetBytes(session));
}
