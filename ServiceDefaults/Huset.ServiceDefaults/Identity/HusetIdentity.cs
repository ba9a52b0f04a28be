using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.IdentityModel.Tokens;

namespace Huset.ServiceDefaults.Identity;

/// <summary>Sign-in by bearer token from the realm, and one policy per permission.</summary>
public static class HusetIdentity
{
    /// <summary>Claim that holds one realm role each.</summary>
    public const string RoleClaim = "roles";

    /// <summary>Audience that every access token to Huset's APIs carries.</summary>
    public const string Audience = "huset-api";

    /// <summary>The realm's address, from the configuration section that Keycloak's adapters read.</summary>
    public static string Realm(IConfiguration configuration) =>
        $"{configuration["Keycloak:auth-server-url"]?.TrimEnd('/')}/realms/{configuration["Keycloak:realm"] ?? "huset"}";

    /// <summary>
    /// Validates bearer tokens (RS256, issuer, audience, lifetime) of the realm in `Keycloak` configuration and turns
    /// `realm_access.roles` into one role claim each. Also for the gateway.
    /// </summary>
    public static void AddBearer(this IServiceCollection services, IConfiguration configuration)
    {
#if USE_KEYCLOAK_AUTHSERVICES
        Keycloak.AuthServices.Authentication.ServiceCollectionExtensions.AddKeycloakWebApiAuthentication(services, configuration, Configure);
#else
        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(options =>
        {
            options.Authority = Realm(configuration);
            options.RequireHttpsMetadata = configuration["Keycloak:ssl-required"] is not "none";
            Configure(options);
        });
#endif
        void Configure(JwtBearerOptions options)
        {
            options.TokenHandlers.Clear();
            options.TokenHandlers.Add(new CheckedTokens { MapInboundClaims = false });
            options.Audience = Audience;
            // An unknown key id asks for the keys again, at most this often: a rotated key is known within half a minute.
            options.RefreshInterval = TimeSpan.FromSeconds(30);
            options.TokenValidationParameters = new TokenValidationParameters
            {
                ValidIssuer = Realm(configuration),
                ValidAudience = Audience,
                ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
                ValidTypes = ["JWT"],
                ClockSkew = TimeSpan.FromSeconds(10),
                NameClaimType = "preferred_username",
                RoleClaimType = RoleClaim,
            };
            options.Events = new JwtBearerEvents { OnTokenValidated = AddRoles };
        }
    }

    internal static void AddPermissions(this IServiceCollection services, Rights rights)
    {
        services.AddScoped(provider => new CurrentUser(rights, provider.GetService<UnitTree>()));
        var authorization = services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        foreach (var permission in rights.Permissions)
        {
            authorization.AddPolicy(permission, policy => policy
                .RequireAuthenticatedUser()
                .RequireAssertion(context => rights.Of(permission, context.User.FindAll(RoleClaim).Select(c => c.Value)) != Reach.None));
        }
    }

    private static Task AddRoles(TokenValidatedContext context)
    {
        var identity = (ClaimsIdentity)context.Principal!.Identity!;
        if (identity.FindFirst("sub") is null)
        {
            context.Fail("The token has no sub.");
            return Task.CompletedTask;
        }
        if (identity.FindFirst("realm_access")?.Value is { } access)
        {
            using var json = JsonDocument.Parse(access);
            if (json.RootElement.TryGetProperty("roles", out var roles))
                identity.AddClaims(roles.EnumerateArray().Select(role => new Claim(RoleClaim, role.GetString()!)));
        }
        return Task.CompletedTask;
    }
}
