using System.Globalization;
using Huset.ServiceDefaults;
using Microsoft.Extensions.Configuration;

namespace Huset.Deviations.Tests;

/// <summary>Where a demonstration's autumn is read in, its own client says when a request is made; nobody else does.</summary>
public sealed class DemoClockTests(DemoClockTests.AutumnHost autumn, DeviationsHost host) : IClassFixture<DemoClockTests.AutumnHost>
{
    private const string Path = "/deviations/v1/deviations";
    private static readonly TestUser Demo = TestUsers.Manager with { Client = "huset-demo" };

    [Fact]
    public async Task What_the_demonstrations_client_does_is_done_when_it_says_and_so_stand_case_event_and_access_log()
    {
        var then = Second(DateTimeOffset.UtcNow.AddDays(-80));
        var report = Requests.Write(Path, DeviationsHost.Report(("occurredAt", then.AddHours(-2))));
        var made = await Send(autumn, Demo, report, then).Json(HttpStatusCode.Created);
        var id = made.GetProperty("id").GetGuid();
        Assert.Equal(then, made.GetProperty("reportedAt").GetDateTimeOffset());
        Assert.Equal(then, Assert.Single(await autumn.Published<Contracts.DeviationReported>(), told => told.DeviationId == id).At);
        Assert.Equal(then.UtcDateTime, await autumn.Scalar<DateTime>("select at from access_log where action = 'create' and subject_ids @> array[$1]", $"{id}"));
        // A report cannot tell of what has not happened by its own clock.
        await Send(autumn, Demo, Requests.Write(Path, DeviationsHost.Report()), then).NamesField("occurredAt");
        // What comes without the header comes now.
        var now = await autumn.As(Demo).Post(Path, DeviationsHost.Report()).Json(HttpStatusCode.Created);
        Assert.True(now.GetProperty("reportedAt").GetDateTimeOffset() > DateTimeOffset.UtcNow.AddMinutes(-5));
    }

    [Theory]
    [InlineData("huset-cli", -80.0)]
    [InlineData("huset-gateway", -80.0)]
    [InlineData("huset-integration", -80.0)]
    [InlineData("huset-demo", -121.0)]
    [InlineData("huset-demo", 0.1)]
    public Task Another_client_or_another_time_is_refused(string client, double days) =>
        Send(autumn, TestUsers.Manager with { Client = client }, new(HttpMethod.Get, Path), DateTimeOffset.UtcNow.AddDays(days)).Problem(HttpStatusCode.BadRequest, "clock.refused");

    [Theory]
    [InlineData("i går")]
    [InlineData("2026-10-03T08:15:00")]
    [InlineData("2026-10-03T08:15:00+02:00")]
    public Task What_is_no_time_in_utc_is_refused(string time) =>
        Send(autumn, Demo, new(HttpMethod.Get, Path), time).Problem(HttpStatusCode.BadRequest, "clock.refused");

    [Fact]
    public async Task Nobody_sets_it_where_nobody_needs_to_sign_in() =>
        await Send(autumn, null, new(HttpMethod.Get, "/health/live"), DateTimeOffset.UtcNow.AddDays(-1)).Problem(HttpStatusCode.BadRequest, "clock.refused");

    [Fact]
    public async Task Where_no_autumn_is_read_in_there_is_no_such_clock()
    {
        var made = await Send(host, Demo, Requests.Write(Path, DeviationsHost.Report()), DateTimeOffset.UtcNow.AddDays(-80)).Json(HttpStatusCode.Created);
        Assert.True(made.GetProperty("reportedAt").GetDateTimeOffset() > DateTimeOffset.UtcNow.AddMinutes(-5));
    }

    [Fact]
    public async Task What_a_message_leads_to_happens_when_the_message_was_written()
    {
        var (clock, now) = (new DemoClock(), DateTimeOffset.UtcNow);
        Assert.Equal(now.AddDays(-80), await TimeOf(now.AddDays(-80)));
        // What is older than any demonstration, or not to be yet, is not believed.
        Assert.InRange(await TimeOf(now.AddDays(-121)), now.AddSeconds(-1), now.AddMinutes(1));
        Assert.InRange(await TimeOf(now.AddDays(1)), now.AddSeconds(-1), now.AddMinutes(1));
        Assert.InRange(clock.GetUtcNow(), now.AddSeconds(-1), now.AddMinutes(1));

        async Task<DateTimeOffset> TimeOf(DateTimeOffset written)
        {
            var seen = default(DateTimeOffset);
            await clock.During(new Told(written), () => Task.FromResult(seen = clock.GetUtcNow()));
            return seen;
        }
    }

    [Fact]
    public void It_is_on_in_a_demonstration_alone()
    {
        foreach (var (demo, asked, on) in new[] { ("true", "true", true), ("true", "false", false), ("false", "true", false), ("true", "", false), ("", "true", false) })
        {
            var configuration = new ConfigurationBuilder()
                .AddInMemoryCollection([new("Huset:Demo", demo), new("Huset:DemoAutumn", asked)]).Build();
            Assert.Equal(on, DemoClock.IsOn(configuration));
        }
    }

    private static Task<HttpResponseMessage> Send(DeviationsHost at, TestUser? user, HttpRequestMessage request, DateTimeOffset time) =>
        Send(at, user, request, time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));

    private static Task<HttpResponseMessage> Send(DeviationsHost at, TestUser? user, HttpRequestMessage request, string time)
    {
        request.Headers.TryAddWithoutValidation("Huset-Clock", time);
        return at.As(user).SendAsync(request);
    }

    private static DateTimeOffset Second(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerSecond));

    private sealed record Told(DateTimeOffset At);

    public sealed class AutumnHost : DeviationsHost
    {
        protected override IEnumerable<KeyValuePair<string, string>> Configuration => [new("Huset:Demo", "true"), new("Huset:DemoAutumn", "true")];
    }
}
