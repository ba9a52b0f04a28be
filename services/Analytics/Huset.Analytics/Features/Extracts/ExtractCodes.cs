using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Huset.ServiceDefaults;

namespace Huset.Analytics.Features.Extracts;

/// <summary>
/// What an extract tells in place of ids: the same code for the same id within the extract, and another in any other. Place in the log, message id and
/// time of day are left out, which would join what the codes keep apart, and so are names of catalogues.
/// </summary>
public sealed class ExtractCodes(byte[] key, bool codesUnits, IReadOnlySet<string> units)
{
    private const string UnitType = "se.huset.processes.unit-changed.";
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public string Of(string id) => Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(id)))[..32];

    public string OfUnit(string code) => codesUnits ? Of(code) : code;

    /// <summary>False for an event that the extract cannot tell: with coded units, the tree of them would tell which they are.</summary>
    public bool Tells(LogEntry entry) => !codesUnits || !entry.Type.StartsWith(UnitType, StringComparison.Ordinal);

    /// <summary>The event as a line of NDJSON, with the line's end.</summary>
    public void Write(LogEntry entry, IBufferWriter<byte> to)
    {
        using var body = JsonDocument.Parse(entry.Body);
        using (var json = new Utf8JsonWriter(to, Writing))
        {
            json.WriteStartObject();
            json.WriteString("type", entry.Type);
            json.WriteString("day", $"{SwedishTime.Day(entry.Time):yyyy-MM-dd}");
            if (entry.UnitCode is { } unit) json.WriteString("unitcode", OfUnit(unit));
            var subject = body.RootElement.GetProperty("subject").GetString()!;
            json.WriteString("subject", units.Contains(subject) ? OfUnit(subject) : Of(subject));
            json.WriteNumber("subjectversion", body.RootElement.GetProperty("subjectversion").GetInt32());
            json.WritePropertyName("data");
            Write(json, "data", body.RootElement.GetProperty("data"));
            json.WriteEndObject();
        }
        to.Write("\n"u8);
    }

    private void Write(Utf8JsonWriter json, string member, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var inner in value.EnumerateObject().Where(inner => inner.Name != "name"))
                {
                    json.WritePropertyName(inner.Name);
                    Write(json, inner.Name, inner.Value);
                }
                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var inner in value.EnumerateArray()) Write(json, member, inner);
                json.WriteEndArray();
                break;
            case JsonValueKind.String:
                json.WriteStringValue(Text(member, value.GetString()!));
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }

    // By what they look like and not by where they stand: a field that a later contract adds is coded too.
    private string Text(string member, string text) =>
        units.Contains(text) ? OfUnit(text) : Guid.TryParse(text, out var id) ? Of($"{id}") : member == "code" ? Of(text) : text;
}
