namespace Huset.Processes.Tests;

/// <summary>The dated figures: what every service has in common, tried on those of the heat.</summary>
public sealed class LimitTests(ProcessesHost host)
{
    private const string Limits = "/processes/v1/limits";

    [Fact]
    public async Task A_limit_is_replaced_from_a_day_and_verified_once_read()
    {
        var set = await host.As(TestUsers.QualityDeveloper).Post(Limits, Body("heat-middle", 80, "2400-01-01"));
        Assert.Equal("\"1\"", set.Headers.ETag?.Tag);
        var limit = await set.Json(HttpStatusCode.Created);
        var before = (await host.As(TestUsers.Employee).GetAsync($"{Limits}?on=2399-12-31").Json()).GetProperty("items").EnumerateArray().Single(one => one.GetProperty("measure").GetString() == "heat-middle");
        Assert.Equal((67, "2400-01-01"), (before.GetProperty("value").GetInt32(), before.GetProperty("validTo").GetString()));
        await host.As(TestUsers.QualityDeveloper).Post(Limits, Body("heat-middle", 81, "2400-01-01")).Problem(HttpStatusCode.Conflict, "rule.later-version");

        var path = $"{Limits}/{limit.GetProperty("id").GetGuid()}/verification";
        await Verify(path, null).Problem(HttpStatusCode.PreconditionRequired, "if-match.missing");
        await Verify(path, "\"7\"").Problem(HttpStatusCode.PreconditionFailed, "resource.stale");
        Assert.Equal("Kvalitet Testsson", (await Verify(path, "\"1\"").Json()).GetProperty("verifiedBy").GetString());
        await Verify($"{Limits}/{Guid.NewGuid()}/verification", "*").Problem(HttpStatusCode.NotFound, "resource.not-found");
    }

    [Theory]
    [InlineData("small-number", 1, "2399-01-01", "value")]
    [InlineData("heat-lower", 51, "2399-01-01", "value")]
    [InlineData("heat-lower", 20, "2001-01-01", "validFrom")]
    [InlineData("no-such", 20, "2399-01-01", "measure")]
    public Task What_is_no_limit_is_refused_by_its_field(string measure, int value, string from, string field) => host.As(TestUsers.Administrator).Post(Limits, Body(measure, value, from)).NamesField(field);

    [Fact]
    public async Task The_page_shows_limit_source_and_history_and_keeps_what_was_typed()
    {
        var page = WebUtility.HtmlDecode(await host.As(TestUsers.Employee).GetStringAsync("/processer/regler"));
        Assert.Matches(@"Antal som är så små att de kan peka ut någon</h2>\s*<p[^>]*><strong>Färre än 5<", page);
        Assert.Contains("Husets utgångsvärde", page);
        Assert.DoesNotContain("href=\"regler/", page);
        var id = await host.Scalar<string>("select id::text from limits where measure = 'heat-lower' and valid_to is null");
        Assert.Contains($"href=\"regler/{id}\"", await host.As(TestUsers.Administrator).GetStringAsync("/processer/regler"));

        var refused = WebUtility.HtmlDecode(await (await Save(id, "99", "2390-01-01")).Content.ReadAsStringAsync());
        Assert.Contains("Skriv ett tal som är tillåtet", refused);
        Assert.Contains("value=\"Nämndens beslut\"", refused);
        Assert.Equal(HttpStatusCode.Found, (await Save(id, "30", "2390-01-01")).StatusCode);
        page = WebUtility.HtmlDecode(await host.As(TestUsers.Employee).GetStringAsync("/processer/regler?tack=1"));
        Assert.Contains("Högst 30 procent av det steg som har flest, Från och med 1 januari 2390. Källa: Nämndens beslut.", page);
    }

    private static object Body(string measure, int value, string validFrom) => new { measure, value, validFrom, source = "Nämndens beslut" };

    private Task<HttpResponseMessage> Verify(string path, string? ifMatch) => host.As(TestUsers.QualityDeveloper).SendAsync(Requests.Write(path, new { }).IfMatch(ifMatch));

    private Task<HttpResponseMessage> Save(string id, string value, string from) => host.As(TestUsers.Administrator).PostAsync($"/processer/regler/{id}", new FormUrlEncodedContent(
        [new("_handler", "grans"), new("Request.Value", value), new("Request.ValidFrom", from), new("Request.Source", "Nämndens beslut")]));
}
