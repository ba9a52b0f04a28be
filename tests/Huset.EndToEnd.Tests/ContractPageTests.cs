using System.Diagnostics;
using Microsoft.Playwright;

namespace Huset.EndToEnd.Tests;

/// <summary>What happens at a private unit, on the page of the contract that it works by.</summary>
public sealed class ContractPageTests(Platform platform, Browser browser)
{
    [Fact]
    public async Task A_deviation_at_the_unit_stands_on_the_contracts_page_within_two_seconds_and_never_on_the_suppliers()
    {
        using var controller = await platform.As("upphandling");
        var contract = "";
        await Platform.Eventually(async () =>
        {
            var found = (await controller.GetAsync("/procurement/v1/contracts?unitCode=kvallen").Json()).GetProperty("items");
            if (found.GetArrayLength() > 0) contract = found[0].GetProperty("id").GetString()!;
            return contract.Length > 0;
        }, Platform.Patience, "the demonstration's contract");
        using var manager = await platform.As("chef-kvallen");
        var deviation = (await manager.Post("/deviations/v1/deviations", new { unitCode = "kvallen", occurredAt = DateTimeOffset.UtcNow.AddHours(-2), kind = "social-care", harm = "serious", description = "Besöket uteblev i går kväll." }).Json(HttpStatusCode.Created)).GetProperty("id").GetString()!;
        var watch = Stopwatch.StartNew();
        await Platform.Eventually(async () => (await controller.GetAsync($"/procurement/v1/contracts/{contract}/overview").Json()).GetProperty("cases").GetProperty("latest").ToString().Contains(deviation, StringComparison.Ordinal), Platform.Patience, "the deviation");
        watch.Within(2);

        var page = await browser.SignedIn(platform, "upphandling", 390);
        await page.GotoAsync($"{platform.Url}/upphandling/");
        await page.GetByRole(AriaRole.Link, new() { Name = "Hemtjänst på kvällar och nätter" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Varför ser jag dessa siffror?")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("Allvarlig").First).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("Besöket uteblev")).ToHaveCountAsync(0);
        await page.Context.CloseAsync();

        var supplier = await browser.SignedIn(platform, "leverantor", 390);
        await supplier.GotoAsync($"{platform.Url}/upphandling/avtal/{contract}");
        await Assertions.Expect(supplier.GetByRole(AriaRole.Heading, new() { Name = "Hemtjänst på kvällar och nätter" })).ToBeVisibleAsync();
        await Assertions.Expect(supplier.GetByText("Avvikelser och synpunkter")).ToHaveCountAsync(0);
        await supplier.Context.CloseAsync();
    }
}
