using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Huset.ServiceDefaults.Http;

/// <summary>Schemas as the answers really are: what may be absent is not required, nothing is null, and all have an example.</summary>
internal static class OpenApiSchemas
{
    /// <summary>Name of the component that every error is.</summary>
    public const string Problem = "Problem";

    private const int DeepestExample = 6;

    public static string? NameOf(JsonTypeInfo info) => (Nullable.GetUnderlyingType(info.Type) ?? info.Type) is var type && type != typeof(JsonElement) && OpenApiOptions.CreateDefaultSchemaReferenceId(info) is not null ? NameOf(type) : null;

    // Every slice has its own Request and View; only with the slice's name are they told apart.
    public static string NameOf(Type type)
    {
        var name = type.IsGenericType ? type.Name[..type.Name.IndexOf('`')] + string.Concat(type.GetGenericArguments().Select(NameOf)) : type.Name;
        return type.DeclaringType is { } slice ? slice.Name + name : name;
    }

    public static Task Describe(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken _)
    {
        var type = context.JsonTypeInfo;
        // Types with a converter of their own, as strings have here, come out without a schema.
        if (type.Type == typeof(string)) schema.Type ??= JsonSchemaType.String;
        if (schema.Type is null && (type.Type == typeof(DateOnly) || type.Type == typeof(DateOnly?))) (schema.Type, schema.Format) = (JsonSchemaType.String, "date");
        if (schema.Type?.HasFlag(JsonSchemaType.Array) is true) schema.Items ??= new OpenApiSchema();
        if (type.Kind == JsonTypeInfoKind.Object) schema.Required?.ExceptWith(Optional(type));

        var described = context.JsonPropertyInfo?.AttributeProvider ?? (context.ParameterDescription?.ParameterDescriptor as IParameterInfoParameterDescriptor)?.ParameterInfo ?? (ICustomAttributeProvider)type.Type;
        // A property of a type that is a component of its own is a reference, and must not change that component.
        if (context.JsonPropertyInfo is not null && NameOf(type) is not null) return Task.CompletedTask;
        if (Attribute<DescriptionAttribute>(described) is { } description) schema.Description = description.Description;
        else if (context.ParameterDescription is null) schema.Description = null;
        if (schema.Type?.HasFlag(JsonSchemaType.String) is true)
        {
            schema.MinLength = Attribute<RequiredAttribute>(described) is { AllowEmptyStrings: false } && schema.Format is null ? 1 : schema.MinLength is 0 ? null : schema.MinLength;
            // Validation asks for the whole text to match, JSON Schema only for a part of it.
            if (schema.Pattern is { } pattern) schema.Pattern = $"^(?:{pattern})$";
        }
        if (Attribute<OneOfAttribute>(described) is { } oneOf) schema.Enum = [.. oneOf.Values.Select(value => (JsonNode)JsonValue.Create(value))];
        if (Attribute<OneOfOwnAttribute>(described) is { } own)
        {
            var values = ((IOneOf)context.ApplicationServices.GetRequiredService(own.Source)).Values;
            (schema.Enum, schema.Examples) = ([.. values.Select(value => (JsonNode)JsonValue.Create(value))], [JsonValue.Create(values[0])]);
        }
        if (Attribute<ExampleAttribute>(described) is { } example) schema.Examples = [Value(example, schema)];
        return Task.CompletedTask;
    }

    /// <summary>The last look, when every schema is in its place.</summary>
    public static void Complete(OpenApiDocument document)
    {
        var components = document.Components?.Schemas ?? new Dictionary<string, IOpenApiSchema>();
        foreach (var name in components.Keys.ToList()) components[name] = Plain(components[name]);
        var read = new HashSet<string>();
        foreach (var operation in document.Paths.Values.SelectMany(path => path.Operations ?? []).Select(operation => operation.Value))
        {
            foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
            {
                if (parameter.Schema is null) continue;
                parameter.Schema = Plain(parameter.Schema);
                parameter.Example ??= Example(parameter.Schema);
                // The parameter says these itself.
                if (parameter.Schema is OpenApiSchema schema) (schema.Description, schema.Examples) = (null, null);
            }
            foreach (var media in operation.RequestBody?.Content?.Values ?? [])
            {
                Complete(media);
                Follow(media.Schema, read);
            }
            foreach (var media in (operation.Responses ?? []).SelectMany(response => response.Value.Content ?? new Dictionary<string, OpenApiMediaType>()).Select(content => content.Value)) Complete(media);
        }
        // What is unknown is refused in a request; an answer may grow, and who reads it passes over what it does not know.
        foreach (var (name, component) in components)
            if (component is OpenApiSchema { Properties: not null } answer && !read.Contains(name)) answer.AdditionalPropertiesAllowed = true;
    }

