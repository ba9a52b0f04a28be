using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics.Metrics;
using Huset.ServiceDefaults.Http;

namespace Huset.ServiceDefaults.Operations;

/// <summary>How long one of the service's addresses has taken to answer in the last hour.</summary>
public sealed record RouteTime(
    [property: Description("HTTP-metod. / HTTP method.")][property: Example("GET")] string Method,
    [property: Description("Adressens mönster, aldrig adressen själv. / The address's pattern, never the address itself.")][property: Example("/deviations/v1/deviations/{id:guid}")] string Route,
    [property: Description("Antal svar. / How many answers.")][property: Example("120")] long Count,
    [property: Description("95 av 100 svar tog högst så här många millisekunder, på en tiondel när. / 95 of 100 answers took this many milliseconds at most, to within a tenth.")][property: Example("180")] int P95Milliseconds,
    [property: Description("Hur svaren fördelar sig, de snabbaste först. / How the answers are spread, the fastest first.")] IReadOnlyList<TimeStep> Steps)
{
    /// <summary>The share of the answers, 0 to 1, that took longer than this many milliseconds.</summary>
    public double ShareOver(double milliseconds)
    {
        var over = Steps.Sum(step => step.UpTo <= milliseconds ? 0 : step.From >= milliseconds ? step.Count : step.Count * (step.UpTo - milliseconds) / (step.UpTo - step.From));
        return Count == 0 ? 0 : over / Count;
    }
}

/// <summary>How many answers took longer than one time and at most another.</summary>
public sealed record TimeStep(
    [property: Description("Längre än så här många millisekunder. / Longer than this many milliseconds.")][property: Example("165.9")] double From,
    [property: Description("Högst så här många millisekunder; det sista steget har ingen övre gräns. / At most this many milliseconds; the last step has no upper limit.")][property: Example("181")] double UpTo,
    [property: Description("Antal svar. / How many answers.")][property: Example("3")] long Count);

/// <summary>
/// Listens to the framework's own metric of how long answers take and keeps the last hour of it in memory, by method and route. Routes are patterns, so
/// no address, no id and no person is in it. Each replica knows its own.
/// </summary>
/// <param name="meters">Whose metric is listened to: a process can hold several hosts.</param>
/// <param name="time">Counts the minutes.</param>
public sealed class RouteTimes(IMeterFactory meters, TimeProvider time) : IHostedService, IDisposable
{
    // Twelve whole parts and the one that goes on. Eight steps for each doubling, from a millisecond to two minutes.
    private const int Parts = 13, StepsPerDoubling = 8, Steps = (17 * StepsPerDoubling) + 1, MostRoutes = 500;
    private const int PartSeconds = 5 * 60;

    private readonly ConcurrentDictionary<(string Method, string Route), Part?[]> routes = new();
    private readonly MeterListener listener = new();

    /// <summary>The slowest routes of the last hour, those with the longest time first.</summary>
    public IReadOnlyList<RouteTime> Slowest(int most)
    {
        var now = PartNow();
        return [.. routes.Select(route => Of(route.Key, route.Value, now)).OfType<RouteTime>().OrderByDescending(route => route.P95Milliseconds).ThenBy(route => route.Route, StringComparer.Ordinal).ThenBy(route => route.Method, StringComparer.Ordinal).Take(most)];
    }

    /// <summary>Notes an answer.</summary>
    public void Note(string method, string route, double milliseconds)
    {
        if (!routes.TryGetValue((method, route), out var parts))
        {
            // A service has some two hundred; the limit is there for the day when one does not.
            if (routes.Count >= MostRoutes) return;
            parts = routes.GetOrAdd((method, route), _ => new Part?[Parts]);
        }
        var number = PartNow();
        ref var place = ref parts[number % Parts];
        var part = Volatile.Read(ref place);
        if (part is null || part.Number != number)
        {
            var fresh = new Part(number);
            var found = Interlocked.CompareExchange(ref place, fresh, part);
            part = ReferenceEquals(found, part) ? fresh : found!;
        }
        Interlocked.Increment(ref part.Counts[StepOf(milliseconds)]);
    }

    /// <summary>Begins to listen.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        listener.InstrumentPublished = (instrument, asks) =>
        {
            if (instrument.Name == "http.server.request.duration" && ReferenceEquals(instrument.Meter.Scope, meters)) asks.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((_, seconds, tags, _) =>
        {
            string? method = null, route = null;
            foreach (var tag in tags)
            {
                if (tag.Key == "http.route") route = tag.Value as string;
                else if (tag.Key == "http.request.method") method = tag.Value as string;
            }
            if (method is not null && route is not null) Note(method, route, seconds * 1_000);
        });
        listener.Start();
        return Task.CompletedTask;
    }

    /// <summary>The listener ends when it is disposed.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Ends listening.</summary>
    public void Dispose() => listener.Dispose();

    private static RouteTime? Of((string Method, string Route) route, Part?[] parts, long now)
    {
        var counts = new long[Steps];
        foreach (var part in parts)
        {
            if (part is null || part.Number <= now - Parts) continue;
            for (var step = 0; step < Steps; step++) counts[step] += Volatile.Read(ref part.Counts[step]);
        }
        var count = counts.Sum();
        if (count == 0) return null;
        var (wanted, passed, place) = (Math.Ceiling(count * .95), 0L, -1);
        while (passed < wanted) passed += counts[++place];
        return new(route.Method, route.Route, count, (int)Math.Ceiling(End(place)), [.. counts.Index().Where(step => step.Item > 0).Select(step => new TimeStep(End(step.Index - 1), End(step.Index), step.Item))]);
    }

    private static int StepOf(double milliseconds) => milliseconds <= 1 ? 0 : Math.Min(Steps - 1, (int)Math.Ceiling(StepsPerDoubling * Math.Log2(milliseconds)));

    private static double End(int step) => step < 0 ? 0 : Math.Round(Math.Pow(2, (double)step / StepsPerDoubling), 1);

    // Not the clock: in a demonstration a request may set that.
    private long PartNow() => time.GetTimestamp() / time.TimestampFrequency / PartSeconds;

    private sealed class Part(long number)
    {
        public readonly long Number = number;
        public readonly int[] Counts = new int[Steps];
    }
}
