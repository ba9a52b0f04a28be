using System.Diagnostics;
using System.Text.Json;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Identity;

namespace Huset.Deviations.Tests;

/// <summary>On a house of its own, where nobody else reports.</summary>
public sealed class ReadRoomTests(DeviationsHost host) : IClassFixture<DeviationsHost>
{
    private const string Path = "/deviations/v1/room";

    [Fact]
    public async Task Each_reader_is_told_what_waits_for_them_and_how_many_there_are()
    {
        var today = $"{SwedishTime.Day(DateTimeOffset.UtcNow):yyyy-MM-dd}T00:00:01{SwedishTime.Local(DateTimeOffset.UtcNow):zzz}";
        await host.Reported(TestUsers.Employee, ("occurredAt", today), ("kind", "other"));
        await host.Reported(TestUsers.Employee, ("occurredAt", today), ("kind", "other"), ("unitCode", TestUnits.Kullen));
        await host.Reported(TestUsers.Colleague, ("occurredAt", today), ("unitCode", TestUnits.Hasselvagen));
        var restricted = await host.Reported(TestUsers.Colleague, ("occurredAt", today), ("kind", "other"));
        using (var request = new HttpRequestMessage(HttpMethod.Post, $"/deviations/v1/deviations/{restricted}/tracks") { Content = System.Net.Http.Json.JsonContent.Create(new { track = "lex-sarah", reason = "Ska utredas." }) })
        {
            request.Headers.TryAddWithoutValidation("If-Match", "\"1\"");
            await host.As(TestUsers.Manager).SendAsync(request).Json();
        }

        Assert.Equal(["attention", "2 !{value} rapporter väntar på bedömning, alla från i dag", "2 {value} avvikelser hände i #"], await Room(TestUsers.Manager));
        Assert.Equal(["calm", "2 {value} av dina rapporter är på väg"], await Room(TestUsers.Employee));
        Assert.Equal(["attention", "1 !{value} rapport väntar på bedömning, från i dag", "1 {value} avvikelse hände i #"], await Room(TestUsers.Mas));
        Assert.Equal(["attention", "1 !{value} rapport väntar på bedömning, från i dag", "1 {value} ärende utreds enligt lex Sarah", "1 {value} avvikelse hände i #"], await Room(TestUsers.LexInvestigator));
        Assert.Equal(["calm", "3 {value} avvikelser hände i #"], await Room(TestUsers.QualityDeveloper));
        Assert.Equal(["calm", "0 {value} avvikelser hände i #"], await Room(TestUsers.OtherManager));
        Assert.Equal(["calm", "0 {value} avvikelser hände i #"], await Room(TestUsers.WorkEnvironment));
        Assert.Equal(["calm", "- Inget väntar på dig."], await Room(TestUsers.Procurement));

        // What is linked to is what was counted, and who reads the room may open it.
        var room = (await host.As(TestUsers.Manager).GetAsync(Path).Json()).GetProperty("rooms")[0];
        foreach (var fact in room.GetProperty("facts").EnumerateArray())
        {
            var page = await host.As(TestUsers.Manager).GetStringAsync(fact.GetProperty("href").GetString());
            Assert.Equal(fact.GetProperty("value").GetInt32(), System.Text.RegularExpressions.Regex.Count(page, "<tr[ >]") - 1);
        }

        // What waits is done where its line leads.
        await host.Scalar<string>("insert into notices (id, person_id, kind, deviation_id, case_reference, at) values (gen_random_uuid(), $1, 'answered', gen_random_uuid(), 'AVV-2026-0001', now()) returning id::text", $"{TestUsers.Employee.Id}");
        var own = (await host.As(TestUsers.Employee).GetAsync(Path).Json()).GetProperty("rooms")[0].GetProperty("facts").EnumerateArray().ToDictionary(fact => fact.GetProperty("href").GetString()!, fact => fact.GetProperty("text").GetString());
        Assert.Equal("{value} notis är oläst", own["/avvikelser/notiser?olasta=ja"]);
        Assert.Equal("{value} av dina rapporter är på väg", own["/avvikelser/mina"]);

        // Time passes: one deadline has gone by, and one goes by at midnight.
        await host.Scalar<string>("update deviations set next_due_at = now() - interval '1 minute' where unit_code = $1 returning id::text", TestUnits.Kullen);
        await host.Scalar<string>("update deviations set next_due_at = $2 where unit_code = $1 and not in_lex_sarah returning id::text", TestUnits.Norrangen, SwedishTime.StartOf(SwedishTime.Day(DateTimeOffset.UtcNow).AddDays(1)));
        Assert.Equal(["urgent", "1 !{value} ärende har en tidsfrist som har gått ut", "1 !{value} ärende har en tidsfrist som går ut i dag"], (await Room(TestUsers.Manager))[..3]);
        Assert.Equal("attention", (await Room(TestUsers.Mas))[0]);
    }

