using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Huset.Fuzz.Tests;

/// <summary>An operation or page that requests are made for.</summary>
/// <param name="Name">For telling.</param>
/// <param name="Operation">From the service's document; a page is described in the same way.</param>
/// <param name="Tokens">Of users who may.</param>
public sealed record Target(string Name, ApiOperation Operation, IReadOnlyList<string> Tokens);

/// <summary>What a right request is for something that only lets in a certain person, or certain values that the document cannot tell.</summary>
/// <param name="By">Token of who asks; null for anyone who may.</param>
/// <param name="Values">By the name of a parameter or a body's field, those to choose from, as text.</param>
/// <param name="Lacks">Fields that are left out.</param>
internal sealed record Given(string? By, IReadOnlyDictionary<string, string[]> Values, params string[] Lacks);

/// <summary>Makes requests from the document: right ones, ones with one thing wrong, and ones that are wrong altogether.</summary>
/// <param name="document">The service's document.</param>
/// <param name="everyone">Tokens of every user there is.</param>
/// <param name="units">Codes of units that exist.</param>
/// <param name="known">Ids that exist, by the path that lists them.</param>
/// <param name="arranged">Addresses where a path's right request gets through, by the path.</param>
/// <param name="given">By the target's name.</param>
internal sealed class Requests(ApiDocument document, IReadOnlyList<string> everyone, IReadOnlyList<string> units, IReadOnlyDictionary<string, List<string>> known, IReadOnlyDictionary<string, string[]> arranged, IReadOnlyDictionary<string, Given> given)
{
    private static readonly Given Nothing = new(null, new Dictionary<string, string[]>());

    private const int MaxBody = 10 * 1024 * 1024;

    private static readonly string[] MediaTypes =
    [
        "text/plain", "application/xml", "application/json; charset=utf-16", "application/json; charset=bogus", "application/json; charset=utf-7", "application/x-www-form-urlencoded; charset=bogus", "application/json;charset=\"", "application/problem+json", "application/JSON", "garbage", "*/*",
        "multipart/form-data", "multipart/form-data; boundary=", $"multipart/form-data; boundary={new string('b', 200)}", "application/x-www-form-urlencoded", "text/csv; charset=utf-16", "text/csv", "application/octet-stream", "",
    ];

    // No right word of host or scheme: who comes from this machine is the gateway, which alone says what the outside is called.
    private static readonly (string Name, string Value)[] Oddities =
    [
        ("If-Match", "*"), ("If-Match", "\"1\""), ("If-Match", "1"), ("If-Match", "W/\"1\""), ("If-Match", "\"999999999999\""), ("If-Match", "\"1\", \"2\""), ("If-Match", "\""), ("If-Match", ""), ("If-Match", "åäö"),
        ("If-None-Match", "*"), ("If-None-Match", "\"1\""), ("If-Modified-Since", "Sat, 21 Nov 2026 00:00:00 GMT"), ("If-Modified-Since", "igår"), ("If-Unmodified-Since", "Mon, 01 Jan 0001 00:00:00 GMT"), ("If-Range", "\"1\""),
        ("Range", "bytes=0-0"), ("Range", "bytes=5-1"), ("Range", "bytes=-1"), ("Range", "bytes=0-99999999999999999999"), ("Range", "lines=1"),
        ("Idempotency-Key", ""), ("Idempotency-Key", " "), ("Idempotency-Key", "same"), ("Idempotency-Key", "nyckel-åäö-👍"), ("Idempotency-Key", new string('k', 200)), ("Idempotency-Key", new string('k', 201)), ("Idempotency-Key", new string('k', 20_000)), ("Idempotency-Key", "a,b"),
        ("Accept", "text/csv"), ("Accept", "application/xml"), ("Accept", "*/*;q=0"), ("Accept", "text/csv;q=9"), ("Accept", "garbage"), ("Accept", ",,,;q"), ("Accept", "application/json;q=0.1, text/csv;q=0.2"), ("Accept", new string('a', 5_000)),
        ("Accept-Language", "x-klingon"), ("Accept-Encoding", "br;q=1.0, gzip;q=0.8, *;q=0.1"), ("Content-Encoding", "gzip"), ("Content-Language", "sv"), ("Content-MD5", "x"), ("Cookie", "a=b; =; huset=x"), ("Last-Event-ID", "1"), ("Last-Event-ID", "x"),
        ("X-Forwarded-For", "1.2.3.4, x, ::1"), ("X-Forwarded-Host", "a b<script>"), ("X-Forwarded-Prefix", "/x"), ("X-HTTP-Method-Override", "DELETE"), ("X-Original-URL", "/health/ready"),
        ("traceparent", "00-x-y-z"), ("tracestate", new string('t', 2_000)), ("baggage", "a=%00"), ("Authorization", "Bearer"), ("Authorization", "Bearer x.y.z"), ("Authorization", "Basic YTpi"), ("Authorization", $"Bearer {new string('a', 8_000)}"), ("Authorization", "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0."),
        ("Sec-Fetch-Site", "cross-site"), ("Origin", "null"), ("Origin", "https://example.org"), ("Expect", "100-continue"), ("Upgrade", "websocket"), ("User-Agent", new string('u', 4_000)), ("X-Många", "å"), ("Priority", "u=9"),
    ];

