using System.Net.Http.Headers;
using System.Text.Json;
using Huset.Processes.Tests;

[assembly: AssemblyFixture(typeof(ProcessesHost))]

namespace Huset.Processes.Tests;

/// <summary>The service with the demonstration municipality that it imports by itself at start.</summary>
public sealed class ProcessesHost() : ServiceHost<Program, ProcessesDb>("processes", seedUnits: false)
{
    public const string Units = "/processes/v1/units";

    protected override IEnumerable<KeyValuePair<string, string>> Configuration => [new("Huset:Demo", "true")];

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _ = Factory.Server;
        await Eventually(() => Scalar<long>("select count(*) from units").Result > 0);
    }

    /// <summary>What may be written of a unit, right in every field.</summary>
    public static Dictionary<string, object?> Unit(string code, params (string Field, object? Value)[] changes)
    {
        var unit = new Dictionary<string, object?> { ["code"] = code, ["name"] = $"Enheten {code}", ["type"] = "enhet", ["parent"] = "ao", ["board"] = "an", ["validFrom"] = "2021-01-01" };
        foreach (var (field, value) in changes) unit[field] = value;
        return unit;
    }

    /// <summary>A code that no other test uses.</summary>
    public static string NewCode(string word = "u") => $"{word}-{Guid.NewGuid():N}"[..24];

    public async Task<string> Created(string word = "u", params (string Field, object? Value)[] changes)
    {
        var code = NewCode(word);
        await As(TestUsers.Administrator).Post(Units, Unit(code, changes)).Json(HttpStatusCode.Created);
        return code;
    }

    public Task<HttpResponseMessage> Put(string code, string? ifMatch, params (string Field, object? Value)[] changes)
    {
        var body = Unit(code, changes);
        body.Remove("code");
        var request = new HttpRequestMessage(HttpMethod.Put, $"{Units}/{code}") { Content = System.Net.Http.Json.JsonContent.Create(body) };
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return As(TestUsers.Administrator).SendAsync(request);
    }

    public Task<HttpResponseMessage> Close(string code, string validTo) => As(TestUsers.Administrator).Post($"{Units}/{code}/closure", new { validTo });

    public Task<HttpResponseMessage> Import(object units, string query = "", TestUser? user = null) => As(user ?? TestUsers.Integration).Post($"{Units}/imports{query}", new { units });

    public Task<HttpResponseMessage> ImportCsv(byte[] csv, string query = "") =>
        As(TestUsers.Integration).PostAsync($"{Units}/imports{query}", new ByteArrayContent(csv) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } });

    public Task<JsonElement> Read(string code) => As(TestUsers.Employee).GetAsync($"{Units}/{code}").Json();

    public async Task<string[]> Codes(string query) =>
        [.. (await As(TestUsers.Employee).GetAsync($"{Units}?limit=500&{query}").Json()).GetProperty("items").EnumerateArray().Select(unit => unit.GetProperty("code").GetString()!)];
}
