using System.Globalization;
using System.Net.Http.Json;
using Microsoft.Playwright;

namespace Huset.EndToEnd.Tests;

/// <summary>
/// The manual's first chapter, docs/anvandarhandbok/berattelsen.md: one story through all six rooms, and back from the line of the board's
/// report to the call that it began with. What the other tests do in the browser, its people do through the API.
/// </summary>
public sealed class StoryTests(Platform platform, Browser browser)
{
    // Where no other test reports; Anna works beside it, and what is given or steered for the area applies to both.
    private const string Unit = "kullen", Area = "ao";
    private readonly string word = $"zq{Guid.NewGuid():N}"[..12];
    private readonly DateOnly today = DateOnly.FromDateTime(DateTime.UtcNow);

    [Fact]
    public async Task A_relatives_call_leads_to_a_deviation_a_routine_a_delegation_a_finding_and_a_line_in_the_report_and_back()
    {
        using var karin = await platform.As("enhetschef");
        using var anna = await platform.As("medarbetare");
        using var quality = await platform.As("kvalitet");
        using var owner = await platform.As("processagare");
        using var nurse = await platform.As("mas");
        using var controller = await platform.As("upphandling");
        using var supplier = await platform.As("leverantor");

        // Two years of evening doses given late; since the spring they are fewer.
        await Earlier(anna);

        // The relative calls, and gets a code.
        var desk = await browser.SignedIn(platform, "registrator", 1280);
        await desk.GotoAsync($"{platform.Url}/synpunkter/registrera");
        await desk.GetByLabel("Vad sa personen?").FillAsync($"Mammas kvällsdos {word} kom två timmar för sent, för tredje gången.");
        await desk.Locator("input[name='Request.Kind'][value='Complaint']").CheckAsync();
        await desk.Locator("input[name='Request.Channel'][value='Phone']").CheckAsync();
        await desk.Locator("select[name='Request.UnitCode']").SelectOptionAsync(Unit);
        await desk.GetByLabel("Personen vill ha svar").CheckAsync();
        await desk.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Spara", Exact = true }).ClickAsync();
        var code = await desk.Locator(".code").InnerTextAsync();
        var complaint = desk.Url.Split('/')[^1].Split('?')[0];
        await desk.Context.CloseAsync();

        // The manager answers and makes a deviation of it, on the step where it happened.
        await Done(karin, $"/complaints/v1/complaints/{complaint}/answer", new { text = "Tack för att du ringde. Vi tar reda på varför." });
        var deviation = Id(await karin.Post($"/complaints/v1/complaints/{complaint}/escalation", new { motivation = $"Kvällsdosen {word} kommer för sent om och om igen.", kind = "health-care" }).Json(HttpStatusCode.Accepted), "deviationId");
        var path = $"{Reports.Path}/{deviation}";
        await Platform.Eventually(async () => (await karin.GetAsync(path)).IsSuccessStatusCode, Platform.Patience, "the deviation is there");
        var (process, step) = await EveningStep(karin);
        var routine = await Routine(owner, quality, step);
        await Platform.Eventually(async () => (await karin.SendAsync(await WithTag(karin, HttpMethod.Put, $"{path}/place", new { activityId = step, routineId = routine }, path))).IsSuccessStatusCode, Platform.Patience, "Deviations knows step and routine");
        await Done(karin, $"{path}/assessment", new { severity = 2, probability = 4, motivation = "Tredje gången på en månad." });

        // Two causes ask two rooms for something.
        var unclear = await Done(karin, $"{path}/causes", new { area = "routines", text = $"Rutinen {word} säger inte vem som tar över.", revision = new { routineId = routine } }, HttpStatusCode.Created);
        var missing = await Done(karin, $"{path}/causes", new { area = "competence", text = $"Ingen på kvällspasset {word} var delegerad.", competenceNeed = true }, HttpStatusCode.Created);
        var task = unclear.GetProperty("askedFor").GetProperty("taskId").GetString();
        var need = missing.GetProperty("askedFor").GetProperty("taskId").GetString();
        var action = await Decided(karin, path, Id(missing), $"Två delegerade på varje kvällspass {word}.");
        var rewriting = await Decided(karin, path, Id(unclear), $"Rutinen {word} säger vem som tar över, och alla läser den.");

        // The routine gets a new version, which those who work by it read and answer for.
        await Platform.Eventually(async () => (await owner.GetAsync($"/processes/v1/revision-tasks/{task}")).IsSuccessStatusCode, Platform.Patience, "the task has come");
        await Published(owner, quality, routine, 2, new { text = "1. Den som har kvällspasset ger dosen.\n2. Vid frånvaro tar den samordnaren säger över.", changeNote = "Vem som tar över.", reviewOn = "2090-01-01", requiresReading = true, activityIds = new[] { step } }, task);
        await anna.PostAsync($"/processes/v1/documents/{routine}/versions/2/reading", null).Json();

        // The delegation is written, signed by both, and meets the need.
        await Platform.Eventually(async () => (await karin.GetAsync($"/competence/v1/needs/{need}")).IsSuccessStatusCode, Platform.Patience, "the need has come");
        var delegation = await Delegated(nurse, anna);
        await Done(karin, $"/competence/v1/needs/{need}/meeting", new { reason = "En till på kvällspasset är delegerad.", delegationIds = new[] { delegation } });

        // The provider that runs the evening shifts is visited because of it, and remedies what is found.
        var contract = await EveningContract(controller);
        await Platform.Eventually(async () => (await controller.GetAsync($"/procurement/v1/contracts/{contract}/overview").Json()).GetProperty("cases").GetProperty("latest").ToString().Contains(deviation, StringComparison.Ordinal), Platform.Patience, "the case on the contract's page");
        var followUp = Id(await controller.Post("/procurement/v1/follow-ups", new { contractId = contract, kind = "handelse", unitCode = Unit, plannedOn = today, purpose = "Kvällspassens bemanning.", caseIds = new[] { deviation } }).Json(HttpStatusCode.Created));
        var finding = Id(await controller.Post($"/procurement/v1/follow-ups/{followUp}/findings", new { text = $"Tre kvällar {word} var ingen delegerad.", severity = "major", remedyDueOn = today.AddDays(14) }).Json(HttpStatusCode.Created));
        await supplier.Post($"/procurement/v1/findings/{finding}/remedy", new { text = "Schemat visar nu vem som är delegerad." }).Json();
        await controller.Post($"/procurement/v1/findings/{finding}/re-check", new { passed = true, note = "Tio kvällar utan lucka." }).Json();

        // It worked, and the case is closed with an answer to who reported.
        foreach (var decided in new[] { action, rewriting }) await Done(karin, $"{path}/actions/{decided}/effect-check", new { effect = "yes", note = "Ingen kvällsdos mer än en timme sen på 30 dagar." });
        await Done(karin, $"{path}/closure", new { feedback = "Två delegerade varje kväll, och rutinen säger vem som tar över." });
        await Platform.Eventually(async () => (await karin.GetAsync($"/complaints/v1/complaints/{complaint}").Json()).GetProperty("escalation").GetProperty("status").GetString() == "closed", Platform.Patience, "the complaint knows that the case is closed");
        await Done(karin, $"/complaints/v1/complaints/{complaint}/answer", new { text = "Nu är två delegerade varje kväll." });

        // The relative reads by code what it led to.
        var relative = await browser.Open(390, javaScript: false);
        await relative.GotoAsync($"{platform.Url}/synpunkter/svar");
        await relative.GetByLabel("Kod", new() { Exact = true }).FillAsync(code);
        await relative.GetByRole(AriaRole.Button, new() { Name = "Visa" }).ClickAsync();
        await Assertions.Expect(relative.GetByText("Nu är två delegerade varje kväll.")).ToBeVisibleAsync();
        await Assertions.Expect(relative.GetByText("Det vi bestämde är gjort, och vi har kontrollerat vad det gav.")).ToBeVisibleAsync();
        await relative.Context.CloseAsync();

        // The chart shows the change, and the report tells it and is frozen.
        var report = await Report(quality, deviation);
        var page = await browser.SignedIn(platform, "enhetschef", 1280);
        await page.GotoAsync($"{platform.Url}/analys/avvikelser?enhet={Unit}&slag=health-care");
        await Assertions.Expect(page.GetByText("nivån verkar ha sänkts").First).ToBeVisibleAsync();

        // From its line one clicks all the way back: figure, case, thread, the relative's call.
        await page.GotoAsync($"{platform.Url}/analys/rapporter/{report}");
        await page.Locator("#avvikelser tbody a").First.ClickAsync();
        await page.Locator($"a[href$='trad/deviation/{deviation}']").First.ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync(word);
        var whole = await page.GetByRole(AriaRole.Main).InnerHTMLAsync();
        foreach (var (type, id) in new[] { ("complaint", complaint), ("activity", step), ("process", process), ("revision-task", task), ("competence-need", need), ("delegation", delegation), ("action", action), ("routine", routine) })
            Assert.True(whole.Contains($"trad/{type}/{id}", StringComparison.Ordinal), $"The thread has no {type}.");
        await page.Locator($"ul.thread a[href$='/synpunkter/{complaint}']").First.ClickAsync();
        await Assertions.Expect(page.GetByText($"Mammas kvällsdos {word}").First).ToBeVisibleAsync();
        await page.Context.CloseAsync();

        // Who follows the contract sees its part of the same thread, and the report's line knows the case.
        var followed = (await controller.GetAsync($"/analytics/v1/thread/finding/{finding}").Json()).GetProperty("nodes").ToString();
        foreach (var id in new[] { followUp, contract }) Assert.Contains(id, followed, StringComparison.Ordinal);
        await Platform.Eventually(async () => (await quality.GetAsync($"/analytics/v1/thread/deviation/{deviation}").Json()).ToString().Contains("report-paragraph", StringComparison.Ordinal), Platform.Patience, "the case knows the report's line");

        // Nobody's words or names are in what the rooms have told each other.
        using var analyst = await platform.AsClient("huset-analyst");
        var log = await analyst.GetStringAsync("/events/v1/export?format=ndjson");
        Assert.Contains(deviation, log, StringComparison.Ordinal);
        foreach (var said in new[] { word, "Mammas", "kvällsdos", "Karin", "Kvist", "Anna", "Andersson", "Sandberg", "Hanell", "Rantzow", code }) Assert.DoesNotContain(said, log, StringComparison.OrdinalIgnoreCase);
    }

