using System.Text;
using System.Text.RegularExpressions;
using Huset.Processes.Contracts;

namespace Huset.Processes.Tests;

/// <summary>The organisation changed in the browser, by its forms and without scripts.</summary>
public sealed class UnitPagesTests(ProcessesHost host)
{
    private static readonly string InAYear = SwedishToday().AddYears(1).ToString("O");

    [Fact]
    public async Task A_new_unit_is_reviewed_and_then_created()
    {
        var code = ProcessesHost.NewCode();
        var review = await Html("/processer/ny-enhet", Fields(("Request.Code", code), ("Request.LawAreas", "SoL"), ("Request.LawAreas", "HSL")));
        Assert.Contains("Det här händer när du sparar", review);
        Assert.Contains("Så snart du har sparat ser den som har sin roll på Äldreomsorg, Socialförvaltningen eller Socialnämnden enhetens ärenden", review);
        await host.As(TestUsers.Employee).GetAsync($"{ProcessesHost.Units}/{code}").Problem(HttpStatusCode.NotFound, "resource.not-found");

        var saved = await Send("/processer/ny-enhet", Fields(("Request.Code", code), ("Request.LawAreas", "SoL"), ("Request.LawAreas", "HSL"), ("Reviewed", Hidden(review, "Reviewed"))));
        Assert.Equal((HttpStatusCode.Found, $"enheter/{code}?sparad=ny"), (saved.StatusCode, saved.Headers.Location!.OriginalString.Split("/processer/")[^1]));
        var unit = await host.Read(code);
        Assert.Equal(("Nya enheten", "ao"), (unit.GetProperty("name").GetString(), unit.GetProperty("parent").GetString()));
        Assert.Equal(["SoL", "HSL"], unit.GetProperty("lawAreas").EnumerateArray().Select(law => law.GetString()));
        Assert.Contains("Enheten är skapad", await Html($"/processer/enheter/{code}?sparad=ny"));
    }

    [Fact]
    public async Task What_was_changed_after_the_review_is_reviewed_again()
    {
        var code = ProcessesHost.NewCode();
        var review = await Html("/processer/ny-enhet", Fields(("Request.Code", code)));
        var again = await Html("/processer/ny-enhet", Fields(("Request.Code", code), ("Request.Name", "Ett annat namn"), ("Reviewed", Hidden(review, "Reviewed"))));
        Assert.Contains("Granska den nya enheten", again);
        Assert.Contains("Ett annat namn", again);
        await host.As(TestUsers.Employee).GetAsync($"{ProcessesHost.Units}/{code}").Problem(HttpStatusCode.NotFound, "resource.not-found");
    }

    [Theory]
    [InlineData("Request.Name", "", "Skriv enhetens namn.")]
    [InlineData("Request.Code", "Stora Bokstäver", "Koden får bara ha små bokstäver")]
    [InlineData("Request.Code", "norrangen", "Koden används av en annan enhet")]
    [InlineData("Request.ValidFrom", "i morgon", "Skriv dagen som år, månad och dag")]
    [InlineData("Request.ValidFrom", "2019-01-01", "Enheten ovanför finns inte hela tiden")]
    [InlineData("Request.Type", "", "Välj vilket slags enhet det är.")]
    public async Task A_field_that_is_wrong_is_told_and_the_rest_is_kept(string field, string value, string sentence)
    {
        (string Field, string Value)[] right = [("Request.Code", ProcessesHost.NewCode()), ("Request.Name", "Skrivet med möda")];
        var page = await Html("/processer/ny-enhet", Fields([.. right.Where(filled => filled.Field != field), (field, value)]));
        Assert.Contains(sentence, page);
        if (field != "Request.Name") Assert.Contains("value=\"Skrivet med möda\"", page);
    }

