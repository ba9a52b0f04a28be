using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Huset.Testing;

/// <summary>A row that was made for the test: its id, and words of it that only who may read its text may be told.</summary>
/// <param name="Id">What shows in an answer that the row is there.</param>
/// <param name="Words">The first is in every answer to who may read the text; none is in an answer to anyone else.</param>
/// <param name="State">What the request needs to know of it.</param>
public sealed record TestRow(string Id, string[] Words, string State = "");

/// <summary>Where a row lies as the reader stands to it, and how such a row is made for a reader.</summary>
public sealed record RowPosition(string Name, Func<TestUser, Task<TestRow>> Make);

/// <summary>A way to a row: who has every one of these permissions with this reach. Without text it shows the row but not its words.</summary>
public sealed record Opening(params (string Permission, Reach Reach)[] Needs)
{
    public bool WithoutText { get; init; }

    public static Opening By(string permission, Reach reach) => new((permission, reach));

    public bool IsFor(Rights rights, string[] roles) => Needs.All(need => rights.Of(need.Permission, roles).HasFlag(need.Reach));
}

/// <summary>
/// Every endpoint × role × position of a row, asked of the running service and compared with what its rights table says. A service
/// declares one rule per endpoint: the permission, a right request, and which reach opens which row; the answers follow from the table:
/// nobody 401, no permission 403, a row outside the reach 404 or not in the list, else the answer.
/// </summary>
public sealed class RightsMatrix(string service, Rights rights, IServiceProvider services, Func<TestUser?, HttpClient> signIn)
{
    // Everyone claims the same units, so that it is the role that makes the difference.
    private static readonly TestUser[] Readers =
    [
        .. Roles.All.Select(role => new TestUser(role, [role], [TestUnits.ElderlyCare], TestUnits.ElderlyCare)),
        new TestUser("utan roll", [], [TestUnits.ElderlyCare], TestUnits.ElderlyCare),
    ];

    private readonly List<Rule> rules = [];
    private readonly ConcurrentDictionary<(string Reader, string Position), Lazy<Task<TestRow>>> rows = new();
    private readonly ConcurrentQueue<string> wrong = new();

    private sealed record Rule(
        string Route, string Permission, Func<TestUser, TestRow[], HttpRequestMessage> Ask, HttpStatusCode Success, HttpStatusCode Outside, bool IsList, Func<TestRow, string> Mark,
        IReadOnlyList<(RowPosition Position, Opening[] Openings)> Rows)
    {
        public string Method => Route[..Route.IndexOf(' ', StringComparison.Ordinal)];
        public bool Changes => Method != "GET";
    }

    /// <summary>How many answers are compared: endpoint × (role, no role, nobody) × position.</summary>
    public int Count => rules.Sum(rule => (Readers.Length + 1) * Math.Max(1, rule.Rows.Count));

    /// <summary>The number of a reader, so that rows can be made on a day of the reader's own.</summary>
    public static int NumberOf(TestUser reader) => Array.FindIndex(Readers, known => known.Username == reader.Username);

    /// <summary>An endpoint that is about no row: who has the permission gets it.</summary>
    public RightsMatrix Route(string route, string permission, Func<TestUser, HttpRequestMessage>? ask = null, HttpStatusCode success = HttpStatusCode.OK) =>
        Add(new(route, permission, (reader, _) => ask?.Invoke(reader) ?? Request(route), success, HttpStatusCode.NotFound, false, row => row.Id, []));

    /// <summary>An endpoint about one row; outside the reach it answers 404, or what is given.</summary>
    public RightsMatrix Row(
        string route, string permission, Func<TestRow, HttpRequestMessage> ask, IEnumerable<(RowPosition Position, Opening[] Openings)> rows, HttpStatusCode success = HttpStatusCode.OK,
        HttpStatusCode outside = HttpStatusCode.NotFound) =>
        Add(new(route, permission, (_, asked) => ask(asked[0]), success, outside, false, row => row.Id, [.. rows]));

    /// <summary>An endpoint that lists rows; the request narrows the list to those that were made for the reader.</summary>
    public RightsMatrix List(
        string route, string permission, Func<TestUser, HttpRequestMessage> ask, IEnumerable<(RowPosition Position, Opening[] Openings)> rows, Func<TestRow, string>? mark = null) =>
        Add(new(route, permission, (reader, _) => ask(reader), HttpStatusCode.OK, HttpStatusCode.NotFound, true, mark ?? (row => row.Id), [.. rows]));

