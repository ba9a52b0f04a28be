using System.Text.Json;

namespace Huset.Complaints.Tests;

/// <summary>Complaints that have come some way.</summary>
internal static class Arrange
{
    private const string Complaints = ComplaintsHost.Complaints;

    /// <summary>What the registrar writes down, right in every field; a field that is null is left out.</summary>
    public static Dictionary<string, object?> Said(params (string Field, object? Value)[] changes)
    {
        var said = new Dictionary<string, object?>
        {
            ["text"] = "Maten är kall när den kommer. Det har hänt tre gånger.",
            ["kind"] = "complaint",
            ["channel"] = "phone",
            ["unitCode"] = TestUnits.Norrangen,
            ["wantsAnswer"] = true,
        };
        foreach (var (field, value) in changes) said[field] = value;
        return said.Where(field => field.Value is not null).ToDictionary();
    }

    /// <summary>The receipt of one that is registered.</summary>
    public static Task<JsonElement> Register(this ComplaintsHost host, TestUser by, params (string Field, object? Value)[] changes) =>
        host.As(by).Post($"{Complaints}/", Said(changes)).Json(HttpStatusCode.Created);

    public static async Task<Guid> Registered(this ComplaintsHost host, TestUser by, params (string Field, object? Value)[] changes) => (await host.Register(by, changes)).GetProperty("id").GetGuid();

    public static Task<JsonElement> Read(this ComplaintsHost host, TestUser reader, Guid id) => host.As(reader).GetAsync($"{Complaints}/{id}").Json();

    /// <summary>The page; of a redirection where it leads, as the pages write it.</summary>
    public static async Task<string> Page(this Task<HttpResponseMessage> pending, HttpStatusCode expected = HttpStatusCode.OK)
    {
        var response = await pending;
        var body = WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());
        if (response.StatusCode != expected) Assert.Fail($"Expected {(int)expected}, got {(int)response.StatusCode}: {body}");
        return expected == HttpStatusCode.Found ? $"{response.Headers.Location}".Replace("http://localhost/synpunkter/", "", StringComparison.Ordinal) : body;
    }
}
