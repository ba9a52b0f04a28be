using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Huset.ServiceDefaults;

namespace Huset.Competence.Tests.Competences;

/// <summary>A municipality comes with the sheet of certificates that it kept until now.</summary>
public sealed class ImportHeldTests(CompetenceHost host, ITestOutputHelper output)
{
    private const string Imports = $"{CompetenceHost.Api}/held-competences/imports";
    private const string Header = "number;name;competence;acquiredOn;expiresOn;evidence;note\n";
    private static DateOnly Today => SwedishTime.Today(TimeProvider.System);

    [Fact]
    public async Task A_row_becomes_a_competence_with_evidence_and_last_day_and_the_same_file_again_adds_nothing()
    {
        var (competence, person) = (await host.Competence(12), await Number());
        var file = $"Anställningsnummer;Namn;Kompetens;Från och med;Sista dag;Bevis;Anteckning\r\n{person.Number};Testsson, Någon;KOMPETENS {competence};2026-02-01;;kursintyg;Pärm 3\r\n{person.Number};;{competence};2026-03-01;2026-06-30;Praktiskt prov;\r\n;;;;;;\r\n";
        var tried = await Import(file, "?dryRun=true");
        Assert.Equal((2, 0, 0), tried);
        Assert.Empty(await Held(person.Id));
        Assert.Equal((2, 0, 0), await Import(file));
        Assert.Equal(
            [("2026-03-01", "2026-06-30", "praktiskt-prov", null), ("2026-02-01", "2027-01-31", "kursintyg", "Pärm 3")],
            (await Held(person.Id)).Select(row => (Text(row, "acquiredOn")!, Text(row, "expiresOn")!, Text(row, "evidence")!, Text(row, "note"))));
        Assert.Equal((0, 2, 0), await Import(file));
        Assert.Equal(2, (await Held(person.Id)).Count);
    }

    [Fact]
    public async Task Every_wrong_row_is_named_with_its_rule_and_stops_all_unless_it_is_to_be_skipped()
    {
        var (competence, person) = (await host.Competence(12), await Number());
        await host.Register(person.Id, competence, new(2026, 1, 1)).Json(HttpStatusCode.Created);
        string Row(string number, string name = "", string? what = null, string from = "2026-02-01", string to = "", string evidence = "kursintyg", string note = "") => $"{number};{name};{what ?? competence};{from};{to};{evidence};{note}\n";
        var n = person.Number;
        var file = Header + Row(n) + Row("finns-inte") + Row(n, "Annan Människa", from: "2026-02-02") + Row(n, what: "trolleri", from: "2026-02-03") + Row(n, evidence: "rykte", from: "2026-02-04")
            + Row(n, from: "i fjol") + Row(n, from: Today.AddDays(2).ToString("O")) + Row(n, from: "2026-02-05", to: "2030-01-01") + Row(n) + Row(n, from: "2026-01-01", evidence: "betyg") + Row("19121212-1212") + Row(n, from: "2026-02-06", note: "Gäller 121212-1212");
        var problem = await host.ImportCsv(Imports, file).Problem(HttpStatusCode.BadRequest, "held-competences.import-refused");
        Assert.Equal(
            [
                (3, "number", "person.unknown"), (4, "name", "person.name-differs"), (5, "competence", "competence.unknown"), (6, "evidence", "evidence.unknown"), (7, "acquiredOn", "row.field-invalid"), (8, "acquiredOn", "row.field-invalid"),
                (9, "expiresOn", "row.field-invalid"), (10, "competence", "held-competence.twice"), (11, "competence", "held-competence.known-otherwise"), (12, "number", "person.identity-number"), (13, "note", "person.identity-number"),
            ],
            problem.GetProperty("refused").EnumerateArray().Select(row => (row.GetProperty("row").GetInt32(), Text(row, "field")!, Text(row, "code")!)));
        Assert.DoesNotContain("121212", problem.ToString(), StringComparison.Ordinal);
        Assert.Single(await Held(person.Id));

        Assert.Equal((1, 0, 11), await Import(file, "?skipRefused=true"));
        Assert.Equal(2, (await Held(person.Id)).Count);
    }

