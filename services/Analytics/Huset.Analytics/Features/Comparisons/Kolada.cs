using System.Net;
using System.Text.Json;
using Huset.ServiceDefaults.Http;

namespace Huset.Analytics.Features.Comparisons;

/// <summary>
/// Kolada's open API, version 3, at the address of the setting `Huset:Kolada`. Without the setting nothing is asked: nothing leaves the house unasked.
/// Only that address is asked, with no more than codes and years in it, and no page leads elsewhere.
/// </summary>
public sealed class Kolada(IConfiguration configuration) : IDisposable
{
    /// <summary>So many codes or years the API takes at a time.</summary>
    public const int MostAtOnce = 25;

    private const int MostPages = 100;

    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(2) })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = 16 * 1024 * 1024,
    };

    private readonly Uri? address = Uri.TryCreate(configuration["Huset:Kolada"]?.TrimEnd('/') + "/", UriKind.Absolute, out var set) && set.Scheme is "https" or "http" ? set : null;
    private readonly TimeSpan patience = TimeSpan.FromSeconds(configuration.GetValue("Huset:KoladaSeconds", 30d));

    /// <summary>Whether there is an address to ask.</summary>
    public bool IsOn => address is not null;

    /// <summary>What it says of these measures and municipalities, and their values those years.</summary>
    /// <exception cref="RuleViolation">`kolada.off`, `kolada.unreachable`: nothing was got.</exception>
    public async Task<ComparisonFacts> Get(IReadOnlyList<string> measures, IReadOnlyList<string> areas, IReadOnlyList<int> years, CancellationToken ct)
    {
        if (address is null) throw new RuleViolation("kolada.off", "The setting Huset:Kolada is not there, so nothing is fetched.");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(patience);
        var facts = new ComparisonFacts();
        try
        {
            var (kpis, ids) = (string.Join(',', measures), string.Join(',', areas));
            await Pages($"kpi/{kpis}", facts, limit.Token);
            // Groups have ids of their own.
            foreach (var (path, of) in new[] { ("municipality", areas.Where(area => area.All(char.IsAsciiDigit))), ("municipality_groups", areas.Where(area => !area.All(char.IsAsciiDigit))) })
                if (string.Join(',', of) is { Length: > 0 } some) await Pages($"{path}/{some}", facts, limit.Token);
            await Pages($"data/kpi/{kpis}/municipality/{ids}/year/{string.Join(',', years)}", facts, limit.Token);
            return facts;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or JsonException or InvalidField && !ct.IsCancellationRequested)
        {
            throw new RuleViolation("kolada.unreachable", "Kolada did not answer as it should in time; nothing is stored.");
        }
    }

    public void Dispose() => http.Dispose();

    private async Task Pages(string path, ComparisonFacts facts, CancellationToken ct)
    {
        Uri? next = new(address!, path);
        for (var page = 0; next is not null; page++)
        {
            if (page == MostPages) throw new HttpRequestException("There are more pages than are read.");
            using var answer = await http.GetAsync(next, ct);
            if (answer.StatusCode != HttpStatusCode.OK) throw new HttpRequestException($"It answered {(int)answer.StatusCode}.");
            using var document = await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync(ct), default, ct);
            facts.Add(document.RootElement);
            next = NextOf(document.RootElement) is { } told && Uri.TryCreate(address!, told, out var there) ? there : null;
            if (next is not null && (next.Scheme, next.Authority) != (address!.Scheme, address.Authority)) throw new HttpRequestException("The next page is elsewhere.");
        }
    }

    // Version 3 says next_url; what is said of the older also names next_page.
    private static string? NextOf(JsonElement answer) => new[] { "next_url", "next_page" }
        .Select(name => answer.TryGetProperty(name, out var next) && next.ValueKind == JsonValueKind.String ? next.GetString() : null).FirstOrDefault(next => next is { Length: > 0 });
}
