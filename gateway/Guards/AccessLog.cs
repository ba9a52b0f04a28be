using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Threading.Channels;

namespace Huset.Gateway.Guards;

/// <summary>
/// One line for each request, without query string, token or name. Lines are gathered a moment and written together: one by one they cost
/// the gateway and whoever reads its output a tenth of a small request.
/// </summary>
internal sealed class AccessLog(TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Gathered = TimeSpan.FromMilliseconds(200);
    private readonly Channel<string> lines = Channel.CreateBounded<string>(new BoundedChannelOptions(10_000) { SingleReader = true });

    public async Task Tell(HttpContext context, RequestDelegate next)
    {
        var started = Stopwatch.GetTimestamp();
        // As it was asked for: a line break in an address is no new line of the log.
        var path = context.Request.Path.ToUriComponent();
        try
        {
            await next(context);
        }
        finally
        {
            if (!path.StartsWith("/health/", StringComparison.Ordinal))
            {
                var line = string.Create(CultureInfo.InvariantCulture,
                    $"{clock.GetUtcNow().UtcDateTime:O} {context.Request.Method} {path} {context.Response.StatusCode} {(long)Stopwatch.GetElapsedTime(started).TotalMilliseconds} ms\n");
                // Faster than they can be written: then whoever asks waits, and no line is lost.
                while (!lines.Writer.TryWrite(line) && await lines.Writer.WaitToWriteAsync()) { }
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var output = Console.OpenStandardOutput();
        while (await lines.Reader.WaitToReadAsync(CancellationToken.None))
        {
            await WriteGathered(output);
            await Task.Delay(Gathered, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        lines.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
    }

    private async Task WriteGathered(Stream output)
    {
        var gathered = new StringBuilder();
        while (lines.Reader.TryRead(out var line)) gathered.Append(line);
        try
        {
            await output.WriteAsync(Encoding.UTF8.GetBytes(gathered.ToString()));
            await output.FlushAsync();
        }
        catch (IOException)
        {
            // A full disk takes these lines, and must not shut the door.
        }
    }
}

internal static class AccessLogs
{
    public static void AddAccessLog(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<AccessLog>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<AccessLog>());
    }

    public static void UseAccessLog(this WebApplication app)
    {
        var log = app.Services.GetRequiredService<AccessLog>();
        app.Use(next => context => log.Tell(context, next));
    }
}