    // Of medicine, which nothing else at the unit counts as; the step down is older than the last nine months.
    private static async Task Earlier(HttpClient anna)
    {
        var now = DateTimeOffset.UtcNow;
        for (var month = 22; month > 0; month--)
        {
            for (var number = 0; number < (month > 10 ? 6 + (month % 3) : 1 + (month % 2)); number++)
            {
                await anna.Post(Reports.Path, new
                {
                    unitCode = Unit,
                    kind = "health-care",
                    harm = "none",
                    description = "Kvällsdosen gavs för sent.",
                    occurredAt = now.AddMonths(-month).AddDays(-number).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                }).Json(HttpStatusCode.Created);
            }
        }
    }

    private static async Task<(string Process, string Step)> EveningStep(HttpClient reader)
    {
        var process = Items(await reader.GetAsync("/processes/v1/processes?limit=100").Json()).First(one => one.GetProperty("name").GetString() == "Läkemedel i hemtjänsten");
        var step = Items(await reader.GetAsync($"/processes/v1/processes/{Id(process)}/activities").Json()).First();
        return (Id(process), Id(step));
    }

    // A routine of the story's own, published and read in its first version.
    private async Task<string> Routine(HttpClient owner, HttpClient quality, string step)
    {
        var routine = Id(await owner.Post("/processes/v1/documents", new
        {
            title = "Läkemedel på kvällen",
            kind = "rutin",
            unitCode = Area,
            lawAreas = new[] { "hsl" },
            text = "1. Ge dosen klockan åtta.",
            reviewOn = "2090-01-01",
            requiresReading = true,
            activityIds = new[] { step },
        }).Json(HttpStatusCode.Created));
        await Judged(owner, quality, routine, 1, null);
        return routine;
    }

