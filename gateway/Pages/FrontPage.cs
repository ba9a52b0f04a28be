using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Gateway.Pages;

internal static class FrontPage
{
    public static void MapFront(this WebApplication app) =>
        app.MapGet("/", (HttpContext context) => context.User.Identity?.IsAuthenticated is true
            ? (IResult)new RazorComponentResult<Front>()
            : new RazorComponentResult<Welcome>()).AllowAnonymous();
}
