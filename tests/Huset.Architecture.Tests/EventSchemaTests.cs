using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Huset.Events;

namespace Huset.Architecture.Tests;

/// <summary>
/// The JSON schemas that Analytics serves are the contracts', and no change of them is one that a reader of old and new events could not bear:
/// not even by approving it. What must change otherwise is a new version of the type beside the old.
/// </summary>
public sealed partial class EventSchemaTests
{
    private static readonly string[] Envelope = ["subject", "at", "visibility", "subjectVersion"];

    // As the outbox writes them; what a constructor needs has been there from the first.
    private static readonly JsonSerializerOptions Contracts = new(JsonSerializerDefaults.Web) { NumberHandling = default, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true, TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

    private static readonly ConcurrentDictionary<Assembly, XDocument> Documents = new();

    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public void Schemas_of_events_are_as_approved_and_change_only_so_that_every_reader_can_bear_it()
    {
        var file = Path.Combine(Service.Root, "services", "Analytics", "Huset.Analytics", "event-types.json");
        var approved = File.Exists(file) ? File.ReadAllText(file) : "{}";
        var current = Current();
        Assert.Empty(Broken((JsonObject)JsonNode.Parse(approved)!, current));
        var text = $"{current.ToJsonString(Written)}\n";
        if (Environment.GetEnvironmentVariable("HUSET_APPROVE") == "true") File.WriteAllText(file, text);
        else Assert.Equal(approved, text);
    }

    [Fact]
    public void Events_md_lists_every_type_and_no_other()
    {
        var listed = Listed().Matches(Events).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal);
        Assert.Equal(Current().Select(type => type.Key), listed);
    }

    [Theory]
    [InlineData("an optional field more", """{"a": {"type": "string"}, "b": {"type": ["integer", "null"]}, "c": {"type": "string"}}""", """["a"]""", null)]
    [InlineData("another description", """{"a": {"type": "string", "description": "New."}, "b": {"type": ["integer", "null"]}}""", """["a"]""", null)]
    [InlineData("a field less", """{"a": {"type": "string"}}""", """["a"]""", "t.b is gone")]
    [InlineData("another type", """{"a": {"type": "integer"}, "b": {"type": ["integer", "null"]}}""", """["a"]""", "t.a: type is another")]
    [InlineData("null where there was none", """{"a": {"type": ["string", "null"]}, "b": {"type": ["integer", "null"]}}""", """["a"]""", "t.a: type is another")]
    [InlineData("another format", """{"a": {"type": "string", "format": "date"}, "b": {"type": ["integer", "null"]}}""", """["a"]""", "t.a: format is another")]
    [InlineData("an optional field that must be there", """{"a": {"type": "string"}, "b": {"type": ["integer", "null"]}}""", """["a", "b"]""", "t.b must be there, and is not in old events")]
    [InlineData("a new field that must be there", """{"a": {"type": "string"}, "b": {"type": ["integer", "null"]}, "c": {"type": "string"}}""", """["a", "c"]""", "t.c must be there, and is not in old events")]
    [InlineData("a field that readers counted on", """{"a": {"type": "string"}, "b": {"type": ["integer", "null"]}}""", """[]""", "t.a may be absent, and was always there")]
    public void A_change_is_told_apart_by_whether_readers_can_bear_it(string change, string properties, string required, string? finding)
    {
        var before = JsonNode.Parse("""{"t": {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": ["integer", "null"]}}, "required": ["a"]}}""")!.AsObject();
        var after = JsonNode.Parse($$$"""{"t": {"type": "object", "properties": {{{properties}}}, "required": {{{required}}} }}""")!.AsObject();
        Assert.True(Broken(before, after).SequenceEqual(finding is null ? [] : [finding]), change);
        Assert.Equal(["t is gone"], Broken(before, []));
    }

