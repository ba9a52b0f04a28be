using System.Text.Json;
using System.Text.RegularExpressions;

namespace Huset.Processes.Tests;

/// <summary>The page of a process's map; what the script does with it is for the browser's tests.</summary>
public sealed partial class DrawProcessPageTests(ProcessesHost host)
{
    [Fact]
    public async Task A_reader_looks_at_the_map_and_reads_the_same_steps_as_text()
    {
        var id = await host.PublishedProcess("Planera:1", "Utföra:2");
        var page = await Html(TestUsers.Employee, id);
        Assert.Contains($"data-diagram=\"/processes/v1/processes/{id}/diagram\"", page);
        Assert.DoesNotContain("data-save", page);
        Assert.DoesNotContain($"process/{id}/steg", page);
        Assert.Matches(@"<ol>\s*<li>Planera</li>\s*<li>Utföra</li>", page);
        Assert.Contains("<noscript>", page);
        Assert.Contains("Så ser version 1 ut, den som gäller.", page);
        // A policy without inline scripts and styles holds the page.
        Assert.DoesNotMatch("<script(?![^>]* src=)|<style| style=| onclick=", page);
    }

    [Fact]
    public async Task Who_may_edit_draws_in_the_draft()
    {
        var id = await host.PublishedProcess("Planera:1");
        var next = await Html(TestUsers.ProcessOwner, id);
        Assert.Contains($"data-save=\"/processes/v1/processes/{id}/diagram\"", next);
        Assert.Contains("Version 1 gäller. När du sparar börjar nästa version som utkast", next);
        Assert.Contains($"href=\"process/{id}/steg\"", next);
        await host.PutDiagram(id, ProcessesHost.Diagram("Planera:1", "Följa upp:2"), "*").Json();
        var draft = await Html(TestUsers.ProcessOwner, id);
        Assert.Contains("Du ritar i utkastet till version 2.", draft);
        Assert.Matches(@"<li>Följa upp</li>", draft);
        Assert.DoesNotContain("<li>Följa upp</li>", await Html(TestUsers.Employee, id));
    }

    [Fact]
    public async Task What_nobody_has_drawn_is_begun_on_the_page()
    {
        var id = await host.CreatedProcess();
        Assert.Contains("Här finns en början att rita vidare på.", await Html(TestUsers.ProcessOwner, id));
        await Page(TestUsers.Employee, id).Problem(HttpStatusCode.NotFound, "resource.not-found");
    }

    [Fact]
    public async Task What_waits_for_approval_is_looked_at_and_not_drawn_in()
    {
        var id = await host.CreatedProcess();
        await host.PutDiagram(id, ProcessesHost.Diagram("Planera:1"), null).Json();
        await host.As(TestUsers.ProcessOwner).PostAsync($"{ProcessesHost.Processes}/{id}/versions/1/submission", null).Json();
        var page = await Html(TestUsers.ProcessOwner, id);
        Assert.DoesNotContain("data-save", page);
        Assert.Contains("diagram?version=draft", page);
        Assert.Contains("Så ser version 1 ut, som inte gäller än.", page);
    }

