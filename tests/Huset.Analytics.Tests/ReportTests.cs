using System.Net.Http.Json;
using System.Text.Json;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using Huset.Analytics.Contracts;

namespace Huset.Analytics.Tests;

public sealed class ReportTests(AnalyticsHost host)
{
    private const string Path = "/analytics/v1/reports";

    [Fact]
    public async Task A_report_is_begun_handed_out_written_and_frozen_and_changes_no_more()
    {
        var maker = host.As(TestUsers.QualityDeveloper);
        await host.Tell(Enumerable.Range(0, 12).Select(day => Messages.Deviation(Guid.CreateVersion7(), unit: TestUnits.Kullen, occurredOn: $"2024-05-{day + 1:00}")));
        var report = await Begin("2024-Q2", TestUnits.Kullen);
        var id = report.GetProperty("id").GetString();
        Assert.Equal("draft", report.GetProperty("status").GetString());
        Assert.Equal("12", Figure(report, "deviations-reported").GetProperty("inWords").GetString());

        // Who is given a section sees the draft and writes that section only.
        await host.As(TestUsers.Employee).GetAsync($"{Path}/{id}").Problem(HttpStatusCode.NotFound, "resource.not-found");
        var person = await Person(TestUsers.Employee);
        var dueOn = $"{DateTime.UtcNow.AddDays(14):yyyy-MM-dd}";
        foreach (var wrong in new object[] { new { dueOn }, new { ownerId = person, dueOn = "2020-01-01" } }) await maker.PostAsJsonAsync($"{Path}/{id}/sections/avvikelser/owner", wrong).NamesField("dueOn");
        var given = await maker.PostAsJsonAsync($"{Path}/{id}/sections/avvikelser/owner", new { ownerId = person, dueOn }).Json();
        Assert.Equal(dueOn, given.GetProperty("dueOn").GetString());
        Assert.Equal(TestUsers.Employee.Id.ToString(), given.GetProperty("ownerId").GetString());
        var writer = host.As(TestUsers.Employee);
        Assert.Equal(2, (await writer.GetAsync($"{Path}/{id}").Json()).GetProperty("sections")[1].GetProperty("version").GetInt32());
        var waits = (await writer.GetAsync("/analytics/v1/room").Json()).GetProperty("rooms")[0].GetProperty("facts")[0];
        Assert.Contains("väntar på att du skriver, senast ", waits.GetProperty("text").GetString());
        Assert.Equal($"/analys/rapporter/{id}/avsnitt/avvikelser", waits.GetProperty("href").GetString());
        Assert.Contains("Avsnittet ska vara klart senast", WebUtility.HtmlDecode(await writer.GetStringAsync(waits.GetProperty("href").GetString())));
        await Put(writer, id, "avvikelser", "\"2\"", new { text = "Doser gavs sent i maj.\n\nNu finns två delegerade på varje pass." }).Json();
        await Put(writer, id, "lex-sarah", "*", new { text = "Inte mitt." }).Problem(HttpStatusCode.NotFound, "resource.not-found");

        var incomplete = await maker.PostAsync($"{Path}/{id}/freeze", null).Problem(HttpStatusCode.Conflict, "report.incomplete");
        var missing = incomplete.GetProperty("missing").EnumerateArray().Select(lacking => (lacking.GetProperty("section").GetString(), lacking.GetProperty("what").GetString())).ToList();
        Assert.Contains(("sammanfattning", "text"), missing);
        Assert.DoesNotContain(missing, lacking => lacking.Item1 == "avvikelser");
        await Put(maker, id, "sammanfattning", "*", new { text = "Nivån är den vanliga.", done = false }).Json();
        Assert.Contains("\"sammanfattning\",\"heading\":\"Sammanfattning\",\"what\":\"done\"", (await maker.PostAsync($"{Path}/{id}/freeze", null).Problem(HttpStatusCode.Conflict, "report.incomplete")).GetRawText());

        await WriteAll(maker, id, report);
        var frozen = await maker.PostAsync($"{Path}/{id}/freeze", null).Json();
        Assert.Equal("frozen", frozen.GetProperty("status").GetString());
        Assert.Matches("^[0-9]{19}$", frozen.GetProperty("position").GetString());
        await maker.PostAsync($"{Path}/{id}/freeze", null).Problem(HttpStatusCode.Conflict, "report.frozen");
        await Put(writer, id, "avvikelser", "*", new { text = "Sent." }).Problem(HttpStatusCode.Conflict, "report.frozen");
        await maker.PostAsJsonAsync($"{Path}/{id}/sections/avvikelser/owner", new { ownerId = (string?)null }).Problem(HttpStatusCode.Conflict, "report.frozen");
        await host.As(TestUsers.BoardMember).GetAsync($"{Path}/{id}").Json();
        var board = (await host.As(TestUsers.BoardMember).GetAsync("/analytics/v1/room").Json()).GetProperty("rooms")[0];
        Assert.Equal("/analys/", board.GetProperty("href").GetString());
        Assert.Contains(board.GetProperty("facts").EnumerateArray(), fact => fact.GetProperty("href").GetString()!.StartsWith("/analys/rapporter/", StringComparison.Ordinal));
        var beginning = WebUtility.HtmlDecode(await host.As(TestUsers.BoardMember).GetStringAsync("/analys/"));
        foreach (var part in new[] { "De senaste rapporterna", "Målen ", "Metoder som är uppföljda", "Publicerat för alla", "href=\"uppfoljningar\"" }) Assert.Contains(part, beginning);
        Assert.DoesNotContain("Så går det", await host.As(TestUsers.Manager).GetStringAsync("/analys/"));

        var (told, paragraphs) = ((await host.Published<ReportFrozen>()).Single(told => $"{told.ReportId}" == id), (await host.Published<ReportParagraphFrozen>()).Where(told => $"{told.ReportId}" == id).ToList());
        Assert.Equal(told.Paragraphs, paragraphs.Select(paragraph => paragraph.ParagraphId));
        var counted = paragraphs.Single(paragraph => paragraph.Indicator == "deviations-reported").Links;
        Assert.Equal(12, counted.Count(link => link is { Rel: "counts", Type: "deviation" }));
        Assert.Contains(counted, link => link.Rel == "part-of" && link.Type == "report" && link.Id == id);
    }

