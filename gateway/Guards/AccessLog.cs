using System.Diagnostics;

namespace Huset.Gateway.Guards;

/// <summary>One line for each request, without query string, token or name.</summary>
internal static partial class AccessLog
{
    public static void UseAccessLog(this WebApplication app)
    {
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Huset.Access");
        app.Use(async (context, next) =>
        {
            var started = Stopwatch.GetTimestamp();
            var path = context.Request.Path.Value!;
            try
            {
                await next(context);
            }
            finally
            {
                if (!path.StartsWith("/health/", StringComparison.Ordinal))
                    Line(log, context.Request.Method, path, context.Response.StatusCode, (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
        });
    }

    [LoggerMessage(1, LogLevel.Information, "{Method} {Path} {Status} {Milliseconds} ms")]
    private static partial void Line(ILogger log, string method, string path, int status, long milliseconds);
}
