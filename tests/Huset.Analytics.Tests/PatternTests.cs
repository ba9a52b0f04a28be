using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Huset.Analytics.Features.Patterns;
using Huset.ServiceDefaults.Messaging;
using Microsoft.Extensions.DependencyInjection;

namespace Huset.Analytics.Tests;

/// <summary>What is the same in several units or services, on a log of its own.</summary>
public sealed class PatternTests : IAsyncLifetime
{
    private const string Path = "/analytics/v1/patterns";
    private static readonly DateOnly Today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeBySystemTimeZoneId(DateTime.UtcNow, "Europe/Stockholm"));
    private readonly AnalyticsHost host = new();

    public ValueTask InitializeAsync() => host.InitializeAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_cause_in_several_units_is_proposed_once_and_again_only_when_new_cases_show_it()
    {
        // A year of routines and a few of staffing, then staffing in two units; one more has a single case, and equipment is one unit's alone.
        await Tell(TestUnits.Norrangen, "routines", 60, back => 100 + (back * 4));
        await Tell(TestUnits.Hasselvagen, "staffing", 2, back => 120 + (back * 30));
        await Tell(TestUnits.Norrangen, "staffing", 6, back => 20 + back);
        await Tell(TestUnits.Hasselvagen, "staffing", 4, back => 20 + back);
        await Tell(TestUnits.Kullen, "staffing", 1, _ => 20);
        await Tell(TestUnits.Hasselvagen, "equipment", 9, back => 20 + back);
        await Tell(TestUnits.Norrangen, "routines", 6, back => 20 + back);
        await Look();
        await Look();

        var found = Assert.Single(await Open(TestUsers.QualityDeveloper), pattern => pattern.GetProperty("dimension").GetString() == "cause-area");
        Assert.Equal(("staffing", "Bemanning"), (found.GetProperty("value").GetString(), found.GetProperty("name").GetString()));
        Assert.Equal([(TestUnits.Norrangen, 6), (TestUnits.Hasselvagen, 4), (TestUnits.Kullen, 1)], Units(found));
        // 2 of 62 before, so 1 of 26 now.
        Assert.StartsWith("11 av 26 fall med känd orsak", found.GetProperty("sentence").GetString());
        Assert.EndsWith("skulle det ha varit omkring 1.", found.GetProperty("sentence").GetString());
        var one = $"{Path}/{found.GetProperty("id").GetGuid()}";
        Assert.Equal(11, (await host.As(TestUsers.QualityDeveloper).GetAsync(one).Json()).GetProperty("seen").GetArrayLength());

        // A manager sees own units' counts and cases; what holds the other's is a range.
        var mine = await host.As(TestUsers.Manager).GetAsync(one).Json();
        Assert.Equal([(TestUnits.Norrangen, 6), (TestUnits.Hasselvagen, 1), (TestUnits.Kullen, 1)], Units(mine));
        Assert.Equal(4, mine.GetProperty("units")[1].GetProperty("cases").GetProperty("atMost").GetInt64());
        Assert.Equal((10, 14), (mine.GetProperty("cases").GetProperty("atLeast").GetInt64(), mine.GetProperty("cases").GetProperty("atMost").GetInt64()));
        Assert.Equal(7, mine.GetProperty("seen").GetArrayLength());
        var page = await (await host.As(TestUsers.Manager).GetAsync($"/analys/monster/{found.GetProperty("id").GetGuid()}")).Content.ReadAsStringAsync();
        Assert.Contains("10–14 av 25–29 fall", page);
        Assert.DoesNotContain("name=\"Request.Words\"", page);

        // A manager decides on what is met in own units alone.
        await host.As(TestUsers.Manager).PostAsJsonAsync($"{one}/decision", new { verdict = "none", words = "Fler rapporterar." }).Problem(HttpStatusCode.NotFound, "resource.not-found");
        await host.As(TestUsers.Analyst).PostAsJsonAsync($"{one}/decision", new { verdict = "none", words = "Fler rapporterar." }).Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        var developer = host.As(TestUsers.QualityDeveloper);
        await developer.PostAsJsonAsync($"{one}/decision", new { verdict = "pattern" }).NamesField("words");
        await developer.PostAsJsonAsync($"{one}/decision", new { verdict = "pattern", words = "Riskanalys.", leadsToType = "risk-analysis", leadsTo = "vet inte" }).NamesField("leadsTo");
        await developer.PostAsJsonAsync($"{one}/decision", new { verdict = "pattern", words = "Riskanalys.", leadsToType = "risk-analysis", leadsTo = $"{Guid.NewGuid()}" }).NamesField("leadsTo");
        var analysis = Guid.CreateVersion7();
        await host.Tell(Event("urn:message:Huset.Deviations.Contracts:RiskAnalysisChanged", "deviations", new { riskAnalysisId = analysis, subject = $"{analysis}", unitCode = TestUnits.ElderlyCare }));
        var leadsTo = $"https://huset.exempel.se/avvikelser/riskanalyser/{analysis}";
        await developer.PostAsJsonAsync($"{one}/decision", new { verdict = "none", words = "Ingen.", leadsToType = "risk-analysis", leadsTo }).NamesField("leadsTo");
        using var stale = new HttpRequestMessage(HttpMethod.Post, $"{one}/decision") { Content = JsonContent.Create(new { verdict = "none", words = "Nej." }), Headers = { { "If-Match", "\"9\"" } } };
        await developer.SendAsync(stale).Problem(HttpStatusCode.PreconditionFailed, "resource.stale");
        var decided = await developer.PostAsJsonAsync($"{one}/decision", new { verdict = "pattern", words = "Kvällens bemanning: vi gör en riskanalys.", leadsToType = "risk-analysis", leadsTo }).Json();
        Assert.Equal(analysis, decided.GetProperty("decisions")[0].GetProperty("leadsToId").GetGuid());
        Assert.Contains("Kvällens bemanning", await (await host.As(TestUsers.Manager).GetAsync($"/analys/monster/{found.GetProperty("id").GetGuid()}")).Content.ReadAsStringAsync());

        // In the thread both ways, without the words.
        var told = await host.Scalar<string>("select string_agg(body::text, ' ') from outbox where type like '%Pattern%'");
        Assert.Contains($"\"id\":\"{analysis}\",\"rel\":\"led-to\",\"type\":\"risk-analysis\"", told.Replace(" ", ""));
        Assert.Contains("\"rel\":\"counts\"", told.Replace(" ", ""));
        Assert.DoesNotContain("Kvällens", told);

        // It stands: not the same cases again, nor more that happened before it was decided.
        await Tell(TestUnits.Norrangen, "staffing", 4, back => 20 + back);
        await Look();
        Assert.DoesNotContain(await Open(TestUsers.QualityDeveloper), pattern => pattern.GetProperty("value").GetString() == "staffing");
        // Decided a month ago, those that have happened since are enough by themselves.
        await host.Scalar<long>("update found_patterns set decided_at = $2 where id = $1 returning 1::bigint", found.GetProperty("id").GetGuid(), Today.AddDays(-30).ToDateTime(new(12, 0), DateTimeKind.Utc));
        await Look();
        var again = Assert.Single(await Open(TestUsers.QualityDeveloper), pattern => pattern.GetProperty("value").GetString() == "staffing");
        Assert.Equal(found.GetProperty("id").GetGuid(), again.GetProperty("previousId").GetGuid());
        Assert.Equal($"{Today.AddDays(-29):yyyy-MM-dd}", again.GetProperty("from").GetString());
    }

    [Fact]
    public async Task A_time_of_the_week_is_compared_with_the_other_days_and_a_step_and_a_unit_with_the_time_before()
    {
        // Two of each weekday's mornings a week, and Sunday evenings in two units.
        for (var back = 1; back <= 70; back++) await host.Tell(Case(TestUnits.Norrangen, Today.AddDays(-back), 8), Case(TestUnits.Hasselvagen, Today.AddDays(-back), back % 10 == 0 ? 19 : 9));
        foreach (var sunday in Enumerable.Range(1, 70).Select(back => Today.AddDays(-back)).Where(day => day.DayOfWeek == DayOfWeek.Sunday)) await host.Tell(Case(TestUnits.Norrangen, sunday, 18), Case(TestUnits.Hasselvagen, sunday, 23));
        await Look();
        var time = Assert.Single(await Open(TestUsers.QualityDeveloper));
        Assert.Equal(("time-of-week", "7-3", "söndagar klockan 18–24"), (time.GetProperty("dimension").GetString(), time.GetProperty("value").GetString(), time.GetProperty("name").GetString()));

        // A step that complaints and staff both tell of, in one unit; before, all was at another step.
        var (step, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await host.Tell(Event("urn:message:Huset.Processes.Contracts:ActivityChanged", "processes", new { activityId = step, subject = $"{step}", name = "Ge morgondosen" }));
        for (var back = 1; back <= 40; back++) await host.Tell(Case(TestUnits.Norrangen, Today.AddDays(-100 - (back * 5)), 8, other));
        for (var back = 1; back <= 8; back++) await host.Tell(Case(TestUnits.Norrangen, Today.AddDays(-back), 8, step, back % 2 == 0 ? Guid.CreateVersion7() : null));
        // And findings of a follow-up, where nothing was found before.
        await host.Tell(Enumerable.Range(0, 30).Select(_ => Guid.CreateVersion7()).Select(finding => Event("urn:message:Huset.Procurement.Contracts:FindingChanged", "procurement", new { findingId = finding, subject = $"{finding}", unitCode = TestUnits.Hasselvagen })));
        await Look();
        var found = await Open(TestUsers.QualityDeveloper);
        var same = Assert.Single(found, pattern => pattern.GetProperty("dimension").GetString() == "activity");
        Assert.Equal("Ge morgondosen", same.GetProperty("name").GetString());
        Assert.Equal(["complaints", "deviations"], same.GetProperty("services").EnumerateArray().Select(service => service.GetString()));
        var unit = Assert.Single(found, pattern => pattern.GetProperty("dimension").GetString() == "unit");
        Assert.Equal((TestUnits.Hasselvagen, "procurement"), (unit.GetProperty("value").GetString(), unit.GetProperty("services").EnumerateArray().Last().GetString()));
        // Only in own units: the manager decides.
        await host.As(TestUsers.Manager).PostAsync($"/analys/monster/{same.GetProperty("id").GetGuid()}", new FormUrlEncodedContent([new("_handler", "beslut"), new("Version", $"{same.GetProperty("version")}"), new("Request.Verdict", "None"), new("Request.Words", "Ny rutin, fler rapporterar.")]));
        Assert.Equal("none", (await host.As(TestUsers.Manager).GetAsync($"{Path}/{same.GetProperty("id").GetGuid()}").Json()).GetProperty("decisions")[0].GetProperty("verdict").GetString());
        await host.As(TestUsers.Manager).GetAsync($"{Path}/{unit.GetProperty("id").GetGuid()}").Problem(HttpStatusCode.NotFound, "resource.not-found");
        Assert.Contains("Samma steg: Ge morgondosen", await (await host.As(TestUsers.Manager).GetAsync($"/analys/monster?lage=beslutade&enhet={TestUnits.ElderlyCare}")).Content.ReadAsStringAsync());
    }

    private Task<int> Look() => host.Factory.Services.GetRequiredService<FindPatterns>().Look(default);

    private async Task<List<JsonElement>> Open(TestUser user) => [.. (await host.As(user).GetAsync($"{Path}?open=true&limit=100").Json()).GetProperty("items").EnumerateArray()];

    private static IEnumerable<(string, int)> Units(JsonElement pattern) => pattern.GetProperty("units").EnumerateArray().Select(unit => (unit.GetProperty("unitCode").GetString()!, unit.GetProperty("cases").GetProperty("atLeast").GetInt32()));

    private async Task Tell(string unit, string area, int count, Func<int, int> daysBack)
    {
        var cases = Enumerable.Range(0, count).Select(number => (Id: Guid.CreateVersion7(), Day: Today.AddDays(-daysBack(number)))).ToList();
        await host.Tell(cases.Select(one => Messages.Deviation(one.Id, unit: unit, occurredOn: $"{one.Day:yyyy-MM-dd}", hour: one.Id.GetHashCode() & 7)));
        await host.Tell(cases.Select(one => Event("urn:message:Huset.Deviations.Contracts:CauseChanged", "deviations", new { causeId = one.Id, subject = $"{Guid.CreateVersion7()}", deviationId = one.Id, unitCode = unit, area, accepted = false })));
    }

    private static ReceivedMessage Case(string unit, DateOnly day, int hour, Guid? step = null, Guid? complaint = null)
    {
        var told = Messages.Deviation(Guid.CreateVersion7(), unit: unit, occurredOn: $"{day:yyyy-MM-dd}", hour: hour);
        var body = JsonNode.Parse(told.Body.GetRawText())!;
        body["links"] = new JsonArray(((object?[])[step is { } at ? new { rel = "arose-in", type = "activity", id = $"{at}" } : null, complaint is { } from ? new { rel = "escalated-from", type = "complaint", id = $"{from}" } : null])
            .Where(link => link is not null).Select(link => JsonSerializer.SerializeToNode(link)).ToArray());
        return told with { Body = JsonSerializer.SerializeToElement(body) };
    }

    private static ReceivedMessage Event(string urn, string service, object data)
    {
        var body = JsonSerializer.SerializeToNode(data)!;
        (body["subjectVersion"], body["at"], body["visibility"], body["links"]) = (1, DateTimeOffset.UtcNow, "analyst", new JsonArray());
        return new(Guid.CreateVersion7(), urn, JsonSerializer.SerializeToElement(body), service);
    }
}