    private static readonly string[] Methods = ["DELETE", "PATCH", "PUT", "POST", "GET", "HEAD", "OPTIONS", "TRACE", "FOO", "get", "PROPFIND"];

    private static readonly string[] Broken = ["%zz", "%", "%u0041", "%C0%AF", "%ff%fe", "%ED%A0%80", "%2500", "%0d%0aX-Forged:%20huset", "%EF%BB%BF", "%00", "a%00b", "+", "[]", "%5B%5D", "{}", "|", "^", "`", "\\", "..", "%2e%2e%2f", ";x=y", "%F0%9F%91%A9"];

    public FuzzRequest Make(Target target, Random random)
    {
        var right = Right(target, random, mutate: 0);
        return random.Next(20) switch
        {
            < 5 => right,
            < 10 => Right(target, random, mutate: 0.25) with { What = "some values wrong" },
            < 11 => Right(target, random, mutate: 0.9) with { What = "all values wrong" },
            < 15 when right.Body is not null => Structure(right, random),
            < 14 => Query(right, random),
            < 18 => Headers(right, random),
            18 => Path(target, right, random),
            _ => Method(right, random),
        };
    }

    /// <summary>One that is right in every value, as far as the document tells what is right.</summary>
    public FuzzRequest Right(Target target, Random random) => Right(target, random, mutate: 0);

