using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Huset.Analytics.Features.Comparisons;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Huset.Analytics.Tests;

/// <summary>Others' measures: from Kolada over loopback, and from files.</summary>
public sealed class ComparisonTests(AnalyticsHost host)
{
    private const string Path = "/analytics/v1/comparisons", Imports = $"{Path}/imports", Fetch = "/analytics/v1/kolada/imports";

    [Fact]
    public async Task The_client_reads_every_page_and_asks_nothing_but_codes_and_years()
    {
        var asked = new List<string>();
        await using var server = await Server(http =>
        {
            asked.Add($"{http.Request.Path}{http.Request.QueryString}");
            return http.Request.Path.Value!.Split('/')[2] switch
            {
                "kpi" => Kpi("U1", "Nöjda med helheten"),
                "municipality" => """{"values": [{"id": "0680", "title": "Jönköping", "type": "K"}, {"id": "0000", "title": "Riket", "type": "L"}], "count": 2, "next_url": null}""",
                "municipality_groups" => """{"values": [{"id": "G1", "title": "Liknande", "members": []}], "count": 1}""",
                _ when !http.Request.Query.ContainsKey("page") => $$"""{"values": [{{Data("U1", "0680", 2024, "84.5")}}], "count": 1, "next_url": "http://{{http.Request.Host}}/v3/data/next?page=2"}""",
                _ => $$"""{"values": [{{Data("U1", "0000", 2024, "null")}}], "count": 1, "next_url": null}""",
            };
        });
        using var kolada = Client(server);
        var facts = await kolada.Get(["U1"], ["0680", "0000", "G1"], [2024], CancellationToken.None);
        Assert.Equal(["/v3/kpi/U1", "/v3/municipality/0680,0000", "/v3/municipality_groups/G1", "/v3/data/kpi/U1/municipality/0680,0000,G1/year/2024", "/v3/data/next?page=2"], asked);
        Assert.Equal("Nöjda med helheten", facts.Measures["U1"].Title);
        Assert.Equal(new DateOnly(2024, 11, 15), facts.Measures["U1"].PublishedOn);
        Assert.Equal(["Jönköping", "Riket", "Liknande"], facts.Areas.Values.Select(area => area.Title));
        // What is missing there is missing here.
        Assert.Equal([new("U1", "0680", 2024, Gender.All, 84.5m, ""), new("U1", "0680", 2024, Gender.Women, 84.5m, ""), new("U1", "0000", 2024, Gender.All, null, ""), new("U1", "0000", 2024, Gender.Women, null, "")], facts.Values.Select(value => value.Facts));
    }

    [Theory]
    [InlineData("fault")]
    [InlineData("nonsense")]
    [InlineData("elsewhere")]
    [InlineData("slow")]
    [InlineData("endless")]
    public async Task What_does_not_answer_as_it_should_is_told_and_leads_nowhere(string how)
    {
        var held = new TaskCompletionSource();
        await using var server = await Server(http => how switch
        {
            "fault" => null,
            "nonsense" => "<html>",
            "elsewhere" => """{"values": [], "next_url": "http://192.0.2.1/v3/kpi"}""",
            "endless" => $$"""{"values": [], "next_url": "http://{{http.Request.Host}}/v3/kpi/U1"}""",
            _ => "",
        }, how == "slow" ? held.Task : Task.CompletedTask);
        using var kolada = Client(server, seconds: how == "slow" ? "0.3" : "20");
        Assert.Equal("kolada.unreachable", (await Assert.ThrowsAsync<RuleViolation>(() => kolada.Get(["U1"], ["0680"], [2024], CancellationToken.None))).Code);
        held.SetResult();
    }

    [Fact]
    public async Task Nothing_is_fetched_unless_an_address_is_set()
    {
        await host.As(TestUsers.Analyst).Post(Fetch, new { kpis = new[] { "U21468" }, municipalities = new[] { "0680" }, years = new[] { 2024 } }).Problem(HttpStatusCode.Conflict, "kolada.off");
        await host.As(TestUsers.Analyst).Post(Fetch, new { kpis = new[] { "../x" }, municipalities = new[] { "0680" }, years = new[] { 2024 } }).NamesField("kpis");
        Assert.Contains("inte påslagen", await Html(TestUsers.Analyst, "/analys/jamforelser-in"));
    }

