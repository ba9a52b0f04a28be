using Microsoft.Playwright;
using static Huset.EndToEnd.Tests.ReportFormTests;

namespace Huset.EndToEnd.Tests;

/// <summary>Reports from where there is no network, on telephones that are shared, and with pictures.</summary>
public sealed class OfflineTests(Platform platform, Browser browser)
{
    // What the page keeps on the device, as the script has stored it.
    private const string Kept = """
        async () => {
            const database = await new Promise((done, failed) => { const open = indexedDB.open('huset', 1); open.onsuccess = () => done(open.result); open.onerror = failed; });
            const forms = await new Promise((done) => { const all = database.transaction('forms').objectStore('forms').getAll(); all.onsuccess = () => done(all.result); });
            database.close();
            return forms.map((form) => form.state + (form.fields.some(([name]) => name === 'Request.Harm') ? ', answered' : '')).join(' ');
        }
        """;

    [Fact]
    public async Task A_report_written_without_a_network_outlives_a_reload_and_is_sent_once_with_its_picture_when_the_network_is_back()
    {
        var (page, word) = (await browser.SignedIn(platform, "medarbetare", 360), Word());
        await page.GotoAsync($"{platform.Url}/avvikelser/ny");
        await FormIsKept(page);
        var picture = await Picture(page);

        await page.Context.SetOfflineAsync(true);
        await page.GotoAsync($"{platform.Url}/avvikelser/ny");
        // Everyone's form, with what its writer had chosen before.
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Logga ut" })).ToHaveCountAsync(0);
        await Assertions.Expect(page.GetByLabel("Var hände det?")).ToHaveValueAsync("norrangen");
        await Assertions.Expect(page.GetByLabel("När hände det?")).Not.ToHaveValueAsync("");
        await page.GetByLabel("Beskriv med egna ord").FillAsync($"Utan nät {word}.");
        await Send(page);
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Fyll i det här först");
        await Fill(page, $"Utan nät {word}.");
        await page.GetByText("Lägg till mer").ClickAsync();
        await page.GetByLabel("Bilder eller PDF").SetInputFilesAsync(new FilePayload { Name = "hallen.jpg", MimeType = "image/jpeg", Buffer = picture });
        await Platform.Eventually(async () => await page.EvaluateAsync<string>(Kept) == "draft, answered", Platform.Patience, "the draft is kept");
        await page.ReloadAsync();
        await Assertions.Expect(page.GetByLabel("Beskriv med egna ord")).ToHaveValueAsync($"Utan nät {word}.");
        await Assertions.Expect(page.GetByLabel("Nej, men det kunde ha gått illa")).ToBeCheckedAsync();
        await Send(page);
        await Assertions.Expect(page.GetByText("Sparad här. Den väntar på att skickas.")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Väntar på att skickas" })).ToBeVisibleAsync();
        Assert.Empty(await Browser.Violations(page));
        Assert.Equal(0, await Reported(platform, word));

        await page.Context.SetOfflineAsync(false);
        await Assertions.Expect(page.GetByText("Skickad. Tack!")).ToBeVisibleAsync();
        await page.GotoAsync($"{platform.Url}/avvikelser/mina");
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = $"Utan nät {word}" })).ToHaveCountAsync(1);
        Assert.Equal("", await page.EvaluateAsync<string>(Kept));
        Assert.Equal(1, await Reported(platform, word));
        await page.GetByRole(AriaRole.Link, new() { Name = $"Utan nät {word}" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "hallen.jpg", Exact = true })).ToBeVisibleAsync();
        // It is still a picture, as large as it was.
        Assert.Equal(40, await page.EvaluateAsync<int>("async (link) => (await createImageBitmap(await (await fetch(link)).blob())).width", await page.GetByRole(AriaRole.Link, new() { Name = "hallen.jpg", Exact = true }).GetAttributeAsync("href")));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_report_of_one_whose_sign_in_has_run_out_waits_and_is_sent_by_nobody_else()
    {
        var (page, word) = (await browser.SignedIn(platform, "medarbetare", 390), Word());
        await page.GotoAsync($"{platform.Url}/avvikelser/ny");
        await Fill(page, $"Utloggad {word}.");
        await page.Context.ClearCookiesAsync();
        await Send(page);
        await Assertions.Expect(page.GetByText("Logga in för att skicka. Det du skrev är sparat här.")).ToBeVisibleAsync();
        Assert.Empty(await Browser.Violations(page));

        await Browser.SignIn(page, platform, "enhetschef");
        await page.GotoAsync($"{platform.Url}/avvikelser/ny");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Väntar på att skickas" })).ToBeHiddenAsync();
        Assert.Equal("waiting, answered", await page.EvaluateAsync<string>(Kept));
        await SignOut(page);
        Assert.Equal(0, await Reported(platform, word));

        await Browser.SignIn(page, platform, "medarbetare");
        await Assertions.Expect(page.GetByText("Det som väntade är skickat.")).ToBeVisibleAsync();
        Assert.Equal(1, await Reported(platform, word));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_draft_is_found_again_and_signing_out_leaves_none_behind()
    {
        var (page, word) = (await browser.SignedIn(platform, "medarbetare", 390), Word());
        await page.GotoAsync($"{platform.Url}/avvikelser/ny");
        await page.GetByLabel("Beskriv med egna ord").FillAsync($"Utkast {word}.");
        await Platform.Eventually(async () => await page.EvaluateAsync<string>(Kept) == "draft", Platform.Patience, "the draft is kept");
        await page.GotoAsync($"{platform.Url}/avvikelser/mina");
        await Assertions.Expect(page.GetByText($"Utkast {word}.")).ToBeVisibleAsync();
        Assert.Empty(await Browser.Violations(page));
        await page.GetByRole(AriaRole.Link, new() { Name = "Öppna", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("Beskriv med egna ord")).ToHaveValueAsync($"Utkast {word}.");
        await SignOut(page);
        await Platform.Eventually(async () => await page.EvaluateAsync<string>(Kept) == "", Platform.Patience, "the draft is gone");
        Assert.Equal(0, await Reported(platform, word));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_file_is_attached_saved_and_removed_without_scripts()
    {
        var page = await browser.SignedIn(platform, "enhetschef", 360, javaScript: false);
        using var manager = await platform.As("enhetschef");
        var id = (await manager.Post("/deviations/v1/deviations", Platform.Report()).Json(HttpStatusCode.Created)).GetProperty("id").GetString();
        await page.GotoAsync($"{platform.Url}/avvikelser/{id}");
        await page.GetByRole(AriaRole.Link, new() { Name = "Lägg till bild eller PDF" }).ClickAsync();
        await page.GetByLabel("Bilder eller PDF").SetInputFilesAsync(new FilePayload { Name = "plan.exe", MimeType = "application/pdf", Buffer = "MZ"u8.ToArray() });
        await page.GetByRole(AriaRole.Button, new() { Name = "Spara" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("En av filerna är varken bild");
        await page.GetByLabel("Bilder eller PDF").SetInputFilesAsync(new FilePayload { Name = "plan.pdf", MimeType = "application/pdf", Buffer = "%PDF-1.7\n%%EOF\n"u8.ToArray() });
        await page.GetByRole(AriaRole.Button, new() { Name = "Spara" }).ClickAsync();
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "plan.pdf", Exact = true }).ClickAsync());
        Assert.Equal("plan.pdf", download.SuggestedFilename);
        await page.GetByRole(AriaRole.Link, new() { Name = "Ta bort plan.pdf" }).ClickAsync();
        await page.GetByLabel("Varför tas den bort?").FillAsync("Fel plan.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Ta bort" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Bilagan är borttagen.")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "plan.pdf", Exact = true })).ToHaveCountAsync(0);
        // More than the house takes at once is told in Swedish, by the gateway.
        await page.GetByRole(AriaRole.Link, new() { Name = "Lägg till bild eller PDF" }).ClickAsync();
        await page.GetByLabel("Bilder eller PDF").SetInputFilesAsync(new FilePayload { Name = "stor.pdf", MimeType = "application/pdf", Buffer = new byte[11_000_000] });
        await page.GetByRole(AriaRole.Button, new() { Name = "Spara" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Det du skickade är för stort" })).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    // The worker has everyone's form and what it is drawn with.
    private static Task FormIsKept(IPage page) =>
        Platform.Eventually(() => page.EvaluateAsync<bool>("async () => (await caches.match(new URL('ny?skal=1', document.baseURI), { ignoreVary: true })) !== undefined"), Platform.Patience, "the form is kept");

    private static async Task<byte[]> Picture(IPage page) => Convert.FromBase64String(await page.EvaluateAsync<string>("""
        () => {
            const canvas = Object.assign(document.createElement('canvas'), { width: 40, height: 30 });
            canvas.getContext('2d').fillRect(5, 5, 20, 20);
            return canvas.toDataURL('image/jpeg').split(',')[1];
        }
        """));

    private async Task SignOut(IPage page)
    {
        await page.GotoAsync($"{platform.Url}/");
        if (await page.GetByText("Meny", new() { Exact = true }).First.IsVisibleAsync()) await page.GetByText("Meny", new() { Exact = true }).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Logga ut" }).First.ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "Logga in" })).ToBeVisibleAsync();
    }
}
