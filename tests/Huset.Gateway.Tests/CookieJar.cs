using Microsoft.Net.Http.Headers;

namespace Huset.Gateway.Tests;

/// <summary>
/// Cookies and redirects as browsers have them: cookies know no port, and a page may set one for another path than its own,
/// which CookieContainer refuses.
/// </summary>
public sealed class CookieJar() : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
{
    private readonly Dictionary<(string Name, string Path), SetCookieHeaderValue> cookies = [];

    public IReadOnlyList<SetCookieHeaderValue> All => [.. cookies.Values];

    public SetCookieHeaderValue? this[string name] => cookies.Values.FirstOrDefault(cookie => cookie.Name == name);

    /// <summary>As one who may set cookies for the site, from a sister site or a shared machine.</summary>
    public void Plant(string name, string value)
    {
        lock (cookies) cookies[(name, "/")] = new SetCookieHeaderValue(name, value) { Path = "/" };
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        while (true)
        {
            var response = await SendOne(request, cancellationToken);
            if (response.StatusCode is not (HttpStatusCode.Redirect or HttpStatusCode.SeeOther) || response.Headers.Location is not { } target) return response;
            var accept = request.Headers.Accept.ToString();
            request = new HttpRequestMessage(HttpMethod.Get, new Uri(request.RequestUri!, target));
            if (accept.Length > 0) request.Headers.TryAddWithoutValidation("Accept", accept);
            response.Dispose();
        }
    }

    private async Task<HttpResponseMessage> SendOne(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath;
        lock (cookies)
        {
            var sent = string.Join("; ", cookies.Values.Where(cookie => path.StartsWith(cookie.Path.Value!, StringComparison.Ordinal)).Select(cookie => $"{cookie.Name}={cookie.Value}"));
            if (sent.Length > 0) request.Headers.Add("Cookie", sent);
        }
        var response = await base.SendAsync(request, cancellationToken);
        if (!response.Headers.TryGetValues("Set-Cookie", out var lines)) return response;
        lock (cookies)
        {
            foreach (var cookie in SetCookieHeaderValue.ParseList([.. lines]))
            {
                if (cookie.Path.Length == 0) cookie.Path = "/";
                if (cookie.Expires < DateTimeOffset.UtcNow) cookies.Remove((cookie.Name.Value!, cookie.Path.Value!));
                else cookies[(cookie.Name.Value!, cookie.Path.Value!)] = cookie;
            }
        }
        return response;
    }
}
