using System.Globalization;
using Microsoft.Playwright;

namespace Huset.EndToEnd.Tests;

/// <summary>
/// The user manual's pictures, taken of an invented autumn at Norrängen. Every run opens the pages; with HUSET_TEST_PICTURES
/// (`./huset test --pictures`, which runs nothing else) what is seen is written to the manual.
/// </summary>
public sealed class PictureTests(Platform platform, Browser browser)
{
    private static readonly string Folder = Path.Combine(Platform.Root, "docs", "anvandarhandbok", "bilder");
    private static readonly bool Writes = Environment.GetEnvironmentVariable("HUSET_TEST_PICTURES") is { Length: > 0 };

    /// <summary>Name of the picture, who looks, at what, and how wide the window is. {open}, {acting} and {closed} are cases, {action} is one of the second; {process} is where they happened and {routine} what it follows; {complaint} has been answered and commented.</summary>
    private static readonly (string Name, string User, string Path, int Width)[] Pictures =
    [
        ("huset", "enhetschef", "/", 1280),
        ("huset-telefon", "enhetschef", "/", 390),
        ("huset-utloggad", "", "/", 1280),
        ("rapportera-telefon", "medarbetare", "/avvikelser/ny", 390),
        ("mina-telefon", "medarbetare", "/avvikelser/mina", 390),
        ("svar-telefon", "medarbetare", "/avvikelser/{closed}", 390),
        ("lista", "enhetschef", "/avvikelser/", 1280),
        ("bedom", "enhetschef", "/avvikelser/{open}/bedom", 1280),
        ("arende", "enhetschef", "/avvikelser/{acting}", 1280),
        ("arende-telefon", "enhetschef", "/avvikelser/{acting}", 390),
        ("atgarder", "enhetschef", "/avvikelser/atgarder", 1280),
        ("effekt", "enhetschef", "/avvikelser/{acting}/atgard/{action}/effekt", 1280),
        ("regler", "admin", "/avvikelser/regler", 1280),
        ("styrdiagram", "enhetschef", "/analys/avvikelser?enhet=norrangen&slag=health-care", 1280),
        ("enheter", "admin", "/processer/enheter", 1280),
        ("enhet", "admin", "/processer/enheter/norrangen", 1280),
        ("processer", "kvalitet", "/processer/", 1280),
        ("process", "enhetschef", "/processer/process/{process}", 1280),
        ("rutin-telefon", "medarbetare", "/processer/rutiner/{routine}", 390),
        ("kvalitetssystem", "kvalitet", "/processer/kvalitetssystem", 1280),
        ("matris", "enhetschef", "/kompetens/enheter/norrangen", 1280),
        ("min-kompetens-telefon", "medarbetare", "/kompetens/mig", 390),
        ("delegeringar-telefon", "medarbetare", "/kompetens/mina-delegeringar", 390),
        ("bemanning", "enhetschef", "/kompetens/bemanning", 1280),
        ("lamna-synpunkt-telefon", "", "/synpunkter/ny", 390),
        ("synpunkter", "registrator", "/synpunkter/", 1280),
        ("synpunkt", "registrator", "/synpunkter/{complaint}", 1280),
        ("avtal", "upphandling", "/upphandling/", 1280),
        ("leverantor-telefon", "leverantor", "/upphandling/", 390),
    ];

    [Fact]
    public async Task Every_picture_of_the_manual_can_be_taken()
    {
        var cases = await Autumn();
        foreach (var (name, user, path, width) in Pictures)
        {
            var page = await browser.Looking(platform, user, width);
            var address = cases.Aggregate(path, (text, known) => text.Replace($"{{{known.Key}}}", known.Value));
            var answer = await page.GotoAsync(platform.Url + address);
            Assert.True(answer!.Ok, $"{name}: {address} answers {answer.Status}");
            // Just after its start a room may be slow, and the house says so.
            if (path == "/") await Platform.Eventually(async () => { await page.ReloadAsync(); return await page.GetByText("Rummet svarar långsamt").CountAsync() == 0; }, TimeSpan.FromSeconds(10), "every room quick");
            if (path.Contains("{process}", StringComparison.Ordinal)) await Assertions.Expect(page.Locator(".djs-container .heat-badge").First).ToBeVisibleAsync();
            // A long list goes on, and its picture need not.
            var height = Math.Min(1600, await page.EvaluateAsync<int>("document.documentElement.scrollHeight"));
            var picture = await page.ScreenshotAsync(new() { FullPage = true, Clip = new() { Width = width, Height = height }, Animations = ScreenshotAnimations.Disabled });
            if (Writes) await File.WriteAllBytesAsync(Path.Combine(Folder, $"{name}.png"), picture, TestContext.Current.CancellationToken);
            await page.CloseAsync();
        }
    }

