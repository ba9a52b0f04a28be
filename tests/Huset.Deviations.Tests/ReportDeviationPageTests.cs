using System.Text.RegularExpressions;

namespace Huset.Deviations.Tests;

public sealed partial class ReportDeviationPageTests(DeviationsHost host)
{
    [Fact]
    public async Task The_form_is_drawn_with_the_reporters_unit_chosen()
    {
        var page = await Answers.Html(host.As(TestUsers.Employee).GetAsync($"/avvikelser/ny?k={Guid.NewGuid()}"));
        Assert.Contains("<option value=\"norrangen\" selected", page);
        Assert.Contains("Beskriv med egna ord", page);
        Assert.DoesNotMatch("<script(?![^>]* src=)| style=| on[a-z]+=\"", page);
    }

    [Fact]
    public async Task A_right_form_becomes_a_deviation_and_leads_to_it()
    {
        var client = As("ratt");
        var answer = await client.PostAsync("/avvikelser/ny", Form());
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var page = await Answers.Html(client.GetAsync(answer.Headers.Location));
        Assert.Contains("Tack, rapporten är sparad", page);
        Assert.Contains("Fel dos i dosetten", page);
    }

    [Fact]
    public async Task Wall_clock_time_is_Swedish()
    {
        var client = host.As(TestUsers.Employee);
        var answer = await client.PostAsync("/avvikelser/ny", Form(("Request.OccurredAt", "2026-07-01T07:30")));
        var id = answer.Headers.Location!.OriginalString.Split('/', '?')[^2];
        var deviation = await client.GetAsync($"/deviations/v1/deviations/{id}").Json();
        Assert.Equal("2026-07-01T05:30:00+00:00", deviation.GetProperty("occurredAt").GetString());
    }

    [Theory]
    [InlineData("Request.Description", "", "Beskriv vad som hände")]
    [InlineData("Request.Kind", "", "Välj vad det gäller.")]
    [InlineData("Request.Kind", "Weather", "Välj vad det gäller.")]
    [InlineData("Request.Harm", "", "Välj om någon kom till skada.")]
    [InlineData("Request.OccurredAt", "i går", "Skriv dag och tid")]
    [InlineData("Request.OccurredAt", "2126-01-01T00:00", "Tiden ligger i framtiden")]
    [InlineData("Request.UnitCode", "", "Välj enheten där det hände.")]
    [InlineData("Request.UnitCode", "finns-inte", "Den enheten fanns inte den dagen.")]
    public async Task What_is_wrong_is_told_in_Swedish_and_what_was_written_is_kept(string field, string value, string sentence)
    {
        var page = await Answers.Html(host.As(TestUsers.Employee).PostAsync("/avvikelser/ny", Form((field, value), ("Request.ImmediateAction", "Ringde sjuksköterskan"))));
        Assert.Contains("role=\"alert\"", page);
        Assert.Contains(sentence, page);
        Assert.Contains("Ringde sjuksköterskan", page);
        if (field != "Request.Description") Assert.Contains("Fel dos i dosetten", page);
    }

