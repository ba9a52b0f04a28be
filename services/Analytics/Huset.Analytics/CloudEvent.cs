using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Huset.ServiceDefaults.Messaging;

namespace Huset.Analytics;

/// <summary>
/// An event as the outside sees it: CloudEvents 1.0 as JSON, finished but for its place in the log. Head and tail are the JSON
/// before and after that place.
/// </summary>
public sealed partial record CloudEvent(
    Guid Id, string Type, DateTimeOffset Time, string Subject, int SubjectVersion, string? UnitCode, string Head, string Tail)
{
    /// <summary>What an event looks like, for the API's description.</summary>
    public const string Example = """
        {"specversion":"1.0","id":"0199c1d2-7b3a-7c4e-9f10-5a6b7c8d9e0f","source":"/huset/9999/deviations","type":"se.huset.deviations.deviation-reported.v1","subject":"0199c1d2-7b3a-7c4e-9f10-5a6b7c8d9e10","time":"2026-11-20T07:12:00Z","datacontenttype":"application/json","unitcode":"norrangen","subjectversion":1,"sequence":"0000000000000000042","data":{"kind":"health-care","harm":"minor","occurredOn":"2026-11-20","occurredHour":7,"status":"reported","links":[]}}
        """;

    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All), SkipValidation = true };

    // The envelope says these already.
    private static readonly string[] Envelope = ["subject", "at", "visibility", "subjectVersion"];

    /// <summary>The event that the message tells; null when it is the services' own (decision 3), which enters no log.</summary>
    /// <exception cref="InvalidDataException">The message is no event of Huset.</exception>
    public static CloudEvent? Of(ReceivedMessage message, string municipality)
    {
        if (message.Body.ValueKind != JsonValueKind.Object) throw new InvalidDataException("The message is no JSON object.");
        if (Text(message.Body, "visibility") != "analyst") return null;
        if (Contract().Match(message.Urn) is not { Success: true } contract) throw new InvalidDataException($"{message.Urn} is no contract of Huset.");
        var service = contract.Groups["service"].Value.ToLowerInvariant();
        var version = contract.Groups["version"] is { Success: true, Value: var digits } ? digits : "1";
        var type = $"se.huset.{service}.{JsonNamingPolicy.KebabCaseLower.ConvertName(contract.Groups["name"].Value)}.v{version}";

        var subject = Text(message.Body, "subject") is { Length: > 0 } given ? given : throw Lacks("subject");
        var unit = Text(message.Body, "unitCode");
        var time = message.Body.TryGetProperty("at", out var at) && at.TryGetDateTimeOffset(out var instant) ? instant.ToUniversalTime() : throw Lacks("at");
        var subjectVersion = message.Body.TryGetProperty("subjectVersion", out var number) && number.TryGetInt32(out var counted) ? counted : throw Lacks("subjectVersion");

        var head = Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("specversion", "1.0");
            json.WriteString("id", message.Id);
            json.WriteString("source", $"/huset/{municipality}/{service}");
            json.WriteString("type", type);
            json.WriteString("subject", subject);
            json.WriteString("time", time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture));
            json.WriteString("datacontenttype", "application/json");
            if (unit is not null) json.WriteString("unitcode", unit);
            json.WriteNumber("subjectversion", subjectVersion);
        });
        var data = Write(json =>
        {
            json.WriteStartObject();
            foreach (var member in message.Body.EnumerateObject().Where(member => !Envelope.Contains(member.Name))) member.WriteTo(json);
            json.WriteEndObject();
        });
        return new CloudEvent(message.Id, type, time, subject, subjectVersion, unit, $"{head},\"sequence\":\"", $"\",\"data\":{data}}}");
    }

    private static string? Text(JsonElement body, string member) =>
        body.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static InvalidDataException Lacks(string member) => new($"The event has no usable {member}.");

    private static string Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer, Writing);
        write(json);
        json.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    [GeneratedRegex(@"^urn:message:Huset\.(?<service>[A-Za-z]+)\.Contracts:(?<name>[A-Za-z]+?)(V(?<version>[0-9]+))?$")]
    private static partial Regex Contract();
}
