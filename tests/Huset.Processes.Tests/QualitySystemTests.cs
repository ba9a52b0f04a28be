using System.Net.Http.Json;
using System.Text.Json;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using DocumentFormat.OpenXml.Wordprocessing;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;

namespace Huset.Processes.Tests;

public sealed class QualitySystemTests(ProcessesHost host)
{
    private const int Year = 2026;

    [Fact]
    public async Task The_whole_way_from_empty_to_published_and_a_new_version()
    {
        var unit = await Unit();
        var begun = await Write(unit, []).Json();
        Assert.Equal("draft", begun.GetProperty("status").GetString());
        Assert.Equal(9, begun.GetProperty("areas").GetArrayLength());
        Assert.NotEmpty(begun.GetProperty("missing").EnumerateArray());
        await Reader().GetAsync(Address(unit)).Problem(HttpStatusCode.NotFound, "resource.not-found");

        var problem = await Send(unit, "submission").Problem(HttpStatusCode.Conflict, "quality-system.incomplete");
        Assert.Contains(problem.GetProperty("missing").EnumerateArray(), missing => missing.GetProperty("point").GetString() == "5b" && missing.GetProperty("field").GetString() == "Ansvarsfördelning");

        await Fill(unit, begun);
        Assert.Equal("submitted", (await Send(unit, "submission").Json()).GetProperty("status").GetString());
        await Write(unit, [], "*").Problem(HttpStatusCode.Conflict, "version.not-draft");
        await Send(unit, "publication", user: Approver).Problem(HttpStatusCode.Conflict, "version.not-approved");
        await Send(unit, "approval", new { decision = "return" }, Approver).NamesField("reason");
        await Send(unit, "approval", new { decision = "return", reason = "Punkt 5b är för kort." }, Approver).Json();
        Assert.Equal("Punkt 5b är för kort.", (await Read(unit, "draft")).GetProperty("returnedReason").GetString());

        await Send(unit, "submission").Json();
        Assert.Equal("approved", (await Send(unit, "approval", new { decision = "approve" }, Approver).Json()).GetProperty("status").GetString());
        await Send(unit, "publication", user: Approver).Json();
        var published = await Reader().GetAsync(Address(unit)).Json();
        Assert.Equal(("published", 1), (published.GetProperty("status").GetString(), published.GetProperty("number").GetInt32()));
        Assert.Equal("Kvalitet Testsson", published.GetProperty("approvedBy").GetString());

        await Write(unit, [Answer("2", ("Arbetsformer", "Ny text."))], "*").Json();
        Assert.Equal(1, (await Reader().GetAsync(Address(unit)).Json()).GetProperty("number").GetInt32());
        Assert.Equal(2, (await Read(unit, "draft")).GetProperty("number").GetInt32());
        await Send(unit, "submission").Json();
        await Send(unit, "approval", new { decision = "approve" }, Approver).Json();
        await Send(unit, "publication").Json();
        Assert.Contains("Ny text.", (await Reader().GetAsync(Address(unit)).Json()).ToString());
        Assert.Equal("replaced", (await Reader().GetAsync($"{Address(unit)}&version=1").Json()).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Who_has_written_in_it_does_not_approve_it()
    {
        var unit = await Filled();
        await Send(unit, "submission").Json();
        await Send(unit, "approval", new { decision = "approve" }).Problem(HttpStatusCode.Conflict, "version.own-approval");
    }

    [Fact]
    public async Task A_point_that_does_not_concern_the_unit_says_why_instead()
    {
        var unit = await Unit();
        await Write(unit, [new { point = "8", notApplicable = "Enheten upphandlar inget." }]).Json();
        var read = await Read(unit, "draft");
        Assert.DoesNotContain(read.GetProperty("missing").EnumerateArray(), missing => missing.GetProperty("point").GetString() == "8");
        await Write(unit, [Answer("8", ("Metod", ""))], "*").Json();
        Assert.Contains((await Read(unit, "draft")).GetProperty("missing").EnumerateArray(), missing => missing.GetProperty("point").GetString() == "8");
    }

    [Fact]
    public async Task The_next_year_begins_from_this_year_and_a_point_begins_with_its_own_text()
    {
        var unit = await Unit();
        var begun = await Write(unit, [Answer("2", ("Arbetsformer", "Ramp vid entrén."))]).Json();
        Assert.Equal("Avdelningschefen tillsammans med upphandlaren.", Text(begun, "8", "Ansvarsfördelning"));
        Assert.Equal("Ramp vid entrén.", Text(await Write(unit, [], year: Year + 1).Json(), "2", "Arbetsformer"));
    }

    [Fact]
    public async Task It_keeps_the_demand_that_it_answered()
    {
        var unit = await Unit();
        await Write(unit, []).Json();
        var area = await host.Scalar<string>("select points::text from quality_areas where code = 'tillganglighet'");
        await host.Scalar<string>("update quality_areas set points = jsonb_set(points, '{0,demand}', '\"Ett nytt krav.\"') where code = 'tillganglighet' returning code");
        try
        {
            Assert.DoesNotContain("Ett nytt krav.", (await Read(unit, "draft")).ToString());
            Assert.Contains("Ett nytt krav.", (await Write(unit, [], year: Year + 1).Json()).ToString());
        }
        finally
        {
            await host.Scalar<string>("update quality_areas set points = $1::jsonb where code = 'tillganglighet' returning code", area);
        }
    }

    [Fact]
    public async Task A_write_says_which_version_it_changes()
    {
        var unit = await Unit();
        await Write(unit, []).Json();
        await Write(unit, []).Problem(HttpStatusCode.PreconditionRequired, "if-match.missing");
        await Write(unit, [], "\"99\"").Problem(HttpStatusCode.PreconditionFailed, "resource.stale");
        await Write(unit, [], "\"2\"").Json();
    }

    [Fact]
    public async Task What_cannot_be_written_is_named()
    {
        var unit = await Unit();
        await Write(unit, [Answer("17", ("Rutiner", "x"))]).NamesField("answers[0].point");
        await Write(unit, [Answer("2", ("Finns inte", "x"))]).NamesField("answers[0].fields");
        await Write(unit, [Answer("2", ("Arbetsformer", new string('x', 20_001)))]).NamesField("answers[0].fields[0].text");
        await Writer().PutAsJsonAsync($"{Address(unit, 1999)}", new { answers = Array.Empty<object>() }).NamesField("year");
        await Reader().GetAsync($"{Address(unit)}&version=senaste").NamesField("version");
    }

    [Fact]
    public async Task Others_units_are_not_written_for_and_what_is_written_there_is_not_read()
    {
        var unit = await Filled();
        var stranger = host.As(new TestUser("annan", [Roles.Enhetschef], [TestUnits.Solgarden]));
        await stranger.PutAsJsonAsync(Address(unit), new { answers = Array.Empty<object>() }).Problem(HttpStatusCode.NotFound, "resource.not-found");
        await stranger.GetAsync($"{Address(unit)}&version=draft").Problem(HttpStatusCode.NotFound, "resource.not-found");
        await stranger.GetAsync($"{Address(unit)}&version=1").Problem(HttpStatusCode.NotFound, "resource.not-found");
        await stranger.PostAsync(Step(unit, "submission"), null).Problem(HttpStatusCode.NotFound, "resource.not-found");
        await host.As(TestUsers.Supplier).GetAsync(Address(unit)).Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        await host.As(null).GetAsync(Address(unit)).Problem(HttpStatusCode.Unauthorized, "user.not-signed-in");
    }

    [Fact]
    public async Task Two_who_begin_it_at_once_are_not_two_documents()
    {
        var unit = await Unit();
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Write(unit, [])));
        Assert.Contains(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.All(answers, answer => Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.OK, HttpStatusCode.PreconditionFailed, HttpStatusCode.PreconditionRequired }));
        Assert.Equal(1, await host.Scalar<long>("select count(*) from quality_systems where unit_code = $1", unit));
    }

    [Fact]
    public async Task The_list_tells_who_has_who_writes_and_who_lacks()
    {
        var (has, lacks) = (await Filled(), await Unit());
        await host.As(TestUsers.Administrator).Post(ProcessesHost.Units, ProcessesHost.Unit(ProcessesHost.NewCode("bolag"), ("provider", "private"), ("lawAreas", new[] { "SoL" }), ("parent", has))).Json(HttpStatusCode.Created);
        Assert.Equal([("draft", 9)], await Row(has, Writer()));
        Assert.Equal([("missing", 0)], await Row(has, Reader()));
        Assert.Equal([("missing", 0)], await Row(lacks, Reader()));
        Assert.Empty(await Row(lacks, Reader(), "&status=published"));
        await Publish(has);
        Assert.Equal([("published", 9)], await Row(has, Reader(), "&status=published"));

        var csv = await (await Reader().GetAsync($"/processes/v1/quality-systems?year={Year}&unitCode={has}&format=csv")).Content.ReadAsStringAsync();
        Assert.Contains($"{has};Enheten {has};{Year};published;false;tjanster tillganglighet", csv);
        await Reader().GetAsync("/processes/v1/quality-systems?status=klart").NamesField("status");
    }

    [Fact]
    public async Task As_html_it_is_a_page_of_its_own_without_the_examples()
    {
        var unit = await Filled("<script>huset</script> & rutiner");
        await Publish(unit);
        var request = new HttpRequestMessage(HttpMethod.Get, Address(unit));
        request.Headers.Accept.ParseAdd("text/html");
        var answer = await Reader().SendAsync(request);
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        var html = await answer.Content.ReadAsStringAsync();
        Assert.Contains($"<h1>Kvalitetssystem {Year}</h1>", WebUtility.HtmlDecode(html));
        Assert.Contains("&lt;script&gt;huset", html);
        Assert.DoesNotContain("<script", html);
        Assert.DoesNotContain("verksamhetsplan med åtaganden", WebUtility.HtmlDecode(html));
        Assert.DoesNotContain("class=\"bar\"", html);
        Assert.Equal(9, html.Split("<h2 id=\"omrade-").Length - 1);
        Assert.All(Points, point => Assert.Contains($"Svar på {point}", html));
    }

    [Fact]
    public async Task As_docx_it_opens_in_Word_and_holds_every_answer()
    {
        var unit = await Filled("rutin\nmed flera stycken \u0007 & <tecken>");
        await Publish(unit);
        var answer = await Reader().GetAsync($"{Address(unit)}&format=docx");
        Assert.Equal(Formats.Docx, answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal($"kvalitetssystem-{unit}-{Year}.docx", answer.Content.Headers.ContentDisposition?.FileName);
        using var file = new MemoryStream(await answer.Content.ReadAsByteArrayAsync());
        using var document = WordprocessingDocument.Open(file, isEditable: false);
        Assert.Empty(new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2019).Validate(document).Select(error => $"{error.Path?.XPath}: {error.Description}"));
        Assert.Equal($"Kvalitetssystem {Year}, Enheten {unit}", document.PackageProperties.Title);
        Assert.Equal("sv-SE", document.PackageProperties.Language);
        var body = document.MainDocumentPart!.Document.Body!;
        Assert.Equal(9, Styled("Heading1").Count());
        Assert.All(Points, point => Assert.Contains($"Svar på {point}", body.InnerText));
        Assert.Contains("med flera stycken  & <tecken>", body.InnerText);
        Assert.DoesNotContain("verksamhetsplan med åtaganden", body.InnerText);
        var bookmarks = body.Descendants<BookmarkStart>().Select(mark => mark.Name!.Value).ToHashSet();
        Assert.All(body.Descendants<Hyperlink>(), link => Assert.Contains(link.Anchor!.Value, bookmarks));
        Assert.Equal(Points.Length, body.Descendants<Hyperlink>().Count());
        Assert.Equal([" PAGE ", " NUMPAGES "], document.MainDocumentPart.FooterParts.Single().Footer!.Descendants<SimpleField>().Select(field => field.Instruction!.Value!));

        IEnumerable<Paragraph> Styled(string style) => body.Descendants<Paragraph>().Where(paragraph => paragraph.ParagraphProperties?.ParagraphStyleId?.Val == style);
    }

    private static readonly string[] Points = ["1a", "1b", "1c", "2", "3a", "3b", "4", "5a", "5b", "6", "7", "8", "9"];

    private static TestUser Approver => TestUsers.QualityDeveloper;

    private readonly List<string> units = [];

    private HttpClient Reader() => host.As(TestUsers.Employee);

    // Who writes for every unit that the test makes: those that lie below are known only by events, so that they are claimed one by one.
    private HttpClient Writer() => host.As(new TestUser("skribent", [Roles.Enhetschef], [.. units]) { Id = writerId });

    private readonly Guid writerId = Guid.NewGuid();

    private async Task<string> Unit()
    {
        var unit = await host.Created("ks", ("lawAreas", new[] { "SoL" }));
        units.Add(unit);
        return unit;
    }

    private async Task<string> Filled(string text = "vår rutin")
    {
        var unit = await Unit();
        await Fill(unit, await Write(unit, []).Json(), text);
        return unit;
    }

    private async Task Fill(string unit, JsonElement document, string text = "vår rutin")
    {
        var answers = document.GetProperty("areas").EnumerateArray().SelectMany(area => area.GetProperty("points").EnumerateArray()).Select(point =>
            Answer(point.GetProperty("code").GetString()!, [.. point.GetProperty("fields").EnumerateArray().Select(field => (field.GetProperty("name").GetString()!, $"Svar på {point.GetProperty("code")}: {text}"))]));
        var filled = await Write(unit, [.. answers], "*").Json();
        Assert.Empty(filled.GetProperty("missing").EnumerateArray());
    }

    private async Task Publish(string unit)
    {
        await Send(unit, "submission").Json();
        await Send(unit, "approval", new { decision = "approve" }, Approver).Json();
        await Send(unit, "publication", user: Approver).Json();
    }

    private static object Answer(string point, params (string Name, string Text)[] fields) => new { point, fields = fields.Select(field => new { name = field.Name, text = field.Text }) };

    private Task<HttpResponseMessage> Write(string unit, object[] answers, string? ifMatch = null, int year = Year)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, Address(unit, year)) { Content = JsonContent.Create(new { answers }) };
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return Writer().SendAsync(request);
    }

    private Task<HttpResponseMessage> Send(string unit, string step, object? body = null, TestUser? user = null) =>
        (user is null ? Writer() : host.As(user)).PostAsync(Step(unit, step), body is null ? null : JsonContent.Create(body));

    private Task<JsonElement> Read(string unit, string version) => Writer().GetAsync($"{Address(unit)}&version={version}").Json();

    private static string Text(JsonElement document, string point, string field) => document.GetProperty("areas").EnumerateArray().SelectMany(area => area.GetProperty("points").EnumerateArray())
        .Single(known => known.GetProperty("code").GetString() == point).GetProperty("fields").EnumerateArray().Single(known => known.GetProperty("name").GetString() == field).GetProperty("text").GetString()!;

    private static async Task<(string, int)[]> Row(string unit, HttpClient client, string more = "") =>
        [.. (await client.GetAsync($"/processes/v1/quality-systems?year={Year}&unitCode={unit}{more}").Json()).GetProperty("items").EnumerateArray().Select(row => (row.GetProperty("status").GetString()!, row.GetProperty("filledAreas").GetArrayLength()))];

    private static string Address(string unit, int year = Year) => $"{ProcessesHost.Units}/{unit}/quality-system?year={year}";

    private static string Step(string unit, string step) => $"{ProcessesHost.Units}/{unit}/quality-system/{Year}/{step}";
}