    [Fact]
    public async Task Representatives_and_managers_are_told_of_tasks_ideas_and_risk_analyses_that_wait_for_them()
    {
        // In a unit, and on days, that no other count here meets.
        TestUser Employee(string name) => new(name, [Roles.Medarbetare], HomeUnit: TestUnits.Hasselvagen);
        var (manager, topic, safety, doer) = (new TestUser("gun", [Roles.Enhetschef, Roles.Medarbetare], [TestUnits.Hasselvagen], TestUnits.Hasselvagen), Employee("tove"), Employee("sten"), Employee("dan"));
        foreach (var user in new[] { manager, topic, safety, doer }) await host.As(user).GetAsync("/deviations/v1/deviations").Json();
        var leading = host.As(manager);
        async Task Appoint(string kind, TestUser person, string? of) => await leading.Post("/deviations/v1/assignments", new { kind, topic = of, unitCode = TestUnits.Hasselvagen, personId = $"{person.Id}", validFrom = "2020-01-01" }).Json(HttpStatusCode.Created);
        await Appoint("topic-representative", topic, "falls");
        await Appoint("safety-representative", safety, null);
        Task<Guid> Reported(string kind, string? of = null) => host.Reported(TestUsers.Colleague, ("unitCode", TestUnits.Hasselvagen), ("kind", kind), ("topic", of), ("occurredAt", "2020-03-04T05:06:07Z"));
        await Reported("social-care", "falls");
        var injury = await Reported("work-environment");
        await leading.SendAsync(Requests.Matched(Requests.Put($"/deviations/v1/deviations/{injury}/duties", new { knownAt = DateTimeOffset.UtcNow.AddHours(-1), nature = "injury" }))).Json();
        var of = await Reported("other");
        await host.UnitTask(of, "Min.", doer, Arrange.Today.AddDays(3), givenIn: null);
        await host.UnitTask(of, "Chefens.", null, Arrange.Today, givenIn: null);
        var late = await host.UnitTask(of, "Sen.", doer, Arrange.Today, givenIn: null);
        await host.Scalar<string>("update unit_tasks set due_at = due_at - 1 where id = $1 returning id::text", late.Id);
        await host.Analysed(TestUnits.Hasselvagen, RiskAnalysisStatus.Assessed);
        var (followed, _) = await host.Analysed(TestUnits.Hasselvagen, RiskAnalysisStatus.Approved);
        await host.Analysed(TestUnits.Hasselvagen, RiskAnalysisStatus.Approved);
        await host.Scalar<string>("update risk_analyses set follow_up_on = $2 where id = $1 returning id::text", followed.Id, Arrange.Today);
        await leading.Post("/deviations/v1/ideas", new { title = "En nyckeltavla", text = "Häng nycklarna på en tavla.", unitCode = TestUnits.Hasselvagen }).Json(HttpStatusCode.Created);

        string[] waits = ["1 uppgift från en utredning är sen", "1 uppgift från en utredning är din att göra"];
        Assert.Equal([.. waits, "1 riskanalys väntar på ditt godkännande", "1 riskanalys ska följas upp", "1 ny idé väntar på ditt nästa steg"], (await Needs(manager)).TakeLast(5));
        Assert.Equal(waits, await Needs(doer));
        Assert.Equal(["1 lindrigt ärende i dina ämnen väntar på bedömning"], await Needs(topic));
        Assert.Equal(["1 ärende om arbetsmiljön väntar på ditt yttrande"], await Needs(safety));
        Assert.Equal([], await Needs(Employee("ny")));
        // What waits leads to where it is done, and what needs nobody is left out when there is enough.
        foreach (var reader in new[] { manager, doer, topic, safety })
        {
            var facts = (await host.As(reader).GetAsync(Path).Json()).GetProperty("rooms")[0].GetProperty("facts").EnumerateArray().ToList();
            foreach (var fact in facts) Assert.Equal(HttpStatusCode.OK, (await host.As(reader).GetAsync(fact.GetProperty("href").GetString())).StatusCode);
            Assert.True(facts.Count <= 4 || facts.TrueForAll(NeedsYou));
        }
        for (var time = 0; time < 5; time++) await Room(manager);
    }

