using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace Huset.Testing;

/// <summary>Reads and judges answers the way an integrator would.</summary>
public static partial class Answers
{
    public static async Task<JsonElement> Json(this HttpResponseMessage response, HttpStatusCode expected = HttpStatusCode.OK)
    {
        var body = await response.Content.ReadAsStringAsync();
        if (response.StatusCode != expected) Assert.Fail($"Expected {(int)expected}, got {(int)response.StatusCode}: {body}");
        return JsonSerializer.Deserialize<JsonElement>(body);
    }

    public static async Task<JsonElement> Json(this Task<HttpResponseMessage> response, HttpStatusCode expected = HttpStatusCode.OK) =>
        await (await response).Json(expected);

    /// <summary>The answer is a problem with this status and code; returns it.</summary>
    public static async Task<JsonElement> Problem(this Task<HttpResponseMessage> pending, HttpStatusCode status, string code)
    {
        var response = await pending;
        var problem = await response.Json(status);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(code, problem.GetProperty("code").GetString());
        return problem;
    }

    /// <summary>The answer is 400 and names this field.</summary>
    public static async Task NamesField(this Task<HttpResponseMessage> pending, string field)
    {
        var problem = await pending.Problem(HttpStatusCode.BadRequest, "request.invalid");
        Assert.Contains(field, problem.GetProperty("errors").EnumerateObject().Select(error => error.Name));
    }

    /// <summary>The answer is a page; its HTML as it is read, without the framework's comments.</summary>
    public static async Task<string> Html(this Task<HttpResponseMessage> pending)
    {
        using var response = await pending;
        var body = await response.Content.ReadAsStringAsync();
        if (response.StatusCode != HttpStatusCode.OK) Assert.Fail($"{response.RequestMessage?.RequestUri?.PathAndQuery}: {(int)response.StatusCode}: {body}");
        return WebUtility.HtmlDecode(Comments().Replace(body, ""));
    }

    public static Task<HttpResponseMessage> Post(this HttpClient client, string path, object body) => client.PostAsJsonAsync(path, body);

    [GeneratedRegex("<!--.*?-->", RegexOptions.Singleline)]
    private static partial Regex Comments();
}
