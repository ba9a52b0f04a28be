using Huset.AppHost.Local;

namespace Huset.Gateway.Tests;

/// <summary>A second gateway on the same database and realm, as a load balancer has it: the cookie and the public name are the same.</summary>
public sealed class SecondGateway(House house) : IAsyncLifetime
{
    public ServiceProcess Process { get; private set; } = null!;
    public string Url { get; private set; } = "";

    public async ValueTask InitializeAsync() => (Process, Url) = await house.Another();

    public ValueTask DisposeAsync() => Process.DisposeAsync();
}

public sealed class TwoGatewaysTests(House house, SecondGateway second) : IClassFixture<SecondGateway>
{
    private const string Page = "/avvikelser/sida";

    private (string, string) PublicName => ("Host", new Uri(house.Url).Authority);

    [Fact]
    public async Task Who_signs_in_at_one_is_signed_in_at_the_other_and_out_at_both()
    {
        using var browser = await Browser.SignedIn(house);
        var session = ("Cookie", $"huset={browser.Cookies["huset"]!.Value}");
        using var there = await house.Get(second.Url + Page, null, session);
        Assert.Equal(HttpStatusCode.OK, there.StatusCode);

        using var left = await browser.Send(HttpMethod.Post, $"{second.Url}/bff/logout", new FormUrlEncodedContent([]), ("Sec-Fetch-Site", "same-origin"), PublicName);
        Assert.Equal($"{house.Url}/", left.RequestMessage!.RequestUri!.ToString());
        foreach (var gateway in new[] { house.Url, second.Url })
        {
            using var page = await house.Get(gateway + Page, null, session);
            Assert.Equal(HttpStatusCode.Unauthorized, page.StatusCode);
        }
    }

    [Fact]
    public async Task Fifty_requests_over_both_with_an_old_token_make_one_new_one()
    {
        using var browser = await Browser.SignedIn(house);
        var first = (await browser.VisitEcho(Page))["authorization"];
        for (var round = 0; round < 2; round++)
        {
            await Task.Delay(TimeSpan.FromSeconds(2.5));
            var got = await Task.WhenAll(Enumerable.Range(0, 50).Select(index => browser.VisitEcho((index % 2 == 0 ? house.Url : second.Url) + Page)));
            // Each refresh gives another token, and whoever asked for it sends it on.
            var token = Assert.Single(got.Select(one => one["authorization"]).Distinct());
            Assert.NotEqual(first, token);
            first = token;
        }
    }

    [Fact]
    public async Task One_that_is_killed_takes_nobody_along()
    {
        using var browser = await Browser.SignedIn(house);
        await browser.VisitEcho(second.Url + Page);
        second.Process.Kill();
        await second.Process.Exited;
        await browser.VisitEcho(Page);
        // Also when the token is old: no lock of the dead is left.
        await Task.Delay(TimeSpan.FromSeconds(2.5));
        await browser.VisitEcho(Page);
        await second.Process.Start();
        await browser.VisitEcho(second.Url + Page);
    }
}
