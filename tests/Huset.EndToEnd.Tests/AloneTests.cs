using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using Microsoft.Playwright;

namespace Huset.EndToEnd.Tests;

/// <summary>Every service starts and works with all the others down, and has what they told before it came. One that is installed later is told what there is.</summary>
public sealed class AloneTests(Platform platform, Browser browser, ITestOutputHelper output)
{
    private static readonly (string Name, string Address)[] Rooms =
        [("Processer", "/processer/"), ("Avvikelser", "/avvikelser/"), ("Synpunkter", "/synpunkter/"), ("Kompetens", "/kompetens/"), ("Upphandling", "/upphandling/"), ("Analys", "/analys/")];
    private readonly string word = $"ensam{Guid.NewGuid():N}"[..12];

    [Fact]
    public async Task Each_service_starts_and_works_with_the_others_down_and_catches_up()
    {
        using var admin = await platform.As("admin");
        using var quality = await platform.As("kvalitet");
        using var owner = await platform.As("processagare");
        using var employee = await platform.As("medarbetare");
        using var manager = await platform.As("enhetschef");
        using var nurse = await platform.As("mas");
        using var analyst = await platform.As("analytiker");
        try
        {
            await platform.RunOnly("processes");
            await OnlyThisRoomIsAwake("admin", "/processer/enheter");
            await admin.Post("/processes/v1/units", new { code = word, name = $"Enheten {word}", type = "enhet", parent = "ao", board = "an", validFrom = "2021-01-01" }).Json(HttpStatusCode.Created);
            var (process, step) = await PublishedProcess(quality, owner);

            // What Processes told waits in the broker; Processes itself is no longer there.
            await platform.RunOnly("deviations");
            await OnlyThisRoomIsAwake("enhetschef", "/avvikelser/");
            var report = Platform.Report(unit: word);
            report["activityId"] = step;
            await Platform.Eventually(async () => (await employee.Post(Reports.Path, report)).IsSuccessStatusCode, Platform.Patience, "Deviations knows unit and step");
            var revision = await Asked(manager, new { area = "routines", text = $"Det står inte i steget om {word} vem som gör det.", revision = new { activityId = step } });
            var need = await Asked(manager, new { area = "competence", text = $"Ingen har övat på {word}.", competenceNeed = true });
            foreach (var (deviation, _) in new[] { revision, need }) Assert.Equal("asked", await AskedStatus(manager, deviation));

            await platform.RunOnly("competence");
            await OnlyThisRoomIsAwake("enhetschef", "/kompetens/personal");
            await Platform.Eventually(async () => (await manager.GetAsync($"/competence/v1/needs/{need.Task}")).IsSuccessStatusCode, Platform.Patience, "Competence has the need");
            await Platform.Eventually(async () => await Count("competence", $"known_units where code = '{word}'") == 1, Platform.Patience, "Competence knows the unit");
            await admin.PostAsync("/competence/v1/employees/imports", new StringContent($"number;name;role;homeUnit\n{word};Ny {word};underskoterska;norrangen\n{word}b;Också {word};underskoterska;{word}\n", Encoding.UTF8, "text/csv")).Json();
            var delegation = await WrittenDelegation(admin, nurse);
            await manager.PutAsync($"/competence/v1/needs/{need.Task}/plan", JsonContent.Create(new { plan = "Övning i grupp.", dueOn = "2099-01-31" })).Json();

            await platform.RunOnly("analytics");
            await OnlyThisRoomIsAwake("analytiker", "/analys/");
            await Platform.Eventually(async () => Items(await analyst.GetAsync("/analytics/v1/counts?groupBy=unit,month,kind").Json()).Any(count => count.GetProperty("unitCode").GetString() == word), Platform.Patience, "Analytics counts in the unit");
            await Platform.Eventually(async () => (await analyst.GetStringAsync("/events/v1/export?format=ndjson")).Contains(delegation, StringComparison.Ordinal), Platform.Patience, "the delegation is in the log");

            await platform.RunOnly(Platform.Services);
            // The gateway looks every now and then whether a service that was away is back.
            await Platform.Eventually(async () => await manager.GetAsync($"/deviations/v1/people?q={word}") is { IsSuccessStatusCode: true } people && Items(await Task.FromResult(people).Json()).Count() == 2, Platform.Patience, "Deviations knows the people");
            await Platform.Eventually(async () => await AskedStatus(manager, need.Deviation) == "planned", Platform.Patience, "the case tells what is planned");
            await Platform.Eventually(async () => await AskedStatus(manager, revision.Deviation) == "open", Platform.Patience, "the case tells that the task has come");
            Assert.Equal(process, (await quality.GetAsync($"/processes/v1/revision-tasks/{revision.Task}").Json()).GetProperty("processId").GetString());
            Assert.Equal(2, await Count("processes", $"people where name like '% {word}' and is_active"));
            await Platform.Eventually(
                async () => Items(await quality.GetAsync($"/processes/v1/processes/{process}/heat").Json()).Any(heat => heat.GetProperty("activityId").GetString() == step && heat.GetProperty("count").GetInt32() == 1), Platform.Patience, "the report is heat");
        }
        finally
        {
            await platform.RunOnly(Platform.Services);
        }
    }

