using System.Security.Cryptography;
using System.Text;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Components.Endpoints;

namespace Huset.ServiceDefaults.Http;

/// <summary>
/// A form that was kept in a browser is its writer's alone: it says whose it is, and is refused when somebody else has signed in
/// there meanwhile, as on a telephone that a shift shares.
/// </summary>
public static class OwnForm
{
    /// <summary>Hidden field with the writer; empty or absent in a form that is nobody's in particular.</summary>
    public const string Field = "_user";

    /// <summary>The person as browsers keep it, which leads nobody to the account.</summary>
    /// <param name="user">The person's id (`sub`).</param>
    public static string Of(string user) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"huset-form {user}")))[..32];

    /// <summary>409 `form.other-user`, and nothing of the form is used.</summary>
    internal sealed class Refuse(RequestDelegate next)
    {
        public async Task Invoke(HttpContext http, CurrentUser user)
        {
            if (HttpMethods.IsPost(http.Request.Method) && http.Request.HasFormContentType && http.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null
                && (await Read(http.Request))[Field].ToString() is { Length: > 0 } writer && writer != Of(user.Id))
            {
                throw new RuleViolation("form.other-user", "Somebody else wrote the form in this browser.");
            }
            await next(http);
        }
    }

    /// <summary>The form; one of several parts that ends in the middle is the sender's fault.</summary>
    internal static async Task<IFormCollection> Read(HttpRequest request)
    {
        try
        {
            return await request.ReadFormAsync(request.HttpContext.RequestAborted);
        }
        catch (IOException broken) when (broken is not BadHttpRequestException)
        {
            throw new BadHttpRequestException("The form cannot be read to its end.", StatusCodes.Status400BadRequest, broken);
        }
    }
}
