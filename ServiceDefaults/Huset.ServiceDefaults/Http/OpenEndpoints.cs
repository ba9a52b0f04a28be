using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Endpoints;

namespace Huset.ServiceDefaults.Http;

/// <summary>Endpoints that anyone may use without being someone, such as a form for the public.</summary>
public static class OpenEndpoints
{
    /// <summary>
    /// A page, a write or what an API has under `/public` that is open to all. Who uses it is nobody in particular there, signed in or not: it gives no rights, and nothing of it is
    /// remembered by person. Health, descriptions and static files are open too, and are not meant.
    /// </summary>
    public static bool IsOpen(this Endpoint? endpoint) =>
        endpoint?.Metadata.GetMetadata<IAllowAnonymous>() is not null
        && (endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is not null
            || (endpoint as RouteEndpoint)?.RoutePattern.RawText?.Contains("/v1/public/", StringComparison.Ordinal) is true
            || endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Any(method => !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method)) is true);
}

/// <summary>On a write whose answer holds what may be stored nowhere, such as a receipt's code: it sees to a repeated Idempotency-Key itself.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class KeepsNoAnswer : Attribute;
