using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Huset.AppHost.Local;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Operations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Logging;

namespace Huset.Analytics.Tests;

/// <summary>The operations page and its figures, with neighbours that answer well, hang, and lead astray.</summary>
public sealed partial class ReadHouseTests(AnalyticsHost host) : IAsyncLifetime
{
    private readonly Neighbour deviations = new("deviations");
    private readonly Neighbour processes = new("processes");
    private readonly string noted = Path.Combine(Path.GetTempPath(), $"huset-backup-{Guid.NewGuid():n}.json");
    private WebApplicationFactory<Program> factory = null!;

    public async ValueTask InitializeAsync()
    {
        await Task.WhenAll(deviations.Start(), processes.Start());
        factory = host.Factory.WithWebHostBuilder(web => web
            .UseSetting("services:deviations:http:0", deviations.Url)
            .UseSetting("services:processes:http:0", processes.Url)
            .UseSetting("Backup:File", noted)
            .UseSetting("services:gone:http:0", $"http://localhost:{FreePorts.Take()}"));
        // The first question of a process compiles what it runs.
        await As(TestUsers.Analyst).GetAsync("/analytics/v1/operations/house").Json();
    }

    public async ValueTask DisposeAsync()
    {
        await factory.DisposeAsync();
        await deviations.DisposeAsync();
        await processes.DisposeAsync();
        File.Delete(noted);
    }

