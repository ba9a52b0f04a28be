using System.Net;
using System.Text.Json;

namespace Huset.Analytics;

/// <summary>
/// The other services of this installation, at `services:{name}:http:0` as the application host gives them. They are asked with the
/// reader's own token, so that they judge the reader's rights themselves; only those addresses are asked, and no answer leads elsewhere.
/// </summary>
public sealed class Neighbours(IConfiguration configuration) : IDisposable
{
    /// <summary>How long is waited for an answer when nothing else is said.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(2) })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = 1024 * 1024,
    };

    private readonly Dictionary<string, Uri> addresses = configuration.GetSection("services").GetChildren()
        .Where(service => Uri.IsWellFormedUriString(service["http:0"], UriKind.Absolute))
        .ToDictionary(service => service.Key, service => new Uri(service["http:0"]!));

    public IReadOnlyCollection<string> Names => addresses.Keys;

    /// <summary>What the service answers at the path under its API; null when there is none by that name or it does not answer well in time.</summary>
    public async Task<T?> Get<T>(string service, string path, string? bearer, CancellationToken ct, TimeSpan? patience = null) where T : class
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(patience ?? Patience);
        if (!addresses.ContainsKey(service)) return null;
        try
        {
            using var answer = await Send(HttpMethod.Get, service, path, bearer, limit.Token);
            return answer.StatusCode == HttpStatusCode.OK ? await answer.Content.ReadFromJsonAsync<T>(JsonSerializerOptions.Web, limit.Token) : null;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or JsonException && !ct.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Asks the service to do it and returns the status of its answer; 503 when it gives none within ten seconds.</summary>
    public async Task<HttpStatusCode> Post(string service, string path, string? bearer, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(10 * Patience);
        try
        {
            using var answer = await Send(HttpMethod.Post, service, path, bearer, limit.Token);
            return answer.StatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            return HttpStatusCode.ServiceUnavailable;
        }
    }

    public void Dispose() => http.Dispose();

    private async Task<HttpResponseMessage> Send(HttpMethod method, string service, string path, string? bearer, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, new Uri(addresses[service], $"/{service}/v1{path}"));
        if (bearer is not null) request.Headers.TryAddWithoutValidation("Authorization", bearer);
        return await http.SendAsync(request, ct);
    }
}
