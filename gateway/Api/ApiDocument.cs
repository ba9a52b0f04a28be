using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Huset.Gateway.Api;

/// <summary>A text in two languages: "Svenska. / English." in the documents.</summary>
public sealed record Words(string Swedish, string? English)
{
    public static Words Of(string? text)
    {
        var parts = (text ?? "").Split(" / ", 2);
        return new(parts[0].Trim(), parts.Length == 2 ? parts[1].Trim() : null);
    }

    public bool Has(string word) =>
        Swedish.Contains(word, StringComparison.OrdinalIgnoreCase) || English?.Contains(word, StringComparison.OrdinalIgnoreCase) is true;
}

/// <summary>What can be sent or comes back. `Type` and the keys of `Bounds` are words of JSON Schema, `Parent` is the path to an object that it lies in.</summary>
public sealed record ApiField(
    string Parent, string Name, bool Required, string Type, IReadOnlyList<(string Key, string Value)> Bounds, IReadOnlyList<string> Choices, Words Description, string? Example);

/// <summary>A field outside the body; `In` is path, query or header.</summary>
public sealed record ApiParameter(string In, ApiField Field);

public sealed record ApiBody(string MediaType, IReadOnlyList<ApiField> Fields, string? Example);

/// <summary>One answer; `Code` is a problem's code.</summary>
public sealed record ApiAnswer(string Status, Words Description, string? Code, IReadOnlyList<ApiField> Headers, IReadOnlyList<ApiBody> Bodies);

public sealed record ApiOperation(
    string Id, string Method, string Path, string Tag, Words Summary, Words Description,
    IReadOnlyList<ApiParameter> Parameters, IReadOnlyList<ApiBody> Bodies, IReadOnlyList<ApiAnswer> Answers)
{
    /// <summary>Whether every word of the question is somewhere in it.</summary>
    public bool Matches(string? question) => (question ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word =>
        Path.Contains(word, StringComparison.OrdinalIgnoreCase) || Method.Equals(word, StringComparison.OrdinalIgnoreCase) || Summary.Has(word) || Description.Has(word));
}