    public static OpenApiSchema ProblemSchema() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "Ett fel enligt RFC 9457. / An error as RFC 9457 has it.",
        Required = new HashSet<string> { "type", "title", "status", "detail", "instance", "code" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = Text("Felets namn som URN. / The error's name as a URN.", "urn:huset:problem:request.invalid"),
            ["title"] = Text("Statusen i ord. / The status in words.", "Bad Request"),
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Description = "Svarets status. / Status of the answer.", Examples = [400] },
            ["detail"] = Text("Vad som är fel, på engelska, för den som utvecklar. / What is wrong, for developers.", "One or more fields are wrong; see errors."),
            ["instance"] = Text("Adressen som anropades. / The address that was called.", "/deviations/v1/deviations"),
            ["code"] = Text("Vilket fel det är; ändrar aldrig betydelse. / Which error it is; never changes its meaning.", "request.invalid"),
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "Fält som är fel, och varför. / Fields that are wrong, and why.",
                AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } },
                Examples = [new JsonObject { ["occurredAt"] = new JsonArray("It cannot have happened in the future.") }],
            },
        },
    };

    private static OpenApiSchema Text(string description, string example) => new() { Type = JsonSchemaType.String, Description = description, Examples = [JsonValue.Create(example)] };

    private static IEnumerable<string> Optional(JsonTypeInfo type) => type.Properties
        .Where(property => property.IsGetNullable && property.AttributeProvider is { } member && Attribute<RequiredAttribute>(member) is null)
        .Select(property => property.Name);

    private static T? Attribute<T>(ICustomAttributeProvider member) where T : Attribute => member.GetCustomAttributes(typeof(T), true).OfType<T>().FirstOrDefault();

    private static void Complete(OpenApiMediaType media)
    {
        if (media.Schema is null) return;
        media.Schema = Plain(media.Schema);
        media.Example ??= Example(media.Schema);
    }

    // Null is never sent, and read as absent: a field is of its type or not there.
    private static IOpenApiSchema Plain(IOpenApiSchema any)
    {
        if (any is not OpenApiSchema schema) return any;
        if (schema.OneOf?.Where(choice => choice.Type != JsonSchemaType.Null).ToList() is [var only] && schema.OneOf.Count == 2)
        {
            if (only is OpenApiSchema plain) plain.Description ??= schema.Description;
            return Plain(only);
        }
        if (schema.Type is { } type) schema.Type = type & ~JsonSchemaType.Null;
        foreach (var name in schema.Properties?.Keys.ToList() ?? []) schema.Properties![name] = Plain(schema.Properties[name]);
        if (schema.Items is not null) schema.Items = Plain(schema.Items);
        if (schema.Enum is { Count: > 0 } values)
        {
            schema.Type ??= JsonSchemaType.String;
            schema.Enum = [.. values.Where(value => value is not null)];
        }
        if (schema.Properties is null && schema.AnyOf is null && schema.Examples is null && Example(schema) is { } example) schema.Examples = [example];
        return schema;
    }

    private static void Follow(IOpenApiSchema? schema, HashSet<string> seen)
    {
        if (schema is null || (schema is OpenApiSchemaReference { Reference.Id: { } id } && !seen.Add(id))) return;
        foreach (var property in schema.Properties?.Values ?? []) Follow(property, seen);
        Follow(schema.Items, seen);
        foreach (var choice in schema.AnyOf ?? []) Follow(choice, seen);
    }

    private static JsonNode? Example(IOpenApiSchema schema, int depth = 0)
    {
        if (schema.Examples is [var example, ..]) return example.DeepClone();
        if (schema.Default is { } standard) return standard.DeepClone();
        if (schema.Enum is [var value, ..]) return value.DeepClone();
        if (schema.AnyOf is [var first, ..]) return Example(first, depth);
        if (depth > DeepestExample) return null;
        if (schema.Properties is { } properties)
        {
            var sample = new JsonObject();
            foreach (var (name, property) in properties)
                if (Example(property, depth + 1) is { } part) sample[name] = part;
            return sample;
        }
        return (schema.Type & ~JsonSchemaType.Null, schema.Format) switch
        {
            (JsonSchemaType.String, "uuid") => "0199c1d2-7b3a-7c4e-9f10-5a6b7c8d9e0f",
            (JsonSchemaType.String, "date") => "2026-11-20",
            (JsonSchemaType.String, "date-time") => "2026-11-20T07:12:00Z",
            (JsonSchemaType.Boolean, _) => false,
            (JsonSchemaType.Integer, _) => schema.Minimum is { } least ? long.Parse(least, CultureInfo.InvariantCulture) : 1,
            (JsonSchemaType.Number, _) => 1.5,
            (JsonSchemaType.Array, _) when schema.Items is { } items && Example(items, depth + 1) is { } item => new JsonArray(item),
            _ => null,
        };
    }

    private static JsonNode Value(ExampleAttribute example, OpenApiSchema schema) => (schema.Type & ~JsonSchemaType.Null) switch
    {
        JsonSchemaType.String => JsonValue.Create(example.Values[0]),
        JsonSchemaType.Array when schema.Items?.Type is { } items && (items & (JsonSchemaType.Integer | JsonSchemaType.Number)) != 0 => new JsonArray([.. example.Values.Select(value => JsonNode.Parse(value))]),
        JsonSchemaType.Array => new JsonArray([.. example.Values.Select(value => (JsonNode)JsonValue.Create(value))]),
        _ => JsonNode.Parse(example.Values[0])!,
    };
}
