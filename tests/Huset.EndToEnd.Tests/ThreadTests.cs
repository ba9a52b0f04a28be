using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Huset.EndToEnd.Tests;

/// <summary>One thread through two rooms: a process is drawn, a deviation on its step is heat, and the routine that was unclear is written anew.</summary>
public sealed partial class ThreadTests(Platform platform, Browser browser)
{
    [Fact]
    public async Task From_a_drawn_step_over_a_deviation_to_the_revised_routine()
    {
        var word = $"zq{Guid.NewGuid():N}"[..10];
        var owner = await browser.SignedIn(platform, "processagare", 1280);
        var quality = await browser.SignedIn(platform, "kvalitet", 1280);
        var employee = await browser.SignedIn(platform, "medarbetare", 390);
        var manager = await browser.SignedIn(platform, "enhetschef", 1280);

        // Drawn by one, approved by another, published.
        await owner.GotoAsync($"{platform.Url}/processer/ny-process");
        await owner.GetByLabel("Namn", new() { Exact = true }).FillAsync($"Hemtjänst {word}");
        await owner.Locator("input[name='Request.Kind'][value='Main']").CheckAsync();
        await Press(owner, AriaRole.Button, "Spara");
        var process = Id().Match(owner.Url).Value;
        await owner.GotoAsync($"{platform.Url}/processer/process/{process}/rita");
        var step = owner.Locator(".djs-element[data-element-id]", new() { HasText = "Första steget" }).First;
        await step.DblClickAsync();
        await owner.Keyboard.PressAsync("Control+A");
        await owner.Keyboard.TypeAsync($"Ge morgondos {word}");
        await owner.Locator(".djs-container").ClickAsync(new() { Position = new() { X = 500, Y = 20 } });
        await Press(owner, AriaRole.Button, "Spara utkast");
        await Assertions.Expect(owner.GetByText("Utkastet sparades")).ToBeVisibleAsync();
        await owner.GotoAsync($"{platform.Url}/processer/process/{process}/versioner");
        await Press(owner, AriaRole.Button, "Skicka för godkännande");
        await Judged(quality, $"/processer/process/{process}/versioner");
        await owner.GotoAsync($"{platform.Url}/processer/process/{process}/versioner");
        await Press(owner, AriaRole.Button, "Publicera versionen");
        await Assertions.Expect(owner.GetByText("Versionen gäller nu.")).ToBeVisibleAsync();
        using var reader = await platform.As("medarbetare");
        var activity = (await reader.GetAsync($"/processes/v1/processes/{process}/activities").Json()).GetProperty("items")[0].GetProperty("id").GetString()!;

        // A routine for the step, read and understood by whom it concerns.
        await owner.GotoAsync($"{platform.Url}/processer/rutiner/ny");
        await owner.GetByLabel("Titel", new() { Exact = true }).FillAsync($"Läkemedel {word}");
        await owner.Locator("select[name='Request.Kind']").SelectOptionAsync("rutin");
        await owner.Locator("select[name='Request.UnitCode']").SelectOptionAsync("norrangen");
        await owner.GetByLabel("(jag själv)").CheckAsync();
        await Press(owner, AriaRole.Button, "Skapa och skriv texten");
        var routine = Id().Match(owner.Url).Value;
        await Written(owner, routine, "1. Ge dosen klockan åtta.", activity);
        await Judged(quality, $"/processer/rutiner/{routine}/versioner");
        await Published(owner, routine);
        await Signed(employee, word);

        // A deviation on the step is heat within two seconds.
        await employee.GotoAsync($"{platform.Url}/avvikelser/ny?steg={activity}");
        await employee.Locator("input[name='Request.Kind'][value='HealthCare']").CheckAsync();
        await employee.GetByLabel("Beskriv med egna ord").FillAsync($"Dosen {word} gavs för sent. Rutinen säger inte vem.");
        await employee.Locator("input[name='Request.Harm'][value='None']").CheckAsync();
        await Press(employee, AriaRole.Button, "Skicka rapport");
        await Assertions.Expect(employee.GetByText("Tack, rapporten är sparad")).ToBeVisibleAsync();
        var watch = Stopwatch.StartNew();
        using var analyst = await platform.As("kvalitet");
        async Task<int> Heat() => (await analyst.GetAsync($"/processes/v1/processes/{process}/heat").Json()).GetProperty("items").EnumerateArray().Single(item => item.GetProperty("activityId").GetString() == activity).GetProperty("count").GetInt32();
        await Platform.Eventually(async () => await Heat() == 1, Platform.Patience, "heat");
        watch.Within(2);
        await quality.GotoAsync($"{platform.Url}/processer/process/{process}/rita");
        await Assertions.Expect(quality.GetByRole(AriaRole.Img, new() { NameRegex = OneDeviation() }).First).ToBeVisibleAsync();

        // The manager finds that the routine is unclear: its owner gets a task.
        var deviation = Id().Match(employee.Url).Value;
        using var handler = await platform.As("enhetschef");
        await handler.Post($"/deviations/v1/deviations/{deviation}/assessment", new { severity = 2, probability = 3, motivation = "Har hänt förut." }).Json();
        await manager.GotoAsync($"{platform.Url}/avvikelser/{deviation}/orsak");
        await manager.Locator("input[name='Request.Area'][value='routines']").CheckAsync();
        await manager.GetByLabel("Orsaken i ord").FillAsync($"Rutinen {word} säger inte vem som ger dosen.");
        await manager.GetByLabel("Ja, en rutin eller process är oklar").CheckAsync();
        await manager.Locator("select[name='Asked.RoutineId']").SelectOptionAsync(routine);
        await Press(manager, AriaRole.Button, "Spara orsaken");
        await Assertions.Expect(manager.GetByText("Orsaken är sparad.").First).ToBeVisibleAsync();
        await Platform.Eventually(async () =>
        {
            await owner.GotoAsync($"{platform.Url}/processer/revidera");
            return await owner.GetByText($"Rutinen {word} säger inte vem").First.IsVisibleAsync();
        }, Platform.Patience, "a task");
        await owner.GetByRole(AriaRole.Link, new() { Name = $"Rutinen {word} säger inte vem" }).First.ClickAsync();
        await Assertions.Expect(owner.GetByText("Varför finns den här?")).ToBeVisibleAsync();

        // The version that answers it is read anew and closes the task, and the case tells so.
        await Written(owner, routine, "1. Den som har morgonpasset ger dosen klockan åtta.", activity, "Vem som ger dosen.");
        await Judged(quality, $"/processer/rutiner/{routine}/versioner");
        await Published(owner, routine, answers: true);
        await Signed(employee, word);
        await Platform.Eventually(async () =>
        {
            await manager.GotoAsync($"{platform.Url}/avvikelser/{deviation}");
            return await manager.GetByRole(AriaRole.Link, new() { NameRegex = SecondVersion() }).First.IsVisibleAsync();
        }, Platform.Patience, "an answer in the case");
        await owner.GotoAsync($"{platform.Url}/processer/rutiner/{routine}");
        await Assertions.Expect(owner.GetByText("Varför ser den ut så här?")).ToBeVisibleAsync();

        // Asked both ways from the case, and from the routine all the way back to it.
        await manager.GotoAsync($"{platform.Url}/avvikelser/{deviation}");
        await manager.GetByRole(AriaRole.Link, new() { Name = "Följ tråden", Exact = true }).First.ClickAsync();
        var why = manager.GetByRole(AriaRole.Region, new() { Name = "Varför finns det här?" });
        await Assertions.Expect(why.GetByRole(AriaRole.Link, new() { Name = $"Ge morgondos {word}", Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(why.GetByRole(AriaRole.Link, new() { Name = $"Hemtjänst {word}", Exact = true })).ToBeVisibleAsync();
        var ledTo = manager.GetByRole(AriaRole.Region, new() { Name = "Vad ledde det till?" });
        await Assertions.Expect(ledTo.GetByRole(AriaRole.Link, new() { Name = $"Läkemedel {word}", Exact = true })).ToBeVisibleAsync();
        await manager.GotoAsync($"{platform.Url}/processer/rutiner/{routine}");
        await manager.GetByRole(AriaRole.Link, new() { Name = "Följ tråden", Exact = true }).First.ClickAsync();
        await Assertions.Expect(why.GetByRole(AriaRole.Link, new() { NameRegex = new Regex($"^AVV-.*{word}") })).ToBeVisibleAsync();
        await owner.Context.CloseAsync();
        await quality.Context.CloseAsync();
        await employee.Context.CloseAsync();
        await manager.Context.CloseAsync();
    }

    private static async Task Press(IPage page, AriaRole role, string name) => await page.GetByRole(AriaRole.Main).GetByRole(role, new() { Name = name, Exact = true }).First.ClickAsync();

    private async Task Judged(IPage page, string address)
    {
        await page.GotoAsync(platform.Url + address);
        await page.GetByLabel("Godkänn", new() { Exact = true }).CheckAsync();
        await Press(page, AriaRole.Button, "Spara beslutet");
        await Assertions.Expect(page.GetByRole(AriaRole.Status).First).ToBeVisibleAsync();
    }

    private async Task Written(IPage page, string routine, string text, string step, string? note = null)
    {
        await page.GotoAsync($"{platform.Url}/processer/rutiner/{routine}/skriv");
        await page.Locator("textarea[name='Request.Text']").FillAsync(text);
        await page.Locator("input[name='Request.ReviewOn']").FillAsync("2028-01-01");
        await page.GetByText("Välj steg i processerna").ClickAsync(new() { Trial = false });
        if (!await page.Locator($"input[value='{step}']").IsVisibleAsync()) await page.GetByText("Välj steg i processerna").ClickAsync();
        await page.Locator($"input[value='{step}']").CheckAsync();
        if (note is not null) await page.GetByLabel("Vad är nytt?").FillAsync(note);
        await Press(page, AriaRole.Button, "Spara utkastet");
        await page.GotoAsync($"{platform.Url}/processer/rutiner/{routine}/versioner");
        await Press(page, AriaRole.Button, "Skicka för godkännande");
        await Assertions.Expect(page.GetByRole(AriaRole.Status).First).ToBeVisibleAsync();
    }

    private async Task Published(IPage page, string routine, bool answers = false)
    {
        await page.GotoAsync($"{platform.Url}/processer/rutiner/{routine}/versioner");
        if (answers) await page.Locator("input[name='Publication.Answers']").First.CheckAsync();
        await Press(page, AriaRole.Button, "Publicera versionen");
        await Assertions.Expect(page.GetByText("Versionen gäller nu.")).ToBeVisibleAsync();
    }

    private async Task Signed(IPage page, string word)
    {
        await page.GotoAsync($"{platform.Url}/processer/att-lasa");
        await page.GetByRole(AriaRole.Link, new() { Name = $"Läkemedel {word}" }).ClickAsync();
        await Press(page, AriaRole.Button, "Jag har läst och förstått");
        await Assertions.Expect(page.GetByText("Tack. Du har signerat")).ToBeVisibleAsync();
    }

    [GeneratedRegex("version 2", RegexOptions.IgnoreCase)]
    private static partial Regex SecondVersion();

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f-]{27}")]
    private static partial Regex Id();

    [GeneratedRegex("^1 avvikelse")]
    private static partial Regex OneDeviation();
}