    [Fact]
    public async Task Every_reason_that_a_diagram_can_be_refused_for_has_its_sentence()
    {
        var words = JsonSerializer.Deserialize<JsonElement>(Told().Match(await Html(TestUsers.ProcessOwner, await host.CreatedProcess())).Groups[1].Value);
        var refusals = words.GetProperty("refusals");
        var listed = Refused().Matches(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "errors.md"))).Select(code => code.Groups[1].Value).ToList();
        Assert.NotEmpty(listed);
        Assert.All(listed.Append("version.not-draft").Append("resource.stale").Append("if-match.missing"), code => Assert.True(refusals.TryGetProperty(code, out _), $"{code} has no sentence in ProcessMap.razor."));
        // A key that has no text shows as itself.
        Assert.All(refusals.EnumerateObject(), refusal => Assert.Contains(' ', refusal.Value.GetString()!));
        Assert.All(words.EnumerateObject().Where(word => word.Name != "refusals"), word => Assert.NotEqual(word.Name, word.Value.GetString(), StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task The_heat_stands_in_a_table_and_hides_small_numbers()
    {
        var id = await host.PublishedProcess("Planera:1", "Utföra:2");
        var step = (await host.As(TestUsers.Employee).GetAsync($"{ProcessesHost.Processes}/{id}/activities").Json()).GetProperty("items")[0].GetProperty("id").GetGuid();
        await host.Scalar<int>("""
            with made as (insert into step_deviations (deviation_id, activity_id, unit_code, occurred_on, kind, harm, subject_version)
            select gen_random_uuid(), $1, 'norrangen', current_date, 'health-care', 'none', 1 from generate_series(1, 4) returning 1) select count(*)::int from made
            """, step);
        var employee = await Html(TestUsers.Employee, id);
        Assert.Contains("data-heat-of=\"Activity_1\" data-level=\"1\" data-count=\"1–4\" data-label=\"1 till 4 avvikelser\"", employee);
        Assert.DoesNotContain("4 avvikelser\" data-href", employee);
        var developer = await Html(TestUsers.QualityDeveloper, id, "?enhet=norrangen");
        Assert.Contains("data-label=\"4 avvikelser\"", developer);
        Assert.Contains("vård eller läkemedel 4", developer);
        Assert.Matches($"data-href=\"/avvikelser/\\?steg={step}&fran=[0-9-]+&till=[0-9-]+&enhet=norrangen\"", developer);
    }

    [Theory]
    [InlineData("?fran=igår")]
    [InlineData("?fran=2026-02-01&till=2026-01-01")]
    [InlineData("?till=9999-12-31")]
    [InlineData("?enhet=finns-inte")]
    public async Task An_address_typed_wrong_gives_a_sentence_and_no_fault(string query) =>
        Assert.Contains("Urvalet gick inte att läsa", await Html(TestUsers.Employee, await host.PublishedProcess("Planera:1"), query));

    [Fact]
    public async Task The_map_refuses_suppliers_and_nobody()
    {
        var id = await host.PublishedProcess("Planera:1");
        await Page(TestUsers.Supplier, id).Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        await Page(null, id).Problem(HttpStatusCode.Unauthorized, "user.not-signed-in");
    }

    [Fact]
    public async Task What_the_map_is_drawn_by_comes_with_the_service_and_its_licences()
    {
        var page = await Html(TestUsers.Employee, await host.PublishedProcess("Planera:1"));
        foreach (var (pattern, type) in new[] { ("src=\"(bundle/process-map[^\"]*\\.js)\"", "text/javascript"), ("href=\"(bundle/process-map[^\"]*\\.css)\"", "text/css") })
        {
            var answer = await host.As(TestUsers.Employee).GetAsync($"/processer/{Regex.Match(page, pattern).Groups[1].Value}");
            Assert.Equal((HttpStatusCode.OK, type), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        }
        var licences = await host.As(TestUsers.Employee).GetStringAsync("/processer/bundle/licences.txt");
        Assert.Contains("bpmn-js 18.", licences);
        Assert.Contains("MUST NOT be", licences);
        // The bpmn.io mark stays as it comes: no rule of ours speaks of it.
        Assert.DoesNotContain("powered-by", await File.ReadAllTextAsync(Path.Combine(Repository.Root, "services", "Processes", "Huset.Processes", "Browser", "src", "process-map.css")));
    }

    private Task<HttpResponseMessage> Page(TestUser? reader, Guid id, string query = "") => host.As(reader).GetAsync($"/processer/process/{id}/rita{query}");

    private Task<string> Html(TestUser reader, Guid id, string query = "") => Page(reader, id, query).Html();

    [GeneratedRegex("data-words=\"({.*?})\">")]
    private static partial Regex Told();

    [GeneratedRegex(@"\| `(diagram\.[a-z-]+)` \| 400 \|")]
    private static partial Regex Refused();
}
