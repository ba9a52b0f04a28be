using System.Security.Claims;
using System.Text.Json;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Huset.Gateway.Sessions;

/// <summary>The identity provider has no answer, which says nothing about the person.</summary>
internal sealed class RealmUnavailable(Exception? inner = null) : Exception("The identity provider does not answer.", inner);

/// <summary>The realm's word that a session has ended there, or all of a person's when it names no session.</summary>
internal sealed record LogoutToken(string Id, string? Sid, string? Sub, DateTime ExpiresUtc);

/// <summary>The identity provider's realm: its addresses, its token endpoint, and who an access token speaks of.</summary>
internal sealed class Realm(IConfiguration configuration, IHttpClientFactory clients, IOptionsMonitor<JwtBearerOptions> bearer, TimeProvider clock)
{
    public string Address { get; } = HusetIdentity.Realm(configuration);
    public string Client { get; } = configuration["Keycloak:resource"] ?? "huset-gateway";
    public string Secret { get; } = configuration["Keycloak:credentials:secret"] ?? "";
    public string Endpoint(string name) => $"{Address}/protocol/openid-connect/{name}";

    /// <summary>New tokens for a refresh token; null when the realm refuses, which ends the session.</summary>
    public async Task<JsonDocument?> Refresh(string refreshToken, CancellationToken ct)
    {
        try
        {
            using var client = clients.CreateClient(nameof(Realm));
            using var response = await client.PostAsync(Endpoint("token"), new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "refresh_token",
                ["refresh_token"] = refreshToken,
                ["client_id"] = Client,
                ["client_secret"] = Secret,
            }), ct);
            if ((int)response.StatusCode is 400 or 401) return null;
            response.EnsureSuccessStatusCode();
            return await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(ct), cancellationToken: ct);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or JsonException)
        {
            throw new RealmUnavailable(e);
        }
    }

    /// <summary>What a logout token says when it is whole and the realm's own, else null.</summary>
    public async Task<LogoutToken?> LogoutToken(string text, CancellationToken ct)
    {
        var parameters = await Parameters(ct);
        parameters.ValidAudience = Client;
        parameters.ValidTypes = ["logout+jwt", "JWT"]; // the first as the specification asks, the second as older Keycloak sends
        var known = await new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(text, parameters);
        if (!known.IsValid || known.SecurityToken is not JsonWebToken token) return null;
        var (sid, sub) = (Text(token, "sid"), Text(token, "sub"));
        var speaksOfLogout = token.TryGetPayloadValue<JsonElement>("events", out var events) && events.ValueKind == JsonValueKind.Object
            && events.TryGetProperty("http://schemas.openid.net/event/backchannel-logout", out var what) && what.ValueKind == JsonValueKind.Object;
        // A nonce is forbidden, so that an id token can never pass for a logout token.
        var whole = speaksOfLogout && token.Id.Length > 0 && (sid ?? sub) is not null && !token.TryGetPayloadValue<object>("nonce", out _)
            && token.IssuedAt > DateTime.MinValue && token.IssuedAt <= clock.GetUtcNow().UtcDateTime + parameters.ClockSkew;
        return whole ? new(token.Id, sid, sub, token.ValidTo + parameters.ClockSkew) : null;
    }

    /// <summary>The person of an access token, checked just as a caller's own token is.</summary>
    public async Task<ClaimsIdentity> Person(string accessToken, string scheme, CancellationToken ct)
    {
        var checkedToken = await new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(accessToken, await Parameters(ct));
        if (!checkedToken.IsValid) throw new InvalidOperationException("The realm's own access token is not valid.", checkedToken.Exception);
        var token = checkedToken.ClaimsIdentity;
        var person = new ClaimsIdentity(scheme, "preferred_username", HusetIdentity.RoleClaim);
        foreach (var kind in new[] { "sub", "sid", "azp", "name", "preferred_username", "homeUnit" })
            if (token.FindFirst(kind) is { } claim) person.AddClaim(new(kind, claim.Value));
        if (person.FindFirst("sub") is null) throw new InvalidOperationException("The access token has no sub.");
        if (token.FindFirst("realm_access")?.Value is { } access)
        {
            foreach (var role in JsonDocument.Parse(access).RootElement.GetProperty("roles").EnumerateArray())
                person.AddClaim(new(HusetIdentity.RoleClaim, role.GetString()!));
        }
        return person;
    }

    // The rules for callers' own tokens, with the realm's keys; a key that is new asks for them again.
    private async Task<TokenValidationParameters> Parameters(CancellationToken ct)
    {
        var options = bearer.Get(JwtBearerDefaults.AuthenticationScheme);
        try
        {
            await options.ConfigurationManager!.GetConfigurationAsync(ct);
        }
        catch (InvalidOperationException e)
        {
            throw new RealmUnavailable(e);
        }
        var parameters = options.TokenValidationParameters.Clone();
        parameters.ConfigurationManager = (BaseConfigurationManager)options.ConfigurationManager;
        return parameters;
    }

    private static string? Text(JsonWebToken token, string name) =>
        token.TryGetPayloadValue<string>(name, out var value) && value.Length > 0 ? value : null;
}
