namespace Huset.Gateway.Tests;

public sealed class SignInTests(House house)
{
    [Fact]
    public async Task A_page_asks_to_sign_in_and_then_comes_back_to_the_same_address()
    {
        using var browser = new Browser(house);
        using var arrived = await browser.SignIn("medarbetare", "/avvikelser/ny?enhet=kullen");
        Assert.Equal($"{house.Url}/avvikelser/ny?enhet=kullen", arrived.RequestMessage!.RequestUri!.ToString());
        var got = (await arrived.Content.ReadFromJsonAsync<Got>())!;
        Assert.StartsWith("Bearer ", got["authorization"]);
    }

    [Fact]
    public async Task No_token_and_no_cookie_of_the_gateway_leaves_it()
    {
        using var browser = await Browser.SignedIn(house);
        var got = await browser.VisitEcho("/avvikelser/sida");
        Assert.Null(got["cookie"]);
        var token = got["authorization"]!["Bearer ".Length..];
        var session = browser.Cookies["huset"]!;
        Assert.True(session.HttpOnly);
        Assert.DoesNotContain(browser.Cookies.All, cookie => cookie.Value.ToString().Contains(token) || (cookie.Path == "/" && cookie.Value.Length > 1000));
    }

    [Fact]
    public async Task The_front_page_greets_by_name()
    {
        using var browser = await Browser.SignedIn(house, "enhetschef");
        using var front = await browser.Visit("/");
        await front.IsPage(HttpStatusCode.OK, ", Karin");
    }

    [Fact]
    public async Task The_front_page_tells_a_stranger_what_Huset_is()
    {
        using var front = await house.Get("/", null, ("Accept", "text/html"));
        await front.IsPage(HttpStatusCode.OK, "/bff/login");
    }

    [Theory]
    [InlineData("https://example.org/")]
    [InlineData("//example.org/")]
    [InlineData("/\\example.org/")]
    [InlineData("http:example.org")]
    public async Task Signing_in_leads_nowhere_else(string elsewhere)
    {
        using var browser = await Browser.SignedIn(house);
        using var arrived = await browser.Visit($"/bff/login?returnUrl={Uri.EscapeDataString(elsewhere)}");
        Assert.Equal($"{house.Url}/", arrived.RequestMessage!.RequestUri!.ToString());
    }

    [Fact]
    public async Task Signing_out_ends_the_session_here_and_at_the_realm()
    {
        using var browser = await Browser.SignedIn(house);
        var session = browser.Cookies["huset"]!.Value;
        using var left = await browser.Send(HttpMethod.Post, "/bff/logout", new FormUrlEncodedContent([]), ("Sec-Fetch-Site", "same-origin"));
        Assert.Equal($"{house.Url}/", left.RequestMessage!.RequestUri!.ToString());
        using var page = await browser.Visit("/avvikelser");
        Assert.StartsWith(house.Identity.Url, page.RequestMessage!.RequestUri!.ToString());
        // The browser's script is told whose drafts to forget, by what leads nobody to the account.
        Assert.Matches("^[0-9a-f]{32}$", browser.Cookies[Huset.Ui.Offline.OfflineForms.SignedOut]!.Value.ToString());
        // The old cookie opens nothing, wherever it was copied to.
        using var replay = await house.Get("/avvikelser", null, ("Cookie", $"huset={session}"));
        Assert.Equal(HttpStatusCode.Unauthorized, replay.StatusCode);
    }

    [Fact]
    public async Task A_restarted_gateway_knows_who_is_signed_in()
    {
        using var browser = await Browser.SignedIn(house);
        await house.Gateway.Stop();
        await house.Gateway.Start();
        await browser.VisitEcho("/avvikelser/sida");
        house.Gateway.Kill();
        await house.Gateway.Start();
        await browser.VisitEcho("/avvikelser/sida");
    }

    [Fact]
    public async Task A_restarted_database_signs_nobody_out()
    {
        using var browser = await Browser.SignedIn(house);
        await browser.VisitEcho("/avvikelser/sida");
        house.Postgres.Kill();
        await house.Postgres.Exited;
        try
        {
            using var away = await browser.Visit("/avvikelser/sida");
            await away.IsPage(HttpStatusCode.ServiceUnavailable, "Huset startar om");
            using var style = await browser.Visit("/_content/Huset.Ui/huset.css");
            Assert.Equal("text/css", style.Content.Headers.ContentType?.MediaType);
            // Callers with their own token need no session.
            using var call = await house.Get("/deviations/v1/deviations", await house.Token("medarbetare"));
            Assert.Equal(HttpStatusCode.OK, call.StatusCode);
        }
        finally
        {
            await house.Postgres.Start();
        }
        await browser.VisitEcho("/avvikelser/sida");
    }

    [Fact]
    public async Task Twelve_requests_with_an_old_token_make_one_new_one()
    {
        using var browser = await Browser.SignedIn(house);
        var first = (await browser.VisitEcho("/avvikelser/sida"))["authorization"];
        for (var round = 0; round < 2; round++)
        {
            await Task.Delay(TimeSpan.FromSeconds(2.5));
            var got = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => browser.VisitEcho("/avvikelser/sida")));
            var second = Assert.Single(got.Select(one => one["authorization"]).Distinct());
            Assert.NotEqual(first, second);
            first = second;
        }
    }

    [Fact]
    public async Task A_form_sent_when_the_token_is_old_arrives_whole_and_with_a_fresh_one()
    {
        using var browser = await Browser.SignedIn(house);
        var first = (await browser.VisitEcho("/avvikelser/ny"))["authorization"];
        await Task.Delay(TimeSpan.FromSeconds(2.5));
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["Request.Description"] = new('a', 20_000) });
        var length = (await form.ReadAsByteArrayAsync()).Length;
        using var response = await browser.Send(HttpMethod.Post, "/avvikelser/ny", form, ("Accept", "text/html"), ("Sec-Fetch-Site", "same-origin"));
        var got = (await response.Content.ReadFromJsonAsync<Got>())!;
        Assert.Equal(("POST", length), (got.Method, got.Length));
        Assert.NotEqual(first, got["authorization"]);
    }

    [Fact]
    public async Task A_session_that_the_realm_has_ended_asks_to_sign_in()
    {
        using var browser = await Browser.SignedIn(house, "registrator");
        await house.Identity.Stop();
        await Task.Delay(TimeSpan.FromSeconds(2.5));
        // While the realm is away the token that is left still works.
        await browser.VisitEcho("/avvikelser/sida");
        foreach (var state in Directory.GetFiles(house.IdentityState, "state*")) File.Delete(state);
        await house.Identity.Start();
        using var page = await browser.Visit("/avvikelser/sida");
        Assert.StartsWith(house.Identity.Url, page.RequestMessage!.RequestUri!.ToString());
    }

    [Fact]
    public async Task A_sign_in_that_nobody_began_is_refused_kindly()
    {
        using var browser = new Browser(house);
        using var page = await browser.Visit("/signin-huset?code=x&state=y");
        await page.IsPage(HttpStatusCode.BadRequest, "Inloggningen blev inte klar");
    }
}
