using Huset.Gateway.Errors;
using Microsoft.AspNetCore.Mvc;

namespace Huset.Gateway.Sessions;

/// <summary>
/// The realm's word that someone has signed out there, or that an administrator has ended their session (OpenID Connect Back-Channel
/// Logout 1.0). It comes from the realm itself, so that there is neither cookie nor page: the signed token is all there is to trust.
/// </summary>
internal static partial class BackchannelLogout
{
    public const string Path = "/bff/backchannel-logout";

    public static void MapBackchannelLogout(this WebApplication app) =>
        app.MapPost(Path, Handle).AllowAnonymous().WithMetadata(new RequestSizeLimitAttribute(64 * 1024));

    private static async Task Handle(HttpContext context, Realm realm, SessionStore store, ILogger<LogoutToken> log)
    {
        // The answer must be asked for anew each time, whatever lies between.
        context.Response.Headers.CacheControl = "no-store";
        var token = await Read(context) is { Length: > 0 } text ? await realm.LogoutToken(text, context.RequestAborted) : null;
        if (token is null || await store.End(token) is not { } ended)
        {
            await context.Refuse("logout-token.invalid");
            return;
        }
        Line(log, ended);
    }

    private static async Task<string?> Read(HttpContext context)
    {
        if (context.Request.ContentType?.Split(';')[0].Trim() is not "application/x-www-form-urlencoded") return null;
        try
        {
            return (await context.Request.ReadFormAsync(context.RequestAborted))["logout_token"] is [var only] ? only : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    [LoggerMessage(1, LogLevel.Information, "A sign-out at the realm ended {Sessions} sessions")]
    private static partial void Line(ILogger log, int sessions);
}