    // The lines that need the reader, with their numbers.
    private async Task<List<string>> Needs(TestUser user) => [.. (await host.As(user).GetAsync(Path).Json()).GetProperty("rooms")[0].GetProperty("facts").EnumerateArray().Where(NeedsYou)
        .Select(fact => fact.GetProperty("text").GetString()!.Replace("{value}", $"{fact.GetProperty("value")}", StringComparison.Ordinal))];

    [Fact]
    public async Task Who_may_report_begins_from_the_front_page_and_others_do_not()
    {
        var action = (await host.As(TestUsers.Procurement).GetAsync(Path).Json()).GetProperty("actions")[0];
        Assert.Equal(("Rapportera avvikelse", "/avvikelser/ny"), (action.GetProperty("title").GetString(), action.GetProperty("href").GetString()));
        foreach (var user in new[] { TestUsers.BoardMember, TestUsers.Supplier })
        {
            var answer = await host.As(user).GetAsync(Path).Json();
            Assert.Equal((0, 0), (answer.GetProperty("rooms").GetArrayLength(), answer.GetProperty("actions").GetArrayLength()));
        }
        await host.As(null).GetAsync(Path).Problem(HttpStatusCode.Unauthorized, "user.not-signed-in");
    }

    [Fact]
    public async Task Counting_shows_no_case_and_writes_no_row_in_the_access_log()
    {
        var before = await host.Scalar<long>("select count(*) from access_log where user_id = $1", $"{TestUsers.Auditor.Id}");
        await host.As(TestUsers.Auditor).GetAsync(Path).Json();
        Assert.Equal(before, await host.Scalar<long>("select count(*) from access_log where user_id = $1", $"{TestUsers.Auditor.Id}"));
    }

    // State first, then a line a fact: value, ! when it needs the reader, text.
    private async Task<string[]> Room(TestUser user)
    {
        var watch = Stopwatch.StartNew();
        var room = Assert.Single((await host.As(user).GetAsync(Path).Json()).GetProperty("rooms").EnumerateArray().ToList());
        TestContext.Current.TestOutputHelper?.WriteLine($"{user.Username}: {watch.ElapsedMilliseconds} ms");
        Assert.Equal(room.GetProperty("facts").EnumerateArray().Count(NeedsYou), room.GetProperty("needsYou").GetInt32());
        return [room.GetProperty("state").GetString()!, .. room.GetProperty("facts").EnumerateArray().Select(fact =>
            $"{(fact.TryGetProperty("value", out var value) ? value.GetInt64() : "-")} {(NeedsYou(fact) ? "!" : "")}{WithoutMonth(fact.GetProperty("text").GetString()!)}")];
    }

    private static bool NeedsYou(JsonElement fact) => fact.GetProperty("needsYou").GetBoolean();

    // Another each month.
    private static string WithoutMonth(string text) => text.Contains(" hände i ", StringComparison.Ordinal) ? $"{text[..(text.IndexOf(" hände i ", StringComparison.Ordinal) + 9)]}#" : text;
}
