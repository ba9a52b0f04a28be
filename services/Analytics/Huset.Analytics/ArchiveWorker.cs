using System.Net.Http.Headers;
using Huset.ServiceDefaults.Http;

namespace Huset.Analytics;

/// <summary>
/// The worker that makes PDF for the archive of Word's documents (ADR 23), where the installation has one: `Analytics:ArchiveWorker` is its address. It is asked
/// for nothing else, and gets nothing but the document.
/// </summary>
public sealed class ArchiveWorker : IDisposable
{
    private const int MostBytes = 20 * 1024 * 1024;

    private readonly HttpClient http;
    private readonly Uri? address;

    public ArchiveWorker(IConfiguration configuration)
    {
        // Longer than the worker's own patience: it knows better what went wrong.
        http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false }) { Timeout = TimeSpan.FromMinutes(2), MaxResponseContentBufferSize = MostBytes };
        if (configuration["Analytics:ArchiveWorker"] is not { Length: > 0 } said) return;
        address = new(new Uri(said), "/convert");
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", configuration["Analytics:ArchiveSecret"]);
    }

    /// <summary>Whether the installation has one.</summary>
    public bool IsHere => address is not null;

    /// <summary>The document as PDF.</summary>
    /// <exception cref="ArchiveRefused">The worker is away, busy, or cannot convert it.</exception>
    public async Task<byte[]> Convert(byte[] docx, CancellationToken ct)
    {
        using var document = new ByteArrayContent(docx) { Headers = { ContentType = new MediaTypeHeaderValue(Formats.Docx) } };
        try
        {
            using var answer = await http.PostAsync(address, document, ct);
            if (!answer.IsSuccessStatusCode) throw new ArchiveRefused($"the worker answered {(int)answer.StatusCode}");
            var pdf = await answer.Content.ReadAsByteArrayAsync(ct);
            return pdf.AsSpan().StartsWith("%PDF-"u8) ? pdf : throw new ArchiveRefused("the worker answered with what is no PDF");
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            throw new ArchiveRefused(e is HttpRequestException ? "the worker does not answer" : "the worker did not answer in time");
        }
    }

    public void Dispose() => http.Dispose();
}

/// <summary>There is no PDF this time.</summary>
public sealed class ArchiveRefused(string reason) : Exception(reason);
