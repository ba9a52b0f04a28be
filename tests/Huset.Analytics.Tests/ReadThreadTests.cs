using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Huset.Analytics.Contracts;
using Huset.Analytics.Features.Thread;
using Huset.AppHost.Local;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Messaging;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Huset.Analytics.Tests;

/// <summary>The red thread through things that events tell of, with owners that say what they are called, keep silent, or do not let the reader know.</summary>
public sealed partial class ReadThreadTests(AnalyticsHost host) : IAsyncLifetime
{
    private readonly Owner deviations = new(), processes = new(), complaints = new();
    private WebApplicationFactory<Program> factory = null!;

    public async ValueTask InitializeAsync()
    {
        await Task.WhenAll(deviations.Start(), processes.Start(), complaints.Start());
        factory = host.Factory.WithWebHostBuilder(web => web
            .UseSetting("services:deviations:http:0", deviations.Url).UseSetting("services:processes:http:0", processes.Url).UseSetting("services:complaints:http:0", complaints.Url));
    }

    public async ValueTask DisposeAsync()
    {
        await factory.DisposeAsync();
        foreach (var owner in new[] { deviations, processes, complaints }) await owner.DisposeAsync();
    }

    [Fact]
    public async Task From_a_complaint_to_the_routine_that_was_written_anew_and_all_the_way_back()
    {
        var story = await Story();
        var forth = await Thread("complaint", story.Complaint);
        Assert.Equal(
            ["1 deviation", "2 cause", "3 action", "3 revision-task", "4 routine"],
            Nodes(forth, "led-to"));
        // The step and the routine are why the deviation is there, not what the complaint led to.
        Assert.Empty(Nodes(forth, "why"));
        Assert.Equal($"Synpunkt {story.Complaint}"[..20], forth.GetProperty("start").GetProperty("title").GetString()![..20]);

        var back = await Thread("routine", story.Routine);
        Assert.Equal(["1 activity", "1 revision-task", "2 cause", "2 process", "3 deviation", "4 complaint"], Nodes(back, "why"));
        // It was concerned before it was revised.
        Assert.Equal(["1 deviation", "2 cause", "3 action", "3 revision-task"], Nodes(back, "led-to"));
    }

    [Fact]
    public async Task What_is_told_from_both_ends_is_one_tie_and_what_a_longer_way_tells_is_not_direct()
    {
        var story = await Story();
        var thread = await Thread("deviation", story.Deviation);
        var edges = thread.GetProperty("edges").EnumerateArray().Select(edge => (
            Rel: edge.GetProperty("rel").GetString(), From: edge.GetProperty("from").GetProperty("type").GetString(), To: edge.GetProperty("to").GetProperty("type").GetString(), Direct: edge.GetProperty("direct").GetBoolean())).ToList();
        Assert.Equal(("escalated-from", "deviation", "complaint", true), Assert.Single(edges, edge => edge.To == "complaint" || edge.From == "complaint"));
        Assert.Equal(("caused-by", "revision-task", "cause", true), Assert.Single(edges, edge => edge.From is "cause" or "revision-task" && edge.To is "cause" or "revision-task" && edge.From != edge.To && edge.To != "deviation"));
        Assert.Contains(("follows-from", "action", "deviation", false), edges);
        Assert.Contains(("answers", "action", "cause", true), edges);
    }

    [Fact]
    public async Task A_place_that_is_met_on_the_way_does_not_lead_to_all_else_that_has_happened_there()
    {
        var story = await Story();
        var other = $"{Guid.CreateVersion7()}";
        await Tell("Deviations.Contracts:DeviationReported", other, links: [("arose-in", "activity", story.Step), ("concerns", "routine", story.Routine)]);
        deviations.Knows("deviation", other);

        Assert.DoesNotContain(other, (await Thread("complaint", story.Complaint)).GetRawText());
        Assert.DoesNotContain(other, (await Thread("deviation", story.Deviation)).GetRawText());
        // From the step itself it is what came.
        Assert.Contains(other, (await Thread("activity", story.Step)).GetRawText());
        Assert.Contains(other, (await Thread("routine", story.Routine)).GetRawText());
    }

