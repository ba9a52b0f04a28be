namespace Huset.Gateway.Tests;

public sealed class HeaderTests(House house)
{
    [Theory]
    [InlineData("a page", "/", 200)]
    [InlineData("a style sheet", "/_content/Huset.Ui/huset.css", 200)]
    [InlineData("a service's answer", "/deviations/v1/deviations", 200)]
    [InlineData("a service's no", "/deviations/v1/nekad", 403)]
    [InlineData("health", "/health/live", 200)]
    [InlineData("a problem", "/deviations/v2/deviations", 404)]
    [InlineData("an error page", "/finns-inte", 404)]
    [InlineData("a service that is away", "/synpunkter", 503)]
    [InlineData("a redirect", "/bff/login", 302)]
    public async Task Every_kind_of_answer_carries_them(string kind, string path, int status)
    {
        using var response = await house.Get(path, kind == "a redirect" ? null : await house.Token("medarbetare"), ("Accept", "text/html"));
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(
            $"default-src 'self'; img-src 'self' data:; font-src 'self' data:; style-src 'self'; script-src 'self'; object-src 'none'; base-uri 'self'; frame-ancestors 'none'; form-action 'self' {house.Identity.Url}",
            response.Header("Content-Security-Policy"));
        Assert.Equal("nosniff", response.Header("X-Content-Type-Options"));
        Assert.Equal("DENY", response.Header("X-Frame-Options"));
        Assert.Equal("same-origin", response.Header("Referrer-Policy"));
        Assert.Contains("camera=()", response.Header("Permissions-Policy"));
        Assert.Equal("same-origin", response.Header("Cross-Origin-Opener-Policy"));
        Assert.Equal("same-origin", response.Header("Cross-Origin-Resource-Policy"));
        foreach (var name in new[] { "Server", "X-Powered-By", "X-AspNet-Version", "Access-Control-Allow-Origin" }) Assert.Null(response.Header(name));
        if (path.StartsWith("/_content", StringComparison.Ordinal)) return;
        // What one person may read is kept by nobody else, and a refusal by no one at all.
        Assert.Contains(status >= 400 && kind != "a service's no" ? "no-store" : kind == "a redirect" ? "no-" : "no-cache, private", response.Header("Cache-Control"));
    }

    [Fact]
    public async Task Refusals_before_any_endpoint_carry_them_too()
    {
        using var large = await house.Send(HttpMethod.Post, "/deviations/v1/deviations", await house.Token("medarbetare"), new ByteArrayContent(new byte[10 * 1024 * 1024 + 1]));
        using var stranger = await house.Get("/deviations/v1/deviations");
        foreach (var (response, status) in new[] { (large, HttpStatusCode.RequestEntityTooLarge), (stranger, HttpStatusCode.Unauthorized) })
        {
            Assert.Equal((status, "nosniff", "no-store"), (response.StatusCode, response.Header("X-Content-Type-Options"), response.Header("Cache-Control")));
            Assert.Contains("frame-ancestors 'none'", response.Header("Content-Security-Policy"));
        }
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
    public async Task The_demonstrations_clock_goes_on_only_where_its_autumn_is_read_in()
    {
        var (token, clock) = (await house.Token("medarbetare"), ("Huset-Clock", "2026-09-03T08:15:00Z"));
        using var dropped = await house.Get("/deviations/v1/deviations", token, clock);
        Assert.Null((await dropped.Content.ReadFromJsonAsync<Got>())!["huset-clock"]);
        var (gateway, url) = await house.Another(new() { ["Huset__Demo"] = "true", ["Huset__DemoAutumn"] = "true" });
        await using var _ = gateway;
        using var passed = await house.Get(url + "/deviations/v1/deviations", token, clock);
        Assert.Equal(clock.Item2, (await passed.Content.ReadFromJsonAsync<Got>())!["huset-clock"]);
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
        using var broken = await house.Get("/deviations/v1/rad%0A2026-11-23T08:00:00Z%20GET%20/pahittad", token);
        var log = await LogWith("/rad%0A");
        Assert.Contains("GET /deviations/v1/deviations 200", log);
        Assert.Contains("GET /deviations/v1/rad%0A2026-11-23T08:00:00Z%20GET%20/pahittad 200", log);
        Assert.DoesNotContain("hemlig-fraga", log);
        Assert.DoesNotContain(token, log);
    }

    [Fact]
    public async Task Who_goes_away_is_told_of_as_gone_and_a_service_that_falls_as_a_fault()
    {
        var token = await house.Token("medarbetare");
        using var client = new HttpClient { Timeout = TimeSpan.FromMilliseconds(500) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        await Assert.ThrowsAsync<TaskCanceledException>(() => client.GetAsync($"{house.Url}/deviations/v1/gar/langsam"));
        using var fallen = await house.Get("/deviations/v1/star/faller", token);
        await LogWith("/gar/langsam");
        var log = await LogWith("/star/faller");
        Assert.Contains("GET /deviations/v1/gar/langsam 499", log);
        Assert.Contains("GET /deviations/v1/star/faller 503", log);
    }

    // Lines are written a moment after they are made.
    private async Task<string> LogWith(string text)
    {
        var log = "";
        for (var time = 0; time < 50 && !log.Contains(text, StringComparison.Ordinal); time++)
        {
            await Task.Delay(100);
            log = File.ReadAllText(house.GatewayLog);
        }
        return log;
    }
}
