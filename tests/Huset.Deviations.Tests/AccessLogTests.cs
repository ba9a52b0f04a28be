using System.Text.Json;

namespace Huset.Deviations.Tests;

/// <summary>Every reading and writing of a case is in the access log, and who looks there is too.</summary>
public sealed class AccessLogTests(DeviationsHost host)
{
    private const string Path = "/deviations/v1/access-log";
    private const string Cases = "/deviations/v1/deviations";

    [Fact]
    public async Task A_report_a_reading_and_a_page_leave_a_row_each()
    {
        var employee = TestUsers.Employee with { Id = Guid.NewGuid() };
        var id = await host.Reported(employee);
        await host.As(employee).GetAsync($"{Cases}/{id}").Json();
        await host.As(TestUsers.Manager).GetAsync($"/avvikelser/{id}");

        var rows = await Rows($"?subject={id}");
        Assert.Equal(["read page deviations.read/units", "read api deviations.read/own", "create api deviations.report/all"],
            rows.Where(row => Text(row, "action") != "list").Select(row => $"{Text(row, "action")} {Text(row, "way")} {row.GetProperty("why")[0].GetString()}"));
        var report = rows[^1];
        Assert.Equal(employee.Id.ToString(), Text(report, "userId"));
        Assert.Equal("Anna Testsson", Text(report, "userName"));
        Assert.Equal(TestUnits.Norrangen, Text(report, "homeUnit"));
        Assert.Equal("medarbetare", report.GetProperty("roles")[0].GetString());
        Assert.Equal("deviation", Text(report, "subjectType"));
        Assert.Matches("^[0-9a-f]{32}$", Text(report, "traceId"));
    }

    [Fact]
    public async Task A_list_leaves_one_row_with_exactly_the_cases_of_the_page_and_the_names_of_the_filters()
    {
        var employee = TestUsers.Employee with { Id = Guid.NewGuid() };
        for (var i = 0; i < 3; i++) await host.Reported(employee);
        var shown = (await host.As(employee).GetAsync($"{Cases}?limit=2&kind=health-care").Json()).GetProperty("items").EnumerateArray().Select(item => Text(item, "id")).ToList();

        var row = Assert.Single(await Rows($"?user={employee.Id}&action=list"));
        Assert.Equal(shown, row.GetProperty("subjects").EnumerateArray().Select(subject => Text(subject, "id")));
        Assert.Equal(2, shown.Count);
        Assert.Equal("[\"kind\"]", row.GetProperty("filters").GetRawText());
    }

    [Fact]
    public async Task Who_reads_without_words_has_read_a_case_all_the_same()
    {
        var reader = TestUsers.QualityDeveloper with { Id = Guid.NewGuid() };
        var id = await host.Reported(TestUsers.Employee);
        await host.As(reader).GetAsync($"{Cases}/{id}").Json();
        var row = Assert.Single(await Rows($"?user={reader.Id}"));
        Assert.Equal("deviations.read-without-text/all", row.GetProperty("why")[0].GetString());
    }

    [Fact]
    public async Task What_shows_nothing_leaves_nothing()
    {
        var stranger = TestUsers.Colleague with { Id = Guid.NewGuid() };
        var id = await host.Reported(TestUsers.Employee);
        await host.As(stranger).GetAsync($"{Cases}/{id}").Problem(HttpStatusCode.NotFound, "resource.not-found");
        Assert.Equal(HttpStatusCode.NotFound, (await host.As(stranger).GetAsync($"/avvikelser/{id}")).StatusCode);
        await host.As(stranger).Post(Cases, DeviationsHost.Report(("harm", null))).NamesField("harm");
        await host.As(stranger).GetAsync(Cases).Json();
        Assert.Empty(await Rows($"?user={stranger.Id}"));
    }

    [Fact]
    public async Task A_report_with_a_key_that_is_sent_twice_is_logged_once()
    {
        var employee = TestUsers.Employee with { Id = Guid.NewGuid() };
        var client = host.As(employee);
        client.DefaultRequestHeaders.Add("Idempotency-Key", Guid.NewGuid().ToString());
        var report = DeviationsHost.Report();
        await client.Post(Cases, report).Json(HttpStatusCode.Created);
        await client.Post(Cases, report).Json(HttpStatusCode.Created);
        Assert.Single(await Rows($"?user={employee.Id}&action=create"));
    }

    [Fact]
    public async Task A_form_that_is_shown_again_is_a_reading_though_its_write_is_undone()
    {
        var manager = TestUsers.Manager with { Id = Guid.NewGuid() };
        var id = await host.Reported(TestUsers.Employee);
        var refused = new Dictionary<string, string> { ["_handler"] = "overlamna", ["_key"] = Guid.NewGuid().ToString(), ["Version"] = "1", ["Request.Track"] = "LexSarah", ["Request.Reason"] = "" };
        Assert.Equal(HttpStatusCode.OK, (await host.As(manager).PostAsync($"/avvikelser/{id}/overlamna", new FormUrlEncodedContent(refused))).StatusCode);
        Assert.Equal("read", Text(Assert.Single(await Rows($"?user={manager.Id}")), "action"));
    }

    [Fact]
    public async Task A_case_is_found_by_its_reference()
    {
        var id = await host.Reported(TestUsers.Employee);
        var reference = Text(await host.As(TestUsers.Employee).GetAsync($"{Cases}/{id}").Json(), "reference");
        var rows = await Rows($"?subject={reference}");
        Assert.All(rows, row => Assert.Contains(row.GetProperty("subjects").EnumerateArray(), subject => Text(subject, "id") == id.ToString() && Text(subject, "reference") == reference));
        Assert.Contains(rows, row => Text(row, "action") == "create");
    }

