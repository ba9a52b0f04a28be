using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Huset.EndToEnd.Tests;

/// <summary>
/// The board's quarterly report in the browser, by its three people: who makes it, who writes a section and who reads it. That it is the same a month and a hundred
/// thousand events later, Analytics' own tests show.
/// </summary>
public sealed class BoardReportTests(Platform platform, Browser browser)
{
    private const string Unit = "norrangen", Heading = "Avvikelser", Reported = "deviations-reported";
    private readonly string word = $"zr{Guid.NewGuid():N}"[..12];

    [Fact]
    public async Task Three_people_bring_a_quarter_from_the_template_to_a_frozen_file_and_what_comes_late_shows_as_a_difference()
    {
        using var anna = await platform.As("medarbetare");
        using var quality = await platform.As("kvalitet");
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        var begins = new DateOnly(today.Year, today.Month - ((today.Month - 1) % 3), 1).AddMonths(-3);
        var quarter = $"{begins.Year}-Q{((begins.Month - 1) / 3) + 1}";
        // So many that no figure is small, nor what the others leave.
        await Happened(anna, Unit, begins, 9);
        await Happened(anna, "hasselvagen", begins, 7);

        // Johan begins the report and hands out a section.
        var johan = new Hands(await browser.SignedIn(platform, "kvalitet", 1280));
        await johan.Page.GotoAsync($"{platform.Url}/analys/rapporter");
        await johan.Press(AriaRole.Link, "Börja en rapport");
        await johan.Page.Locator("select[name='Request.Period']").SelectOptionAsync(quarter);
        await johan.Page.Locator("select[name='Request.UnitCode']").SelectOptionAsync(Unit);
        await johan.Press(AriaRole.Button, "Börja rapporten");
        await johan.Page.WaitForURLAsync(new Regex("/analys/rapporter/[0-9a-f-]{36}$"));
        var (id, own) = (johan.Page.Url.Split('/')[^1], johan.Page.Url);
        JsonElement report = default;
        await Platform.Eventually(async () => Counted(report = await quality.GetAsync($"/analytics/v1/reports/{id}").Json()) >= 9, Platform.Patience, "Analytics counts what happened");
        await johan.Press(AriaRole.Link, $"Dela ut avsnittet {Heading}");
        await johan.Page.GetByLabel("Sök någon annan").FillAsync("Karin Kvist");
        await johan.Press(AriaRole.Button, "Sök");
        await johan.Page.GetByLabel("Karin Kvist, ").CheckAsync();
        await johan.Write("När ska avsnittet vara klart?", $"{today.AddDays(14):yyyy-MM-dd}");
        await johan.Press(AriaRole.Button, "Spara");
        await johan.Sees("Det är sparat vem som skriver avsnittet.");
        await Assertions.Expect(johan.Page.Locator("#avvikelser")).ToContainTextAsync("Skrivs av Karin Kvist, klart senast");

        // Karin is told of it where she signs in, with its day, and writes it.
        var karin = new Hands(await browser.SignedIn(platform, "enhetschef", 390));
        var waits = karin.Page.Locator(".needs a", new() { HasText = "väntar på att du skriver" });
        await Platform.Eventually(async () => await waits.CountAsync() > 0 || await Reloaded(karin.Page), Platform.Patience, "the section on Karin's front page");
        await Assertions.Expect(waits).ToContainTextAsync("senast");
        await waits.ClickAsync();
        await Assertions.Expect(karin.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(Heading);
        await Assertions.Expect(karin.Page.GetByText("Avsnittet ska vara klart senast")).ToBeVisibleAsync();
        await Write(karin, $"Kvällsdoser gavs sent {word}.\n\nNu finns två delegerade på varje pass.");
        await karin.Page.GotoAsync(platform.Url);
        await Assertions.Expect(waits).ToHaveCountAsync(0);
        await karin.Page.Context.CloseAsync();

        // Johan is told what is missing, writes the rest and freezes it.
        await johan.Page.GotoAsync($"{own}/frys");
        await Assertions.Expect(johan.Page.GetByText("7 avsnitt är inte klara.")).ToBeVisibleAsync();
        foreach (var section in report.GetProperty("sections").EnumerateArray().Select(section => section.GetProperty("code").GetString()!).Where(code => code != "avvikelser"))
        {
            await johan.Page.GotoAsync($"{own}/avsnitt/{section}");
            await Write(johan, $"Så gick det i avsnittet {section} {word}.");
        }
        await johan.Press(AriaRole.Link, "Frys rapporten");
        await johan.Press(AriaRole.Button, "Frys rapporten");
        await johan.Sees("Rapporten är fryst.");
        var frozen = await quality.GetAsync($"/analytics/v1/reports/{id}").Json();
        var (count, words) = (Counted(frozen), Figure(frozen).GetProperty("inWords").GetString()!);

        // Gunilla finds it where Analys begins for her, reads it and takes the file with her.
        var gunilla = new Hands(await browser.SignedIn(platform, "fortroendevald", 1280));
        await gunilla.Page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = "Analys", Exact = true }).First.ClickAsync();
        await Assertions.Expect(gunilla.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Så går det");
        await gunilla.Page.GetByRole(AriaRole.Main).Locator($"a[href='rapporter/{id}']").ClickAsync();
        await Assertions.Expect(gunilla.Page.GetByText($"Kvällsdoser gavs sent {word}.")).ToBeVisibleAsync();
        await Assertions.Expect(gunilla.Page.Locator("#avvikelser tbody tr").First).ToContainTextAsync(words);
        await Assertions.Expect(gunilla.Page.GetByRole(AriaRole.Link, new() { Name = "Skriv avsnittet" })).ToHaveCountAsync(0);
        var first = await Downloaded(gunilla);
        foreach (var said in new[] { $"Kvällsdoser gavs sent {word}.", "Nu finns två delegerade på varje pass.", $"Så gick det i avsnittet slutsatser {word}.", words, "Norrängens hemtjänst" }) Assert.Contains(said, TextOf(first));

        // What is told too late changes nothing in it, and is shown to who asks.
        await Happened(anna, Unit, begins, 3);
        await Platform.Eventually(async () => (await Today(quality, id)) == count + 3, Platform.Patience, "Analytics counts what came late");
        await johan.Press(AriaRole.Link, "Jämför med i dag");
        await Assertions.Expect(johan.Page.GetByText("är alla siffror som de frystes")).ToBeVisibleAsync();
        await Assertions.Expect(johan.Page.Locator("main tbody tr").First).ToContainTextAsync("3 fler");
        await johan.Page.Context.CloseAsync();
        await gunilla.Page.ReloadAsync();
        await Assertions.Expect(gunilla.Page.Locator("#avvikelser tbody tr").First).ToContainTextAsync(words);
        Assert.Equal(first, await Downloaded(gunilla));
        await gunilla.Page.Context.CloseAsync();
    }

