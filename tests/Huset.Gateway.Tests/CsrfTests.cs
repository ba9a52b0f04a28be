namespace Huset.Gateway.Tests;

public sealed class CsrfTests(House house)
{
    private static FormUrlEncodedContent Form => new(new Dictionary<string, string> { ["a"] = "1" });

    [Theory]
    [InlineData("same-origin", null, HttpStatusCode.OK)]
    [InlineData("same-origin", "http://evil.example", HttpStatusCode.OK)]
    [InlineData("same-site", null, HttpStatusCode.Forbidden)]
    [InlineData("same-site", "own", HttpStatusCode.Forbidden)]
    [InlineData("cross-site", null, HttpStatusCode.Forbidden)]
    [InlineData("none", null, HttpStatusCode.Forbidden)]
    [InlineData(null, "own", HttpStatusCode.OK)]
    [InlineData(null, "null", HttpStatusCode.Forbidden)]
    [InlineData(null, "http://localhost:1", HttpStatusCode.Forbidden)]
    [InlineData(null, "http://evil.example", HttpStatusCode.Forbidden)]
    [InlineData(null, null, HttpStatusCode.Forbidden)]
    public async Task A_form_with_a_session_must_come_from_our_own_pages(string? site, string? origin, HttpStatusCode expected)
    {
        using var browser = await Browser.SignedIn(house);
        var headers = new List<(string, string)> { ("Accept", "text/html") };
        if (site is not null) headers.Add(("Sec-Fetch-Site", site));
        if (origin is not null) headers.Add(("Origin", origin == "own" ? house.Url : origin));
        using var response = await browser.Send(HttpMethod.Post, "/avvikelser/ny", Form, [.. headers]);
        if (expected == HttpStatusCode.OK) Assert.Equal(expected, response.StatusCode);
        else await response.IsPage(expected, "Formuläret skickades inte från Huset");
    }

    [Fact]
    public async Task Signing_someone_else_out_is_refused()
    {
        using var browser = await Browser.SignedIn(house);
        using var response = await browser.Send(HttpMethod.Post, "/bff/logout", Form, ("Sec-Fetch-Site", "cross-site"));
        await response.IsProblem(HttpStatusCode.Forbidden, "csrf.origin");
        await browser.VisitEcho("/avvikelser/sida");
    }

    [Fact]
    public async Task A_stranger_who_signs_out_is_sent_home()
    {
        using var response = await house.Send(HttpMethod.Post, "/bff/logout", body: Form);
        Assert.Equal((HttpStatusCode.Redirect, "/"), (response.StatusCode, response.Headers.Location?.ToString()));
    }

    [Theory]
    [InlineData("POST", true, HttpStatusCode.OK)]
    [InlineData("POST", false, HttpStatusCode.Forbidden)]
    [InlineData("PUT", false, HttpStatusCode.Forbidden)]
    [InlineData("PATCH", false, HttpStatusCode.Forbidden)]
    [InlineData("DELETE", true, HttpStatusCode.OK)]
    [InlineData("DELETE", false, HttpStatusCode.Forbidden)]
    public async Task A_body_that_is_no_form_must_echo_the_token(string method, bool echo, HttpStatusCode expected)
    {
        using var browser = await Browser.SignedIn(house);
        using var page = await browser.Visit("/");
        var token = browser.Cookies["XSRF-TOKEN"]!.Value.ToString();
        var body = method == "DELETE" ? null : JsonContent.Create(new { a = 1 });
        using var response = await browser.Send(new(method), "/deviations/v1/deviations", body, ("Sec-Fetch-Site", "same-origin"), ("X-XSRF-TOKEN", echo ? token : "wrong"));
        if (expected == HttpStatusCode.OK) Assert.Equal(expected, response.StatusCode);
        else await response.IsProblem(expected, "csrf.token");
    }

    [Fact]
    public async Task Plain_text_is_no_form()
    {
        using var browser = await Browser.SignedIn(house);
        using var response = await browser.Send(HttpMethod.Post, "/deviations/v1/deviations", new StringContent("{}"), ("Sec-Fetch-Site", "same-origin"));
        await response.IsProblem(HttpStatusCode.Forbidden, "csrf.token");
    }

    [Fact]
    public async Task A_form_sent_after_the_session_ended_says_that_the_text_is_kept()
    {
        using var browser = new Browser(house);
        using var response = await browser.Send(HttpMethod.Post, "/avvikelser/ny", Form, ("Accept", "text/html"), ("Sec-Fetch-Site", "same-origin"), ("Sec-Fetch-Mode", "navigate"));
        await response.IsPage(HttpStatusCode.Unauthorized, "Det du skrev har inte skickats, men det finns kvar");
    }
}