    [Fact]
    public void Every_picture_of_the_manual_is_taken_here()
    {
        var kept = Directory.GetFiles(Folder, "*.png").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal);
        Assert.Equal(Pictures.Select(picture => picture.Name).Order(StringComparer.Ordinal), kept);
    }

    // Fourteen months of medicine given late, fewer since September, and three cases that have come a different way.
    private async Task<Dictionary<string, string>> Autumn()
    {
        using var anna = await platform.As("medarbetare");
        using var manager = await platform.As("enhetschef");
        var now = DateTimeOffset.UtcNow;
        int[] perMonth = [6, 5, 7, 6, 8, 5, 6, 7, 9, 6, 7, 5, 3, 2];
        var (process, steps) = await StepsOf(manager, "Läkemedel i hemtjänsten");
        var routine = (await manager.GetAsync("/processes/v1/documents?limit=100").Json()).GetProperty("items").EnumerateArray().First(document => document.GetProperty("title").GetString()!.StartsWith("Läkemedel", StringComparison.Ordinal)).GetProperty("id").GetString()!;
        string[] late = ["Morgondosen gavs för sent. Passet hade två personer i stället för tre.", "Kvällsdosen glömdes och gavs efter kontakt med sjuksköterskan.", "Fel dag i dosetten. Det upptäcktes innan medicinen gavs."];
        for (var month = 0; month < perMonth.Length; month++)
        {
            for (var index = 0; index < perMonth[month]; index++)
                await Report(anna, now.AddMonths(month - perMonth.Length).AddDays(index), "health-care", late[index % late.Length], steps[month * index % steps.Length]);
        }

        var open = await Report(anna, now.AddHours(-3), "social-care", "Larmet besvarades efter 40 minuter. Hon hade ramlat men slog sig inte.");
        var acting = await Report(anna, now.AddDays(-2), "health-care", "Morgondosen gavs två timmar för sent. Passet hade två personer i stället för tre.");
        await Assess(manager, acting, 2, 3, "Hon fick ont men inga men. Det har hänt förut på helger.");
        var planned = await Plan(manager, acting, "staffing", "Vikarie utan delegering på morgonpasset.", "Minst två delegerade på varje morgonpass.", "medium", "Inga missade doser på 30 dagar.");
        await Plan(manager, acting, "routines", "Det är oklart vem som tar över vid frånvaro.", "Rutinen säger vem som tar över, och alla har läst den.", "weak", "Alla har läst och svarat rätt på tre frågor.");
        var closed = await Report(anna, now.AddDays(-20), "social-care", "Nyckeln till medicinskåpet låg framme i köket. Ingen hann ta något.");
        await Assess(manager, closed, 1, 2, "Ingen kom åt skåpet.");
        var action = await Plan(manager, closed, "equipment", "Nyckelskåpet satt i ett annat rum.", "Kodlås på skåpet i stället för nyckel.", "strong", "Ingen nyckel framme vid tre kontroller.");
        await manager.Post($"/deviations/v1/deviations/{closed}/actions/{action}/effect-check", new { effect = "yes", note = "Kodlåset sitter uppe. Tre kontroller utan anmärkning." }).Json();
        await manager.Post($"/deviations/v1/deviations/{closed}/closure", new { feedback = "Tack för att du sa till. Skåpet har nu kodlås, så det finns ingen nyckel att glömma. Vi har kontrollerat tre gånger." }).Json();
        using var registrar = await platform.As("registrator");
        var complaint = (await registrar.GetAsync("/complaints/v1/complaints?commented=true").Json()).GetProperty("items")[0].GetProperty("id").GetString()!;
        return new() { ["complaint"] = complaint, ["open"] = open, ["acting"] = acting, ["action"] = planned, ["closed"] = closed, ["process"] = process, ["routine"] = routine };
    }

    private static async Task<(string Process, string[] Steps)> StepsOf(HttpClient reader, string name)
    {
        var process = (await reader.GetAsync("/processes/v1/processes?limit=100").Json()).GetProperty("items").EnumerateArray().First(process => process.GetProperty("name").GetString() == name).GetProperty("id").GetString()!;
        return (process, [.. (await reader.GetAsync($"/processes/v1/processes/{process}/activities").Json()).GetProperty("items").EnumerateArray().Select(step => step.GetProperty("id").GetString()!)]);
    }

    private static async Task<string> Report(HttpClient anna, DateTimeOffset at, string kind, string description, string? activityId = null)
    {
        var report = new { unitCode = "norrangen", occurredAt = at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), kind, harm = "none", description, activityId };
        return (await anna.Post("/deviations/v1/deviations", report).Json(HttpStatusCode.Created)).GetProperty("id").GetString()!;
    }

    private static async Task Assess(HttpClient manager, string id, int severity, int probability, string motivation) =>
        await manager.Post($"/deviations/v1/deviations/{id}/assessment", new { severity, probability, motivation }).Json();

    private static async Task<string> Plan(HttpClient manager, string id, string area, string text, string what, string strength, string successCriterion)
    {
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        var cause = (await manager.Post($"/deviations/v1/deviations/{id}/causes", new { area, text }).Json(HttpStatusCode.Created)).GetProperty("id").GetString();
        var action = new { causeId = cause, what, strength, plannedStart = today, dueAt = today.AddDays(10), followUp = "Läses av vid veckomötet.", successCriterion, effectCheckAt = today.AddDays(40) };
        return (await manager.Post($"/deviations/v1/deviations/{id}/actions", action).Json(HttpStatusCode.Created)).GetProperty("id").GetString()!;
    }
}
