using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Huset.Testing;
using Microsoft.OpenApi;

namespace Huset.Architecture.Tests;

/// <summary>
/// The national REST API profile (Digg) and Huset's own rules for its APIs, each over each service's own document. A finding is a
/// sentence that says what to mend; most are mended by a Description, an Example or a GivesETag/NeedsIfMatch where the route is mapped.
/// </summary>
public sealed partial class ApiProfileTests
{
    private static readonly ConcurrentDictionary<string, Task<ApiDocument>> Documents = new();

    private static readonly Dictionary<string, Func<string, ApiDocument, IEnumerable<string>>> Rules = new()
    {
        ["paths are lower-case words with hyphens under the service and v1"] = Paths,
        ["collections are plural"] = Collections,
        ["fields and parameters are camelCase"] = Names,
        ["values of enums are kebab-case"] = Enums,
        ["ids, times and days say their format"] = Formats,
        ["lists take limit and page and answer with the envelope"] = Lists,
        ["every operation has a name, tags, summary and description"] = Operations,
        ["everything is described in Swedish and English"] = Descriptions,
        ["everything has an example"] = Examples,
        ["examples are right by their own schemas"] = RightExamples,
        ["every error is a problem with a code"] = Problems,
        ["every operation tells the errors that it may give"] = Errors,
        ["writes can be repeated, resources have versions and GET has no body"] = Headers,
        ["nobody's identity number is asked for in an address"] = IdentityNumbers,
        ["the document introduces itself"] = Introduction,
    };

    public static IEnumerable<TheoryDataRow<string, string>> ServicesAndRules =>
        Service.All.SelectMany(service => Rules.Keys.Select(rule => new TheoryDataRow<string, string>(service.Name, rule)));

    public static IEnumerable<TheoryDataRow<string>> Services => Service.Names;

    [Theory, MemberData(nameof(ServicesAndRules))]
    public async Task The_API_keeps_the_profile(string service, string rule)
    {
        var findings = Rules[rule](service.ToLowerInvariant(), await Document(service)).Distinct().ToList();
        Assert.True(findings.Count == 0, $"{service}, {rule}:\n  {string.Join("\n  ", findings)}");
    }

    [Theory, MemberData(nameof(Services))]
    public async Task The_document_is_valid_OpenAPI(string service)
    {
        var read = OpenApiDocument.Parse((await Document(service)).Root.ToJsonString(), "json");
        Assert.Empty(read.Diagnostic!.Errors.Concat(read.Diagnostic.Warnings).Select(error => $"{error.Pointer}: {error.Message}"));
        Assert.NotEmpty(read.Document!.Paths);
    }

    [Theory, MemberData(nameof(Services))]
    public async Task Api_info_tells_the_same_as_the_document(string service)
    {
        var document = await Document(service);
        var info = JsonNode.Parse(await Service.Named(service).Get($"/{service.ToLowerInvariant()}/v1/api-info"))!.AsObject();
        var operation = document.Operations.Single(operation => operation.Path.EndsWith("/api-info", StringComparison.Ordinal));
        Assert.Empty(document.Breaches(operation.Answer(), info));
        Assert.Equal(document.Root["info"]!["title"]!.GetValue<string>(), info["apiName"]!.GetValue<string>());
        Assert.Equal(document.Root["info"]!["version"]!.GetValue<string>(), info["apiVersion"]!.GetValue<string>());
        Assert.Equal($"/{service.ToLowerInvariant()}/v1/openapi.json", info["apiDocumentation"]!.GetValue<string>());
    }

    private static Task<ApiDocument> Document(string service) => Documents.GetOrAdd(service, async name =>
        new ApiDocument(await Service.Named(name).Get($"/{name.ToLowerInvariant()}/v1/openapi.json")));

