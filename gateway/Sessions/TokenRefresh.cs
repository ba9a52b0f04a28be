using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Huset.Gateway.Sessions;

/// <summary>
/// Keeps a session's access token fresh. However many requests find it old, the realm is asked once: a second use of the same refresh
/// token would be taken for theft and end the session.
/// </summary>
internal sealed class TokenRefresh(SessionStore store, Realm realm, TimeProvider clock, IConfiguration configuration)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<AuthenticationTicket?>>> running = new();
    private readonly TimeSpan margin = TimeSpan.FromSeconds(configuration.GetValue("Session:RefreshBeforeSeconds", 30));

    public async Task Validate(CookieValidatePrincipalContext context)
    {
        var left = TimeLeft(context.Properties);
        if (left > margin) return;
        try
        {
            var fresh = await Once(context.Properties.Items[SessionStore.Id]!, context.Properties.GetTokenValue("access_token"));
            if (fresh is null)
            {
                context.RejectPrincipal();
                return;
            }
            context.ReplacePrincipal(fresh.Principal);
            context.Properties.StoreTokens(fresh.Properties.GetTokens());
        }
        catch (RealmUnavailable) when (left > TimeSpan.Zero)
        {
            // The old token still works.
        }
    }

    private async Task<AuthenticationTicket?> Once(string session, string? old)
    {
        var mine = running.GetOrAdd(session, _ => new(() => Refresh(session, old)));
        try
        {
            return await mine.Value;
        }
        finally
        {
            running.TryRemove(new(session, mine));
        }
    }

    private async Task<AuthenticationTicket?> Refresh(string session, string? old)
    {
        // Not the request's own token: a reader who leaves must not break off what others wait for.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        return await store.Change(session, async ticket =>
        {
            if (ticket.Properties.GetTokenValue("access_token") != old) return ticket;
            if (ticket.Properties.GetTokenValue("refresh_token") is not { } refreshToken) return null;
            using var answer = await realm.Refresh(refreshToken, patience.Token);
            if (answer is null) return null;
            return new AuthenticationTicket(
                new ClaimsPrincipal(await realm.Person(Text(answer, "access_token")!, ticket.AuthenticationScheme, patience.Token)),
                WithTokens(ticket.Properties.Clone(), answer),
                ticket.AuthenticationScheme);
        }, patience.Token);
    }

    private AuthenticationProperties WithTokens(AuthenticationProperties properties, JsonDocument answer)
    {
        var expires = clock.GetUtcNow().AddSeconds(answer.RootElement.GetProperty("expires_in").GetInt32());
        properties.UpdateTokenValue("access_token", Text(answer, "access_token")!);
        properties.UpdateTokenValue("expires_at", expires.ToString("o", CultureInfo.InvariantCulture));
        if (Text(answer, "refresh_token") is { } refreshToken) properties.UpdateTokenValue("refresh_token", refreshToken);
        if (Text(answer, "id_token") is { } idToken) properties.UpdateTokenValue("id_token", idToken);
        return properties;
    }

    private TimeSpan TimeLeft(AuthenticationProperties properties) =>
        DateTimeOffset.TryParse(properties.GetTokenValue("expires_at"), CultureInfo.InvariantCulture, out var expires)
            ? expires - clock.GetUtcNow()
            : TimeSpan.Zero;

    private static string? Text(JsonDocument answer, string name) =>
        answer.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;
}
