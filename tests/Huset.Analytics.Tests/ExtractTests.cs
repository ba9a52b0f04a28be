using System.Net.Http.Json;
using System.Text.Json;
using Huset.Analytics.Features.Extracts;
using Huset.ServiceDefaults.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Huset.Analytics.Tests;

/// <summary>Coded events and series for research, on a log of their own.</summary>
public sealed class ExtractTests : IAsyncLifetime
{
    private const string Path = "/analytics/v1/extracts", Purpose = "Samband mellan bemanning och fallolyckor.";
    private static readonly TestUser Both = new("bada", [Roles.Analytiker, Roles.Kvalitetsutvecklare]);
    private static readonly DateOnly Today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeBySystemTimeZoneId(DateTime.UtcNow, "Europe/Stockholm"));
    private readonly AnalyticsHost host = new();

    public ValueTask InitializeAsync() => host.InitializeAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Events_are_fetched_in_codes_of_the_extract_alone_when_another_has_decided_and_each_time_is_noted()
    {
        Guid one = Guid.CreateVersion7(), other = Guid.CreateVersion7(), message = Guid.CreateVersion7();
        await host.Tell(Messages.Deviation(one, id: message));
        await host.Tell(Messages.Deviation(one, version: 2));
        await host.Tell(Messages.Deviation(other, unit: TestUnits.Hasselvagen));
        await host.Tell(Messages.Deviation(Guid.CreateVersion7(), at: DateTimeOffset.Parse("2026-04-02T08:00:00+02:00")));
        var (analyst, developer) = (host.As(TestUsers.Analyst), host.As(TestUsers.QualityDeveloper));
        await host.As(TestUsers.Manager).GetAsync(Path).Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        await analyst.PostAsJsonAsync(Path, Choice(types: [])).NamesField("types");
        await analyst.PostAsJsonAsync(Path, Choice(indicators: ["finns-inte"])).NamesField("indicators");
        await analyst.PostAsJsonAsync(Path, Choice(units: ["finns-inte"])).NamesField("units");
        await analyst.PostAsJsonAsync(Path, Choice(endsOn: Today.AddDays(-1))).NamesField("endsOn");
        await developer.PostAsJsonAsync(Path, Choice()).Problem(HttpStatusCode.Forbidden, "user.not-allowed");

        // Nothing leaves before another than who prepared it has decided.
        var id = await Prepared(Choice(codesUnits: true));
        await analyst.GetAsync($"{Path}/{id}/events").Problem(HttpStatusCode.Conflict, "extract.not-decided");
        await analyst.PostAsJsonAsync($"{Path}/{id}/decision", new { approved = true, decision = "Mitt eget" }).Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        var own = await Prepared(Choice(), Both);
        await host.As(Both).PostAsJsonAsync($"{Path}/{own}/decision", new { approved = true, decision = "Mitt eget" }).Problem(HttpStatusCode.Conflict, "extract.own");
        await developer.SendAsync(Requests.Write($"{Path}/{id}/decision", new { approved = true, decision = "§ 7" }, 9)).Problem(HttpStatusCode.PreconditionFailed, "resource.stale");
        await Decide(id);
        await developer.PostAsJsonAsync($"{Path}/{id}/decision", new { approved = false, decision = "Nej" }).Problem(HttpStatusCode.Conflict, "extract.decided");
        await developer.GetAsync($"{Path}/{id}/events").Problem(HttpStatusCode.Forbidden, "user.not-allowed");

        var lines = await Lines(id);
        Assert.Equal(3, lines.Count);
        Assert.Equal(lines[0].GetProperty("subject").GetString(), lines[1].GetProperty("subject").GetString());
        Assert.NotEqual(lines[0].GetProperty("subject").GetString(), lines[2].GetProperty("subject").GetString());
        Assert.Equal(lines[0].GetProperty("subject").GetString(), lines[0].GetProperty("data").GetProperty("deviationId").GetString());
        Assert.Equal(lines[0].GetProperty("unitcode").GetString(), lines[0].GetProperty("data").GetProperty("unitCode").GetString());
        Assert.Equal(("2026-03-10", "health-care", "arose-in"), (lines[0].GetProperty("day").GetString(), lines[0].GetProperty("data").GetProperty("kind").GetString(), lines[0].GetProperty("data").GetProperty("links")[0].GetProperty("rel").GetString()));
        var text = string.Join('\n', lines);
        Assert.All([$"{one}", $"{other}", $"{message}", "0199c1d2-0000-7000-8000-000000000001", TestUnits.Norrangen, TestUnits.Hasselvagen, "07:12", "sequence"], told => Assert.DoesNotContain(told, text));

        // The same again whatever has happened since, and in another extract nothing is the same but what the units are called.
        await host.Tell(Messages.Deviation(Guid.CreateVersion7()));
        Assert.Equal(text, string.Join('\n', await Lines(id)));
        var second = await Prepared(Choice(types: ["se.huset.deviations.deviation-reported.v1"], units: [TestUnits.Norrangen]));
        await Decide(second);
        var others = await Lines(second);
        Assert.Equal(3, others.Count);
        Assert.All(others, line => Assert.Equal(TestUnits.Norrangen, line.GetProperty("unitcode").GetString()));
        Assert.DoesNotContain(lines[0].GetProperty("subject").GetString()!, string.Join('\n', others));

        // Everyone with the right sees to whom, why, who decided and who has fetched.
        var told = await developer.GetAsync($"{Path}/{id}").Json();
        Assert.Equal(("decided", "§ 7"), (told.GetProperty("status").GetString(), told.GetProperty("decision").GetString()));
        Assert.Equal([3L, 3L], told.GetProperty("fetches").EnumerateArray().Select(fetch => fetch.GetProperty("rows").GetInt64()));
        Assert.Equal([$"{own}"], (await developer.GetAsync($"{Path}?status=prepared").Json()).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!));

        // Revoked it is gone, and so is the key.
        await developer.PostAsJsonAsync($"{Path}/{id}/revocation", new { why = "Projektet är nedlagt." }).Json();
        await analyst.GetAsync($"{Path}/{id}/events").Problem(HttpStatusCode.Gone, "extract.ended");
        Assert.True(await host.Scalar<bool>("select key_id is null from extracts where id = $1", id));
        await developer.PostAsJsonAsync($"{Path}/{id}/revocation", new { why = "Igen." }).Problem(HttpStatusCode.Conflict, "extract.not-open");
        await developer.PostAsJsonAsync($"{Path}/{own}/decision", new { approved = false, decision = "Ändamålet är oklart." }).Json();
        await analyst.GetAsync($"{Path}/{own}/events").Problem(HttpStatusCode.Conflict, "extract.not-decided");
        var events = await host.Scalar<string>("select string_agg(body::text, ' ') from outbox where type like '%ExtractChanged%'");
        Assert.All(["decided", "revoked", "refused", "se.huset.deviations."], word => Assert.Contains(word, events));
        Assert.All([Purpose, "Göteborg", "§ 7", "nedlagt", "analytiker", "kvalitet"], word => Assert.DoesNotContain(word, events));
    }

    [Fact]
    public async Task After_the_last_day_nothing_is_fetched_and_the_key_is_destroyed_also_when_nobody_asks()
    {
        var (analyst, developer) = (host.As(TestUsers.Analyst), host.As(TestUsers.QualityDeveloper));
        var id = await Prepared(Choice());
        await Decide(id);
        Assert.Empty(await Lines(id));
        await host.Scalar<bool>("update extracts set ends_on = $2 where id = $1 returning true", id, Today.AddDays(-1));
        await analyst.GetAsync($"{Path}/{id}/series").Problem(HttpStatusCode.Gone, "extract.ended");
        Assert.Equal("ended", (await analyst.GetAsync($"{Path}?status=ended").Json()).GetProperty("items")[0].GetProperty("status").GetString());
        Assert.Equal(0, (await analyst.GetAsync($"{Path}?status=decided").Json()).GetProperty("items").GetArrayLength());

        Assert.Equal(1, await Look());
        Assert.Equal(0, await Look());
        Assert.True(await host.Scalar<bool>("select key_id is null and status = 'ended' from extracts where id = $1", id));
        var page = await (await developer.GetAsync($"/analys/uttag/{id}")).Content.ReadAsStringAsync();
        Assert.Contains("Ingen kan längre ta reda på vad koderna står för", page);
        Assert.DoesNotContain("/events\"", page);
        // Who waits too long decides on nothing.
        var late = await Prepared(Choice());
        await host.Scalar<bool>("update extracts set ends_on = $2 where id = $1 returning true", late, Today.AddDays(-1));
        await developer.PostAsJsonAsync($"{Path}/{late}/decision", new { approved = true, decision = "§ 7" }).Problem(HttpStatusCode.Conflict, "extract.too-late");
    }

    [Fact]
    public async Task Series_hide_small_numbers_and_what_they_could_be_worked_out_from()
    {
        // The months are whole on the log's day.
        await host.Tell(Messages.Deviation(Guid.CreateVersion7(), occurredOn: "2026-06-01", at: DateTimeOffset.Parse("2026-06-01T08:00:00+02:00")));
        foreach (var (unit, march, april) in new[] { (TestUnits.Norrangen, 7, 6), (TestUnits.Hasselvagen, 2, 9), (TestUnits.Kullen, 8, 8) })
        {
            await host.Tell(Enumerable.Range(0, march).Select(_ => Messages.Deviation(Guid.CreateVersion7(), unit: unit)));
            await host.Tell(Enumerable.Range(0, april).Select(_ => Messages.Deviation(Guid.CreateVersion7(), unit: unit, occurredOn: "2026-04-10")));
        }
        const string Hidden = "deviations-reported,{0},2026-03/2026-04,,,hidden,";
        Assert.Equal(
            ["deviations-reported,norrangen,2026-03,7,,told,true", "deviations-reported,norrangen,2026-04,6,,told,true", string.Format(Hidden, TestUnits.Hasselvagen)],
            await Series(Choice(types: [], indicators: ["deviations-reported"], units: [TestUnits.Norrangen, TestUnits.Hasselvagen], to: "2026-05")));
        // Two that can each be told leave the third to be worked out; a unit without those below it leaves nothing.
        Assert.Equal(
            [string.Format(Hidden, TestUnits.Norrangen), string.Format(Hidden, TestUnits.Kullen)],
            await Series(Choice(types: [], indicators: ["deviations-reported"], units: [TestUnits.Norrangen, TestUnits.Kullen], to: "2026-05")));
        Assert.Equal(
            ["deviations-reported,,2026-03,17,,told,true", "deviations-reported,,2026-04,23,,told,true"],
            await Series(Choice(types: [], indicators: ["deviations-reported"], to: "2026-05")));
        // With a small month the whole is one figure.
        await host.Tell(Messages.Deviation(Guid.CreateVersion7(), occurredOn: "2026-02-10"));
        Assert.Equal(
            ["deviations-reported,,2026-02/2026-04,41,,told,true"],
            await Series(Choice(types: [], indicators: ["deviations-reported"], from: "2026-02", to: "2026-05")));
        Assert.Equal([Convert.ToHexStringLower(Guid.Empty.ToByteArray()).Length], (await Series(Choice(types: [], indicators: ["deviations-reported"], units: [TestUnits.Norrangen], to: "2026-05", codesUnits: true))).Select(row => row.Split(',')[1].Length).Distinct());
    }

    [Fact]
    public async Task An_extract_is_prepared_and_decided_on_the_pages()
    {
        await host.Tell(Messages.Deviation(Guid.CreateVersion7()));
        var (analyst, developer) = (host.As(TestUsers.Analyst), host.As(TestUsers.QualityDeveloper));
        var wrong = await (await analyst.Form("/analys/uttag/nytt", "uttag", ("Request.Purpose", Purpose), ("Request.From", "2026-03"), ("Request.To", "2026-02"), ("Request.EndsOn", "snart"))).Content.ReadAsStringAsync();
        Assert.Contains(Purpose, wrong);
        Assert.Contains("Skriv vilken organisation som tar emot uttaget.", wrong);
        Assert.Contains("Skriv dagen som 2026-12-31.", wrong);
        var saved = await analyst.Form(
            "/analys/uttag/nytt", "uttag", ("Request.Purpose", Purpose), ("Request.Recipient", "Göteborgs universitet"), ("Request.From", "2026-03"), ("Request.To", "2026-03"), ("Request.EndsOn", $"{Today.AddDays(3):yyyy-MM-dd}"),
            ("Request.Types", "se.huset.deviations.deviation-reported.v1"), ("Request.Indicators", "deviations-harm"), ("Request.CodesUnits", "true"));
        Assert.Equal(HttpStatusCode.Found, saved.StatusCode);
        var page = $"/analys/{saved.Headers.Location!.OriginalString.Split('?')[0].Split("/analys/")[^1]}";
        Assert.DoesNotContain("Spara beslutet", await (await analyst.GetAsync(page)).Content.ReadAsStringAsync());
        Assert.Contains("mars 2026 – mars 2026", await (await developer.GetAsync(page)).Content.ReadAsStringAsync());
        Assert.Contains("Skriv vems beslutet är", await (await developer.Form(page, "beslut", ("Version", "1"), ("Request.Approved", "true"))).Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.Found, (await developer.Form(page, "beslut", ("Version", "1"), ("Request.Approved", "true"), ("Request.Decision", "Kvalitetschefens beslut § 7"))).StatusCode);
        Assert.Contains("Hämta händelser (NDJSON)", await (await analyst.GetAsync(page)).Content.ReadAsStringAsync());
        Assert.Contains("Göteborgs universitet", await (await developer.GetAsync("/analys/uttag")).Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.Found, (await developer.Form(page, "aterkalla", ("Version", "2"), ("Request.Why", "Projektet är nedlagt."))).StatusCode);
        Assert.Contains("Projektet är nedlagt.", await (await analyst.GetAsync(page)).Content.ReadAsStringAsync());
    }

    private static object Choice(string[]? types = null, string[]? indicators = null, string[]? units = null, bool codesUnits = false, string from = "2026-03", string to = "2026-04", DateOnly? endsOn = null) => new
    {
        purpose = Purpose,
        recipient = "Göteborgs universitet",
        ethics = "dnr 2026-01234-01",
        types = types ?? ["se.huset.deviations.*"],
        indicators = indicators ?? [],
        units = units ?? [],
        codesUnits,
        from,
        to,
        endsOn = endsOn ?? Today.AddDays(10),
    };

    private async Task<Guid> Prepared(object choice, TestUser? by = null) => (await host.As(by ?? TestUsers.Analyst).PostAsJsonAsync(Path, choice).Json(HttpStatusCode.Created)).GetProperty("id").GetGuid();

    private Task Decide(Guid id) => host.As(TestUsers.QualityDeveloper).PostAsJsonAsync($"{Path}/{id}/decision", new { approved = true, decision = "§ 7" }).Json();

    private async Task<List<JsonElement>> Lines(Guid id)
    {
        var text = await host.As(TestUsers.Analyst).GetStringAsync($"{Path}/{id}/events");
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];
    }

    private async Task<string[]> Series(object choice)
    {
        var id = await Prepared(choice);
        await Decide(id);
        return (await host.As(TestUsers.Analyst).GetStringAsync($"{Path}/{id}/series")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries)[1..];
    }

    private Task<int> Look() => host.Factory.Services.GetRequiredService<EndExtracts>().Look(default);
}
