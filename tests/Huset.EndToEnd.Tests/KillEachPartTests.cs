using System.Collections.Concurrent;
using System.Diagnostics;

namespace Huset.EndToEnd.Tests;

/// <summary>
/// Each part in turn is SIGKILLed while reports come at an even pace. The figures stand in docs/reliability.md.
/// </summary>
public sealed class KillEachPartTests(Platform platform, Browser browser, ITestOutputHelper output)
{
    private static readonly bool Whole = Environment.GetEnvironmentVariable("HUSET_TEST_KILL") == "whole";
    private const double Recovery = 60;
    private static readonly TimeSpan Patience = Pace.Patience(Recovery);

    [Theory]
    [InlineData("gateway")]
    [InlineData("identity")]
    [InlineData("engine")]
    [InlineData("deviations")]
    [InlineData("processes")]
    [InlineData("complaints")]
    [InlineData("competence")]
    [InlineData("procurement")]
    [InlineData("analytics")]
    [InlineData("database")]
    [InlineData("broker")]
    public async Task A_part_is_killed_under_2000_reports_at_50_a_second(string part)
    {
        Assert.SkipUnless(Whole, "2,000 reports for each of eleven parts take about eleven minutes: ./huset test --kill");
        await Kill(part, reports: 2000, perSecond: 50, killAfter: TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData("gateway")]
    [InlineData("identity")]
    [InlineData("engine")]
    public async Task A_part_is_killed_under_200_reports_and_nobody_is_signed_out(string part)
    {
        Assert.SkipWhen(Whole, "The whole test does the same with more.");
        await Kill(part, reports: 200, perSecond: 50, killAfter: TimeSpan.FromSeconds(2));
    }

    private async Task Kill(string part, int reports, int perSecond, TimeSpan killAfter)
    {
        await Platform.Eventually(platform.IsReady, Patience, "all parts ready before the kill");
        using var integration = await platform.AsClient("huset-integration");
        using var analyst = await platform.AsClient("huset-analyst");
        await using var deviations = platform.Database("deviations");
        await using var analytics = platform.Database("analytics");
        using var signedIn = await SignedInSession("medarbetare");
        using var manager = await SignedInSession("enhetschef");
        var before = await Counts(deviations, analytics);

        // One system with 64 connections: what comes while all of them wait is queued there, as it would be.
        var (ids, watch, longest, retries) = (new ConcurrentBag<string>(), Stopwatch.StartNew(), TimeSpan.Zero, 0);
        var load = Parallel.ForEachAsync(Enumerable.Range(0, reports), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (number, ct) =>
        {
            var due = TimeSpan.FromSeconds((double)number / perSecond) - watch.Elapsed;
            if (due > TimeSpan.Zero) await Task.Delay(due, ct);
            var sent = Stopwatch.StartNew();
            ids.Add(await Reports.Send(integration, _ => Interlocked.Increment(ref retries)));
            lock (ids) longest = sent.Elapsed > longest ? sent.Elapsed : longest;
        });
        using var reading = new CancellationTokenSource();
        var readers = Task.WhenAll(new[] { signedIn, manager }.Select(session => KeepReading(session, reading.Token)));
        await Task.Delay(killAfter);
        var dead = await platform.Kill(part);
        var killed = Stopwatch.StartNew();
        await Platform.Eventually(async () => await platform.Pid(part) is { } pid && pid != dead, Patience, $"{part} started again");
        await Platform.Eventually(platform.IsReady, Patience, $"the house is ready after {part} died");
        var ready = killed.Elapsed;
        killed.Within(Recovery, $"the house is ready after {part} died");
        await load;
        await reading.CancelAsync();
        await readers;

        await Reports.AreLoggedOnce(analyst, ids, Patience);
        var after = await Counts(deviations, analytics);
        Assert.Equal(reports, ids.Distinct().Count());
        Assert.Equal(before.Cases + reports, after.Cases);
        Assert.Equal(before.Logged + reports, after.Logged);
        Assert.Equal(before.Counted + reports, after.Counted);
        foreach (var session in new[] { signedIn, manager }) await IsSignedIn(session);
        Assert.InRange(longest, TimeSpan.Zero, Patience);
        output.WriteLine($"| {part} | {reports:N0} | {ready.TotalSeconds:0.0} | {longest.TotalSeconds:0.0} | {retries:N0} | {after.Cases - before.Cases:N0} | {after.Logged - before.Logged:N0} | {after.Counted - before.Counted:N0} |");
    }

    private static async Task<(long Cases, long Logged, long Counted)> Counts(Npgsql.NpgsqlDataSource deviations, Npgsql.NpgsqlDataSource analytics) =>
        (await deviations.One("select count(*) from deviations"),
         await analytics.One("select count(distinct subject) from events where type like '%deviation-reported%'"),
         await analytics.One("select coalesce(sum(count), 0)::bigint from deviation_counts"));

    /// <summary>A browser's session as its cookie: signed in by the real pages, kept through whatever dies.</summary>
    private async Task<HttpClient> SignedInSession(string user)
    {
        var page = await browser.SignedIn(platform, user, 1280);
        var cookies = await page.Context.CookiesAsync([platform.Url]);
        await page.Context.CloseAsync();
        var client = platform.Client(null);
        client.DefaultRequestHeaders.Add("Cookie", string.Join("; ", cookies.Select(cookie => $"{cookie.Name}={cookie.Value}")));
        await IsSignedIn(client);
        return client;
    }

    private static async Task IsSignedIn(HttpClient session)
    {
        using var response = await Read(session);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    /// <summary>Someone who reloads the list each second: it may be away for a while, but never asks to sign in again.</summary>
    private static async Task KeepReading(HttpClient session, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                using var response = await Read(session);
                Assert.True(response.StatusCode == HttpStatusCode.OK || (int)response.StatusCode >= 500, $"The session was answered {(int)response.StatusCode} {response.Headers.Location}");
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                // Nobody answers just now.
            }
            await Task.Delay(1000, CancellationToken.None);
        }
    }

    private static Task<HttpResponseMessage> Read(HttpClient session) =>
        session.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/avvikelser/") { Headers = { { "Accept", "text/html" } } });
}

internal static class Databases
{
    /// <summary>One number from the database, as its administrator.</summary>
    public static async Task<long> One(this Npgsql.NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>A statement of the administrator's.</summary>
    public static async Task Run(this Npgsql.NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
