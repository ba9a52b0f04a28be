namespace Huset.Processes.Tests;

public sealed class EditCodeTests(ProcessesHost host)
{
    private const string Types = "/processes/v1/code-lists/unit-types";

    [Fact]
    public async Task A_new_kind_may_be_chosen_and_one_that_has_ended_may_not()
    {
        var code = ProcessesHost.NewCode("slag");
        var added = await Post(new { code, name = "Slag av test" });
        Assert.Equal(("\"1\"", "Slag av test"), (added.Headers.ETag?.Tag, (await added.Json(HttpStatusCode.Created)).GetProperty("name").GetString()));
        var unit = await host.Created(changes: ("type", code));

        var ended = await Put(code, "\"1\"", new { name = "Slag som var", validTo = "2026-01-01" });
        Assert.Equal(("\"2\"", "2026-01-01"), (ended.Headers.ETag?.Tag, (await ended.Json()).GetProperty("validTo").GetString()));
        await host.As(TestUsers.Administrator).Post(ProcessesHost.Units, ProcessesHost.Unit(ProcessesHost.NewCode(), ("type", code))).NamesField("type");
        Assert.Equal(code, (await host.Read(unit)).GetProperty("type").GetString());
        Assert.Contains("Slag som var", await (await host.As(TestUsers.Employee).GetAsync($"/processer/enheter/{unit}")).Content.ReadAsStringAsync());
        Assert.Contains("Nej, till och med 31 december 2025", WebUtility.HtmlDecode(await (await host.As(TestUsers.Employee).GetAsync("/processer/kodlistor")).Content.ReadAsStringAsync()));
        // What prepare finds changed it leaves so.
        await host.Prepare();
        Assert.Equal("Slag som var", await host.Scalar<string>("select name from code_list_items where code = $1", code));
    }

    [Fact]
    public async Task Wrong_codes_are_named()
    {
        await Post(new { code = "två ord", name = "Fel" }).NamesField("code");
        await Post(new { code = "fel" }).NamesField("name");
        await Post(new { code = "fel", name = "Fel", validFrom = "2026-01-01", validTo = "2026-01-01" }).NamesField("validTo");
        await Post(new { code = "ENHET", name = "Finns" }).Problem(HttpStatusCode.Conflict, "code.taken");
        await host.As(TestUsers.Administrator).Post("/processes/v1/code-lists/providers", new { code = "stat", name = "Staten" }).Problem(HttpStatusCode.Conflict, "code-list.fixed");
        await host.As(TestUsers.Administrator).Post("/processes/v1/code-lists/colours", new { code = "red", name = "Röd" }).Problem(HttpStatusCode.NotFound, "resource.not-found");
    }

    [Fact]
    public async Task A_change_names_the_version_that_was_read()
    {
        await Put("enhet", null, new { name = "Enhet" }).Problem(HttpStatusCode.PreconditionRequired, "if-match.missing");
        await Put("enhet", "\"99\"", new { name = "Enhet" }).Problem(HttpStatusCode.PreconditionFailed, "resource.stale");
        await Put("finns-inte", "*", new { name = "Enhet" }).Problem(HttpStatusCode.NotFound, "resource.not-found");
    }

    [Fact]
    public async Task The_page_adds_and_changes_and_shows_the_second_what_differs()
    {
        var code = ProcessesHost.NewCode("lag");
        var add = await Form("/processer/ny-kod/law-areas", ("Request.Name", "Testlagen"), ("Request.Code", code));
        Assert.Equal(HttpStatusCode.Found, add.StatusCode);
        var request = new HttpRequestMessage(HttpMethod.Put, $"/processes/v1/code-lists/law-areas/{code}") { Content = System.Net.Http.Json.JsonContent.Create(new { name = "Kollegans lag" }) };
        request.Headers.TryAddWithoutValidation("If-Match", "*");
        await host.As(TestUsers.Administrator).SendAsync(request).Json();
        var stale = WebUtility.HtmlDecode(await (await Form($"/processer/kodlistor/law-areas/{code}", ("Request.Name", "Min lag"), ("Version", "1"))).Content.ReadAsStringAsync());
        Assert.Matches(@"Min lag</td>\s*<td[^>]*><mark>Kollegans lag", stale);
        Assert.Contains("name=\"Version\" value=\"2\"", stale);
        Assert.Equal(HttpStatusCode.Found, (await Form($"/processer/kodlistor/law-areas/{code}", ("Request.Name", "Min lag"), ("Version", "2"))).StatusCode);
        Assert.Equal("Min lag", await host.Scalar<string>("select name from code_list_items where code = $1", code));
        var wrong = await Form("/processer/ny-kod/law-areas", ("Request.Name", "Kvar på sidan"), ("Request.Code", "SoL"));
        var page = WebUtility.HtmlDecode(await wrong.Content.ReadAsStringAsync());
        Assert.Contains("Koden finns redan i listan", page);
        Assert.Contains("value=\"Kvar på sidan\"", page);
        await host.As(TestUsers.Administrator).GetAsync("/processer/ny-kod/providers").Problem(HttpStatusCode.NotFound, "resource.not-found");
    }

    private Task<HttpResponseMessage> Post(object body) => host.As(TestUsers.Administrator).Post(Types, body);

    private Task<HttpResponseMessage> Put(string code, string? ifMatch, object body) => host.As(TestUsers.Administrator).SendAsync(Requests.Put($"{Types}/{code}", body).IfMatch(ifMatch));

    private Task<HttpResponseMessage> Form(string path, params (string Field, string Value)[] fields) =>
        host.As(TestUsers.Administrator).Form(path, "kod", fields);
}
