using System.Globalization;
using System.Text;
using Huset.Deviations.Contracts;
using Huset.Events;
using Huset.ServiceDefaults.Identity;
using static Huset.Testing.Requests;

namespace Huset.Deviations.Tests;

/// <summary>An old system's cases from a file.</summary>
public sealed class ImportTests(DeviationsHost host)
{
    private const string Imports = "/deviations/v1/imports", Sources = "/deviations/v1/import-sources", Page = "/avvikelser/las-in";
    private const string Header = "externalReference;unitCode;occurredAt;kind;harm;description";
    private static int Made;

    [Fact]
    public async Task A_file_becomes_cases_with_their_own_days_and_the_same_file_again_makes_none()
    {
        var source = NewSource();
        var file = $"{Header};reportedAt;closedAt;severity;probability;feedback;reportedBy\n" +
            "LC-1;norrangen;2019-03-04 07:30;health-care;none;Dosen glömdes. Sedan ringdes sköterskan.;2019-03-05 08:00;2019-04-01 10:00;2;3;Tack, schemat är ändrat.;Eva Testsson\n" +
            "LC-2;Norrängens hemtjänst;2020-12-31 23:30;Vård eller läkemedel;;\"Föll i trappan;\nblev rädd\";;;;;;\n";
        var first = await Send(source, file);
        Assert.Equal(("done", 2, 2, 0, 0), Counts(first));
        Assert.Equal(("done", 2, 0, 2, 0), Counts(await Send(source, file)));

        var one = await host.As(TestUsers.Manager).GetAsync($"/deviations/v1/deviations/{await IdOf(source, "LC-1")}").Json();
        Assert.Equal(("closed", new DateTimeOffset(2019, 3, 5, 7, 0, 0, TimeSpan.Zero), "Tack, schemat är ändrat.", "Eva Testsson"), (one.Text("status"), one.GetProperty("reportedAt").GetDateTimeOffset(), one.Text("feedback"), one.Text("reportedBy")));
        Assert.StartsWith("AVV-2019-", one.Text("reference"));
        Assert.Equal((source, "LC-1", 6), (one.GetProperty("importedFrom").Text("source"), one.GetProperty("importedFrom").Text("reference"), one.GetProperty("assessment").GetProperty("score").GetInt32()));
        var two = await host.As(TestUsers.Manager).GetAsync($"/deviations/v1/deviations/{await IdOf(source, "LC-2")}").Json();
        Assert.Equal(("reported", "norrangen", "Föll i trappan;\nblev rädd", "unknown"), (two.Text("status"), two.Text("unitCode"), two.Text("description"), two.Text("harm")));

        var told = (await host.Published<DeviationReported>()).Single(reported => $"{reported.DeviationId}" == one.Text("id"));
        Assert.Equal((new DateOnly(2019, 3, 4), 7, "closed", 2, Visibility.Analyst), (told.OccurredOn, told.OccurredHour, told.Status, told.Severity, told.Visibility));
        Assert.Equal(2, await host.Scalar<int>("select cardinality(subject_ids) from access_log where action = 'create' and user_id = $1 and $2 = any(subject_ids)", $"{TestUsers.Administrator.Id}", one.Text("id")!));
        // The old number is what people know it by; it is found by it, and stands where its day is.
        var found = await host.As(TestUsers.Manager).GetAsync($"/deviations/v1/deviations?q=LC-1&unitCode=norrangen").Json();
        Assert.Contains(one.Text("id"), found.GetProperty("items").EnumerateArray().Select(item => item.Text("id")));
        Assert.Contains(source, await host.As(TestUsers.Manager).GetStringAsync($"/avvikelser/{one.Text("id")}"));
    }

