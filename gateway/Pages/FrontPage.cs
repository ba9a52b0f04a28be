using Huset.Ui;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Gateway.Pages;

internal static class FrontPage
{
    public static void MapFront(this WebApplication app) => app.MapGet("/", async Task<IResult> (HttpContext context, KnownRooms rooms) =>
    {
        if (context.User.Identity?.IsAuthenticated is not true) return new RazorComponentResult<Welcome>();
        var house = await rooms.House(context);
        context.Request.Headers[Rooms.Header] = KnownRooms.Menu(house);
        return new RazorComponentResult<Front>(new { Services = house });
    }).AllowAnonymous();
}
