using System.Collections.Concurrent;
using System.Text.Json;
using Huset.Gateway.Proxy;
using Huset.Ui;

namespace Huset.Gateway.Api;

/// <summary>A service's API as it is known now. The document is null when it has never been read; `IsCurrent` tells whether the service answered the last time.</summary>
public sealed record KnownApi(Room Room, ApiDocument? Document, DateTimeOffset? ReadAt, bool IsCurrent);

/// <summary>The services' own documents, read from them and kept for a minute; the last one is kept while its service is down.</summary>
internal sealed class ApiDocuments(IConfiguration configuration, IHttpClientFactory clients, TimeProvider clock, ILogger<ApiDocuments> log)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1), Patience = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<string, Kept> kept = new();

    /// <summary>Every service of this installation.</summary>
    public Task<KnownApi[]> All() => Task.WhenAll(Destinations.Here(configuration).Select(Of));

    /// <summary>One service's; null when the installation has no such service.</summary>
    public async Task<KnownApi?> Of(string service) =>
        Destinations.Here(configuration).FirstOrDefault(room => room.Service == service) is { } room ? await Of(room) : null;

    private async Task<KnownApi> Of(Room room)
    {
        var mine = kept.GetOrAdd(room.Service, _ => new Kept(new KnownApi(room, null, null, false)));
        await mine.Gate.WaitAsync();
        try
        {
            if (clock.GetUtcNow() >= mine.AskAgainAt)
            {
                mine.Api = await Read(mine.Api);
                mine.AskAgainAt = clock.GetUtcNow() + (mine.Api.IsCurrent ? Fresh : Patience);
            }
            return mine.Api;
        }
        finally
        {
            mine.Gate.Release();
        }
    }

    private async Task<KnownApi> Read(KnownApi before)
    {
        var service = before.Room.Service;
        try
        {
            using var client = clients.CreateClient(nameof(ApiDocuments));
            var json = await client.GetStringAsync($"{Destinations.Of(configuration, service)[0].TrimEnd('/')}/{service}/v1/openapi.json");
            return before with { Document = new ApiDocument(json), ReadAt = clock.GetUtcNow(), IsCurrent = true };
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or JsonException or InvalidOperationException)
        {
            log.LogWarning("The OpenAPI document of {Service} cannot be read: {Reason}", service, e.Message);
            return before with { IsCurrent = false };
        }
    }

    private sealed class Kept(KnownApi api)
    {
        public SemaphoreSlim Gate { get; } = new(1);
        public KnownApi Api { get; set; } = api;
        public DateTimeOffset AskAgainAt { get; set; }
    }
}