    [Fact]
    public async Task What_the_reader_may_not_know_of_is_left_out_and_so_is_what_is_reached_only_through_it()
    {
        var story = await Story();
        deviations.Forget(story.Cause);
        var thread = await Thread("complaint", story.Complaint);
        // The action follows from the case itself; the task was asked for by the cause and follows from the case.
        Assert.Equal(["1 deviation", "2 action", "2 revision-task", "3 routine"], Nodes(thread, "led-to"));
        Assert.DoesNotContain(story.Cause, thread.GetRawText());

        deviations.Forget(story.Deviation);
        thread = await Thread("complaint", story.Complaint);
        Assert.Empty(Nodes(thread, "led-to"));
        Assert.Empty(thread.GetProperty("edges").EnumerateArray());
        await As(TestUsers.Manager).GetAsync($"/analytics/v1/thread/deviation/{story.Deviation}").Problem(HttpStatusCode.NotFound, "resource.not-found");
        foreach (var nothing in new[] { $"nothing/{story.Deviation}", $"complaint/{story.Complaint},{story.Complaint}", $"complaint/{new string('x', 200)}" })
            await As(TestUsers.Manager).GetAsync($"/analytics/v1/thread/{nothing}").Problem(HttpStatusCode.NotFound, "resource.not-found");
    }

    [Fact]
    public async Task From_a_case_to_the_figures_that_count_it_and_from_a_figure_to_its_cases_and_on()
    {
        var story = await Story();
        var maker = host.As(TestUsers.QualityDeveloper);
        var report = await maker.PostAsJsonAsync("/analytics/v1/reports", new { quarter = "2015-Q1", unitCode = TestUnits.Norrangen }).Json(HttpStatusCode.Created);
        var id = report.GetProperty("id").GetString()!;
        foreach (var section in report.GetProperty("sections").EnumerateArray())
        {
            using var write = new HttpRequestMessage(HttpMethod.Put, $"/analytics/v1/reports/{id}/sections/{section.GetProperty("code").GetString()}") { Content = JsonContent.Create(new { text = "Så gick det." }), Headers = { { "If-Match", "*" } } };
            await maker.SendAsync(write).Json();
        }
        var frozen = await maker.PostAsync($"/analytics/v1/reports/{id}/freeze", null).Json();
        var figure = frozen.GetProperty("sections")[1].GetProperty("figures")[0].GetProperty("paragraphId").GetString()!;
        async Task Logged<TMessage>(Func<TMessage, bool> own) => await host.Tell((await host.Published<TMessage>()).Where(own).Select(told =>
            new ReceivedMessage(Guid.CreateVersion7(), $"urn:message:Huset.Analytics.Contracts:{typeof(TMessage).Name}", JsonSerializer.SerializeToElement(told, JsonSerializerOptions.Web), "analytics")));
        await Logged<ReportFrozen>(told => $"{told.ReportId}" == id);
        await Logged<ReportParagraphFrozen>(told => $"{told.ReportId}" == id);

        var forth = await Thread("complaint", story.Complaint);
        Assert.Contains("2 report-paragraph", Nodes(forth, "led-to"));
        var counted = forth.GetProperty("nodes").EnumerateArray().Single(node => node.GetProperty("id").GetString() == figure);
        Assert.Equal(($"/analys/rapporter/{id}/siffror/avvikelser/deviations-reported", "Fryst"), (counted.GetProperty("href").GetString(), counted.GetProperty("state").GetString()));
        Assert.StartsWith("Kvartalsrapport, första kvartalet 2015: ", counted.GetProperty("title").GetString());

        var back = await Thread("report-paragraph", figure);
        Assert.Contains("1 report", Nodes(back, "why"));
        Assert.Contains("1 deviation", Nodes(back, "why"));
        Assert.Contains("2 complaint", Nodes(back, "why"));
        Assert.Contains("1 report-paragraph", Nodes(await Thread("report", id), "led-to"));
        Assert.Contains("räknas i", await Html($"/analys/trad/deviation/{story.Deviation}"));

        // Who may not read the report does not hear of it on the way, nor from it; who may count no cases hears of none.
        Assert.DoesNotContain("report-paragraph", await (await As(TestUsers.Employee).GetAsync($"/analytics/v1/thread/deviation/{story.Deviation}")).Content.ReadAsStringAsync());
        await As(TestUsers.Employee).GetAsync($"/analytics/v1/thread/report-paragraph/{figure}").Problem(HttpStatusCode.NotFound, "resource.not-found");
    }

