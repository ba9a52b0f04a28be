using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Huset.Testing;

/// <summary>Signs tokens of the realm's shape with a key of its own, so that slice tests need no identity provider.</summary>
public static class TestTokens
{
    public const string AuthServer = "http://localhost:1";
    public const string Issuer = AuthServer + "/realms/huset";

    private static readonly RsaSecurityKey Key = new(RSA.Create(2048)) { KeyId = "test" };

    private static readonly ConcurrentDictionary<TestUser, string> Signed = new();

    /// <summary>The user's token, signed once: a signature is a good part of what a small request costs.</summary>
    public static string For(TestUser user) => Signed.GetOrAdd(user, one => For(one, TimeSpan.FromHours(12)));

    public static string For(TestUser user, TimeSpan? lifetime = null, string issuer = Issuer, string audience = HusetIdentity.Audience, RsaSecurityKey? key = null)
    {
        var claims = new Dictionary<string, object>
        {
            ["sub"] = user.Id.ToString(),
            ["typ"] = "Bearer",
            ["azp"] = user.Client,
            ["preferred_username"] = user.Username,
            ["name"] = $"{char.ToUpperInvariant(user.Username[0])}{user.Username[1..]} Testsson",
            ["realm_access"] = JsonSerializer.SerializeToElement(new { roles = user.Roles }),
        };
        if (user.Units is not null) claims["units"] = user.Units;
        if (user.HomeUnit is not null) claims["homeUnit"] = user.HomeUnit;
        var now = DateTime.UtcNow;
        var expires = now + (lifetime ?? TimeSpan.FromMinutes(30));
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            Claims = claims,
            IssuedAt = now.AddHours(-1),
            NotBefore = now.AddHours(-1),
            Expires = expires,
            SigningCredentials = new SigningCredentials(key ?? Key, SecurityAlgorithms.RsaSha256),
        });
    }

    /// <summary>Makes a service trust these tokens and ask no provider.</summary>
    public static void Trust(IServiceCollection services) =>
        services.PostConfigure<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme, options =>
        {
            options.Configuration = new OpenIdConnectConfiguration { Issuer = Issuer };
            options.ConfigurationManager = null;
            options.TokenValidationParameters.IssuerSigningKey = Key;
        });
}
