using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Huset.Analytics.Features.Signals;
using Microsoft.Extensions.DependencyInjection;

namespace Huset.Analytics.Tests;

/// <summary>New limits that a person sets and undoes, and signals of indicators, on a log of its own.</summary>
public sealed class ChartBreakTests : IAsyncLifetime
{
    private const string Path = "/analytics/v1/chart-breaks", Chart = $"/analytics/v1/control-charts/deviations?unitCode={TestUnits.Norrangen}";
    private static readonly DateOnly Today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeBySystemTimeZoneId(DateTime.UtcNow, "Europe/Stockholm"));
    private readonly AnalyticsHost host = new();

    public ValueTask InitializeAsync() => host.InitializeAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task New_limits_are_set_by_a_person_told_in_the_chart_and_undone_by_a_person()
    {
        for (var back = 30; back > 0; back--) await Count(TestUnits.Norrangen, back, back > 12 ? back % 2 == 0 ? 3 : 5 : back % 2 == 0 ? 8 : 10);
        var manager = host.As(TestUsers.Manager);
        Assert.NotEqual(0, (await manager.GetAsync(Chart).Json()).GetProperty("signals").GetArrayLength());
        object Break(string? unit = TestUnits.Norrangen, string chart = "deviations", string? kind = null, int back = 12, string? action = null) => new { chart, kind, unitCode = unit, from = Code(back), changed = "ny bemanning på kvällen", reason = "Nivån är en annan sedan dess.", action };

        await manager.PostAsJsonAsync(Path, Break(unit: TestUnits.Hasselvagen)).NamesField("unitCode");
        await manager.PostAsJsonAsync(Path, Break(unit: null)).NamesField("unitCode");
        await manager.PostAsJsonAsync(Path, Break(chart: "vadret")).NamesField("chart");
        await manager.PostAsJsonAsync(Path, Break(chart: "complaints", kind: "other")).NamesField("kind");
        await manager.PostAsJsonAsync(Path, Break(back: -1)).NamesField("from");
        await manager.PostAsJsonAsync(Path, Break(action: $"{Guid.NewGuid()}")).NamesField("action");
        await host.As(TestUsers.Analyst).PostAsJsonAsync(Path, Break()).Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        var set = await manager.PostAsJsonAsync(Path, Break()).Json(HttpStatusCode.Created);
        await manager.PostAsJsonAsync(Path, Break()).Problem(HttpStatusCode.Conflict, "chart-break.taken");

        // Mean 9 of the twelve months since, limits 0 and 9 + 3 √9.
        var chart = await manager.GetAsync(Chart).Json();
        Assert.Equal((9, 18, 12, 0), (chart.GetProperty("mean").GetDouble(), chart.GetProperty("upper").GetDouble(), chart.GetProperty("baseline").GetInt32(), chart.GetProperty("signals").GetArrayLength()));
        Assert.Equal(Code(12), Assert.Single(chart.GetProperty("breaks").EnumerateArray()).GetProperty("from").GetString());
        Assert.Matches("^Nya gränser från .*: ny bemanning på kvällen. I genomsnitt 9 avvikelser", chart.GetProperty("sentence").GetString());
        var page = await (await manager.GetAsync($"/analys/avvikelser?enhet={TestUnits.Norrangen}")).Content.ReadAsStringAsync();
        Assert.Contains("class=\"break\"", page);
        Assert.Contains("Nivån är en annan sedan dess.", page);
        // Of this unit's chart of all kinds alone.
        Assert.Equal(0, (await manager.GetAsync($"{Chart}&kind=other").Json()).GetProperty("breaks").GetArrayLength());
        Assert.Equal(0, (await host.As(TestUsers.QualityDeveloper).GetAsync(Chart.Replace(TestUnits.Norrangen, TestUnits.ElderlyCare)).Json()).GetProperty("breaks").GetArrayLength());
        await Look();
        Assert.DoesNotContain(await Signals(TestUsers.Manager), signal => signal.GetProperty("unitCode").GetString() == TestUnits.Norrangen && !signal.TryGetProperty("kind", out _));

        // With too few months since, they are not judged.
        await manager.PostAsJsonAsync(Path, Break(back: 5)).Json(HttpStatusCode.Created);
        Assert.Contains("5 hela månader är för lite för att bedöma", (await manager.GetAsync(Chart).Json()).GetProperty("sentence").GetString());

        // Undone on its page, by who may and who has read it last; what was decided stays.
        var one = $"/analys/nya-granser/{set.GetProperty("id").GetGuid()}";
        Assert.Equal(HttpStatusCode.NotFound, (await host.As(TestUsers.OtherManager).GetAsync(one)).StatusCode);
        Assert.Contains("Nivån är en annan sedan dess.", await (await manager.GetAsync(one)).Content.ReadAsStringAsync());
        Task<HttpResponseMessage> Undo(string version, string reason) => manager.PostAsync(one, new FormUrlEncodedContent([new("_handler", "angra"), new("Version", version), new("Request.Reason", reason)]));
        Assert.Contains("Bemanningen är som förr.", await (await Undo("2", "Bemanningen är som förr.")).Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.Found, (await Undo("1", "Bemanningen är som förr.")).StatusCode);
        await manager.PostAsJsonAsync($"{Path}/{set.GetProperty("id").GetGuid()}/undo", new { reason = "Igen." }).Problem(HttpStatusCode.Conflict, "chart-break.undone");
        Assert.Equal([Code(5)], (await manager.GetAsync(Chart).Json()).GetProperty("breaks").EnumerateArray().Select(left => left.GetProperty("from").GetString()));
        var all = (await manager.GetAsync($"{Path}?chart=deviations&unitCode={TestUnits.Norrangen}").Json()).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(["Bemanningen är som förr."], all.Where(told => told.TryGetProperty("undoneReason", out _)).Select(told => told.GetProperty("undoneReason").GetString()));
        var form = $"/analys/nya-granser?diagram=deviations&enhet={TestUnits.Norrangen}";
        Assert.Contains("Bemanningen är som förr.", await (await manager.GetAsync(form)).Content.ReadAsStringAsync());
        // Once undone it may be said anew, on the page.
        var again = await manager.PostAsync(form, new FormUrlEncodedContent([new("_handler", "granser"), new("Request.From", Code(12)), new("Request.Changed", "ny bemanning"), new("Request.Reason", "Den är tillbaka.")]));
        Assert.Equal(HttpStatusCode.Found, again.StatusCode);
    }

    [Fact]
    public async Task An_indicators_chart_is_asked_about_too_and_as_of_a_position_it_has_the_limits_of_then()
    {
        var developer = host.As(TestUsers.QualityDeveloper);
        await developer.PostAsJsonAsync("/analytics/v1/indicators", new { code = "nojda", name = "Nöjda", means = "Andelen nöjda.", meansNot = "Inget annat.", numeratorMeans = "Nöjda", denominatorMeans = "Alla", unit = "%", type = "p", better = "up", period = "month", source = "manual" }).Json(HttpStatusCode.Created);
        await host.Tell(Messages.Of("ChartBreaks", 0));
        // Eighteen months at 60 per cent, then at 84: a shift, of which nothing is left when the limits are new.
        var rows = Enumerable.Range(1, 30).Select(back => $"nojda;{TestUnits.Norrangen};{Code(back)};;{(back > 12 ? back % 2 == 0 ? 29 : 31 : back % 2 == 0 ? 41 : 43)};50;;final");
        Assert.Equal(HttpStatusCode.OK, (await developer.PostAsync("/analytics/v1/indicator-values/imports", new StringContent($"indicator;unitCode;period;gender;numerator;denominator;value;status\n{string.Join('\n', rows)}\n", Encoding.UTF8, "text/csv"))).StatusCode);
        Assert.True(await Look() > 0);
        Assert.Equal(0, await Look());
        var signal = (await Signals(TestUsers.Manager)).First(found => found.GetProperty("unitCode").GetString() == TestUnits.Norrangen && found.GetProperty("pattern").GetString() == "shift");
        Assert.Equal("nojda", signal.GetProperty("indicator").GetString());
        var asked = $"/analys/tecken/{signal.GetProperty("id").GetGuid()}";
        Assert.Contains($"indikatorer/nojda?enhet={TestUnits.Norrangen}", await (await host.As(TestUsers.Manager).GetAsync(asked)).Content.ReadAsStringAsync());
        await host.As(TestUsers.Manager).PostAsJsonAsync($"/analytics/v1/signals/{signal.GetProperty("id").GetGuid()}/answer", new { meaning = "real-change", answer = "Fasta team sedan ett år." }).Json();
        Assert.Contains("Fasta team sedan ett år.", await (await host.As(TestUsers.Manager).GetAsync($"/analys/indikatorer/nojda?enhet={TestUnits.Norrangen}")).Content.ReadAsStringAsync());
        Assert.Contains("\"rel\":\"measured-by\"", (await host.Scalar<string>("select string_agg(body::text, ' ') from outbox where type like '%SignalFound%'")).Replace(" ", ""));

        var before = await host.Scalar<long>("select last from log_position");
        await host.Tell(Messages.Of("ChartBreaks", 1));
        await host.As(TestUsers.Manager).PostAsJsonAsync(Path, new { chart = "nojda", unitCode = TestUnits.Norrangen, from = Code(12), changed = "fasta team", reason = "Nivån är en annan." }).Json(HttpStatusCode.Created);
        var now = await Series("");
        // 504 of 600: 0.84 + 3 √(0.84 · 0.16 / 50).
        Assert.Equal(0.84, now.GetProperty("centre").GetDouble());
        Assert.Equal(0.84 + (3 * Math.Sqrt(0.84 * 0.16 / 50)), now.GetProperty("points").EnumerateArray().Last(point => point.GetProperty("complete").GetBoolean()).GetProperty("upper").GetDouble(), 1e-8);
        Assert.Equal(0.6 + (3 * Math.Sqrt(0.6 * 0.4 / 50)), now.GetProperty("points")[0].GetProperty("upper").GetDouble(), 1e-8);
        Assert.Equal(0, now.GetProperty("signals").GetArrayLength());
        Assert.Equal("fasta team", now.GetProperty("breaks")[0].GetProperty("changed").GetString());
        var then = await Series($"&at={before}");
        Assert.Equal((0, true), (then.GetProperty("breaks").GetArrayLength(), then.GetProperty("signals").GetArrayLength() > 0));
        Assert.Contains("Nya gränser från", await (await host.As(TestUsers.Manager).GetAsync($"/analys/indikatorer/nojda?enhet={TestUnits.Norrangen}")).Content.ReadAsStringAsync());
    }

    private Task<JsonElement> Series(string more) => host.As(TestUsers.Manager).GetAsync($"/analytics/v1/indicators/nojda/series?unitCode={TestUnits.Norrangen}{more}").Json();

    private Task<int> Look() => host.Factory.Services.GetRequiredService<FindSignals>().Look(default);

    private async Task<List<JsonElement>> Signals(TestUser user) => [.. (await host.As(user).GetAsync("/analytics/v1/signals?open=true&limit=100").Json()).GetProperty("items").EnumerateArray()];

    private Task Count(string unit, int monthsBack, int count)
    {
        var day = new DateOnly(Today.Year, Today.Month, 1).AddMonths(-monthsBack).AddDays(9);
        return host.Tell(Enumerable.Range(0, count).Select(_ => Messages.Deviation(Guid.CreateVersion7(), unit: unit, kind: "other", occurredOn: $"{day:yyyy-MM-dd}")));
    }

    private static string Code(int monthsBack) => $"{new DateOnly(Today.Year, Today.Month, 1).AddMonths(-monthsBack):yyyy-MM}";
}