    [Fact]
    public async Task Small_numbers_are_for_those_who_count_the_cases_and_stand_in_no_document()
    {
        await host.Tell(Enumerable.Range(0, 3).Select(_ => Messages.Deviation(Guid.CreateVersion7(), unit: TestUnits.Solgarden, occurredOn: "2013-05-10")));
        await host.Tell(Enumerable.Range(0, 9).Select(_ => Messages.Deviation(Guid.CreateVersion7(), unit: TestUnits.Norrangen, occurredOn: "2013-05-10")));
        // The whole is 12: less the nine others it would tell of the three.
        var (small, others) = (await Freeze("2013-Q2", TestUnits.Solgarden), await Freeze("2013-Q2", TestUnits.Norrangen));
        foreach (var report in new[] { small, others })
        {
            var board = await host.As(TestUsers.BoardMember).GetAsync($"{Path}/{report}").Json();
            Assert.Equal("För få för att visas", Figure(board, "deviations-reported").GetProperty("inWords").GetString());
            Assert.True(Figure(board, "deviations-reported").GetProperty("now").GetProperty("hidden").GetBoolean());
            Assert.Equal(0, Figure(board, "deviations-reported").GetProperty("months").GetArrayLength());
            Assert.Contains("För få för att visas", WebUtility.HtmlDecode(await host.As(TestUsers.Analyst).GetStringAsync($"{Path}/{report}?format=html")));
        }
        Assert.Equal("3", Figure(await host.As(TestUsers.Analyst).GetAsync($"{Path}/{small}").Json(), "deviations-reported").GetProperty("inWords").GetString());
        // The unit's own manager counts its cases, another's does not.
        Assert.Equal("3", Figure(await host.As(TestUsers.OtherManager).GetAsync($"{Path}/{small}").Json(), "deviations-reported").GetProperty("inWords").GetString());
        Assert.Equal("För få för att visas", Figure(await host.As(TestUsers.Manager).GetAsync($"{Path}/{small}").Json(), "deviations-reported").GetProperty("inWords").GetString());

        var address = Figure(await host.As(TestUsers.Analyst).GetAsync($"{Path}/{small}").Json(), "deviations-reported").GetProperty("address").GetString()!;
        Assert.Equal(3, (await host.As(TestUsers.Analyst).GetAsync(address).Json()).GetProperty("cases").GetArrayLength());
        var closed = await host.As(TestUsers.BoardMember).GetAsync(address).Json();
        Assert.Equal((false, 0), (closed.GetProperty("mayOpen").GetBoolean(), closed.GetProperty("cases").GetArrayLength()));
    }

