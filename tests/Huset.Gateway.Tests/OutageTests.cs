using Huset.Gateway.Errors;
using Huset.Ui;

namespace Huset.Gateway.Tests;

public sealed class OutageTests(House house)
{
    [Fact]
    public async Task A_service_that_is_down_says_so_on_its_own_pages_and_no_other()
    {
        using var browser = await Browser.SignedIn(house);
        await house.Analytics.Stop();
        try
        {
            using var page = await browser.Visit("/analys/kvartal");
            await page.IsPage(HttpStatusCode.ServiceUnavailable, "Analys är inte igång just nu");
            Assert.Equal("5", page.Header("Retry-After"));
            using var call = await house.Get("/events/v1/events", await house.Token("analytiker"));
            await call.IsProblem(HttpStatusCode.ServiceUnavailable, "service.unavailable");
            Assert.Equal("5", call.Header("Retry-After"));
            await browser.VisitEcho("/avvikelser/sida");
        }
        finally
        {
            await house.Analytics.Start();
        }
        await house.Eventually("/analys/kvartal", browser);
    }

    [Fact]
    public async Task Who_follows_a_stream_is_told_to_come_back_and_not_503_which_would_end_an_EventSource_for_ever()
    {
        var token = await house.Token("analytiker");
        // The service lives and has no room for more listeners.
        await ComesBack("/events/v1/fullt");
        using (var full = await house.Get("/events/v1/fullt", token)) await full.IsProblem(HttpStatusCode.ServiceUnavailable, "service.unavailable");
        await house.Analytics.Stop();
        try
        {
            await ComesBack("/events/v1/strom");
            foreach (var accept in new[] { "*/*", "application/json", "application/json, text/event-stream" })
            {
                using var call = await house.Get("/events/v1/strom", token, ("Accept", accept));
                await call.IsProblem(HttpStatusCode.ServiceUnavailable, "service.unavailable");
            }
        }
        finally
        {
            await house.Analytics.Start();
        }
        using var browser = await Browser.SignedIn(house);
        await house.Eventually("/analys/kvartal", browser);
        // What does not pass by itself is said as it is.
        using var nobody = await house.Get("/events/v1/strom", null, ("Accept", "text/event-stream"));
        await nobody.IsProblem(HttpStatusCode.Unauthorized, "user.not-signed-in");

        async Task ComesBack(string path)
        {
            using var answer = await house.Get(path, token, ("Accept", "text/event-stream"));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
            Assert.Equal("no-store", answer.Header("Cache-Control"));
            Assert.Equal(": service.unavailable\nretry: 2000\n\n", await answer.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task A_service_that_is_not_installed_is_like_one_that_is_down()
    {
        using var browser = await Browser.SignedIn(house);
        using var page = await browser.Visit("/synpunkter");
        await page.IsPage(HttpStatusCode.ServiceUnavailable, "Synpunkter är inte igång just nu");
        using var call = await house.Get("/complaints/v1/complaints", await house.Token("medarbetare"));
        await call.IsProblem(HttpStatusCode.ServiceUnavailable, "service.unavailable");
    }

    [Fact]
    public async Task A_services_no_is_a_page_for_who_reads_and_a_problem_for_who_programs()
    {
        using var browser = await Browser.SignedIn(house);
        using var page = await browser.Visit("/avvikelser/nekad");
        await page.IsPage(HttpStatusCode.Forbidden, "Du har inte behörighet till sidan");
        using var call = await house.Get("/deviations/v1/nekad", await house.Token("medarbetare"));
        await call.IsProblem(HttpStatusCode.Forbidden, "user.not-allowed");
    }

    [Fact]
    public async Task An_address_that_leads_nowhere_is_404()
    {
        using var page = await house.Get("/finns-inte", null, ("Accept", "text/html"));
        await page.IsPage(HttpStatusCode.NotFound, "Sidan finns inte");
        using var call = await house.Get("/deviations/v2/deviations", await house.Token("medarbetare"));
        await call.IsProblem(HttpStatusCode.NotFound, "resource.not-found");
    }

    [Fact]
    public void Every_code_has_its_Swedish_words()
    {
        foreach (var key in Refusal.Codes.SelectMany(code => new[] { $"{code}.Title", $"{code}.Text", $"{code}.Help" }))
            Assert.NotNull(Texts.Of<Notice>().Find(key));
    }
}