    [Fact]
    public async Task The_same_form_sent_twice_is_one_deviation()
    {
        var form = new Dictionary<string, string>(Fields()) { ["_key"] = Guid.NewGuid().ToString() };
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => host.As(TestUsers.Employee).PostAsync("/avvikelser/ny", new FormUrlEncodedContent(form))));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode));
        Assert.Single(answers.Select(answer => answer.Headers.Location).Distinct());
    }

    [Fact]
    public async Task The_form_changed_after_going_back_asks_whether_it_is_another_deviation()
    {
        var (key, client) = (Guid.NewGuid().ToString(), As("backar"));
        var first = await client.PostAsync("/avvikelser/ny", Form(("_key", key)));
        var asked = await Answers.Html(client.PostAsync("/avvikelser/ny", Form(("_key", key), ("Request.Description", "En annan sak."))));
        Assert.Contains("Är det här samma händelse som AVV-", asked);
        Assert.Contains("En annan sak.", asked);
        Assert.Equal(1, await Reported(client));

        var second = await client.PostAsync("/avvikelser/ny", Form(("_key", key), ("Request.Description", "En annan sak."), ("Again", "true")));
        Assert.Equal((HttpStatusCode.Redirect, HttpStatusCode.Redirect), (first.StatusCode, second.StatusCode));
        Assert.NotEqual(Case(first), Case(second));
        Assert.Equal(2, await Reported(client));
    }

    [Theory]
    [InlineData("Request.ProtectName", "true")]
    [InlineData("affected-work-environment", "visitor")]
    public async Task What_is_chosen_after_going_back_is_not_taken_for_what_was_sent(string field, string value)
    {
        var (key, client) = (Guid.NewGuid(), As($"andrar-{value}"));
        (string, string)[] sent = [("_key", $"{key}"), ("Request.Kind", "WorkEnvironment"), ("affected-work-environment", "colleague")];
        Assert.Equal(HttpStatusCode.Redirect, (await client.PostAsync("/avvikelser/ny", Form(sent))).StatusCode);
        Assert.Contains("Är det här samma händelse som AVV-", await Answers.Html(client.PostAsync("/avvikelser/ny", Form([.. sent, (field, value)]))));
        // The same form in another tab is still the same report.
        var same = await client.PostAsync("/avvikelser/ny", Form([.. sent, ("_key", $"{Guid.NewGuid()}")]));
        Assert.Contains("tack=redan", same.Headers.Location!.ToString());
        Assert.Equal(1, await Reported(client));
    }

    [Fact]
    public async Task The_address_holds_the_forms_key_and_knows_when_it_is_sent()
    {
        var client = As("adress");
        var answer = await client.GetAsync("/avvikelser/ny");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var address = answer.Headers.Location!.ToString();
        var key = address[(address.IndexOf("k=", StringComparison.Ordinal) + 2)..];
        Assert.Contains($"name=\"_key\" value=\"{key}\"", await Answers.Html(client.GetAsync(address)));
        Assert.Contains("Beskriv med egna ord", await Answers.Html(client.GetAsync(address)));

        await client.PostAsync(address, Form(("_key", key)));
        var page = await Answers.Html(client.GetAsync(address));
        Assert.Contains("Rapporten är redan skickad: AVV-", page);
        Assert.DoesNotContain("Beskriv med egna ord", page);
        // To another person the key is nobody's.
        Assert.Contains("Beskriv med egna ord", await Answers.Html(As("grannen").GetAsync(address)));
    }

    [Fact]
    public async Task The_same_words_from_two_tabs_at_once_are_one_deviation()
    {
        var client = As("flikar");
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => client.PostAsync("/avvikelser/ny", Form(("_key", Guid.NewGuid().ToString())))));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode));
        Assert.Single(answers.Select(Case).Distinct());
        Assert.Equal(1, await Reported(client));
        var again = await Answers.Html(client.GetAsync(answers.First(answer => answer.Headers.Location!.ToString().Contains("redan", StringComparison.Ordinal)).Headers.Location));
        Assert.Contains("Rapporten var redan skickad", again);
    }

    [Fact]
    public async Task The_same_words_about_another_time_are_asked_about()
    {
        var client = As("samma");
        await client.PostAsync("/avvikelser/ny", Form(("_key", Guid.NewGuid().ToString())));
        var asked = await Answers.Html(client.PostAsync("/avvikelser/ny", Form(("_key", Guid.NewGuid().ToString()), ("Request.OccurredAt", "2026-07-02T07:30"))));
        Assert.Contains("samma ord det senaste dygnet", asked);
        Assert.Equal(1, await Reported(client));
    }

    [Fact]
    public async Task Twenty_thousand_characters_with_line_breaks_and_Swedish_letters_are_kept()
    {
        var client = As("lang");
        // As a browser sends it: each line break is two characters, and it counted one.
        var text = string.Concat(Enumerable.Repeat(new string('å', 98) + "ö\n", 200));
        Assert.Equal(20_000, text.Length);
        var answer = await client.PostAsync("/avvikelser/ny", Form(("Request.Description", text.Replace("\n", "\r\n"))));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var stored = (await client.GetAsync($"/deviations/v1/deviations/{Case(answer)}").Json()).GetProperty("description").GetString();
        Assert.Equal(text.Trim(), stored);
    }

    [Fact]
    public async Task An_identity_number_is_pointed_out_and_taken_away_in_one_click()
    {
        var client = As("nummer");
        const string text = "Fel dos till 19121212-1212 och till 121212+1212. Artikel 191212121213 är hel.";
        var asked = await Answers.Html(client.PostAsync("/avvikelser/ny", Form(("Request.Description", text))));
        Assert.Contains("Det ser ut att stå 2 personnummer", asked);
        Assert.Contains("19121212-••••", asked);
        Assert.Contains(text, asked);
        Assert.Equal(0, await Reported(client));

        var masked = await client.PostAsync("/avvikelser/ny", Form(("Request.Description", text), ("Numbers", "mask")));
        var stored = (await client.GetAsync($"/deviations/v1/deviations/{Case(masked)}").Json()).GetProperty("description").GetString();
        Assert.Equal("Fel dos till (personnummer borttaget) och till (personnummer borttaget). Artikel 191212121213 är hel.", stored);
        Assert.Equal(HttpStatusCode.Redirect, (await client.PostAsync("/avvikelser/ny", Form(("Request.Description", text), ("Numbers", "keep")))).StatusCode);
    }

    [Fact]
    public async Task A_corrected_form_may_keep_its_key()
    {
        var key = Guid.NewGuid().ToString();
        var client = host.As(TestUsers.Employee);
        var refused = await client.PostAsync("/avvikelser/ny", Form(("_key", key), ("Request.Harm", "")));
        Assert.Equal(HttpStatusCode.OK, refused.StatusCode);
        Assert.Contains($"value=\"{key}\"", await refused.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.Redirect, (await client.PostAsync("/avvikelser/ny", Form(("_key", key)))).StatusCode);
    }

    [Fact]
    public async Task A_form_drawn_before_a_new_deployment_still_sends()
    {
        var drawn = await Answers.Html(host.As(TestUsers.Employee).GetAsync($"/avvikelser/ny?k={Guid.NewGuid()}"));
        var hidden = Hidden().Matches(drawn).ToDictionary(input => input.Groups["name"].Value, input => input.Groups["value"].Value);
        Assert.Equal(["_handler", "_key", "_user"], hidden.Keys.Order());

        // Another process of the service: other keys in memory, nothing known of the page.
        await using var deployed = host.Factory.WithWebHostBuilder(_ => { });
        using var client = deployed.CreateClient(new() { AllowAutoRedirect = false });
        client.DefaultRequestHeaders.Authorization = new("Bearer", TestTokens.For(TestUsers.Employee));
        var answer = await client.PostAsync("/avvikelser/ny", Form([.. hidden.Select(field => (field.Key, field.Value))]));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    [Fact]
    public async Task A_form_sent_yesterday_and_again_today_is_one_deviation()
    {
        var key = Guid.NewGuid().ToString();
        var client = host.As(TestUsers.Employee);
        var yesterday = await client.PostAsync("/avvikelser/ny", Form(("_key", key)));
        Assert.Equal(1L, await host.Scalar<long>("with aged as (update idempotency_keys set created_at = created_at - interval '1 day' where key like $1 returning 1) select count(*) from aged", $"{key}%"));
        var today = await client.PostAsync("/avvikelser/ny", Form(("_key", key)));
        Assert.Equal((HttpStatusCode.Redirect, yesterday.Headers.Location), (today.StatusCode, today.Headers.Location));
    }

    [Fact]
    public async Task The_list_and_the_case_show_words_and_not_codes()
    {
        var reporter = new TestUser("ord", ["medarbetare"], HomeUnit: TestUnits.Kullen);
        await host.Reported(reporter, ("unitCode", TestUnits.Kullen), ("description", "<b>Trappan</b> är hal & mörk"), ("suspectedSerious", true));
        var list = await Answers.Html(host.As(reporter).GetAsync("/avvikelser/"));
        Assert.Contains("Kullens hemtjänst", list);
        Assert.Contains("Vård eller läkemedel", list);
        Assert.Contains("Misstänkt allvarligt", list);
        Assert.Contains("&lt;b>Trappan&lt;/b>", (await (await host.As(reporter).GetAsync("/avvikelser/")).Content.ReadAsStringAsync()).Replace("&gt;", ">"));
    }

    [Theory]
    [InlineData("?fran=igår")]
    [InlineData("?slag=väder")]
    [InlineData("?lage=1")]
    public async Task A_filter_address_typed_wrong_gives_a_sentence_and_no_fault(string query) =>
        Assert.Contains("Urvalet gick inte att läsa", await Answers.Html(host.As(TestUsers.Manager).GetAsync($"/avvikelser/{query}")));

    [Fact]
    public async Task A_case_outside_ones_rights_is_not_found()
    {
        var id = await host.Reported(TestUsers.Employee);
        await host.As(TestUsers.OtherManager).GetAsync($"/avvikelser/{id}").Problem(HttpStatusCode.NotFound, "resource.not-found");
    }

    [Theory]
    [InlineData("/avvikelser/")]
    [InlineData("/avvikelser/mina")]
    [InlineData("/avvikelser/ny")]
    public async Task Pages_refuse_suppliers_and_nobody(string page)
    {
        await host.As(TestUsers.Supplier).GetAsync(page).Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        await host.As(null).GetAsync(page).Problem(HttpStatusCode.Unauthorized, "user.not-signed-in");
    }

    private HttpClient As(string name) => host.As(new TestUser(name, ["medarbetare"], HomeUnit: TestUnits.Norrangen));

    private static string Case(HttpResponseMessage answer) => answer.Headers.Location!.OriginalString.Split('/', '?')[^2];

    private static async Task<int> Reported(HttpClient client) => (await client.GetAsync("/deviations/v1/deviations").Json()).GetProperty("total").GetInt32();

    private static Dictionary<string, string> Fields() => new()
    {
        ["_handler"] = "rapport",
        ["Request.UnitCode"] = TestUnits.Norrangen,
        ["Request.Kind"] = "HealthCare",
        ["Request.Harm"] = "None",
        ["Request.Description"] = "Fel dos i dosetten. Det upptäcktes direkt.",
        ["Request.OccurredAt"] = "2026-07-01T07:30",
    };

    private static FormUrlEncodedContent Form(params (string Field, string Value)[] changes)
    {
        var fields = Fields();
        foreach (var (field, value) in changes) fields[field] = value;
        return new FormUrlEncodedContent(fields);
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]+)\" value=\"(?<value>[^\"]*)\"")]
    private static partial Regex Hidden();
}
