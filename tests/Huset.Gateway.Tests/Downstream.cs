using Huset.AppHost.Local;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Huset.Gateway.Tests;

/// <summary>What a service got of a request.</summary>
public sealed record Got(string Method, string Path, long Length, Dictionary<string, string> Headers)
{
    public string? this[string header] => Headers.GetValueOrDefault(header.ToLowerInvariant());
}

/// <summary>Stands in for a service: tells what it got, and is ready until told otherwise.</summary>
public sealed class Downstream : IAsyncDisposable
{
    private WebApplication? app;

    public int Port { get; } = FreePorts.Take();
    public string Url => $"http://localhost:{Port}";
    public bool Ready { get; set; } = true;

    /// <summary>What it says of its own API, if anything.</summary>
    public string? OpenApi { get; init; }

    /// <summary>What it answers of its rooms, and to whose token; none is a service that has no room for the reader.</summary>
    public Func<string, object>? Room { get; set; }

    /// <summary>How long it thinks about its rooms.</summary>
    public TimeSpan RoomTakes { get; set; }

    /// <summary>While true it accepts and never answers, as a process that is stopped.</summary>
    public bool Hangs { get; set; }

    public async Task Start()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseUrls(Url);
        app = builder.Build();
        app.Run(Answer);
        await app.StartAsync();
    }

    public async Task Stop()
    {
        if (app is not null) await app.DisposeAsync();
        app = null;
    }

    public ValueTask DisposeAsync() => new(Stop());

    private async Task Answer(HttpContext context)
    {
        while (Hangs) await Task.Delay(20, context.RequestAborted);
        switch (context.Request.Path.Value!.Split('/')[^1])
        {
            case "strom":
                context.Response.ContentType = "text/event-stream";
                while (!context.RequestAborted.IsCancellationRequested)
                {
                    while (Hangs) await Task.Delay(20, context.RequestAborted);
                    await context.Response.WriteAsync("data: lever\n\n");
                    await context.Response.Body.FlushAsync();
                    await Task.Delay(200);
                }
                return;
            case "langsam":
                await Task.Delay(TimeSpan.FromSeconds(7), context.RequestAborted);
                break;
            case "openapi.json" when OpenApi is not null:
                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync(OpenApi);
                return;
            case "room":
                await Task.Delay(RoomTakes, context.RequestAborted);
                await context.Response.WriteAsJsonAsync(Room?.Invoke(context.Request.Headers.Authorization.ToString()) ?? new { rooms = Array.Empty<object>(), actions = Array.Empty<object>() });
                return;
            case "fullt":
                context.Response.StatusCode = 503;
                context.Response.Headers.RetryAfter = "3";
                await context.Response.WriteAsJsonAsync(new { type = "urn:huset:problem:service.unavailable", title = "Service Unavailable", status = 503, detail = "Full.", instance = "/events/v1/fullt", code = "service.unavailable" }, options: null, contentType: "application/problem+json");
                return;
            case "faller":
                context.Abort();
                return;
        }
        if (context.Request.Path == "/health/ready")
        {
            var word = Ready ? "ready" : "not-ready";
            context.Response.StatusCode = Ready ? 200 : 503;
            await context.Response.WriteAsJsonAsync(new { status = word, checks = new { database = "ready", broker = word } });
            return;
        }
        if (context.Request.Path.Value!.EndsWith("/nekad", StringComparison.Ordinal))
        {
            context.Response.StatusCode = 403;
            // As a page does that has begun before it says no.
            context.Response.Headers["blazor-enhanced-nav"] = "allow";
            await context.Response.WriteAsJsonAsync(new { type = "urn:huset:problem:user.not-allowed", title = "Forbidden", status = 403, detail = "No.", instance = context.Request.Path.Value, code = "user.not-allowed" }, options: null, contentType: "application/problem+json");
            return;
        }
        var length = 0L;
        var buffer = new byte[65536];
        int read;
        while ((read = await context.Request.Body.ReadAsync(buffer)) > 0) length += read;
        context.Response.Headers.Server = "secret/1.0";
        await context.Response.WriteAsJsonAsync(new Got(
            context.Request.Method, context.Request.Path, length,
            context.Request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString())));
    }
}
