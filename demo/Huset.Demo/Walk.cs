using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Huset.Demo;

/// <summary>
/// Takes the plan's steps one after the other through the gateway, each as its person and at its time. Every step has an Idempotency-Key of its own, so that
/// who walks again from the start repeats what is done and goes on where it ended.
/// </summary>
/// <param name="gateway">Where the requests go.</param>
/// <param name="tokenOf">A person's access token, with the client that may set the clock.</param>
/// <param name="facts">What stands in the catalogue: `step:Signera` → id.</param>
/// <param name="walk">Which walk it is, in its keys.</param>
/// <param name="log">Is told of every step that is refused.</param>
public sealed partial class Walk(HttpClient gateway, Func<string, CancellationToken, Task<string>> tokenOf, IReadOnlyDictionary<string, string> facts, string walk, ILogger log)
{
    // As written, so that the braces' names stay what they are.
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Dictionary<(int Case, string Name), string> kept = [];

    /// <summary>How many steps were refused.</summary>
    public int Refused { get; private set; }

    /// <summary>Takes the step; one that is refused is told in the log and counted, and so is what builds on it.</summary>
    public async Task Take(Step step, CancellationToken ct)
    {
        var (path, body) = (Fill(step.Path, step), Fill(step.Body.ToJsonString(Plain), step));
        if (path is null || body is null)
        {
            Refuse(step, "what it builds on was refused");
            return;
        }
        // A minute for a service that is started anew, five seconds for what another service tells by a message.
        for (var (away, unknown) = (60, 20); ;)
        {
            using var response = await Send(step, path, body, ct);
            if (response is null || response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout)
            {
                if (away-- > 0)
                {
                    await Task.Delay(response?.Headers.RetryAfter?.Delta is { } wait && wait < TimeSpan.FromSeconds(10) ? wait : TimeSpan.FromSeconds(1), ct);
                    continue;
                }
            }
            else if (response.StatusCode == HttpStatusCode.NotFound && unknown-- > 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(250), ct);
                continue;
            }
            if (response?.IsSuccessStatusCode is true) Keep(step, JsonNode.Parse(await response.Content.ReadAsStringAsync(ct)));
            else Refuse(step, response is null ? "no answer" : await Reason(response, ct));
            return;
        }
    }

    private async Task<HttpResponseMessage?> Send(Step step, string path, string body, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(step.Method, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await tokenOf(step.User, ct));
        request.Headers.Add("Huset-Clock", Story.Text(step.At));
        request.Headers.Add("Idempotency-Key", $"{walk}-{step.Case}-{step.Number}");
        request.Headers.TryAddWithoutValidation("If-Match", "*");
        try
        {
            return await gateway.SendAsync(request, ct);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private string? Fill(string text, Step step)
    {
        var whole = true;
        var filled = Brace().Replace(text, brace =>
        {
            var name = brace.Groups[1].Value;
            if (kept.TryGetValue((step.Case, name), out var value) || facts.TryGetValue(name, out value)) return value;
            whole = false;
            return "";
        });
        return whole ? filled : null;
    }

    private void Keep(Step step, JsonNode? answer)
    {
        foreach (var (name, place) in step.Keeps)
            if (place.Split('.').Aggregate(answer, (node, part) => node?[part]) is { } value) kept[(step.Case, name)] = value.GetValue<string>();
    }

    private static async Task<string> Reason(HttpResponseMessage response, CancellationToken ct)
    {
        var text = await response.Content.ReadAsStringAsync(ct);
        try
        {
            var problem = JsonNode.Parse(text);
            return $"{(int)response.StatusCode} {problem?["code"]} {problem?["errors"]?.ToJsonString(Plain)}";
        }
        catch (JsonException)
        {
            return $"{(int)response.StatusCode}";
        }
    }

    private void Refuse(Step step, string reason)
    {
        Refused++;
        log.LogWarning("Case {Case}, step {Step}, {Method} {Path} by {User} at {At}: {Reason}", step.Case, step.Number, step.Method, step.Path, step.User, Story.Text(step.At), reason.Trim());
    }

    // A name in braces, and not the braces of JSON.
    [GeneratedRegex("""\{([^{}",]+)\}""")]
    private static partial Regex Brace();
}
