using Microsoft.Playwright;

namespace Huset.EndToEnd.Tests;

/// <summary>The main job from the report to the answer, as an employee and a manager do it.</summary>
public sealed class MainJobTests(Platform platform, Browser browser)
{
    [Theory]
    [InlineData(320, true, false)]
    [InlineData(1280, true, false)]
    [InlineData(1280, true, true)]
    [InlineData(390, false, false)]
    public async Task From_report_to_answer(int width, bool javaScript, bool keyboard)
    {
        var word = $"zq{Guid.NewGuid():N}"[..12];
        var employee = new Hands(await browser.SignedIn(platform, "medarbetare", width, javaScript), keyboard);
        await employee.Page.GotoAsync($"{platform.Url}/avvikelser/ny");
        await employee.Choose("Request.Kind", "HealthCare");
        await employee.Write("Beskriv med egna ord", $"Dosen {word} gavs för sent. Passet var kort.");
        await employee.Choose("Request.Harm", "None");
        await employee.Press(AriaRole.Button, "Skicka rapport");
        await Assertions.Expect(employee.Page.GetByText("Tack, rapporten är sparad")).ToBeVisibleAsync();
        var address = employee.Page.Url.Split('?')[0];

        var manager = new Hands(await browser.SignedIn(platform, "enhetschef", width, javaScript), keyboard);
        await manager.Page.GotoAsync(address);
        await manager.Press(AriaRole.Link, "Bedöm");
        await manager.Choose("Request.Severity", "2");
        await manager.Choose("Request.Probability", "3");
        await manager.Write("Varför bedömer du så?", "Har hänt förut på helger.");
        await manager.Press(AriaRole.Button, "Spara bedömningen");
        await manager.Sees("Bedömningen är sparad.");

        await manager.Press(AriaRole.Link, "Lägg till orsak");
        await manager.Choose("Request.Area", "staffing");
        await manager.Write("Orsaken i ord", "Vikarie utan delegering.");
        await manager.Press(AriaRole.Button, "Spara orsaken");
        await manager.Sees("Orsaken är sparad.");

        await manager.Press(AriaRole.Link, "Besluta åtgärd");
        await manager.Write("Vad ska göras?", "Minst två delegerade på varje morgonpass.");
        await manager.Choose("Request.Strength", "Medium");
        await manager.Write("Hur följer ni upp under tiden?", "Läser av missade doser varje vecka.");
        await manager.Write("Vad räknas som att det lyckats?", "Inga missade doser på 30 dagar.");
        await manager.Press(AriaRole.Button, "Besluta åtgärden");
        await manager.Sees("Åtgärden är beslutad.");

        await manager.Press(AriaRole.Link, "Markera åtgärden som gjord");
        await manager.Press(AriaRole.Button, "Markera som gjord");
        await manager.Press(AriaRole.Link, "Kontrollera effekt");
        await Assertions.Expect(manager.Page.GetByText("Inga missade doser på 30 dagar.").First).ToBeVisibleAsync();
        await manager.Choose("Request.Effect", "Yes");
        await manager.Write("Vad visar det?", "Ingen missad dos på 30 dagar.");
        await manager.Press(AriaRole.Button, "Spara kontrollen");
        await manager.Sees("Kontrollen är sparad.");

        await manager.Press(AriaRole.Link, "Avsluta och svara");
        await manager.Write("Svar till den som rapporterade", $"Tack. Två på passet har nu delegering {word}.");
        await manager.Press(AriaRole.Button, "Avsluta och svara");
        await manager.Sees("Ärendet är avslutat");

        await employee.Page.GotoAsync($"{platform.Url}/avvikelser/");
        await Assertions.Expect(employee.Page.GetByText($"Två på passet har nu delegering {word}")).ToBeVisibleAsync();
        await employee.Press(AriaRole.Link, $"Dosen {word} gavs för sent");
        await Assertions.Expect(employee.Page.GetByText($"Två på passet har nu delegering {word}")).ToBeVisibleAsync();
        Assert.True(await employee.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        await employee.Page.Context.CloseAsync();
        await manager.Page.Context.CloseAsync();
    }

    [Fact]
    public async Task Of_two_who_assess_one_case_the_second_sees_what_changed_and_keeps_the_own_text()
    {
        using var reporter = await platform.As("medarbetare");
        var id = await TravelTests.Report(reporter);
        var first = await browser.SignedIn(platform, "enhetschef", 1280);
        var second = await first.Context.NewPageAsync();
        foreach (var page in new[] { first, second })
        {
            await page.GotoAsync($"{platform.Url}/avvikelser/{id}/bedom");
            await page.Locator("input[name='Request.Severity'][value='2']").CheckAsync();
            await page.Locator("input[name='Request.Probability'][value='2']").CheckAsync();
        }
        await first.GetByLabel("Varför bedömer du så?").FillAsync("Den förstas skäl.");
        await second.GetByLabel("Varför bedömer du så?").FillAsync("Den andras skäl.");
        await first.GetByRole(AriaRole.Button, new() { Name = "Spara bedömningen" }).ClickAsync();
        await Assertions.Expect(first.GetByText("Bedömningen är sparad.")).ToBeVisibleAsync();
        await second.GetByRole(AriaRole.Button, new() { Name = "Spara bedömningen" }).ClickAsync();
        await Assertions.Expect(second.GetByRole(AriaRole.Alert).First).ToBeVisibleAsync();
        await Assertions.Expect(second.GetByText("Den förstas skäl.").First).ToBeVisibleAsync();
        await Assertions.Expect(second.GetByLabel("Varför bedömer du så?")).ToHaveValueAsync("Den andras skäl.");
        await second.GetByRole(AriaRole.Button, new() { Name = "Spara bedömningen" }).ClickAsync();
        await Assertions.Expect(second.GetByText("Bedömningen är sparad.")).ToBeVisibleAsync();
        await Assertions.Expect(second.GetByText("Den andras skäl.").First).ToBeVisibleAsync();
        await first.Context.CloseAsync();
    }
}
