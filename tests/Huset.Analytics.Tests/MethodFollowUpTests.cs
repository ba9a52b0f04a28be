using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Huset.Analytics.Contracts;
using Huset.Analytics.Features.FollowUps;
using Microsoft.Extensions.DependencyInjection;

namespace Huset.Analytics.Tests;

/// <summary>The local follow-up of a method: set up, measured by codes, read beside what is known, and concluded.</summary>
public sealed class MethodFollowUpTests(AnalyticsHost host)
{
    private const string Path = "/analytics/v1/follow-ups", Pages = "/analys/uppfoljningar";

    [Fact]
    public async Task What_cases_came_to_is_told_by_unit_and_others_see_it_when_it_is_concluded_and_none_is_few()
    {
        var id = await SetUp("Resultat");
        var rows = new StringBuilder("unitCode;scale;caseKey;moment;on;value\n");
        void Case(string unit, string scale, int number, int start, int? end)
        {
            rows.Append(Culture($"{unit};{scale};K-{number:000};start;2026-01-0{1 + (number % 9)};{start}\n"));
            if (end is { } value) rows.Append(Culture($"{unit};{scale};K-{number:000};end;2026-03-01;{value}\n"));
        }
        // Six better by ten, five worse by two, five without an end; one measured at its end alone.
        for (var number = 0; number < 16; number++) Case("norrangen", "oro", number, 30, number < 6 ? 20 : number < 11 ? 32 : null);
        for (var number = 0; number < 6; number++) Case("norrangen", "gaf", number, 40, 50);
        Case("kullen", "gaf", 0, 40, 40);
        rows.Append("kullen;gaf;K-777;end;2026-03-01;60\nkullen;gaf;K-778;on-the-way;2026-02-01;61,5\n");
        Assert.Equal((0, 0), await Import(TestUsers.Manager, id, $"{rows}".Replace(";30\n", ";300\n", StringComparison.Ordinal), "?dryRun=true", created: 27));
        Assert.Equal((0, 0), await Import(TestUsers.Manager, id, $"{rows}", created: 43));
        Assert.Equal((0, 43), await Import(TestUsers.Integration, id, $"{rows}", created: 0));
        Assert.Equal((1, 0), await Import(TestUsers.Manager, id, "unitCode;scale;caseKey;moment;on;value\nkullen;gaf;k-000;end;2026-03-02;41\n", created: 0));

        var own = await Rows(TestUsers.Manager, id);
        // Lower is better on this scale, and who has no end is counted as just that.
        Assert.Equal("16 11 5 0 6 0 5 -10 False", Told(own["oro norrangen"]));
        Assert.Equal("6 6 0 0 6 0 0 10 False", Told(own["gaf norrangen"]));
        Assert.Equal("1 1 0 2 1 0 0 1 False", Told(own["gaf kullen"]));
        Assert.Equal("7 7 0 2 7 0 0 10 False", Told(own["gaf "]));
        // While it goes on another reader sees nothing of them; concluded, only where nobody is few.
        Assert.All((await Rows(TestUsers.BoardMember, id)).Values, row => Assert.True(row.GetProperty("hidden").GetBoolean() && !row.TryGetProperty("withStart", out _)));
        Assert.Contains("Visas inte", await Html(TestUsers.BoardMember, $"{Pages}/{id}"));
        await host.As(TestUsers.QualityDeveloper).SendAsync(Requests.Matched(Requests.Write($"{Path}/{id}/conclusion", new { outcome = "changed", conclusion = "Färre är oroliga." }))).Json();
        var board = await Rows(TestUsers.BoardMember, id);
        Assert.Equal("16 11 5 0 6 0 5 -10 False", Told(board["oro norrangen"]));
        Assert.All(board.Where(row => row.Key.StartsWith("gaf", StringComparison.Ordinal)), row => Assert.True(row.Value.GetProperty("hidden").GetBoolean()));
        Assert.DoesNotContain("kullen;Kullens hemtjänst;1", await host.As(TestUsers.BoardMember).GetStringAsync($"{Path}/{id}/result?format=csv"), StringComparison.Ordinal);

        var page = await Html(TestUsers.Manager, $"{Pages}/{id}");
        Assert.Contains("11 är mätta vid både start och avslut: 6 bättre, 0 oförändrade och 5 sämre. Den mittersta förändringen är −10. 5 har ingen mätning vid avslut än", page.Replace('\u00A0', ' ').Replace('-', '−'));
        Assert.Contains("Visst stöd i översikter.", page);
        Assert.Contains("class=\"chart change\"", page);
        Assert.Contains("Färre är oroliga.", page);
        await host.As(TestUsers.Manager).PostAsync($"{Path}/{id}/measurements/imports", Csv("unitCode;scale;caseKey;moment;on;value\nkullen;gaf;K-1;start;2026-03-02;41\n")).Problem(HttpStatusCode.Conflict, "method-follow-up.concluded");

        // A manager reads the cases of the own units alone, and whoever only compares reads none.
        Assert.Equal(44, (await host.As(TestUsers.Manager).GetStringAsync($"{Path}/{id}/measurements?format=csv")).Trim().Split("\r\n").Length);
        Assert.Equal(HttpStatusCode.Forbidden, (await host.As(TestUsers.BoardMember).GetAsync($"{Path}/{id}/measurements")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.As(null).GetAsync($"{Path}/{id}/result")).StatusCode);
        var told = (await host.Published<MethodFollowUpChanged>()).Where(one => one.FollowUpId == id).ToList();
        Assert.Equal(["open 1 ", "concluded 2 changed"], told.Select(one => $"{one.Status} {one.SubjectVersion} {one.Outcome}").Order(StringComparer.Ordinal).Reverse());
        Assert.DoesNotContain("K-", JsonSerializer.Serialize(told), StringComparison.Ordinal);
        Assert.Contains(told[0].Links, link => link is { Rel: "concerns", Type: "unit", Id: "ao" });
    }