    [Fact]
    public async Task A_row_that_is_wrong_refuses_only_itself_and_says_why()
    {
        var source = NewSource();
        var file = Header + "\n" +
            "A-1;norrangen;2019-03-04;other;none;Första.\n" +
            "A-2;norrangen;2019-03-04;other;none;\"Citatet stängs aldrig.\n" +
            "A-3;finns-inte;2019-03-04;other;none;Tredje.\n" +
            "A-4;norrangen;4 mars;other;none;Fjärde.\n" +
            "A-5;norrangen;2019-03-04;magi;none;Femte.\n" +
            "A-1;norrangen;2019-03-05;other;none;Sjätte, med samma nummer.\n" +
            "A-7;norrangen;2019-03-04;other;none;Sjunde;en cell för mycket\n" +
            "A-8;norrangen;2019-03-04;other;none;\n" +
            ";norrangen;2019-03-04;other;none;Nionde.\n" +
            "A-10;norrangen;2019-03-04;other;none;\"Sista, med \"\"citat\"\".\"\n";
        var tried = await Send(source, file, "&dryRun=true");
        Assert.Equal(("tried", 10, 2, 0, 8), Counts(tried));
        Assert.Equal(
            [(3, "row", "import.row-broken"), (4, "unitCode", "import.unit-unknown"), (5, "occurredAt", "row.field-invalid"), (6, "kind", "import.code-unknown"), (7, "externalReference", "import.twice"),
                (8, "row", "import.row-broken"), (9, "description", "row.field-invalid"), (10, "externalReference", "row.field-invalid")],
            tried.GetProperty("refusedRows").EnumerateArray().Select(row => (row.GetProperty("row").GetInt32(), row.Text("field"), row.Text("code"))));
        Assert.Equal(0, await host.Scalar<long>("select count(*) from deviations where import_source = $1", source));

        var id = tried.Text("id");
        var csv = await host.As(TestUsers.Administrator).GetStringAsync($"{Imports}/{id}/refused-rows");
        Assert.Contains("A-3;finns-inte;2019-03-04;other;none;Tredje.;4;Enhet;Enheten finns inte den dagen.", csv);
        Assert.Equal(HttpStatusCode.NotFound, (await host.As(Another).GetAsync($"{Imports}/{id}/refused-rows")).StatusCode);

        Assert.Equal(("done", 10, 2, 0, 8), Counts(await host.As(TestUsers.Administrator).Post($"{Imports}/{id}/runs", new { }).Json()));
        Assert.Equal(2, await host.Scalar<long>("select count(*) from deviations where import_source = $1", source));
        Assert.Equal(8, await host.Scalar<long>("select count(*) from import_rows where import_id = $1", Guid.Parse(id!)));
        Assert.Equal("import.done", (await host.As(TestUsers.Administrator).Post($"{Imports}/{id}/runs", new { }).Json(HttpStatusCode.Conflict)).Text("code"));
    }

