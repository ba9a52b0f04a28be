using Huset.Gateway.Errors;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Gateway.Api;

/// <summary>`/api`: what programs can do here, to read and to try. Anyone may read; trying is done as oneself.</summary>
internal static class ApiPages
{
    public static void AddApiPages(this WebApplicationBuilder builder)
    {
        // A service makes its document when it is first asked for it, which takes seconds; one that is away refuses at once.
        builder.Services.AddHttpClient(nameof(ApiDocuments), client => client.Timeout = TimeSpan.FromSeconds(15));
        builder.Services.AddSingleton<ApiDocuments>();
    }

    public static void MapApiPages(this WebApplication app)
    {
        app.MapGet("/api", async (ApiDocuments documents, string? q) =>
            new RazorComponentResult<Overview>(new { Apis = await documents.All(), Question = q })).AllowAnonymous();
        app.MapGet("/api/{service}", async (ApiDocuments documents, string service, string? q) =>
            await documents.Of(service) is { } api
                ? (IResult)new RazorComponentResult<ServiceApi>(new { Api = api, Question = q })
                : Results.NotFound()).AllowAnonymous();
        app.MapGet("/api/{service}/{operation}/call", Call);
    }

    // Where a form without scripts leads: to the address that the operation's template becomes with what was filled in.
    private static async Task Call(HttpContext context, ApiDocuments documents, string service, string operation)
    {
        var found = (await documents.Of(service))?.Document?.Operations.FirstOrDefault(one => one.Id == operation && one.Method == "GET");
        if (found is null)
        {
            await context.Refuse("resource.not-found");
            return;
        }
        var (path, query) = (found.Path, QueryString.Empty);
        foreach (var (where, field) in found.Parameters)
        {
            var value = context.Request.Query[$"{operation}.{field.Name}"].ToString();
            if (where == "path" && value.Length == 0)
            {
                await context.Refuse("request.invalid");
                return;
            }
            if (where == "path") path = path.Replace($"{{{field.Name}}}", Uri.EscapeDataString(value), StringComparison.Ordinal);
            if (where == "query" && value.Length > 0) query = query.Add(field.Name, value);
        }
        context.Response.Redirect(path + query);
    }
}