    [Fact]
    public async Task A_move_tells_who_gains_and_loses_and_becomes_a_dated_version()
    {
        var code = await host.Created("flytt");
        await host.Created("under", ("parent", code));
        var path = $"/processer/enheter/{code}/andra";
        var form = Fields(("Request.Name", $"Enheten {code}"), ("Request.Parent", "fo"), ("Request.Board", "an"), ("Request.ValidFrom", InAYear), ("Version", "1"));
        var review = await Html(path, form);
        Assert.Contains("Till dess ser enheten ut som förut", review);
        Assert.Matches(@"Från och med [^<]* ser den som har sin roll på Funktionshinderomsorg enhetens ärenden", review);
        Assert.Matches(@"Från och med [^<]* ser den som har sin roll på Äldreomsorg dem inte längre", review);
        Assert.Contains("Enheten som ligger under följer med", review);
        Assert.DoesNotContain("Socialförvaltningen dem inte", review);

        var saved = await Send(path, [.. form, ("Reviewed", Hidden(review, "Reviewed"))]);
        Assert.Equal(HttpStatusCode.Found, saved.StatusCode);
        Assert.Equal(["ao", "fo"], (await host.Read(code)).GetProperty("versions").EnumerateArray().Select(version => version.GetProperty("parent").GetString()));
        Assert.Equal(2, (await host.Published<UnitChanged>()).Last(told => told.Code == code).SubjectVersion);
    }

    [Fact]
    public async Task What_changes_nothing_says_so()
    {
        var code = await host.Created();
        var page = await Html($"/processer/enheter/{code}/andra", Fields(("Request.Name", $"Enheten {code}"), ("Request.Board", "an"), ("Version", "1")));
        Assert.Contains("Det finns inget att spara", page);
    }