    private async Task Published(HttpClient owner, HttpClient quality, string routine, int version, object draft, string? task)
    {
        await owner.SendAsync(await WithTag(owner, HttpMethod.Put, $"/processes/v1/documents/{routine}/draft", draft, $"/processes/v1/documents/{routine}")).Json();
        await Judged(owner, quality, routine, version, task);
    }

    private static async Task Judged(HttpClient owner, HttpClient quality, string routine, int version, string? task)
    {
        var path = $"/processes/v1/documents/{routine}/versions/{version}";
        await owner.PostAsync($"{path}/submission", null).Json();
        await quality.Post($"{path}/approval", new { decision = "approve" }).Json();
        await owner.Post($"{path}/publication", new { answers = task is null ? Array.Empty<string>() : [task] }).Json();
    }

    private async Task<string> Decided(HttpClient karin, string path, string cause, string what) => Id(await Done(karin, $"{path}/actions", new
    {
        causeId = cause,
        what,
        strength = "medium",
        plannedStart = today,
        dueAt = today.AddDays(10),
        followUp = "Läses av varje vecka.",
        successCriterion = "Ingen kvällsdos senare än en timme på 30 dagar.",
        effectCheckAt = today.AddDays(30),
    }, HttpStatusCode.Created));

    private async Task<string> Delegated(HttpClient nurse, HttpClient anna)
    {
        var recipient = Id(Items(await nurse.GetAsync($"/competence/v1/delegations/recipients?unitCode={Area}&limit=100").Json()).First(one => one.GetProperty("name").GetString() == "Anna Andersson"));
        var delegation = Id(await nurse.Post("/competence/v1/delegations", new
        {
            employeeId = recipient,
            task = "lakemedel",
            unitCode = Area,
            validFrom = today,
            validTo = today.AddDays(200),
            coursePassedOn = today.AddDays(-10),
            testPassedOn = today.AddDays(-5),
            practicalCheckOn = today.AddDays(-1),
            instructions = "Kontrollera namn och dos. Ring vid tvekan.",
        }).Json(HttpStatusCode.Created));
        await anna.PostAsync($"/competence/v1/delegations/{delegation}/signature", null).Json();
        return delegation;
    }

