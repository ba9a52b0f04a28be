using System.Text;

namespace Huset.Bench.Groups;

/// <summary>
/// A log of a million events of 200,000 cases over four years and all units: how long the read models take to be counted anew from its first
/// event. Then of five million, of a million cases: what is seen of them beside the same question asked of the events themselves.
/// </summary>
internal static class ManyEvents
{
    private const int StatesOfCase = 5;
    private static readonly string[] Models = ["deviation-counts", "subjects"];

    public static async Task Measure(Platform platform, Wishes wishes, Result result, CancellationToken ct)
    {
        var (first, count) = wishes.Quick ? (20_000, 40_000) : (1_000_000, 5_000_000);
        await Write(platform, first, result, ct);
        foreach (var model in Models) result.Add(new($"{first:#,0} events: {model} counted anew", await CountAnew(platform, model, ct), "s", Better.Lower, Aim: wishes.Quick ? null : 90));
        await Write(platform, count - first, result, ct);
        foreach (var model in Models) result.Add(new($"{count:#,0} events: {model} counted anew", await CountAnew(platform, model, ct), "s", Better.Lower));
        await using var analytics = platform.Database("analytics");
        using var analyst = platform.Client(await platform.TokenOf("analytiker"));
        var (from, to) = ($"{DateTime.UtcNow.AddMonths(-23):yyyy-MM}-01", $"{DateTime.UtcNow:yyyy-MM}-01");
        const string newest = "(select distinct on (subject) subject, unit_code, body::jsonb->'data' as data from events where type like 'se.huset.deviations.deviation-%' order by subject, subject_version desc) n";
        (string Address, string Name, string Raw)[] views =
        [
            ($"/analytics/v1/counts?from={from}&to={to}", "counts", $"select unit_code, date_trunc('month', (data->>'occurredOn')::date), data->>'kind', count(*) from {newest} where data->>'occurredOn' >= '{from}' group by 1, 2, 3"),
            ($"/analytics/v1/counts/heat?from={from[..7]}&to={to[..7]}", "weekday and hour", $"select extract(isodow from (data->>'occurredOn')::date), data->>'occurredHour', count(*) from {newest} where data->>'occurredOn' >= '{from}' group by 1, 2"),
            ($"/analytics/v1/counts/heat?from={from[..7]}&to={to[..7]}&kind=health-care", "weekday and hour of a kind", $"select extract(isodow from (data->>'occurredOn')::date), data->>'occurredHour', count(*) from {newest} where data->>'occurredOn' >= '{from}' and data->>'kind' = 'health-care' group by 1, 2"),
            ($"/analytics/v1/counts/pareto?from={from[..7]}&to={to[..7]}&by=category", "types of event", $"select data->>'category', count(*) from {newest} where data->>'occurredOn' >= '{from}' group by 1"),
            ("/analytics/v1/counts/funnel", "units of a kind", $"select unit_code, count(*) from {newest} where data->>'occurredOn' >= '{from}' group by 1"),
            ("/analytics/v1/control-charts/deviations?unitCode=norrangen", "a unit's control chart", $"select date_trunc('month', (data->>'occurredOn')::date), count(*) from {newest} where data->>'unitCode' = 'norrangen' group by 1"),
            ("/analytics/v1/indicators/deviations-harm/series", "an indicator", $"select date_trunc('month', (data->>'occurredOn')::date), count(*), count(*) filter (where data->>'harm' in ('minor', 'serious')) from {newest} group by 1"),
            ("/analytics/v1/indicators/deviations-harm/series?unitCode=norrangen", "a unit's indicator", $"select date_trunc('month', (data->>'occurredOn')::date), count(*), count(*) filter (where data->>'harm' in ('minor', 'serious')) from {newest} where data->>'unitCode' = 'norrangen' group by 1"),
        ];
        foreach (var (address, name, raw) in views)
        {
            var served = (await Answers.Times(analyst, address, wishes.Quick ? 10 : 40, "app", "application/json", ct)).Percentile(95);
            var watch = Stopwatch.StartNew();
            await analytics.Execute(raw, ct);
            var asked = watch.Elapsed.TotalMilliseconds;
            result.Add(new($"{count:#,0} events: {name}, p95 in the service", served, "ms", Better.Lower, Aim: 100, Note: $"asked of the events {asked:#,0} ms"));
            result.Add(new($"{count:#,0} events: the events / {name}", asked / served, "×", Better.Higher, Aim: wishes.Quick ? null : 20));
        }
    }

    // Started anew, nothing but what is measured is busy with them.
    private static async Task Write(Platform platform, int count, Result result, CancellationToken ct)
    {
        await platform.Up(ct);
        await Gateway.SomeCases(platform, 1, ct);
        await platform.Quiet(ct);
        result.Say($"writing {count:#,0} events");
        await using (var database = platform.Database("analytics"))
        {
            await Fill(database, count, ct);
            await database.Execute("vacuum analyze events", ct);
        }
        await platform.Down();
        await platform.Up(ct);
    }

    private static async Task<double> CountAnew(Platform platform, string model, CancellationToken ct)
    {
        using var starter = platform.Client(await platform.TokenOf("admin"));
        var watch = Stopwatch.StartNew();
        using var begun = await starter.PostAsync("/analytics/v1/rebuilds", new StringContent($$"""{"model": "{{model}}"}""", Encoding.UTF8, "application/json"), ct);
        begun.EnsureSuccessStatusCode();
        while (true)
        {
            // It may take longer than a token holds.
            using var administrator = platform.Client(await platform.TokenOf("admin"));
            var rebuild = JsonSerializer.Deserialize<JsonElement>(await administrator.GetStringAsync(begun.Headers.Location, ct));
            var state = rebuild.GetProperty("state").GetString();
            if (state == "done") return watch.Elapsed.TotalSeconds;
            if (state == "failed") throw new BenchFailed($"{model} could not be counted anew");
            await Task.Delay(500, ct);
        }
    }

    // Later states of a real report's event, each case with an id, a unit, a day and a kind of its own.
    public static Task Fill(NpgsqlDataSource analytics, int count, CancellationToken ct) => analytics.Execute($"""
        with sample as (select type, body::jsonb as body from events where type like 'se.huset.deviations.deviation-%' order by sequence desc limit 1),
          units as (select array_agg(code order by code) as codes from known_units where valid_to is null),
          counter as (update log_position set last = last + {count} returning last - {count} as before),
          relayed as (update relay_position set last = last + {count})
        insert into events (sequence, id, type, time, subject, subject_version, unit_code, body)
        select before + number, id, type, at, subject, version, unit,
          (body || jsonb_build_object('id', id, 'time', at, 'subject', subject, 'subjectversion', version, 'sequence', lpad((before + number)::text, 19, '0'), 'unitcode', unit,
            'data', (body->'data') || jsonb_build_object('deviationId', subject, 'subjectVersion', version, 'unitCode', unit, 'occurredOn', at::date, 'kind', kind, 'harm', harm)))::text
        from sample, units, counter, generate_series(1, {count}) number,
          lateral (select 1 + (before + number) % {StatesOfCase} as version, (before + number) / {StatesOfCase} as nth) state,
          lateral (select gen_random_uuid() as id, md5('case' || nth)::uuid::text as subject, codes[1 + nth % cardinality(codes)] as unit,
            now() - ({count} - number) * interval '4 years' / {count} as at,
            (array['social-care', 'health-care', 'work-environment', 'information-security', 'cooperation', 'other'])[1 + nth % 6] as kind, (array['none', 'none', 'none', 'minor', 'serious'])[1 + nth % 5] as harm) told
        """, ct);
}
