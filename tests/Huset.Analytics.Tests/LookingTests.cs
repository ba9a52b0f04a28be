using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Huset.Deviations.Contracts;
using Huset.Events;
using Huset.ServiceDefaults.Messaging;

namespace Huset.Analytics.Tests;

/// <summary>The views of deviations, on a log of their own, since they look at all of it.</summary>
public sealed class LookingTests : IAsyncLifetime
{
    private const string Counts = "/analytics/v1/counts", Pareto = $"{Counts}/pareto", Heat = $"{Counts}/heat", Funnels = $"{Counts}/funnel", Period = "from=2024-01&to=2025-01";
    private static readonly Guid Process = Guid.Parse("0199c1d2-0000-7000-8000-00000000000a"), Planning = Guid.Parse("0199c1d2-0000-7000-8000-000000000001"), Giving = Guid.Parse("0199c1d2-0000-7000-8000-000000000002");
    private readonly AnalyticsHost host = new();

    public ValueTask InitializeAsync() => host.InitializeAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Every_view_tells_what_the_events_say_in_whatever_order_they_came_and_so_do_tables_counted_anew()
    {
        await Map();
        var cases = Enumerable.Range(0, 6).Select(_ => Guid.CreateVersion7()).ToList();
        var (staffing, routines, moved) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        // A cause before its case, and one that is worded anew in another area: the older comes last.
        await host.Tell(Cause(staffing, cases[0], "staffing"));
        await host.Tell(Cause(moved, cases[0], "routines", version: 2));
        // Tuesday 5 March 2024 and Saturday 9 March.
        await host.Tell([Case(cases[0], "2024-03-05", 7, category: "fall", step: Planning), Case(cases[1], "2024-03-05", 7, category: "fall", step: Giving), Case(cases[2], "2024-03-09", 23, category: "dose-late", harm: "serious", kind: "social-care"), Case(cases[3], "2024-04-02", null, unit: TestUnits.Kullen), Case(cases[4], "2024-04-02", 0, unit: TestUnits.Solgarden, nature: "good"), Case(cases[5], "2024-04-02", 0, visibility: Visibility.Internal)]);
        await host.Tell(Cause(moved, cases[0], "equipment", version: 1), Cause(routines, cases[1], "routines"));
        // A case that turns out to have happened at another hour, and an older state of it that comes late.
        await host.Tell(Case(cases[1], "2024-03-05", 9, version: 3, category: "fall", step: Giving));
        await host.Tell(Case(cases[1], "2024-03-05", 8, version: 2, category: "fall", step: Giving));

        Assert.Equal(["routines 2 0.6667 0.6667", "staffing 1 0.3333 1"], await Bars("by=cause"));
        var causes = await Read($"{Pareto}?{Period}");
        Assert.Equal((3, 2, "2 av 2 står tillsammans för 100 procent."), (causes.GetProperty("total").GetInt32(), causes.GetProperty("missing").GetInt32(), causes.GetProperty("sentence").GetString()));
        Assert.Equal(["fall 2 0.6667 0.6667", "dose-late 1 0.3333 1"], await Bars("by=category"));
        Assert.Equal([$"{Process} 2 1 1"], await Bars("by=process"));
        Assert.Equal(["Läkemedel"], (await Read($"{Pareto}?{Period}&by=process")).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("name").GetString()));
        Assert.Equal(["Planera (Läkemedel)", "Ge läkemedel (Läkemedel)"], (await Read($"{Pareto}?{Period}&by=step")).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("name").GetString()));
        Assert.Equal(["2 7 1", "2 9 1", "2 - 1", "6 23 1"], await Hours(""));
        Assert.Equal(1, (await Read($"{Heat}?{Period}")).GetProperty("missing").GetInt32());

        // Each choice alone and with another, from the roll-ups and from the cases: the same.
        foreach (var (choice, hours) in new[]
        {
            ("weekday=6", "6 23 1"), ("hourFrom=22&hourTo=5", "6 23 1"), ("hourFrom=7&hourTo=8", "2 7 1"), ("causeArea=routines", "2 7 1,2 9 1"), ("causeArea=staffing", "2 7 1"), ($"processId={Process}", "2 7 1,2 9 1"), ("harm=serious", "6 23 1"),
            ("kind=social-care", "6 23 1"), ("unitCode=kullen", "2 - 1"), ("causeArea=routines&hourFrom=9", "2 9 1"), ($"processId={Process}&harm=minor&weekday=2", "2 7 1,2 9 1"), ("causeArea=none", ""),
        })
        {
            Assert.Equal(hours, string.Join(',', await Hours(choice)));
            var count = hours.Length == 0 ? 0 : hours.Split(',').Length;
            foreach (var more in new[] { "", "&groupBy=unit", "&groupBy=kind,month" })
                Assert.Equal(count, (await Read($"{Counts}?{Period}&{choice}{more}")).GetProperty("items").EnumerateArray().Sum(item => item.GetProperty("count").GetInt32()));
            // The same days, counted from the cases.
            Assert.Equal(count, (await Read($"{Counts}?from=2024-01-02&to=2024-12-31&{choice}")).GetProperty("items").EnumerateArray().Sum(item => item.GetProperty("count").GetInt32()));
        }
        Assert.Equal(["routines 1 0.5 0.5", "staffing 1 0.5 1"], await Bars("by=cause&causeArea=staffing"));
        Assert.Equal(["routines 2 0.6667 0.6667", "staffing 1 0.3333 1"], await Bars("by=cause&weekday=2&kind=health-care"));
        Assert.Contains("code;name;count;share;cumulativeShare\r\nroutines;routines;2;0,6667;0,6667\r\n", await Text(TestUsers.Analyst, $"{Pareto}?{Period}&format=csv"));
        Assert.Contains("2;;1", await Text(TestUsers.Analyst, $"{Heat}?{Period}&format=csv"));

        // Verify counts the whole log by itself, and so does a rebuild: twice, to the byte.
        Assert.All((await host.Verify()).Values, check => Assert.True(check.GetProperty("ok").GetBoolean(), check.GetRawText()));
        var first = await Rebuilt();
        Assert.Equal(0, first.GetProperty("changed").GetInt64());
        Assert.Equal(first.GetProperty("digest").GetString(), (await Rebuilt()).GetProperty("digest").GetString());
        await Run("update deviation_hours set count = count + 1 where hour = 23; update deviation_parts set count = 0 where code = 'staffing'; delete from cause_facts where area = 'staffing'");
        Assert.False((await host.Verify())["rollup"].GetProperty("ok").GetBoolean());
        Assert.Equal(3, (await Rebuilt()).GetProperty("changed").GetInt64());
    }

    [Fact]
    public async Task What_was_counted_before_the_log_was_asked_for_more_is_counted_anew_by_prepare()
    {
        var (one, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await host.Tell([Case(one, "2024-03-05", 7, category: "fall"), Case(other, "2024-03-05", 8), Cause(Guid.CreateVersion7(), one, "staffing")]);
        // As the tables were.
        await Run("truncate deviation_hours, deviation_parts, cause_facts; update deviation_facts set weekday = 0, hour = null, harm = null, category = null, step_id = null, cause_areas = '{}'");
        await host.Prepare();
        // One that comes before it is done takes nothing back that was never counted.
        await host.Tell(Case(other, "2024-03-05", 9, version: 2));
        await Done(Guid.Parse(await host.Scalar<string>("select id::text from rebuilds")));
        Assert.Equal(["2 7 1", "2 9 1"], await Hours(""));
        Assert.Equal(["staffing 1 1 1"], await Bars("by=cause"));
        Assert.All((await host.Verify()).Values, check => Assert.True(check.GetProperty("ok").GetBoolean(), check.GetRawText()));
        await host.Prepare();
        Assert.Equal(1, await host.Scalar<long>("select count(*) from rebuilds"));
    }

    [Fact]
    public async Task Units_of_a_kind_are_compared_with_limits_of_chance_and_none_is_ranked()
    {
        await Volumes(2025, (TestUnits.Norrangen, 1_000), (TestUnits.Kullen, 1_000), (TestUnits.Hasselvagen, 1_000));
        await Report(TestUnits.Norrangen, 2025, 14);
        await Report(TestUnits.Kullen, 2025, 10);
        await Report(TestUnits.Hasselvagen, 2025, 44);
        await Report(TestUnits.Solgarden, 2025, 9);
        var view = await Read($"{Funnels}?from=2025-01&to=2026-01");
        Assert.Equal(("enhet", "hours", 0.00188889), (view.GetProperty("unitType").GetString(), view.GetProperty("volume").GetString(), view.GetProperty("mean").GetDouble()));
        // Just under 23 expected of each; by name, and one without volumes is not compared.
        Assert.Equal(
            ["hasselvagen 44 outside-high", "kullen 10 near-low", "norrangen 14 inside", "solgarden 9 -"],
            view.GetProperty("items").EnumerateArray().Select(item => $"{item.GetProperty("unitCode").GetString()} {item.GetProperty("count").GetInt32()} {(item.TryGetProperty("place", out var place) && place.ValueKind == JsonValueKind.String ? place.GetString() : "-")}"));
        Assert.Contains("Hasselvägens gruppbostad", view.GetProperty("sentence").GetString());
        var page = await Page(TestUsers.Analyst, "/analys/enheter?fran=2025-01&till=2025-12");
        Assert.Contains("Över den yttre gränsen", page);
        Assert.Contains("Saknar volym någon månad", page);
        Assert.Contains("role=\"img\"", page);
        // A month that is not told: it is not compared, and then they are too few.
        Assert.Equal("no-volumes", (await Read($"{Funnels}?from=2025-02&to=2026-02")).GetProperty("reason").GetString());
        Assert.Equal("too-few-units", (await Read($"{Funnels}?from=2025-01&to=2026-01&unitCode=ao")).GetProperty("reason").GetString());
        Assert.Equal("no-deviations", (await Read($"{Funnels}?from=2025-01&to=2026-01&kind=other")).GetProperty("reason").GetString());
    }

    /// <summary>Every shape of the new answers, for every reader who may not open the cases of all units, whatever lies behind.</summary>
    [Fact]
    public async Task No_shape_shows_a_number_that_the_rule_hides()
    {
        await Volumes(2025, (TestUnits.Norrangen, 1_000), (TestUnits.Kullen, 1_000), (TestUnits.Hasselvagen, 1_000), (TestUnits.Solgarden, 1_000));
        await Volumes(2024, (TestUnits.Norrangen, 1_000), (TestUnits.Kullen, 1_000), (TestUnits.Hasselvagen, 1_000), (TestUnits.Solgarden, 1_000));
        // Told apart from every other figure on a page. In 2025 one is small; in 2024 none is, and one has none at all.
        foreach (var (unit, count) in new[] { (TestUnits.Norrangen, 31), (TestUnits.Kullen, 37), (TestUnits.Hasselvagen, 4), (TestUnits.Solgarden, 43) }) await Report(unit, 2025, count);
        foreach (var (unit, count) in new[] { (TestUnits.Norrangen, 31), (TestUnits.Kullen, 37), (TestUnits.Solgarden, 43) }) await Report(unit, 2024, count);
        string[] all = [TestUnits.Hasselvagen, TestUnits.Kullen, TestUnits.Norrangen, TestUnits.Solgarden];
        foreach (var (reader, own) in new[] { (TestUsers.Manager, [TestUnits.Kullen, TestUnits.Norrangen]), (TestUsers.OtherManager, [TestUnits.Solgarden]), (TestUsers.BoardMember, Array.Empty<string>()) })
        {
            foreach (var volume in new[] { "", "&volume=hours", "&volume=care-days" })
            {
                var view = await host.As(reader).GetAsync($"{Funnels}?from=2025-01{volume}").Json();
                var told = view.GetProperty("items").EnumerateArray().Where(item => item.TryGetProperty("count", out var count) && count.ValueKind == JsonValueKind.Number).Select(item => item.GetProperty("unitCode").GetString()!);
                Assert.Equal(own, told.Order(StringComparer.Ordinal));
                foreach (var item in view.GetProperty("items").EnumerateArray())
                {
                    var hidden = !own.Contains(item.GetProperty("unitCode").GetString());
                    Assert.Equal(hidden, item.GetProperty("hidden").GetBoolean());
                    foreach (var figure in hidden ? new[] { "count", "volume", "rate", "limits", "place" } : ["limits", "place"]) Assert.True(IsAbsent(item, figure), figure);
                }
                // The mean is of all, and leads to the others' sum.
                Assert.True(IsAbsent(view, "mean"));
                foreach (var line in (await Text(reader, $"{Funnels}?from=2025-01&format=csv{volume}")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(';')))
                    Assert.Equal(own.Contains(line[0]), line[3].Length > 0 || line[4].Length > 0 || line[5].Length > 0);
            }
            var page = await Page(reader, "/analys/enheter?ar=2025");
            Assert.Equal(all.Length - own.Length, page.Split(">Dolt<").Length - 1);
            Assert.DoesNotContain("<svg class=\"field\"", page);
            foreach (var (unit, count) in new[] { (TestUnits.Kullen, 37), (TestUnits.Norrangen, 31), (TestUnits.Solgarden, 43) }) Assert.Equal(own.Contains(unit), page.Contains($">{count}<"));

            // With none small all are told: zero is no small number.
            var open = await host.As(reader).GetAsync($"{Funnels}?from=2024-01&to=2025-01").Json();
            Assert.Equal([0, 37, 31, 43], open.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("count").GetInt32()));
            Assert.False(IsAbsent(open, "mean"));

            // Nothing that could be subtracted from that: no part of a year, no year that goes on, no other choice.
            foreach (var (choice, field) in new[]
            {
                ("from=2025-02", "from"), ("from=2025-01&to=2025-12", "from"), ("from=2024-01&to=2026-01", "from"), ($"from={DateTime.UtcNow.Year}-01", "from"), ("unitCode=norrangen", "unitCode"), ("kind=other", "unitCode"), ("weekday=1", "unitCode"),
                ("hourFrom=0", "unitCode"), ("hourTo=23", "unitCode"), ("causeArea=staffing", "unitCode"), ("harm=none", "unitCode"), ("lawArea=SoL", "unitCode"), ($"processId={Process}", "unitCode"),
            })
            {
                await host.As(reader).GetAsync($"{Funnels}?{choice}").NamesField(field);
                await host.As(reader).GetAsync($"{Funnels}?{choice}&format=csv").NamesField(field);
            }
            // The other views are of the reader's own units alone.
            foreach (var path in new[] { Pareto, Heat, Counts })
            {
                foreach (var format in path == Counts ? new[] { "" } : ["", "&format=csv"])
                {
                    var answer = await host.As(reader).GetAsync($"{path}?from=2025-01&to=2026-01{format}&groupBy=unit");
                    if (own.Length == 0) await Task.FromResult(answer).Problem(HttpStatusCode.Forbidden, "user.not-allowed");
                }
            }
            if (own.Length == 0) continue;
            var sum = own.Sum(unit => unit switch { TestUnits.Kullen => 37, TestUnits.Norrangen => 31, _ => 43 });
            Assert.Equal(sum, (await host.As(reader).GetAsync($"{Heat}?from=2025-01&to=2026-01").Json()).GetProperty("total").GetInt32());
            Assert.Equal(sum, (await host.As(reader).GetAsync($"{Pareto}?from=2025-01&to=2026-01").Json()).GetProperty("missing").GetInt32());
            Assert.Equal(0, (await host.As(reader).GetAsync($"{Heat}?from=2025-01&to=2026-01&unitCode=hasselvagen").Json()).GetProperty("total").GetInt32());
        }
    }

    [Fact]
    public async Task Pages_show_each_view_with_picture_table_and_file_and_lead_on_where_the_list_can_answer()
    {
        await Map();
        var month = DateOnly.FromDateTime(DateTime.UtcNow).AddMonths(-1);
        var one = Guid.CreateVersion7();
        await host.Tell([Case(one, $"{month:yyyy-MM}-03", 7, category: "fall", step: Planning), Case(Guid.CreateVersion7(), $"{month:yyyy-MM}-03", 7, category: "fall"), Case(Guid.CreateVersion7(), $"{month:yyyy-MM}-04", 8), Cause(Guid.CreateVersion7(), one, "staffing")]);
        var period = $"fran={month:yyyy-MM}&till={month:yyyy-MM}";
        var causes = await Page(TestUsers.QualityDeveloper, $"/analys/orsaker?{period}");
        foreach (var part in new[] { "role=\"img\"", "staffing", "2 avvikelser har ingen orsak", $"dygnet?{period}&orsak=staffing", "/analytics/v1/counts/pareto?format=csv" }) Assert.Contains(part, causes);
        var types = await Page(TestUsers.QualityDeveloper, $"/analys/orsaker?{period}&efter=category&enhet=norrangen");
        Assert.Contains($"/avvikelser/?enhet=norrangen&fran={month:yyyy-MM}-01&till={month.AddMonths(1):yyyy-MM}-01&kategori=fall", types);
        // The list knows no hours, and an analyst opens no cases.
        Assert.DoesNotContain("/avvikelser/?", await Page(TestUsers.QualityDeveloper, $"/analys/orsaker?{period}&efter=category&klfran=7"));
        Assert.DoesNotContain("/avvikelser/?", await Page(TestUsers.Analyst, $"/analys/orsaker?{period}&efter=category"));
        var hours = await Page(TestUsers.Manager, $"/analys/dygnet?{period}&orsak=staffing");
        foreach (var part in new[] { "role=\"img\"", "Flest hände på", "1 av 1", "klfran=7&kltill=7", "/analytics/v1/counts/heat?format=csv" }) Assert.Contains(part, hours);
        Assert.Contains($"/avvikelser/?enhet=norrangen&fran={month:yyyy-MM}-01", await Page(TestUsers.Manager, $"/analys/?{period}"));
        foreach (var wrong in new[] { "veckodag=8", "veckodag=fredag", "klfran=24", "process=x", $"process={Guid.NewGuid()}", "slag=x", "skada=x", "lag=x", "fran=igår" })
        {
            foreach (var view in new[] { "orsaker", "dygnet", "enheter", "" }) Assert.Contains("Urvalet gick inte att läsa", await Page(TestUsers.Analyst, $"/analys/{view}?{wrong}"));
        }
        Assert.Contains("Urvalet gick inte att läsa", await Page(TestUsers.Analyst, "/analys/orsaker?efter=x"));
        Assert.Contains("Urvalet gick inte att läsa", await Page(TestUsers.Manager, "/analys/enheter?ar=x"));
        foreach (var (query, field) in new[] { ("by=x", "by"), ("weekday=0", "weekday"), ("hourTo=24", "hourTo"), ("kind=x", "kind"), ("harm=x", "harm"), ("lawArea=x", "lawArea"), ($"processId={Guid.NewGuid()}", "processId"), ("from=x", "from"), ("format=x", "format") })
            await host.As(TestUsers.Analyst).GetAsync($"{Pareto}?{query}").NamesField(field);
        await host.As(TestUsers.Analyst).GetAsync($"{Funnels}?unitType=x").NamesField("unitType");
        await host.As(TestUsers.Analyst).GetAsync($"{Funnels}?volume=x").NamesField("volume");
    }

    [Fact]
    public async Task A_bar_that_stands_for_most_by_itself_is_named()
    {
        await host.Tell(Enumerable.Range(0, 10).Select(number => Case(Guid.CreateVersion7(), "2024-03-05", 7, category: number == 0 ? "dose-late" : "fall")));
        Assert.EndsWith(" står ensam för 90 procent.", (await Read($"{Pareto}?{Period}&by=category")).GetProperty("sentence").GetString());
    }

    [Fact]
    public async Task Analys_begins_with_what_waits_for_the_reader()
    {
        foreach (var unit in new[] { TestUnits.Norrangen, TestUnits.Hasselvagen })
        {
            await host.Scalar<string>("""
                insert into found_signals (id, unit_code, pattern, up, "from", "to", sentence, found_at, version)
                values (gen_random_uuid(), $1, 'outside', true, '2023-04-01', '2023-04-01', 'April 2023 sticker ut.', now(), 1) returning id::text
                """, unit);
        }
        Assert.Contains("<a href=\"/analys/tecken\">1 tecken i diagrammen väntar på att du säger vad det var</a>", await Page(TestUsers.Manager, "/analys/"));
        Assert.Contains("<a href=\"/analys/tecken\">2 tecken är inte förklarade av sina enheter</a>", await Page(TestUsers.QualityDeveloper, "/analys/"));
        Assert.Contains("2 tecken är inte förklarade av sina enheter", await Page(TestUsers.Analyst, "/analys/"));
        Assert.DoesNotContain("Att titta på", await Page(TestUsers.OtherManager, "/analys/"));
        // Who has chosen looks at the choice.
        Assert.DoesNotContain("Att titta på", await Page(TestUsers.Manager, "/analys/?slag=other"));
    }

    private Task Map() => host.Tell([Catalogue("ProcessChanged", Process, new { processId = Process, name = "Läkemedel", kind = "main" }), Catalogue("ActivityChanged", Planning, new { activityId = Planning, processId = Process, name = "Planera", number = 1, ended = false }), Catalogue("ActivityChanged", Giving, new { activityId = Giving, processId = Process, name = "Ge läkemedel", number = 2, ended = false })]);

    private static ReceivedMessage Catalogue(string contract, Guid id, object data)
    {
        var body = JsonSerializer.SerializeToNode(data)!;
        (body["subject"], body["subjectVersion"], body["at"], body["visibility"], body["links"]) = (id.ToString(), 1, DateTimeOffset.UtcNow, "analyst", new JsonArray());
        return new(Guid.CreateVersion7(), $"urn:message:Huset.Processes.Contracts:{contract}", body.Deserialize<JsonElement>(), "processes");
    }

    private static ReceivedMessage Case(
        Guid id, string day, int? hour, int version = 1, string unit = TestUnits.Norrangen, string kind = "health-care", string? category = null, string harm = "minor", Guid? step = null, string nature = "happened", Visibility visibility = Visibility.Analyst)
    {
        var told = Messages.Deviation(id, version, unit, kind, day, visibility);
        var body = JsonNode.Parse(told.Body.GetRawText())!;
        (body["occurredHour"], body["category"], body["harm"], body["nature"]) = (hour, category, harm, nature);
        body["links"] = step is null ? new JsonArray() : new JsonArray(new JsonObject { ["rel"] = "arose-in", ["type"] = "activity", ["id"] = $"{step}" });
        // What is not told is absent.
        foreach (var absent in new[] { "occurredHour", "category" }.Where(member => body[member] is null)) body.AsObject().Remove(absent);
        return told with { Body = body.Deserialize<JsonElement>() };
    }

    private static ReceivedMessage Cause(Guid id, Guid deviation, string area, int version = 1) => new(
        Guid.CreateVersion7(), "urn:message:Huset.Deviations.Contracts:CauseChanged",
        JsonSerializer.SerializeToElement(new CauseChanged(id, deviation, TestUnits.Norrangen, area, false, Visibility.Analyst, [new Link("found-in", "deviation", $"{deviation}")], version, DateTimeOffset.UtcNow), JsonSerializerOptions.Web), "deviations");

    private Task Report(string unit, int year, int count) => host.Tell(Enumerable.Range(0, count).Select(number => Case(Guid.CreateVersion7(), $"{year}-{1 + (number % 12):00}-10", 7, unit: unit)));

    private async Task Volumes(int year, params (string Unit, int Hours)[] units)
    {
        var rows = units.SelectMany(unit => Enumerable.Range(1, 12).Select(month => $"{unit.Unit};{year}-{month:00};hours;{unit.Hours}"));
        await host.As(TestUsers.Analyst).PostAsync("/analytics/v1/volumes/imports", new StringContent($"unitCode;month;kind;value\n{string.Join('\n', rows)}\n", Encoding.UTF8, "text/csv")).Json();
    }

    private Task<JsonElement> Read(string path) => host.As(TestUsers.Analyst).GetAsync(path).Json();

    private async Task<string[]> Bars(string choice) =>
        [.. (await Read($"{Pareto}?{Period}&{choice}")).GetProperty("items").EnumerateArray().Select(item => string.Create(CultureInfo.InvariantCulture, $"{item.GetProperty("code").GetString()} {item.GetProperty("count").GetInt32()} {item.GetProperty("share").GetDouble()} {item.GetProperty("cumulativeShare").GetDouble()}"))];

    private async Task<string[]> Hours(string choice) =>
        [.. (await Read($"{Heat}?{Period}&{choice}")).GetProperty("items").EnumerateArray().Select(item => $"{item.GetProperty("weekday").GetInt32()} {(item.TryGetProperty("hour", out var hour) && hour.ValueKind == JsonValueKind.Number ? hour.GetInt32() : "-")} {item.GetProperty("count").GetInt32()}")];

    private async Task<string> Text(TestUser reader, string path) => await (await host.As(reader).GetAsync(path)).Content.ReadAsStringAsync();

    private async Task<string> Page(TestUser reader, string path) => WebUtility.HtmlDecode(await Text(reader, path));

    private static bool IsAbsent(JsonElement of, string member) => !of.TryGetProperty(member, out var value) || value.ValueKind == JsonValueKind.Null;

    private async Task<JsonElement> Rebuilt() => await Done((await host.As(TestUsers.Administrator).Post("/analytics/v1/rebuilds", new { model = "deviation-counts" }).Json(HttpStatusCode.Created)).GetProperty("id").GetGuid());

    private async Task<JsonElement> Done(Guid id)
    {
        var patience = DateTime.UtcNow.AddMinutes(1);
        while (true)
        {
            var rebuild = await host.As(TestUsers.Administrator).GetAsync($"/analytics/v1/rebuilds/{id}").Json();
            if (rebuild.GetProperty("state").GetString() is "done" or "failed") return rebuild;
            Assert.True(DateTime.UtcNow < patience, rebuild.GetRawText());
            await Task.Delay(50);
        }
    }

    private async Task Run(string sql)
    {
        await using var command = host.Owner.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
