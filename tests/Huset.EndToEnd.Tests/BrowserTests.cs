using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text;
using System.Text.RegularExpressions;
using Huset.EndToEnd.Tests;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Browser))]

namespace Huset.EndToEnd.Tests;

/// <summary>One Chromium for all browser tests; Debian's, since none is downloaded.</summary>
public sealed class Browser : IAsyncLifetime
{
    private IPlaywright? playwright;
    private IBrowser? browser;
    private readonly ConcurrentDictionary<string, Lazy<Task<string?>>> visits = [];
    private readonly ConcurrentDictionary<string, Lazy<Task<IBrowserContext>>> windows = [];
    private static readonly string Axe = File.ReadAllText(System.IO.Path.Combine(AppContext.BaseDirectory, "axe.min.js"));

    public async ValueTask InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout((float)Platform.Patience.TotalMilliseconds);
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
    }

    public async Task<IPage> Open(int width, bool javaScript = true)
    {
        var context = await browser!.NewContextAsync(Window(width, javaScript));
        return await context.NewPageAsync();
    }

    public async Task<IPage> SignedIn(Platform platform, string username, int width, bool javaScript = true)
    {
        var page = await Open(width, javaScript);
        await SignIn(page, platform, username);
        return page;
    }

    /// <summary>
    /// As someone who has signed in before (nobody by the empty name), in a tab beside others: for those who only look, since signing in and
    /// fetching what every page shares take longer than looking. Close the page, not its context.
    /// </summary>
    public async Task<IPage> Looking(Platform platform, string username, int width)
    {
        var window = windows.GetOrAdd(username, _ => new(async () => await browser!.NewContextAsync(Window(width, storage: await Signed(platform, username)))));
        var page = await (await window.Value).NewPageAsync();
        await Resize(page, width);
        return page;
    }

    public static Task Resize(IPage page, int width) => page.SetViewportSizeAsync(width, 900);

    private Task<string?> Signed(Platform platform, string username) => visits.GetOrAdd(username, _ => new(async () =>
    {
        if (username.Length == 0) return null;
        var page = await SignedIn(platform, username, 1280);
        var signed = await page.Context.StorageStateAsync();
        await page.Context.CloseAsync();
        return signed;
    })).Value;

    private static BrowserNewContextOptions Window(int width, bool javaScript = true, string? storage = null) =>
        new() { ViewportSize = new() { Width = width, Height = 900 }, Locale = "sv-SE", TimezoneId = "Europe/Stockholm", JavaScriptEnabled = javaScript, StorageState = storage };

    /// <summary>What axe finds on the page against WCAG 2.2 AA and good practice.</summary>
    public static async Task<string[]> Violations(IPage page)
    {
        if (!await page.EvaluateAsync<bool>("'axe' in window")) await page.EvaluateAsync(Axe);
        return await page.EvaluateAsync<string[]>("""
            async () => (await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'] }))
                .violations.map(v => v.id + ': ' + v.nodes.map(n => n.target).join(', '))
            """);
    }

    public static async Task SignIn(IPage page, Platform platform, string username)
    {
        await page.GotoAsync($"{platform.Url}/bff/login");
        await page.GetByLabel("Användarnamn").FillAsync(username);
        await page.GetByLabel("Lösenord").FillAsync("huset");
        await page.GetByRole(AriaRole.Button, new() { Name = "Logga in" }).ClickAsync();
        await page.WaitForURLAsync($"{platform.Url}/");
    }
}