    [Fact]
    public async Task What_someone_has_ended_stays_ended_when_the_file_comes_again()
    {
        var (competence, person) = (await host.Competence(), await Number());
        var file = Header + $"{person.Number};;{competence};2026-02-01;;kursintyg;\n";
        await Import(file);
        var id = Text(Assert.Single(await Held(person.Id)), "id");
        await host.As(TestUsers.Staffing).Post($"{CompetenceHost.Api}/employees/{person.Id}/competences/{id}/ending", new { reason = "Fel person" }).Json();
        Assert.Equal((0, 1, 0), await Import(file));
        Assert.False(Assert.Single(await Held(person.Id)).GetProperty("holds").GetBoolean());
        // Shown by something else it is another.
        Assert.Equal((1, 0, 0), await Import(file.Replace("kursintyg", "betyg", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_manager_takes_in_for_the_own_units_alone_and_an_employee_for_nobody()
    {
        var competence = await host.Competence();
        var (own, elsewhere) = (await Number(), await Number(TestUnits.Hasselvagen));
        string File(string number) => Header + $"{number};;{competence};2026-02-01;;kursintyg;\n";
        Assert.Equal(1, (await host.ImportCsv(Imports, File(own.Number), TestUsers.Manager).Json()).GetProperty("created").GetInt32());
        var refused = (await host.ImportCsv(Imports, File(elsewhere.Number), TestUsers.Manager).Problem(HttpStatusCode.BadRequest, "held-competences.import-refused")).GetProperty("refused")[0];
        Assert.Equal("person.unknown", Text(refused, "code"));
        await host.ImportCsv(Imports, File(own.Number), TestUsers.Employee).Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        await host.ImportCsv(Imports, File(own.Number), TestUsers.Administrator).Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        await host.As(null).PostAsync(Imports, new StringContent(File(own.Number), Encoding.UTF8, "text/csv")).Problem(HttpStatusCode.Unauthorized, "user.not-signed-in");
    }

    [Theory]
    [InlineData("number;competence;acquiredOn;evidence;skonummer\n", "skonummer")]
    [InlineData("number;competence;evidence\n", "acquiredOn")]
    public Task A_wrong_column_is_named(string csv, string column) => host.ImportCsv(Imports, csv).NamesField(column);

    [Fact]
    public async Task The_template_is_filled_in_with_a_number_of_the_directory_and_goes_in()
    {
        await host.Competence();
        var template = await host.As(TestUsers.Manager).GetStringAsync($"{Imports}/template");
        Assert.StartsWith("Anställningsnummer;Namn;Kompetens;Från och med;Sista dag;Bevis;Anteckning\r\n", template, StringComparison.Ordinal);
        var person = await Number();
        Assert.Equal((1, 0, 0), await Import(template.Replace("10042", person.Number, StringComparison.Ordinal).Replace("Anna Testsson", "Någon Testsson", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Ten_thousand_rows_are_taken_in_within_seconds()
    {
        var codes = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => host.Competence(24)));
        var mark = CompetenceHost.New("m")[..12];
        await host.Scalar<long>("""
            with added as (insert into employees (id, number, name, role, home_unit, employed_from, is_active, version, changed_at)
                select gen_random_uuid(), $1 || n, 'Person ' || n, 'underskoterska', 'kullen', '2020-01-01', true, 1, now() from generate_series(1, 2000) n returning 1)
            select count(*) from added
            """, mark);
        var file = Header + string.Concat(Enumerable.Range(1, 2000).SelectMany(n => codes.Select(code => $"{mark}{n};;{code};2026-02-01;;kursintyg;\n")));
        var clock = Stopwatch.StartNew();
        Assert.Equal((10_000, 0, 0), await Import(file));
        var first = clock.Elapsed;
        clock.Restart();
        Assert.Equal((0, 10_000, 0), await Import(file));
        output.WriteLine($"10,000 new rows {first.TotalSeconds:0.0} s, the same again {clock.Elapsed.TotalSeconds:0.0} s");
        // A busy machine takes twice as long as a quiet one.
        Assert.True(first < TimeSpan.FromMinutes(1), $"{first}");
        await host.Scalar<long>("with gone as (delete from held_competences h using employees e where e.id = h.employee_id and e.number like $1 || '%' returning 1) select count(*) from gone", mark);
        await host.Scalar<long>("with gone as (delete from employees where number like $1 || '%' returning 1) select count(*) from gone", mark);
    }

    [Fact]
    public async Task In_the_browser_the_file_is_tried_the_refused_fetched_and_the_rest_taken_in()
    {
        var (competence, person) = (await host.Competence(12), await Number());
        var empty = await Page("/kompetens/las-in-kompetenser");
        Assert.Contains($"Kompetens {competence}", empty, StringComparison.Ordinal);
        Assert.Contains("Välj en fil, eller klistra in rader", await Posted(), StringComparison.Ordinal);
        Assert.Contains("Kolumnen ”Från och med” saknas", await Posted(("Text", "number;competence;evidence\n1;a;b\n")), StringComparison.Ordinal);
        var text = Header + $"{person.Number};;{competence};2026-02-01;;kursintyg;\nfinns-inte;Borta Testsson;{competence};2026-02-01;;kursintyg;\n";
        var tried = await Posted(("Text", text));
        Assert.Contains("Rader som inte går att läsa in: 1", tried, StringComparison.Ordinal);
        Assert.Contains("Ingen med det numret finns", tried, StringComparison.Ordinal);
        Assert.Contains($"Från {Words.Day(new(2026, 2, 1))} till och med {Words.Day(new(2027, 1, 31))}", tried, StringComparison.Ordinal);
        Assert.Empty(await Held(person.Id));
        var refused = await (await host.As(TestUsers.Manager).PostAsync($"{Imports}/refused-rows", new FormUrlEncodedContent([new("Text", text)]))).Content.ReadAsStringAsync();
        Assert.Equal(["Anställningsnummer;Namn;Kompetens;Från och med;Sista dag;Bevis;Anteckning;Fel", $"finns-inte;Borta Testsson;{competence};2026-02-01;;kursintyg;;Ingen med det numret finns bland dem som du får registrera för. Rätta numret, eller läs först in personen under Personal.", ""], refused.Split("\r\n"));

        // Pressed without having been tried, nothing is stored.
        Assert.Contains("Rader som inte går", await Posted(("Text", text), ("Skip", "true")), StringComparison.Ordinal);
        Assert.Empty(await Held(person.Id));
        var done = await Send(("Text", text), ("Skip", "true"), ("Tried", Regex.Match(tried, "name=\"Tried\" value=\"([^\"]*)\"").Groups[1].Value));
        Assert.Equal(HttpStatusCode.Found, done.StatusCode);
        Assert.Contains("Rader som inte lästes in: 1", await Page($"/kompetens/{done.Headers.Location!.ToString().Split('/')[^1]}"), StringComparison.Ordinal);
        Assert.Single(await Held(person.Id));
        Assert.Contains("Allt i filen är redan registrerat", await Posted(("Text", text.Split("finns-inte")[0])), StringComparison.Ordinal);
    }

    private async Task<(Guid Id, string Number)> Number(string unit = TestUnits.Norrangen)
    {
        var id = await host.Employed(unit);
        return (id, id.ToString("N"));
    }

    private async Task<(int Created, int Unchanged, int Refused)> Import(string csv, string query = "")
    {
        var result = await host.ImportCsv($"{Imports}{query}", csv).Json();
        return (result.GetProperty("created").GetInt32(), result.GetProperty("unchanged").GetInt32(), result.GetProperty("refused").GetArrayLength());
    }

    private async Task<List<JsonElement>> Held(Guid person) => [.. (await host.As(TestUsers.Staffing).GetAsync($"{CompetenceHost.Api}/employees/{person}/competences").Json()).GetProperty("items").EnumerateArray()];

    private static string? Text(JsonElement row, string name) => row.TryGetProperty(name, out var value) ? value.GetString() : null;

    private async Task<string> Page(string path) => WebUtility.HtmlDecode(await host.As(TestUsers.Manager).GetStringAsync(path));

    private async Task<string> Posted(params (string Field, string Value)[] fields) => WebUtility.HtmlDecode(await (await Send(fields)).Content.ReadAsStringAsync());

    private Task<HttpResponseMessage> Send(params (string Field, string Value)[] fields) => host.As(TestUsers.Manager).PostAsync("/kompetens/las-in-kompetenser",
        new FormUrlEncodedContent(fields.Prepend((Field: "_handler", Value: "fil")).Select(field => KeyValuePair.Create(field.Field, field.Value))));
}