    [Theory]
    [InlineData("""["a", "b", "c"]""", null)]
    [InlineData("""["a"]""", "t.x[]: b is gone")]
    public void A_list_of_values_only_grows_also_inside_a_list(string values, string? finding)
    {
        static JsonObject Of(string values) => new() { ["t"] = new JsonObject { ["properties"] = new JsonObject { ["x"] = new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["enum"] = JsonNode.Parse(values) } } } } };
        Assert.Equal(finding is null ? [] : [finding], Broken(Of("""["a", "b"]"""), Of(values)));
    }

    private static string Events { get; } = File.ReadAllText(Path.Combine(Service.Root, "docs", "events.md"));

    private static List<string> Broken(JsonObject before, JsonObject after) =>
        [.. before.SelectMany(type => after[type.Key] is { } now ? Broken(type.Key, type.Value!, now) : [$"{type.Key} is gone"])];

    private static IEnumerable<string> Broken(string at, JsonNode before, JsonNode after)
    {
        foreach (var keyword in new[] { "type", "format" })
            if (!JsonNode.DeepEquals(before[keyword], after[keyword])) yield return $"{at}: {keyword} is another";
        foreach (var value in Texts(before["enum"]).Except(Texts(after["enum"]))) yield return $"{at}: {value} is gone";
        if (before["enum"] is null && after["enum"] is not null) yield return $"{at}: only some values are left";
        foreach (var field in Texts(after["required"]).Except(Texts(before["required"]))) yield return $"{at}.{field} must be there, and is not in old events";
        foreach (var (name, field) in before["properties"]?.AsObject() ?? [])
        {
            if (after["properties"]?[name] is not { } now)
            {
                yield return $"{at}.{name} is gone";
                continue;
            }
            if (Texts(before["required"]).Contains(name) && !Texts(after["required"]).Contains(name)) yield return $"{at}.{name} may be absent, and was always there";
            foreach (var finding in Broken($"{at}.{name}", field!, now)) yield return finding;
        }
        if (before["items"] is { } items)
            foreach (var finding in Broken($"{at}[]", items, after["items"] ?? new JsonObject())) yield return finding;
    }

    private static IEnumerable<string> Texts(JsonNode? list) => list?.AsArray().Select(value => $"{value}") ?? [];

    // Every contract but those that events.md says are the services' own, which never enter the log.
    private static JsonObject Current() => new(
        ContractTests.Contracts().Where(type => type.IsAssignableTo(typeof(IEvent)) && !Internal().Matches(Events).Any(match => match.Groups[1].Value == type.Name))
            .Select(type => KeyValuePair.Create<string, JsonNode?>(TypeOf(type), SchemaOf(type)))
            .OrderBy(type => type.Key, StringComparer.Ordinal));

    private static string TypeOf(Type type)
    {
        var name = Named().Match(type.Name);
        return $"se.huset.{type.Namespace!.Split('.')[1].ToLowerInvariant()}.{JsonNamingPolicy.KebabCaseLower.ConvertName(name.Groups[1].Value)}.v{(name.Groups[2].Success ? name.Groups[2].Value : "1")}";
    }

    private static JsonObject SchemaOf(Type type)
    {
        var schema = Contracts.GetJsonSchemaAsNode(type, new() { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Described }).AsObject();
        foreach (var member in Envelope) schema["properties"]!.AsObject().Remove(member);
        if (schema["required"] is JsonArray required)
            foreach (var member in required.Where(member => Envelope.Contains((string)member!)).ToList()) required.Remove(member);
        schema.Remove("description");
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        if (Documented(type)?.Element("summary") is { } summary) schema.Insert(1, "description", Text(summary));
        return schema;
    }

    // What the contract says of the field, which tells the values of a code.
    private static JsonNode Described(JsonSchemaExporterContext context, JsonNode schema)
    {
        if (context.PropertyInfo is not { DeclaringType: var of, Name: var name } || schema is not JsonObject field) return schema;
        var param = Documented(of)?.Elements("param").FirstOrDefault(param => JsonNamingPolicy.CamelCase.ConvertName((string)param.Attribute("name")!) == name);
        if (param is not null) field["description"] = Text(param);
        return schema;
    }

    private static XElement? Documented(Type type) => Documents.GetOrAdd(type.Assembly, assembly => XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml")))
        .Descendants("member").FirstOrDefault(member => (string?)member.Attribute("name") == $"T:{type.FullName}");

    private static string Text(XElement element) => Space().Replace(string.Concat(element.Nodes().Select(node => node is XElement inner ? ((string?)inner.Attribute("cref"))?.Split('.')[^1] ?? inner.Value : $"{node}")), " ").Trim();

    [GeneratedRegex(@"^\| `(se\.huset\.[a-z0-9.-]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Listed();

    [GeneratedRegex(@"^\| \(internal\) `([A-Za-z]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Internal();

    [GeneratedRegex("^([A-Za-z]+?)(?:V([0-9]+))?$")]
    private static partial Regex Named();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
