using System.Diagnostics;
using System.Globalization;

namespace Huset.ServiceDefaults.Http;

/// <summary>Tells in the header `Server-Timing` (W3C) how long the server worked; browsers show it, and `./huset bench` reads it.</summary>
public static class ServerTiming
{
    /// <summary>From here on: `Server-Timing: {part};dur={milliseconds}`, from the request's arrival until its answer begins. Stands first. Also for the gateway.</summary>
    public static void UseServerTiming(this WebApplication app, string part) => app.Use((http, next) =>
    {
        var arrived = Stopwatch.GetTimestamp();
        http.Response.OnStarting(() =>
        {
            http.Response.Headers.Append("Server-Timing", string.Create(CultureInfo.InvariantCulture, $"{part};dur={Stopwatch.GetElapsedTime(arrived).TotalMilliseconds:0.0}"));
            return Task.CompletedTask;
        });
        return next(http);
    });
}