    [Fact]
    public async Task Columns_and_words_are_told_once_for_each_system()
    {
        var source = NewSource();
        const string file = "Nr,Avdelning,Datum,Typ,Vad hände\n1,Avd 3,2018-05-06,Fall,Föll vid sängen.\n2,Avd 4,2018-05-06,Fall,Föll igen.\n";
        var missing = await host.As(TestUsers.Administrator).PostAsync($"{Imports}?source={source}", Csv(file)).Json(HttpStatusCode.BadRequest);
        Assert.True(missing.GetProperty("errors").TryGetProperty("externalReference", out _));
        var mapping = new
        {
            columns = new[] { new { field = "externalReference", heading = "nr" }, new { field = "unitCode", heading = "Avdelning" }, new { field = "occurredAt", heading = "Datum" }, new { field = "kind", heading = "Typ" }, new { field = "description", heading = "Vad hände" } },
            codes = new[] { new { field = "kind", theirs = "FALL", ours = "social-care" }, new { field = "unitCode", theirs = "Avd 3", ours = "norrangen" } },
        };
        await host.As(TestUsers.Administrator).SendAsync(Put($"{Sources}/{source}", mapping)).Json();
        var sent = await Send(source, file);
        Assert.Equal(("done", 2, 1, 0, 1), Counts(sent));
        Assert.Equal("import.unit-unknown", sent.GetProperty("refusedRows")[0].Text("code"));
        Assert.Equal("social-care", await host.Scalar<string>("select kind from deviations where import_source = $1", source));
        var stale = await host.As(TestUsers.Administrator).SendAsync(Put($"{Sources}/{source}", mapping, 7));
        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.StatusCode);
    }

    [Fact]
    public async Task A_case_of_a_legal_track_is_seen_by_its_investigators_alone_from_the_first_moment()
    {
        var source = NewSource();
        await Send(source, $"{Header};track;closedAt\nS-1;norrangen;2019-03-04;social-care;serious;Hemligt missförhållande i korridoren.;lex-sarah;2019-09-01\n");
        var id = await IdOf(source, "S-1");
        Assert.Equal(HttpStatusCode.NotFound, (await host.As(TestUsers.Manager).GetAsync($"/deviations/v1/deviations/{id}")).StatusCode);
        var seen = await host.As(TestUsers.LexInvestigator).GetAsync($"/deviations/v1/deviations/{id}").Json();
        Assert.Equal(("closed", "lex-sarah"), (seen.Text("status"), seen.GetProperty("restrictedTo")[0].GetString()));
        Assert.Equal(Visibility.Internal, (await host.Published<DeviationReported>()).Single(reported => reported.DeviationId == id).Visibility);
        Assert.Equal(new DateOnly(2019, 3, 1), await host.Scalar<DateOnly>("select month from lex_counts where deviation_id = $1", id));
        Assert.Equal(0, (await host.As(TestUsers.Manager).GetAsync("/deviations/v1/deviations?q=S-1").Json()).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Identity_numbers_are_counted_and_taken_out_when_asked()
    {
        var source = NewSource();
        const string file = Header + "\nP-1;norrangen;2019-03-04;other;none;Ringde 19121212-1212 om dosen.\n19121212-1212;norrangen;2019-03-04;other;none;Utan.\n";
        var sent = await Send(source, file, "&mask=true");
        Assert.Equal(1, sent.GetProperty("withIdentityNumbers").GetInt32());
        Assert.Equal(("done", 2, 1, 0, 1), Counts(sent));
        Assert.Equal("Ringde (personnummer borttaget) om dosen.", await host.Scalar<string>("select description from deviations where import_source = $1", source));
    }

    [Fact]
    public async Task A_long_file_is_told_of_while_it_is_read_and_goes_on_after_a_part_that_is_stored()
    {
        var source = NewSource();
        var file = new StringBuilder(Header).Append('\n');
        foreach (var number in Enumerable.Range(1, 1300)) file.Append(CultureInfo.InvariantCulture, $"L-{number};norrangen;2021-{number % 12 + 1:00}-03;other;none;Rad {number}.\n");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Imports}?source={source}&format=ndjson") { Content = Csv(file.ToString()) };
        var lines = (await (await host.As(TestUsers.Administrator).SendAsync(request)).Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(("done", 1300, 1300, 0, 0), Counts(lines[^1]));
        Assert.Equal(lines.Select(line => line.GetProperty("handled").GetInt32()).Order(), lines.Select(line => line.GetProperty("handled").GetInt32()));
        // Ids are of the day when each was reported, so that lists in the order of ids are in the order of days.
        Assert.True(await host.Scalar<bool>("select bool_and(nth_by_id = nth_by_day) from (select rank() over (order by left(id::text, 13)) nth_by_id, rank() over (order by reported_at) nth_by_day from deviations where import_source = $1) ordered", source));
        Assert.Equal(1300, (await host.Published<DeviationReported>()).Count(reported => reported.OccurredOn.Year == 2021 && reported.OccurredOn.Day == 3));
    }

    [Fact]
    public async Task The_page_asks_what_columns_and_words_are_tries_the_file_and_takes_it_in()
    {
        var source = NewSource();
        var admin = host.As(TestUsers.Administrator);
        using var upload = new MultipartFormDataContent { { new StringContent("fil"), "_handler" }, { new StringContent(source), "Source" }, { Csv("Nr;Avdelning;Datum;Typ;Text\n7;Avd 9;2017-02-03;Fall;Snubblade på mattan.\n"), "File", "gammalt.csv" } };
        var received = await admin.PostAsync(Page, upload);
        Assert.Equal(HttpStatusCode.Found, received.StatusCode);
        var address = $"/avvikelser/{received.Headers.Location!.OriginalString.Split("/avvikelser/")[^1]}";
        Assert.Contains("Vilken kolumn i filen", await admin.GetStringAsync(address));
        var refused = await admin.Form(address, "las", ("Do", "try"), ("Column.unitCode", "1"));
        Assert.Contains("Välj kolumn för Ärendenummer.", WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync()));
        (string, string)[] columns = [("Column.externalReference", "0"), ("Column.unitCode", "1"), ("Column.occurredAt", "2"), ("Column.kind", "3"), ("Column.description", "4")];
        Assert.Equal(HttpStatusCode.Found, (await admin.Form(address, "las", [("Do", "try"), .. columns])).StatusCode);
        await DeviationsHost.Eventually(() => State(source) == "tried");
        var tried = WebUtility.HtmlDecode(await admin.GetStringAsync(address));
        Assert.Contains("Enhet: Avd 9", tried);
        Assert.Contains("Enheten finns inte den dagen.", tried);
        Assert.Equal(HttpStatusCode.Found, (await admin.Form(address, "las", [("Do", "try"), .. columns, ("Word.0", "unitCode|Avd 9"), ("Code.0", "norrangen"), ("Word.1", "kind|Fall"), ("Code.1", "social-care")])).StatusCode);
        await DeviationsHost.Eventually(() => State(source) == "tried" && host.Scalar<int>("select created from imports where source = $1", source).GetAwaiter().GetResult() == 1);
        Assert.Contains("Läs in 1 ärenden", WebUtility.HtmlDecode(await admin.GetStringAsync(address)));
        Assert.Equal(HttpStatusCode.Found, (await admin.Form(address, "las", [("Do", "run"), .. columns])).StatusCode);
        await DeviationsHost.Eventually(() => State(source) == "done");
        Assert.Equal("Snubblade på mattan.", await host.Scalar<string>("select description from deviations where import_source = $1 and import_reference = '7'", source));
        Assert.Contains("Filen är inläst.", WebUtility.HtmlDecode(await admin.GetStringAsync(address)));
    }

    [Fact]
    public async Task What_is_no_file_of_cases_is_refused_whole()
    {
        var admin = host.As(TestUsers.Administrator);
        Assert.Equal(HttpStatusCode.BadRequest, (await admin.PostAsync(Imports, Csv(""))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await admin.PostAsync(Imports, Csv($"{Header}\n"))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await admin.PostAsync(Imports, new ByteArrayContent([.. Encoding.UTF8.GetBytes($"{Header}\n1;norrangen;2019-03-04;other;none;"), 0xE5, 0x0A]) { Headers = { ContentType = new("text/csv") } })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await admin.PostAsync($"{Imports}?source=Med%20mellanslag", Csv($"{Header}\n"))).StatusCode);
        foreach (var name in new[] { "Med%20mellanslag", "a%2Fb", "%20" }) await admin.PostAsync($"{Imports}?source={name}", Csv($"{Header}\n1;norrangen;2019-03-04;other;none;Föll.\n")).NamesField("source");
        await admin.SendAsync(Write(HttpMethod.Put, $"{Sources}/Med%20mellanslag", new { columns = Array.Empty<object>(), codes = Array.Empty<object>() })).NamesField("source");
        using var form = new MultipartFormDataContent { { new StringContent("fil"), "_handler" }, { new StringContent("x"), "Source" }, { new StringContent($"{Guid.NewGuid()}"), "_key" }, { Csv($"{Header}\n"), "File", "tom.csv" } };
        Assert.Contains("Filen har inga rader", WebUtility.HtmlDecode(await (await admin.PostAsync(Page, form)).Content.ReadAsStringAsync()));
    }

    private static readonly TestUser Another = new("annan-admin", [Roles.Systemadministrator]);

    private static string NewSource() => $"prov-{Interlocked.Increment(ref Made)}-{Guid.NewGuid():N}"[..20];

    private static StringContent Csv(string text) => new(text, Encoding.UTF8, "text/csv");

    private static (string?, int, int, int, int) Counts(System.Text.Json.JsonElement import) =>
        (import.Text("state"), import.GetProperty("handled").GetInt32(), import.GetProperty("created").GetInt32(), import.GetProperty("alreadyThere").GetInt32(), import.GetProperty("refused").GetInt32());

    private Task<System.Text.Json.JsonElement> Send(string source, string file, string more = "") => host.As(TestUsers.Administrator).PostAsync($"{Imports}?source={source}{more}", Csv(file)).Json();

    private Task<Guid> IdOf(string source, string reference) => host.Scalar<Guid>("select id from deviations where import_source = $1 and import_reference = $2", source, reference);

    private string State(string source) => host.Scalar<string>("select state from imports where source = $1", source).GetAwaiter().GetResult();
}
