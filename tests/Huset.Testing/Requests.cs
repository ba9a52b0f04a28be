using System.Net.Http.Json;

namespace Huset.Testing;

/// <summary>Requests as integrators and browsers send them.</summary>
public static class Requests
{
    /// <summary>A write of JSON; with the version that was read, when one is given.</summary>
    public static HttpRequestMessage Write(HttpMethod method, string path, object body, int? version = null)
    {
        var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) };
        if (version is not null) request.Headers.Add("If-Match", $"\"{version}\"");
        return request;
    }

    public static HttpRequestMessage Write(string path, object body, int? version = null) => Write(HttpMethod.Post, path, body, version);

    public static HttpRequestMessage Put(string path, object body, int? version = null) => Write(HttpMethod.Put, path, body, version);

    public static Task<HttpResponseMessage> Put(this HttpClient client, string path, object body, int? version) => client.SendAsync(Put(path, body, version));

    /// <summary>With this If-Match, whatever it says; none when it is null.</summary>
    public static HttpRequestMessage IfMatch(this HttpRequestMessage request, string? version)
    {
        request.Headers.Remove("If-Match");
        if (version is not null) request.Headers.TryAddWithoutValidation("If-Match", version);
        return request;
    }

    /// <summary>Whatever the version is.</summary>
    public static HttpRequestMessage Matched(HttpRequestMessage request) => request.IfMatch("*");

    /// <summary>A page's form with this name, as a browser sends it.</summary>
    public static HttpRequestMessage Form(string path, string handler, params IEnumerable<(string Field, string Value)> fields) => Form(path, [("_handler", handler), .. fields]);

    public static HttpRequestMessage Form(string path, params IEnumerable<(string Field, string Value)> fields) =>
        new(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Field, field.Value))) };

    public static Task<HttpResponseMessage> Form(this HttpClient client, string path, string handler, params IEnumerable<(string Field, string Value)> fields) => client.SendAsync(Form(path, handler, fields));
}
