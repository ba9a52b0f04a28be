using System.Globalization;
using System.Text.Json;

namespace Huset.Fuzz.Tests;

/// <summary>What breaks programs: each kind of thing that has a name, and some that are only too long.</summary>
internal static class Values
{
    /// <summary>In every free text that is sent: it must never be seen in a log.</summary>
    public const string Secret = "Hemlige-Namnsson";

    /// <summary>What a forged line of a log or a forged header would say.</summary>
    public const string Forged = "X-Forged: huset";

    private static readonly string[] Texts =
    [
        "", " ", "\t", "null", "true", "0", "-1", "NaN", "Infinity", "1e400", "undefined", "åäöÅÄÖ", "\u202Eomvänt", "👩‍👩‍👧‍👦", "e\u0301\u0302\u0303\u0304", "\uFEFF", "\u2028", "ﷺ", "𝒽𝓊𝓈ℯ𝓉",
        "' or 1=1 --", "'; drop table units; --", "%", "_", "\\", "%%%", "{0}", "{{7*7}}", "${jndi:ldap://localhost/x}", "$(id)", "../../../../etc/passwd", "..%2f..", "file:///etc/passwd",
        "//localhost/x", "https://example.org", "javascript:alert(1)", $"a\r\n{Forged}", $"a\n{Forged}", "<script>huset-xss</script>", "\"><script>huset-xss</script>", "=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1+1", "'=1+1",
        "2026-02-30", "0000-00-00", "0001-01-01", "9999-12-31", "10000-01-01", "2026-11", "1900-01", "2999-12-31", "12:61", "2026-W10", "0001-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59.9999999-14:00", "2026-03-29T02:30", "2026-10-25T02:30:00+02:00", "2026-11-20T24:00:00Z",
        "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", "{0199c1d2-7b3a-7c4e-9f10-5a6b7c8d9e0f}", "0199c1d27b3a7c4e9f105a6b7c8d9e0f", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "2147483647", "2147483648", "99999999999999999999999999", "0x10", "1,5", "1.5", "٣", "１",
        "*", "\"1\"", "W/\"1\"", "a,b,,c", "unit,unit,unit", ",", ";", "a:b", "norrangen", "NORRANGEN", "norrangen ", "-", "--", "a--b", Secret,
    ];

    private static readonly string[] Tokens =
    [
        "null", "true", "false", "0", "-0", "-1", "1.5", "1e2", "1e400", "-1e400", "2147483647", "2147483648", "-2147483649", "9223372036854775808", "99999999999999999999999999999999", "0.1e-400", "01", "+1", "NaN", "Infinity", "undefined", "'text'", "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"a\\u0000b\"",
        "\"\\q\"", "\"\u0001\"", "[]", "{}", "[[[[[[]]]]]]", "[null]", "[1,\"a\",{}]", "{\"a\":1}", "{\"$ref\":\"x\"}", "{\"__proto__\":{}}", "{\"$type\":\"System.String\"}", "\"\\\"\"", "",
    ];

    public static string Text(Random random, int? maxLength) => random.Next(12) switch
    {
        0 => new string('å', (maxLength ?? 200) + random.Next(-1, 2)),
        1 => new string('x', random.Next(2) == 0 ? 5_000 : 70_000),
        2 => string.Concat(Enumerable.Repeat("e\u0301", random.Next(1, 400))),
        3 => new string([.. Enumerable.Range(0, random.Next(1, 40)).Select(_ => (char)random.Next(1, 0xD7FF))]),
        _ => Texts[random.Next(Texts.Length)],
    };

    /// <summary>A JSON value that is likely wrong; some are not JSON at all.</summary>
    public static string Json(Random random, int? maxLength, decimal? minimum, decimal? maximum) => random.Next(10) switch
    {
        0 or 1 or 2 => Tokens[random.Next(Tokens.Length)],
        3 when minimum is { } least => (least - random.Next(2)).ToString(CultureInfo.InvariantCulture),
        3 or 4 when maximum is { } most => (most + random.Next(2)).ToString(CultureInfo.InvariantCulture),
        4 => Nested(random.Next(2) == 0 ? 31 : 200),
        5 => $"[{string.Join(',', Enumerable.Repeat("\"SoL\"", random.Next(15, 25)))}]",
        _ => JsonSerializer.Serialize(Text(random, maxLength)),
    };

    public static string Nested(int depth) => new string('[', depth) + new string(']', depth);
}