    [Fact]
    public async Task A_quarter_whose_rate_does_not_hold_all_its_cases_is_told_as_their_count_and_what_is_left_out_is_named()
    {
        string[] months = ["2008-04", "2008-05", "2008-06"];
        foreach (var (unit, count) in new[] { (TestUnits.Norrangen, 6), (TestUnits.Kullen, 2) })
            await host.Tell(months.SelectMany(month => Enumerable.Range(0, count).Select(_ => Messages.Deviation(Guid.CreateVersion7(), unit: unit, occurredOn: $"{month}-10"))));
        await Import(TestUnits.Norrangen, 2_000);
        var report = (await Begin("2008-Q2", TestUnits.ElderlyCare)).GetProperty("id").GetString()!;
        var part = await Read();
        Assert.Equal(("24", 24L, false), (part.GetProperty("inWords").GetString(), part.GetProperty("now").GetProperty("numerator").GetInt64(), part.GetProperty("now").TryGetProperty("denominator", out _)));
        Assert.Contains("Utan volym, och därför inte med, är Kullens hemtjänst (alla månader).", part.GetProperty("reading").GetString());
        Assert.All(part.GetProperty("months").EnumerateArray(), month => Assert.Equal((6L, 2_000m), (month.GetProperty("numerator").GetInt64(), month.GetProperty("denominator").GetDecimal())));

        await Import(TestUnits.Kullen, 1_000);
        var whole = await Read();
        Assert.Equal("24 (2,67 per 1 000 utförda timmar)", whole.GetProperty("inWords").GetString()!.Replace('\u00A0', ' '));
        Assert.DoesNotContain("Utan volym", whole.GetProperty("reading").GetString());

        async Task<JsonElement> Read() => Figure(await host.As(TestUsers.QualityDeveloper).GetAsync($"{Path}/{report}").Json(), "deviations-reported");
        Task<JsonElement> Import(string unit, decimal value) =>
            host.As(TestUsers.Analyst).Post("/analytics/v1/volumes/imports", new { volumes = months.Select(month => new { unitCode = unit, month, kind = "hours", value }) }).Json();
    }

    [Fact]
    public async Task The_document_for_Word_is_valid_with_headings_tables_and_charts()
    {
        // Enough months for limits, none of them small.
        for (var month = new DateOnly(2003, 1, 1); month < new DateOnly(2005, 1, 1); month = month.AddMonths(1))
            await host.Tell(Enumerable.Range(0, 6 + (month.Month % 3)).Select(day => Messages.Deviation(Guid.CreateVersion7(), unit: TestUnits.DisabilityCare, occurredOn: $"{month:yyyy-MM}-{day + 1:00}")));
        var id = await Freeze("2004-Q4", TestUnits.DisabilityCare);
        using var file = new MemoryStream(await host.As(TestUsers.BoardMember).GetByteArrayAsync($"{Path}/{id}?format=docx"));
        using var document = WordprocessingDocument.Open(file, false);
        Assert.Empty(new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2013).Validate(document).Select(error => $"{error.Path?.XPath}: {error.Description}"));
        Assert.NotEmpty(document.MainDocumentPart!.ChartParts);
        var text = document.MainDocumentPart.Document.Body!.InnerText;
        Assert.Contains("Kvartalsrapport, fjärde kvartalet 2004", text);
        Assert.Contains("Övre gräns", document.MainDocumentPart.ChartParts.First().ChartSpace.InnerText);
        Assert.Contains("oktober 2004", text);