    private static IEnumerable<string> Paths(string service, ApiDocument document)
    {
        // The log of all services' events has an address of its own, so that no analyst has to know who keeps it.
        string[] roots = service == "analytics" ? [service, "events"] : [service];
        foreach (var path in document.Operations.Select(operation => operation.Path).Distinct())
        {
            var segments = path.Split('/')[1..];
            if (segments.Length < 3 || !roots.Contains(segments[0]) || segments[1] != "v1") yield return $"{path} does not lie under /{service}/v1/";
            foreach (var segment in segments.Where(segment => !segment.StartsWith('{') && !KebabWord().IsMatch(segment))) yield return $"{path}: '{segment}' is not lower-case words with hyphens";
        }
    }

    private static IEnumerable<string> Collections(string service, ApiDocument document)
    {
        foreach (var operation in document.Operations)
        {
            var segments = operation.Path.Split('/')[3..];
            var collections = segments.Where((segment, index) => !segment.StartsWith('{') && index + 1 < segments.Length && segments[index + 1].StartsWith('{'));
            if (IsList(document, operation) && !segments[^1].StartsWith('{')) collections = collections.Append(segments[^1]);
            // A thread goes through many; a log and an outbox are collections in one word, people are many, and a matrix is one that is read a page at a time.
            foreach (var segment in collections.Where(segment => !segment.EndsWith('s') && !segment.EndsWith("-log", StringComparison.Ordinal) && segment is not ("thread" or "quality-system" or "outbox" or "people" or "matrix" or "history" or "search")))
                yield return $"{operation}: '{segment}' holds many and should be plural";
        }
    }

    private static IEnumerable<string> Names(string service, ApiDocument document) => Fields(document).Select(field => (field.Where, field.Name))
        .Concat(document.Operations.SelectMany(operation => operation.Parameters.Where(parameter => parameter.In != "header").Select(parameter => (Where: $"{operation}", parameter.Name))))
        .Where(field => !CamelWord().IsMatch(field.Name))
        .Select(field => $"{field.Where}: '{field.Name}' is not camelCase");

    private static IEnumerable<string> Enums(string service, ApiDocument document) =>
        from schema in Every(document)
        from value in schema.Schema["enum"]?.AsArray() ?? []
        where value is null || value.GetValueKind() != System.Text.Json.JsonValueKind.String || !KebabWord().IsMatch(value.GetValue<string>())
        select $"{schema.Where}: the value {value?.ToJsonString() ?? "null"} is not kebab-case";

    // A person is the provider's sub and a trace has its own form; "looked at" is no time, and an action is due on a day.
    private static readonly string[] NotAsNamed = ["userId", "ownerId", "personId", "traceId", "lookedAt", "dueAt", "effectCheckAt"];

    private static IEnumerable<string> Formats(string service, ApiDocument document)
    {
        foreach (var (where, name, schema) in Every(document))
        {
            var type = schema["type"]?.GetValue<string>();
            var format = schema["format"]?.GetValue<string>();
            var wanted = name switch
            {
                _ when NotAsNamed.Contains(name) || where.StartsWith("ListAccessSubject", StringComparison.Ordinal) => null,
                // What a thread goes through may be a unit, which has a code.
                _ when name == "id" && where.Contains("thread", StringComparison.OrdinalIgnoreCase) => null,
                "id" => "uuid",
                "on" or "validFrom" or "validTo" => "date",
                _ when name.EndsWith("Id", StringComparison.Ordinal) => "uuid",
                _ when name.EndsWith("At", StringComparison.Ordinal) => "date-time",
                _ when name.EndsWith("On", StringComparison.Ordinal) || name.EndsWith("Date", StringComparison.Ordinal) => "date",
                _ => null,
            };
            if (wanted is not null && type == "string" && format != wanted) yield return $"{where} is named as a {wanted} but its format is {format ?? "not told"}";
            if (type == "integer" && format is not ("int32" or "int64")) yield return $"{where} is a whole number without int32 or int64";
        }
    }

