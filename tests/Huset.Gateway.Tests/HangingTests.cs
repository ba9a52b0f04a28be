using System.Diagnostics;

namespace Huset.Gateway.Tests;

public sealed class HangingTests(House house)
{
    [Fact]
    public async Task A_service_that_hangs_says_so_in_seconds_and_no_other_notices()
    {
        using var browser = await Browser.SignedIn(house);
        var token = await house.Token("analytiker");
        using var stream = await OpenStream(token);
        using var lines = new StreamReader(await stream.Content.ReadAsStreamAsync());
        Assert.Equal("data: lever", await lines.ReadLineAsync());
        house.Analytics.Hangs = true;
        try
        {
            var watch = Stopwatch.StartNew();
            var page = browser.Visit("/analys/kvartal");
            var calls = Enumerable.Range(0, 50).Select(_ => house.Get("/events/v1/events", token)).ToList();
            var write = house.Send(HttpMethod.Post, "/analytics/v1/indicators", token, JsonContent.Create(new { a = 1 }));
            while (!page.IsCompleted)
            {
                var other = Stopwatch.StartNew();
                await browser.VisitEcho("/avvikelser/sida");
                other.Within(1);
                await Task.Delay(200);
            }
            await (await page).IsPage(HttpStatusCode.ServiceUnavailable, "Analys är inte igång just nu");
            Assert.Equal("5", (await page).Header("Retry-After"));
            foreach (var call in await Task.WhenAll([.. calls, write])) await call.IsProblem(HttpStatusCode.ServiceUnavailable, "service.unavailable");
            watch.Within(7, "all 52 callers");

            // Nobody begins to wait any more.
            watch.Restart();
            using var next = await browser.Visit("/analys/kvartal");
            await next.IsPage(HttpStatusCode.ServiceUnavailable, "Analys är inte igång just nu");
            watch.Within(1);
        }
        finally
        {
            house.Analytics.Hangs = false;
        }
        await house.Eventually("/analys/kvartal", browser);
        // The stream that was open has survived it.
        for (var line = 0; line < 20; line++) Assert.NotNull(await lines.ReadLineAsync());
    }

    [Fact]
    public async Task An_answer_that_takes_its_time_is_waited_for()
    {
        using var answer = await house.Get("/analytics/v1/langsam", await house.Token("analytiker"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_service_that_falls_while_it_is_asked_is_503()
    {
        using var answer = await house.Get("/analytics/v1/faller", await house.Token("analytiker"));
        await answer.IsProblem(HttpStatusCode.ServiceUnavailable, "service.unavailable");
    }

    private async Task<HttpResponseMessage> OpenStream(string token)
    {
        var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{house.Url}/events/v1/strom") { Headers = { Authorization = new("Bearer", token) } };
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }
}