    [Fact]
    public async Task The_second_of_two_sees_what_differs_and_keeps_the_own_text()
    {
        var code = await host.Created();
        await host.Put(code, "*", ("name", "Kollegans namn"), ("type", "område")).Json();
        var path = $"/processer/enheter/{code}/andra";
        var form = Fields(("Request.Name", "Mitt namn"), ("Request.Board", "an"), ("Version", "1"));
        var stale = await Html(path, form);
        Assert.Contains("Någon annan hann ändra före dig", stale);
        Assert.Matches(@"Mitt namn</td>\s*<td[^>]*><mark>Kollegans namn", stale);
        Assert.Matches(@"Enhet</td>\s*<td[^>]*><mark>Område", stale);
        Assert.DoesNotContain("href=\"enheter#Board\"", stale);
        Assert.Contains("value=\"Mitt namn\"", stale);
        Assert.Equal("2", Hidden(stale, "Version"));
        Assert.Equal("Kollegans namn", (await host.Read(code)).GetProperty("name").GetString());

        form = Fields(("Request.Name", "Mitt namn"), ("Request.Board", "an"), ("Version", "2"));
        var review = await Html(path, form);
        Assert.Equal(HttpStatusCode.Found, (await Send(path, [.. form, ("Reviewed", Hidden(review, "Reviewed"))])).StatusCode);
        Assert.Equal("Mitt namn", (await host.Read(code)).GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_planned_change_is_shown_and_taken_back()
    {
        var code = await host.Created();
        await host.Put(code, "*", ("name", "Planerat namn"), ("validFrom", InAYear)).Json();
        Assert.Contains("Planerat namn", await Html("/processer/enheter"));
        var page = await Html($"/processer/enheter/{code}");
        Assert.Contains($"enheter/{code}/dra-tillbaka/{InAYear}", page);
        var path = $"/processer/enheter/{code}/dra-tillbaka/{InAYear}";
        var confirm = await Html(path);
        Assert.Matches(@"Planerat namn</td>\s*<td[^>]*><strong>Enheten", confirm);
        Assert.Equal(HttpStatusCode.Found, (await Send(path, [("_handler", "tillbaka"), ("Version", Hidden(confirm, "Version"))])).StatusCode);
        Assert.Single((await host.Read(code)).GetProperty("versions").EnumerateArray());
        Assert.Equal(3, (await host.Published<UnitChanged>()).Last(told => told.Code == code).SubjectVersion);
        await host.As(TestUsers.Administrator).GetAsync(path).Problem(HttpStatusCode.NotFound, "resource.not-found");
    }

    [Fact]
    public async Task Before_a_unit_is_closed_those_below_are_listed_and_a_planned_closing_is_taken_back()
    {
        var above = await host.Created("ovan");
        var below = await host.Created("under", ("parent", above));
        var path = $"/processer/enheter/{above}/stang";
        Assert.Contains($"enheter/{below}/andra", await Html(path));
        (string, string)[] form = [("_handler", "stang"), ("Request.ValidTo", InAYear), ("Confirmed", "true"), ("Version", "1")];
        Assert.Contains("Flytta eller stäng dem först", await Html(path, form));
        Assert.Contains("Kryssa i att du har läst", await Html(path, [("_handler", "stang"), ("Request.ValidTo", InAYear), ("Version", "1")]));
        Assert.Contains("Någon annan har ändrat enheten", await Html(path, [("_handler", "stang"), ("Request.ValidTo", InAYear), ("Confirmed", "true"), ("Version", "7")]));

        await host.Close(below, InAYear).Json();
        Assert.Equal(HttpStatusCode.Found, (await Send(path, form)).StatusCode);
        Assert.Equal(InAYear, (await host.Read(above)).GetProperty("validTo").GetString());

        var back = $"/processer/enheter/{above}/dra-tillbaka/stangning";
        Assert.Contains("finns kvar", await Html(back));
        Assert.Equal(HttpStatusCode.Found, (await Send(back, [("_handler", "tillbaka"), ("Version", "2")])).StatusCode);
        Assert.False((await host.Read(above)).TryGetProperty("validTo", out _));
    }

    [Fact]
    public async Task A_file_is_tried_row_by_row_and_then_taken_in()
    {
        var (one, two) = (ProcessesHost.NewCode("fil"), await host.Created("fil"));
        var csv = $"code;name;parent;type;validFrom\n{one};Ny ur fil;ao;enhet;2024-01-01\n{two};Bytt namn;ao;enhet;2024-01-01\nnorrangen;Norrängens hemtjänst;saknas;enhet;2024-01-01\n";
        var page = await Upload(csv);
        Assert.Contains("Rader som inte går att läsa in: 1", page);
        Assert.Contains("Enheten ovanför finns inte", page);
        Assert.Contains("Under Äldreomsorg", page);
        Assert.Matches(@"Namn: Enheten fil-[^ ]* → Bytt namn", page);
        Assert.Contains("norrangen;Norrängens hemtjänst;saknas", page);

        var refused = await host.As(TestUsers.Administrator).PostAsync("/processes/v1/units/imports/refused-rows", new FormUrlEncodedContent([new("Text", csv)]));
        var file = (await refused.Content.ReadAsStringAsync()).Split("\r\n");
        Assert.Equal("text/csv", refused.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("norrangen;Norrängens hemtjänst;saknas;enhet;", Assert.Single(file[1..], line => line.Length > 0));
        Assert.Contains("Enheten ovanför finns inte", file[1]);

        // Corrected in the page's own box, with the reasons' column as the file has it.
        var corrected = string.Join('\n', csv.Split('\n')[..3]) + "\n";
        var tried = await Html("/processer/las-in-enheter", [("_handler", "fil"), ("Text", corrected)]);
        Assert.Contains("Filen går att läsa in", tried);
        await host.As(TestUsers.Employee).GetAsync($"{ProcessesHost.Units}/{one}").Problem(HttpStatusCode.NotFound, "resource.not-found");
        var done = await Send("/processer/las-in-enheter", [("_handler", "fil"), ("Text", corrected.ReplaceLineEndings("\r\n")), ("Tried", Hidden(tried, "Tried"))]);
        Assert.EndsWith("klart=1&nya=1&andrade=1", done.Headers.Location!.OriginalString);
        Assert.Equal("Ny ur fil", (await host.Read(one)).GetProperty("name").GetString());
        Assert.Contains("Allt i filen är redan så", await Html("/processer/las-in-enheter", [("_handler", "fil"), ("Text", corrected)]));
    }

    [Fact]
    public async Task Refused_rows_of_what_is_no_file_are_refused()
    {
        Task<HttpResponseMessage> Ask(HttpContent body) => host.As(TestUsers.Administrator).PostAsync("/processes/v1/units/imports/refused-rows", body);
        await Ask(new FormUrlEncodedContent([])).Problem(HttpStatusCode.BadRequest, "request.unreadable");
        await Ask(new FormUrlEncodedContent([new("Text", "code;namn\n")])).NamesField("namn");
        await Ask(new FormUrlEncodedContent([new("Text", "code;name;type\n" + string.Concat(Enumerable.Repeat("a;b;enhet\n", 10_001)))])).NamesField("units");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await Ask(new StringContent("{}", Encoding.UTF8, "application/json"))).StatusCode);
    }

    [Theory]
    [InlineData("", "Välj en fil, eller klistra in rader.")]
    [InlineData("code;namn;type\n", "Kolumnen ”namn” saknas eller känns inte igen.")]
    [InlineData("code;name\n", "Kolumnen ”type” saknas eller känns inte igen.")]
    [InlineData("code;name;type\n", "Filen har en rubrik men inga rader.")]
    [InlineData("code;name;type\na;b\n", "Rad 2 går inte att läsa som CSV.")]
    public async Task A_file_that_cannot_be_read_says_why_and_is_kept(string csv, string sentence)
    {
        var page = await Html("/processer/las-in-enheter", [("_handler", "fil"), ("Text", csv)]);
        Assert.Contains(sentence, page);
        Assert.Contains(csv.TrimEnd(), page);
    }

    [Fact]
    public async Task A_file_in_another_encoding_is_refused_in_Swedish() =>
        Assert.Contains("Filen går inte att läsa som text i UTF-8", await Upload("code;name;type\na;Åsen;enhet\n", Encoding.Latin1));

    [Fact]
    public async Task A_unit_that_is_not_there_has_no_pages()
    {
        foreach (var path in new[] { "andra", "stang", "dra-tillbaka/stangning", $"dra-tillbaka/{InAYear}" })
            await host.As(TestUsers.Administrator).GetAsync($"/processer/enheter/finns-inte/{path}").Problem(HttpStatusCode.NotFound, "resource.not-found");
        await host.As(TestUsers.Administrator).GetAsync("/processer/enheter/norrangen/dra-tillbaka/igår").Problem(HttpStatusCode.NotFound, "resource.not-found");
    }

    [Fact]
    public async Task Only_who_may_change_is_offered_to()
    {
        Assert.Contains("enheter/norrangen/andra", await Html("/processer/enheter/norrangen"));
        var page = await (await host.As(TestUsers.Manager).GetAsync("/processer/enheter/norrangen")).Content.ReadAsStringAsync();
        Assert.DoesNotContain("andra", page);
        Assert.DoesNotContain("ny-enhet", await (await host.As(TestUsers.Manager).GetAsync("/processer/enheter")).Content.ReadAsStringAsync());
    }

    private static DateOnly SwedishToday() => ServiceDefaults.SwedishTime.Today(TimeProvider.System);

    private static (string, string)[] Fields(params (string Field, string Value)[] changes)
    {
        (string Field, string Value)[] right =
        [
            ("_handler", "enhet"), ("Request.Name", "Nya enheten"), ("Request.ValidFrom", SwedishToday().ToString("O")), ("Request.Type", "enhet"),
            ("Request.Parent", "ao"), ("Request.Board", ""), ("Request.Provider", "own"),
        ];
        return [.. right.Where(field => !changes.Any(change => change.Field == field.Field)), .. changes];
    }

    private Task<HttpResponseMessage> Send(string path, (string Field, string Value)[] form) =>
        host.As(TestUsers.Administrator).PostAsync(path, new FormUrlEncodedContent([.. form.Select(field => KeyValuePair.Create(field.Field, field.Value)), new("_key", Guid.NewGuid().ToString())]));

    private Task<string> Html(string path, (string Field, string Value)[]? form = null) =>
        Answers.Html(form is null ? host.As(TestUsers.Administrator).GetAsync(path) : Send(path, form));

    private Task<string> Upload(string csv, Encoding? encoding = null)
    {
        var file = new ByteArrayContent((encoding ?? Encoding.UTF8).GetBytes(csv));
        var form = new MultipartFormDataContent { { new StringContent("fil"), "_handler" }, { new StringContent(""), "Text" }, { file, "File", "enheter.csv" } };
        return host.As(TestUsers.Administrator).PostAsync("/processer/las-in-enheter", form).Html();
    }

    private static string Hidden(string html, string name) => Regex.Match(html, $"name=\"{name}\" value=\"([^\"]*)\"").Groups[1].Value;
}