    private static IEnumerable<string> Lists(string service, ApiDocument document)
    {
        foreach (var operation in document.Operations.Where(operation => IsList(document, operation)))
        {
            // What is only ever added to may be walked from a row instead, so that no page moves while it is read.
            var byRow = operation.Parameter("before") is not null || operation.Parameter("after") is not null;
            foreach (var name in byRow ? ["limit"] : new[] { "limit", "page" })
            {
                if (operation.Parameter(name) is not { } parameter) yield return $"{operation} is a list and takes no {name}";
                else if (parameter.Schema["minimum"]?.ToJsonString() != "1" || parameter.Schema["maximum"] is null || parameter.Schema["default"] is null)
                    yield return $"{operation}: {name} needs a minimum of 1, a maximum and a default";
            }
            var envelope = ListSchema(document, operation);
            foreach (var member in (byRow ? new[] { "items", "limit", "next" } : ["items", "page", "limit", "total", "next"]).Where(member => envelope?["properties"]?[member] is null))
                yield return $"{operation}: the envelope lacks {member}";
        }
    }

    private static IEnumerable<string> Operations(string service, ApiDocument document)
    {
        foreach (var operation in document.Operations)
        {
            if (Text(operation.Json, "operationId") is not { } id || !CamelWord().IsMatch(id)) yield return $"{operation} has no operationId in camelCase; name it with WithName";
            if (operation.Json["tags"] is not JsonArray { Count: > 0 }) yield return $"{operation} has no tag";
            if (!IsBilingual(Text(operation.Json, "summary"))) yield return $"{operation}: the summary is not 'Svenska / English'";
            if (!IsBilingual(Text(operation.Json, "description"))) yield return $"{operation}: the description is not 'Svenska. / English.'";
        }
        foreach (var twice in document.Operations.GroupBy(operation => Text(operation.Json, "operationId")).Where(group => group.Count() > 1))
            yield return $"{string.Join(" and ", twice)} are both called {twice.Key}; name one with WithName";
        // Who hears the page of the API finds an operation by its summary.
        foreach (var twice in document.Operations.GroupBy(operation => Text(operation.Json, "summary")).Where(group => group.Count() > 1))
            yield return $"{string.Join(" and ", twice)} have the same summary; say what each is about";
    }

    private static IEnumerable<string> Descriptions(string service, ApiDocument document)
    {
        foreach (var operation in document.Operations)
        {
            foreach (var parameter in operation.Parameters.Where(parameter => !IsBilingual(Text(parameter.Json, "description"))))
                yield return $"{operation}: the parameter {parameter.Name} has no Description 'Svenska. / English.'";
            if (operation.Json["requestBody"] is { } body && !IsBilingual(Text(body, "description"))) yield return $"{operation}: the body is not described in both languages";
            foreach (var (status, answer) in operation.Responses.Where(answer => !IsBilingual(Text(answer.Value, "description"))))
                yield return $"{operation}: the answer {status} is not described in both languages";
        }
        foreach (var (where, _, field, component) in Fields(document))
            if (!IsBilingual(Text(field, "description") ?? Text(component, "description"))) yield return $"{where} has no Description 'Svenska. / English.'";
        foreach (var (name, schema) in document.Schemas)
            if (Text(schema, "description") is { } description && !IsBilingual(description)) yield return $"{name}: the description is not in both languages";
    }

    private static IEnumerable<string> Examples(string service, ApiDocument document)
    {
        foreach (var operation in document.Operations)
        {
            foreach (var parameter in operation.Parameters.Where(parameter => parameter.Json["example"] is null)) yield return $"{operation}: the parameter {parameter.Name} has no Example";
            foreach (var (where, content) in Contents(operation).Where(content => content.Media["example"] is null)) yield return $"{where} has no example; add WithExample or Examples to its fields";
        }
        foreach (var (where, _, _, component) in Fields(document))
            if (component["properties"] is null && component["anyOf"] is null && component["examples"] is not JsonArray { Count: > 0 } && !IsListOfObjects(component)) yield return $"{where} has no Example";

        bool IsListOfObjects(JsonObject schema) => schema["items"] is { } items && document.Resolve(items)["properties"] is not null;
    }