    /// <summary>The access log's endpoints, which are alike in every service that has cases.</summary>
    public RightsMatrix WithAccessLog(string api, string pages, Func<Task<string>> signReview)
    {
        var review = new RowPosition("any review", async _ => new(await signReview(), []));
        return
            Route($"GET {api}/access-log/", CommonPermissions.ReadAccessLog)
            .Route($"GET {api}/access-log/reviews", CommonPermissions.ReadAccessLog)
            .Row($"GET {api}/access-log/reviews/{{id:guid}}", CommonPermissions.ReadAccessLog, row => new(HttpMethod.Get, $"{api}/access-log/reviews/{row.Id}"), [(review, [Opening.By(CommonPermissions.ReadAccessLog, Reach.All)])])
            .Route($"POST {api}/access-log/reviews", CommonPermissions.SignAccessLog, _ => Review(api), HttpStatusCode.Created)
            .Route($"GET {pages}/logg", CommonPermissions.ReadAccessLog)
            .Route($"GET {pages}/logg/granskningar", CommonPermissions.SignAccessLog)
            .Route($"POST {pages}/logg/granskningar", CommonPermissions.SignAccessLog, _ => new(HttpMethod.Post, $"{pages}/logg/granskningar")
            {
                Content = new FormUrlEncodedContent(
                [
                    new("_handler", "granskning"), new("Request.From", "2026-10-01"), new("Request.To", "2026-10-31"), new("Request.LookedAt", "Stickprov."), new("Request.Finding", "None"),
                ]),
            }, HttpStatusCode.Found);
    }

    /// <summary>A message that could not be handled and has been sent again, so that sending it once more needs no broker.</summary>
    public static RowPosition FailedMessage(Func<string, Task<string>> insert) => new("a failed message", async _ => new(await insert(
        "insert into inbox_failed (id, consumer, content_type, body, reason, failed_at, resent_at) values (gen_random_uuid(), 'rights', '', '', '', now(), now()) returning id::text"), []));

    /// <summary>The service's rooms of the house: everyone may ask, and what is told is for the service's own tests.</summary>
    public RightsMatrix WithRoom(string api) => Route($"GET {api}/room", CommonPermissions.ReadRoom);

    /// <summary>What is seen and mended of a service's messages, alike in every service.</summary>
    public RightsMatrix WithOperations(string api, Func<string, Task<string>> insert)
    {
        var sent = new RowPosition("a message of the outbox", async _ => new(await insert(
            "insert into outbox (id, type, body, created_at, sent_at) values (gen_random_uuid(), 'rights', '{}', now(), now()) returning seq::text"), []));
        Opening[] resend = [Opening.By(CommonPermissions.ResendMessages, Reach.All)];
        return
            Route($"GET {api}/operations/", CommonPermissions.ReadOperations)
            .Route($"GET {api}/operations/failed-messages", CommonPermissions.ReadOperations)
            .Row($"POST {api}/operations/failed-messages/{{id:guid}}/resend", CommonPermissions.ResendMessages, row => new(HttpMethod.Post, $"{api}/operations/failed-messages/{row.Id}/resend"), [(FailedMessage(insert), resend)])
            .Row($"POST {api}/operations/outbox/{{seq:long}}/retry", CommonPermissions.ResendMessages, row => new(HttpMethod.Post, $"{api}/operations/outbox/{row.Id}/retry"), [(sent, resend)]);
    }

    /// <summary>A review of the access log that is right in every field.</summary>
    public static HttpRequestMessage Review(string api) => new(HttpMethod.Post, $"{api}/access-log/reviews")
    {
        Content = JsonContent.Create(new { from = "2026-10-01", to = "2026-11-01", lookedAt = "Stickprov.", finding = "none" }),
    };

    /// <summary>A request without a body; the path is the route's own when none is given.</summary>
    public static HttpRequestMessage Request(string route, string? path = null) =>
        new(new HttpMethod(route[..route.IndexOf(' ', StringComparison.Ordinal)]), path ?? route[(route.IndexOf(' ', StringComparison.Ordinal) + 1)..]);

    /// <summary>Asks all there is to ask and fails with what was answered otherwise than the table says; fails too when an endpoint has no rule.</summary>
    public async Task Check()
    {
        CheckRoutes();
        await Parallel.ForEachAsync(Readers, new ParallelOptions { MaxDegreeOfParallelism = 6 }, async (reader, _) =>
        {
            foreach (var rule in rules) await Check(rule, reader);
        });
        await Parallel.ForEachAsync(rules, new ParallelOptions { MaxDegreeOfParallelism = 6 }, async (rule, _) => await CheckNobody(rule));
        if (!wrong.IsEmpty) Assert.Fail($"{wrong.Count} answers are not what the rights table says:\n{string.Join('\n', wrong.Order().Take(40))}");
    }

