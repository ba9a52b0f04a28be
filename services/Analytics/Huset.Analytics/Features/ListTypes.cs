using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Analytics.Features;

/// <summary>
/// The types of events that the log may hold and what each of them tells. The schemas are made from the contracts by a test, which refuses a change
/// that a reader could not bear, so that what is told here is what is sent.
/// </summary>
public static class ListTypes
{
    private const string Example = "se.huset.deviations.deviation-reported.v1";

    private static readonly Lazy<SortedDictionary<string, JsonObject>> Schemas = new(() =>
    {
        using var file = typeof(ListTypes).Assembly.GetManifestResourceStream("event-types.json")!;
        return new(JsonSerializer.Deserialize<Dictionary<string, JsonObject>>(file)!, StringComparer.Ordinal);
    });

    // CloudEvents 1.0 with the extensions that docs/events.md tells.
    private const string Envelope = """
        {
          "type": "object",
          "required": ["specversion", "id", "source", "type", "subject", "time", "datacontenttype", "subjectversion", "sequence", "data"],
          "properties": {
            "specversion": { "const": "1.0" },
            "id": { "type": "string", "format": "uuid" },
            "source": { "type": "string", "format": "uri-reference" },
            "subject": { "type": "string" },
            "time": { "type": "string", "format": "date-time" },
            "datacontenttype": { "const": "application/json" },
            "unitcode": { "type": "string" },
            "subjectversion": { "type": "integer", "minimum": 1 },
            "sequence": { "type": "string", "pattern": "^[0-9]{19}$" }
          }
        }
        """;

    [Description("En händelsetyp. / A type of events.")]
    public sealed record TypeView(
        [property: Description("Typen med sin version. / The type with its version.")][property: Example(Example)] string Type,
        [property: Description("När den berättas, på engelska. / When it is told, in English.")][property: Example("Published when someone has reported a deviation.")] string? Description,
        [property: Description("Adressen till schemat för data. / Address of the schema of data.")][property: Example($"/events/v1/types/{Example}/schema")] string Schema);

    [JsonConverter(typeof(AsItIs<SchemaJson>))]
    [Description("Ett JSON Schema, 2020-12. / A JSON Schema, 2020-12.")]
    public sealed record SchemaJson(string Body) : IJson;

    [JsonConverter(typeof(AsItIs<AsyncApiJson>))]
    [Description("Ett AsyncAPI-dokument, 3.0. / An AsyncAPI document, 3.0.")]
    public sealed record AsyncApiJson(string Body) : IJson;

    // JSON already, so that the API's description has no form of its own for it.
    private interface IJson { string Body { get; } }

    private sealed class AsItIs<T> : JsonConverter<T> where T : IJson
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteRawValue(value.Body, skipInputValidation: true);
    }

    public static void Map(RouteGroupBuilder events)
    {
        events.MapGet("/types", Ok<ListOf<TypeView>> ([AsParameters] ListQuery query, HttpRequest request) =>
                TypedResults.Ok(Schemas.Value.ToList().ToListOf(query, request).Select(type => new TypeView(type.Key, (string?)type.Value["description"], $"/events/v1/types/{type.Key}/schema"))))
            .RequireAuthorization(Permissions.ReadEvents)
            .WithName("listEventTypes")
            .WithSummary("Lista händelsetyperna / List the types of events")
            .WithDescription("Varje typ och version som loggen kan hålla, med adressen till sitt schema. / Every type and version that the log may hold, with the address of its schema.");
        events.MapGet("/types/{type}/schema", Results<ContentHttpResult, NotFound> ([Description("Typen. / The type."), Example(Example)] string type) =>
                Schemas.Value.TryGetValue(type, out var schema) ? TypedResults.Content(schema.ToJsonString(), "application/schema+json") : TypedResults.NotFound())
            .RequireAuthorization(Permissions.ReadEvents)
            .Produces<SchemaJson>(200, "application/schema+json")
            .WithExample("application/schema+json", """{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","properties":{"harm":{"type":"string"}},"required":["harm"]}""")
            .WithName("readEventSchema")
            .WithSummary("Läs en händelsetyps schema / Read the schema of a type of events")
            .WithDescription("JSON Schema för händelsens data. Det växer bara med fält som kan saknas; annat blir en ny version av typen. / JSON Schema of the event's data. It grows only by fields that may be absent; anything else becomes a new version of the type.");
        events.MapGet("/asyncapi", ContentHttpResult () => TypedResults.Content(AsyncApi().ToJsonString(), "application/json"))
            .RequireAuthorization(Permissions.ReadEvents)
            .Produces<AsyncApiJson>(200, "application/json")
            .WithExample("application/json", """{"asyncapi":"3.0.0","info":{"title":"Huset","version":"1"},"channels":{}}""")
            .WithName("readAsyncApi")
            .WithSummary("Läs AsyncAPI-dokumentet / Read the AsyncAPI document")
            .WithDescription("Strömmen och kön med alla händelsetyper, för verktyg som läser AsyncAPI 3.0. / The stream and the queue with every type of events, for tools that read AsyncAPI 3.0.");
    }

    private static JsonObject AsyncApi()
    {
        JsonObject Channel(string address, string description) => new()
        {
            ["address"] = address,
            ["description"] = description,
            ["messages"] = Of(type => new JsonObject { ["$ref"] = $"#/components/messages/{type.Key}" }),
        };
        JsonObject Operation(string channel) => new() { ["action"] = "send", ["channel"] = new JsonObject { ["$ref"] = $"#/channels/{channel}" } };
        return new()
        {
            ["asyncapi"] = "3.0.0",
            ["info"] = new JsonObject { ["title"] = "Huset", ["version"] = "1", ["description"] = "Events of quality management as CloudEvents 1.0. Deliver at least once: deduplicate by id." },
            ["defaultContentType"] = "application/cloudevents+json",
            ["channels"] = new JsonObject
            {
                ["stream"] = Channel("/events/v1/stream", "Server-sent events, from any place in the log by Last-Event-ID."),
                ["queue"] = Channel(RelayEvents.Stream, "A RabbitMQ stream by AMQP 0-9-1, thirty days back."),
            },
            ["operations"] = new JsonObject { ["tellByStream"] = Operation("stream"), ["tellByQueue"] = Operation("queue") },
            ["components"] = new JsonObject
            {
                ["messages"] = Of(type => new JsonObject
                {
                    ["name"] = type.Key,
                    ["summary"] = (string?)type.Value["description"],
                    ["payload"] = new JsonObject
                    {
                        ["allOf"] = new JsonArray(
                            new JsonObject { ["$ref"] = "#/components/schemas/cloudEvent" },
                            new JsonObject { ["type"] = "object", ["properties"] = new JsonObject { ["type"] = new JsonObject { ["const"] = type.Key }, ["data"] = type.Value.DeepClone() } }),
                    },
                }),
                ["schemas"] = new JsonObject { ["cloudEvent"] = JsonNode.Parse(Envelope) },
            },
        };
    }

    private static JsonObject Of(Func<KeyValuePair<string, JsonObject>, JsonObject> make) => new(Schemas.Value.Select(type => KeyValuePair.Create<string, JsonNode?>(type.Key, make(type))));
}