/// <summary>The first job in a real browser: sign in, report, read, sign out.</summary>
public sealed class BrowserTests(Platform platform, Browser browser)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> ids = [];

    [Theory]
    [InlineData(320, true)]
    [InlineData(390, false)]
    [InlineData(1280, true)]
    public async Task An_employee_signs_in_and_reports(int width, bool javaScript)
    {
        var page = await SignedIn("medarbetare", width, javaScript);
        await page.GetByRole(AriaRole.Link, new() { Name = "Rapportera avvikelse" }).First.ClickAsync();
        await page.GetByLabel("Vård eller läkemedel").CheckAsync();
        await page.GetByLabel("Beskriv med egna ord").FillAsync($"Kvällsdosen gavs en timme för sent, bredd {width}. Ingen mådde dåligt.");
        await page.GetByLabel("Nej, men det kunde ha gått illa").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Skicka rapport" }).ClickAsync();

        await Assertions.Expect(page.GetByText("Tack, rapporten är sparad")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync($"bredd {width}");
        await page.GetByRole(AriaRole.Link, new() { Name = "Till avvikelserna" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = $"bredd {width}" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task By_keyboard_only_and_wrong_first_nothing_written_is_lost()
    {
        var page = await SignedIn("medarbetare", 390);
        await page.GotoAsync($"{platform.Url}/avvikelser/ny");
        await Reach(page, "Beskriv med egna ord");
        await page.Keyboard.TypeAsync("Skrivet med tangentbord.");
        await Reach(page, "Skicka rapport");
        await page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToBeFocusedAsync();
        await Assertions.Expect(page.GetByLabel("Beskriv med egna ord")).ToHaveValueAsync("Skrivet med tangentbord.");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Space");
        await Reach(page, "Nej, men det kunde ha gått illa");
        await page.Keyboard.PressAsync("Space");
        await Reach(page, "Skicka rapport");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByText("Tack, rapporten är sparad")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Tokens_never_reach_the_browser_and_signing_out_is_signing_out()
    {
        var page = await SignedIn("enhetschef", 1280);
        foreach (var cookie in await page.Context.CookiesAsync([platform.Url]))
        {
            Assert.DoesNotContain("eyJ", cookie.Value);
            if (cookie.Name.Contains("session", StringComparison.OrdinalIgnoreCase)) Assert.True(cookie.HttpOnly);
        }
        await page.GetByRole(AriaRole.Button, new() { Name = "Logga ut" }).First.ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Logga in" }).First).ToBeVisibleAsync();
        await page.GotoAsync($"{platform.Url}/avvikelser/");
        await Assertions.Expect(page.GetByLabel("Användarnamn")).ToBeVisibleAsync();
    }

    public static IEnumerable<TheoryDataRow<string, string>> Pages =>
    [
        new("medarbetare", "/"), new("medarbetare", "/avvikelser/"), new("medarbetare", "/avvikelser/ny"), new("medarbetare", "/avvikelser/finns-inte"),
        new("enhetschef", "/avvikelser/{case}"), new("enhetschef", "/avvikelser/{case}/overlamna"), new("enhetschef", "/avvikelser/{attached}"), new("enhetschef", "/avvikelser/{attached}/bilaga"), new("enhetschef", "/avvikelser/{attached}/bilaga/{attachment}"),
        new("enhetschef", "/avvikelser/{case}/bedom"), new("enhetschef", "/avvikelser/{assessed}"), new("enhetschef", "/avvikelser/{assessed}/orsak"),
        new("enhetschef", "/avvikelser/{assessed}/orsak/{cause}"), new("enhetschef", "/avvikelser/{assessed}/orsak/{cause}/godta"), new("enhetschef", "/avvikelser/{assessed}/oppna"),
        new("enhetschef", "/avvikelser/{assessed}/atgard?orsak={cause}"), new("enhetschef", "/avvikelser/{assessed}/atgard/{action}"), new("enhetschef", "/avvikelser/{assessed}/atgard/{action}/gjord"),
        new("enhetschef", "/avvikelser/{assessed}/atgard/{action}/effekt"), new("enhetschef", "/avvikelser/{assessed}/avsluta"), new("enhetschef", "/avvikelser/atgarder"), new("enhetschef", "/avvikelser/atgarder/{action}"),
        new("enhetschef", "/avvikelser/{proposed}"), new("enhetschef", "/avvikelser/{proposed}/atgard/{proposal}/beslut"), new("enhetschef", "/avvikelser/atgarder/enheter"), new("kvalitet", "/avvikelser/atgarder"),
        new("enhetschef", "/avvikelser/andra-bedomning"), new("enhetschef", "/avvikelser/andra-bedomning/jamfor"),
        new("enhetschef", "/avvikelser/riskanalyser"), new("enhetschef", "/avvikelser/riskanalyser/ny"), new("enhetschef", "/avvikelser/riskanalyser/{analysis}"), new("enhetschef", "/avvikelser/riskanalyser/{analysis}/andra"),
        new("enhetschef", "/avvikelser/riskanalyser/{analysis}/risk"), new("enhetschef", "/avvikelser/riskanalyser/{analysis}/risk/{risk}"), new("enhetschef", "/avvikelser/riskanalyser/{analysis}/risk/{risk}/atgard"),
        new("kvalitet", "/avvikelser/andra-bedomning/{drawn}"), new("enhetschef", "/avvikelser/{case}/paus"), new("enhetschef", "/avvikelser/{praised}/sprid"), new("enhetschef", "/avvikelser/arbetsmiljo"),
        new("enhetschef", "/avvikelser/{injury}/skyldigheter"), new("enhetschef", "/avvikelser/{injury}/skyldigheter/andra"), new("enhetschef", "/avvikelser/{injury}/skyldigheter/ingen"), new("enhetschef", "/avvikelser/{injury}/skyldigheter/work-authority"), new("enhetschef", "/avvikelser/{injury}/skyldigheter/del/event"),
        new("processagare", "/avvikelser/{injury}/skyldigheter/yttrande"),
        new("enhetschef", "/avvikelser/riskanalyser/{analysis}/arbetsmiljo"), new("enhetschef", "/avvikelser/riskanalyser/{analysis}/samverkan"), new("enhetschef", "/avvikelser/riskanalyser/{analysis}/godkann"), new("enhetschef", "/avvikelser/riskanalyser/{analysis}/uppfoljning"),
        new("lex", "/avvikelser/{restricted}"), new("lex", "/avvikelser/{restricted}/aterlamna/lex-sarah"), new("medarbetare", "/avvikelser/{restricted}"),
        new("lex", "/avvikelser/lex-sarah"), new("mas", "/avvikelser/lex-maria"), new("lex", "/avvikelser/{restricted}/utredning"), new("lex", "/avvikelser/{restricted}/utredning/event"), new("lex", "/avvikelser/{restricted}/beslut"),
        new("lex", "/avvikelser/{restricted}/ivo"), new("lex", "/avvikelser/{restricted}/ivo/anmalan"), new("lex", "/deviations/v1/deviations/{restricted}/ivo-notification/document?format=html"), new("lex", "/avvikelser/{restricted}/ivo/kvittens"), new("lex", "/avvikelser/{restricted}/ivo/komplettering"), new("lex", "/avvikelser/{restricted}/ivo/langre-tid"), new("lex", "/avvikelser/{restricted}/ivo/beslut"),
        new("lex", "/avvikelser/{restricted}/informerad"), new("lex", "/avvikelser/{restricted}/uppgift"), new("enhetschef", "/avvikelser/uppgifter"), new("enhetschef", "/avvikelser/uppgifter/{given}"), new("lex", "/avvikelser/{restricted}/utreda"), new("lex", "/avvikelser/{restricted}/anteckningar"), new("lex", "/avvikelser/{restricted}/tidslinje"),
        new("enhetschef", "/avvikelser/{noted}"), new("enhetschef", "/avvikelser/{noted}/anteckningar"), new("enhetschef", "/avvikelser/{noted}/tidslinje"), new("enhetschef", "/avvikelser/{noted}/tidslinje/{entry}"),
        new("mas", "/avvikelser/{maria}/utredning"), new("mas", "/avvikelser/{maria}/patientinformation/ivo"), new("lex", "/avvikelser/regler/delar/ny"), new("lex", "/avvikelser/regler/delar/{part}"),
        new("enhetschef", "/avvikelser/{injury}/skyldigheter/work-authority/anmalan"), new("enhetschef", "/deviations/v1/deviations/{injury}/duties/work-authority/document?format=html"),
        new("enhetschef", "/avvikelser/"), new("enhetschef", "/avvikelser/?enhet=norrangen&lage=reported&ordning=risk&risk=over&vantar=true"), new("medarbetare", "/avvikelser/mina"), new("enhetschef", "/analys/"), new("fortroendevald", "/analys/"), new("analytiker", "/analys/"), new("analytiker", "/analys/handelser"),
        new("medarbetare", "/avvikelser/forbattringar"), new("enhetschef", "/avvikelser/forbattringar/lista?ordning=votes"), new("medarbetare", "/avvikelser/forbattringar/ny"), new("enhetschef", "/avvikelser/forbattringar/{idea}"),
        new("enhetschef", "/avvikelser/forbattringar/{idea}/andra"), new("enhetschef", "/avvikelser/forbattringar/{idea}/lage/prioritised"), new("enhetschef", "/avvikelser/forbattringar/{idea}/lage/introduced"), new("enhetschef", "/avvikelser/forbattringar/{idea}/prov"),
        new("enhetschef", "/avvikelser/forbattringar/{idea}/prov/{trial}"), new("enhetschef", "/avvikelser/forbattringar/{idea}/sprid"), new("enhetschef", "/avvikelser/forbattringar/sla-ihop?ide={idea}&ide={other}"),
        new("enhetschef", "/avvikelser/mote?enhet=norrangen&manad={month}"), new("medarbetare", "/avvikelser/mote"), new("enhetschef", "/avvikelser/mote/anteckna?enhet=norrangen&manad={month}"), new("enhetschef", "/avvikelser/mote/beslut?enhet=norrangen&manad={month}"),
        new("enhetschef", "/avvikelser/mote/beslut/{decision}?enhet=norrangen&manad={month}"), new("enhetschef", "/avvikelser/mote/handelse/{case}?enhet=norrangen&manad={month}"),
        new("medarbetare", "/avvikelser/notiser"), new("medarbetare", "/avvikelser/regler"), new("admin", "/avvikelser/regler"), new("admin", "/avvikelser/regler/ny"), new("admin", "/avvikelser/las-in"), new("enhetschef", "/avvikelser/{assessed}/akt"), new("lex", "/avvikelser/{restricted}/akt?maskerad=ja"), new("enhetschef", "/avvikelser/urval?lage=reported"), new("admin", "/avvikelser/las-in/{import}"),
        new("admin", "/avvikelser/regler/{rule}"), new("admin", "/avvikelser/regler/granser/{threshold}"),
        new("enhetschef", "/analys/orsaker"), new("analytiker", "/analys/orsaker?efter=category&veckodag=1"), new("analytiker", "/analys/dygnet"), new("analytiker", "/analys/enheter"), new("enhetschef", "/analys/enheter"), new("fortroendevald", "/analys/enheter"),
        new("enhetschef", "/analys/avvikelser"), new("analytiker", "/analys/avvikelser"), new("analytiker", "/analys/regler"), new("admin", "/analys/regler/signal-shift"),
        new("enhetschef", "/analys/indikatorer"), new("analytiker", "/analys/indikatorer"), new("analytiker", "/analys/indikatorer/deviations-reported"), new("analytiker", "/analys/indikatorer/deviations-harm?manad=2026-11"), new("analytiker", "/analys/volymer"),
        new("kvalitet", "/analys/nyckeltalstackning"), new("kvalitet", "/analys/nytt-nyckeltal"), new("kvalitet", "/analys/indikatorer/deviations-harm/om"), new("kvalitet", "/analys/indikatorer/deviations-harm/plats"), new("kvalitet", "/analys/indikatorer/deviations-harm/mal"),
        new("analytiker", "/analys/varden"), new("fortroendevald", "/analys/jamforelser"), new("enhetschef", "/analys/uppfoljningar"), new("kvalitet", "/analys/uppfoljningar/ny"), new("enhetschef", "/analys/uppfoljningar/{method}"), new("fortroendevald", "/analys/uppfoljningar/{method}"), new("kvalitet", "/analys/uppfoljningar/{method}/andra"),
        new("kvalitet", "/analys/uppfoljningar/{method}/avsluta"), new("enhetschef", "/analys/uppfoljningar/{method}/matningar"), new("enhetschef", "/analys/uppfoljningar/{method}/las-in"), new("kvalitet", "/analys/jamforelser-in"),
        new("kvalitet", "/analys/indikatorer/{surveyed}"), new("kvalitet", "/analys/indikatorer/{surveyed}/om"), new("kvalitet", "/analys/indikatorer/{surveyed}/beskriv"), new("enhetschef", "/analys/indikatorer/{surveyed}/varde"),
        new("fortroendevald", "/analys/jamforelser/{compared}"), new("kvalitet", "/analys/jamforelser/{compared}/las"),
        new("analytiker", "/analys/kodlistor"), new("admin", "/analys/kodlistor/volume-kinds/hours"), new("admin", "/analys/ny-kod/volume-kinds"),
        new("analytiker", "/analys/rapporter"), new("kvalitet", "/analys/rapporter/ny"), new("kvalitet", "/analys/rapporter/mall"), new("kvalitet", "/analys/rapporter/mall/andra"), new("kvalitet", "/analys/rapporter/{draft}"),
        new("kvalitet", "/analys/rapporter/{draft}/avsnitt/avvikelser"), new("kvalitet", "/analys/rapporter/{draft}/avsnitt/avvikelser/dela-ut"), new("kvalitet", "/analys/rapporter/{draft}/frys"),
        new("fortroendevald", "/analys/rapporter/{frozen}"), new("kvalitet", "/analys/rapporter/{frozen}/siffror/avvikelser/deviations-reported"), new("kvalitet", "/analys/rapporter/{frozen}/skillnader"),
        new("fortroendevald", "/analytics/v1/reports/{frozen}?format=html"),
        new("kvalitet", "/analys/rapporter/mall?slag=patient-safety"), new("kvalitet", "/analys/publicerat"), new("enhetschef", "/analys/publicerat"), new("enhetschef", "/analys/forbattringar/ny"), new("enhetschef", "/analys/forbattringar/{improvement}"), new("enhetschef", "/analys/publicera/improvement/{improvement}"), new("kvalitet", "/analys/publicera/report/{frozen}"),
        new("", "/analys/offentligt"), new("", "/analys/offentligt?visa=improvement&enhet=norrangen"), new("", "/analys/offentligt/{improvement}"), new("", "/analys/offentligt/{shown}"), new("enhetschef", "/analys/offentligt/{shown}"),
        new("admin", "/analys/drift/omrakningar"), new("analytiker", "/analys/drift/omrakningar"), new("enhetschef", "/analys/tecken"), new("enhetschef", "/analys/tecken/{signal}"), new("analytiker", "/analys/tecken/{signal}"), new("kvalitet", "/analys/tecken?lage=alla"),
        new("enhetschef", "/analys/monster"), new("kvalitet", "/analys/monster?lage=alla"), new("kvalitet", "/analys/monster/{pattern}"), new("enhetschef", "/analys/monster/{pattern}"), new("enhetschef", "/analys/nya-granser?diagram=deviations&enhet=norrangen"), new("kvalitet", "/analys/nya-granser/{limits}"),
        new("analytiker", "/analys/handelser/exempel?typ=se.huset.deviations.*&enhet=norrangen"), new("analytiker", "/analys/prenumerationer"), new("analytiker", "/analys/uttag"), new("analytiker", "/analys/uttag/nytt"), new("analytiker", "/analys/uttag/{extract}"), new("kvalitet", "/analys/uttag/{extract}"), new("analytiker", "/analys/prenumerationer/ny"), new("analytiker", "/analys/prenumerationer/{subscription}"),
        new("analytiker", "/analys/prenumerationer/{subscription}/andra"), new("admin", "/analys/prenumerationer/{subscription}"), new("analytiker", "/analys/mottagare"), new("admin", "/analys/mottagare"),
        new("enhetschef", "/analys/mal"), new("fortroendevald", "/analys/mal"), new("enhetschef", "/analys/mal/nytt"), new("enhetschef", "/analys/mal/{goal}"), new("enhetschef", "/analys/mal/{goal}/andra"),
        new("enhetschef", "/analys/mal/{followed}"), new("enhetschef", "/analys/mal/{followed}/folj-upp"), new("enhetschef", "/analys/mal/{followed}/bedom"), new("enhetschef", "/analys/mal/{followed}/besluta"),
        new("enhetschef", "/analys/planer"), new("enhetschef", "/analys/planer/ny"), new("kvalitet", "/analys/planer/las-in"), new("enhetschef", "/analys/planer/{yearly}"), new("fortroendevald", "/analys/planer/{yearly}"), new("enhetschef", "/analys/planer/{yearly}/folj-upp"),
        new("enhetschef", "/analys/planer/{yearly}/avsluta"), new("enhetschef", "/analys/planer/{yearly}/aktivitet/{yearlyactivity}"), new("enhetschef", "/analys/planer/{begun}"), new("enhetschef", "/analys/planer/{begun}/atagande"), new("enhetschef", "/analys/planer/{begun}/atagande/fadder"), new("enhetschef", "/analys/planer/{begun}/besluta"),
        new("analytiker", "/analys/drift"), new("admin", "/analys/drift"), new("admin", "/analys/logg"), new("admin", "/analys/logg/granskningar"), new("admin", "/avvikelser/logg"), new("admin", "/avvikelser/logg/granskningar"),
        new("enhetschef", "/analys/trad/deviation/{assessed}"), new("medarbetare", "/analys/trad/process/{process}"), new("upphandling", "/analys/trad/contract/{contract}"),
        new("medarbetare", "/processer/"), new("medarbetare", "/processer/enheter"), new("medarbetare", "/processer/enheter/norrangen"),
        new("admin", "/processer/enheter"), new("admin", "/processer/enheter/ao/andra"), new("admin", "/processer/enheter/ao/stang"), new("admin", "/processer/ny-enhet"), new("admin", "/processer/las-in-enheter"),
        new("admin", "/processer/kodlistor"), new("admin", "/processer/kodlistor/unit-types/enhet"), new("admin", "/processer/ny-kod/unit-types"), new("medarbetare", "/processer/regler"), new("admin", "/processer/regler/{heat}"),
        new("admin", "/processer/enheter/{closing}/dra-tillbaka/stangning"),
        new("medarbetare", "/processer/kvalitetsomraden"), new("kvalitet", "/processer/ny-process"), new("medarbetare", "/processer/process/{process}"), new("kvalitet", "/processer/process/{process}/upphor"), new("medarbetare", "/processer/?upphorda=1"), new("kvalitet", "/processer/process/{process}/andra"),
        new("kvalitet", "/processer/process/{process}/steg"), new("kvalitet", "/processer/process/{process}/versioner"), new("kvalitet", "/processer/process/{process}/rita"), new("medarbetare", "/processer/process/{process}/rita"),
        new("medarbetare", "/processer/rutiner"), new("kvalitet", "/processer/rutiner/ny"), new("medarbetare", "/processer/rutiner/{document}"), new("kvalitet", "/processer/rutiner/{document}/andra"), new("kvalitet", "/processer/rutiner/{document}/skriv"),
        new("kvalitet", "/processer/rutiner/{document}/versioner"), new("kvalitet", "/processer/rutiner/{document}/lasning"), new("medarbetare", "/processer/att-lasa"), new("kvalitet", "/processer/att-godkanna"),
        new("kvalitet", "/processer/revidera"), new("kvalitet", "/processer/revidera/{task}"), new("medarbetare", "/processer/sok?ord=läkemedel"), new("fortroendevald", "/processer/sok?ord=ingenstans"),
        new("enhetschef", "/processer/egenkontroll"), new("enhetschef", "/processer/egenkontroll/ny"), new("enhetschef", "/processer/egenkontroll/{inspection}"), new("kvalitet", "/processer/egenkontroll/{answering}/svara"),
        new("kvalitet", "/processer/egenkontroll/planer"), new("enhetschef", "/processer/egenkontroll/planer/ny"), new("kvalitet", "/processer/egenkontroll/planer/{inspectionPlan}"),
        new("enhetschef", "/processer/egenkontroll/checklistor"), new("enhetschef", "/processer/egenkontroll/checklistor/ny"), new("kvalitet", "/processer/egenkontroll/checklistor/{checklist}"),
        new("enhetschef", "/processer/kvalitetssystem"), new("medarbetare", "/processer/enheter/norrangen/kvalitetssystem"), new("enhetschef", "/processer/enheter/kullen/kvalitetssystem/skriv"),
        new("enhetschef", "/processer/enheter/kullen/kvalitetssystem/lamna"), new("kvalitet", "/processer/enheter/{waiting}/kvalitetssystem/godkann"), new("enhetschef", "/processer/enheter/{waiting}/kvalitetssystem/ta-tillbaka"),
        new("enhetschef", "/avvikelser/samverkan"), new("enhetschef", "/avvikelser/{case}/samverkan"), new("enhetschef", "/avvikelser/samverkan/{sent}"), new("medarbetare", "/avvikelser/samverkan/parter"), new("admin", "/avvikelser/samverkan/parter/ny"), new("admin", "/avvikelser/samverkan/parter/{partner}"),
        new("kvalitet", "/avvikelser/rad"), new("gast", "/"), new("gast", "/avvikelser/rad"), new("gast", "/avvikelser/rad/{council}"), new("kvalitet", "/avvikelser/rad/{council}"), new("kvalitet", "/avvikelser/rad/nytt"), new("kvalitet", "/avvikelser/rad/{council}/andra"),
        new("kvalitet", "/avvikelser/rad/{council}/ledamot"), new("kvalitet", "/avvikelser/rad/{council}/ledamot/{member}"), new("gast", "/avvikelser/rad/{council}/arende"), new("gast", "/avvikelser/rad/arende/{told}"), new("enhetschef", "/avvikelser/{case}/rad"),
        new("gast", "/avvikelser/rad/{council}/forslag"), new("gast", "/avvikelser/rad/forslag/{suggested}"), new("enhetschef", "/avvikelser/rad/forslag/{suggested}"),
        new("enhetschef", "/avvikelser/uppdrag"), new("enhetschef", "/avvikelser/uppdrag/nytt"), new("enhetschef", "/avvikelser/uppdrag/{assignment}"), new("medarbetare", "/avvikelser/ombud"), new("enhetschef", "/avvikelser/{case}/steg"), new("enhetschef", "/avvikelser/{assessed}/svar"), new("admin", "/avvikelser/kodlistor"), new("medarbetare", "/avvikelser/samlad"), new("medarbetare", "/avvikelser/samlad?slag=health-care"), new("medarbetare", "/avvikelser/goda-exempel"), new("medarbetare", "/avvikelser/tipsa"), new("medarbetare", "/avvikelser/tipsa/svar"), new("admin", "/avvikelser/kodlistor/cause-areas/staffing"), new("admin", "/avvikelser/ny-kod/categories"),
        new("enhetschef", "/kompetens/"), new("medarbetare", "/kompetens/"), new("bemanning", "/kompetens/"), new("medarbetare", "/kompetens/mig"), new("enhetschef", "/kompetens/personal"), new("admin", "/kompetens/las-in-personal"),
        new("enhetschef", "/kompetens/personal/{employee}"), new("enhetschef", "/kompetens/personal/{employee}/ny-kompetens"), new("enhetschef", "/kompetens/personal/{employee}/kompetenser/{held}/avsluta"),
        new("enhetschef", "/kompetens/enheter/norrangen"), new("enhetschef", "/kompetens/krav"), new("bemanning", "/kompetens/krav/{requirement}"), new("bemanning", "/kompetens/nytt-krav"),
        new("enhetschef", "/kompetens/kompetenser"), new("bemanning", "/kompetens/kompetenser/{competence}"), new("bemanning", "/kompetens/ny-kompetens"),
        new("admin", "/kompetens/kodlistor"), new("admin", "/kompetens/kodlistor/roles/underskoterska"), new("admin", "/kompetens/ny-kod/roles"), new("mas", "/kompetens/regler"), new("mas", "/kompetens/regler/{limit}"),
        new("mas", "/kompetens/delegeringar"), new("mas", "/kompetens/delegeringar/ny"), new("mas", "/kompetens/delegeringar/{delegation}"), new("mas", "/kompetens/delegeringar/{delegation}/aterkalla"), new("medarbetare", "/kompetens/delegeringar/{unsigned}/skriv-under"),
        new("medarbetare", "/kompetens/mina-delegeringar"), new("enhetschef", "/kompetens/bemanning"), new("enhetschef", "/kompetens/bemanning/krav"), new("enhetschef", "/kompetens/bemanning/krav/ny"), new("enhetschef", "/kompetens/bemanning/krav/{staffing}"),
        new("bemanning", "/kompetens/las-in-pass"), new("enhetschef", "/kompetens/las-in-kompetenser"), new("enhetschef", "/kompetens/behov"), new("enhetschef", "/kompetens/behov/{need}"),
        new("registrator", "/synpunkter/"), new("enhetschef", "/synpunkter/?lage=oppna&ordning=svar&slag=complaint&kategori=mat&fran=2026-01-01"), new("kvalitet", "/synpunkter/"), new("medarbetare", "/synpunkter/registrera"), new("registrator", "/synpunkter/registrera"),
        new("registrator", "/synpunkter/{complaint}"), new("kvalitet", "/synpunkter/{complaint}"), new("registrator", "/synpunkter/{escalated}"), new("registrator", "/synpunkter/{complaint}/placera"), new("registrator", "/synpunkter/{complaint}/ansvarig"), new("registrator", "/synpunkter/{complaint}/svara"),
        new("registrator", "/synpunkter/{complaint}/atgardat"), new("registrator", "/synpunkter/{complaint}/avvikelse"), new("registrator", "/synpunkter/{complaint}/ide"), new("registrator", "/synpunkter/{complaint}/avsluta"), new("registrator", "/synpunkter/{complaint}/oppna"),
        new("registrator", "/synpunkter/regler"), new("registrator", "/synpunkter/regler/{promise}"), new("registrator", "/synpunkter/kodlistor"), new("registrator", "/synpunkter/kodlistor/categories/mat"), new("registrator", "/synpunkter/ny-kod/senders"), new("admin", "/synpunkter/logg"),
        new("upphandling", "/upphandling/"), new("leverantor", "/upphandling/"), new("enhetschef", "/upphandling/"), new("upphandling", "/upphandling/?lage=alla&enhet=kvallen&sok=kv"),
        new("upphandling", "/upphandling/avtal/{contract}"), new("leverantor", "/upphandling/avtal/{contract}"), new("upphandling", "/upphandling/avtal/nytt"), new("upphandling", "/upphandling/avtal/{contract}/andra"),
        new("upphandling", "/upphandling/avtal/{contract}/krav"), new("upphandling", "/upphandling/avtal/{contract}/krav/{asked}"),
        new("upphandling", "/upphandling/leverantorer"), new("upphandling", "/upphandling/leverantorer/ny"), new("upphandling", "/upphandling/leverantorer/{supplier}"), new("upphandling", "/upphandling/leverantorer/{supplier}/andra"), new("upphandling", "/upphandling/leverantorer/{supplier}/inloggningar"),
        new("upphandling", "/upphandling/uppfoljningar"), new("leverantor", "/upphandling/uppfoljningar"), new("upphandling", "/upphandling/uppfoljningar/ny"), new("upphandling", "/upphandling/uppfoljningar/ny?avtal={contract}"),
        new("upphandling", "/upphandling/uppfoljningar/{followup}"), new("leverantor", "/upphandling/uppfoljningar/{followup}"), new("upphandling", "/upphandling/uppfoljningar/{planned}/plan"), new("upphandling", "/upphandling/uppfoljningar/{followup}/besok?punkt=2&sparad=1"),
        new("upphandling", "/upphandling/uppfoljningar/{followup}/brist"), new("upphandling", "/upphandling/uppfoljningar/{followup}/slutfor"),
        new("upphandling", "/upphandling/brister"), new("leverantor", "/upphandling/brister?lage=open"), new("leverantor", "/upphandling/brister/{finding}"), new("leverantor", "/upphandling/brister/{finding}/atgarda"), new("upphandling", "/upphandling/brister/{remedied}/kontrollera"),
        new("upphandling", "/upphandling/regler"), new("upphandling", "/upphandling/regler/{contractrule}"), new("upphandling", "/upphandling/kodlistor"), new("upphandling", "/upphandling/kodlistor/contract-forms/lov"), new("upphandling", "/upphandling/ny-kod/contract-forms"),
        new("", "/synpunkter/ny"), new("enhetschef", "/synpunkter/ny"), new("", "/synpunkter/svar"),
        new("", "/"), new("leverantor", "/avvikelser/"), new("", "/api"), new("", "/api?q=enhet"), new("", "/api/processes"), new("medarbetare", "/api/deviations"),
    ];

    [Fact]
    public void No_page_is_left_unchecked()
    {
        var checkedPaths = Pages.Select(page => page.Data.Item2.Split('?')[0].TrimEnd('/')).ToList();
        var services = System.IO.Path.Combine(Platform.Root, "services");
        var pages =
            from program in Directory.EnumerateFiles(services, "Program.cs", SearchOption.AllDirectories)
            let prefix = Regex.Match(File.ReadAllText(program), "\"(/[a-z]+)\", \"").Groups[1].Value
            from page in Directory.EnumerateFiles(System.IO.Path.GetDirectoryName(program)!, "*.razor", SearchOption.AllDirectories)
            from route in Regex.Matches(File.ReadAllText(page), "^@page \"(?<route>.*)\"", RegexOptions.Multiline)
            select (prefix + route.Groups["route"].Value).TrimEnd('/');
        var all = pages.ToList();
        Assert.True(all.Count > 20, $"{all.Count} pages are found; where have they gone?");
        bool IsChecked(string route) => checkedPaths.Exists(path => Regex.IsMatch(path, $"^{Regex.Replace(route, "{[^}]+}", "[^/]+")}$"));
        Assert.DoesNotContain(all, route => !IsChecked(route));
    }

    public static IEnumerable<TheoryDataRow<string>> Rooms => Pages.Select(page => Room(page.Data.Item2)).Distinct().Select(room => new TheoryDataRow<string>(room));

    private static string Room(string path) => path.Split('/', '?')[1];

    [Theory, MemberData(nameof(Rooms))]
    public async Task Every_page_is_accessible_and_fits_a_phone(string room)
    {
        var looks = from page in Pages let path = page.Data.Item2 where Room(path) == room select (Username: page.Data.Item1, Path: path);
        var wrong = new ConcurrentBag<string>();
        // Three at once: one is in the browser while others are on their way.
        await Parallel.ForEachAsync(looks, new ParallelOptions { MaxDegreeOfParallelism = 3 }, async (look, _) =>
        {
            try
            {
                foreach (var finding in await Look(look.Username, await WithIds(look.Path, look.Username))) wrong.Add($"{look.Username} {look.Path}: {finding}");
            }
            catch (Exception e)
            {
                wrong.Add($"{look.Username} {look.Path}: {e.Message}");
            }
        });
        Assert.True(wrong.IsEmpty, string.Join('\n', wrong.Order()));
    }

    private static readonly (string, string)[] Refused = [("medarbetare", "/avvikelser/finns-inte"), ("leverantor", "/avvikelser/")];

    private async Task<List<string>> Look(string username, string path)
    {
        var page = await browser.Looking(platform, username, 320);
        var findings = new List<string>();
        page.Console += (_, message) => { if (message.Type == "error" && !message.Text.Contains("status of 40")) findings.Add($"console: {message.Text}"); };
        var answer = await page.GotoAsync(platform.Url + path);
        // A page that is not there is easily without fault.
        if (!answer!.Ok && !Refused.Contains((username, path))) findings.Add($"answers {answer.Status}");
        if (!page.Url.StartsWith(platform.Url, StringComparison.Ordinal)) findings.Add($"leads to {page.Url}");
        await page.EvaluateAsync("document.querySelectorAll('main details').forEach(details => details.open = true)");
        foreach (var width in new[] { 320, 1280 })
        {
            await Browser.Resize(page, width);
            if (!await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth")) findings.Add($"scrolls sideways at {width} px");
            findings.AddRange((await Browser.Violations(page)).Select(violation => $"{violation} at {width} px"));
        }
        await page.CloseAsync();
        return findings;
    }

    /// <summary>The path with what it names in braces, made once or found as its reader finds it.</summary>
    private async Task<string> WithIds(string path, string username)
    {
        Task<string> Once(string key, Func<Task<string>> find) => ids.GetOrAdd(key, _ => new(find)).Value;
        foreach (var part in Regex.Matches(path, "{[^}]+}").Select(match => match.Value).Distinct())
        {
            var id = part switch
            {
                "{case}" => await Once(part, () => Case(restricted: false)),
                "{injury}" => await Once(part, Injury),
                "{restricted}" => await Once(part, () => Case(restricted: true)),
                "{assessed}" or "{cause}" or "{action}" => (await Once("{assessed}", Assessed)).Split(' ')[part == "{assessed}" ? 0 : part == "{cause}" ? 1 : 2],
                "{noted}" or "{entry}" => (await Once("{noted}", Noted)).Split(' ')[part == "{noted}" ? 0 : 1],
                "{maria}" => await Once(part, InLexMaria),
                "{attached}" or "{attachment}" => (await Once("{attached}", Attached)).Split(' ')[part == "{attached}" ? 0 : 1],
                "{idea}" or "{trial}" or "{other}" => (await Once("{idea}", Idea)).Split(' ')[part == "{idea}" ? 0 : part == "{trial}" ? 1 : 2],
                "{month}" => Month,
                "{decision}" => await Once(part, Decision),
                "{rule}" => await Once(part, () => Rule("rules")),
                "{part}" => await Once(part, () => Rule("required-parts")),
                "{closing}" => await Once(part, ClosingUnit),
                "{waiting}" => await Once(part, WaitingSystem),
                "{asked}" => await Once(part, ContractRequirement),
                "{remedied}" => await Once(part, RemediedFinding),
                "{proposed}" or "{proposal}" => (await Once("{proposed}", Proposed)).Split(' ')[part == "{proposed}" ? 0 : 1],
                "{analysis}" or "{risk}" => (await Once("{analysis}", Analysed)).Split(' ')[part == "{analysis}" ? 0 : 1],
                "{surveyed}" => await Once(part, Surveyed),
                "{method}" => await Once(part, Followed),
                "{compared}" => await Once(part, Compared),
                "{drawn}" => await Once(part, Drawn),
                "{praised}" => await Once(part, Praised),
                "{draft}" => await Once(part, () => Report("2026-Q3", isFrozen: false)),
                "{frozen}" => await Once(part, () => Report("2026-Q2", isFrozen: true)),
                "{yearly}" or "{yearlyactivity}" or "{followed}" or "{goal}" or "{begun}" => (await Once("{yearly}", YearlyPlan)).Split(' ')[part switch { "{yearly}" => 0, "{yearlyactivity}" => 1, "{followed}" => 2, "{goal}" => 3, _ => 4 }],
                "{improvement}" or "{shown}" => (await Once("{improvement}", Published)).Split(' ')[part == "{improvement}" ? 0 : 1],
                "{escalated}" => await Once(part, Escalated),
                "{subscription}" => await Once(part, Subscribed),
                "{extract}" => await Once(part, Prepared),
                "{signal}" => await Once(part, Signalled),
                "{pattern}" => await Once(part, Pattern),
                "{limits}" => await Once(part, NewLimits),
                "{assignment}" => await Once(part, Appointed),
                "{partner}" => await Once(part, Partner),
                "{sent}" => await Once(part, Sent),
                "{given}" => await Once(part, UnitTask),
                "{council}" or "{member}" or "{told}" or "{suggested}" => (await Once("{council}", Council)).Split(' ')[part switch { "{council}" => 0, "{member}" => 1, "{told}" => 2, _ => 3 }],
                "{threshold}" => await Once(part, () => Rule("thresholds")),
                "{import}" => await Once(part, ImportedFile),
                _ => await Once($"{part} {username}", () => First(part, username)),
            };
            path = path.Replace(part, id);
        }
        return path;
    }

    // A case with a note, a timeline, and causes that lie behind one another; and an entry of the timeline.
    private async Task<string> Noted()
    {
        using var manager = await platform.As("enhetschef");
        var path = $"/deviations/v1/deviations/{(await manager.Post("/deviations/v1/deviations", Platform.Report()).Json(HttpStatusCode.Created)).GetProperty("id").GetString()}";
        await manager.Post($"{path}/notes", new { on = "2026-01-02", kind = "fact", source = "Larmloggen", text = "Larmet gick tre gånger.", title = "Enhetschef" }).Json(HttpStatusCode.Created);
        var entry = await manager.Post($"{path}/timeline-entries", new { on = "2026-01-02", time = "02:15", what = "Larmet gick.", source = "Larmloggen" }).Json(HttpStatusCode.Created);
        await manager.Post($"{path}/assessment", new { severity = 2, probability = 3, motivation = "Har hänt förut." }).Json();
        var cause = (await manager.Post($"{path}/causes", new { area = "staffing", text = "Vikarie utan delegering på morgonpasset." }).Json(HttpStatusCode.Created)).GetProperty("id").GetString();
        await manager.Post($"{path}/causes", new { area = "routines", text = "Oklart vem som tar över när någon är borta.", parentId = cause }).Json(HttpStatusCode.Created);
        await manager.Post($"{path}/causes", new { area = "equipment", text = "Larmet hörs inte i personalrummet." }).Json(HttpStatusCode.Created);
        return $"{path.Split('/')[^1]} {entry.GetProperty("id").GetString()}";
    }

    // A method that is followed up, with a case that is better and one that has no end.
    private async Task<string> Followed()
    {
        using var developer = await platform.As("kvalitet");
        var id = (await developer.Post("/analytics/v1/follow-ups", new
        {
            name = "Samtal i hemtjänsten",
            method = "Motiverande samtal",
            unitCode = "norrangen",
            purpose = "Veta om det hjälper.",
            evidence = "Visst stöd i översikter.",
            evidenceLink = "https://www.socialstyrelsen.se/",
            from = "2026-01-01",
            scales = new[] { new { code = "gaf", name = "GAF", lowest = 1, highest = 100, higherIsBetter = true } },
        }).Json(HttpStatusCode.Created)).GetProperty("id").GetString()!;
        var measured = new[] { ("K-1", "start", "2026-01-02", 40), ("K-1", "end", "2026-02-02", 50), ("K-2", "start", "2026-01-02", 40) };
        await developer.Post($"/analytics/v1/follow-ups/{id}/measurements/imports", new { measurements = measured.Select(one => new { unitCode = "norrangen", scale = "gaf", caseKey = one.Item1, moment = one.Item2, on = one.Item3, value = one.Item4 }) }).Json();
        return id;
    }

    // An improvement and a promise that everyone may see.
    private async Task<string> Published()
    {
        using var manager = await platform.As("enhetschef");
        var improvement = (await manager.Post("/analytics/v1/improvements", new { unitCode = "norrangen", title = "Vi ringer alltid om vi blir försenade", background = "Flera hörde av sig om att ingen ringde.", change = "Den som är sen ringer.", effect = "Klagomålen har halverats." }).Json(HttpStatusCode.Created)).GetProperty("id").GetString();
        var promise = (await manager.Post("/analytics/v1/goals", new { unitCode = "norrangen", year = DateTime.UtcNow.Year, words = "Vi ringer alltid när vi blir sena", ownMeasure = "Andel samtal", unit = "%", targetValue = 90, direction = "up", dueOn = $"{DateTime.UtcNow.Year}-12-31", responsible = "Enhetschef", isPromise = true }).Json(HttpStatusCode.Created)).GetProperty("id").GetString();
        await manager.Post($"/analytics/v1/goals/{promise}/decision", new { decision = "Nämnden § 4", decidedOn = "2026-01-20" }).Json();
        foreach (var (kind, id) in new[] { ("improvement", improvement), ("goal", promise) }) await manager.Post("/analytics/v1/publications", new { kind, subjectId = id, decision = "Enhetschefens beslut" }).Json(HttpStatusCode.Created);
        return $"{improvement} {promise}";
    }

    // What the unit goes on with of a case that is handed over.
    private async Task<string> UnitTask()
    {
        using var investigator = await platform.As("lex");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/deviations/v1/deviations/{await Case(restricted: true)}/unit-tasks") { Headers = { { "If-Match", "*" } }, Content = JsonContent.Create(new { what = "Gå igenom larmrutinen med nattpersonalen.", dueAt = "2099-01-01" }) };
        return (await investigator.SendAsync(request).Json(HttpStatusCode.Created)).GetProperty("id").GetString()!;
    }

    private async Task<string> InLexMaria()
    {
        using var manager = await platform.As("enhetschef");
        var id = (await manager.Post("/deviations/v1/deviations", Platform.Report()).Json(HttpStatusCode.Created)).GetProperty("id").GetString()!;
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/deviations/v1/deviations/{id}/tracks") { Headers = { { "If-Match", "*" } }, Content = JsonContent.Create(new { track = "lex-maria", reason = "Kan vara en vårdskada." }) };
        await manager.SendAsync(request).Json();
        return id;
    }

    // A case with a picture, and the picture.
    private async Task<string> Attached()
    {
        using var manager = await platform.As("enhetschef");
        var id = (await manager.Post("/deviations/v1/deviations", Platform.Report()).Json(HttpStatusCode.Created)).GetProperty("id").GetString();
        using var form = new MultipartFormDataContent { { new ByteArrayContent("%PDF-1.7\n%%EOF\n"u8.ToArray()), "file", "ett långt namn på en plan över avdelningen och dess korridorer.pdf" } };
        return $"{id} {(await manager.PostAsync($"/deviations/v1/deviations/{id}/attachments", form).Json(HttpStatusCode.Created)).GetProperty("id").GetString()}";
    }

    private static string Month => Today[..7];

    private static string Today => TimeZoneInfo.ConvertTimeBySystemTimeZoneId(DateTimeOffset.UtcNow, "Europe/Stockholm").ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    // An idea that is begun and being tried, and another that says the same.
    private async Task<string> Idea()
    {
        const string ideas = "/deviations/v1/ideas";
        using var manager = await platform.As("enhetschef");
        var (idea, other) = (await Left(), await Left());
        await manager.Post($"{ideas}/{idea}/status", new { status = "ongoing" }).Json();
        var trial = (await manager.Post($"{ideas}/{idea}/cycles", new { plan = "Tavla i två veckor.", measure = "Minuter per pass", before = 12, from = "2026-12-01", to = "2026-12-14" }).Json(HttpStatusCode.Created)).GetProperty("cycles")[0].GetProperty("id").GetGuid();
        return $"{idea} {trial} {other}";

        async Task<Guid> Left() => (await manager.Post(ideas, new { title = "En nyckeltavla vid dörren", text = "Vi letar nycklar varje morgon.", unitCode = "norrangen" }).Json(HttpStatusCode.Created)).GetProperty("id").GetGuid();
    }

    private async Task<string> Decision()
    {
        using var manager = await platform.As("enhetschef");
        return (await manager.Post($"/deviations/v1/meetings/norrangen/{Month}/decisions", new { text = "Nyckeltavla provas." }).Json()).GetProperty("decisions")[0].GetProperty("id").GetString()!;
    }

    // A file with a row that is refused and words that are not known, as the page is at its fullest.
    private async Task<string> ImportedFile()
    {
        using var admin = await platform.As("admin");
        using var file = new StringContent("externalReference;unitCode;occurredAt;kind;description\n1;Avd 3;2019-01-02;Fall;Föll.\n2;norrangen;2019-01-02;other;Ett fönster stod öppet.\n", System.Text.Encoding.UTF8, "text/csv");
        return (await (await admin.PostAsync("/deviations/v1/imports?source=sidor&dryRun=true", file)).Json()).GetProperty("id").GetString()!;
    }

    // A unit that is to be closed one day.
    private async Task<string> ClosingUnit()
    {
        const string unit = "stanger";
        using var admin = await platform.As("admin");
        await admin.Post("/processes/v1/units", new { code = unit, name = "Enheten som stänger", type = "enhet", parent = "ao", board = "an", validFrom = "2021-01-01" }).Json(HttpStatusCode.Created);
        await admin.Post($"/processes/v1/units/{unit}/closure", new { validTo = "2099-01-01" }).Json();
        return unit;
    }

    // A new version of the unit's quality system, which its manager has sent on to be approved.
    private async Task<string> WaitingSystem()
    {
        const string unit = "norrangen";
        using var manager = await platform.As("enhetschef");
        using var now = await manager.GetAsync($"/processes/v1/units/{unit}/quality-system");
        using var begin = new HttpRequestMessage(HttpMethod.Put, $"/processes/v1/units/{unit}/quality-system") { Content = JsonContent.Create(new { answers = Array.Empty<object>() }) };
        begin.Headers.IfMatch.Add(now.Headers.ETag!);
        var year = (await manager.SendAsync(begin).Json()).GetProperty("year").GetInt32();
        await manager.PostAsync($"/processes/v1/units/{unit}/quality-system/{year}/submission", null).Json();
        return unit;
    }

    private async Task<string> Report(string quarter, bool isFrozen)
    {
        using var maker = await platform.As("kvalitet");
        var report = await maker.Post("/analytics/v1/reports", new { quarter, unitCode = "ao" }).Json(HttpStatusCode.Created);
        var id = report.GetProperty("id").GetString()!;
        foreach (var section in report.GetProperty("sections").EnumerateArray())
        {
            using var write = new HttpRequestMessage(HttpMethod.Put, $"/analytics/v1/reports/{id}/sections/{section.GetProperty("code").GetString()}")
            {
                Headers = { { "If-Match", "*" } },
                Content = JsonContent.Create(new { text = "Nivån är den vanliga.\n\nInget oroar.", done = isFrozen }),
            };
            await maker.SendAsync(write).Json();
        }
        if (isFrozen) await maker.PostAsync($"/analytics/v1/reports/{id}/freeze", null).Json();
        return id;
    }

    // A decided plan with an activity and a followed-up promise, a draft goal, and next year's plan as it is begun.
    private async Task<string> YearlyPlan()
    {
        using var manager = await platform.As("enhetschef");
        var year = DateTime.UtcNow.Year;
        var plan = (await manager.Post("/analytics/v1/plans", new { unitCode = "kullen", year, period = "four-months", introduction = "Året handlar om introduktion." }).Json(HttpStatusCode.Created)).GetProperty("id").GetString()!;
        object Goal(string words, string? within, int inYear) => new
        {
            unitCode = "kullen",
            year = inYear,
            planId = within,
            words,
            why = "Trygghet för den som är ny och den som får hjälp.",
            ownMeasure = "Andel nya med introduktion",
            unit = "%",
            startValue = 60,
            targetValue = 100,
            direction = "up",
            dueOn = $"{inYear}-12-31",
            responsible = "Enhetschef",
            isPromise = true,
        };
        var goal = (await manager.Post("/analytics/v1/goals", Goal("Alla nya medarbetare får introduktion innan de arbetar ensamma", plan, year)).Json(HttpStatusCode.Created)).GetProperty("id").GetString()!;
        var draft = (await manager.Post("/analytics/v1/goals", Goal("Alla får veta vem som kommer", null, year)).Json(HttpStatusCode.Created)).GetProperty("id").GetString()!;
        var commitment = new { goalId = goal, words = "En dag bredvid för varje ny", indicators = new[] { "competence-needs-met" }, activities = new[] { new { code = "schema", words = "Lägg in introduktionsdagen i schemat", responsible = "Samordnare", dueOn = $"{year}-03-31" } } };
        var written = await manager.PutAsJsonAsync($"/analytics/v1/plans/{plan}/commitments/en-dag", commitment).Json();
        var activity = written.GetProperty("goals")[0].GetProperty("commitments")[0].GetProperty("activities")[0].GetProperty("id").GetString();
        await manager.Post($"/analytics/v1/plans/{plan}/decision", new { decision = "Socialnämnden § 4", decidedOn = $"{year}-01-20" }).Json();
        foreach (var (day, value) in new[] { ("01-31", 62), ("04-30", 70), ("06-30", 75), ("08-31", 78) })
            if (string.CompareOrdinal($"{year}-{day}", $"{DateTime.UtcNow:yyyy-MM-dd}") < 0) await manager.Post($"/analytics/v1/goals/{goal}/follow-ups", new { on = $"{year}-{day}", value, note = "Fler fick introduktion, men inte vikarierna i juli." }).Json();
        await manager.Post($"/analytics/v1/plans/{plan}/follow-ups", new { period = $"{year}-T1", text = "Schemat är klart. Vikarierna återstår." }).Json();
        var next = (await manager.Post("/analytics/v1/plans", new { unitCode = "kullen", year = year + 1 }).Json(HttpStatusCode.Created)).GetProperty("id").GetString();
        var coming = (await manager.Post("/analytics/v1/goals", Goal("Alla vikarier får en fadder", next, year + 1)).Json(HttpStatusCode.Created)).GetProperty("id").GetString()!;
        await manager.PutAsJsonAsync($"/analytics/v1/plans/{next}/commitments/fadder", new { goalId = coming, words = "En fadder på varje pass" }).Json();
        return $"{plan} {activity} {goal} {draft} {next}";
    }

    // A complaint that has been answered and has led to a deviation.
    private async Task<string> Escalated()
    {
        using var registrar = await platform.As("registrator");
        var said = new { text = "Larmet dröjde en timme i natt. Det hände i går också.", kind = "complaint", channel = "phone", unitCode = "norrangen", wantsAnswer = true, contact = "070-000 00 00" };
        var id = (await registrar.Post("/complaints/v1/complaints", said).Json(HttpStatusCode.Created)).GetProperty("id").GetString()!;
        await registrar.Post($"/complaints/v1/complaints/{id}/answer", new { text = "Tack. Vi byter larmet i dag." }).Json();
        await registrar.Post($"/complaints/v1/complaints/{id}/escalation", new { motivation = "Larmet dröjde två nätter." }).Json(HttpStatusCode.Accepted);
        return id;
    }

    // What a chart shows takes two years of events: put where the service puts what it has found.
    private async Task<string> Signalled()
    {
        await using var analytics = platform.Database("analytics");
        await using var command = analytics.CreateCommand("""
            insert into found_signals (id, unit_code, pattern, up, "from", "to", sentence, found_at, version)
            values (gen_random_uuid(), 'norrangen', 'outside', true, '2026-09-01', '2026-09-01', 'September 2026 sticker ut med 14 avvikelser, fler än slumpen brukar ge.', now(), 1) returning id::text
            """);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    // What is the same takes months of events too.
    private async Task<string> Pattern()
    {
        await using var analytics = platform.Database("analytics");
        await using var command = analytics.CreateCommand("""
            insert into found_patterns (id, dimension, value, name, "from", "to", unit_codes, parts, share, cases, decisions, found_at, version)
            values (gen_random_uuid(), 'cause-area', 'staffing', 'Bemanning', '2026-08-24', '2026-11-23', '{norrangen,hasselvagen}',
              '[{"unitCode": "norrangen", "service": "deviations", "count": 8}, {"unitCode": "hasselvagen", "service": "complaints", "count": 4}]',
              '{"count": 12, "of": 40, "otherCount": 5, "otherOf": 100}', '[{"type": "deviation", "id": "0199c1d2-7b3a-7c4e-9f10-5a6b7c8d9e0f", "unitCode": "norrangen", "day": "2026-11-20"}]',
              '[{"verdict": "pattern", "words": "Kvällens bemanning: vi gör en riskanalys.", "byName": "Karin Testsson", "at": "2026-11-23T08:00:00Z"}]', now(), 1) returning id::text
            """);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private async Task<string> NewLimits()
    {
        using var developer = await platform.As("kvalitet");
        var set = new { chart = "deviations", unitCode = "norrangen", from = "2026-10", changed = "ny bemanning på kvällen", reason = "Nivån är en annan sedan dess." };
        return (await developer.Post("/analytics/v1/chart-breaks", set).Json(HttpStatusCode.Created)).GetProperty("id").GetString()!;
    }

    // To a host of this machine where nobody listens: not begun, with its secret not yet shown.
    private async Task<string> Subscribed()
    {
        using var admin = await platform.As("admin");
        await admin.Post("/events/v1/receivers", new { host = "localhost:9", inside = true, source = "Webbläsarprovet" });
        using var analyst = await platform.As("analytiker");
        return (await analyst.Post("/events/v1/subscriptions", new { name = "Beslutsstödet", address = "http://localhost:9/huset", types = new[] { "se.huset.deviations.*" }, units = new[] { "norrangen" }, paused = true }).Json(HttpStatusCode.Created)).GetProperty("subscription").GetProperty("id").GetString()!;
    }

    // Waiting for a decision, so that who decides sees its form.
    private async Task<string> Prepared()
    {
        using var analyst = await platform.As("analytiker");
        var choice = new { purpose = "Samband mellan bemanning och fallolyckor.", recipient = "Göteborgs universitet", types = new[] { "se.huset.deviations.*" }, indicators = new[] { "deviations-harm" }, units = new[] { "norrangen" }, from = "2025-01", to = "2026-01", endsOn = DateTime.UtcNow.AddDays(30).ToString("yyyy-MM-dd") };
        return (await analyst.Post("/analytics/v1/extracts", choice).Json(HttpStatusCode.Created)).GetProperty("id").GetString()!;
    }

    private async Task<string> Partner()
    {
        using var admin = await platform.As("admin");
        return (await admin.Post("/deviations/v1/partners", new { name = "Region Prov", type = "region", address = "SDK: Region Prov", validFrom = "2020-01-01" }).Json(HttpStatusCode.Created)).GetProperty("id").GetString()!;
    }

    private async Task<string> Sent()
    {
        using var manager = await platform.As("enhetschef");
        var sent = new { partnerId = await ids.GetOrAdd("{partner}", _ => new(Partner)).Value, parts = new[] { "when", "what" }, text = "Hur säkrar ni listan?", secrecy = "Inga uppgifter om enskild.", way = "letter" };
        return (await manager.Post($"/deviations/v1/deviations/{await Case(restricted: false)}/cooperations", sent).Json(HttpStatusCode.Created)).GetProperty("id").GetString()!;
    }

    // A council where the guest sits, with a case and a proposal to the unit's manager and to the guest's principal.
    private async Task<string> Council()
    {
        using var admin = await platform.As("admin");
        using var guest = await platform.As("gast");
        var partner = await ids.GetOrAdd("{partner}", _ => new(Partner)).Value;
        var council = (await admin.Post("/deviations/v1/councils", new { name = "Gemensamt råd i prov", partnerIds = new[] { partner }, validFrom = "2020-01-01" }).Json(HttpStatusCode.Created)).GetProperty("id").GetString()!;
        var member = (await admin.Post($"/deviations/v1/councils/{council}/members", new { username = "gast", name = "Gabriella Stjärne", partnerId = partner, validFrom = "2020-01-01", validTo = "2099-01-01" }).Json(HttpStatusCode.Created)).GetProperty("members")[0].GetProperty("id").GetString();
        await Platform.Eventually(async () => (await guest.GetAsync($"/deviations/v1/councils/{council}/overview")).IsSuccessStatusCode, Platform.Patience, "the guest sits in the council");
        var story = new { theme = "discharge", title = "Hemgång utan läkemedelslista", what = "Listan kom inte.", question = "Hur gör ni?", deIdentified = true };
        var told = (await guest.Post($"/deviations/v1/councils/{council}/cases", story).Json(HttpStatusCode.Created)).GetProperty("id").GetString()!;
        await guest.Post($"/deviations/v1/council-cases/{told}/notes", new { text = "Hos oss ringer vi dagen före." }).Json(HttpStatusCode.Created);
        var proposal = new { theme = "discharge", title = "Listan dagen före", text = "Listan skickas dagen före.", caseIds = new[] { told }, partnerIds = new[] { partner }, unitCodes = new[] { "norrangen" } };
        var suggested = (await guest.Post($"/deviations/v1/councils/{council}/proposals", proposal).Json(HttpStatusCode.Created)).GetProperty("id").GetString();
        return $"{council} {member} {told} {suggested}";
    }

    private async Task<string> Appointed()
    {
        using var manager = await platform.As("enhetschef");
        var person = (await manager.GetAsync("/deviations/v1/people").Json()).GetProperty("items")[0].GetProperty("personId").GetString();
        var asked = new { kind = "topic-representative", topic = "medicines", unitCode = "norrangen", personId = person, validFrom = "2090-01-01" };
        return (await manager.Post("/deviations/v1/assignments", asked).Json(HttpStatusCode.Created)).GetProperty("id").GetString()!;
    }

    // Of the contract that is first in the list too.
    private async Task<string> ContractRequirement()
    {
        using var reader = await platform.As("upphandling");
        return (await reader.GetAsync("/procurement/v1/contracts").Json()).GetProperty("items")[0].GetProperty("requirements")[0].GetProperty("id").GetString()!;
    }

    // Waits for its check.
    private async Task<string> RemediedFinding()
    {
        using var controller = await platform.As("upphandling");
        var followUp = (await controller.GetAsync("/procurement/v1/follow-ups?status=held").Json()).GetProperty("items")[0].GetProperty("id").GetString();
        var id = (await controller.Post($"/procurement/v1/follow-ups/{followUp}/findings", new { text = "Två pärmar saknas.", severity = "minor" }).Json(HttpStatusCode.Created)).GetProperty("id").GetString()!;
        await controller.Post($"/procurement/v1/findings/{id}/remedy", new { text = "Pärmarna är på plats." }).Json();
        return id;
    }

    private async Task<string> First(string part, string username)
    {
        if (part == "{task}") await Asked(new { area = "routines", text = "Rutinen säger inte vem.", revision = new { } }, "/processes/v1/revision-tasks");
        if (part == "{need}") await Asked(new { area = "competence", text = "Ingen har övat på det.", competenceNeed = true }, "/competence/v1/needs");
        var (list, member) = Listed[part];
        using var reader = await platform.As(username);
        var (path, items) = (await WithIds(list, username), default(JsonElement));
        // The demonstration's rows come when units and people have.
        await Platform.Eventually(async () => (items = (await reader.GetAsync(path).Json()).GetProperty("items")).GetArrayLength() > 0, TimeSpan.FromSeconds(30), $"{list} has a row");
        return items[0].GetProperty(member).GetString()!;
    }

    [Theory]
    [InlineData(320, false)]
    [InlineData(1280, true)]
    public async Task An_administrator_plans_a_move_sees_what_it_does_and_takes_it_back(int width, bool javaScript)
    {
        var page = await SignedIn("admin", width, javaScript);
        await page.GotoAsync($"{platform.Url}/processer/enheter/kullen");
        await page.GetByRole(AriaRole.Link, new() { Name = "Ändra eller flytta" }).ClickAsync();
        await page.GetByLabel("Gäller från och med").FillAsync("2090-01-01");
        await page.GetByLabel("Ligger under").SelectOptionAsync("fo");
        await page.GetByRole(AriaRole.Button, new() { Name = "Granska ändringen" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Funktionshinderomsorg enhetens ärenden, också de gamla")).ToBeVisibleAsync();
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        if (javaScript) Assert.Empty(await Browser.Violations(page));
        await page.GetByRole(AriaRole.Button, new() { Name = "Spara ändringen" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Ändringen är sparad")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Dra tillbaka" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Dra tillbaka" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Det som var planerat är tillbakadraget")).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_file_of_units_is_tried_corrected_in_the_page_and_its_refused_rows_are_downloaded()
    {
        var page = await SignedIn("admin", 390);
        await page.GotoAsync($"{platform.Url}/processer/las-in-enheter");
        await page.GetByLabel("CSV-fil").SetInputFilesAsync(new FilePayload { Name = "enheter.csv", MimeType = "text/csv", Buffer = System.Text.Encoding.UTF8.GetBytes("code;name;type\nkullen;Kullens hemtjänst;hus\n") });
        await page.GetByRole(AriaRole.Button, new() { Name = "Pröva filen" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Slaget finns inte i kodlistan.")).ToBeVisibleAsync();
        Assert.Empty(await Browser.Violations(page));
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Hämta raderna som inte går" }).ClickAsync());
        Assert.Contains("kullen;Kullens hemtjänst;;hus", await File.ReadAllTextAsync(await download.PathAsync()));
        await page.GetByLabel("Filens innehåll").FillAsync("code;name;type\nur-webblasaren;Ur webbläsaren;enhet\n");
        await page.GetByRole(AriaRole.Button, new() { Name = "Pröva filen" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Genomför" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Filen är inläst. Nya enheter: 1.")).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_word_longer_than_the_screen_breaks_and_is_not_cut()
    {
        using var employee = await platform.As("medarbetare");
        await employee.Post("/deviations/v1/deviations", Platform.Report(description: "Läkemedelsgenomgångsdokumentationen saknades. Det upptäcktes på morgonen.")).Json(HttpStatusCode.Created);
        var page = await SignedIn("medarbetare", 320);
        await page.GotoAsync($"{platform.Url}/avvikelser/");
        var cut = await page.EvaluateAsync<string[]>("[...document.querySelectorAll('main a, main h1, main td')].filter(e => e.getBoundingClientRect().right > innerWidth).map(e => e.textContent.trim())");
        Assert.Empty(cut);
    }

    [Fact]
    public async Task A_call_is_tried_from_the_page_about_the_API()
    {
        var page = await SignedIn("medarbetare", 390);
        await page.GotoAsync($"{platform.Url}/api/processes");
        var reading = page.Locator("section", new() { Has = page.GetByRole(AriaRole.Heading, new() { Name = "Läs en enhet", Exact = true }) });
        await reading.GetByText("Prova").ClickAsync();
        await reading.GetByLabel("code").FillAsync("norrangen");
        await reading.GetByRole(AriaRole.Button, new() { Name = "Skicka anropet" }).ClickAsync();
        await Assertions.Expect(reading.GetByRole(AriaRole.Status)).ToContainTextAsync("200");
        await Assertions.Expect(reading.GetByRole(AriaRole.Region, new() { Name = "Svarets innehåll" })).ToContainTextAsync("Norrängen");
        await Assertions.Expect(reading.GetByRole(AriaRole.Region, new() { Name = "Samma anrop med curl" })).ToContainTextAsync("/processes/v1/units/norrangen'");

        // A write has the token against forgery: what says no is the service's rights, not the gateway.
        await page.GotoAsync($"{platform.Url}/api/deviations");
        var writing = page.Locator("section", new() { Has = page.GetByRole(AriaRole.Heading, new() { Name = "Rapportera en avvikelse", Exact = true }) });
        await writing.Locator("summary").GetByText("Prova").ClickAsync();
        await writing.GetByLabel("Innehåll som application/json").FillAsync(System.Text.Json.JsonSerializer.Serialize(Platform.Report()));
        await writing.GetByRole(AriaRole.Button, new() { Name = "Skicka anropet" }).ClickAsync();
        await Assertions.Expect(writing.GetByRole(AriaRole.Status)).ToContainTextAsync("201");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Signing_out_at_the_identity_provider_signs_out_of_Huset()
    {
        var page = await SignedIn("medarbetare", 1280);
        var realm = await page.Context.NewPageAsync();
        await realm.GotoAsync($"{platform.Status.GetProperty("identity").GetString()}/protocol/openid-connect/logout");
        await realm.GetByRole(AriaRole.Button, new() { Name = "Logga ut" }).ClickAsync();
        await Assertions.Expect(realm.GetByText("Du är utloggad")).ToBeVisibleAsync();
        await page.GotoAsync($"{platform.Url}/");
        await Assertions.Expect(page.GetByText("Här blir kvaliteten allas")).ToBeVisibleAsync();
    }

    // As far as a case comes before its action is done.
    private async Task<string> Assessed()
    {
        var id = await Case(restricted: false);
        var path = $"/deviations/v1/deviations/{id}";
        using var manager = await platform.As("enhetschef");
        await manager.Post($"{path}/assessment", new { severity = 3, probability = 3, motivation = "Har hänt förut." }).Json();
        var cause = (await manager.Post($"{path}/causes", new { area = "staffing", text = "Vikarie utan delegering." }).Json(HttpStatusCode.Created)).GetProperty("id").GetString()!;
        var action = await manager.Post($"{path}/actions", new
        {
            causeId = cause,
            what = "Två delegerade på varje pass.",
            strength = "medium",
            plannedStart = "2026-12-01",
            dueAt = "2026-12-15",
            followUp = "Läser av missade doser varje vecka.",
            successCriterion = "Inga missade doser på 30 dagar.",
            effectCheckAt = "2027-02-01",
        }).Json(HttpStatusCode.Created);
        return $"{id} {cause} {action.GetProperty("id").GetString()}";
    }

    // A share of the assessed cases is drawn to be judged once more, by lot.
    private async Task<string> Drawn()
    {
        using var reader = await platform.As("kvalitet");
        using var manager = await platform.As("enhetschef");
        for (var number = 0; number < 100; number++)
        {
            if ((await reader.GetAsync("/deviations/v1/second-assessments").Json()).GetProperty("items") is var drawn && drawn.GetArrayLength() > 0) return drawn[0].GetProperty("id").GetString()!;
            var id = (await manager.Post("/deviations/v1/deviations", Platform.Report()).Json(HttpStatusCode.Created)).GetProperty("id").GetString();
            await manager.Post($"/deviations/v1/deviations/{id}/assessment", new { severity = 2, probability = 2, motivation = "Har hänt förut." }).Json();
        }
        throw new InvalidOperationException("None of a hundred cases was drawn.");
    }

    private async Task<string> Praised()
    {
        using var manager = await platform.As("enhetschef");
        var report = new { unitCode = "norrangen", occurredAt = DateTimeOffset.UtcNow.AddHours(-1), kind = "other", nature = "good", harm = "none", description = "Två tog över ett pass så att alla fick gå ut." };
        return (await manager.Post("/deviations/v1/deviations", report).Json(HttpStatusCode.Created)).GetProperty("id").GetString()!;
    }

    // A work injury that the unit's safety representative takes part in; somebody else than those who are looked at as employees.
    private async Task<string> Injury()
    {
        using var manager = await platform.As("enhetschef");
        using var employee = await platform.As("medarbetare");
        var report = new { unitCode = "norrangen", occurredAt = DateTimeOffset.UtcNow.AddHours(-1), kind = "work-environment", harm = "minor", description = "Någon halkade på det våta golvet." };
        var reported = await employee.Post("/deviations/v1/deviations", report).Json(HttpStatusCode.Created);
        var id = reported.GetProperty("id").GetString()!;
        var person = (await manager.GetAsync("/deviations/v1/people?q=Petra&limit=100").Json()).GetProperty("items").EnumerateArray().First(one => one.GetProperty("name").GetString() == "Petra Hägg").GetProperty("personId").GetString();
        // Another room's pages may have asked for it before.
        using var appointed = await manager.Post("/deviations/v1/assignments", new { kind = "safety-representative", unitCode = "norrangen", personId = person, validFrom = Today });
        Assert.True(appointed.StatusCode is HttpStatusCode.Created or HttpStatusCode.Conflict, $"{appointed.StatusCode}");
        using var begin = new HttpRequestMessage(HttpMethod.Put, $"/deviations/v1/deviations/{id}/duties")
        {
            Headers = { { "If-Match", "*" } },
            Content = JsonContent.Create(new { knownAt = DateTimeOffset.UtcNow, nature = "injury" }),
        };
        await manager.SendAsync(begin).Json();
        return id;
    }

    // A case where MAS has proposed an action that the manager has not decided on.
    private async Task<string> Proposed()
    {
        var assessed = (await Assessed()).Split(' ');
        using var mas = await platform.As("mas");
        var proposal = await mas.Post($"/deviations/v1/deviations/{assessed[0]}/actions", new
        {
            causeId = assessed[1],
            what = "Tre delegerade på varje pass.",
            plannedStart = "2026-12-01",
            dueAt = "2026-12-15",
            followUp = "Läser av varje vecka.",
            successCriterion = "Inga missade doser.",
            effectCheckAt = "2027-02-01",
        }).Json(HttpStatusCode.Created);
        return $"{assessed[0]} {proposal.GetProperty("id").GetString()}";
    }

    // An own indicator with a target, values and one of them missing.
    private async Task<string> Surveyed()
    {
        using var developer = await platform.As("kvalitet");
        const string Code = "browser-nojda";
        await developer.Post("/analytics/v1/indicators", new { code = Code, name = "Nöjda brukare", means = "Andelen som är nöjda.", meansNot = "Inget om dem som inte svarade.", numeratorMeans = "Nöjda", denominatorMeans = "Alla som svarade", unit = "%", type = "p", better = "up", period = "quarter", source = "import", attribution = "Källa: egen enkät" }).Json(HttpStatusCode.Created);
        using var target = new HttpRequestMessage(HttpMethod.Post, $"/analytics/v1/indicators/{Code}/targets") { Headers = { { "If-Match", "*" } }, Content = JsonContent.Create(new { value = 80, validFrom = "2023-01-01", source = "Nämnden" }) };
        await developer.SendAsync(target).Json();
        var rows = Enumerable.Range(0, 13).Where(place => place != 5).Select(place => new { indicator = Code, unitCode = "norrangen", period = $"{2023 + (place / 4)}-Q{1 + (place % 4)}", numerator = 70 + place, denominator = 100 });
        await developer.Post("/analytics/v1/indicator-values/imports", new { values = rows }).Json();
        return Code;
    }

    private async Task<string> Compared()
    {
        using var developer = await platform.As("kvalitet");
        const string File = "measure;area;year;value;title;origin;areaName\nbrowser-1;9999;2022;70;Trygghet;Öppna jämförelser;Ekstads kommun\nbrowser-1;9999;2023;72;;;\nbrowser-1;9999;2024;75;;;\nbrowser-1;0000;2024;78;;;Riket\nbrowser-1;0580;2024;;;;Linköping\n";
        await developer.PostAsync("/analytics/v1/comparisons/imports", new StringContent(File, Encoding.UTF8, "text/csv")).Json();
        return "browser-1";
    }

    private async Task<string> Analysed()
    {
        using var manager = await platform.As("enhetschef");
        var analysis = await manager.Post("/deviations/v1/risk-analyses", new
        {
            unitCode = "norrangen",
            occasion = "new-system",
            title = "Nytt journalsystem",
            change = "Systemet byts den 1 mars.",
            team = new[] { "Karin Testsson, enhetschef" },
            risks = new[] { new { what = "En delegering syns inte.", causes = new[] { "Uppgifterna flyttas för hand." }, severity = 3, probability = 3 } },
        }).Json(HttpStatusCode.Created);
        return $"{analysis.GetProperty("id").GetString()} {analysis.GetProperty("risks")[0].GetProperty("id").GetString()}";
    }

    // What the demonstration has, or a test has made, found as its reader finds it.
    private static readonly Dictionary<string, (string List, string Member)> Listed = new()
    {
        ["{process}"] = ("/processes/v1/processes", "id"),
        ["{document}"] = ("/processes/v1/documents", "id"),
        ["{task}"] = ("/processes/v1/revision-tasks", "id"),
        ["{inspection}"] = ("/processes/v1/self-inspections?status=completed", "id"),
        ["{inspectionPlan}"] = ("/processes/v1/inspection-plans", "id"),
        ["{checklist}"] = ("/processes/v1/checklists", "id"),
        ["{answering}"] = ("/processes/v1/self-inspections?open=true", "id"),
        ["{employee}"] = ("/competence/v1/employees?role=underskoterska", "id"),
        ["{held}"] = ("/competence/v1/employees/{employee}/competences", "id"),
        ["{requirement}"] = ("/competence/v1/requirements", "id"),
        ["{competence}"] = ("/competence/v1/competences", "code"),
        ["{limit}"] = ("/competence/v1/rules", "id"),
        ["{heat}"] = ("/processes/v1/limits", "id"),
        ["{delegation}"] = ("/competence/v1/delegations?status=active", "id"),
        ["{unsigned}"] = ("/competence/v1/delegations?status=draft", "id"),
        ["{staffing}"] = ("/competence/v1/staffing-requirements", "id"),
        ["{need}"] = ("/competence/v1/needs", "id"),
        ["{contract}"] = ("/procurement/v1/contracts", "id"),
        ["{complaint}"] = ("/complaints/v1/complaints?kind=complaint&open=true&sort=oldest", "id"),
        ["{promise}"] = ("/complaints/v1/rules", "id"),
        ["{supplier}"] = ("/procurement/v1/suppliers", "id"),
        ["{followup}"] = ("/procurement/v1/follow-ups?status=held", "id"),
        ["{planned}"] = ("/procurement/v1/follow-ups?status=planned", "id"),
        ["{finding}"] = ("/procurement/v1/findings?status=open", "id"),
        ["{contractrule}"] = ("/procurement/v1/rules", "id"),
    };

    // A cause that another room is asked about, until that room has it.
    private async Task Asked(object cause, string list)
    {
        var id = await Case(restricted: false);
        using var manager = await platform.As("enhetschef");
        await manager.Post($"/deviations/v1/deviations/{id}/assessment", new { severity = 2, probability = 2, motivation = "Har hänt förut." }).Json();
        await manager.Post($"/deviations/v1/deviations/{id}/causes", cause).Json(HttpStatusCode.Created);
        await Platform.Eventually(async () => (await manager.GetAsync(list).Json()).GetProperty("items").GetArrayLength() > 0, Platform.Patience, "asked");
    }

    private async Task<string> Rule(string list)
    {
        using var admin = await platform.As("admin");
        return (await (await admin.GetAsync($"/deviations/v1/{list}")).Json()).GetProperty("items")[0].GetProperty("id").GetString()!;
    }

    private async Task<string> Case(bool restricted)
    {
        using var employee = await platform.As("medarbetare");
        var id = await TravelTests.Report(employee);
        if (!restricted) return id;
        using var manager = await platform.As("enhetschef");
        manager.DefaultRequestHeaders.TryAddWithoutValidation("If-Match", "\"1\"");
        await manager.Post($"/deviations/v1/deviations/{id}/tracks", new { track = "lex-sarah", reason = "Misstänkt missförhållande." }).Json();
        return id;
    }

    private Task<IPage> SignedIn(string username, int width, bool javaScript = true) => browser.SignedIn(platform, username, width, javaScript);

    private static async Task Reach(IPage page, string label)
    {
        for (var step = 0; step < 60; step++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<bool>("label => { const e = document.activeElement; return (e.labels?.[0]?.textContent ?? e.textContent ?? '').includes(label) }", label)) return;
        }
        Assert.Fail($"Tab never reaches '{label}'.");
    }
}