    /// <summary>Compares the service's part of docs/access-table.md with the rules, or writes it when HUSET_APPROVE is true.</summary>
    public void CheckDocument()
    {
        var file = Path.Combine(FindRoot(), "docs", "access-table.md");
        var parts = File.ReadAllText(file).Split("\n## ").ToList();
        var table = Table();
        var at = parts.FindIndex(part => part.StartsWith($"{service}\n", StringComparison.Ordinal));
        if (Environment.GetEnvironmentVariable("HUSET_APPROVE") != "true")
        {
            Assert.Equal(table.TrimEnd(), at < 0 ? "" : parts[at].TrimEnd());
            return;
        }
        if (at < 0) parts.Add(table);
        else parts[at] = table;
        File.WriteAllText(file, string.Join("\n## ", parts.Select(part => part.TrimEnd() + "\n")));
    }

    private RightsMatrix Add(Rule rule)
    {
        rules.Add(rule);
        return this;
    }

    private async Task Check(Rule rule, TestUser reader)
    {
        var permitted = rights.Of(rule.Permission, reader.Roles) != Reach.None;
        if (rule.IsList || rule.Rows.Count == 0)
        {
            var all = await Task.WhenAll(rule.Rows.Select(row => RowOf(row.Position, Of(permitted, reader), fresh: false)));
            var (status, body) = await Ask(rule, reader, all);
            if (!Is(permitted ? rule.Success : HttpStatusCode.Forbidden, status, rule, reader, "")) return;
            foreach (var ((position, openings), row) in rule.Rows.Zip(all))
            {
                var sight = permitted ? SightOf(openings, reader) : Sight.Nothing;
                if (permitted && body.Contains(rule.Mark(row), StringComparison.Ordinal) != (sight != Sight.Nothing)) Tell(rule, reader, position.Name, $"expected {(sight == Sight.Nothing ? "no such row in" : "the row in")} the list");
                CheckWords(rule, reader, position, row, sight, body);
            }
            if (permitted && rule.IsList) CheckTotal(rule, reader, body);
            return;
        }
        foreach (var (position, openings) in rule.Rows)
        {
            var row = await RowOf(position, Of(permitted, reader), fresh: rule.Changes && permitted);
            var sight = permitted ? SightOf(openings, reader) : Sight.Nothing;
            var (status, body) = await Ask(rule, reader, [row]);
            var expected = !permitted ? HttpStatusCode.Forbidden : sight == Sight.Nothing ? rule.Outside : rule.Success;
            if (Is(expected, status, rule, reader, position.Name)) CheckWords(rule, reader, position, row, sight, body);
        }
    }

    // Who is refused whatever the row is asked about one that all such share.
    private static TestUser Of(bool permitted, TestUser reader) => permitted ? reader : Readers[^1];

    private async Task CheckNobody(Rule rule)
    {
        var all = await Task.WhenAll(rule.Rows.Select(row => RowOf(row.Position, Readers[^1], fresh: false)));
        foreach (var row in all.DefaultIfEmpty())
        {
            var (status, body) = await Ask(rule, null, row is null ? [] : [row]);
            if (status != HttpStatusCode.Unauthorized) wrong.Enqueue($"{rule.Route} as nobody: expected 401, got {(int)status}");
            if (row?.Words.Any(word => body.Contains(word, StringComparison.Ordinal)) == true) wrong.Enqueue($"{rule.Route} as nobody: the row's words are told");
        }
    }

    private void CheckWords(Rule rule, TestUser reader, RowPosition position, TestRow row, Sight sight, string body)
    {
        if (sight != Sight.Whole && row.Words.FirstOrDefault(word => body.Contains(word, StringComparison.Ordinal)) is { } told) Tell(rule, reader, position.Name, $"told \"{told}\"");
        if (sight == Sight.Whole && !rule.Changes && row.Words.Length > 0 && !body.Contains(row.Words[0], StringComparison.Ordinal)) Tell(rule, reader, position.Name, "did not tell the row's words");
    }

    // The list holds nothing beside what was made for the reader.
    private void CheckTotal(Rule rule, TestUser reader, string body)
    {
        if (!body.StartsWith('{') || !JsonSerializer.Deserialize<JsonElement>(body).TryGetProperty("total", out var total)) return;
        var open = rule.Rows.Count(row => SightOf(row.Openings, reader) != Sight.Nothing);
        if (total.GetInt32() != open) Tell(rule, reader, "", $"expected {open} rows in the list, got {total}");
    }

    private enum Sight { Nothing, WithoutText, Whole }

