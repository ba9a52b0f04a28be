using System.Globalization;
using System.Reflection;

namespace Huset.ServiceDefaults;

/// <summary>
/// The injected clock where a demonstration's autumn is read in (ADR 12): a request of the client `huset-demo` may say when it is made. Of everyone else's
/// the header is refused, and where no autumn is read in there is no such clock.
/// </summary>
public sealed class DemoClock : TimeProvider
{
    /// <summary>The request's time, as `2026-09-03T08:15:00Z`.</summary>
    public const string Header = "Huset-Clock";

    /// <summary>The one client that may send it.</summary>
    public const string Client = "huset-demo";

    private static readonly TimeSpan Furthest = TimeSpan.FromDays(120);

    private readonly StoredClock system = new();
    private readonly AsyncLocal<DateTimeOffset?> told = new();

    /// <summary>Whether an autumn is read in: only in a demonstration, and only when asked for.</summary>
    public static bool IsOn(IConfiguration configuration) => configuration["Huset:Demo"] == "true" && configuration["Huset:DemoAutumn"] == "true";

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => told.Value ?? system.GetUtcNow();

    /// <summary>What a message leads to happens when the message was written, also in the services that it comes to later.</summary>
    internal async Task During<TMessage>(TMessage message, Func<Task> work)
    {
        if (Written<TMessage>.At?.GetValue(message) is DateTimeOffset at && IsWithin(at)) told.Value = at;
        await work();
    }

    internal async Task During(HttpContext http, RequestDelegate next)
    {
        if (http.Request.Headers.TryGetValue(Header, out var header))
        {
            if (http.User.FindFirst("azp")?.Value != Client) throw new ClockRefused($"Only the client {Client} sets the clock.");
            if (!DateTimeOffset.TryParseExact(header, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) || !IsWithin(at)) throw new ClockRefused($"The clock is set to a time in UTC to the second, at most {Furthest.Days} days ago and not to come.");
            told.Value = at;
        }
        await next(http);
    }

    private bool IsWithin(DateTimeOffset at) => system.GetUtcNow() is var now && at >= now - Furthest && at <= now;

    private static class Written<TMessage>
    {
        public static readonly PropertyInfo? At = typeof(TMessage).GetProperty("At");
    }
}

/// <summary>The request says when it is made, and may not: 400.</summary>
/// <param name="reason">Why, in English.</param>
public sealed class ClockRefused(string reason) : Exception(reason);