    [Fact]
    public async Task Pages_follow_each_other_without_gap_or_repeat()
    {
        var employee = TestUsers.Employee with { Id = Guid.NewGuid() };
        for (var i = 0; i < 5; i++) await host.Reported(employee);
        var (ids, next) = (new List<long>(), (string?)$"{Path}?user={employee.Id}&limit=2");
        while (next is not null)
        {
            var page = await host.As(TestUsers.Administrator).GetAsync(next).Json();
            ids.AddRange(page.GetProperty("items").EnumerateArray().Select(row => row.GetProperty("id").GetInt64()));
            next = page.TryGetProperty("next", out var address) ? address.GetString() : null;
        }
        Assert.Equal(5, ids.Distinct().Count());
        Assert.Equal(ids.OrderDescending(), ids);
        await host.As(TestUsers.Administrator).GetAsync($"{Path}?before=999999999").NamesField("before");
    }

    [Fact]
    public async Task A_sample_is_as_large_as_asked_for_and_from_the_selection()
    {
        var employee = TestUsers.Employee with { Id = Guid.NewGuid() };
        for (var i = 0; i < 4; i++) await host.Reported(employee);
        Assert.Equal(3, (await Rows($"?user={employee.Id}&sample=3")).DistinctBy(row => row.GetProperty("id").GetInt64()).Count());
    }

    [Fact]
    public async Task Who_looks_in_the_log_is_in_it()
    {
        var administrator = TestUsers.Administrator with { Id = Guid.NewGuid() };
        var employee = TestUsers.Employee with { Id = Guid.NewGuid() };
        await host.Reported(employee);
        var shown = (await host.As(administrator).GetAsync($"{Path}?user={employee.Id}").Json()).GetProperty("items")[0].GetProperty("id").GetInt64();

        var row = Assert.Single(await Rows($"?user={administrator.Id}"));
        Assert.Equal("access-log", Text(row, "subjectType"));
        Assert.Equal($"{shown}", Text(row.GetProperty("subjects")[0], "id"));
        Assert.Equal("[\"user\"]", row.GetProperty("filters").GetRawText());
    }

    [Fact]
    public async Task The_file_holds_the_selection_and_calculates_nothing()
    {
        var employee = TestUsers.Employee with { Id = Guid.NewGuid(), Username = "=1+1" };
        await host.Reported(employee);
        var answer = await host.As(TestUsers.Administrator).GetAsync($"{Path}?user={employee.Id}&format=csv");
        Assert.Equal("text/csv", answer.Content.Headers.ContentType?.MediaType);
        var file = await answer.Content.ReadAsStringAsync();
        Assert.Contains(employee.Id.ToString(), file);
        Assert.Matches(";\"?'=1\\+1 Testsson\"?;", file);
        Assert.Single(await Rows($"?action=export&user={TestUsers.Administrator.Id}&limit=100"), row => Text(row.GetProperty("filters")[0]) == "user" && file.Contains($"{Text(row.GetProperty("subjects")[0], "id")};", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("?action=peek", "action")]
    [InlineData("?limit=0", "limit")]
    [InlineData("?sample=1000", "sample")]
    [InlineData("?format=xml", "format")]
    public Task A_wrong_selection_is_refused(string query, string field) => host.As(TestUsers.Administrator).GetAsync(Path + query).NamesField(field);

    [Theory]
    [InlineData(Path)]
    [InlineData(Path + "/reviews")]
    public async Task The_log_is_closed_to_everyone_but_the_responsible(string path)
    {
        await host.As(null).GetAsync(path).Problem(HttpStatusCode.Unauthorized, "user.not-signed-in");
        foreach (var user in new[] { TestUsers.Employee, TestUsers.Manager, TestUsers.Mas, TestUsers.QualityDeveloper, TestUsers.Integration })
            await host.As(user).GetAsync(path).Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        await host.As(TestUsers.Administrator).GetAsync(path).Json();
    }

    [Theory]
    [InlineData("/avvikelser/logg")]
    [InlineData("/avvikelser/logg/granskningar")]
    public async Task The_pages_are_closed_to_everyone_but_the_responsible(string path)
    {
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.As(null).GetAsync(path)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await host.As(TestUsers.Manager).GetAsync(path)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await host.As(TestUsers.Administrator).GetAsync(path)).StatusCode);
    }

    [Fact]
    public async Task The_page_shows_who_and_which_case_but_nothing_of_the_case()
    {
        var employee = TestUsers.Employee with { Id = Guid.NewGuid() };
        var id = await host.Reported(employee, ("description", "Ordet kantarell står bara här."));
        var reference = Text(await host.As(employee).GetAsync($"{Cases}/{id}").Json(), "reference");
        var page = await host.As(TestUsers.Administrator).GetStringAsync($"/avvikelser/logg?arende={reference}");
        Assert.Contains(reference, page);
        Assert.Contains("Anna Testsson", page);
        Assert.Contains("Läste", page);
        Assert.DoesNotContain("kantarell", page);
        Assert.Contains("Urvalet går inte att läsa", await host.As(TestUsers.Administrator).GetStringAsync("/avvikelser/logg?fran=igår"));
        Assert.Contains("href=\"logg\"", await host.As(TestUsers.Administrator).GetStringAsync("/avvikelser/"));
        Assert.DoesNotContain("href=\"logg\"", await host.As(TestUsers.Manager).GetStringAsync("/avvikelser/"));
    }

    private async Task<IReadOnlyList<JsonElement>> Rows(string query) =>
        [.. (await host.As(TestUsers.Administrator).GetAsync(Path + query).Json()).GetProperty("items").EnumerateArray()];

    private static string Text(JsonElement element, string? property = null) => (property is null ? element : element.GetProperty(property)).GetString()!;
}
