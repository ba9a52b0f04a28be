namespace Huset.Gateway.Tests;

public sealed class HeaderTests(House house)
{
    [Theory]
    [InlineData("/")]
    [InlineData("/_content/Huset.Ui/huset.css")]
    [InlineData("/health/live")]
    [InlineData("/deviations/v1/deviations")]
    [InlineData("/finns-inte")]
    [InlineData("/synpunkter")]
    public async Task Every_answer_carries_them_errors_too(string path)
    {
        using var response = await house.Get(path, await house.Token("medarbetare"));
        Assert.Contains("frame-ancestors 'none'", response.Header("Content-Security-Policy"));
        Assert.Contains($"form-action 'self' {house.Identity.Url}", response.Header("Content-Security-Policy"));
        Assert.DoesNotContain("unsafe", response.Header("Content-Security-Policy"));
        Assert.Equal("nosniff", response.Header("X-Content-Type-Options"));
        Assert.Equal("same-origin", response.Header("Referrer-Policy"));
        Assert.Contains("camera=()", response.Header("Permissions-Policy"));
        Assert.Null(response.Header("Server"));
    }

    [Fact]
    public async Task What_only_the_gateway_may_say_is_not_believed_from_outside()
    {
        using var response = await house.Get("/deviations/v1/deviations", await house.Token("medarbetare"),
            ("X-Forwarded-User", "admin"), ("X-Forwarded-For", "10.0.0.1"), ("X-Huset-Rooms", "all"), ("X-Remote-User", "admin"),
            ("Forwarded", "for=10.0.0.1"), ("X-Original-Url", "/admin"), ("Cookie", "huset=x; other=y"));
        var got = (await response.Content.ReadFromJsonAsync<Got>())!;
        foreach (var name in new[] { "x-forwarded-user", "x-remote-user", "forwarded", "x-original-url", "cookie" }) Assert.Null(got[name]);
        Assert.DoesNotContain("10.0.0.1", got["x-forwarded-for"]);
        Assert.Equal("deviations,analytics,processes", got["x-huset-rooms"]);
    }

    [Fact]
    public async Task A_trace_goes_on()
    {
        using var response = await house.Get("/deviations/v1/deviations", await house.Token("medarbetare"),
            ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
        var got = (await response.Content.ReadFromJsonAsync<Got>())!;
        Assert.StartsWith("00-0af7651916cd43dd8448eb211c80319c-", got["traceparent"]);
    }

    [Fact]
    public async Task The_access_log_tells_no_query_and_no_token()
    {
        var token = await house.Token("medarbetare");
        using var response = await house.Get("/deviations/v1/deviations?from=hemlig-fraga", token);
        await Task.Delay(200);
        var log = File.ReadAllText(house.GatewayLog);
        Assert.Contains("GET /deviations/v1/deviations 200", log);
        Assert.DoesNotContain("hemlig-fraga", log);
        Assert.DoesNotContain(token, log);
    }
}
