using System.Text.Json;
using Huset.Analytics.Features.Indicators;
using Huset.ServiceDefaults.Messaging;

namespace Huset.Analytics.Tests;

/// <summary>Indicators on a log of their own: what each counts, by month and unit, now and as of a position.</summary>
public sealed class IndicatorTests : IAsyncLifetime
{
    private const string Path = "/analytics/v1/indicators";
    private static readonly DateOnly ThisMonth = FirstOf(DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeBySystemTimeZoneId(DateTime.UtcNow, "Europe/Stockholm")));
    private readonly AnalyticsHost host = new();

    public ValueTask InitializeAsync() => host.InitializeAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Every_indicator_says_what_it_is_and_what_it_is_not_and_no_count_has_a_better_way()
    {
        var all = (await host.As(TestUsers.Manager).GetAsync($"{Path}/?limit=100").Json()).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(Indicators.All.Select(indicator => indicator.Code), all.Select(indicator => indicator.GetProperty("code").GetString()));
        Assert.Equal(["competence", "complaints", "deviations", "processes", "procurement"], all.Select(indicator => indicator.GetProperty("service").GetString()!).Distinct().Order());
        Assert.All(all, indicator =>
        {
            foreach (var text in new[] { "name", "means", "meansNot" }) Assert.DoesNotMatch(@"\.(Name|Means|Not)$", indicator.GetProperty(text).GetString());
            if (indicator.GetProperty("type").GetString() is "c" or "u") Assert.Equal("none", indicator.GetProperty("better").GetString());
        });
    }

    [Fact]
    public async Task Each_indicator_counts_what_it_says_and_the_same_of_the_rows_as_of_the_log()
    {
        var (ids, old, month) = (Enumerable.Range(0, 23).Select(_ => Guid.CreateVersion7()).ToList(), ThisMonth.AddMonths(-6).AddDays(4), ThisMonth.AddMonths(-6));
        var (at, soon, late) = (At(old), At(old.AddDays(10)), At(old.AddDays(100)));
        await host.Tell(
            // Two that harmed and one that did not, one of unknown harm; two are closed, one of them late.
            Deviation(ids[0], 1, "minor", "reported", old, at), Deviation(ids[0], 2, "minor", "closed", old, soon),
            Deviation(ids[1], 1, "serious", "reported", old, at), Deviation(ids[1], 2, "serious", "closed", old, late),
            Deviation(ids[2], 1, "none", "reported", old, at), Deviation(ids[3], 1, "unknown", "reported", old, at),
            // What went well and what was many at a time are no deviations.
            Deviation(Guid.CreateVersion7(), 1, "none", "reported", old, at, nature: "good"), Deviation(Guid.CreateVersion7(), 1, "none", "reported", old, at, nature: "collective"),
            // Checked in time with effect, checked late with part of it, and not checked though its day has passed.
            Action(ids[4], "checked", old.AddDays(20), "yes", At(old.AddDays(19))), Action(ids[5], "checked", old.AddDays(5), "partly", soon), Action(ids[6], "completed", old.AddDays(8), null, soon),
            Told("Deviations", "LexCaseCounted", ids[7], 1, null, at, new { month = Words.MonthCode(month), administration = "ao" }),
            Told("Deviations", "LexCaseCounted", ids[21], 1, null, at, new { month = Words.MonthCode(month), administration = "ao", track = "lex-maria" }),
            Told("Deviations", "LexCaseCounted", ids[22], 1, null, at, new { month = Words.MonthCode(month), administration = "ao", track = "lex-maria" }),
            Complaint(ids[8], 1, "complaint", old, old.AddDays(2), true, escalated: true), Complaint(ids[9], 1, "complaint", old, old.AddDays(3), false), Complaint(ids[10], 1, "praise", old, null, null),
            Told("Processes", "RevisionTaskChanged", ids[11], 1, "norrangen", at, new { status = "open" }), Told("Processes", "RevisionTaskChanged", ids[11], 2, "norrangen", soon, new { status = "answered" }),
            Told("Processes", "RevisionTaskChanged", ids[12], 1, "norrangen", at, new { status = "declined" }),
            Told("Competence", "CompetenceNeedChanged", ids[13], 1, "norrangen", at, new { status = "open" }),
            Told("Competence", "DelegationChanged", ids[14], 1, "norrangen", at, new { status = "withdrawn" }), Told("Competence", "DelegationChanged", ids[15], 1, "norrangen", at, new { status = "expired" }),
            Told("Procurement", "FollowUpChanged", ids[16], 1, "norrangen", at, new { followUpId = ids[16], status = "completed", heldOn = $"{old:yyyy-MM-dd}" }),
            Told("Procurement", "FindingChanged", ids[17], 1, "norrangen", at, new { followUpId = ids[16], status = "open", remedyDueOn = $"{old.AddDays(15):yyyy-MM-dd}" }),
            Told("Procurement", "FindingChanged", ids[17], 2, "norrangen", soon, new { followUpId = ids[16], status = "remedied", remedyDueOn = $"{old.AddDays(15):yyyy-MM-dd}" }),
            // Checked long after it was said to be remedied: in time all the same.
            Told("Procurement", "FindingChanged", ids[17], 3, "norrangen", late, new { followUpId = ids[16], status = "closed", remedyDueOn = $"{old.AddDays(15):yyyy-MM-dd}" }),
            Told("Procurement", "FindingChanged", ids[18], 1, "norrangen", at, new { followUpId = ids[16], status = "open", remedyDueOn = $"{old.AddDays(15):yyyy-MM-dd}" }),
            // Said in time, not passed and given a new day, and late by that: not in time.
            Told("Procurement", "FindingChanged", ids[20], 1, "norrangen", at, new { followUpId = ids[16], status = "remedied", remedyDueOn = $"{old.AddDays(5):yyyy-MM-dd}" }),
            Told("Procurement", "FindingChanged", ids[20], 2, "norrangen", soon, new { followUpId = ids[16], status = "open", remedyDueOn = $"{old.AddDays(20):yyyy-MM-dd}" }),
            Told("Procurement", "FindingChanged", ids[20], 3, "norrangen", late, new { followUpId = ids[16], status = "remedied", remedyDueOn = $"{old.AddDays(20):yyyy-MM-dd}" }),
            // The log's newest event: its day is the day of the position.
            Told("Testing", "Tick", ids[19], 1, null, DateTimeOffset.UtcNow, new { }));
        var last = await host.Scalar<long>("select last from log_position");
        var expected = new Dictionary<string, (long Numerator, decimal? Denominator)>
        {
            ["deviations-reported"] = (4, null),
            ["deviations-harm"] = (2, 3),
            ["deviations-answered"] = (1, 4),
            ["actions-effective"] = (1, 2),
            ["effect-checks-late"] = (2, 3),
            ["lex-sarah"] = (1, null),
            ["lex-maria"] = (2, null),
            ["complaints"] = (2, null),
            ["complaints-answered-in-time"] = (1, 2),
            ["complaints-escalated"] = (1, 2),
            ["revision-tasks-answered"] = (1, 1),
            ["competence-needs-met"] = (0, 1),
            ["delegations-ended-early"] = (1, 2),
            ["findings-per-follow-up"] = (3, 1),
            ["findings-remedied-in-time"] = (1, 3),
        };
        Assert.Equal(Indicators.All.Select(indicator => indicator.Code), expected.Keys);
        foreach (var indicator in Indicators.All)
        {
            var now = await Series(indicator.Code, "");
            var sums = now.GetProperty("points").EnumerateArray().ToList();
            Assert.Equal((indicator.Code, expected[indicator.Code]), (indicator.Code, (sums.Sum(point => point.GetProperty("numerator").GetInt64()), Total(sums))));
            Assert.Equal(Normal(now), Normal(await Series(indicator.Code, $"at={last}")));
            var cases = (await host.As(TestUsers.Analyst).GetAsync($"{Path}/{indicator.Code}/cases?limit=100&at={last}").Json()).GetProperty("items").EnumerateArray().ToList();
            Assert.Equal((indicator.Code, expected[indicator.Code].Numerator), (indicator.Code, cases.Sum(found => found.GetProperty("counted").GetInt64())));
            Assert.All(cases, found => Assert.Equal(
                indicator.Subject == "lex-case" ? null : $"/analys/trad/{indicator.Subject}/{found.GetProperty("id").GetString()}", found.TryGetProperty("thread", out var thread) ? thread.GetString() : null));
        }
        // Of no unit: in the whole, and in no unit's.
        Assert.Empty((await Series("lex-sarah", "unitCode=norrangen")).GetProperty("points").EnumerateArray());
        Assert.Equal("Det finns inget att räkna på än.", (await Series("lex-sarah", "unitCode=norrangen")).GetProperty("sentence").GetString());
    }

    [Fact]
    public async Task Asked_again_after_thousands_of_events_a_position_gives_the_same_figures()
    {
        var first = Enumerable.Range(0, 60).Select(_ => Guid.CreateVersion7()).ToList();
        await host.Tell(first.Select((id, n) => Deviation(id, 1, n % 3 == 0 ? "minor" : "none", "reported", ThisMonth.AddMonths(-1 - (n % 14)).AddDays(3), At(ThisMonth.AddMonths(-1 - (n % 14)).AddDays(3)), n % 2 == 0 ? TestUnits.Norrangen : TestUnits.Kullen)));
        var position = await host.Scalar<long>("select last from log_position");
        string[] codes = ["deviations-reported", "deviations-harm", "deviations-answered"];
        var before = new List<string>();
        foreach (var code in codes) before.Add((await Series(code, $"at={position}")).GetRawText());
        // Corrections of old cases, late reports, and others.
        await host.Tell(first.Select(id => Deviation(id, 2, "serious", "closed", ThisMonth.AddMonths(-2), DateTimeOffset.UtcNow, TestUnits.Solgarden)));
        await host.Tell(Enumerable.Range(0, 2_000).Select(n => Deviation(Guid.CreateVersion7(), 1, "minor", "reported", ThisMonth.AddMonths(-1 - (n % 20)), DateTimeOffset.UtcNow)));
        foreach (var (code, told) in codes.Zip(before)) Assert.Equal(told, (await Series(code, $"at={position}")).GetRawText());
        Assert.NotEqual(before[0], (await Series(codes[0], "")).GetRawText());
        await host.As(TestUsers.Analyst).GetAsync($"{Path}/complaints/series?at=999999").NamesField("at");
    }

    [Fact]
    public async Task A_share_is_judged_by_limits_of_its_own_months_and_the_reading_says_which_way_is_better()
    {
        for (var back = 24; back > 0; back--)
        {
            var day = ThisMonth.AddMonths(-back).AddDays(2);
            await host.Tell(Enumerable.Range(0, back % 2 == 0 ? 20 : 40).Select(n => Deviation(Guid.CreateVersion7(), 1, n % 4 == 0 || (back == 1 && n < 34) ? "minor" : "none", "reported", day, At(day))));
        }
        var chart = await Series("deviations-harm", "unitCode=norrangen");
        Assert.Equal(("p-chart", 24), (chart.GetProperty("method").GetString(), chart.GetProperty("baseline").GetInt32()));
        var points = chart.GetProperty("points").EnumerateArray().Where(point => point.GetProperty("complete").GetBoolean()).ToList();
        Assert.True(points[0].GetProperty("upper").GetDouble() > points[1].GetProperty("upper").GetDouble(), "the fewer, the wider");
        var mean = points.Sum(point => point.GetProperty("numerator").GetDouble()) / points.Sum(point => point.GetProperty("denominator").GetDouble());
        Assert.Equal(mean + (3 * Math.Sqrt(mean * (1 - mean) / 40)), points[^1].GetProperty("upper").GetDouble(), 6);
        Assert.Contains("outside", points[^1].GetProperty("patterns").EnumerateArray().Select(pattern => pattern.GetString()));
        var sentence = chart.GetProperty("sentence").GetString();
        Assert.Contains($"{Capital(Words.Month(ThisMonth.AddMonths(-1)))} sticker ut uppåt", sentence);
        Assert.Contains("Det är åt det håll som är sämre.", sentence);

        // The page draws the same, with a way from each month to what it counts.
        var page = await Html(TestUsers.Manager, "/analys/indikatorer/deviations-harm?enhet=norrangen");
        Assert.Contains("sticker ut uppåt", page);
        Assert.Contains("class=\"limit own\"", page);
        Assert.DoesNotContain("style=", page);
        Assert.DoesNotContain("<script", page);
        var month = Words.MonthCode(ThisMonth.AddMonths(-1));
        Assert.Contains($"manad={month}#fallen", page);
        var cases = await Html(TestUsers.Manager, $"/analys/indikatorer/deviations-harm?enhet=norrangen&manad={month}");
        Assert.Contains("href=\"/analys/trad/deviation/", cases);
        Assert.Contains("Nej, en av de andra", cases);
        Assert.Contains("Något ovanligt", await Html(TestUsers.Manager, "/analys/indikatorer"));
        Assert.DoesNotContain("sticker ut", await Html(TestUsers.OtherManager, "/analys/indikatorer"));
    }

    [Fact]
    public async Task Counts_become_a_rate_of_the_units_that_say_their_volumes_and_the_others_are_named()
    {
        var months = Enumerable.Range(1, 14).Select(back => ThisMonth.AddMonths(-back)).ToList();
        foreach (var month in months) await host.Tell(Enumerable.Range(0, 6).Select(n => Deviation(Guid.CreateVersion7(), 1, "none", "reported", month.AddDays(1), At(month.AddDays(1)), n < 4 ? TestUnits.Norrangen : TestUnits.Kullen)));
        Assert.Equal("c", (await Series("deviations-reported", "")).GetProperty("type").GetString());
        Assert.Contains("Volymer saknas för en för stor del", (await Series("deviations-reported", "")).GetProperty("sentence").GetString());

        // Only a third of the cases have a volume: that would be another figure.
        await Import(months.Select(month => new { unitCode = "kullen", month = Words.MonthCode(month), kind = "hours", value = 1_000 }));
        Assert.Equal("c", (await Series("deviations-reported", "")).GetProperty("type").GetString());
        Assert.Empty((await Series("deviations-reported", "")).GetProperty("missingVolumes").EnumerateArray());
        // Taken back; the other says its hours, all months but one.
        await Import(months.Select(month => new { unitCode = "kullen", month = Words.MonthCode(month), kind = "hours", value = 0 }));
        await Import(months.Skip(1).Select(month => new { unitCode = "norrangen", month = Words.MonthCode(month), kind = "hours", value = 2_000 }));
        var part = await Series("deviations-reported", "");
        Assert.Equal(("u", "hours", 0.002), (part.GetProperty("type").GetString(), part.GetProperty("volume").GetString(), part.GetProperty("centre").GetDouble()));
        // What a unit without a volume counted is set against nobody else's, and is told apart.
        var points = part.GetProperty("points").EnumerateArray().Where(point => point.GetProperty("complete").GetBoolean()).ToList();
        Assert.All(points.SkipLast(1), point => Assert.Equal((4L, 2_000m, 2L), (point.GetProperty("numerator").GetInt64(), point.GetProperty("denominator").GetDecimal(), point.GetProperty("leftOut").GetInt64())));
        Assert.Equal((0L, 6L, false), (points[^1].GetProperty("numerator").GetInt64(), points[^1].GetProperty("leftOut").GetInt64(), points[^1].TryGetProperty("value", out _)));
        var missing = part.GetProperty("missingVolumes").EnumerateArray().Select(one => $"{one.GetProperty("month").GetString()} {one.GetProperty("unitCode").GetString()}").ToList();
        Assert.Equal(months.Select(month => $"{Words.MonthCode(month)} kullen").Append($"{Words.MonthCode(months[0])} norrangen").Order(StringComparer.Ordinal), missing);
        var told = $"Utan volym, och därför inte med, är Kullens hemtjänst (alla månader) och Norrängens hemtjänst ({Words.Month(months[0])}).";
        Assert.Contains(told, part.GetProperty("sentence").GetString());
        var page = await Html(TestUsers.Analyst, $"/analys/indikatorer/deviations-reported?manad={Words.MonthCode(months[1])}");
        Assert.Contains(told, page);
        Assert.Contains("2 hos Kullens hemtjänst", page);
        Assert.Contains("6 hos Kullens hemtjänst, Norrängens hemtjänst", page);
        Assert.Equal(2, page.Split("utan volym och inte med i talet").Length - 1);
        Assert.Equal(14 * 6, (await host.As(TestUsers.Analyst).GetAsync($"{Path}/deviations-reported/cases?limit=100").Json()).GetProperty("items").GetArrayLength());

        await Import([new { unitCode = "norrangen", month = Words.MonthCode(months[0]), kind = "hours", value = 2_000 }]);
        var own = await Series("deviations-reported", "unitCode=norrangen");
        Assert.Equal(("u", "hours", 0.002), (own.GetProperty("type").GetString(), own.GetProperty("volume").GetString(), own.GetProperty("centre").GetDouble()));
        Assert.Contains("I genomsnitt 2 per 1 000 utförda timmar.", own.GetProperty("sentence").GetString()!.Replace('\u00A0', ' ').Replace('\u202F', ' '));
        Assert.Empty(own.GetProperty("missingVolumes").EnumerateArray());
        var position = await host.Scalar<long>("select last from log_position");

        await Import(months.Select(month => new { unitCode = "kullen", month = Words.MonthCode(month), kind = "hours", value = 1_000 }));
        await host.Tell(Messages.Of("Volumes", 1));
        Assert.Equal(("u", 0.002), ((await Series("deviations-reported", "")).GetProperty("type").GetString(), (await Series("deviations-reported", "")).GetProperty("centre").GetDouble()));
        await Import(months.Select(month => new { unitCode = "kullen", month = Words.MonthCode(month), kind = "hours", value = 4_000 }));
        Assert.Equal(0.001, (await Series("deviations-reported", "")).GetProperty("centre").GetDouble());
        // The later value came after the position's events, so the first still counts there.
        Assert.Equal(0.002, (await Series("deviations-reported", $"at={position}")).GetProperty("centre").GetDouble());
        Assert.Equal(0.001, (await Series("deviations-reported", $"at={position + 1}")).GetProperty("centre").GetDouble());
    }

    [Fact]
    public async Task Months_without_anything_to_be_a_share_of_are_no_points_and_few_months_no_judgement()
    {
        await host.Tell(Deviation(Guid.CreateVersion7(), 1, "minor", "reported", ThisMonth.AddMonths(-4), At(ThisMonth.AddMonths(-4))), Deviation(Guid.CreateVersion7(), 1, "none", "reported", ThisMonth.AddMonths(-1), At(ThisMonth.AddMonths(-1))));
        var chart = await Series("deviations-harm", "");
        Assert.Equal(("run-chart", "too-few-points", 0.5), (chart.GetProperty("method").GetString(), chart.GetProperty("reason").GetString(), chart.GetProperty("centre").GetDouble()));
        var points = chart.GetProperty("points").EnumerateArray().ToList();
        Assert.Equal([true, false, false, true, false], points.Select(point => point.TryGetProperty("value", out _)));
        Assert.Equal([1L, 0, 0, 0, 0], points.Select(point => point.GetProperty("numerator").GetInt64()));
        Assert.Contains("2 hela månader är för lite för att bedöma", chart.GetProperty("sentence").GetString());
    }

    [Fact]
    public async Task Who_may_not_count_is_refused_and_another_unit_is_refused_as_one_that_does_not_exist_and_a_wrong_field_is_named()
    {
        foreach (var (query, field) in new[] { ("series?unitCode=nowhere", "unitCode"), ("series?from=2026-02-10", "from"), ("series?from=2026-02&to=2026-02", "to"), ("series?at=0", "at"), ("cases?month=2026-13", "month"), ("cases?unitCode=nowhere", "unitCode") })
            await host.As(TestUsers.Analyst).GetAsync($"{Path}/complaints/{query}").NamesField(field);
        foreach (var path in new[] { $"{Path}/", $"{Path}/complaints/series", $"{Path}/complaints/cases", "/analys/indikatorer", "/analys/indikatorer/complaints" })
        {
            await host.As(TestUsers.Employee).GetAsync(path).Problem(HttpStatusCode.Forbidden, "user.not-allowed");
            await host.As(null).GetAsync(path).Problem(HttpStatusCode.Unauthorized, "user.not-signed-in");
        }
        await host.As(TestUsers.Manager).GetAsync($"{Path}/complaints/series?unitCode=solgarden").NamesField("unitCode");
        await host.As(TestUsers.Analyst).GetAsync($"{Path}/no-such/series").Problem(HttpStatusCode.NotFound, "resource.not-found");
        await host.As(TestUsers.Analyst).GetAsync("/analys/indikatorer/no-such").Problem(HttpStatusCode.NotFound, "resource.not-found");
        foreach (var query in new[] { "enhet=nowhere", "fran=igår", "manad=2026-13" }) Assert.Contains("Urvalet gick inte att läsa", await Html(TestUsers.Analyst, $"/analys/indikatorer/complaints?{query}"));
        Assert.Contains("Enheten finns inte", await Html(TestUsers.Manager, "/analys/indikatorer?enhet=solgarden"));
    }

    private async Task Import(IEnumerable<object> volumes) => await host.As(TestUsers.Analyst).Post("/analytics/v1/volumes/imports", new { volumes }).Json();

    private Task<JsonElement> Series(string code, string query) => host.As(TestUsers.Analyst).GetAsync($"{Path}/{code}/series?{query}").Json();

    // A position says which it is, and nothing else differs.
    private static string Normal(JsonElement series) => string.Join(",", series.EnumerateObject().Where(member => member.Name != "at").Select(member => member.Value.GetRawText()));

    private static decimal? Total(List<JsonElement> points) => points.TrueForAll(point => point.TryGetProperty("denominator", out _)) ? points.Sum(point => point.GetProperty("denominator").GetDecimal()) : null;

    private static ReceivedMessage Deviation(Guid id, int version, string harm, string status, DateOnly on, DateTimeOffset at, string unit = TestUnits.Norrangen, string? nature = null) =>
        Told("Deviations", version == 1 ? "DeviationReported" : "DeviationClosed", id, version, unit, at, new { deviationId = id, unitCode = unit, kind = "health-care", harm, occurredOn = $"{on:yyyy-MM-dd}", occurredHour = 7, status, nature, links = Array.Empty<object>() });

    private static ReceivedMessage Action(Guid id, string status, DateOnly check, string? effect, DateTimeOffset at) =>
        Told("Deviations", "ActionChanged", id, 1, TestUnits.Norrangen, at, new { actionId = id, status, effectCheckOn = $"{check:yyyy-MM-dd}", effect, links = Array.Empty<object>() });

    private static ReceivedMessage Complaint(Guid id, int version, string kind, DateOnly received, DateOnly? answered, bool? inTime, bool escalated = false) =>
        Told("Complaints", "ComplaintChanged", id, version, TestUnits.Norrangen, At(received), new
        {
            complaintId = id,
            kind,
            receivedOn = $"{received:yyyy-MM-dd}",
            firstAnsweredOn = answered is { } day ? $"{day:yyyy-MM-dd}" : null,
            answeredInTime = inTime,
            links = escalated ? new object[] { new { rel = "escalated-to", type = "deviation", id = Guid.NewGuid() } } : [],
        });

    private static ReceivedMessage Told(string service, string contract, Guid subject, int version, string? unit, DateTimeOffset at, object data)
    {
        var body = JsonSerializer.SerializeToNode(data)!.AsObject();
        (body["subject"], body["subjectVersion"], body["at"], body["visibility"]) = ($"{subject}", version, at, "analyst");
        if (unit is not null) body["unitCode"] = unit;
        foreach (var absent in body.Where(member => member.Value is null).Select(member => member.Key).ToList()) body.Remove(absent);
        return new(Guid.CreateVersion7(), $"urn:message:Huset.{service}.Contracts:{contract}", body.Deserialize<JsonElement>(), service.ToLowerInvariant());
    }

    private static DateTimeOffset At(DateOnly day) => new(day.ToDateTime(new(10, 0)), TimeSpan.Zero);

    private static DateOnly FirstOf(DateOnly day) => new(day.Year, day.Month, 1);

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private Task<string> Html(TestUser user, string path) => host.As(user).GetAsync(path).Html();
}
