using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Huset.Fuzz.Tests;

/// <summary>Says what is wrong with an answer, if anything.</summary>
/// <param name="document">The service's document.</param>
/// <param name="codes">The codes of docs/errors.md.</param>
internal sealed partial class Judge(ApiDocument document, IReadOnlySet<string> codes)
{
    public IEnumerable<string> Findings(FuzzRequest request, Target target, RawAnswer answer)
    {
        // None at all is the slowest there is, and judged as that.
        if (answer.Status == 0) yield break;
        if (answer.Status >= 500) yield return $"answered {answer.Status}";
        if (answer.Headers.Any(header => header.Key.Equals("X-Forged", StringComparison.OrdinalIgnoreCase))) yield return "a header of the answer is the caller's";
        if (answer.Header("Location") is { } location && (!location.StartsWith('/') || location.StartsWith("//", StringComparison.Ordinal) || location.StartsWith("/\\", StringComparison.Ordinal)) && !location.StartsWith($"http://localhost", StringComparison.Ordinal) && !location.StartsWith("http://127.0.0.1", StringComparison.Ordinal))
            yield return $"leads away to {location}";
        var text = answer.Text;
        if (answer.Status >= 400)
        {
            if (Inside().Match(text) is { Success: true } told) yield return $"tells of the inside: {told.Value}";
            if (request.Method != "HEAD" && !(request.BreaksProtocol && answer.Body.Length == 0) && Problem(answer) is { } wrong) yield return wrong;
        }
        if (answer.MediaType == "text/html" && text.Contains("<script>huset-xss", StringComparison.Ordinal)) yield return "the page runs the caller's script";
        if (answer.MediaType == "text/csv" && Cells(text).FirstOrDefault(cell => cell is ['=' or '+' or '-' or '@' or '\t' or '\r', ..]) is { } formula) yield return $"a cell is a formula: {formula}";
        if (!request.IsDocumented || request.BreaksProtocol || target.Operation.Json["responses"] is null || request.Method != target.Operation.Method) yield break;
        if (!target.Operation.Responses.ContainsKey($"{answer.Status}")) yield return $"answers {answer.Status}, which the document does not tell of";
        else if (answer.Status < 300 && target.Operation.Answer($"{answer.Status}", answer.MediaType) is { } schema && answer.MediaType == "application/json" && document.Breaches(schema, JsonNode.Parse(text)).FirstOrDefault() is { } breach)
            yield return $"the answer is not as the document says: {breach}";
    }

    private string? Problem(RawAnswer answer)
    {
        if (answer.MediaType != "application/problem+json") return $"{answer.Status} is {(answer.MediaType.Length == 0 ? "empty" : answer.MediaType)} and no problem";
        try
        {
            var problem = JsonNode.Parse(answer.Text)!;
            if (problem["status"]?.GetValue<int>() != answer.Status) return $"{answer.Status} says status {problem["status"]}";
            return problem["code"]?.GetValue<string>() is not { } code ? $"{answer.Status} has no code" : codes.Contains(code) ? null : $"the code {code} is not in docs/errors.md";
        }
        catch (JsonException)
        {
            return $"{answer.Status} is no JSON";
        }
    }

    private static IEnumerable<string> Cells(string csv)
    {
        var separator = csv.AsSpan(0, Math.Max(0, csv.IndexOf('\n', StringComparison.Ordinal))).Contains(';') ? ';' : ',';
        var (cell, quoted) = (new System.Text.StringBuilder(), false);
        foreach (var c in csv.TrimStart('\uFEFF'))
        {
            if (c == '"')
            {
                quoted = !quoted;
            }
            else if (quoted || (c != separator && c != '\n' && c != '\r'))
            {
                cell.Append(c);
            }
            else
            {
                yield return cell.ToString();
                cell.Clear();
            }
        }
    }

    // Names of types, frames of a stack and SQL as an exception would tell them.
    [GeneratedRegex(@"\b(System|Microsoft|Npgsql|MassTransit)\.[A-Z][A-Za-z.]+|\bHuset\.[A-Z][A-Za-z]+\.[A-Z]|[A-Za-z]+Exception\b|\bat [A-Za-z.]+\(.*\)( in )?|(?i:\bselect\b .+ \bfrom\b |\binsert into\b|\bcolumn ""|\brelation "")")]
    private static partial Regex Inside();
}
