namespace Huset.Bench.Groups;

/// <summary>Deviations with 100,000 cases, spread over units, kinds and four years: lists, filters and one case, each beside hand-written SQL.</summary>
internal static class ManyCases
{
    private const string Cases = "/deviations/v1/deviations";

    public static async Task Measure(Platform platform, Wishes wishes, Result result, CancellationToken ct)
    {
        await platform.Up(ct);
        await Gateway.SomeCases(platform, 1, ct);
        await using var database = platform.Database("deviations");
        var count = wishes.Quick ? 2_000 : 100_000;
        result.Say($"writing {count:#,0} cases");
        // Copies of a real report, so that they fit whatever columns the table has but those that it reckons itself. Ids grow with time, as the service's own do.
        var columns = await database.Scalar<string>("select string_agg(quote_ident(column_name), ', ' order by ordinal_position) from information_schema.columns where table_name = 'deviations' and is_generated = 'NEVER'", ct);
        await database.Execute($"""
            insert into deviations ({columns})
            select {string.Join(", ", columns.Split(", ").Select(column => $"made.{column}"))}
            from (select d as sample from deviations d order by id desc limit 1) newest,
                (select array_agg(code order by code) codes from known_units) units,
                lateral (select number, now() - (4 * 365.0 * ({count} - number) / {count}) * interval '1 day' as at from generate_series(1, {count}) number) numbers,
                lateral jsonb_populate_record(sample, jsonb_build_object(
                    'id', lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || substr(md5(number::text), 1, 19),
                    'reference', 'AVV-' || to_char(at, 'YYYY') || '-' || (1000000 + number),
                    'unit_code', units.codes[1 + number % cardinality(units.codes)],
                    'kind', (array['social-care', 'health-care', 'work-environment', 'information-security', 'cooperation', 'other'])[1 + number % 6],
                    'reporter_id', 'person-' || number % 500,
                    'occurred_at', at, 'occurred_on', at::date, 'occurred_hour', extract(hour from at), 'reported_at', at)) made
            """, ct);
        await database.Execute("vacuum analyze deviations", ct);

        var times = wishes.Quick ? 10 : 60;
        var everything = new Reader("kvalitet", await platform.TokenOf("kvalitet"));
        var manager = new Reader("enhetschef", await platform.TokenOf("enhetschef"));
        var one = await database.Scalar<Guid>("select id from deviations where unit_code = 'norrangen' order by id offset 100 limit 1", ct);
        (Reader Reader, string Address, string Name)[] questions =
        [
            (everything, Cases, "newest of all"),
            (manager, Cases, "newest of one's units"),
            (everything, $"{Cases}?unitCode=norrangen", "one unit's"),
            (everything, $"{Cases}?kind=health-care", "one kind's"),
            (everything, $"{Cases}?from={DateTime.UtcNow.AddMonths(-1):yyyy-MM-dd}", "the last month's"),
            (everything, $"{Cases}?unitCode=norrangen&kind=health-care&page=5", "page 5 of a unit's of one kind"),
            (manager, $"{Cases}/{one}", "one case"),
        ];
        foreach (var (reader, address, name) in questions)
            await Answers.AgainstSql(platform, database, reader, address, times, result, $"{count:#,0} cases: {name}", ct);
    }
}
