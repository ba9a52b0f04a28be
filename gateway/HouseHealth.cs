using System.Net;
using System.Text.Json;
using Huset.Gateway.Proxy;
using Huset.Gateway.Sessions;
using Huset.ServiceDefaults.Identity;
using Npgsql;
using Yarp.ReverseProxy;

namespace Huset.Gateway;

/// <summary>`/health/live`: the gateway itself. `/health/ready`: the whole house; which part is not ready is told to the machine itself and to administrators.</summary>
internal sealed class HouseHealth(IConfiguration configuration, IHttpClientFactory clients, NpgsqlDataSource database, Realm realm, IProxyStateLookup proxy, TimeProvider clock)
{
    private const string Ready = "ready", NotReady = "not-ready";
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    private readonly Lock gate = new();
    private (DateTimeOffset At, Task<IReadOnlyDictionary<string, string>> Parts)? latest;

    /// <summary>Every part by name; asked again when the last answer is a second old.</summary>
    public Task<IReadOnlyDictionary<string, string>> Parts()
    {
        lock (gate)
        {
            if (latest is not { } known || (known.Parts.IsCompleted && clock.GetUtcNow() - known.At > Fresh))
                latest = known = (clock.GetUtcNow(), Ask());
            return known.Parts;
        }
    }

    private async Task<IReadOnlyDictionary<string, string>> Ask()
    {
        var services = Destinations.Here(configuration).ToDictionary(room => room.Service, room => Service(room.Service));
        var (own, identity) = (Database(), Answers($"{realm.Address}/.well-known/openid-configuration"));
        var parts = new SortedDictionary<string, string>();
        var brokers = new List<string?>();
        foreach (var (name, asked) in services)
        {
            var (ready, broker) = await asked;
            parts[name] = Word(ready);
            brokers.Add(broker);
        }
        parts["database"] = Word(await own);
        parts["identity"] = Word(await identity);
        // The gateway has no connection to the broker: it is as ready as those who have one find it.
        parts["broker"] = Word(brokers.Any(broker => broker == Ready) && brokers.All(broker => broker is null or Ready));
        return parts;
    }

    private async Task<(bool Ready, string? Broker)> Service(string name)
    {
        try
        {
            using var client = clients.CreateClient(nameof(HouseHealth));
            using var response = await client.GetAsync($"{Destinations.Of(configuration, name)[0].TrimEnd('/')}/health/ready");
            using var body = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync());
            var broker = body.RootElement.TryGetProperty("checks", out var checks) && checks.TryGetProperty("broker", out var word) ? word.GetString() : null;
            // Ready is what the next request meets: the proxy may not have seen yet that the service is back.
            var reachable = proxy.TryGetCluster(name, out var cluster) && cluster.DestinationsState.AvailableDestinations.Count > 0;
            return (response.IsSuccessStatusCode && reachable, broker);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or JsonException or InvalidOperationException)
        {
            return (false, null);
        }
    }

    private async Task<bool> Answers(string url)
    {
        try
        {
            using var client = clients.CreateClient(nameof(HouseHealth));
            using var response = await client.GetAsync(url);
            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    private async Task<bool> Database()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        try
        {
            await using var command = database.CreateCommand("select 1");
            await command.ExecuteScalarAsync(patience.Token);
            return true;
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException or TimeoutException)
        {
            return false;
        }
    }

    private static string Word(bool ready) => ready ? Ready : NotReady;
}

internal static class HouseHealthEndpoints
{
    public static void AddHouseHealth(this WebApplicationBuilder builder)
    {
        builder.Services.AddHttpClient(nameof(HouseHealth), client => client.Timeout = TimeSpan.FromSeconds(2));
        builder.Services.AddSingleton<HouseHealth>();
    }

    public static void MapHouseHealth(this WebApplication app)
    {
        app.MapGet("/health/live", () => "live").AllowAnonymous();
        app.MapGet("/health/ready", async (HttpContext context, HouseHealth health) =>
        {
            var parts = await health.Parts();
            var ready = parts.Values.All(part => part == "ready");
            var status = ready ? "ready" : "not-ready";
            if (!ready) context.Response.Headers.RetryAfter = "5";
            return Results.Json<object>(MayKnow(context) ? new { status, parts } : new { status }, statusCode: ready ? 200 : 503);
        }).AllowAnonymous();
    }

    private static bool MayKnow(HttpContext context) =>
        context.User.IsInRole(Roles.Systemadministrator)
        || (context.Connection.RemoteIpAddress is { } from && IPAddress.IsLoopback(from) && context.Features.Get<Guards.CameThroughProxy>() is null);
}