    private static IEnumerable<string> RightExamples(string service, ApiDocument document)
    {
        foreach (var operation in document.Operations)
        {
            foreach (var parameter in operation.Parameters.Where(parameter => parameter.Json["example"] is not null))
                foreach (var breach in document.Breaches(parameter.Json["schema"], parameter.Json["example"], parameter.Name)) yield return $"{operation}: the example of {breach}";
            foreach (var (where, media) in Contents(operation).Where(content => content.Media["example"] is not null))
                foreach (var breach in document.Breaches(media["schema"], media["example"]).Where(IsWrong)) yield return $"{where}: {breach}";
        }
        foreach (var (where, _, _, component) in Fields(document))
            foreach (var breach in (component["examples"]?.AsArray() ?? []).SelectMany(example => document.Breaches(component, example, where)).Where(IsWrong)) yield return breach;

        // A part that lacks an example is told by that rule.
        static bool IsWrong(string breach) => !breach.EndsWith(" is missing", StringComparison.Ordinal);
    }

    private static IEnumerable<string> Problems(string service, ApiDocument document)
    {
        foreach (var operation in document.Operations)
        {
            foreach (var (status, answer) in operation.Responses.Where(answer => answer.Key[0] is '4' or '5'))
            {
                var schema = operation.Answer(status, "application/problem+json");
                if (answer!["content"]?.AsObject().Count != 1 || schema is null) yield return $"{operation}: {status} is not application/problem+json";
                else if (new[] { "type", "title", "status", "detail", "instance", "code" }.Any(member => document.Resolve(schema)["properties"]?[member] is null)) yield return $"{operation}: {status} lacks what RFC 9457 or Huset asks of a problem";
            }
        }
    }

    private static IEnumerable<string> Errors(string service, ApiDocument document)
    {
        foreach (var operation in document.Operations)
        {
            List<string> wanted = ["429", "503"];
            if (operation.Json["security"] is null) wanted.AddRange(["401", "403"]);
            if (operation.Parameters.Count > 0) wanted.Add("400");
            if (operation.Parameters.Any(parameter => parameter.In == "path")) wanted.Add("404");
            if (operation.IsWrite) wanted.AddRange(["409", "422"]);
            if (operation.Json["requestBody"] is not null) wanted.AddRange(["400", "413", "415"]);
            if (operation.Parameter("If-Match") is { } ifMatch) wanted.AddRange(ifMatch.IsRequired ? ["412", "428"] : ["412"]);
            foreach (var status in wanted.Distinct().Where(status => !operation.Responses.ContainsKey(status))) yield return $"{operation} does not tell of {status}";
            if (!operation.Responses.Any(answer => answer.Key[0] == '2')) yield return $"{operation} tells of no success";
        }
    }

    private static IEnumerable<string> Headers(string service, ApiDocument document)
    {
        foreach (var operation in document.Operations)
        {
            if (operation.IsWrite && operation.Parameter("Idempotency-Key") is null) yield return $"{operation} takes no Idempotency-Key";
            if (!operation.IsWrite && operation.Json["requestBody"] is not null) yield return $"{operation} takes a body";
            var isOne = operation.Path.EndsWith('}');
            if (operation.Method == "GET" && isOne && !IsList(document, operation) && operation.Responses["200"]?["headers"]?["ETag"] is null) yield return $"{operation} reads one thing and gives no ETag; add GivesETag and SetETag";
            if (operation.Method is "PUT" or "PATCH" or "DELETE" && isOne && operation.Parameter("If-Match") is null) yield return $"{operation} changes one thing and takes no If-Match; add NeedsIfMatch and RequireIfMatch";
        }
    }

    private static IEnumerable<string> IdentityNumbers(string service, ApiDocument document) =>
        from operation in document.Operations
        from parameter in operation.Parameters
        where IdentityNumber().IsMatch(parameter.Name) || IdentityNumber().IsMatch(Text(parameter.Json, "description") ?? "")
        select $"{operation}: {parameter.Name} looks like a personal identity number, which has no place in an address";

