using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Huset.EndToEnd.Tests;

/// <summary>The report form in a real browser, used as people use it: twice, backwards, in two tabs and with a bad network.</summary>
public sealed class ReportFormTests(Platform platform, Browser browser)
{
    [Fact]
    public async Task A_report_takes_under_a_minute_and_at_most_five_answers()
    {
        var page = await browser.SignedIn(platform, "medarbetare", 360);
        // From the front page to the receipt, all but the typing.
        var watch = Stopwatch.StartNew();
        await page.GetByRole(AriaRole.Link, new() { Name = "Rapportera avvikelse" }).First.ClickAsync();
        // Where one works and the time are filled in; three answers are left.
        Assert.NotEqual("", await page.GetByLabel("Var hände det?").InputValueAsync());
        Assert.NotEqual("", await page.GetByLabel("När hände det?").InputValueAsync());
        await Fill(page, $"Snabb rapport {Guid.NewGuid():N}. Ingen mådde dåligt.");
        await Send(page);
        await Assertions.Expect(page.GetByText("Tack, rapporten är sparad")).ToBeVisibleAsync();
        watch.Within(15);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task What_a_slow_room_offers_comes_to_the_front_page_when_it_has_answered()
    {
        const string word = "Rapportera avvikelse";
        var page = await browser.SignedIn(platform, "medarbetare", 360);
        // As the page was when the room had not answered.
        await page.RouteAsync($"{platform.Url}/", async route =>
        {
            var answer = await route.FetchAsync();
            var text = (await answer.TextAsync()).Replace(word, "Senare").Replace("data-front>", "data-front data-waits>").Replace("</main>", "<script type=\"module\" src=\"/gateway/front.js\"></script></main>");
            await route.FulfillAsync(new() { Response = answer, Body = text });
        }, new() { Times = 1 });
        await page.GotoAsync($"{platform.Url}/");
        await page.GetByRole(AriaRole.Link, new() { Name = word }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/avvikelser/ny"));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_double_click_is_one_report()
    {
        var (page, word) = (await browser.SignedIn(platform, "medarbetare", 390), Word());
        await page.GotoAsync($"{platform.Url}/avvikelser/ny");
        await Fill(page, $"Dubbelt {word}.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Skicka rapport" }).DblClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status).First).ToContainTextAsync("rapporten är sparad");
        Assert.Equal(1, await Reported(word));
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Going_back_and_sending_again_is_one_report_and_the_address_tells_that_it_is_sent(bool javaScript)
    {
        var (page, word) = (await browser.SignedIn(platform, "medarbetare", 390, javaScript), Word());
        await page.GotoAsync($"{platform.Url}/avvikelser/ny");
        var address = page.Url;
        await Fill(page, $"Tillbaka {word}.");
        await Send(page);
        await Assertions.Expect(page.GetByText("Tack, rapporten är sparad")).ToBeVisibleAsync();
        await page.GoBackAsync();
        if (await page.GetByLabel("Beskriv med egna ord").IsVisibleAsync())
        {
            await Fill(page, $"Tillbaka {word}.");
            await Send(page);
        }
        Assert.Equal(1, await Reported(word));
        // Without the browser's memory of the page.
        await page.GotoAsync(address);
        await Assertions.Expect(page.GetByText("Rapporten är redan skickad: AVV-")).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_same_words_in_two_tabs_are_one_report()
    {
        var (first, word) = (await browser.SignedIn(platform, "medarbetare", 390), Word());
        var second = await first.Context.NewPageAsync();
        foreach (var tab in new[] { first, second })
        {
            await tab.GotoAsync($"{platform.Url}/avvikelser/ny");
            await Fill(tab, $"Flikar {word}.");
            await tab.GetByLabel("När hände det?").FillAsync("2026-11-01T07:30");
        }
        await Send(first);
        await Assertions.Expect(first.GetByText("Tack, rapporten är sparad")).ToBeVisibleAsync();
        await Send(second);
        await Assertions.Expect(second.GetByText("Rapporten var redan skickad")).ToBeVisibleAsync();
        Assert.Equal(1, await Reported(word));
        await first.Context.CloseAsync();
    }

    [Fact]
    public async Task When_the_network_is_cut_in_the_middle_it_is_one_report_and_nothing_is_lost()
    {
        var (page, word) = (await browser.SignedIn(platform, "medarbetare", 390), Word());
        await page.GotoAsync($"{platform.Url}/avvikelser/ny");
        var form = page.Url;
        await Fill(page, $"Bruten {word}.");
        // The server takes the report, and the answer never comes.
        var cut = true;
        await page.RouteAsync("**/avvikelser/ny**", async route =>
        {
            if (route.Request.Method != "POST" || !cut)
            {
                await route.ContinueAsync();
                return;
            }
            cut = false;
            await route.FetchAsync(new() { MaxRedirects = 0 });
            await route.AbortAsync("connectionreset");
        });
        await page.GetByRole(AriaRole.Button, new() { Name = "Skicka rapport" }).ClickAsync();
        await Platform.Eventually(async () => await Reported(word) == 1, Platform.Patience, "the report is taken");
        // Whoever comes back to the form, and whoever looks among the own reports, finds the one.
        var after = await page.Context.NewPageAsync();
        await after.GotoAsync(form);
        await Assertions.Expect(after.GetByText("Rapporten är redan skickad: AVV-")).ToBeVisibleAsync();
        await after.GotoAsync($"{platform.Url}/avvikelser/mina");
        await Assertions.Expect(after.GetByRole(AriaRole.Link, new() { Name = $"Bruten {word}" })).ToHaveCountAsync(1);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Twenty_thousand_characters_are_kept_when_something_else_is_wrong_and_when_it_is_right()
    {
        var (page, word) = (await browser.SignedIn(platform, "medarbetare", 1280), Word());
        await page.GotoAsync($"{platform.Url}/avvikelser/ny");
        var text = $"Lång {word}.\n" + string.Concat(Enumerable.Repeat(new string('å', 98) + "ö\n", 199));
        text += new string('ä', 20_000 - text.Length);
        await page.GetByLabel("Beskriv med egna ord").FillAsync(text);
        await Send(page);
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToBeFocusedAsync();
        await Assertions.Expect(page.GetByLabel("Beskriv med egna ord")).ToHaveValueAsync(text);
        await page.GetByLabel("Vård eller läkemedel").CheckAsync();
        await page.GetByLabel("Nej, men det kunde ha gått illa").CheckAsync();
        await Send(page);
        await Assertions.Expect(page.GetByText("Tack, rapporten är sparad")).ToBeVisibleAsync();
        using var employee = await platform.As("medarbetare");
        var found = await employee.GetAsync($"/deviations/v1/deviations?q={word}").Json();
        Assert.Equal(text, found.GetProperty("items")[0].GetProperty("description").GetString());
        await page.Context.CloseAsync();
    }

    internal static string Word() => $"zq{Guid.NewGuid():N}";

    private Task<int> Reported(string word) => Reported(platform, word);

    internal static async Task<int> Reported(Platform platform, string word)
    {
        using var employee = await platform.As("medarbetare");
        return (await employee.GetAsync($"/deviations/v1/deviations?q={word}").Json()).GetProperty("total").GetInt32();
    }

    internal static async Task Fill(IPage page, string text)
    {
        await page.GetByLabel("Vård eller läkemedel").CheckAsync();
        await page.GetByLabel("Beskriv med egna ord").FillAsync(text);
        await page.GetByLabel("Nej, men det kunde ha gått illa").CheckAsync();
    }

    internal static Task Send(IPage page) => page.GetByRole(AriaRole.Button, new() { Name = "Skicka rapport" }).ClickAsync();
}
