using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Huset.Testing;

/// <summary>A parameter of an operation.</summary>
public sealed record ApiParameter(string Name, string In, bool IsRequired, JsonObject Schema, JsonObject Json);

/// <summary>An operation of an API as its document tells it.</summary>
public sealed record ApiOperation(string Method, string Path, JsonObject Json, IReadOnlyList<ApiParameter> Parameters)
{
    public bool IsWrite => Method is not ("GET" or "HEAD");

    public JsonObject Responses => Json["responses"]!.AsObject();

    public ApiParameter? Parameter(string name) => Parameters.FirstOrDefault(parameter => parameter.Name == name);

    /// <summary>The schema of the body in this media type, or null.</summary>
    public JsonNode? Body(string mediaType = "application/json") => Json["requestBody"]?["content"]?[mediaType]?["schema"];

    /// <summary>The schema of the answer with this status in this media type, or null.</summary>
    public JsonNode? Answer(string status = "200", string mediaType = "application/json") => Responses[status]?["content"]?[mediaType]?["schema"];

    public override string ToString() => $"{Method} {Path}";
}

/// <summary>An OpenAPI document, read as an integrator would; judges values by its schemas.</summary>
public sealed class ApiDocument
{
    public ApiDocument(string text)
    {
        Root = JsonNode.Parse(text)!.AsObject();
        Operations = [.. Root["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(operation => Read(path.Key, operation.Key, operation.Value!.AsObject())))];
    }

    public JsonObject Root { get; }

    public IReadOnlyList<ApiOperation> Operations { get; }

    public JsonObject Schemas => Root["components"]?["schemas"]?.AsObject() ?? [];

    /// <summary>The schema, or the component that it points to.</summary>
    public JsonObject Resolve(JsonNode? schema) =>
        schema?["$ref"]?.GetValue<string>() is { } reference
            ? Resolve(Schemas[reference[(reference.LastIndexOf('/') + 1)..]] ?? throw new InvalidOperationException($"{reference} leads nowhere."))
            : schema?.AsObject() ?? [];

    /// <summary>Sentences about what in the value is not as the schema says.</summary>
    public IEnumerable<string> Breaches(JsonNode? schemaOrReference, JsonNode? value, string at = "$")
    {
        var schema = Resolve(schemaOrReference);
        if (schema["anyOf"] is JsonArray choices)
        {
            var tries = choices.Select(choice => Breaches(choice, value, at).ToList()).ToList();
            return tries.Any(found => found.Count == 0) ? [] : tries.MinBy(found => found.Count)!;
        }
        if (schema["enum"] is JsonArray values && !values.Any(known => JsonNode.DeepEquals(known, value))) return [$"{at}: {Short(value)} is none of the enum's values"];
        return schema["type"]?.GetValue<string>() switch
        {
            "string" => Text(schema, value, at),
            "integer" or "number" => Number(schema, value, at),
            "boolean" => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False ? [] : [$"{at}: {Short(value)} is not true or false"],
            "array" => List(schema, value, at),
            "object" => Object(schema, value, at),
            null => [],
            var type => [$"{at}: the type {type} is unknown"],
        };
    }

    private ApiOperation Read(string path, string method, JsonObject operation) => new(
        method.ToUpperInvariant(), path, operation,
        [.. (operation["parameters"]?.AsArray() ?? []).Select(parameter => new ApiParameter(
            parameter!["name"]!.GetValue<string>(), parameter["in"]!.GetValue<string>(), parameter["required"]?.GetValue<bool>() is true,
            Resolve(parameter["schema"]), parameter.AsObject()))]);

    private static IEnumerable<string> Text(JsonObject schema, JsonNode? value, string at)
    {
        if (value?.GetValueKind() != JsonValueKind.String)
        {
            yield return $"{at}: {Short(value)} is not text";
            yield break;
        }
        var text = value.GetValue<string>();
        if (schema["minLength"]?.GetValue<int>() > text.Length) yield return $"{at}: shorter than {schema["minLength"]}";
        if (schema["maxLength"]?.GetValue<int>() < text.Length) yield return $"{at}: longer than {schema["maxLength"]}";
        if (schema["pattern"]?.GetValue<string>() is { } pattern && !Regex.IsMatch(text, pattern)) yield return $"{at}: does not match {pattern}";
        var fits = schema["format"]?.GetValue<string>() switch
        {
            "uuid" => Guid.TryParseExact(text, "D", out _),
            "date" => DateOnly.TryParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            "date-time" => Regex.IsMatch(text, @"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$") && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _),
            _ => true,
        };
        if (!fits) yield return $"{at}: {Short(value)} is no {schema["format"]}";
    }

    private static IEnumerable<string> Number(JsonObject schema, JsonNode? value, string at)
    {
        if (value?.GetValueKind() != JsonValueKind.Number || !decimal.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            yield return $"{at}: {Short(value)} is not a number";
            yield break;
        }
        if (schema["type"]!.GetValue<string>() == "integer" && number != decimal.Truncate(number)) yield return $"{at}: {number} is not whole";
        if (Bound("minimum") > number) yield return $"{at}: less than {schema["minimum"]}";
        if (Bound("maximum") < number) yield return $"{at}: more than {schema["maximum"]}";

        decimal? Bound(string name) => schema[name] is { } bound ? decimal.Parse(bound.ToJsonString(), CultureInfo.InvariantCulture) : null;
    }

    private IEnumerable<string> List(JsonObject schema, JsonNode? value, string at)
    {
        if (value is not JsonArray items) return [$"{at}: {Short(value)} is not a list"];
        var length = schema["maxItems"]?.GetValue<int>() < items.Count ? [$"{at}: more than {schema["maxItems"]} items"] : Array.Empty<string>();
        return length.Concat(items.SelectMany((item, index) => Breaches(schema["items"], item, $"{at}[{index}]")));
    }

    private IEnumerable<string> Object(JsonObject schema, JsonNode? value, string at)
    {
        if (value is not JsonObject members)
        {
            yield return $"{at}: {Short(value)} is not an object";
            yield break;
        }
        foreach (var name in (schema["required"]?.AsArray() ?? []).Select(name => name!.GetValue<string>()).Where(name => !members.ContainsKey(name)))
            yield return $"{at}.{name} is missing";
        var fields = schema["properties"]?.AsObject() ?? [];
        foreach (var (name, member) in members)
        {
            if (fields[name] is { } field)
            {
                foreach (var breach in Breaches(field, member, $"{at}.{name}")) yield return breach;
            }
            else if (schema["additionalProperties"] is JsonObject other)
            {
                foreach (var breach in Breaches(other, member, $"{at}.{name}")) yield return breach;
            }
            else if (schema["additionalProperties"]?.GetValueKind() == JsonValueKind.False)
            {
                yield return $"{at}.{name} is no field of it";
            }
        }
    }

    private static string Short(JsonNode? value)
    {
        var text = value?.ToJsonString() ?? "null";
        return text.Length > 80 ? $"{text[..80]}…" : text;
    }
}
