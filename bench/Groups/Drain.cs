namespace Huset.Bench.Groups;

/// <summary>Many events laid in Deviations' outbox by one transaction; how fast they come through the broker into Analytics' log.</summary>
internal static class Drain
{
    public static async Task Measure(Platform platform, Wishes wishes, Result result, CancellationToken ct)
    {
        await platform.Up(ct);
        await Gateway.SomeCases(platform, 1, ct);
        await using var deviations = platform.Database("deviations");
        await using var analytics = platform.Database("analytics");
        var (rounds, count) = wishes.Quick ? (1, 1_000) : (3, 10_000);
        var drained = new List<double>();
        // Round 0 warms up.
        for (var round = wishes.Quick ? 1 : 0; round <= rounds; round++)
        {
            var before = await analytics.Scalar<long>("select last from log_position", ct);
            // Copies of a real report's event, each with an id and a case of its own.
            await deviations.Execute($"""
                insert into outbox overriding system value
                select made.*
                from (select o as sample from outbox o where body ? 'deviationId' order by seq desc limit 1) newest,
                    generate_series(1, {count}) number,
                    lateral (select gen_random_uuid() as message, gen_random_uuid() as deviation where number > 0) ids,
                    lateral jsonb_populate_record(sample, jsonb_build_object(
                        'seq', nextval(pg_get_serial_sequence('outbox', 'seq')), 'id', message, 'sent_at', null, 'created_at', now(),
                        'body', (sample).body || jsonb_build_object('deviationId', deviation))) made
                """, ct);
            var watch = Stopwatch.StartNew();
            for (long last = 0; last < before + count; last = await analytics.Scalar<long>("select last from log_position", ct))
            {
                if (watch.Elapsed > TimeSpan.FromMinutes(2)) throw new BenchFailed($"{before + count - last} of {count} events had not come to the log after two minutes");
                await Task.Delay(20, ct);
            }
            if (round > 0) drained.Add(count / watch.Elapsed.TotalSeconds);
        }
        result.Add(Row.Median("events from outbox to log", drained, "/s", Better.Higher));
        await platform.Quiet(ct);
    }
}
