using System.Collections.Concurrent;
using System.Diagnostics;

namespace Huset.EndToEnd.Tests;

/// <summary>
/// Parts die in the middle of work and nothing is lost, nothing doubled. A small part always; the whole, whose figures stand in
/// docs/reliability.md, with `./huset test --kill`.
/// </summary>
public sealed class KillTests(Platform platform, ITestOutputHelper output)
{
    private static readonly bool Whole = Environment.GetEnvironmentVariable("HUSET_TEST_KILL") == "whole";
    private static readonly TimeSpan Recovery = Pace.Patience(30);

    [Fact]
    public async Task Broker_database_and_services_are_killed_under_300_reports_and_every_report_is_there_once()
    {
        using var integration = await platform.AsClient("huset-integration");
        using var analyst = await platform.AsClient("huset-analyst");
        var ids = new ConcurrentBag<string>();
        var reports = Parallel.ForEachAsync(Enumerable.Range(0, 300), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (_, ct) =>
        {
            ids.Add(await Reports.Send(integration));
            await Task.Delay(150, ct);
        });
        foreach (var part in new[] { "broker", "deviations", "database", "analytics" })
        {
            await Task.Delay(1500);
            await platform.Kill(part);
        }
        await reports;
        await Reports.AreLoggedOnce(analyst, ids, TimeSpan.FromSeconds(60));
        await Platform.Eventually(platform.IsReady, TimeSpan.FromSeconds(60), "all parts ready");
    }

    [Fact]
    public async Task Broker_is_killed_again_and_again_idle_and_under_20000_messages()
    {
        Assert.SkipUnless(Whole, "The whole kill test takes about ten minutes: ./huset test --kill");
        using var integration = await platform.AsClient("huset-integration");
        using var analyst = await platform.AsClient("huset-analyst");
        await using var deviations = platform.Database("deviations");
        await using var analytics = platform.Database("analytics");
        var ids = new ConcurrentBag<string>();
        for (var kill = 1; kill <= 16; kill++)
        {
            var loaded = kill > 8;
            if (loaded)
            {
                foreach (var id in await Arrange(deviations, 20_000)) ids.Add(id);
                await Task.Delay(500); // the first are on their way
            }
            var inFlight = ids.Count - await analytics.One("select count(*) from deviation_facts");
            var dead = await platform.Kill("broker");
            var watch = Stopwatch.StartNew();
            var during = Reports.Send(integration);
            await Platform.Eventually(async () => await platform.Pid("broker") is { } pid && pid != dead, Recovery, $"kill {kill}: broker started again");
            var logged = await analytics.One("select last from log_position");
            await Platform.Eventually(async () => await analytics.One("select last from log_position") > logged, Recovery, $"kill {kill}: events flow again");
            var recovered = watch.Elapsed;
            ids.Add(await during);
            await Platform.Eventually(async () => await deviations.One("select count(*) from outbox where sent_at is null") == 0, TimeSpan.FromMinutes(3), $"kill {kill}: outbox empty");
            await Platform.Eventually(async () => await analytics.One("select count(*) from deviation_facts") >= ids.Count, TimeSpan.FromMinutes(1), $"kill {kill}: all logged");
            var whole = watch.Elapsed;
            Assert.InRange(recovered, TimeSpan.Zero, Recovery);
            await Reports.AreLoggedOnce(analyst, ids, TimeSpan.FromSeconds(30));
            output.WriteLine($"kill {kill,2}, {inFlight,6} in flight: events flow again after {recovered.TotalSeconds,4:0.0} s, all logged after {whole.TotalSeconds,4:0.0} s, {ids.Count} reports there once");
        }
    }

    /// <summary>Many reports at once, row and event in one transaction as the service writes them.</summary>
    private static async Task<List<string>> Arrange(Npgsql.NpgsqlDataSource database, int count)
    {
        await using var command = database.CreateCommand("""
            with fresh as (select gen_random_uuid() id, nextval('deviation_reference') number from generate_series(1, $1)),
            rows as (insert into deviations (id, reference, unit_code, kind, harm, status, description, suspected_serious, occurred_at, occurred_on, occurred_hour, reported_at, reporter_id, reporter_name, version)
                select id, 'AVV-2026-' || number, 'norrangen', 'other', 'none', 'reported', 'Många på en gång.', false, now(), current_date, 8, now(), 'kill-test', 'Kill Test', 1 from fresh returning id)
            insert into outbox (id, type, body, created_at)
            select gen_random_uuid(), 'Huset.Deviations.Contracts.DeviationReported, Huset.Deviations.Contracts',
                jsonb_build_object('deviationId', id, 'unitCode', 'norrangen', 'kind', 'other', 'harm', 'none', 'occurredOn', current_date, 'occurredHour', 8, 'status', 'reported',
                    'severity', null, 'probability', null, 'visibility', 'analyst', 'links', '[]'::jsonb, 'subjectVersion', 1, 'at', now(), 'subject', id), now()
            from rows returning body ->> 'deviationId'
            """);
        command.CommandTimeout = 120;
        command.Parameters.Add(new() { Value = count });
        await using var reader = await command.ExecuteReaderAsync();
        var ids = new List<string>();
        while (await reader.ReadAsync()) ids.Add(reader.GetString(0));
        return ids;
    }
}