    private FuzzRequest Right(Target target, Random random, double mutate)
    {
        var operation = target.Operation;
        var exact = given.GetValueOrDefault(target.Name, Nothing);
        var path = random.NextDouble() >= mutate && arranged.TryGetValue(operation.Path, out var addresses) ? addresses[random.Next(addresses.Length)] : operation.Path;
        var query = new List<string>();
        var headers = new List<(string, string)> { ("Authorization", $"Bearer {Token(target, random)}") };
        foreach (var parameter in operation.Parameters)
        {
            var wrong = random.NextDouble() < mutate;
            // An arranged address may say it already.
            if (parameter.In == "query" && path.Contains($"{parameter.Name}=", StringComparison.Ordinal)) continue;
            if (!parameter.IsRequired && !wrong && random.Next(3) > 0) continue;
            var value = wrong ? Values.Text(random, parameter.Schema["maxLength"]?.GetValue<int>()) : exact.Values.TryGetValue(parameter.Name, out var right) ? right[random.Next(right.Length)] : RightText(parameter, operation.Path, random);
            switch (parameter.In)
            {
                case "path": path = path.Replace($"{{{parameter.Name}}}", Uri.EscapeDataString(wrong && value.Length == 0 ? "x" : value), StringComparison.Ordinal); break;
                case "query": query.Add($"{parameter.Name}={Uri.EscapeDataString(value)}"); break;
                default: headers.Add((parameter.Name, wrong ? value.ReplaceLineEndings(" ").Replace('\0', ' ').Trim() : value)); break;
            }
        }
        var body = Body(operation, exact, headers, random, mutate);
        // What cannot stand in a path is the server's to refuse.
        var breaks = path.Contains("%00", StringComparison.Ordinal) || headers.Any(header => header.Item2.Any(c => c is < ' ' or '\x7f')) || headers.Sum(header => header.Item2.Length) > 30_000 || path.Length + query.Sum(part => part.Length + 1) > 7_900;
        return new FuzzRequest(target.Name, operation.Method, query.Count == 0 ? path : $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{string.Join('&', query)}", headers, body, "right", BreaksProtocol: breaks);
    }

    private string Token(Target target, Random random) => random.Next(10) switch
    {
        0 => everyone[random.Next(everyone.Count)],
        _ when given.GetValueOrDefault(target.Name, Nothing).By is { } one => one,
        _ when target.Tokens.Count > 0 => target.Tokens[random.Next(target.Tokens.Count)],
        _ => everyone[0],
    };

    private string RightText(ApiParameter parameter, string path, Random random)
    {
        if (parameter.In == "path" && known.TryGetValue(path[..Math.Max(0, path.IndexOf($"/{{{parameter.Name}}}", StringComparison.OrdinalIgnoreCase))], out var ids) && ids.Count > 0 && random.Next(8) > 0) return ids[random.Next(ids.Count)];
        // A page's parameter may be what the API calls so.
        if (parameter.Json.Count == 0 && document.Operations.SelectMany(operation => operation.Parameters).FirstOrDefault(other => other.Name.Equals(parameter.Name, StringComparison.OrdinalIgnoreCase)) is { } same) return RightText(same, path, random);
        if (parameter.Name == "If-Match") return random.Next(5) > 0 ? "*" : "\"1\"";
        // The same person's key of one operation is not another's.
        if (parameter.Name == "Idempotency-Key") return $"fuzz-{random.Next(100_000)}-{string.Concat(path.Where(char.IsAsciiLetter))}";
        var value = JsonNode.Parse(RightJson(parameter.Schema, parameter.Name, random, 0, parameter.Json["example"]))!;
        return value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
    }

    private byte[]? Body(ApiOperation operation, Given exact, List<(string, string)> headers, Random random, double mutate)
    {
        if (operation.Json["requestBody"]?["content"]?.AsObject() is not { Count: > 0 } content) return null;
        var (mediaType, media) = content.ElementAt(random.Next(content.Count));
        // The example's parts are divided so.
        headers.Add(("Content-Type", mediaType == "multipart/form-data" ? $"{mediaType}; boundary=x" : mediaType));
        var schema = document.Resolve(media!["schema"]);
        if (mediaType == "application/x-www-form-urlencoded" && schema["properties"] is not null) return Encoding.UTF8.GetBytes(Form(schema, exact, random, mutate));
        if (mediaType == "application/json") return Encoding.UTF8.GetBytes(RightJson(schema, "", random, mutate, exact: exact));
        var text = media["example"]?.GetValue<string>() ?? "x";
        if (random.NextDouble() >= mutate) return Encoding.UTF8.GetBytes(text);
        // A cell of the file is changed, or the file is cut.
        var cells = text.Split(';');
        cells[random.Next(cells.Length)] = Values.Text(random, 200);
        return Encoding.UTF8.GetBytes(string.Join(random.Next(10) == 0 ? ',' : ';', random.Next(10) == 0 ? cells[..random.Next(cells.Length)] : cells));
    }

    private static string Form(JsonObject schema, Given exact, Random random, double mutate)
    {
        var fields = schema["properties"]!.AsObject().Where(field => !exact.Lacks.Contains(field.Key)).ToDictionary(field => field.Key, field => field.Value);
        // What a page reads from its form by hand stands in no type.
        foreach (var name in exact.Values.Keys.Where(name => name.Contains('.', StringComparison.Ordinal))) fields.TryAdd(name, null);
        return string.Join('&', fields.Select(field =>
        {
            var value = random.NextDouble() < mutate ? Values.Text(random, null) : exact.Values.TryGetValue(field.Key, out var right) ? right[random.Next(right.Length)] : field.Value!["enum"] is JsonArray choices ? choices[random.Next(choices.Count)]!.GetValue<string>() : field.Value["examples"]![0]!.GetValue<string>();
            return $"{Uri.EscapeDataString(field.Key)}={Uri.EscapeDataString(value)}";
        }));
    }

    private string RightJson(JsonObject schema, string name, Random random, double mutate, JsonNode? example = null, Given? exact = null)
    {
        if (schema["anyOf"] is JsonArray choices) return RightJson(document.Resolve(choices[0]), name, random, mutate);
        if (schema["enum"] is JsonArray values) return values[random.Next(values.Count)]!.ToJsonString();
        if (schema["properties"] is JsonObject properties)
        {
            var required = schema["required"]?.AsArray().Select(field => field!.GetValue<string>()).ToHashSet() ?? [];
            var members = properties.Where(field => exact?.Lacks.Contains(field.Key) != true && (required.Contains(field.Key) || exact?.Values.ContainsKey(field.Key) == true || random.Next(2) == 0 || mutate > 0)).Select(field =>
            {
                var part = document.Resolve(field.Value);
                var value = random.NextDouble() < mutate ? Values.Json(random, part["maxLength"]?.GetValue<int>(), Number(part["minimum"]), Number(part["maximum"])) : exact?.Values.TryGetValue(field.Key, out var right) == true ? Json(part, right[random.Next(right.Length)]) : RightJson(part, field.Key, random, mutate * 0.5);
                return $"{JsonSerializer.Serialize(field.Key)}:{value}";
            });
            return $"{{{string.Join(',', members)}}}";
        }
        if (schema["items"] is { } items && document.Resolve(items) is var item)
        {
            return item["properties"] is not null
                ? $"[{string.Join(',', Enumerable.Range(0, random.Next(1, 4)).Select(_ => RightJson(item, name, random, mutate)))}]"
                : schema["examples"]?[0]?.ToJsonString() ?? "[]";
        }
        return name switch
        {
            "unitCode" or "parent" or "board" => JsonSerializer.Serialize(units[random.Next(units.Count)]),
            "code" => JsonSerializer.Serialize($"fuzz-{random.Next(400)}"),
            "occurredAt" => JsonSerializer.Serialize(DateTimeOffset.UtcNow.AddMinutes(-random.Next(1, 400_000))),
            "from" when schema["format"] is not null => JsonSerializer.Serialize(new DateOnly(2026, 1, 1).AddDays(random.Next(150))),
            "to" when schema["format"] is not null => JsonSerializer.Serialize(new DateOnly(2026, 6, 1).AddDays(random.Next(150))),
            "validFrom" => JsonSerializer.Serialize(new DateOnly(2026, 1, 1).AddDays(random.Next(300))),
            "validTo" => JsonSerializer.Serialize(new DateOnly(2027, 1, 1).AddDays(random.Next(3000))),
            "description" or "immediateAction" => JsonSerializer.Serialize($"Dosen gavs sent av {Values.Secret}. {random.Next()}"),
            _ => (example ?? schema["examples"]?[0] ?? schema["default"])?.ToJsonString() ?? "\"x\"",
        };
    }

    // A number may also be written as a string, and then the schema says both.
    private static string Json(JsonObject schema, string value) => schema["type"]?.ToJsonString() is { } type && (type.Contains("integer", StringComparison.Ordinal) || !type.Contains("string", StringComparison.Ordinal)) ? value : JsonSerializer.Serialize(value);

    private static decimal? Number(JsonNode? bound) => bound is null ? null : decimal.Parse(bound.ToJsonString(), CultureInfo.InvariantCulture);

    private static FuzzRequest Structure(FuzzRequest right, Random random)
    {
        var text = Encoding.UTF8.GetString(right.Body!);
        var kind = random.Next(300);
        return kind switch
        {
            < 3 => With(Encoding.UTF8.GetBytes(text + new string(' ', MaxBody - Encoding.UTF8.GetByteCount(text) + kind - 1)), "at the largest size") with { BreaksProtocol = kind == 2 },
            < 20 => Media(),
            < 70 => Media(),
            < 100 => With(right.Body![..random.Next(right.Body.Length)], "truncated"),
            < 115 => With(Encoding.UTF8.GetBytes(text.Replace("{", $"{{{Members(text)},", StringComparison.Ordinal)), "doubled members"),
            < 130 => With(Encoding.UTF8.GetBytes(text.Replace("{", "{\"unknown\":1,", StringComparison.Ordinal)), "unknown field"),
            < 145 => With(Encoding.UTF8.GetBytes(text.Replace("{", $"{{\"x\":{Values.Nested(random.Next(3) switch { 0 => 32, 1 => 1_000, _ => 100_000 })},", StringComparison.Ordinal)), "deep"),
            < 155 => With(Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat(text, 500))}]"), "an array of it"),
            < 160 => With(Encoding.UTF8.GetBytes($"{{\"units\":[{string.Join(',', Enumerable.Repeat("{}", random.Next(2) == 0 ? 10_000 : 10_001))}]}}"), "very many"),
            < 200 => With(Encoding.UTF8.GetBytes(random.Next(8) switch { 0 => "", 1 => "null", 2 => "[]", 3 => "\"x\"", 4 => "1", 5 => "{}", 6 => "{\"\":1}", _ => "// hej\n" + text }), "another root"),
            < 210 => With([0xEF, 0xBB, 0xBF, .. right.Body!], "byte order mark"),
            < 220 => With(Encoding.Unicode.GetBytes(text), "UTF-16"),
            < 230 => With([.. right.Body!.Select(b => random.Next(20) == 0 ? (byte)random.Next(128, 256) : b)], "bytes that are no UTF-8"),
            < 240 => With([.. right.Body!.Select(b => random.Next(10) == 0 ? (byte)random.Next(256) : b)], "random bytes"),
            < 250 => With(Encoding.UTF8.GetBytes(text.Replace("}", ",}", StringComparison.Ordinal)), "trailing comma"),
            < 260 => With(Encoding.UTF8.GetBytes(text + text), "twice"),
            < 270 => With(new byte[random.Next(1, 2_000)], "zeros"),
            < 280 => right with { What = "no body", Body = null },
            < 290 => right with { What = "Content-Length of more than comes", Headers = [.. right.Headers, ("Content-Length", $"{right.Body!.Length + 10}")], BreaksProtocol = true, IsHalf = true },
            < 295 => right with { What = "chunks that are none", Headers = [.. right.Headers, ("Transfer-Encoding", "chunked")], BreaksProtocol = true, IsHalf = true },
            _ => With(Encoding.UTF8.GetBytes($"{right.Body!.Length:x}\r\n{text}\r\n0\r\n\r\n"), "in chunks") with { Headers = [.. right.Headers, ("Transfer-Encoding", "chunked")] },
        };