    private static IEnumerable<string> Introduction(string service, ApiDocument document)
    {
        var info = document.Root["info"]!;
        if (!document.Root["openapi"]!.GetValue<string>().StartsWith("3.", StringComparison.Ordinal)) yield return "It is not OpenAPI 3";
        if (Text(info, "title") is null) yield return "It has no title";
        if (Text(info, "version") is not { } version || !Version.TryParse(version, out _)) yield return "Its version is not major.minor.patch";
        foreach (var text in new[] { "description", "x-service-level", "x-known-limitations" })
            if (!IsBilingual(Text(info, text))) yield return $"{text} is not told in both languages";
        if (Text(info["contact"], "name") is null) yield return "It names no contact";
        if (Text(info["license"], "name") is null) yield return "It names no licence";
        if (document.Root["servers"] is not JsonArray { Count: > 0 } servers || servers.Any(server => Text(server, "url") is not { } url || url.Contains("://localhost", StringComparison.Ordinal)))
            yield return "It names no server, or one that only this machine knows";
        if (Text(document.Root["components"]?["securitySchemes"]?["bearer"], "scheme") != "bearer" || document.Root["security"]?[0]?["bearer"] is null) yield return "It does not ask for a bearer token";
        if (!document.Operations.Any(operation => operation.Path == $"/{service}/v1/api-info")) yield return "It has no api-info";
    }

    /// <summary>Answers with the envelope, or with something that should be it: many items of one kind.</summary>
    private static bool IsList(ApiDocument document, ApiOperation operation) => operation.Method == "GET" && ListSchema(document, operation) is not null;

    private static JsonObject? ListSchema(ApiDocument document, ApiOperation operation)
    {
        if (operation.Answer() is not { } answer) return null;
        var schema = document.Resolve(answer);
        var list = (schema["anyOf"]?.AsArray().Select(document.Resolve) ?? [schema]).FirstOrDefault(choice => choice["type"]?.GetValue<string>() == "array" || choice["properties"]?["items"] is not null);
        // Counts of groups between two days are one answer, not a list of things to walk through.
        return list?["properties"]?["from"] is not null ? null : list;
    }

    private static IEnumerable<(string Where, JsonNode Media)> Contents(ApiOperation operation)
    {
        foreach (var (mediaType, media) in operation.Json["requestBody"]?["content"]?.AsObject() ?? []) yield return ($"{operation}: the body as {mediaType}", media!);
        foreach (var (status, answer) in operation.Responses)
            foreach (var (mediaType, media) in answer!["content"]?.AsObject() ?? []) yield return ($"{operation}: the answer {status} as {mediaType}", media!);
    }

    /// <summary>Every field of every component: where, its name, as it stands there, and what it points to.</summary>
    private static IEnumerable<(string Where, string Name, JsonObject Field, JsonObject Component)> Fields(ApiDocument document) =>
        from schema in document.Schemas
        from field in schema.Value!["properties"]?.AsObject() ?? []
        select ($"{schema.Key}.{field.Key}", field.Key, field.Value!.AsObject(), document.Resolve(field.Value));

    /// <summary>Every field and every parameter with its schema.</summary>
    private static IEnumerable<(string Where, string Name, JsonObject Schema)> Every(ApiDocument document) =>
        Fields(document).Select(field => (field.Where, field.Name, field.Component))
            .Concat(document.Operations.SelectMany(operation => operation.Parameters.Select(parameter => ($"{operation}: {parameter.Name}", parameter.Name, parameter.Schema))));

    private static string? Text(JsonNode? node, string member) => node?[member]?.GetValue<string>() is { Length: > 0 } text ? text : null;

    private static bool IsBilingual(string? text) => text?.Split(" / ") is [{ Length: > 1 }, { Length: > 1 }, ..];

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex KebabWord();

    [GeneratedRegex("^[a-z][a-zA-Z0-9]*$")]
    private static partial Regex CamelWord();

    [GeneratedRegex("person-?nummer|samordnings-?nummer|personal.?identity|identity.?number|^(pnr|ssn)$", RegexOptions.IgnoreCase)]
    private static partial Regex IdentityNumber();
}
