using System.Diagnostics;
using System.Diagnostics.Metrics;
using Huset.ServiceDefaults.Operations;
using Microsoft.Extensions.DependencyInjection;

namespace Huset.Messaging.Tests;

/// <summary>How long answers take, as the service itself remembers it for an hour.</summary>
public sealed class RouteTimesTests(ITestOutputHelper output) : IDisposable
{
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly Minutes minutes = new();

    public void Dispose() => services.Dispose();

    [Fact]
    public void The_time_that_95_of_100_were_within_is_right_to_a_tenth()
    {
        using var times = Times();
        for (var answer = 1; answer <= 1_000; answer++) times.Note("GET", "/a", answer);
        times.Note("GET", "/quick", .2);
        times.Note("GET", "/never", 3_600_000);

        var slowest = times.Slowest(10);

        Assert.Equal(["/never", "/a", "/quick"], slowest.Select(route => route.Route));
        Assert.InRange(slowest[1].P95Milliseconds, 950, 1_045);
        Assert.Equal(1_000, slowest[1].Count);
        Assert.InRange(slowest[1].ShareOver(500), .49, .51);
        Assert.Equal((1, 0d), (slowest[2].P95Milliseconds, slowest[2].ShareOver(1)));
        Assert.Equal(2, times.Slowest(2).Count);
    }

    [Fact]
    public void What_was_more_than_an_hour_ago_is_forgotten_and_what_was_less_is_not()
    {
        using var times = Times();
        times.Note("GET", "/a", 10);
        minutes.Pass(55);
        times.Note("GET", "/a", 10);
        Assert.Equal(2, Assert.Single(times.Slowest(10)).Count);
        minutes.Pass(15);
        Assert.Equal(1, Assert.Single(times.Slowest(10)).Count);
        // Half an hour more and the place of the first five minutes is used by others.
        minutes.Pass(30);
        times.Note("GET", "/a", 10);
        Assert.Equal(2, Assert.Single(times.Slowest(10)).Count);
        minutes.Pass(70);
        Assert.Empty(times.Slowest(10));
    }

    [Fact]
    public async Task Only_the_own_hosts_answers_are_heard_and_none_without_a_pattern()
    {
        using var times = Times();
        await times.StartAsync(TestContext.Current.CancellationToken);
        using var others = new ServiceCollection().AddMetrics().BuildServiceProvider();
        foreach (var host in new[] { services, others })
        {
            var duration = host.GetRequiredService<IMeterFactory>().Create("Microsoft.AspNetCore.Hosting").CreateHistogram<double>("http.server.request.duration");
            duration.Record(.025, new("http.request.method", "GET"), new("http.response.status_code", 200), new("http.route", "/a/{id}"));
            duration.Record(.025, new("http.request.method", "GET"), new("http.response.status_code", 404));
        }

        var heard = Assert.Single(times.Slowest(10));
        Assert.Equal(("GET", "/a/{id}", 1L), (heard.Method, heard.Route, heard.Count));
    }

    [Fact]
    public void Noting_many_at_once_loses_none_and_costs_next_to_nothing()
    {
        using var times = Times();
        const int Each = 200_000;
        var watch = Stopwatch.StartNew();
        Parallel.For(0, 4, part =>
        {
            for (var answer = 0; answer < Each; answer++) times.Note("GET", $"/{part % 2}", answer % 700);
        });
        output.WriteLine($"{watch.Elapsed.TotalNanoseconds / (4 * Each):0} ns for each answer");
        Assert.Equal(4 * Each, times.Slowest(10).Sum(route => route.Count));
        // Anybody can make up addresses but not patterns; should they be without end all the same, memory has one.
        for (var route = 0; route < 2_000; route++) times.Note("GET", $"/made-up/{route}", 1);
        Assert.Equal(500, times.Slowest(5_000).Count);
    }

    private RouteTimes Times() => new(services.GetRequiredService<IMeterFactory>(), minutes);

    private sealed class Minutes : TimeProvider
    {
        private long seconds = 1_000_000;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => seconds;

        public void Pass(int minutes) => seconds += 60 * minutes;
    }
}
