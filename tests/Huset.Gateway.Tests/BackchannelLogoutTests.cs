using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Huset.Gateway.Tests;

public sealed class BackchannelLogoutTests(House house)
{
    private const string Path = "/bff/backchannel-logout";

    [Fact]
    public async Task Signing_out_at_the_realm_signs_out_here()
    {
        using var browser = await Browser.SignedIn(house);
        using var elsewhere = await Browser.SignedIn(house);
        await browser.SignOutAtRealm();
        Assert.False(await IsSignedIn(browser));
        Assert.True(await IsSignedIn(elsewhere));
    }

    [Fact]
    public async Task A_token_with_a_session_ends_that_session_alone()
    {
        using var browser = await Browser.SignedIn(house, "lex");
        using var elsewhere = await Browser.SignedIn(house, "lex");
        using var answer = await Send(house.LogoutToken(new() { ["sid"] = await Claim(browser, "sid") }));
        Assert.Equal((HttpStatusCode.OK, ""), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        Assert.Equal("no-store", answer.Header("Cache-Control"));
        Assert.False(await IsSignedIn(browser));
        Assert.True(await IsSignedIn(elsewhere));
    }

    [Fact]
    public async Task A_token_without_a_session_ends_all_of_the_persons_and_nobody_elses()
    {
        using var one = await Browser.SignedIn(house, "mas");
        using var two = await Browser.SignedIn(house, "mas");
        using var other = await Browser.SignedIn(house, "lex");
        using var answer = await Send(house.LogoutToken(new() { ["sub"] = await Claim(one, "sub") }));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(await IsSignedIn(one));
        Assert.False(await IsSignedIn(two));
        Assert.True(await IsSignedIn(other));
    }

    [Fact]
    public async Task A_session_of_another_person_than_the_token_says_stays()
    {
        using var browser = await Browser.SignedIn(house, "lex");
        using var answer = await Send(house.LogoutToken(new() { ["sid"] = await Claim(browser, "sid"), ["sub"] = Guid.NewGuid().ToString() }));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(await IsSignedIn(browser));
    }

    [Fact]
    public async Task A_token_counts_once()
    {
        using var browser = await Browser.SignedIn(house, "mas");
        var token = house.LogoutToken(new() { ["sub"] = await Claim(browser, "sub") });
        using var first = await Send(token);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        using var again = await Browser.SignedIn(house, "mas");
        using var second = await Send(token);
        await second.IsProblem(HttpStatusCode.BadRequest, "logout-token.invalid");
        Assert.Equal("no-store", second.Header("Cache-Control"));
        Assert.True(await IsSignedIn(again));
    }

    [Theory]
    [InlineData("aud", "another-client")]
    [InlineData("aud", null)]
    [InlineData("iss", "http://localhost:9/realms/huset")]
    [InlineData("exp", "past")]
    [InlineData("exp", null)]
    [InlineData("iat", "future")]
    [InlineData("iat", null)]
    [InlineData("jti", null)]
    [InlineData("events", null)]
    [InlineData("events", "backchannel-logout")]
    [InlineData("nonce", "n")]
    [InlineData("sub", null)]
    [InlineData("typ", "at+jwt")]
    [InlineData("key", "foreign")]
    [InlineData("alg", "none")]
    [InlineData("token", "rubbish")]
    [InlineData("token", "")]
    public async Task A_token_that_is_wrong_in_one_way_ends_nothing(string claim, string? value)
    {
        using var browser = await Browser.SignedIn(house, "lex");
        using var rsa = RSA.Create(2048);
        var claims = new Dictionary<string, object?> { ["sub"] = await Claim(browser, "sub") };
        if (claim is not ("key" or "alg" or "token" or "typ"))
        {
            claims[claim] = value switch
            {
                "past" => DateTimeOffset.UtcNow.AddMinutes(-2).ToUnixTimeSeconds(),
                "future" => DateTimeOffset.UtcNow.AddMinutes(2).ToUnixTimeSeconds(),
                _ => value,
            };
        }
        var token = house.LogoutToken(claims, claim == "key" ? new RsaSecurityKey(rsa) : null, claim == "typ" ? value! : "logout+jwt");
        if (claim == "alg") token = $"{Base64UrlEncoder.Encode("{\"alg\":\"none\",\"typ\":\"logout+jwt\"}")}.{token.Split('.')[1]}.";
        using var answer = await Send(claim == "token" ? value! : token);
        await answer.IsProblem(HttpStatusCode.BadRequest, "logout-token.invalid");
        Assert.True(await IsSignedIn(browser));
    }

    [Fact]
    public async Task An_access_token_is_no_logout_token()
    {
        using var browser = await Browser.SignedIn(house, "lex");
        using var answer = await Send((await browser.VisitEcho("/avvikelser/sida"))["authorization"]!["Bearer ".Length..]);
        await answer.IsProblem(HttpStatusCode.BadRequest, "logout-token.invalid");
    }

    [Fact]
    public async Task What_is_no_form_is_refused()
    {
        using var json = await house.Send(HttpMethod.Post, Path, null, JsonContent.Create(new { logout_token = house.LogoutToken(new() { ["sub"] = "x" }) }));
        await json.IsProblem(HttpStatusCode.BadRequest, "logout-token.invalid");
        using var large = await house.Send(HttpMethod.Post, Path, null, new FormUrlEncodedContent(new Dictionary<string, string> { ["logout_token"] = new('x', 70_000) }));
        await large.IsProblem(HttpStatusCode.RequestEntityTooLarge, "request.too-large");
    }

    [Fact]
    public async Task Who_signs_in_gets_a_new_session_and_one_that_was_planted_ends()
    {
        using var attacker = await Browser.SignedIn(house, "leverantor");
        var planted = attacker.Cookies["huset"]!.Value.ToString();
        using var victim = new Browser(house);
        using var arrived = await victim.SignIn("enhetschef", "/avvikelser/sida", () => victim.Cookies.Plant("huset", planted));
        Assert.Equal(HttpStatusCode.OK, arrived.StatusCode);
        Assert.NotEqual(planted, victim.Cookies["huset"]!.Value);
        Assert.True(await IsSignedIn(victim));
        Assert.False(await IsSignedIn(attacker));
    }

    private Task<HttpResponseMessage> Send(string token) =>
        house.Send(HttpMethod.Post, Path, null, new FormUrlEncodedContent(new Dictionary<string, string> { ["logout_token"] = token }));

    private async Task<bool> IsSignedIn(Browser browser)
    {
        using var answer = await house.Get("/avvikelser/sida", null, ("Cookie", $"huset={browser.Cookies["huset"]!.Value}"));
        Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.OK, HttpStatusCode.Unauthorized });
        return answer.IsSuccessStatusCode;
    }

    private static async Task<string> Claim(Browser browser, string name)
    {
        var got = await browser.VisitEcho("/avvikelser/sida");
        return new JsonWebToken(got["authorization"]!["Bearer ".Length..]).GetClaim(name).Value;
    }
}