    // Deviations comes with an empty database, as when it is installed; the others have lost their copies, as when they begin to keep one.
    [Fact]
    public async Task A_service_installed_later_gets_the_catalogue_and_so_does_one_whose_copy_is_empty()
    {
        string[] copied = ["known_units", "known_processes", "known_activities", "known_routines", "people where directory_id is not null"];
        (string Service, string Table)[] lost = [("processes", "people"), ("processes", "known_units"), ("competence", "known_units"), ("analytics", "known_units")];
        async Task<long[]> Copies()
        {
            var counts = new List<long>();
            foreach (var table in copied) counts.Add(await Count("deviations", table));
            foreach (var (service, table) in lost) counts.Add(await Count(service, table));
            return [.. counts];
        }

        await using var server = platform.Database("postgres");
        var prepare = await platform.Preparation("deviations");
        try
        {
            await platform.RunOnly();
            var before = await Copies();
            Assert.DoesNotContain(0, before);
            await server.Run("alter database deviations rename to deviations_before");
            await server.Run("create database deviations");
            await prepare();
            foreach (var (service, table) in lost)
            {
                await using var database = platform.Database(service);
                // Nobody asks twice in a day.
                await database.Run($"delete from {table}; delete from outbox where type like 'Huset.Events.CatalogueRequested%'");
            }
            var watch = Stopwatch.StartNew();
            await platform.RunOnly(Platform.Services);
            await Platform.Eventually(async () => (await Copies()).SequenceEqual(before), Pace.Patience(60), "every copy is as it was");
            output.WriteLine($"{before.Sum():N0} rows of nine copies were there {watch.Elapsed.TotalSeconds:0.0} s after the services were let go");
            using var employee = await platform.As("medarbetare");
            Assert.Empty(Items(await employee.GetAsync(Reports.Path).Json()));
        }
        finally
        {
            await platform.RunOnly([.. Platform.Services.Except(["deviations"])]);
            if (await server.One("select count(*) from pg_database where datname = 'deviations_before'") == 1)
            {
                await server.Run("drop database if exists deviations");
                await server.Run("alter database deviations_before rename to deviations");
            }
            await platform.RunOnly(Platform.Services);
        }
    }

    /// <summary>The house draws the others asleep, their addresses say so, and the one room's page is as always.</summary>
    private async Task OnlyThisRoomIsAwake(string user, string path)
    {
        var asleep = Rooms.Where(room => !path.StartsWith(room.Address, StringComparison.Ordinal)).ToList();
        var page = await browser.Looking(platform, user, 1280);
        await Platform.Eventually(
            async () =>
            {
                await page.GotoAsync(platform.Url);
                return (await page.Locator("li.room.asleep h2 a").AllInnerTextsAsync()).Order().SequenceEqual(asleep.Select(room => room.Name).Order());
            },
            Platform.Patience, $"{string.Join(", ", asleep.Select(room => room.Name))} asleep in the house");
        Assert.Equal(200, (await page.GotoAsync(platform.Url + path))!.Status);
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        foreach (var room in asleep) Assert.Equal(503, (await page.GotoAsync(platform.Url + room.Address))!.Status);
        await page.CloseAsync();
    }

    private async Task<(string Process, string Step)> PublishedProcess(HttpClient quality, HttpClient owner)
    {
        var id = (await quality.Post("/processes/v1/processes", new { name = $"Processen {word}", kind = "main" }).Json(HttpStatusCode.Created)).GetProperty("id").GetString()!;
        var drawing = $"""
            <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="Definitions" targetNamespace="urn:test"><bpmn:process id="Process"><bpmn:task id="Steg" name="Steget {word}" /></bpmn:process></bpmn:definitions>
            """;
        await owner.PutAsync($"/processes/v1/processes/{id}/diagram", new StringContent(drawing, Encoding.UTF8, "application/xml")).Json();
        await owner.PostAsync($"/processes/v1/processes/{id}/versions/1/submission", null).Json();
        await quality.Post($"/processes/v1/processes/{id}/versions/1/approval", new { decision = "approve" }).Json();
        await owner.PostAsync($"/processes/v1/processes/{id}/versions/1/publication", null).Json();
        return (id, Items(await owner.GetAsync($"/processes/v1/processes/{id}/activities").Json()).Single().GetProperty("id").GetString()!);
    }

    // A case whose cause asks another room for something.
    private static async Task<(string Deviation, string Task)> Asked(HttpClient manager, object cause)
    {
        var id = await TravelTests.Report(manager);
        await manager.Post($"{Reports.Path}/{id}/assessment", new { severity = 2, probability = 2, motivation = "Har hänt förut." }).Json();
        var found = await manager.Post($"{Reports.Path}/{id}/causes", cause).Json(HttpStatusCode.Created);
        return (id, found.GetProperty("askedFor").GetProperty("taskId").GetString()!);
    }

    // Null while the gateway has not seen yet that the service is back.
    private static async Task<string?> AskedStatus(HttpClient manager, string deviation) => await manager.GetAsync($"{Reports.Path}/{deviation}") is not { IsSuccessStatusCode: true } found
        ? null
        : (await Task.FromResult(found).Json()).GetProperty("causes")[0].GetProperty("askedFor").GetProperty("status").GetString();

    private async Task<string> WrittenDelegation(HttpClient admin, HttpClient nurse)
    {
        var recipient = Items(await admin.GetAsync($"/competence/v1/employees?q=Ny {word}").Json()).Single().GetProperty("id").GetString();
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        var delegation = new
        {
            employeeId = recipient,
            task = "lakemedel",
            unitCode = "norrangen",
            validFrom = today,
            validTo = today.AddDays(200),
            coursePassedOn = today.AddDays(-10),
            testPassedOn = today.AddDays(-5),
            practicalCheckOn = today.AddDays(-1),
            instructions = "Kontrollera namn och dos. Ring vid tvekan.",
        };
        return (await nurse.Post("/competence/v1/delegations", delegation).Json(HttpStatusCode.Created)).GetProperty("id").GetString()!;
    }

    private async Task<long> Count(string service, string from)
    {
        await using var database = platform.Database(service);
        return await database.One($"select count(*) from {from}");
    }

    private static IEnumerable<JsonElement> Items(JsonElement list) => list.GetProperty("items").EnumerateArray();
}