        FuzzRequest With(byte[] body, string what) => right with { Body = body, What = what };

        FuzzRequest Media() => right with { What = "another media type", Headers = [.. right.Headers.Where(header => header.Name != "Content-Type"), .. MediaTypes[random.Next(MediaTypes.Length)] is { Length: > 0 } type ? new[] { ("Content-Type", type) } : []] };
    }

    private static string Members(string text) => text.IndexOf('{', StringComparison.Ordinal) is >= 0 and var open && text.LastIndexOf('}') is var close && close > open + 1 ? text[(open + 1)..close] : "\"x\":1";

    private static FuzzRequest Query(FuzzRequest right, Random random)
    {
        var parts = right.Target.Contains('?', StringComparison.Ordinal) ? right.Target : $"{right.Target}?limit=1";
        var target = random.Next(6) switch
        {
            0 => $"{parts}&{parts[(parts.IndexOf('?', StringComparison.Ordinal) + 1)..]}",
            1 => $"{parts}{Broken[random.Next(Broken.Length)]}",
            2 => $"{parts}&{Broken[random.Next(Broken.Length)]}={Broken[random.Next(Broken.Length)]}",
            3 => $"{parts.ToUpperInvariant()}&returnUrl=//example.org&redirect=https://example.org",
            4 => $"{parts}&{string.Join('&', Enumerable.Range(0, 500).Select(i => $"p{i}=1"))}",
            _ => $"{parts}&limit=&page=&limit[]=1&limit=1&limit=2&=&&&",
        };
        // The path may have been put in capitals, and the server refuses some before the service sees them.
        return right with { Target = target, What = "query", IsDocumented = false, BreaksProtocol = target.Length > 7_900 };
    }

    private static FuzzRequest Headers(FuzzRequest right, Random random)
    {
        var odd = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Oddities[random.Next(Oddities.Length)]).ToList();
        if (random.Next(60) == 0) return right with { What = "very many headers", Headers = [.. right.Headers, .. Enumerable.Range(0, 150).Select(i => ($"X-{i}", "1"))], BreaksProtocol = true };
        if (random.Next(60) == 0) return right with { What = "a forged line", Headers = [.. right.Headers, ("X-A", "a\n b"), ("X B", "c")], BreaksProtocol = true };
        return right with
        {
            What = $"headers {string.Join(", ", odd.Select(header => header.Name))}",
            Headers = [.. right.Headers.Where(header => odd.All(other => other.Name != header.Name)), .. odd],
            BreaksProtocol = odd.Sum(header => header.Value.Length) > 20_000 || odd.Any(header => !System.Text.Ascii.IsValid(header.Name)),
        };
    }

    private static FuzzRequest Path(Target target, FuzzRequest right, Random random)
    {
        var path = target.Operation.Path;
        var broken = Broken[random.Next(Broken.Length)];
        var at = random.Next(6) switch
        {
            0 => $"{path}/{broken}",
            1 => $"{path}//",
            2 => path.ToUpperInvariant(),
            3 => $"/{broken}{path}",
            4 => $"{path}/{new string('a', 7_000)}",
            _ => path.Replace("{", broken, StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal),
        };
        return right with { Target = at, What = "path", IsDocumented = false, BreaksProtocol = at.Contains("%00", StringComparison.Ordinal) || at.Length > 7_900 };
    }

    private static FuzzRequest Method(FuzzRequest right, Random random) => right with { Method = Methods[random.Next(Methods.Length)], What = "method", IsDocumented = false };
}
