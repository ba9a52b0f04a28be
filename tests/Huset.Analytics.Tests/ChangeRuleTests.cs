using System.Net.Http.Json;
using System.Text.Json;

namespace Huset.Analytics.Tests;

public sealed class ChangeRuleTests(AnalyticsHost host)
{
    private const string Path = "/analytics/v1/rules";
    private static readonly string Later = $"{DateTime.UtcNow.AddDays(40):yyyy-MM-dd}";

    [Fact]
    public async Task Every_rule_has_a_figure_of_today_with_its_source()
    {
        var rules = (await host.As(TestUsers.Manager).GetAsync($"{Path}?limit=100").Json()).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(Measure.All.Select(measure => measure.Code).Order(), rules.Select(rule => rule.GetProperty("measure").GetString()!));
        Assert.All(rules, rule =>
        {
            Assert.NotEqual("", rule.GetProperty("current").GetProperty("source").GetString());
            Assert.DoesNotContain("Rule.", rule.GetProperty("name").GetString());
        });
    }

    [Fact]
    public async Task A_new_version_applies_from_its_day_and_one_of_the_same_day_is_replaced()
    {
        const string Rule = $"{Path}/signal-trend";
        var before = await Read(Rule);
        var changed = await Post(Rule, before.ETag, new { value = 7, validFrom = Later, source = "Kvalitetsrådet" }).Json();
        Assert.Equal((6, 2), (changed.GetProperty("current").GetProperty("value").GetInt32(), changed.GetProperty("versions").GetArrayLength()));
        var after = await Read(Rule);
        Assert.NotEqual(before.ETag, after.ETag);
        var again = await Post(Rule, after.ETag, new { value = 0, validFrom = Later, source = "Kvalitetsrådet, rättat" }).Json();
        Assert.Equal([6, 0], again.GetProperty("versions").EnumerateArray().Select(version => version.GetProperty("value").GetInt32()));
    }

    [Fact]
    public async Task Who_has_read_an_older_version_is_told_and_changes_nothing()
    {
        const string Rule = $"{Path}/signal-near-limit";
        var (read, _) = await Read(Rule);
        await Post(Rule, read, new { value = 3, validFrom = Later, source = "den första" }).Json();
        await Post(Rule, read, new { value = 2, validFrom = Later, source = "den andra" }).Problem(HttpStatusCode.PreconditionFailed, "resource.stale");
        await Post(Rule, null, new { value = 2, validFrom = Later, source = "utan" }).Problem((HttpStatusCode)428, "if-match.missing");
        Assert.Contains("den första", (await Read(Rule)).Body.GetRawText());
        await Post($"{Path}/no-such-rule", "*", new { value = 2, validFrom = Later, source = "prov" }).Problem(HttpStatusCode.NotFound, "resource.not-found");
    }

    [Theory]
    [InlineData("signal-shift", 4, null, null, "prov", "value")]
    [InlineData("signal-shift", 21, null, null, "prov", "value")]
    [InlineData("chart-baseline-least", 0, null, null, "prov", "value")]
    [InlineData("signal-shift", 8, 9L, null, "prov", "urgent")]
    [InlineData("queue-length", 10, null, null, "prov", "urgent")]
    [InlineData("queue-length", 10, 9L, null, "prov", "urgent")]
    [InlineData("connections", 90, 101L, null, "prov", "urgent")]
    [InlineData("signal-shift", 8, null, "2026-01-02", "prov", "validFrom")]
    [InlineData("signal-shift", 8, null, null, "", "source")]
    public Task A_figure_that_the_rule_does_not_take_is_refused(string rule, long value, long? urgent, string? validFrom, string source, string field) =>
        Post($"{Path}/{rule}", "*", new { value, urgent, validFrom = validFrom ?? Later, source }).NamesField(field);

    [Fact]
    public async Task Rules_are_read_by_those_who_read_charts_and_changed_by_the_administrator_alone()
    {
        foreach (var user in new[] { TestUsers.Analyst, TestUsers.QualityDeveloper, TestUsers.Manager })
        {
            await host.As(user).GetAsync($"{Path}/signal-shift").Json();
            await Post($"{Path}/signal-shift", "*", new { value = 9, validFrom = Later, source = "prov" }, user).Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        }
        await host.As(TestUsers.Employee).GetAsync(Path).Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        await host.As(null).GetAsync(Path).Problem(HttpStatusCode.Unauthorized, "user.not-signed-in");
    }

    [Fact]
    public async Task The_page_shows_the_rules_and_its_form_changes_them_and_keeps_what_was_typed()
    {
        var client = host.As(TestUsers.Administrator);
        var page = WebUtility.HtmlDecode(await client.GetStringAsync("/analys/regler"));
        Assert.Contains("Månader i rad på samma sida om genomsnittet", page);
        Assert.Contains("Provost och Murray", page);
        Assert.Contains("href=\"regler/outbox-age\"", page);
        Assert.DoesNotContain("href=\"regler/outbox-age\"", await host.As(TestUsers.Manager).GetStringAsync("/analys/regler"));

        const string Form = "/analys/regler/outbox-refused";
        var version = (await Read($"{Path}/outbox-refused")).Body.GetProperty("version").GetInt32();
        FormUrlEncodedContent Fill(int shown, string value, string urgent) => new(
        [
            new("_handler", "regel"), new("Version", $"{shown}"), new("Request.Value", value), new("Request.Urgent", urgent), new("Request.ValidFrom", Later), new("Request.Source", "Driftrådet <b>"),
        ]);
        async Task<string> Refused(FormUrlEncodedContent form)
        {
            var answer = await client.PostAsync(Form, form);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        }

        var wrong = await Refused(Fill(version, "5", "4"));
        Assert.Contains("Skriv ett tal som är minst lika högt som det första.", wrong);
        Assert.Contains("Driftrådet <b></textarea>", wrong);
        Assert.Contains("Skriv ett helt tal", await Refused(Fill(version, "fem", "9")));
        Assert.Contains("Någon annan har ändrat regeln", await Refused(Fill(version - 1, "5", "9")));
        var saved = await client.PostAsync(Form, Fill(version, "5", "9"));
        Assert.Equal(HttpStatusCode.Found, saved.StatusCode);
        Assert.Contains("regler?tack=1", saved.Headers.Location?.ToString());
        Assert.Contains("5, bråttom från 9", WebUtility.HtmlDecode(await client.GetStringAsync("/analys/regler")));
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/analys/regler/no-such-rule")).StatusCode);
    }

    private async Task<(string ETag, JsonElement Body)> Read(string rule)
    {
        var answer = await host.As(TestUsers.Analyst).GetAsync(rule);
        return (answer.Headers.ETag!.Tag, await answer.Json());
    }

    private async Task<HttpResponseMessage> Post(string rule, string? version, object body, TestUser? user = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{rule}/versions") { Content = JsonContent.Create(body) };
        if (version is not null) request.Headers.TryAddWithoutValidation("If-Match", version);
        return await host.As(user ?? TestUsers.Administrator).SendAsync(request);
    }
}
