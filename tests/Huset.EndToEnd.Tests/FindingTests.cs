using Microsoft.Playwright;

namespace Huset.EndToEnd.Tests;

/// <summary>From a visit with a phone to a re-check that fails and then passes, by who follows up and by the supplier.</summary>
public sealed class FindingTests(Platform platform, Browser browser)
{
    [Fact]
    public async Task What_a_visit_finds_is_remedied_by_the_supplier_and_checked_until_it_holds()
    {
        using var api = await platform.As("upphandling");
        var contract = "";
        await Platform.Eventually(async () =>
        {
            var found = (await api.GetAsync("/procurement/v1/contracts?unitCode=kvallen").Json()).GetProperty("items");
            if (found.GetArrayLength() > 0) contract = found[0].GetProperty("id").GetString()!;
            return contract.Length > 0;
        }, Platform.Patience, "the demonstration's contract");
        var today = DateOnly.FromDateTime(DateTime.UtcNow);

        var controller = await browser.SignedIn(platform, "upphandling", 390, javaScript: false);
        await controller.GotoAsync($"{platform.Url}/upphandling/uppfoljningar/ny?avtal={contract}");
        await controller.GetByLabel("Varför följs avtalet upp?").SelectOptionAsync("fordjupad");
        await controller.GetByLabel("Planerad dag").FillAsync(today.ToString("O"));
        await Press(controller, "Planera");
        await controller.GetByRole(AriaRole.Link, new() { Name = "Börja besöket" }).ClickAsync();

        await controller.GetByLabel("Inte uppfyllt").CheckAsync();
        await controller.GetByLabel("Anteckning").FillAsync("Rutinen låg inte framme.");
        await Press(controller, "Spara och fortsätt");
        await Assertions.Expect(controller.GetByText("skriv bristen här nedanför")).ToBeVisibleAsync();
        await controller.GetByLabel("Vad brister?").FillAsync("Ingen kunde visa rutinen för avvikelser.");
        await controller.GetByLabel("Allvarlig brist").CheckAsync();
        await controller.GetByLabel("Ska vara åtgärdad senast").FillAsync(today.AddDays(12).ToString("O"));
        await Press(controller, "Spara och fortsätt");
        await Assertions.Expect(controller.GetByRole(AriaRole.Heading, new() { Name = "Krav 2" })).ToBeVisibleAsync();
        Assert.True(await controller.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));

        var supplier = await browser.SignedIn(platform, "leverantor", 390);
        await supplier.GotoAsync($"{platform.Url}/upphandling/brister?lage=open");
        await supplier.GetByRole(AriaRole.Link, new() { Name = "Ingen kunde visa rutinen" }).ClickAsync();
        var finding = supplier.Url.Split('?')[0];
        await Remedy("Rutinen ligger i varje bil.");
        Assert.Empty(await Browser.Violations(supplier));

        await Check("Nej", "Två av fyra bilar saknade den.", today.AddDays(20));
        await supplier.GotoAsync(finding);
        await Assertions.Expect(supplier.GetByText("Kontrollen visade att åtgärden inte håller")).ToBeVisibleAsync();
        await Remedy("Alla bilar är genomgångna, och rutinen ingår i morgonens kontroll.");
        await Check("Ja", "Sex av sex bilar hade den.", null);
        await supplier.GotoAsync(finding);
        await Assertions.Expect(supplier.GetByText("Inget mer behöver göras")).ToBeVisibleAsync();
        await Assertions.Expect(supplier.GetByText("Två av fyra bilar saknade den.")).ToBeVisibleAsync();
        await supplier.Context.CloseAsync();
        await controller.Context.CloseAsync();

        async Task Remedy(string text)
        {
            await supplier.GetByRole(AriaRole.Link, new() { Name = "Berätta hur den är åtgärdad" }).ClickAsync();
            await supplier.GetByLabel("Vad är gjort?").FillAsync(text);
            await Press(supplier, "Spara åtgärden");
            await Assertions.Expect(supplier.GetByText("Kommunen kontrollerar den")).ToBeVisibleAsync();
        }

        async Task Check(string answer, string note, DateOnly? newDay)
        {
            await controller.GotoAsync(finding);
            await controller.GetByRole(AriaRole.Link, new() { Name = "Kontrollera åtgärden" }).ClickAsync();
            await controller.GetByRole(AriaRole.Radio, new() { Name = answer }).CheckAsync();
            await controller.GetByLabel("Vad visade kontrollen?").FillAsync(note);
            if (newDay is { } day) await controller.GetByLabel("Ny sista dag").FillAsync(day.ToString("O"));
            await Press(controller, "Spara kontrollen");
            await Assertions.Expect(controller.GetByRole(AriaRole.Status)).ToBeVisibleAsync();
        }
    }

    private static Task Press(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).ClickAsync();
}
