using System.Text;

namespace Huset.Fuzz.Tests;

/// <summary>A request as it goes over the wire, and what is known of it beforehand.</summary>
/// <param name="Operation">Which operation or page it is for.</param>
/// <param name="Method">As written.</param>
/// <param name="Target">Path and query, as written.</param>
/// <param name="Headers">As written.</param>
/// <param name="Body">The body, or null for none.</param>
/// <param name="What">What was done to it, in few words.</param>
/// <param name="IsDocumented">Path and method are the operation's own, so that its document tells every answer.</param>
/// <param name="BreaksProtocol">It is not HTTP, so that the server may refuse it before the service sees it.</param>
public sealed record FuzzRequest(
    string Operation, string Method, string Target, List<(string Name, string Value)> Headers, byte[]? Body, string What, bool IsDocumented = true, bool BreaksProtocol = false)
{
    /// <summary>Its headers promise more than comes.</summary>
    public bool IsHalf { get; init; }

    public override string ToString()
    {
        var body = Body is null ? "" : Encoding.UTF8.GetString(Body, 0, Math.Min(Body.Length, 500));
        var headers = string.Join("; ", Headers.Where(header => header.Name != "Authorization").Select(header => Short($"{header.Name}: {header.Value}", 120)));
        return $"{What}: {Method} {Short(Target, 300)} [{headers}] {body}{(Body?.Length > 500 ? $"… ({Body.Length} bytes)" : "")}".ReplaceLineEndings("⏎");
    }

    private static string Short(string text, int length) => text.Length > length ? $"{text[..length]}… ({text.Length})" : text;
}