/// <summary>A service's OpenAPI 3.1 document as a person reads it.</summary>
public sealed partial class ApiDocument
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string[] Methods = ["get", "post", "put", "patch", "delete"];
    private static readonly string[] BoundKeys =
        ["minLength", "maxLength", "minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "minItems", "maxItems", "pattern", "default"];

    private readonly JsonElement root;

    /// <exception cref="JsonException">It is not JSON.</exception>
    /// <exception cref="InvalidOperationException">It is JSON but no OpenAPI document.</exception>
    public ApiDocument(string json)
    {
        using var document = JsonDocument.Parse(json);
        root = document.RootElement.Clone();
        if (!root.TryGetProperty("paths", out var paths) || !root.TryGetProperty("info", out var info)) throw new InvalidOperationException("It has no paths.");
        Version = Text(info, "version") ?? "";
        Description = [.. (Text(info, "description") ?? "").Split("\n\n").Select(Words.Of)];
        Contact = info.TryGetProperty("contact", out var contact) ? Text(contact, "name") : null;
        Licence = info.TryGetProperty("license", out var licence) ? Text(licence, "name") : null;
        ServiceLevel = Words.Of(Text(info, "x-service-level"));
        Limitations = Words.Of(Text(info, "x-known-limitations"));
        Operations =
        [
            .. from path in paths.EnumerateObject()
               from method in Methods
               where path.Value.TryGetProperty(method, out _)
               select Operation(path.Name, method, path.Value),
        ];
    }

    public string Version { get; }
    public IReadOnlyList<Words> Description { get; }
    public string? Contact { get; }
    public string? Licence { get; }
    public Words ServiceLevel { get; }
    public Words Limitations { get; }
    public IReadOnlyList<ApiOperation> Operations { get; }

    private ApiOperation Operation(string path, string method, JsonElement item)
    {
        var operation = item.GetProperty(method);
        var parameters = All(item, "parameters").Concat(All(operation, "parameters")).Select(Resolve).ToList();
        return new(
            Text(operation, "operationId") ?? $"{method}{NoWord().Replace(path, "-")}",
            method.ToUpperInvariant(),
            path,
            All(operation, "tags").FirstOrDefault() is { ValueKind: JsonValueKind.String } tag ? tag.GetString()! : "",
            Words.Of(Text(operation, "summary") ?? path),
            Words.Of(Text(operation, "description")),
            [.. parameters.Select(Parameter)],
            operation.TryGetProperty("requestBody", out var body) ? Bodies(Resolve(body)) : [],
            [.. Members(operation, "responses").Select(Answer).OrderBy(answer => answer.Status)]);
    }

    private ApiParameter Parameter(JsonElement parameter)
    {
        var schema = parameter.TryGetProperty("schema", out var found) ? found : default;
        var field = Field("", Text(parameter, "name") ?? "", parameter.TryGetProperty("required", out var required) && required.ValueKind == JsonValueKind.True, schema);
        return new(Text(parameter, "in") ?? "query", field with { Description = Words.Of(Text(parameter, "description")), Example = Example(parameter) ?? field.Example });
    }

    private ApiAnswer Answer(JsonProperty response)
    {
        var value = Resolve(response.Value);
        var code = Members(value, "content").Where(content => content.Name == "application/problem+json")
            .Select(content => content.Value.TryGetProperty("example", out var example) ? Text(example, "code") : null).FirstOrDefault();
        return new(
            response.Name,
            Words.Of(Text(value, "description")),
            code,
            [.. Members(value, "headers").Select(header => Parameter(Resolve(header.Value)).Field with { Name = header.Name })],
            [.. Bodies(value).Where(body => body.MediaType != "application/problem+json")]);
    }

    private List<ApiBody> Bodies(JsonElement owner) =>
    [
        .. Members(owner, "content").Select(content => new ApiBody(
            content.Name,
            content.Value.TryGetProperty("schema", out var schema) ? [.. Fields("", schema, [])] : [],
            Example(content.Value))),
    ];

    // Every field below a schema, outermost first; what holds itself is told once.
    private IEnumerable<ApiField> Fields(string parent, JsonElement schema, ImmutableHashSet<string> above)
    {
        while (true)
        {
            schema = Core(schema, ref above);
            if (schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("items", out var items)) break;
            (parent, schema) = ($"{parent}[]", items);
        }
        var required = All(schema, "required").Select(name => name.GetString()).ToHashSet();
        var prefix = parent.Length == 0 ? "" : $"{parent}.";
        foreach (var property in Members(schema, "properties"))
        {
            yield return Field(prefix, property.Name, required.Contains(property.Name), property.Value);
            foreach (var inner in Fields(prefix + property.Name, property.Value, above)) yield return inner;
        }
    }

    private ApiField Field(string parent, string name, bool required, JsonElement schema)
    {
        var above = ImmutableHashSet<string>.Empty;
        var core = Core(schema, ref above);
        var lists = 0;
        var inner = core;
        while (inner.ValueKind == JsonValueKind.Object && inner.TryGetProperty("items", out var items))
        {
            lists++;
            inner = Core(items, ref above);
        }
        return new(
            parent, name, required,
            string.Concat(Enumerable.Repeat("array ", lists)) + TypeOf(inner),
            [.. BoundKeys.Where(key => core.ValueKind == JsonValueKind.Object && core.TryGetProperty(key, out _)).Select(key => (key, Plain(core.GetProperty(key))))],
            [.. All(inner, "enum").Where(value => value.ValueKind != JsonValueKind.Null).Select(Plain)],
            Words.Of(Text(schema, "description") ?? Text(core, "description")),
            Example(schema) ?? Example(core));
    }

    private static string TypeOf(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object) return "any";
        if (Text(schema, "format") is "date" or "date-time" or "uuid" or "uri") return Text(schema, "format")!;
        var type = !schema.TryGetProperty("type", out var said) ? null
            : said.ValueKind == JsonValueKind.Array ? said.EnumerateArray().Select(one => one.GetString()).FirstOrDefault(one => one != "null") : said.GetString();
        return type ?? (schema.TryGetProperty("properties", out _) ? "object" : schema.TryGetProperty("enum", out _) ? "string" : "any");
    }

    // The schema itself, behind references and "this or null".
    private JsonElement Core(JsonElement schema, ref ImmutableHashSet<string> above)
    {
        while (schema.ValueKind == JsonValueKind.Object)
        {
            if (Text(schema, "$ref") is { } reference)
            {
                if (above.Contains(reference)) return default;
                above = above.Add(reference);
                schema = Resolve(schema);
                continue;
            }
            var one = new[] { "oneOf", "anyOf", "allOf" }.SelectMany(key => All(schema, key)).Where(choice => Text(choice, "type") != "null").ToList();
            if (one is not [var only] || schema.TryGetProperty("properties", out _)) return schema;
            schema = only;
        }
        return schema;
    }

    private JsonElement Resolve(JsonElement element)
    {
        if (Text(element, "$ref") is not { } reference || !reference.StartsWith("#/", StringComparison.Ordinal)) return element;
        var found = root;
        foreach (var step in reference[2..].Split('/'))
            if (found.ValueKind != JsonValueKind.Object || !found.TryGetProperty(step, out found)) return default;
        return found;
    }

    private static string? Example(JsonElement owner)
    {
        if (owner.ValueKind != JsonValueKind.Object) return null;
        if (owner.TryGetProperty("example", out var example)) return Plain(example);
        return All(owner, "examples").FirstOrDefault() is { ValueKind: not JsonValueKind.Undefined } first ? Plain(first) : null;
    }

    private static string Plain(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : JsonSerializer.Serialize(value, Readable);

    private static string? Text(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static IEnumerable<JsonElement> All(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : [];

    private static IEnumerable<JsonProperty> Members(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var members) && members.ValueKind == JsonValueKind.Object ? members.EnumerateObject() : [];

    [GeneratedRegex("[^a-zA-Z0-9]+")]
    private static partial Regex NoWord();
}