    [Fact]
    public async Task Kolada_as_a_saved_file_is_read_once_and_a_changed_title_is_pointed_out_and_not_mixed()
    {
        await Take("{\"values\": [" + Data("U2", "9999", 2024, "80") + "]}", json: true).Problem(HttpStatusCode.BadRequest, "comparisons.import-refused");
        await Take(Kpi("U2", "Nöjda"), json: true).Json();
        var data = "{\"values\": [" + Data("U2", "9999", 2024, "80") + "," + Data("U2", "0000", 2024, "86") + "," + Data("U2", "0680", 2024, "90") + "," + Data("U2", "0180", 2024, "70") + "," + Data("U2", "9999", 2023, "82") + "]}";
        Assert.Equal((10, 0, 0), Counts(await Take(data, "?dryRun=true", json: true).Json()));
        Assert.Equal((10, 0, 0), Counts(await Take(data, json: true).Json()));
        Assert.Equal((0, 0, 10), Counts(await Take(data, json: true).Json()));

        var read = await host.As(TestUsers.BoardMember).GetAsync($"{Path}/U2").Json();
        Assert.Equal("2024 var värdet 80 här och 86 i riket. Av de 2 andra låg det mittersta på 80, det lägsta på 70 och det högsta på 90. 2023 var det 82 här. Om skillnaden är större än slumpen ger går inte att se här: ta reda på hur många värdet bygger på.", Text(read, "sentence"));
        Assert.Equal(("9999", true, 2024), (Text(read.GetProperty("values")[0], "area"), read.GetProperty("values")[0].GetProperty("isOwn").GetBoolean(), read.GetProperty("values")[0].GetProperty("year").GetInt32()));
        Assert.Equal("Källa: Kolada", Text(read.GetProperty("measure"), "attribution"));

        // Under the same code something else may be measured now.
        var renamed = Kpi("U2", "Nöjda med bemötandet").Replace("]}", "," + Data("U2", "9999", 2025, "99") + "]}", StringComparison.Ordinal);
        var held = await Take(renamed, json: true).Json();
        Assert.Equal((0, 0, 0), Counts(held));
        Assert.Equal(("U2", "Nöjda", "Nöjda med bemötandet"), (Text(held.GetProperty("retitled")[0], "code"), Text(held.GetProperty("retitled")[0], "before"), Text(held.GetProperty("retitled")[0], "now")));
        Assert.Equal("Nöjda", Text((await host.As(TestUsers.BoardMember).GetAsync($"{Path}/U2").Json()).GetProperty("measure"), "title"));
        Assert.Equal((2, 0, 0), Counts(await Take(renamed, "?acceptTitles=true", json: true).Json()));
        Assert.Equal("Nöjda med bemötandet", Text((await host.As(TestUsers.BoardMember).GetAsync($"{Path}/U2").Json()).GetProperty("measure"), "title"));
    }

    [Fact]
    public async Task Another_origin_is_read_from_csv_with_its_definition_and_explained_by_a_function()
    {
        const string Head = "measure;area;year;value;gender;status;title;definition;origin;areaName\n";
        const string File = Head + "oj-1;9999;2022;71;;;Trygghet;Andel som känner sig trygga.;Öppna jämförelser;Ekstad\noj-1;9999;2023;72;;;;;;\noj-1;9999;2024;74,5;T;Preliminär;;;;\noj-1;0000;2024;70;;;;;;\noj-1;0580;2024;;;Missing;;;;Linköping\n";
        Assert.Equal((5, 0, 0), Counts(await Take(File).Json()));
        Assert.Equal((0, 1, 4), Counts(await Take(File.Replace("74,5;T;Preliminär", "75;T;", StringComparison.Ordinal)).Json()));
        var problem = await Take(Head + "oj-1;9999;nu;1;;;;;;\noj-1;9999;2024;många;;;;;;\nfinns-inte;9999;2024;1;;;;;;\noj-1;0580;2024;1;;;;;;\noj-1;0580;2024;2;;;;;;\n").Problem(HttpStatusCode.BadRequest, "comparisons.import-refused");
        Assert.Equal(
            [(2, "comparison.year-invalid"), (3, "comparison.value-invalid"), (4, "comparison.measure-unknown"), (6, "comparison.twice")],
            problem.GetProperty("refused").EnumerateArray().Select(row => (row.GetProperty("row").GetInt32(), Text(row, "code")!)).Order());
        await Take("measure;area;year\n").NamesField("value");
        await Take("{\"count\": 1}", json: true).NamesField("values");

        var explained = await Send(HttpMethod.Put, "oj-1", "\"1\"", new { better = "up", indicator = "complaints", reading = "Jämför bara med lika stora." }).Json();
        Assert.Equal("complaints", Text(explained, "indicator"));
        await Send(HttpMethod.Put, "oj-1", "\"1\"", new { better = "up" }).Problem(HttpStatusCode.PreconditionFailed, "resource.stale");
        await Send(HttpMethod.Put, "oj-1", "*", new { better = "up", indicator = "finns-inte" }).NamesField("indicator");
        await Send(HttpMethod.Post, "oj-1/analyses", "*", new { text = "Två enheter bytte arbetssätt.", function = "Kvalitetschefen" }).Json();
        await Send(HttpMethod.Put, "finns-inte", "*", new { better = "up" }).Problem(HttpStatusCode.NotFound, "resource.not-found");
        var page = await Html(TestUsers.Manager, "/analys/jamforelser/oj-1");
        foreach (var told in new[] { "Det är på den bättre sidan om riket.", "Så läses det: Jämför bara med lika stora.", "Två enheter bytte arbetssätt.", "Kvalitetschefen", "Källa: Öppna jämförelser", "Saknas", "class=\"chart", "Linköping" }) Assert.Contains(told, page);
        Assert.Contains("Trygghet", await Html(TestUsers.BoardMember, "/analys/jamforelser"));

        foreach (var (user, status, code) in new (TestUser?, HttpStatusCode, string)[] { (TestUsers.Employee, HttpStatusCode.Forbidden, "user.not-allowed"), (null, HttpStatusCode.Unauthorized, "user.not-signed-in") })
        {
            await host.As(user).GetAsync($"{Path}/oj-1").Problem(status, code);
            await host.As(user).PostAsync(Imports, new StringContent(File, Encoding.UTF8, "text/csv")).Problem(status, code);
        }
        await host.As(TestUsers.Manager).PostAsync(Imports, new StringContent(File, Encoding.UTF8, "text/csv")).Problem(HttpStatusCode.Forbidden, "user.not-allowed");
    }