        var html = WebUtility.HtmlDecode(await host.As(TestUsers.BoardMember).GetStringAsync($"{Path}/{id}?format=html"));
        Assert.StartsWith("<!DOCTYPE html>", html);
        Assert.Contains("<svg class=\"field\" role=\"img\"", html);
        Assert.Contains($"href=\"/analys/rapporter/{id}/siffror/avvikelser/deviations-reported\"", html);
        Assert.DoesNotContain("<script", html);
    }

    [Fact]
    public async Task A_years_report_holds_its_units_goals_as_they_stood_and_shows_what_has_changed_since()
    {
        const string Goals = "/analytics/v1/goals";
        var (maker, manager) = (host.As(TestUsers.QualityDeveloper), host.As(TestUsers.Manager));
        var kinds = (await maker.GetAsync("/analytics/v1/report-templates").Json()).GetProperty("items").EnumerateArray().Select(kind => (kind.GetProperty("code").GetString(), kind.GetProperty("period").GetString())).ToList();
        Assert.Equal([("quarterly", "quarter"), ("quality", "year"), ("unit-year", "year"), ("patient-safety", "year"), ("management-review", "year")], kinds);
        await host.Tell(Enumerable.Range(1, 12).Select(month => Messages.Deviation(Guid.CreateVersion7(), unit: TestUnits.Hasselvagen, occurredOn: $"2007-{month:00}-10")));
        var today = $"{ServiceDefaults.SwedishTime.Day(DateTimeOffset.UtcNow):yyyy-MM-dd}";
        async Task<Guid> Goal(string unit, string words, bool isPromise) =>
            (await maker.Post(Goals, new { unitCode = unit, year = 2007, words, ownMeasure = "Andel", unit = "%", targetValue = 90, direction = "up", dueOn = "2007-12-31", responsible = "Enhetschef", isPromise }).Json(HttpStatusCode.Created)).GetProperty("id").GetGuid();
        var (promise, other, draft) = (await Goal(TestUnits.Hasselvagen, "Alla nya får introduktion", true), await Goal(TestUnits.Norrangen, "En annan enhets mål", false), await Goal(TestUnits.Hasselvagen, "Bara ett utkast", false));
        foreach (var goal in new[] { promise, other }) await maker.Post($"{Goals}/{goal}/decision", new { decision = "Nämnden § 4", decidedOn = today }).Json();
        await maker.Post($"{Goals}/{promise}/follow-ups", new { on = "2007-11-30", value = 70, note = "Inte alla." }).Json();

        await maker.Post(Path, new { template = "unit-year", period = "2007-Q1", unitCode = TestUnits.Hasselvagen }).NamesField("period");
        await maker.Post(Path, new { template = "finns-inte", period = "2007", unitCode = TestUnits.Hasselvagen }).NamesField("template");
        var begun = await maker.Post(Path, new { template = "patient-safety", period = "2007", unitCode = TestUnits.Hasselvagen }).Json(HttpStatusCode.Created);
        var id = begun.GetProperty("id").GetString()!;
        Assert.Equal(("Patientsäkerhetsberättelse, 2007", "2008-03-01", "2007-01-01", "2008-01-01"), (begun.GetProperty("name").GetString(), begun.GetProperty("readyOn").GetString(), begun.GetProperty("from").GetString(), begun.GetProperty("to").GetString()));
        Assert.Equal("12", Figure(begun, "deviations-reported").GetProperty("inWords").GetString());
        await WriteAll(maker, id, begun);
        var frozen = await maker.PostAsync($"{Path}/{id}/freeze", null).Json();
        var goals = frozen.GetProperty("sections").EnumerateArray().Single(section => section.GetProperty("code").GetString() == "mal").GetProperty("goals").EnumerateArray().ToList();
        var stood = Assert.Single(goals);
        Assert.Equal((promise, true, "not-reached", "70 % (30 november 2007)"), (stood.GetProperty("id").GetGuid(), stood.GetProperty("isPromise").GetBoolean(), stood.GetProperty("state").GetString(), stood.GetProperty("outcome").GetString()!.Replace('\u00A0', ' ')));
        Assert.Contains((await host.Published<ReportFrozen>()).Single(told => $"{told.ReportId}" == id).Links, link => link is { Rel: "follows-up", Type: "goal" } && link.Id == $"{promise}");
        var html = WebUtility.HtmlDecode(await manager.GetStringAsync($"{Path}/{id}?format=html"));
        Assert.Contains("Alla nya får introduktion", html);
        Assert.Contains("löfte till medborgarna", html);
        Assert.DoesNotContain("Bara ett utkast", html);
        using var file = new MemoryStream(await manager.GetByteArrayAsync($"{Path}/{id}?format=docx"));
        using var document = WordprocessingDocument.Open(file, false);
        Assert.Contains("Alla nya får introduktion (löfte till medborgarna)", document.MainDocumentPart!.Document!.Body!.InnerText);
        Assert.Empty(new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2013).Validate(document).Select(error => error.Description));

        Assert.All((await maker.GetAsync($"{Path}/{id}/differences").Json()).GetProperty("goals").EnumerateArray(), goal => Assert.True(goal.GetProperty("isSame").GetBoolean()));
        await maker.Post($"{Goals}/{promise}/follow-ups", new { on = "2007-12-31", value = 93, note = "Rättat." }).Json();
        var changed = Assert.Single((await maker.GetAsync($"{Path}/{id}/differences").Json()).GetProperty("goals").EnumerateArray());
        Assert.Equal((false, "not-reached", "reached"), (changed.GetProperty("isSame").GetBoolean(), changed.GetProperty("frozen").GetProperty("state").GetString(), changed.GetProperty("today").GetProperty("state").GetString()));
        Assert.Contains("Ändrat sedan dess", WebUtility.HtmlDecode(await maker.GetStringAsync($"/analys/rapporter/{id}/skillnader")));
        Assert.Equal("not-reached", (await manager.GetAsync($"{Path}/{id}").Json()).GetProperty("sections").EnumerateArray().Single(section => section.GetProperty("code").GetString() == "mal").GetProperty("goals")[0].GetProperty("state").GetString());
        Assert.Contains("Patientsäkerhetsberättelse, 2007", WebUtility.HtmlDecode(await maker.GetStringAsync("/analys/rapporter?limit=100")) + await maker.GetStringAsync($"{Path}?year=2007"));
        Assert.Contains("1 mars", WebUtility.HtmlDecode(await maker.GetStringAsync("/analys/rapporter/mall?slag=patient-safety")));
    }

    [Fact]
    public async Task Two_may_write_in_a_section_each_and_the_second_in_the_same_is_told_and_keeps_the_text()
    {
        var id = (await Begin("2020-Q1", TestUnits.Kullen)).GetProperty("id").GetString();
        var writer = host.As(TestUsers.Analyst);
        await Put(writer, id, "kompetens", "\"1\"", new { text = "Först." }).Json();
        await Put(writer, id, "synpunkter", "\"1\"", new { text = "I ett annat avsnitt." }).Json();
        await Put(writer, id, "kompetens", "\"1\"", new { text = "Sedan." }).Problem(HttpStatusCode.PreconditionFailed, "resource.stale");
        await Put(writer, id, "kompetens", null, new { text = "Sedan." }).Problem((HttpStatusCode)428, "if-match.missing");
        await Put(writer, id, "finns-inte", "*", new { text = "Sedan." }).Problem(HttpStatusCode.NotFound, "resource.not-found");
        await Put(writer, id, "kompetens", "*", new { text = " ", done = true }).NamesField("text");

        var form = $"/analys/rapporter/{id}/avsnitt/kompetens";
        var shown = await (await writer.PostAsync(form, new FormUrlEncodedContent([new("_handler", "avsnitt"), new("Version", "1"), new("Request.Text", "Min egen text.")]))).Content.ReadAsStringAsync();
        shown = WebUtility.HtmlDecode(shown);
        Assert.Contains("Min egen text.</textarea>", shown);
        Assert.Contains("<mark>Först.</mark>", shown);
        var saved = await writer.PostAsync(form, new FormUrlEncodedContent([new("_handler", "avsnitt"), new("Version", "2"), new("Request.Text", "Båda."), new("Request.Done", "true")]));
        Assert.Equal(HttpStatusCode.Found, saved.StatusCode);
        Assert.Contains("Båda.", WebUtility.HtmlDecode(await writer.GetStringAsync($"/analys/rapporter/{id}")));
    }

    [Fact]
    public async Task A_quarter_that_has_not_begun_a_unit_that_is_none_and_a_second_draft_are_refused()
    {
        var maker = host.As(TestUsers.QualityDeveloper);
        await maker.PostAsJsonAsync(Path, new { quarter = "2099-Q1" }).NamesField("quarter");
        await maker.PostAsJsonAsync(Path, new { quarter = "2021-Q5" }).NamesField("quarter");
        await maker.PostAsJsonAsync(Path, new { quarter = "2021-Q1", unitCode = "finns-inte" }).NamesField("unitCode");
        await Begin("2021-Q1", TestUnits.Kullen);
        await maker.PostAsJsonAsync(Path, new { quarter = "2021-Q1", unitCode = TestUnits.Kullen }).Problem(HttpStatusCode.Conflict, "report.begun");
        await maker.GetAsync($"{Path}?quarter=2021").NamesField("quarter");
        await maker.GetAsync($"{Path}?status=half").NamesField("status");
        await host.As(TestUsers.Manager).PostAsJsonAsync(Path, new { quarter = "2021-Q1" }).Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        await host.As(null).GetAsync(Path).Problem(HttpStatusCode.Unauthorized, "user.not-signed-in");
    }

    [Fact]
    public async Task The_template_names_indicators_that_there_are_and_a_new_version_applies_from_its_day()
    {
        var client = host.As(TestUsers.Administrator);
        var answer = await client.GetAsync("/analytics/v1/report-templates/quarterly");
        var template = await answer.Json();
        var sections = template.GetProperty("current").GetProperty("sections").EnumerateArray().ToList();
        Assert.Equal("sammanfattning", sections[0].GetProperty("code").GetString());
        var offered = template.GetProperty("indicators").EnumerateArray().Select(code => code.GetString()).ToList();
        Assert.All(sections.SelectMany(section => section.GetProperty("indicators").EnumerateArray()), indicator => Assert.Contains(indicator.GetString(), offered));

        const string Versions = "/analytics/v1/report-templates/quarterly/versions";
        var later = $"{DateTime.UtcNow.AddDays(60):yyyy-MM-dd}";
        object Change(string from, params object[] of) => new { validFrom = from, sections = of, source = "Nämnden" };
        var whole = new { code = "allt", heading = "Allt", indicators = new[] { "deviations-reported" } };
        var changed = await Post(Versions, answer.Headers.ETag!.Tag, Change(later, whole)).Json();
        Assert.Equal(template.GetProperty("versions").GetArrayLength() + 1, changed.GetProperty("versions").GetArrayLength());
        await Post(Versions, answer.Headers.ETag.Tag, Change(later, whole)).Problem(HttpStatusCode.PreconditionFailed, "resource.stale");
        await Post(Versions, "*", Change("2026-01-02", whole)).NamesField("validFrom");
        await Post(Versions, "*", Change(later, whole, whole)).NamesField("sections");
        await Post(Versions, "*", Change(later, new { code = "allt", heading = "Allt", indicators = new[] { "finns-inte" } })).NamesField("sections");
        await Post("/analytics/v1/report-templates/annat/versions", "*", Change(later, whole)).Problem(HttpStatusCode.NotFound, "resource.not-found");

        async Task<HttpResponseMessage> Post(string path, string ifMatch, object body)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body), Headers = { { "If-Match", ifMatch } } };
            return await client.SendAsync(request);
        }
    }

    [Fact]
    public async Task The_pages_lead_from_the_list_by_what_is_missing_to_the_frozen_report_and_what_its_figures_count()
    {
        var maker = host.As(TestUsers.QualityDeveloper);
        await host.Tell(Enumerable.Range(0, 6).Select(_ => Messages.Deviation(Guid.CreateVersion7(), unit: TestUnits.Kullen, occurredOn: "2018-08-10")));
        var begun = await maker.PostAsync("/analys/rapporter/ny", new FormUrlEncodedContent([new("_handler", "ny"), new("Request.Quarter", "2018-Q3"), new("Request.UnitCode", TestUnits.Kullen)]));
        Assert.Equal(HttpStatusCode.Found, begun.StatusCode);
        var id = begun.Headers.Location!.ToString().Split('/')[^1];
        Assert.Contains($"href=\"rapporter/{id}\"", await maker.GetStringAsync("/analys/rapporter"));
        Assert.Contains("8 avsnitt är inte klara.", await Html($"/analys/rapporter/{id}/frys"));
        await WriteAll(maker, id, await maker.GetAsync($"{Path}/{id}").Json());
        Assert.Contains("Frys rapporten</button>", await Html($"/analys/rapporter/{id}/frys"));
        var version = (await maker.GetAsync($"{Path}/{id}").Json()).GetProperty("version").GetInt32();
        Assert.Contains("Någon annan ändrade rapporten", WebUtility.HtmlDecode(await (await Freeze(version - 1)).Content.ReadAsStringAsync()));
        Assert.Equal(HttpStatusCode.Found, (await Freeze(version)).StatusCode);

        var page = await Html($"/analys/rapporter/{id}?gjort=fryst");
        Assert.Contains("Rapporten är fryst.", page);
        Assert.Contains($"href=\"/analys/rapporter/{id}/siffror/avvikelser/deviations-reported\"", page);
        var figure = await Html($"/analys/rapporter/{id}/siffror/avvikelser/deviations-reported");
        Assert.Equal(6, figure.Split("href=\"/analys/trad/deviation/").Length - 1);
        Assert.Contains("href=\"/analys/trad/report-paragraph/", figure);
        Assert.Contains("alla siffror som de frystes", await Html($"/analys/rapporter/{id}/skillnader"));
        Assert.Contains("visas för den som får räkna dem", WebUtility.HtmlDecode(await host.As(TestUsers.BoardMember).GetStringAsync($"/analys/rapporter/{id}/siffror/avvikelser/deviations-reported")));

        Task<HttpResponseMessage> Freeze(int shown) => maker.PostAsync($"/analys/rapporter/{id}/frys", new FormUrlEncodedContent([new("_handler", "frys"), new("Version", $"{shown}")]));
        async Task<string> Html(string path) => WebUtility.HtmlDecode(await maker.GetStringAsync(path));
    }

    private async Task<JsonElement> Begin(string quarter, string unit) =>
        await host.As(TestUsers.QualityDeveloper).PostAsJsonAsync(Path, new { quarter, unitCode = unit }).Json(HttpStatusCode.Created);

    private async Task<string> Freeze(string quarter, string unit)
    {
        var report = await Begin(quarter, unit);
        var id = report.GetProperty("id").GetString()!;
        await WriteAll(host.As(TestUsers.QualityDeveloper), id, report);
        await host.As(TestUsers.QualityDeveloper).PostAsync($"{Path}/{id}/freeze", null).Json();
        return id;
    }

    private static async Task WriteAll(HttpClient writer, string? id, JsonElement report)
    {
        foreach (var section in report.GetProperty("sections").EnumerateArray())
            await Put(writer, id, section.GetProperty("code").GetString()!, "*", new { text = "Så här gick det." }).Json();
    }

    private static async Task<HttpResponseMessage> Put(HttpClient writer, string? id, string section, string? ifMatch, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"{Path}/{id}/sections/{section}") { Content = JsonContent.Create(body) };
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return await writer.SendAsync(request);
    }

    private static JsonElement Figure(JsonElement report, string indicator) => report.GetProperty("sections").EnumerateArray()
        .SelectMany(section => section.GetProperty("figures").EnumerateArray()).Single(figure => figure.GetProperty("indicator").GetString() == indicator);

    // Someone of the people directory who has signed in.
    private Task<string> Person(TestUser user) => host.Scalar<string>(
        "insert into people (id, account_id, name, role, home_unit, is_active, subject_version) values (gen_random_uuid(), $1, 'Anna Testsson', 'underskoterska', 'kullen', true, 1) returning id::text", $"{user.Id}");
}
