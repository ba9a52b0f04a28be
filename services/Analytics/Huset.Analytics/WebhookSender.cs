using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace Huset.Analytics;

/// <summary>How a receiver answered: its status, or why there is none.</summary>
public sealed record WebhookAnswer(int? Status, DeliveryFault? Fault, int Milliseconds)
{
    public bool IsDelivered => Status is >= 200 and < 300;

    /// <summary>The receiver wants no more of it.</summary>
    public bool IsGone => Status == StatusCodes.Status410Gone;
}

/// <summary>
/// Posts to receivers. A name is looked up here and the connection goes to the very address that was judged, so that nobody can name an own
/// network by a name of the outside. No redirect is followed, no proxy asked, no cookie kept, and the answer's body is not read.
/// </summary>
public sealed class WebhookSender : IDisposable
{
    // One each, so that no connection that was made inside is used for what may only go out.
    private readonly HttpClient outside = Client(isInside: false);
    private readonly HttpClient inside = Client(isInside: true);

    public async Task<WebhookAnswer> Post(Uri address, bool isInside, string id, DateTimeOffset now, string signature, string body, TimeSpan limit, CancellationToken ct)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(ct);
        time.CancelAfter(limit);
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/cloudevents+json", "utf-8");
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Huset", "1"));
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", signature);
        var watch = Stopwatch.StartNew();
        try
        {
            using var response = await (isInside ? inside : outside).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, time.Token);
            return new((int)response.StatusCode, null, Took());
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new(null, DeliveryFault.TimedOut, Took());
        }
        catch (HttpRequestException e)
        {
            var fault = e.InnerException is AddressRefused ? DeliveryFault.AddressRefused
                : e.HttpRequestError == HttpRequestError.SecureConnectionError || e.InnerException is AuthenticationException ? DeliveryFault.Untrusted
                : DeliveryFault.Unreachable;
            return new(null, fault, Took());
        }

        int Took() => (int)watch.ElapsedMilliseconds;
    }

    public void Dispose()
    {
        outside.Dispose();
        inside.Dispose();
    }

    private static HttpClient Client(bool isInside) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        MaxResponseHeadersLength = 16,
        // A short answer lets the connection be used again; a long one costs it.
        MaxResponseDrainSize = 16 * 1024,
        ResponseDrainTimeout = TimeSpan.FromSeconds(1),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        ConnectCallback = (context, ct) => Connect(context.DnsEndPoint, isInside, ct),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    private static async ValueTask<Stream> Connect(DnsEndPoint receiver, bool isInside, CancellationToken ct)
    {
        var addresses = IPAddress.TryParse(receiver.Host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(receiver.Host, ct);
        // One that may not be reached among others that may is a trick or a mistake.
        if (addresses.Length == 0 || !addresses.All(address => Receiver.MayReach(address, isInside))) throw new AddressRefused();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, receiver.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private sealed class AddressRefused() : IOException("The name leads to an address that may not be reached.");
}