    private Sight SightOf(Opening[] openings, TestUser reader) =>
        openings.Where(opening => opening.IsFor(rights, reader.Roles)).Select(opening => opening.WithoutText ? Sight.WithoutText : Sight.Whole).DefaultIfEmpty(Sight.Nothing).Max();

    private Task<TestRow> RowOf(RowPosition position, TestUser reader, bool fresh) =>
        fresh ? position.Make(reader) : rows.GetOrAdd((reader.Username, position.Name), _ => new(() => position.Make(reader))).Value;

    private async Task<(HttpStatusCode Status, string Body)> Ask(Rule rule, TestUser? reader, TestRow[] about)
    {
        using var client = signIn(reader);
        using var request = rule.Ask(reader ?? Readers[^1], about);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        // A stream of events never ends, and where there is no row there are no words to look for.
        var body = rule.Rows.Count == 0 ? "" : await response.Content.ReadAsStringAsync();
        return (response.StatusCode, body);
    }

    private bool Is(HttpStatusCode expected, HttpStatusCode status, Rule rule, TestUser reader, string position)
    {
        if (status == expected) return true;
        Tell(rule, reader, position, $"expected {(int)expected}, got {(int)status}");
        return false;
    }

    private void Tell(Rule rule, TestUser reader, string position, string what) =>
        wrong.Enqueue($"{rule.Route} as {reader.Username}{(position.Length > 0 ? $", {position}" : "")}: {what}");

    private void CheckRoutes()
    {
        var routes = Endpoints().ToDictionary(endpoint => endpoint.Route, endpoint => endpoint.Permission);
        foreach (var route in routes.Keys.Except(rules.Select(rule => rule.Route)))
            wrong.Enqueue($"{route} has no rule. Add .Route, .Row or .List(\"{route}\", {routes[route]}, …) to {service}'s RightsTests: who has the permission, and which rows it opens.");
        foreach (var rule in rules.Where(rule => !routes.TryGetValue(rule.Route, out var permission) || permission != rule.Permission))
            wrong.Enqueue(routes.TryGetValue(rule.Route, out var permission) ? $"{rule.Route} asks for {permission}, and its rule says {rule.Permission}" : $"{rule.Route} has a rule but is no endpoint");
    }

    private IEnumerable<(string Route, string Permission)> Endpoints()
    {
        var pages = services.GetRequiredService<HusetService>().Path;
        foreach (var endpoint in services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            // Open to all are health, descriptions and static files; two are the framework's own.
            if (endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null || endpoint.RoutePattern.RawText is "{**path:file}" or "/_framework/opaque-redirect") continue;
            var permission = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(data => data.Policy).OfType<string>().LastOrDefault() ?? "no permission";
            var path = $"/{endpoint.RoutePattern.RawText?.TrimStart('/')}";
            if (endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is { Type: var page })
            {
                yield return ($"GET {pages}{path}", permission);
                if (TakesForm(page)) yield return ($"POST {pages}{path}", permission);
                continue;
            }
            foreach (var method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]) yield return ($"{method} {path}", permission);
        }
    }

    private static bool TakesForm(Type page) =>
        page.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Any(property => property.IsDefined(typeof(SupplyParameterFromFormAttribute)));

    private string Table()
    {
        var text = new StringBuilder($"{service}\n\n{Count} answers are compared.\n\n| endpoint | row | opens to | without text to |\n| --- | --- | --- | --- |\n");
        foreach (var rule in rules)
        {
            if (rule.Rows.Count == 0) text.Append($"| `{rule.Route}` | – | {Names(Permitted(rule))} | – |\n");
            foreach (var (position, openings) in rule.Rows)
            {
                var sights = Permitted(rule).ToLookup(reader => SightOf(openings, reader));
                text.Append($"| `{rule.Route}` | {position.Name} | {Names(sights[Sight.Whole])} | {Names(sights[Sight.WithoutText])} |\n");
            }
        }
        return text.ToString();
    }

    private IEnumerable<TestUser> Permitted(Rule rule) => Readers.Where(reader => rights.Of(rule.Permission, reader.Roles) != Reach.None);

    private static string Names(IEnumerable<TestUser> readers)
    {
        var roles = readers.Select(reader => reader.Username).ToList();
        if (roles.Count == 0) return "–";
        if (Roles.Employees.All(roles.Contains)) roles = ["employees", .. roles.Except(Roles.Employees)];
        return string.Join(", ", roles);
    }

    private static string FindRoot()
    {
        var at = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(at, "Huset.Platform.sln"))) at = Path.GetDirectoryName(at) ?? throw new InvalidOperationException("The repository is not above the tests.");
        return at;
    }
}
