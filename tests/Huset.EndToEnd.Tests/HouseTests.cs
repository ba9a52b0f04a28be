using Microsoft.Playwright;

namespace Huset.EndToEnd.Tests;

/// <summary>The house on the front page, from the real services, in a real browser.</summary>
public sealed class HouseTests(Platform platform, Browser browser)
{
    [Theory]
    [InlineData("enhetschef", ColorScheme.Light)]
    [InlineData("enhetschef", ColorScheme.Dark)]
    [InlineData("analytiker", ColorScheme.Light)]
    [InlineData("admin", ColorScheme.Dark)]
    [InlineData("leverantor", ColorScheme.Light)]
    public async Task The_front_page_is_accessible_in_light_and_dark_and_on_a_phone(string username, ColorScheme scheme)
    {
        foreach (var width in new[] { 320, 1280 })
        {
            var page = await browser.Looking(platform, username, width);
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await page.GotoAsync(platform.Url);
            Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"It scrolls sideways at {width} px");
            Assert.Empty(await Browser.Violations(page));
            await page.CloseAsync();
        }
    }

    [Fact]
    public async Task Every_link_of_the_house_and_the_menu_opens_for_who_sees_it()
    {
        foreach (var username in new[] { "medarbetare", "enhetschef", "lex", "mas", "kvalitet", "registrator", "upphandling", "analytiker", "admin", "fortroendevald", "leverantor", "gast" })
        {
            var page = await browser.Looking(platform, username, 1280);
            await page.GotoAsync(platform.Url);
            var links = await page.EvaluateAsync<string[]>("[...new Set([...document.querySelectorAll('main a[href], .bar nav a[href]')].map(a => a.href))]");
            foreach (var link in links)
            {
                var answer = await page.Context.APIRequest.GetAsync(link, new() { Headers = [new("Accept", "text/html")] });
                Assert.True(answer.Ok, $"{username}: {link} answers {answer.Status}");
            }
            await page.CloseAsync();
        }
    }

    [Fact]
    public async Task The_menu_of_a_phone_opens_and_closes_by_keyboard_without_scripts()
    {
        var page = await browser.SignedIn(platform, "enhetschef", 390, javaScript: false);
        var summary = page.Locator(".bar summary");
        await summary.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        var link = page.Locator(".bar .menu").GetByRole(AriaRole.Link, new() { Name = "Analys" });
        await Assertions.Expect(link).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.Locator(".bar .menu").GetByRole(AriaRole.Link).First).ToBeFocusedAsync();
        await summary.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(link).ToBeHiddenAsync();
    }
}