    [Fact]
    public async Task The_pages_take_a_file_and_an_analysis()
    {
        var client = host.As(TestUsers.QualityDeveloper);
        var refused = await (await client.PostAsync("/analys/jamforelser-in", Fields(("_handler", "fil"), ("Text", "measure;area;year;value\nsida-1;0000;2024;1\n")))).Content.ReadAsStringAsync();
        Assert.Contains("Läs in dess rubrik först", WebUtility.HtmlDecode(refused));
        var taken = await client.PostAsync("/analys/jamforelser-in", Fields(("_handler", "fil"), ("Text", "measure;area;year;value;title\nsida-1;0000;2024;1;Väntetid\n")));
        Assert.Equal((HttpStatusCode.Found, "jamforelser-in?klart=1"), (taken.StatusCode, taken.Headers.Location!.ToString().Split('/')[^1]));
        var told = await client.PostAsync("/analys/jamforelser/sida-1/las", Fields(("_handler", "analys"), ("Seen", "1"), ("Analysis.Text", "Köerna är kortare."), ("Analysis.Function", "Områdeschefen")));
        Assert.Equal(HttpStatusCode.Found, told.StatusCode);
        var stale = await client.PostAsync("/analys/jamforelser/sida-1/las", Fields(("_handler", "lasning"), ("Version", "1"), ("Request.Better", "Down"), ("Request.Reading", "Färre dagar är bättre."), ("Request.Indicator", "")));
        var kept = WebUtility.HtmlDecode(await stale.Content.ReadAsStringAsync());
        Assert.Contains("Någon annan har ändrat", kept);
        Assert.Contains("Färre dagar är bättre.", kept);
        Assert.Contains("Köerna är kortare.", await Html(TestUsers.BoardMember, "/analys/jamforelser/sida-1"));
    }

    private static string Kpi(string code, string title) =>
        $$"""{"values": [{"id": "{{code}}", "title": "{{title}}", "description": "Andel.", "municipality_type": "K", "is_divided_by_gender": true, "has_ou_data": false, "publication_date": "2024-11-15"}]}""";

    private static string Data(string kpi, string municipality, int year, string value) =>
        $$"""{"kpi": "{{kpi}}", "municipality": "{{municipality}}", "period": {{year}}, "values": [{"gender": "T", "value": {{value}}, "count": 1, "status": ""}, {"gender": "K", "value": {{value}}, "count": 1, "status": ""}]}""";

    private static async Task<WebApplication> Server(Func<HttpContext, string?> answer, Task? after = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(async http =>
        {
            if (after is not null) await after.WaitAsync(http.RequestAborted);
            if (answer(http) is not { } body) http.Response.StatusCode = 500;
            else await http.Response.WriteAsync(body);
        });
        await app.StartAsync();
        return app;
    }

    private static Kolada Client(WebApplication server, string seconds = "20") => new(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
    {
        ["Huset:Kolada"] = $"{server.Urls.Single()}/v3",
        ["Huset:KoladaSeconds"] = seconds,
    }).Build());

    private Task<HttpResponseMessage> Take(string file, string query = "", bool json = false) => host.As(TestUsers.Analyst).PostAsync($"{Imports}{query}", new StringContent(file, Encoding.UTF8, json ? "application/json" : "text/csv"));

    private Task<HttpResponseMessage> Send(HttpMethod method, string path, string version, object body) =>
        host.As(TestUsers.QualityDeveloper).SendAsync(new HttpRequestMessage(method, $"{Path}/{path}") { Content = JsonContent.Create(body) }.IfMatch(version));

    private static (int, int, int) Counts(JsonElement result) => (result.GetProperty("created").GetInt32(), result.GetProperty("changed").GetInt32(), result.GetProperty("unchanged").GetInt32());

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static FormUrlEncodedContent Fields(params (string Name, string Value)[] fields) => new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));

    private Task<string> Html(TestUser user, string path) => host.As(user).GetAsync(path).Html();
}
