using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Huset.ServiceDefaults.Access;

/// <summary>
/// What a seal's hash is made of, exactly, so that an auditor can compute it without this program:
/// <c>hash = SHA-256(previous hash ‖ text in UTF-8)</c>. The previous hash is that of the seal before in the same month; for number 1
/// that of the last seal of the month before that has any, or 32 zero bytes when there is none. The text is a row of netstrings
/// (the value's length in bytes, a colon, the value, a comma), so that no two rows have the same text:
/// month (<c>2026-11</c>), number, id, at (UTC, <c>2026-11-22T01:02:03.123456Z</c>), user_id, user_name, home_unit, roles, action,
/// subject_type, subject_ids, subject_references, why, way, filters, trace_id. A list is the netstring of its values' netstrings.
/// docs/access-log.md has the same as a query.
/// </summary>
internal static class AccessChain
{
    /// <summary>What the first seal of all builds on.</summary>
    public static readonly byte[] Beginning = new byte[SHA256.HashSizeInBytes];

    public static byte[] Hash(byte[] previous, DateOnly month, long number, AccessEntry entry)
    {
        var text = new StringBuilder();
        Add(text, month.ToString("yyyy-MM", CultureInfo.InvariantCulture));
        Add(text, number.ToString(CultureInfo.InvariantCulture));
        Add(text, entry.Id.ToString(CultureInfo.InvariantCulture));
        Add(text, entry.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
        Add(text, entry.UserId);
        Add(text, entry.UserName);
        Add(text, entry.HomeUnit);
        Add(text, entry.Roles);
        Add(text, Kebab.Of(entry.Action));
        Add(text, entry.SubjectType);
        Add(text, entry.SubjectIds);
        Add(text, entry.SubjectReferences);
        Add(text, entry.Why);
        Add(text, entry.Way);
        Add(text, entry.Filters);
        Add(text, entry.TraceId);
        return SHA256.HashData([.. previous, .. Encoding.UTF8.GetBytes(text.ToString())]);
    }

    private static void Add(StringBuilder text, string value) =>
        text.Append(CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetByteCount(value)}:{value},");

    private static void Add(StringBuilder text, string[] values)
    {
        var list = new StringBuilder();
        foreach (var value in values) Add(list, value);
        Add(text, list.ToString());
    }
}
