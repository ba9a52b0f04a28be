namespace Huset.Gateway.Tests;

internal static class Answers
{
    /// <summary>Checks that it is a whole RFC 9457 problem with this status and code.</summary>
    public static async Task IsProblem(this HttpResponseMessage response, HttpStatusCode status, string code)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.Equal((status, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        using var problem = JsonDocument.Parse(text);
        Assert.Equal(code, problem.RootElement.GetProperty("code").GetString());
        Assert.Equal((int)status, problem.RootElement.GetProperty("status").GetInt32());
        foreach (var name in new[] { "type", "title", "detail", "instance" })
            Assert.NotEqual("", problem.RootElement.GetProperty(name).GetString());
    }

    public static async Task IsPage(this HttpResponseMessage response, HttpStatusCode status, string words)
    {
        Assert.Equal((status, "text/html"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        var page = await response.Content.ReadAsStringAsync();
        Assert.Contains("lang=\"sv\"", page);
        Assert.Contains(words, page);
    }

    public static string? Header(this HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;
}
