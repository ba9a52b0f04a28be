using System.Security.Claims;
using System.Text.Json;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Huset.Gateway.Sessions;

/// <summary>The identity provider has no answer, which says nothing about the person.</summary>
internal sealed class RealmUnavailable(Exception? inner = null) : Exception("The identity provider does not answer.", inner);

/// <summary>The identity provider's realm: its addresses, its token endpoint, and who an access token speaks of.</summary>
internal sealed class Realm(IConfiguration configuration, IHttpClientFactory clients, IOptionsMonitor<JwtBearerOptions> bearer)
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

    /// <summary>The person of an access token, checked just as a caller's own token is.</summary>
    public async Task<ClaimsIdentity> Person(string accessToken, string scheme, CancellationToken ct)
    {
        var options = bearer.Get(JwtBearerDefaults.AuthenticationScheme);
        var parameters = options.TokenValidationParameters.Clone();
        var realm = await options.ConfigurationManager!.GetConfigurationAsync(ct);
        parameters.IssuerSigningKeys = realm.SigningKeys;
        var checkedToken = await new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(accessToken, parameters);
        if (!checkedToken.IsValid) throw new InvalidOperationException("The realm's own access token is not valid.", checkedToken.Exception);
        var token = checkedToken.ClaimsIdentity;
        var person = new ClaimsIdentity(scheme, "preferred_username", HusetIdentity.RoleClaim);
        foreach (var kind in new[] { "sub", "azp", "name", "preferred_username", "homeUnit" })
            if (token.FindFirst(kind) is { } claim) person.AddClaim(new(kind, claim.Value));
        if (person.FindFirst("sub") is null) throw new InvalidOperationException("The access token has no sub.");
        if (token.FindFirst("realm_access")?.Value is { } access)
        {
            foreach (var role in JsonDocument.Parse(access).RootElement.GetProperty("roles").EnumerateArray())
                person.AddClaim(new(HusetIdentity.RoleClaim, role.GetString()!));
        }
        return person;
    }
}
