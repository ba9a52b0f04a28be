using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Huset.Demo;

/// <summary>The gateway as the demo users meet it, through the client `huset-demo`.</summary>
internal sealed class House(IConfiguration configuration) : IDisposable
{
    private readonly ConcurrentDictionary<string, (string Token, DateTimeOffset Until)> tokens = new();
    private readonly string secret = configuration["Keycloak:credentials:secret"] ?? throw new InvalidOperationException("Keycloak:credentials:secret is missing.");
    private readonly Uri tokenAddress = new($"{configuration["Keycloak:auth-server-url"]}/realms/{configuration["Keycloak:realm"]}/protocol/openid-connect/token");

    public HttpClient Gateway { get; } = new() { BaseAddress = new Uri(configuration["services:gateway:http:0"] ?? throw new InvalidOperationException("services:gateway:http:0 is missing.")), Timeout = TimeSpan.FromSeconds(60) };

    public async Task<string> TokenOf(string user, CancellationToken ct)
    {
        if (tokens.TryGetValue(user, out var known) && DateTimeOffset.UtcNow < known.Until) return known.Token;
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "password",
            ["client_id"] = "huset-demo",
            ["client_secret"] = secret,
            ["username"] = user,
            ["password"] = "huset",
        });
        using var response = await Gateway.PostAsync(tokenAddress, form, ct);
        response.EnsureSuccessStatusCode();
        var answer = (await response.Content.ReadFromJsonAsync<JsonNode>(ct))!;
        var token = answer["access_token"]!.GetValue<string>();
        tokens[user] = (token, DateTimeOffset.UtcNow.AddSeconds(answer["expires_in"]!.GetValue<int>() / 2));
        return token;
    }

    /// <summary>The catalogue that the plan speaks of; throws while it is not there.</summary>
    public async Task<IReadOnlyDictionary<string, string>> Facts(CancellationToken ct)
    {
        var facts = new Dictionary<string, string>();
        foreach (var process in await List("kvalitet", "processes/v1/processes?limit=100", ct))
            foreach (var step in await List("kvalitet", $"processes/v1/processes/{process["id"]}/activities?limit=100", ct)) facts[$"step:{step["name"]}"] = $"{step["id"]}";
        foreach (var routine in await List("kvalitet", "processes/v1/documents?limit=100", ct)) facts[$"routine:{routine["title"]}"] = $"{routine["id"]}";
        foreach (var contract in await List("upphandling", "procurement/v1/contracts?limit=100", ct)) facts[$"contract:{contract["name"]}"] = $"{contract["id"]}";
        foreach (var kind in new[] { "step:", "routine:", "contract:" })
            if (!facts.Keys.Any(name => name.StartsWith(kind, StringComparison.Ordinal))) throw new InvalidOperationException($"The demonstration has no {kind.TrimEnd(':')} yet.");
        // These copies are kept by events of the others.
        if ((await List("chef-ao", "deviations/v1/people?q=Karin", ct)).Count == 0) throw new InvalidOperationException("Deviations does not know the people yet.");
        if ((await List("registrator", "complaints/v1/complaints?limit=1", ct)).Count == 0) throw new InvalidOperationException("The demonstration's complaints have not come.");
        return facts;
    }

    /// <summary>Whether anyone has reported anything.</summary>
    public async Task<bool> IsUsed(CancellationToken ct) => (await List("kvalitet", "deviations/v1/deviations?limit=1", ct)).Count > 0;

    public void Dispose() => Gateway.Dispose();

    private async Task<List<JsonNode>> List(string user, string path, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenOf(user, ct));
        using var response = await Gateway.SendAsync(request, ct);
        response.EnsureSuccessStatusCode();
        return [.. (await response.Content.ReadFromJsonAsync<JsonNode>(ct))!["items"]!.AsArray().Select(item => item!)];
    }
}