    [Fact]
    public async Task The_last_backup_is_told_where_it_is_known_and_judged_by_its_age()
    {
        async Task<JsonElement?> Told(string? note = null)
        {
            if (note is not null) await File.WriteAllTextAsync(noted, note, TestContext.Current.CancellationToken);
            return (await As(TestUsers.Analyst).GetAsync("/analytics/v1/operations/house").Json()).TryGetProperty("lastBackup", out var backup) ? backup : null;
        }
        static string Note(double hoursAgo, bool whole) => JsonSerializer.Serialize(new { time = DateTimeOffset.UtcNow.AddHours(-hoursAgo), bytes = 48_234_496, whole });
        Assert.Null(await Told());
        Assert.Contains("Ingen kopia är känd här", await Html(As(TestUsers.Analyst), "/analys/drift"));
        // Half a note, and one of nothing, tell nothing.
        foreach (var broken in new[] { "{\"time\":\"2026", "{}", "null", "[]" }) Assert.Null(await Told(broken));

        var fresh = (await Told(Note(3, whole: true)))!.Value;
        Assert.Equal(("calm", 48_234_496, 0), (fresh.GetProperty("state").GetString(), fresh.GetProperty("bytes").GetInt32(), fresh.GetProperty("signals").GetArrayLength()));
        var page = await Html(As(TestUsers.Analyst), "/analys/drift");
        Assert.Contains("för 3 tim sedan", page);
        Assert.Contains("48,2 MB", page);

        Assert.Equal(["backup-age", "backup-not-whole"], Codes(await Told(Note(30, whole: false))));
        Assert.Contains("Den senaste säkerhetskopian är 30 tim gammal (gräns 26 tim).", await Html(As(TestUsers.Analyst), "/analys/drift"));
        Assert.Equal("urgent", (await Told(Note(60, whole: true)))!.Value.GetProperty("state").GetString());

        static IEnumerable<string?> Codes(JsonElement? backup) => backup!.Value.GetProperty("signals").EnumerateArray().Select(signal => signal.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Each_part_is_shown_and_who_does_not_answer_holds_up_no_other()
    {
        processes.Hangs = true;
        deviations.Figures = deviations.Figures with { FailedMessages = 2, Outbox = new(3, 75, 0, []) };
        var watch = Stopwatch.StartNew();
        var house = await As(TestUsers.Analyst).GetAsync("/analytics/v1/operations/house").Json();
        watch.Within(2);

        Assert.Equal("urgent", house.GetProperty("state").GetString());
        Assert.Equal(["analytics", "deviations", "gone", "processes"], house.GetProperty("parts").EnumerateArray().Select(part => part.GetProperty("service").GetString()).Order());
        foreach (var name in new[] { "gone", "processes" })
        {
            Assert.False(Part(house, name).GetProperty("answers").GetBoolean());
            Assert.Equal(["silent"], Signals(house, name));
        }
        Assert.Equal("attention", Part(house, "deviations").GetProperty("state").GetString());
        Assert.Equal(["outbox-age", "failed-messages"], Signals(house, "deviations"));
        // Here without a broker, so what other tests tell waits.
        Assert.Contains("broker-away", Signals(house, "analytics"));
        Assert.Equal(19, house.GetProperty("log").GetProperty("last").GetString()!.Length);
    }

    [Fact]
    public async Task The_neighbours_are_asked_with_the_readers_own_token_and_no_answer_leads_elsewhere()
    {
        processes.RedirectsTo = $"{deviations.Url}/elsewhere";
        var client = As(TestUsers.Analyst);
        var house = await client.GetAsync("/analytics/v1/operations/house").Json();
        Assert.Equal(["silent"], Signals(house, "processes"));
        Assert.DoesNotContain(deviations.Asked, asked => asked.Contains("elsewhere", StringComparison.Ordinal));
        Assert.Contains($"GET /deviations/v1/operations {client.DefaultRequestHeaders.Authorization}", deviations.Asked);
    }

    [Fact]
    public async Task The_newest_version_of_a_rule_that_applies_decides()
    {
        deviations.Figures = deviations.Figures with { Queues = [new("deviations-keep-units", 5_000, 1)] };
        var house = await As(TestUsers.Analyst).GetAsync("/analytics/v1/operations/house").Json();
        var signal = Part(house, "deviations").GetProperty("signals")[0];
        Assert.Equal(("queue-length", "attention", 5_000, 1_000), (signal.GetProperty("code").GetString(), signal.GetProperty("state").GetString(), signal.GetProperty("value").GetInt32(), signal.GetProperty("limit").GetInt32()));

        await using var own = host.Owner.CreateCommand(
            "insert into rule_versions (measure, valid_from, value, urgent, source) values ('queue-length', '2026-02-01', 9000, 90000, 'test'), ('queue-length', '2999-01-01', 1, 1, 'test')");
        await own.ExecuteNonQueryAsync();
        Assert.Empty(Signals(await As(TestUsers.Analyst).GetAsync("/analytics/v1/operations/house").Json(), "deviations"));
        await using var back = host.Owner.CreateCommand("delete from rule_versions where source = 'test'");
        await back.ExecuteNonQueryAsync();
    }

    [Fact]
    public async Task The_slowest_addresses_of_all_parts_stand_together_and_are_judged_by_rules()
    {
        // 95 of 100 within a second and a half; too few to judge; quick; and one that nobody should ever wait for.
        deviations.Figures = deviations.Figures with { SlowestRoutes = [new("GET", "/deviations/v1/deviations", 200, 1_500, [new(0, 90, 150), new(900, 1_100, 40), new(1_400, 1_500, 10)]), new("GET", "sok", 19, 60_000, [new(50_000, 60_000, 19)])] };
        processes.Figures = processes.Figures with { SlowestRoutes = [new("POST", "enheter/{Code}", 20, 12_000, [new(11_000, 12_000, 20)])] };
        var house = await As(TestUsers.Analyst).GetAsync("/analytics/v1/operations/house").Json();
        var slow = house.GetProperty("slowestRoutes").EnumerateArray().Where(route => route.GetProperty("service").GetString() is not "analytics").ToList();

        Assert.Equal(["sok", "enheter/{Code}", "/deviations/v1/deviations"], slow.Select(route => route.GetProperty("route").GetString()));
        Assert.Equal([null, "urgent", "attention"], slow.Select(route => route.TryGetProperty("state", out var state) ? state.GetString() : null));
        // Half of the step that the limit lies in, and all of the one above; of too few answers nothing.
        Assert.Equal([null, 100, 15], slow.Select(route => route.TryGetProperty("percentOver", out var over) ? over.GetDouble() : (double?)null));
        Assert.Empty(Signals(house, "deviations"));

        var page = await Html(As(TestUsers.Analyst), "/analys/drift");
        Assert.Contains("Långsammaste sidorna senaste timmen", page);
        Assert.Contains("POST enheter/{Code}", page);
        Assert.Contains("Mycket långsam", page);
        Assert.Contains("för få svar för att bedöma", page);
        Assert.Contains("1,5 s", page);
    }

    [Fact]
    public async Task The_page_tells_the_state_in_words_and_only_who_may_resend_has_the_button()
    {
        var id = Guid.CreateVersion7();
        deviations.Figures = deviations.Figures with { FailedMessages = 1 };
        deviations.Failed = [new(id, "keep-units", Guid.NewGuid(), "urn:message:Huset.Processes.Contracts:UnitChanged", "InvalidDataException: <b>bad</b>", DateTimeOffset.UtcNow, 2, null, null)];

        var page = await Html(As(TestUsers.Analyst), "/analys/drift");
        Assert.Contains("UnitChanged", page);
        Assert.Contains("2 gånger", page);
        Assert.Contains("Svarar inte", page);
        Assert.Contains("Bråttom", page);
        Assert.DoesNotContain("<b>bad</b>", page);
        Assert.DoesNotContain("Skicka igen", page);
        Assert.DoesNotContain("<script", page);
        Assert.Contains("href=\"drift\"", await Html(As(TestUsers.Analyst), "/analys/"));
        Assert.DoesNotContain("href=\"drift\"", await Html(As(TestUsers.QualityDeveloper), "/analys/"));

        Assert.Contains($"value=\"deviations/failed-messages/{id}\"", await Html(As(TestUsers.Administrator), "/analys/drift"));
        var sent = await As(TestUsers.Administrator).PostAsync("/analys/drift", Form($"deviations/failed-messages/{id}"));
        Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        Assert.Single(deviations.Asked, asked => asked.StartsWith($"POST /deviations/v1/operations/failed-messages/{id}/resend Bearer ", StringComparison.Ordinal));
        Assert.EndsWith("drift?tack=1", sent.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Contains("Meddelandet är skickat igen", await Html(As(TestUsers.Administrator), "/analys/drift?tack=1"));
    }

    [Theory]
    [InlineData("deviations/failed-messages/01930000-0000-7000-8000-000000000009", "Raden finns inte längre")]
    [InlineData("https://example.se/failed-messages/01930000-0000-7000-8000-000000000009", "Raden finns inte längre")]
    [InlineData("deviations/../../deviations/v1/deviations", "Raden finns inte längre")]
    [InlineData("gone/outbox/1", "Det gick inte att skicka")]
    [InlineData("", "Raden finns inte längre")]
    public async Task A_row_that_cannot_be_sent_is_told_in_a_sentence(string row, string sentence)
    {
        deviations.KnowsNothing = true;
        var answer = await As(TestUsers.Administrator).PostAsync("/analys/drift", Form(row));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains(sentence, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task Others_are_refused_and_reach_no_neighbour()
    {
        var before = deviations.Asked.Count;
        foreach (var path in new[] { "/analys/drift", "/analytics/v1/operations/house" })
        {
            await As(null).GetAsync(path).Problem(HttpStatusCode.Unauthorized, "user.not-signed-in");
            await As(TestUsers.Manager).GetAsync(path).Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        }
        Assert.Equal(before, deviations.Asked.Count);
        // May see, but not send.
        Assert.NotEqual(HttpStatusCode.Redirect, (await As(TestUsers.Analyst).PostAsync("/analys/drift", Form($"deviations/failed-messages/{Guid.NewGuid()}"))).StatusCode);
        Assert.DoesNotContain(deviations.Asked, asked => asked.StartsWith("POST", StringComparison.Ordinal));
    }

    private HttpClient As(TestUser? user)
    {
        var client = factory.CreateClient(new() { AllowAutoRedirect = false });
        if (user is not null) client.DefaultRequestHeaders.Authorization = new("Bearer", TestTokens.For(user));
        return client;
    }

    private static FormUrlEncodedContent Form(string row) => new(new Dictionary<string, string> { ["_handler"] = "igen", ["Request.Row"] = row, ["_key"] = Guid.NewGuid().ToString() });

    private static JsonElement Part(JsonElement house, string service) => house.GetProperty("parts").EnumerateArray().Single(part => part.GetProperty("service").GetString() == service);

    private static IEnumerable<string?> Signals(JsonElement house, string service) => Part(house, service).GetProperty("signals").EnumerateArray().Select(signal => signal.GetProperty("code").GetString());

    private static async Task<string> Html(HttpClient client, string path)
    {
        var answer = await client.GetAsync(path);
        var html = await answer.Content.ReadAsStringAsync();
        if (answer.StatusCode != HttpStatusCode.OK) Assert.Fail($"{(int)answer.StatusCode}: {html}");
        return Comments().Replace(html, "");
    }

    [GeneratedRegex("<!--.*?-->", RegexOptions.Singleline)]
    private static partial Regex Comments();

    /// <summary>A service of another house: it answers what it is told to.</summary>
    private sealed class Neighbour(string name) : IAsyncDisposable
    {
        private WebApplication? app;

        public string Url { get; } = $"http://localhost:{FreePorts.Take()}";
        public ConcurrentQueue<string> Asked { get; } = new();
        public bool Hangs { get; set; }
        public bool KnowsNothing { get; set; }
        public string? RedirectsTo { get; set; }
        public IReadOnlyList<FailedMessageView> Failed { get; set; } = [];
        public ServiceOperations Figures { get; set; } = new(name, "1.0.0", DateTimeOffset.UtcNow, new(0, null, 0, []), 0, [new($"{name}-keep-units", 0, 1)], new(true, 1), new(5, 25, 20, 200), []);

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
            Asked.Enqueue($"{http.Request.Method} {http.Request.Path} {http.Request.Headers.Authorization}");
            if (Hangs) await Task.Delay(TimeSpan.FromSeconds(30), http.RequestAborted);
            if (RedirectsTo is { } elsewhere) http.Response.Redirect(elsewhere);
            else if (KnowsNothing) http.Response.StatusCode = 404;
            else if (http.Request.Path.Value!.EndsWith("/failed-messages", StringComparison.Ordinal)) await http.Response.WriteAsJsonAsync(new ListOf<FailedMessageView>(Failed, 1, 20, Failed.Count, null));
            else await http.Response.WriteAsJsonAsync(Figures);
        }
    }
}