    [Fact]
    public async Task A_file_with_a_number_or_a_name_for_a_case_is_refused_line_by_line_and_stores_nothing()
    {
        var id = await SetUp("Fel");
        string[] lines =
        [
            "norrangen;gaf;19121212-1212;start;2026-01-02;10", "norrangen;gaf;450312;start;2026-01-02;10", "norrangen;gaf;1945-03-12;start;2026-01-02;10", "norrangen;gaf;ANNA-1;start;2026-01-02;10", "norrangen;gaf;Bo;start;2026-01-02;10",
            "hasselvagen;gaf;K-1;start;2026-01-02;10", "norrangen;okand;K-1;start;2026-01-02;10", "norrangen;gaf;K-1;nu;2026-01-02;10", "norrangen;gaf;K-1;start;2025-12-31;10", "norrangen;gaf;K-1;start;2026-01-02;101",
            "norrangen;gaf;K-1;start;2026-01-02;", "norrangen;gaf;K-2;end;2026-01-02;10", "norrangen;gaf;K-2;start;2026-01-03;10", "norrangen;gaf;K-2;start;2026-01-03;11", "norrangen;gaf;2025-013;start;2026-01-03;11",
        ];
        var answer = await host.As(TestUsers.Manager).PostAsync($"{Path}/{id}/measurements/imports", Csv($"unitCode;scale;caseKey;moment;on;value\n{string.Join('\n', lines)}\n")).Problem(HttpStatusCode.BadRequest, "measurements.import-refused");
        Assert.Equal(
            ["2 case-is-number", "3 case-is-number", "4 case-is-number", "5 case-invalid", "6 case-invalid", "7 unit-unknown", "8 scale-unknown", "9 moment-invalid", "10 day-invalid", "11 value-invalid", "12 value-invalid", "13 order", "14 order", "15 twice"],
            answer.GetProperty("refused").EnumerateArray().Select(row => $"{row.GetProperty("row").GetInt32()} {row.GetProperty("code").GetString()!.Split('.')[1]}"));
        Assert.DoesNotContain("ANNA", answer.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(0, await host.Scalar<long>("select count(*) from measurements where follow_up_id = $1::uuid", id));

        // The same by the form, which keeps what was typed; then a right one, which is taken away again.
        (string, string)[] typed = [("Request.UnitCode", "norrangen"), ("Request.Scale", "gaf"), ("Request.Moment", "start"), ("Request.On", "2026-01-02"), ("Request.Value", "12,5")];
        var wrong = await (await host.As(TestUsers.Manager).Form($"{Pages}/{id}/matningar", "matning", [.. typed, ("Request.CaseKey", "19121212-1212")])).Content.ReadAsStringAsync();
        Assert.Contains("12,5", wrong);
        Assert.Contains("ser ut som ett personnummer", WebUtility.HtmlDecode(wrong));
        Assert.Equal(HttpStatusCode.Found, (await host.As(TestUsers.Manager).Form($"{Pages}/{id}/matningar", "matning", [.. typed, ("Request.CaseKey", "K-1")])).StatusCode);
        Assert.Contains("K-1", await Html(TestUsers.Manager, $"{Pages}/{id}/matningar"));
        // A scale that is measured by keeps its ends.
        await host.As(TestUsers.QualityDeveloper).SendAsync(Requests.Matched(Requests.Put($"{Path}/{id}", Body("Fel", highest: 90)))).Problem(HttpStatusCode.Conflict, "method-follow-up.measured");
        var measurement = (await host.As(TestUsers.Manager).GetAsync($"{Path}/{id}/measurements").Json()).GetProperty("items")[0].GetProperty("id").GetString()!;
        Assert.Equal(HttpStatusCode.Found, (await host.As(TestUsers.Manager).Form($"{Pages}/{id}/matningar", "bort", ("Removed", measurement))).StatusCode);
        await host.As(TestUsers.QualityDeveloper).SendAsync(Requests.Matched(Requests.Put($"{Path}/{id}", Body("Fel", highest: 90)))).Json();
        await host.As(TestUsers.QualityDeveloper).PostAsJsonAsync(Path, Body("Länk", link: "javascript:alert(1)")).NamesField("evidenceLink");
        // Who sees no cases has no business with them, and who sets one up may read it.
        foreach (var other in new[] { TestUsers.Manager, TestUsers.Administrator, TestUsers.Analyst }) Assert.Equal(HttpStatusCode.Forbidden, (await host.As(other).PostAsJsonAsync(Path, Body("Fel roll"))).StatusCode);
    }

    [Fact]
    public async Task A_follow_up_is_set_up_and_changed_by_pages_and_found_from_the_indicators()
    {
        (string, string)[] scale = [("Request.ScaleName-0", "GAF"), ("Request.ScaleCode-0", "gaf"), ("Request.Lowest-0", "1"), ("Request.Highest-0", "100"), ("Request.Better-0", "true")];
        (string, string)[] said =
        [
            ("Request.Name", "Samtal på sidan"), ("Request.Method", "Motiverande samtal"), ("Request.UnitCode", "ao"), ("Request.Purpose", "Veta om det hjälper."), ("Request.Evidence", "Visst stöd."), ("Request.From", "2026-01-01"), ("Request.EvidenceLink", "https://www.socialstyrelsen.se/"),
        ];
        var wrong = WebUtility.HtmlDecode(await (await host.As(TestUsers.QualityDeveloper).Form($"{Pages}/ny", "uppfoljning", said)).Content.ReadAsStringAsync());
        Assert.Contains("Skriv minst en skala.", wrong);
        Assert.Contains("Veta om det hjälper.", wrong);
        var made = await host.As(TestUsers.QualityDeveloper).Form($"{Pages}/ny", "uppfoljning", [.. said, .. scale]);
        Assert.Equal(HttpStatusCode.Found, made.StatusCode);
        var address = made.Headers.Location!.OriginalString.Split('?')[0];
        var id = address[(address.LastIndexOf('/') + 1)..];
        Assert.Contains("Skala 1: namn", await Html(TestUsers.QualityDeveloper, $"{Pages}/{id}/andra"));
        Assert.Equal(HttpStatusCode.Found, (await host.As(TestUsers.QualityDeveloper).Form($"{Pages}/{id}/andra", "uppfoljning", [.. said[1..], .. scale, ("Request.Name", "Samtal igen"), ("Version", "1")])).StatusCode);
        Assert.Contains("Samtal igen", await Html(TestUsers.Manager, Pages));
        Assert.Contains("href=\"uppfoljningar\"", await Html(TestUsers.Manager, "/analys/indikatorer"));
        var tried = await (await host.As(TestUsers.Manager).Form($"{Pages}/{id}/las-in", "fil", ("Text", "unitCode;scale;caseKey;moment;on;value\nnorrangen;gaf;K-1;start;2026-01-02;10\n"))).Content.ReadAsStringAsync();
        Assert.Contains("Inget är sparat än", WebUtility.HtmlDecode(tried));
        Assert.Equal(HttpStatusCode.Found, (await host.As(TestUsers.QualityDeveloper).Form($"{Pages}/{id}/avsluta", "avsluta", ("Version", "2"), ("Request.Outcome", "Ends"), ("Request.Conclusion", "Det hjälpte inte."))).StatusCode);
        Assert.Contains("Det hjälpte inte.", await Html(TestUsers.BoardMember, $"{Pages}/{id}"));
    }

    [Fact]
    public async Task Every_reading_and_writing_of_measurements_is_in_the_access_log_and_what_they_came_to_is_not()
    {
        var id = await SetUp("Logg");
        const string Head = "unitCode;scale;caseKey;moment;on;value\n", First = "norrangen;gaf;LOG-901;start;2026-01-02;10\n", Second = "kullen;gaf;LOG-902;start;2026-01-02;10\n";
        await Import(TestUsers.Manager, id, $"{Head}{First}{Second}", created: 2);
        await Import(TestUsers.Manager, id, $"{Head}{First}", "?dryRun=true", created: 0);
        await Import(TestUsers.Manager, id, $"{Head}{First.Replace(";10", ";12", StringComparison.Ordinal)}", created: 0);
        await host.As(TestUsers.Manager).GetStringAsync($"{Path}/{id}/measurements?format=csv");
        var listed = (await host.As(TestUsers.Analyst).GetAsync($"{Path}/{id}/measurements").Json()).GetProperty("items").EnumerateArray().Single(one => one.GetProperty("caseKey").GetString() == "LOG-901");
        await Html(TestUsers.Manager, $"{Pages}/{id}/matningar");
        foreach (var address in new[] { $"{Path}/{id}/result", $"{Path}/{id}/result?format=csv", $"{Pages}/{id}" }) await host.As(TestUsers.Manager).GetStringAsync(address);
        await host.As(TestUsers.BoardMember).GetAsync($"{Path}/{id}/measurements");
        Assert.Equal(HttpStatusCode.NoContent, (await host.As(TestUsers.Manager).DeleteAsync($"{Path}/{id}/measurements/{listed.GetProperty("id").GetString()}")).StatusCode);

        const string Both = "LOG-901,LOG-902", Wrote = "analytics.write-indicator-values/units", Read = "analytics.read-counts/units";
        Assert.Equal(
            [
                $"create api {Both} {Wrote}", $"list api LOG-901 {Wrote}", $"list api LOG-901 {Wrote}", $"change api LOG-901 {Wrote}", $"export api LOG-902,LOG-901 {Read}", "list api LOG-902,LOG-901 analytics.read-counts/all",
                $"list page LOG-902,LOG-901 {Read}", $"change api LOG-901 {Wrote}",
            ],
            (await host.Scalar<string>("select string_agg(concat_ws(' ', action, way, array_to_string(subject_references, ','), array_to_string(why, ',')), '|' order by id) from access_log where 'LOG-901' = any(subject_references) and subject_type = 'measurement'")).Split('|'));
        Assert.Contains("LOG-902", await Html(TestUsers.Administrator, "/analys/logg?arende=LOG-902"));
    }

    [Fact]
    public async Task When_the_rules_time_is_over_the_measurements_are_gone_and_what_they_came_to_is_told_as_before()
    {
        var id = await SetUp("Gallras");
        var rows = new StringBuilder("unitCode;scale;caseKey;moment;on;value\n");
        foreach (var unit in new[] { "norrangen", "kullen" })
            for (var number = 0; number < 12; number++) rows.Append(Culture($"{unit};gaf;K-{number:000};start;2026-01-02;40\n{unit};gaf;K-{number:000};end;2026-03-01;{(number < 6 ? 50 : 35)}\n"));
        await Import(TestUsers.QualityDeveloper, id, $"{rows}kullen;oro;K-1;start;2026-01-02;30\n", created: 49);
        Assert.Contains("sparas i 24 månader", await Html(TestUsers.Manager, $"{Pages}/{id}"));
        await host.As(TestUsers.QualityDeveloper).SendAsync(Requests.Matched(Requests.Write($"{Path}/{id}/conclusion", new { outcome = "goes-on", conclusion = "Hälften mår bättre." }))).Json();
        TestUser[] readers = [TestUsers.Manager, TestUsers.BoardMember];
        async Task<string[]> Told() => [.. await Task.WhenAll(readers.Select(reader => host.As(reader).GetStringAsync($"{Path}/{id}/result?format=csv")))];
        var before = await Told();
        Assert.Contains("gaf;norrangen;Norrängens hemtjänst;12;12;0;0;6;0;6;2,5;false", before[1].Replace("True", "true", StringComparison.Ordinal).Replace("False", "false", StringComparison.Ordinal));
        Assert.Contains("oro;kullen;Kullens hemtjänst;;", before[1]);

        var over = ServiceDefaults.SwedishTime.Day(DateTimeOffset.UtcNow).AddMonths(-24);
        await Concluded(over.AddDays(1));
        await Look();
        Assert.Equal(49, await Left());
        Assert.Contains("tas bort", await Html(TestUsers.Manager, $"{Pages}/{id}"));
        await Concluded(over);
        await Look();
        Assert.Equal(0, await Left());
        await Look();
        Assert.Equal(before, await Told());
        var page = await Html(TestUsers.Manager, $"{Pages}/{id}");
        Assert.Contains("Mätningarna av enskilda ärenden togs bort", page);
        Assert.DoesNotContain($"href=\"uppfoljningar/{id}/matningar\"", page);
        Assert.Contains("Mätningarna har tagits bort.", await Html(TestUsers.Manager, $"{Pages}/{id}/matningar"));
        Assert.Equal(0, (await host.As(TestUsers.Manager).GetAsync($"{Path}/{id}/measurements").Json()).GetProperty("items").GetArrayLength());
        Assert.NotNull((await host.As(TestUsers.Manager).GetAsync($"{Path}/{id}").Json()).GetProperty("measurementsRemovedOn").GetString());
        Assert.Equal([1, 2, 3], (await host.Published<MethodFollowUpChanged>()).Where(one => one.FollowUpId == id).Select(one => one.SubjectVersion).Order());
        Assert.Contains("Mätningar sparas efter uppföljningen, månader", await Html(TestUsers.Administrator, "/analys/regler"));

        Task<int> Look() => host.Factory.Services.GetRequiredService<EndMeasurements>().Look(default);
        Task<long> Left() => host.Scalar<long>("select count(*) from measurements where follow_up_id = $1::uuid", id);
        Task<string> Concluded(DateOnly on) => host.Scalar<string>($"update method_follow_ups set concluded_on = '{on:yyyy-MM-dd}' where id = $1::uuid returning id::text", id);
    }

    private static string Culture(FormattableString text) => FormattableString.Invariant(text);

    private static StringContent Csv(string text) => new(text, Encoding.UTF8, "text/csv");

    private static object Body(string name, int highest = 100, string? link = "https://www.socialstyrelsen.se/metodguiden") => new
    {
        name,
        method = "Motiverande samtal",
        unitCode = "ao",
        purpose = "Veta om det hjälper.",
        evidence = "Visst stöd i översikter.",
        evidenceLink = link,
        from = "2026-01-01",
        scales = new[] { new { code = "gaf", name = "GAF", lowest = 1, highest, higherIsBetter = true }, new { code = "oro", name = "Oro", lowest = 0, highest = 60, higherIsBetter = false } },
    };

    private async Task<Guid> SetUp(string name) => (await host.As(TestUsers.QualityDeveloper).PostAsJsonAsync(Path, Body(name)).Json(HttpStatusCode.Created)).GetProperty("id").GetGuid();

    private async Task<(int Changed, int Unchanged)> Import(TestUser user, Guid id, string file, string query = "", int? created = null)
    {
        var result = await host.As(user).PostAsync($"{Path}/{id}/measurements/imports{query}", Csv(file)).Json();
        Assert.Equal(created, result.GetProperty("created").GetInt32());
        return (result.GetProperty("changed").GetInt32(), result.GetProperty("unchanged").GetInt32());
    }

    private async Task<Dictionary<string, JsonElement>> Rows(TestUser user, Guid id) => (await host.As(user).GetAsync($"{Path}/{id}/result").Json()).GetProperty("rows").EnumerateArray()
        .ToDictionary(row => $"{row.GetProperty("scale").GetString()} {(row.TryGetProperty("unitCode", out var unit) ? unit.GetString() : "")}");

    private static string Told(JsonElement row) => string.Join(' ', new[] { "withStart", "withBoth", "withoutEnd", "withoutStart", "improved", "unchanged", "worse", "medianChange", "hidden" }.Select(name => row.GetProperty(name).ToString()));

    private async Task<string> Html(TestUser user, string path) => WebUtility.HtmlDecode(await host.As(user).GetAsync(path).Html());
}
