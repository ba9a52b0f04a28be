using Microsoft.Playwright;

namespace Huset.EndToEnd.Tests;

/// <summary>One event on two tracks, from the report to IVO's decisions, as the people do it; every gate refuses before it lets through.</summary>
public sealed class LexTests(Platform platform, Browser browser)
{
    [Fact]
    public async Task One_event_goes_through_lex_Sarah_and_lex_Maria_with_an_investigation_and_a_decision_in_each()
    {
        var word = $"zq{Guid.NewGuid():N}"[..12];
        var employee = await Someone("medarbetare", 360);
        await employee.Page.GotoAsync($"{platform.Url}/avvikelser/ny");
        await employee.Choose("Request.Kind", "HealthCare");
        await employee.Write("Beskriv med egna ord", $"Larmet {word} hördes inte och ingen såg till personen på natten.");
        await employee.Choose("Request.Harm", "Serious");
        await employee.Press(AriaRole.Button, "Skicka rapport");
        await Assertions.Expect(employee.Page.GetByText("Tack, rapporten är sparad")).ToBeVisibleAsync();
        var address = employee.Page.Url.Split('?')[0];

        var manager = await Someone("enhetschef", 1280);
        await HandOver(manager, address, "LexSarah");
        await manager.Page.GotoAsync(address);
        await Assertions.Expect(manager.Page.GetByText(word)).ToHaveCountAsync(0);

        var lex = await Someone("lex", 1280);
        await HandOver(lex, address, "LexMaria");
        var mas = await Someone("mas", 1280);
        await Investigate(lex, address, "lex-sarah", "SeriousMisconduct", "Allvarligt missförhållande");
        await Investigate(mas, address, "lex-maria", "RiskOfSeriousCareInjury", "Risk för allvarlig vårdskada");
        // Each has its own decision, and nothing of the other's.
        await Assertions.Expect(mas.Page.GetByText("Allvarligt missförhållande")).ToHaveCountAsync(0);

        await lex.Page.GotoAsync($"{address}/avsluta");
        await lex.Write("Svar till den som rapporterade", "Tack.");
        await lex.Press(AriaRole.Button, "Avsluta och svara");
        await Assertions.Expect(lex.Page.GetByRole(AriaRole.Alert).First).ToBeVisibleAsync();
        foreach (var (investigator, track, number) in new[] { (lex, "lex-sarah", "SN 2026/77"), (mas, "lex-maria", "HSN 2026/12") }) await Notify(investigator, address, track, number);

        await employee.Page.GotoAsync(address);
        await Assertions.Expect(employee.Page.GetByText("Allvarligt missförhållande")).ToHaveCountAsync(0);
        foreach (var person in new[] { employee, manager, lex, mas }) await person.Page.Context.CloseAsync();
    }

    private async Task<Hands> Someone(string username, int width) => new(await browser.SignedIn(platform, username, width));

    private static async Task HandOver(Hands by, string address, string track)
    {
        await by.Page.GotoAsync($"{address}/overlamna");
        await by.Choose("Request.Track", track);
        await by.Write("Varför lämnar du över?", "Personen kunde ha kommit till allvarlig skada.");
        await by.Press(AriaRole.Button, "Lämna över");
        await Assertions.Expect(by.Page.GetByRole(AriaRole.Alert).First).ToContainTextAsync("Kryssa i");
        await by.Page.GetByLabel("Jag förstår att jag inte längre ser ärendet").CheckAsync();
        await by.Press(AriaRole.Button, "Lämna över");
        await by.Page.WaitForURLAsync("**/avvikelser/?overlamnat=1");
    }

