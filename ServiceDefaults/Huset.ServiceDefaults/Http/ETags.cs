namespace Huset.ServiceDefaults.Http;

/// <summary>Single resources carry their version as a strong ETag; a write that names another is refused.</summary>
public static class ETags
{
    /// <summary>Puts the version on the answer.</summary>
    public static void SetETag(this HttpResponse response, int version) => response.Headers.ETag = $"\"{version}\"";

    /// <summary>Refuses the write when If-Match names another version; lets it pass when there is no If-Match.</summary>
    /// <exception cref="StaleResource">412: If-Match names another version.</exception>
    public static void CheckIfMatch(this HttpRequest request, int version)
    {
        if (request.GetTypedHeaders().IfMatch is { Count: > 0 } tags && !tags.Any(tag => tag.Tag == "*" || tag.Tag == $"\"{version}\""))
            throw new StaleResource();
    }

    /// <summary>The same where If-Match is compulsory.</summary>
    /// <exception cref="IfMatchMissing">428: there is no If-Match.</exception>
    /// <exception cref="StaleResource">412: If-Match names another version.</exception>
    public static void RequireIfMatch(this HttpRequest request, int version)
    {
        if (request.Headers.IfMatch.Count == 0) throw new IfMatchMissing();
        request.CheckIfMatch(version);
    }
}