    // The demonstration's supplier also runs Kullen's evening shifts.
    private async Task<string> EveningContract(HttpClient controller)
    {
        var supplier = Items(await controller.GetAsync("/procurement/v1/contracts?unitCode=kvallen").Json()).First().GetProperty("supplierId").GetString();
        return Id(await controller.Post("/procurement/v1/contracts", new
        {
            supplierId = supplier,
            name = $"Kvällspass {word}",
            form = "lov",
            validFrom = today.AddYears(-1),
            unitCodes = new[] { Unit },
            requirements = new[] { new { area = "bemanning", text = "Varje kväll är någon delegerad." } },
        }).Json(HttpStatusCode.Created));
    }

    private async Task<string> Report(HttpClient quality, string deviation)
    {
        var quarter = $"{today.Year}-Q{((today.Month - 1) / 3) + 1}";
        await Platform.Eventually(async () => (await quality.GetAsync($"/analytics/v1/indicators/deviations-reported/cases?month={today:yyyy-MM}&unitCode={Unit}").Json()).ToString().Contains(deviation, StringComparison.Ordinal), Platform.Patience, "Analytics counts the case");
        var report = await quality.Post("/analytics/v1/reports", new { quarter, unitCode = Unit }).Json(HttpStatusCode.Created);
        var path = $"/analytics/v1/reports/{Id(report)}";
        await quality.Post($"{path}/freeze", new { }).Problem(HttpStatusCode.Conflict, "report.incomplete");
        foreach (var section in report.GetProperty("sections").EnumerateArray())
        {
            var write = new HttpRequestMessage(HttpMethod.Put, $"{path}/sections/{section.GetProperty("code").GetString()}") { Content = JsonContent.Create(new { text = "Sena kvällsdoser blev färre när rutinen och delegeringarna var på plats.", done = true }) };
            write.Headers.TryAddWithoutValidation("If-Match", $"\"{section.GetProperty("version").GetInt32()}\"");
            await quality.SendAsync(write).Json();
        }
        Assert.Equal("frozen", (await quality.Post($"{path}/freeze", new { }).Json()).GetProperty("status").GetString());
        return Id(report);
    }

    // What another room tells of the same row may come in the same moment; then it is done again.
    private static async Task<JsonElement> Done(HttpClient who, string path, object body, HttpStatusCode expected = HttpStatusCode.OK)
    {
        JsonElement done = default;
        await Platform.Eventually(async () =>
        {
            var answer = await who.Post(path, body);
            if (answer.StatusCode == HttpStatusCode.PreconditionFailed) return false;
            done = await answer.Json(expected);
            return true;
        }, Platform.Patience, path);
        return done;
    }

    private static async Task<HttpRequestMessage> WithTag(HttpClient reader, HttpMethod method, string path, object body, string read)
    {
        using var now = await reader.GetAsync(read);
        var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) };
        request.Headers.IfMatch.Add(now.Headers.ETag!);
        return request;
    }

    private static IEnumerable<JsonElement> Items(JsonElement list) => list.GetProperty("items").EnumerateArray();

    private static string Id(JsonElement thing, string name = "id") => thing.GetProperty(name).GetString()!;
}