    private static async Task Happened(HttpClient anna, string unit, DateOnly begins, int count)
    {
        for (var number = 0; number < count; number++)
        {
            await anna.Post(Reports.Path, new
            {
                unitCode = unit,
                kind = "health-care",
                harm = "none",
                description = "Kvällsdosen gavs för sent.",
                occurredAt = begins.AddDays(10 + (7 * number)).ToString("yyyy-MM-dd'T12:00:00Z'", CultureInfo.InvariantCulture),
            }).Json(HttpStatusCode.Created);
        }
    }

    private static async Task Write(Hands hands, string text)
    {
        await hands.Write("Text", text);
        await hands.Page.GetByLabel("Avsnittet är klart att frysa").CheckAsync();
        await hands.Press(AriaRole.Button, "Spara");
        await hands.Sees("Avsnittet är sparat.");
    }

    private static async Task<bool> Reloaded(IPage page)
    {
        await page.ReloadAsync();
        return false;
    }

    private static async Task<byte[]> Downloaded(Hands reader)
    {
        var file = await reader.Page.RunAndWaitForDownloadAsync(() => reader.Press(AriaRole.Link, "Ladda ner (Word)"));
        Assert.EndsWith(".docx", file.SuggestedFilename);
        return await File.ReadAllBytesAsync(await file.PathAsync());
    }

    // The words of the document, as a reader of the file meets them.
    private static string TextOf(byte[] docx)
    {
        using var zip = new ZipArchive(new MemoryStream(docx));
        using var document = new StreamReader(zip.GetEntry("word/document.xml")!.Open());
        return WebUtility.HtmlDecode(Regex.Replace(document.ReadToEnd(), "<[^>]+>", ""));
    }

    private static JsonElement Figure(JsonElement report) => report.GetProperty("sections").EnumerateArray().SelectMany(section => section.GetProperty("figures").EnumerateArray())
        .Single(figure => figure.GetProperty("indicator").GetString() == Reported);

    private static int Counted(JsonElement report) => Figure(report).TryGetProperty("now", out var now) && now.ValueKind == JsonValueKind.Object ? now.GetProperty("numerator").GetInt32() : 0;

    private static async Task<int> Today(HttpClient quality, string id) => (await quality.GetAsync($"/analytics/v1/reports/{id}/differences").Json()).GetProperty("figures").EnumerateArray()
        .Single(figure => figure.GetProperty("indicator").GetString() == Reported).GetProperty("today").GetProperty("numerator").GetInt32();
}
