using Microsoft.Playwright;

namespace Huset.EndToEnd.Tests;

/// <summary>Someone at a page, with the mouse or with nothing but the keys.</summary>
internal sealed class Hands(IPage page, bool keyboard = false)
{
    public IPage Page => page;

    public Task Sees(string text) => Assertions.Expect(page.GetByRole(AriaRole.Status).GetByText(text).First).ToBeVisibleAsync();

    public async Task Press(AriaRole role, string name)
    {
        var target = page.GetByRole(AriaRole.Main).GetByRole(role, new() { Name = name, Exact = true }).First;
        if (!keyboard)
        {
            await target.ClickAsync();
            return;
        }
        await Reach(target);
        var before = page.Url;
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(url => url != before);
    }

    public async Task Write(string label, string text)
    {
        var target = page.GetByLabel(label, new() { Exact = true });
        if (!keyboard)
        {
            await target.FillAsync(text);
            return;
        }
        await Reach(target);
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync(text);
    }

    public async Task Choose(string field, string value)
    {
        var target = page.Locator($"input[name='{field}'][value='{value}']");
        if (!keyboard)
        {
            await target.CheckAsync();
            return;
        }
        await Reach(page.Locator($"input[name='{field}']").First);
        // Space takes the one that has focus, the arrows go on to the next.
        await page.Keyboard.PressAsync("Space");
        for (var step = 0; step < 12 && !await target.IsCheckedAsync(); step++) await page.Keyboard.PressAsync("ArrowDown");
        Assert.True(await target.IsCheckedAsync(), $"The arrows never reach {value} of {field}.");
    }

    private async Task Reach(ILocator target)
    {
        await target.WaitForAsync();
        for (var step = 0; step < 120; step++)
        {
            if (await target.EvaluateAsync<bool>("target => target === document.activeElement")) return;
            await page.Keyboard.PressAsync("Tab");
        }
        Assert.Fail($"Tab never reaches {target}.");
    }
}
