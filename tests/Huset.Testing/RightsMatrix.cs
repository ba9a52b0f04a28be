using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Codes;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Limits;
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

    /// <summary>Name of the one reader that it is for, by an assignment (<see cref="RightsMatrix.Reader"/>); null: everyone with the permissions.</summary>
    public string? Holder { get; init; }

    public static Opening By(string permission, Reach reach) => new((permission, reach));

    public bool IsFor(Rights rights, TestUser reader) => (Holder ?? reader.Username) == reader.Username && Needs.All(need => rights.Of(need.Permission, reader.Roles).HasFlag(need.Reach));
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

    // In the place of a permission: asked for by nobody.
    private const string OpenToAll = "open to all";

    private static readonly List<TestUser> Holders = [];
    private readonly List<TestUser> readers = [.. Readers];
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
    public int Count => rules.Sum(rule => (readers.Count + 1) * Math.Max(1, rule.Rows.Count));

    /// <summary>The number of a reader, so that rows can be made on a day of the reader's own.</summary>
    public static int NumberOf(TestUser reader)
    {
        lock (Holders) return Readers.Concat(Holders).ToList().FindIndex(known => known.Username == reader.Username);
    }

    /// <summary>One more reader, who holds an assignment that is made before anything is asked: an employee with no other role.</summary>
    public RightsMatrix Reader(TestUser holder)
    {
        lock (Holders) Holders.Add(holder);
        readers.Add(holder);
        return this;
    }

    /// <summary>An endpoint that is about no row: who has the permission gets it.</summary>
    public RightsMatrix Route(string route, string permission, Func<TestUser, HttpRequestMessage>? ask = null, HttpStatusCode success = HttpStatusCode.OK) =>
        Add(new(route, permission, (reader, _) => ask?.Invoke(reader) ?? Request(route), success, HttpStatusCode.NotFound, false, row => row.Id, []));

    /// <summary>An endpoint that is open: everyone gets it, and who is not signed in too.</summary>
    public RightsMatrix Open(string route, Func<HttpRequestMessage>? ask = null, HttpStatusCode success = HttpStatusCode.OK) =>
        Add(new(route, OpenToAll, (_, _) => ask?.Invoke() ?? Request(route), success, HttpStatusCode.NotFound, false, row => row.Id, []));

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

    /// <summary>The service's code lists, with their API and pages.</summary>
    public RightsMatrix WithCodeLists()
    {
        var (own, table) = (services.GetRequiredService<HusetService>(), services.GetRequiredService<CodeListTable>());
        var (api, pages, list) = ($"/{own.Name}/v1/code-lists", own.Path, table.Lists[0].Name);
        return Route($"GET {api}/", table.Read)
            .Route($"GET {api}/{{name}}", table.Read, _ => new(HttpMethod.Get, $"{api}/{list}"))
            // Over long ago, so that no other test meets it.
            .Route($"POST {api}/{{name}}", table.Edit, _ => Requests.Write($"{api}/{list}", new { code = $"prov-{Guid.NewGuid():N}", name = "Prov", validTo = "2001-01-01" }), HttpStatusCode.Created)
            // Who may change one is told that the name is missing.
            .Route($"PUT {api}/{{name}}/{{code}}", table.Edit, _ => Requests.Matched(Requests.Put($"{api}/{list}/{table.Example}", new { name = "" })), HttpStatusCode.BadRequest)
            .Route($"GET {pages}/kodlistor", table.Read)
            .Route($"GET {pages}/kodlistor/{{List}}/{{Code}}", table.Edit, _ => new(HttpMethod.Get, $"{pages}/kodlistor/{list}/{table.Example}"))
            .Route($"POST {pages}/kodlistor/{{List}}/{{Code}}", table.Edit, _ => Requests.Form($"{pages}/kodlistor/{list}/{table.Example}", "kod", ("Version", "1"), ("Request.Name", "")))
            .Route($"GET {pages}/ny-kod/{{List}}", table.Edit, _ => new(HttpMethod.Get, $"{pages}/ny-kod/{list}"))
            .Route($"POST {pages}/ny-kod/{{List}}", table.Edit, _ => Requests.Form($"{pages}/ny-kod/{list}", "kod", ("Request.Name", "")));
    }

    /// <summary>The service's limits, with their API and pages.</summary>
    public RightsMatrix WithLimits(Func<string, Task<string>> insert)
    {
        var (own, table) = (services.GetRequiredService<HusetService>(), services.GetRequiredService<LimitTable>());
        var (api, pages, measure) = ($"/{own.Name}/v1/{table.Name}", own.Path, table.Measures[0]);
        // One that was withdrawn before its first day and so meets no other test.
        var limit = new RowPosition("a limit", async _ => new(await insert($"""
            insert into {table.Name} (id, measure, value, source, valid_from, valid_to, set_by_name, set_at, version)
            values (gen_random_uuid(), '{measure.Code}', {measure.Least}, 'Prov', '2098-01-01', '2098-01-01', 'M', now(), 1) returning id::text
            """), []));
        Opening[] reading = [Opening.By(table.Read, Reach.All)], editing = [Opening.By(table.Edit, Reach.All)];
        return Route($"GET {api}/", table.Read)
            .Row($"GET {api}/{{id:guid}}", table.Read, row => new(HttpMethod.Get, $"{api}/{row.Id}"), [(limit, reading)])
            // A day that has been is refused, which only who may set one is told; a real one would move the limits under other tests.
            .Route($"POST {api}/", table.Edit, _ => Requests.Write($"{api}/", new { measure = measure.Code, value = measure.Least, validFrom = "2001-01-01", source = "Prov" }), HttpStatusCode.BadRequest)
            .Row($"POST {api}/{{id:guid}}/verification", table.Edit, row => Requests.Write($"{api}/{row.Id}/verification", new { }, 1), [(limit, editing)])
            .Route($"GET {pages}/regler", table.Read)
            .Row($"GET {pages}/regler/{{Id:guid}}", table.Edit, row => new(HttpMethod.Get, $"{pages}/regler/{row.Id}"), [(limit, editing)])
            .Row($"POST {pages}/regler/{{Id:guid}}", table.Edit, row => Requests.Form($"{pages}/regler/{row.Id}", "kontrollera", ("Version", "1")), [(limit, editing)], HttpStatusCode.Found);
    }

    /// <summary>A message that could not be handled and has been sent again, so that sending it once more needs no broker.</summary>
    public static RowPosition FailedMessage(Func<string, Task<string>> insert) => new("a failed message", async _ => new(await insert(
        "insert into inbox_failed (id, consumer, content_type, body, reason, failed_at, resent_at) values (gen_random_uuid(), 'rights', '', '', '', now(), now()) returning id::text"), []));

    /// <summary>The service's rooms of the house: everyone may ask, and what is told is for the service's own tests.</summary>
    public RightsMatrix WithRoom(string api) => Route($"GET {api}/room", CommonPermissions.ReadRoom);

    /// <summary>What a service says of its things on the red thread: all are asked about at once, and those outside the reach are not in the answer.</summary>
    public RightsMatrix WithThread(string api, string type, IEnumerable<(RowPosition Position, Opening[] Openings)> rows) => Add(new(
        $"GET {api}/thread-texts", CommonPermissions.ReadThread, (_, asked) => new(HttpMethod.Get, $"{api}/thread-texts?type={type}&ids={string.Join(',', asked.Select(row => row.Id))}"),
        HttpStatusCode.OK, HttpStatusCode.NotFound, true, row => $"\"id\":\"{row.Id}\"", [.. rows]));

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

    /// <summary>The same rows where the answer shows none of their words, as a form that has only the case's number.</summary>
    public static (RowPosition, Opening[]) Wordless((RowPosition Position, Opening[] Openings) row) => (row.Position, [.. row.Openings.Select(opening => opening with { WithoutText = true })]);

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
        await Parallel.ForEachAsync(readers, new ParallelOptions { MaxDegreeOfParallelism = 6 }, async (reader, _) =>
        {
            foreach (var rule in rules) await Check(rule, reader);
        });
        await Parallel.ForEachAsync(rules, new ParallelOptions { MaxDegreeOfParallelism = 6 }, async (rule, _) => await CheckNobody(rule));
        if (!wrong.IsEmpty) Assert.Fail($"{wrong.Count} answers are not what the rights table says:\n{string.Join('\n', wrong.Order().Take(40))}");
    }

    /// <summary>Compares the service's part of docs/access-table.md with the rules, or writes it when HUSET_APPROVE is true.</summary>
    public void CheckDocument()
    {
        var file = Path.Combine(Repository.Root, "docs", "access-table.md");
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
        var permitted = IsPermitted(rule, reader);
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
            var sight = permitted ? SightOf(openings, reader) : Sight.Nothing;
            // Only what is let through changes its row; the others ask about one that is made already.
            var row = await RowOf(position, Of(permitted, reader), fresh: rule.Changes && sight != Sight.Nothing);
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
            var expected = rule.Permission == OpenToAll ? rule.Success : HttpStatusCode.Unauthorized;
            if (status != expected) wrong.Enqueue($"{rule.Route} as nobody: expected {(int)expected}, got {(int)status}");
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
        openings.Where(opening => opening.IsFor(rights, reader)).Select(opening => opening.WithoutText ? Sight.WithoutText : Sight.Whole).DefaultIfEmpty(Sight.Nothing).Max();

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
        {
            wrong.Enqueue(routes[route] == OpenToAll
                ? $"{route} is open to all and has no rule. Add .Open(\"{route}\", …) to {service}'s RightsTests if it is meant to be."
                : $"{route} has no rule. Add .Route, .Row or .List(\"{route}\", {routes[route]}, …) to {service}'s RightsTests: who has the permission, and which rows it opens.");
        }
        foreach (var rule in rules.Where(rule => !routes.TryGetValue(rule.Route, out var permission) || permission != rule.Permission))
            wrong.Enqueue(routes.TryGetValue(rule.Route, out var permission) ? $"{rule.Route} asks for {permission}, and its rule says {rule.Permission}" : $"{rule.Route} has a rule but is no endpoint");
    }

    private IEnumerable<(string Route, string Permission)> Endpoints() => Endpoints(services);

    /// <summary>Every endpoint of the service with the permission that it asks for.</summary>
    public static IEnumerable<(string Route, string Permission)> Endpoints(IServiceProvider services)
    {
        var pages = services.GetRequiredService<HusetService>().Path;
        foreach (var endpoint in services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            // Open without a word are health, descriptions and static files; two are the framework's own.
            if ((endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null && !endpoint.IsOpen()) || endpoint.RoutePattern.RawText is "{**path:file}" or "/_framework/opaque-redirect") continue;
            var permission = endpoint.IsOpen() ? OpenToAll : endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(data => data.Policy).OfType<string>().LastOrDefault() ?? "no permission";
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
            if (rule.Rows.Count == 0) text.Append($"| `{rule.Route}` | – | {(rule.Permission == OpenToAll ? "everyone, without signing in" : Names(Permitted(rule)))} | – |\n");
            foreach (var (position, openings) in rule.Rows)
            {
                var sights = Permitted(rule).ToLookup(reader => SightOf(openings, reader));
                text.Append($"| `{rule.Route}` | {position.Name} | {Names(sights[Sight.Whole])} | {Names(sights[Sight.WithoutText])} |\n");
            }
        }
        return text.ToString();
    }

    private IEnumerable<TestUser> Permitted(Rule rule) => readers.Where(reader => IsPermitted(rule, reader));

    private bool IsPermitted(Rule rule, TestUser reader) => rule.Permission == OpenToAll || rights.Of(rule.Permission, reader.Roles) != Reach.None;

    private static string Names(IEnumerable<TestUser> readers)
    {
        var roles = readers.Select(reader => reader.Username).ToList();
        if (roles.Count == 0) return "–";
        if (Roles.Employees.All(roles.Contains)) roles = ["employees", .. roles.Except(Roles.Employees)];
        return string.Join(", ", roles);
    }
}
