using System.Security.Cryptography;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Net.Http.Headers;

namespace Huset.Analytics.Features.Publishing;

/// <summary>The slices of publishing, for Program.cs.</summary>
public static class PublishingRoutes
{
    public static IServiceCollection AddPublishing(this IServiceCollection services) => services
        .AddMemoryCache()
        .AddScoped<PublicationWork>()
        .AddScoped<ListPublications.Handler>()
        .AddScoped<Publish.Handler>()
        .AddScoped<WriteImprovement.Handler>()
        .AddScoped<ReadPublic.Handler>();

    public static void MapPublishing(this WebApplication app)
    {
        app.UseWhen(IsPublic, pages => pages.Use(Keep));
        var publications = app.MapGroup("/analytics/v1/publications").WithTags("publishing");
        ListPublications.Map(publications);
        Publish.Map(publications);
        WriteImprovement.Map(app.MapGroup("/analytics/v1/improvements").WithTags("publishing"));
        ReadPublic.Map(app.MapGroup("/analytics/v1/public").AllowAnonymous().WithTags("public"));
    }

    private static bool IsPublic(HttpContext http) =>
        HttpMethods.IsGet(http.Request.Method) && http.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null
        && (http.Request.Path.StartsWithSegments("/offentligt") || http.Request.Path.StartsWithSegments("/analytics/v1/public"));

    // The same to all for some minutes, so that many who ask cost little; who is signed in has their name on the page, and it is kept by nobody else.
    private static async Task Keep(HttpContext http, RequestDelegate next)
    {
        var body = http.Response.Body;
        using var written = new MemoryStream();
        http.Response.Body = written;
        try
        {
            await next(http);
        }
        finally
        {
            http.Response.Body = body;
        }
        if (http.Response.StatusCode == StatusCodes.Status200OK)
        {
            var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(written.GetBuffer().AsSpan(0, (int)written.Length)))[..32]}\"");
            http.Response.Headers.CacheControl = http.User.Identity?.IsAuthenticated == true ? "private, no-cache" : "public, max-age=300";
            http.Response.Headers.ETag = tag.ToString();
            if (http.Request.GetTypedHeaders().IfNoneMatch is { Count: > 0 } known && known.Any(one => one.Compare(tag, useStrongComparison: false) || one.Equals(EntityTagHeaderValue.Any)))
            {
                http.Response.StatusCode = StatusCodes.Status304NotModified;
                http.Response.ContentLength = null;
                return;
            }
        }
        written.Position = 0;
        await written.CopyToAsync(body, http.RequestAborted);
    }
}