    [Fact]
    public async Task Who_does_not_answer_is_named_and_holds_up_no_other()
    {
        var story = await Story();
        processes.Hangs = true;
        var thread = await Thread("complaint", story.Complaint);
        Assert.Equal(["1 deviation", "2 cause", "3 action"], Nodes(thread, "led-to"));
        Assert.Equal(["processes"], thread.GetProperty("silent").EnumerateArray().Select(name => name.GetString()));
        Assert.Contains("Processer svarar inte just nu", await Html($"/analys/trad/complaint/{story.Complaint}"));

        thread = await Thread("routine", story.Routine);
        Assert.False(thread.TryGetProperty("start", out _));
        Assert.Equal(["processes"], thread.GetProperty("silent").EnumerateArray().Select(name => name.GetString()));
        Assert.Contains("Processer svarar inte just nu, och därför kan tråden inte visas", await Html($"/analys/trad/routine/{story.Routine}"));
    }

    [Fact]
    public async Task Of_hundreds_the_newest_that_the_reader_may_know_of_are_shown_and_the_rest_are_counted()
    {
        var step = $"{Guid.CreateVersion7()}";
        processes.Knows("activity", step);
        var all = Enumerable.Range(0, 230).Select(_ => $"{Guid.CreateVersion7()}").ToList();
        await Task.WhenAll(all.Select((id, number) => Tell("Deviations.Contracts:DeviationReported", id, at: DateTimeOffset.UnixEpoch.AddYears(50).AddHours(number), links: ("arose-in", "activity", step))));
        // Every third is the reader's; the newest is not.
        var known = all.Where((_, number) => number % 3 == 0).ToList();
        foreach (var id in known) deviations.Knows("deviation", id);

        var thread = await Thread("activity", step);
        Assert.Equal(known.TakeLast(12).Reverse(), thread.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("id").GetString()));
        var more = Assert.Single(thread.GetProperty("more").EnumerateArray());
        Assert.Equal((known.Count - 12, false), (more.GetProperty("count").GetInt32(), more.GetProperty("atLeast").GetBoolean()));
        Assert.Contains($"och {known.Count - 12} avvikelser till", await Html($"/analys/trad/activity/{step}"));
        // What is not shown was counted and not told.
        Assert.Equal(12, deviations.Told.Distinct().Count());
    }

    [Fact]
    public async Task A_circle_ends()
    {
        var (one, other) = ($"{Guid.CreateVersion7()}", $"{Guid.CreateVersion7()}");
        await Tell("Processes.Contracts:ProcessChanged", one, links: ("part-of", "activity", other));
        await Tell("Processes.Contracts:ActivityChanged", other, links: ("part-of", "process", one));
        processes.Knows("process", one);
        processes.Knows("activity", other);
        var thread = await Thread("process", one);
        Assert.Equal(["1 activity"], Nodes(thread, "why"));
        Assert.Equal(["1 activity"], Nodes(thread, "led-to"));
        Assert.False(thread.GetProperty("continues").GetBoolean());
    }

    [Fact]
    public async Task The_owners_are_asked_with_the_readers_own_token()
    {
        var story = await Story();
        var client = As(TestUsers.Manager);
        await client.GetAsync($"/analytics/v1/thread/complaint/{story.Complaint}").Json();
        Assert.All(complaints.Asked.Concat(deviations.Asked), asked => Assert.Equal($"{client.DefaultRequestHeaders.Authorization}", asked));
    }

    [Fact]
    public async Task The_page_is_a_picture_and_a_list_in_words_where_each_thing_leads_on()
    {
        var story = await Story();
        var page = await Html($"/analys/trad/deviation/{story.Deviation}");
        Assert.Contains("Varför finns det här?", page);
        Assert.Contains("Vad ledde det till?", page);
        Assert.Matches("uppstod i <b>steg</b>", page);
        Assert.Matches("visade <b>orsak</b>", page);
        Assert.Contains($"href=\"/sida/cause/{story.Cause}\"", page);
        Assert.Contains($"href=\"trad/cause/{story.Cause}\"", page);
        Assert.Contains("<svg", page);
        Assert.DoesNotContain("<script", page);
        Assert.DoesNotContain("style=", page);
    }

    [Fact]
    public async Task On_the_picture_nothing_lies_on_anything_else_and_each_thing_is_tied_to_what_is_nearer_the_start()
    {
        var (process, step) = ($"{Guid.CreateVersion7()}", $"{Guid.CreateVersion7()}");
        await Tell("Processes.Contracts:ActivityChanged", step, links: ("part-of", "process", process));
        processes.Knows("activity", step);
        processes.Knows("process", process);
        foreach (var number in Enumerable.Range(0, 8))
        {
            var deviation = await Met("deviation", "DeviationReported", "arose-in", "activity", step);
            foreach (var _ in Enumerable.Range(0, number % 4))
            {
                var cause = await Met("cause", "CauseChanged", "found-in", "deviation", deviation);
                foreach (var __ in Enumerable.Range(0, number)) await Met("action", "ActionChanged", "answers", "cause", cause);
            }
        }

        var svg = XElement.Parse(Svg().Match(await Html($"/analys/trad/activity/{step}")).Value);
        static int Number(XElement element, string name) => (int)element.Attribute(name)!;
        var all = svg.Elements("foreignObject").Select(element => (X: Number(element, "x"), Y: Number(element, "y"), Width: Number(element, "width"), Height: Number(element, "height"))).ToList();
        Assert.All(all, one => Assert.True(one.X >= 0 && one.Y >= 0 && one.X + one.Width <= Number(svg, "width") && one.Y + one.Height <= Number(svg, "height"), $"{one} is outside"));
        foreach (var (index, one) in all.Index())
            Assert.DoesNotContain(all.Skip(index + 1), other => one.X < other.X + other.Width && other.X < one.X + one.Width && one.Y < other.Y + other.Height && other.Y < one.Y + one.Height);

        // All but the two questions and the start.
        Assert.Equal(all.Count - 3, svg.Elements("path").Count());
        Assert.Single(svg.Descendants("div"), element => element.Attribute("class")?.Value == "knot start");
        Assert.Equal(6, svg.Descendants("a").Count(link => link.Attribute("href")!.Value.StartsWith("trad/deviation/", StringComparison.Ordinal)));
        Assert.Contains(svg.Descendants("a"), link => link.Value.StartsWith("och 2 till", StringComparison.Ordinal) && link.Attribute("href")!.Value == $"trad/activity/{step}#ledde");

        async Task<string> Met(string type, string contract, string rel, string ofType, string of)
        {
            var id = $"{Guid.CreateVersion7()}";
            await Tell($"Deviations.Contracts:{contract}", id, links: (rel, ofType, of));
            deviations.Knows(type, id);
            return id;
        }
    }

    [Fact]
    public async Task Others_are_refused_and_reach_no_owner()
    {
        foreach (var path in new[] { "/analys/trad/deviation/x", "/analytics/v1/thread/deviation/x" })
        {
            await As(null).GetAsync(path).Problem(HttpStatusCode.Unauthorized, "user.not-signed-in");
            await As(TestUsers.Supplier).GetAsync(path).Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        }
        Assert.Empty(deviations.Asked);
    }

    [Fact]
    public void Every_rel_and_type_of_events_md_is_known_and_no_other_and_has_its_words()
    {
        var links = File.ReadAllText(Path.Combine(Repository.Root, "docs", "events.md")).Split("\n## ").Single(part => part.StartsWith("Links", StringComparison.Ordinal));
        var rows = Row().Matches(links).Select(row => (Rel: row.Groups[1].Value, Types: Code().Matches(row.Groups[2].Value).Select(code => code.Groups[1].Value), Direction: row.Groups[3].Value)).ToList();
        Assert.Equal(rows.Select(row => row.Rel).Distinct().Order(), Relations.All.Select(relation => relation.Rel).Order());
        Assert.All(rows, row => Assert.Equal(row.Direction, Relations.All.Single(relation => relation.Rel == row.Rel).Up ? "up" : "down"));
        Assert.Empty(rows.SelectMany(row => row.Types).Except(Kinds.All.Select(kind => kind.Type)));
        Assert.All(Relations.All, relation => Assert.DoesNotContain("Rel.", Kinds.Word(relation.Rel, true) + Kinds.Word(relation.Rel, false)));
        Assert.All(Kinds.All, kind => Assert.DoesNotContain(".", Kinds.Name(kind.Type) + Kinds.More(kind.Type, 1, false) + Kinds.More(kind.Type, 2, true) + Kinds.Room(kind.Service)));
    }

    [Fact]
    public async Task The_way_back_is_an_index_scan()
    {
        await using var connection = await host.Owner.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        // So few rows are read faster whole; it is whether the index can serve that is asked.
        await using (var settings = new NpgsqlCommand("set local enable_seqscan = off", connection, transaction)) await settings.ExecuteNonQueryAsync();
        await using var explain = new NpgsqlCommand($"explain {ThreadLinks.Sql}", connection, transaction);
        foreach (var value in new object[] { new[] { "activity" }, new[] { "x" }, new[] { false }, new[] { "a" }, new[] { "a" }, new[] { "a" }, new[] { "a" }, 500L }) explain.Parameters.Add(new() { Value = value });
        var plan = new List<string>();
        await using (var reader = await explain.ExecuteReaderAsync())
            while (await reader.ReadAsync()) plan.Add(reader.GetString(0));
        Assert.Contains(plan, line => line.Contains("Bitmap Index Scan on ix_subjects_links", StringComparison.Ordinal));
    }

    private sealed record Told(string Complaint, string Deviation, string Step, string Process, string Cause, string Action, string Task, string Routine);

    // A complaint becomes a deviation on a step; its cause asks for a routine to be revised, which a new version answers.
    private async Task<Told> Story()
    {
        string Id() => $"{Guid.CreateVersion7()}";
        var story = new Told(Id(), Id(), Id(), Id(), Id(), Id(), Id(), Id());
        await Tell("Complaints.Contracts:ComplaintChanged", story.Complaint, links: ("escalated-to", "deviation", story.Deviation));
        await Tell("Deviations.Contracts:DeviationReported", story.Deviation, links: [("arose-in", "activity", story.Step), ("concerns", "routine", story.Routine), ("escalated-from", "complaint", story.Complaint)]);
        await Tell("Processes.Contracts:ActivityChanged", story.Step, links: ("part-of", "process", story.Process));
        await Tell("Processes.Contracts:ProcessChanged", story.Process);
        await Tell("Deviations.Contracts:CauseChanged", story.Cause, links: [("found-in", "deviation", story.Deviation), ("asked-for", "revision-task", story.Task)]);
        await Tell("Deviations.Contracts:ActionChanged", story.Action, links: [("answers", "cause", story.Cause), ("follows-from", "deviation", story.Deviation)]);
        await Tell("Processes.Contracts:RevisionTaskChanged", story.Task, links: [("caused-by", "cause", story.Cause), ("follows-from", "deviation", story.Deviation), ("revises", "routine", story.Routine)]);
        await Tell("Processes.Contracts:RoutineChanged", story.Routine, links: [("steers", "activity", story.Step), ("answers", "revision-task", story.Task)]);
        complaints.Knows("complaint", story.Complaint);
        foreach (var (type, id) in new[] { ("deviation", story.Deviation), ("cause", story.Cause), ("action", story.Action) }) deviations.Knows(type, id);
        foreach (var (type, id) in new[] { ("activity", story.Step), ("process", story.Process), ("routine", story.Routine), ("revision-task", story.Task) }) processes.Knows(type, id);
        return story;
    }

    private Task Tell(string contract, string subject, DateTimeOffset? at = null, params (string Rel, string Type, string Id)[] links) => host.Tell(new ReceivedMessage(
        Guid.CreateVersion7(), $"urn:message:Huset.{contract}",
        JsonSerializer.SerializeToElement(new
        {
            subject,
            subjectVersion = 1,
            at = at ?? DateTimeOffset.UtcNow,
            unitCode = TestUnits.Norrangen,
            visibility = "analyst",
            // As a deviation is counted.
            deviationId = subject,
            kind = "other",
            harm = "none",
            occurredOn = "2015-03-10",
            occurredHour = 8,
            status = "reported",
            links = links.Select(link => new { rel = link.Rel, type = link.Type, id = link.Id }),
        }), "test"));

    private Task<JsonElement> Thread(string type, string id) => As(TestUsers.Manager).GetAsync($"/analytics/v1/thread/{type}/{id}").Json();

    private static List<string> Nodes(JsonElement thread, string direction) =>
        [.. thread.GetProperty("nodes").EnumerateArray().Where(node => node.GetProperty("direction").GetString() == direction).Select(node => $"{node.GetProperty("distance").GetInt32()} {node.GetProperty("type").GetString()}").Order()];

    private HttpClient As(TestUser? user)
    {
        var client = factory.CreateClient(new() { AllowAutoRedirect = false });
        if (user is not null) client.DefaultRequestHeaders.Authorization = new("Bearer", TestTokens.For(user));
        return client;
    }

    private async Task<string> Html(string path)
    {
        var answer = await As(TestUsers.Manager).GetAsync(path);
        var html = await answer.Content.ReadAsStringAsync();
        if (answer.StatusCode != HttpStatusCode.OK) Assert.Fail($"{(int)answer.StatusCode}: {html}");
        return WebUtility.HtmlDecode(Comments().Replace(html, ""));
    }

    [GeneratedRegex("<svg.*?</svg>", RegexOptions.Singleline)]
    private static partial Regex Svg();

    [GeneratedRegex("<!--.*?-->", RegexOptions.Singleline)]
    private static partial Regex Comments();

    [GeneratedRegex(@"^\| `([a-z-]+)` \| (.+?) \| (up|down) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`([a-z-]+)`")]
    private static partial Regex Code();

    /// <summary>A service that knows what it is told to know.</summary>
    private sealed class Owner : IAsyncDisposable
    {
        private readonly ConcurrentDictionary<string, string> known = new();
        private WebApplication? app;

        public string Url { get; } = $"http://localhost:{FreePorts.Take()}";
        public ConcurrentQueue<string> Asked { get; } = new();
        public ConcurrentQueue<string> Told { get; } = new();
        public bool Hangs { get; set; }

        public void Knows(string type, string id) => known[id] = type;

        public void Forget(string id) => known.TryRemove(id, out _);

        public async Task Start()
        {
            var builder = WebApplication.CreateBuilder();
            builder.Logging.ClearProviders();
            app = builder.Build();
            app.Urls.Add(Url);
            app.Run(Answer);
            await app.StartAsync();
        }

        public async ValueTask DisposeAsync()
        {
            using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(1));
            if (app is not null) await app.StopAsync(soon.Token);
        }

        private async Task Answer(HttpContext http)
        {
            Asked.Enqueue($"{http.Request.Headers.Authorization}");
            if (Hangs) await Task.Delay(TimeSpan.FromSeconds(30), http.RequestAborted);
            var type = http.Request.Query["type"].ToString();
            var seen = http.Request.Query["ids"].ToString().Split(',').Where(id => known.TryGetValue(id, out var of) && of == type).ToList();
            var told = seen.Take(int.Parse(http.Request.Query["limit"].ToString(), System.Globalization.CultureInfo.InvariantCulture)).ToList();
            told.ForEach(Told.Enqueue);
            var name = type == "complaint" ? "Synpunkt" : type;
            await http.Response.WriteAsJsonAsync(new ThreadAnswer([.. told.Select(id => new ThreadText(id, $"{name} {id}", null, $"/sida/{type}/{id}", null))], seen.Count));
        }
    }
}