    // Refused while a part is missing, with what was written kept; then every part, as the page's next step leads.
    private static async Task Investigate(Hands by, string address, string track, string degree, string name)
    {
        await by.Page.GotoAsync($"{address}/utredning?spar={track}");
        await by.Press(AriaRole.Link, "Besluta om det ska utredas");
        await by.Write("Varför?", "Det kunde ha gått riktigt illa.");
        await by.Press(AriaRole.Button, "Besluta");
        await Assertions.Expect(by.Page.GetByRole(AriaRole.Alert).First).ToContainTextAsync("Välj om ärendet ska utredas");
        await by.Choose("Request.Investigate", "true");
        await by.Choose("Request.ConcernsChild", "false");
        await by.Write("Vad arbetar du som?", "Utredare");
        await by.Press(AriaRole.Button, "Besluta");
        await by.Sees("Beslutet är sparat.");

        await by.Page.GotoAsync($"{address}/beslut?spar={track}");
        await Decide();
        await Assertions.Expect(by.Page.GetByRole(AriaRole.Alert).First).ToContainTextAsync("Skriv först de delar som saknas");
        await Assertions.Expect(by.Page.GetByLabel("Varför?")).ToHaveValueAsync("Larmet var ur funktion i två nätter.");

        await by.Page.GotoAsync($"{address}/utredning?spar={track}");
        var next = by.Page.Locator("main a.button").Filter(new() { HasTextRegex = new("^Skriv: ") });
        for (var part = 0; part < 30 && await next.CountAsync() > 0; part++)
        {
            await next.ClickAsync();
            await by.Write("Vad ska stå?", "Så var det.");
            await by.Choose("Request.Kind", "Fact");
            await by.Write("Varifrån vet ni det?", "Larmloggen");
            await by.Write("Vad arbetar du som?", "Utredare");
            await by.Press(AriaRole.Button, "Spara delen");
            await by.Sees("Delen är sparad.");
        }
        await by.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "Besluta", Exact = true }).First.ClickAsync();
        await Decide();
        await by.Sees("Beslutet är sparat.");
        await Assertions.Expect(by.Page.GetByText(name).First).ToBeVisibleAsync();
        await Assertions.Expect(by.Page.GetByText("Anmäl till IVO snarast")).ToBeVisibleAsync();

        async Task Decide()
        {
            await by.Choose("Request.Degree", degree);
            await by.Write("Varför?", "Larmet var ur funktion i två nätter.");
            await by.Write("Vad arbetar du som?", "Utredare");
            await by.Press(AriaRole.Button, "Besluta");
        }
    }

    private static async Task Notify(Hands by, string address, string track, string number)
    {
        var today = TimeZoneInfo.ConvertTimeBySystemTimeZoneId(DateTimeOffset.UtcNow, "Europe/Stockholm").ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        await Decided();
        await Assertions.Expect(by.Page.GetByRole(AriaRole.Alert).First).ToContainTextAsync("Anteckna först när anmälan skickades");
        await by.Page.GotoAsync($"{address}/utredning?spar={track}");
        await by.Press(AriaRole.Link, "Anteckna anmälan till IVO");
        await by.Write("Dagen då anmälan skickades", today);
        await by.Press(AriaRole.Button, "Spara");
        await Assertions.Expect(by.Page.GetByRole(AriaRole.Alert).First).ToContainTextAsync("Skriv diarienumret");
        await Assertions.Expect(by.Page.GetByLabel("Dagen då anmälan skickades")).ToHaveValueAsync(today);
        await by.Write("Diarienummer", number);
        await by.Press(AriaRole.Button, "Spara");
        await by.Sees("Anmälan är antecknad.");
        await by.Press(AriaRole.Link, "Anteckna att utredningen är skickad");
        await by.Write("Dagen då utredningen skickades", today);
        await by.Press(AriaRole.Button, "Spara");
        await by.Sees("Anmälan är antecknad.");
        await Assertions.Expect(by.Page.GetByText(number).First).ToBeVisibleAsync();
        await Decided();
        await Assertions.Expect(by.Page.GetByRole(AriaRole.Alert).First).ToContainTextAsync("Anteckna först kvittensen");
        await by.Page.GotoAsync($"{address}/utredning?spar={track}");
        await by.Press(AriaRole.Link, "Anteckna IVO:s kvittens");
        await by.Write("Dagen då kvittensen kom", today);
        await by.Press(AriaRole.Button, "Spara");
        await Assertions.Expect(by.Page.GetByRole(AriaRole.Alert).First).ToContainTextAsync("Skriv IVO:s ärendenummer");
        await by.Write("IVO:s ärendenummer", "8.1.2-12345/2026");
        await by.Press(AriaRole.Button, "Spara");
        await by.Sees("Kvittensen är antecknad.");
        await Decided();
        await by.Sees("IVO:s beslut är antecknat.");
        await Assertions.Expect(by.Page.GetByText("IVO avslutar ärendet.").First).ToBeVisibleAsync();
        await by.Press(AriaRole.Link, "Anteckna vem som informerats");
        await by.Choose("Request.Party", "Board");
        await by.Write("Vilken dag?", today);
        await by.Press(AriaRole.Button, "Spara");
        await by.Sees("Det är antecknat vem som har informerats.");

        async Task Decided()
        {
            await by.Page.GotoAsync($"{address}/ivo/beslut?spar={track}");
            await by.Write("Beslutets dag", today);
            await by.Write("Vad beslutade IVO?", "IVO avslutar ärendet.");
            await by.Press(AriaRole.Button, "Spara");
        }
    }
}
