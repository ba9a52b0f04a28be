using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Huset.Deviations.Tests;

/// <summary>A case in a legal track is, for who does not investigate there, as one that never was: in answers, in the work behind them, and in what is found.</summary>
public sealed partial class LeakTests(DeviationsHost host)
{
    private const string Cases = "/deviations/v1/deviations";

    [Fact]
    public async Task Every_address_of_a_restricted_case_answers_as_of_one_that_never_was_with_as_many_questions_to_the_database()
    {
        var (restricted, action, _) = await host.WithAction(TestUsers.Colleague);
        await host.HandOver(restricted);
        var never = Guid.CreateVersion7();
        var statements = new ConcurrentDictionary<string, int>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Npgsql" or "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity => { if (activity.Source.Name == "Npgsql") statements.AddOrUpdate($"{activity.TraceId}", 1, (_, count) => count + 1); },
        };
        ActivitySource.AddActivityListener(listener);
        var routes = host.Factory.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") != false)
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/'))
            .Where(route => route.StartsWith($"{Cases}/{{id:guid}}", StringComparison.Ordinal) || route.StartsWith("/{Id:guid}", StringComparison.Ordinal))
            .Select(route => route.StartsWith("/{Id", StringComparison.Ordinal) ? $"/avvikelser{route}" : route).Distinct().ToList();
        Assert.InRange(routes.Count, 20, 200);

        var different = new List<string>();
        foreach (var user in new[] { TestUsers.Manager, TestUsers.QualityDeveloper, TestUsers.Mas })
        {
            using var reader = host.As(user);
            foreach (var route in routes)
            {
                string Of(Guid id) => Parameter().Replace(route, match => match.Groups[1].Value.ToLowerInvariant() switch { "id" => $"{id}", "actionid" => $"{action}", "track" => "lex-sarah", "part" => "event", _ => $"{never}" });
                // Once before, so that what is asked once and kept is kept.
                await Ask(reader, Of(never), never);
                var (one, other) = (await Ask(reader, Of(restricted), restricted), await Ask(reader, Of(never), never));
                if (one != other) different.Add($"{user.Username} {route}: {one} and {other}");
            }
        }
        Assert.True(different.Count == 0, string.Join('\n', different));

        async Task<(HttpStatusCode, string, int)> Ask(HttpClient reader, string path, Guid id)
        {
            var trace = ActivityTraceId.CreateRandom();
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01" } } };
            using var answer = await reader.SendAsync(request);
            var body = Passing().Replace((await answer.Content.ReadAsStringAsync()).Replace($"{id}", "", StringComparison.Ordinal), "");
            return (answer.StatusCode, body, statements.GetValueOrDefault($"{trace}"));
        }
    }

    [Fact]
    public async Task What_is_written_anywhere_in_a_case_is_found_by_who_may_read_it_and_after_the_handing_over_by_its_investigators_alone()
    {
        var mark = $"zx{Guid.NewGuid():N}"[..10];
        var (id, action, _) = await host.WithAction(TestUsers.Colleague, TestUsers.Employee, ("description", $"Rapporten {mark}rapport."));
        await host.Work(id, deviation =>
        {
            deviation.FindCause("routines", $"Orsaken {mark}orsak.", Arrange.Karin, Arrange.Now);
            deviation.CompleteAction(deviation.Actions.Single(planned => planned.Id == action), $"Gjordes {mark}gjort.", Arrange.Karin, Arrange.Now);
            deviation.Answer($"Svaret {mark}svar.", Arrange.Karin, Arrange.Now);
        });
        string[] words = [$"{mark}rapport", $"{mark}orsak", $"{mark}gjort", $"{mark}svar"];
        Assert.Equal(words, await Found(TestUsers.Manager));
        Assert.Equal(words, await Found(TestUsers.Mas));
        // Who reported finds the own words and the answer; who reads without text finds none.
        Assert.Equal([words[0], words[3]], await Found(TestUsers.Employee));
        Assert.Equal([], await Found(TestUsers.QualityDeveloper));
        Assert.Equal([], await Found(TestUsers.OtherManager));

        await host.HandOver(id);
        Assert.Equal([], await Found(TestUsers.Manager));
        Assert.Equal([], await Found(TestUsers.Mas));
        Assert.Equal([words[0]], await Found(TestUsers.Employee));
        Assert.Equal(words, await Found(TestUsers.LexInvestigator));
        foreach (var reader in new[] { TestUsers.Manager, TestUsers.QualityDeveloper, TestUsers.Mas })
        {
            foreach (var file in new[] { $"{Cases}?format=csv", $"{Cases}?format=ndjson", "/deviations/v1/actions?limit=100", "/deviations/v1/room", "/deviations/v1/notices?limit=100", "/avvikelser/", "/avvikelser/atgarder" })
            {
                using var answer = await host.As(reader).GetAsync(file);
                var body = await answer.Content.ReadAsStringAsync();
                Assert.False(body.Contains($"{id}", StringComparison.Ordinal) || body.Contains(mark, StringComparison.Ordinal), $"{reader.Username} {file}");
            }
        }

        async Task<List<string>> Found(TestUser user)
        {
            var found = new List<string>();
            foreach (var word in words)
            {
                var list = await host.As(user).GetAsync($"{Cases}?q={word}").Json();
                Assert.Equal(list.GetProperty("items").GetArrayLength(), list.GetProperty("total").GetInt32());
                if (list.GetProperty("total").GetInt32() > 0) found.Add(word);
            }
            return found;
        }
    }

    [GeneratedRegex(@"\{([A-Za-z]+)(?::[a-z]+)?\}")]
    private static partial Regex Parameter();

    // What every answer has of its own: trace, and where it was asked.
    [GeneratedRegex("""("(traceId|instance)":"[^"]*",?)|(traceparent[^>]*>)|(\b[0-9a-f]{32}\b)""")]
    private static partial Regex Passing();
}
