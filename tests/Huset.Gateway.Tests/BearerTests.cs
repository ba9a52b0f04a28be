using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Huset.Gateway.Tests;

public sealed class BearerTests(House house)
{
    private const string Path = "/deviations/v1/deviations";

    [Fact]
    public async Task A_call_with_a_token_reaches_the_service_with_its_token()
    {
        var token = await house.Token("medarbetare");
        using var response = await house.Get(Path + "?limit=1", token);
        var got = await response.Content.ReadFromJsonAsync<Got>();
        Assert.Equal($"Bearer {token}", got!["authorization"]);
        Assert.Equal(Path, got.Path);
        Assert.Equal("localhost", got["x-forwarded-host"]?.Split(':')[0]);
    }

    [Fact]
    public async Task A_post_with_a_token_needs_no_token_against_forgery()
    {
        using var response = await house.Send(HttpMethod.Post, Path, await house.Token("medarbetare"), JsonContent.Create(new { a = 1 }));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task The_realms_own_key_and_shape_pass()
    {
        using var response = await house.Get(Path, house.Sign());
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task No_token_is_401()
    {
        using var response = await house.Get(Path, null, ("Accept", "text/html"));
        await response.IsProblem(HttpStatusCode.Unauthorized, "user.not-signed-in");
        Assert.StartsWith("Bearer", response.Header("WWW-Authenticate"));
    }

    [Fact]
    public async Task Another_scheme_is_401()
    {
        using var response = await house.Get(Path, null, ("Authorization", "Basic bWU6bWU="));
        await response.IsProblem(HttpStatusCode.Unauthorized, "user.not-signed-in");
    }

    [Theory]
    [InlineData("forged")]
    [InlineData("tampered")]
    [InlineData("unsigned")]
    [InlineData("foreign-audience")]
    [InlineData("foreign-issuer")]
    [InlineData("rubbish")]
    public async Task A_token_that_is_not_ours_is_401(string kind)
    {
        using var rsa = RSA.Create(2048);
        var own = house.Sign().Split('.');
        var token = kind switch
        {
            "forged" => house.Sign(key: new RsaSecurityKey(rsa)),
            "tampered" => $"{own[0]}.{Base64UrlEncoder.Encode(Base64UrlEncoder.Decode(own[1]).Replace("huset-api", "huset-api\",\"x\":\"y"))}.{own[2]}",
            "unsigned" => $"{Base64UrlEncoder.Encode("{\"alg\":\"none\",\"typ\":\"JWT\"}")}.{own[1]}.",
            "foreign-audience" => house.Sign(audience: "another-api"),
            "foreign-issuer" => house.Sign(issuer: "http://localhost:9/realms/huset"),
            _ => "rubbish",
        };
        using var response = await house.Get(Path, token);
        await response.IsProblem(HttpStatusCode.Unauthorized, "token.invalid");
    }

    [Fact]
    public async Task An_expired_token_is_401_and_says_so()
    {
        using var response = await house.Get(Path, house.Sign(age: TimeSpan.FromHours(1)));
        await response.IsProblem(HttpStatusCode.Unauthorized, "token.expired");
    }

    [Fact]
    public async Task A_token_that_was_good_a_moment_ago_is_401_when_it_has_expired()
    {
        // The clocks of two machines may differ by ten seconds.
        var token = house.Sign(age: TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(2));
        for (var i = 0; i < 3; i++)
        {
            using var passed = await house.Get(Path, token);
            Assert.Equal(HttpStatusCode.OK, passed.StatusCode);
        }
        await Task.Delay(TimeSpan.FromSeconds(13));
        using var response = await house.Get(Path, token);
        await response.IsProblem(HttpStatusCode.Unauthorized, "token.expired");
    }
}
