using System.Text;

namespace Huset.Bench.Groups;

/// <summary>
/// Deviations with 200,000 cases over 200 units, kinds and four years, a tenth of them with a cause and an action: lists, filters, search, my actions, a meeting and one case, each
/// beside hand-written SQL; then an old system's file of 50,000.
/// </summary>
internal static class ManyCases
{
    private const string Cases = "/deviations/v1/deviations", Actions = "/deviations/v1/actions";

    public static async Task Measure(Platform platform, Wishes wishes, Result result, CancellationToken ct)
    {
        await platform.Up(ct);
        await Gateway.SomeCases(platform, 1, ct);
        await using var database = platform.Database("deviations");
        var (count, units) = wishes.Quick ? (24_000, 0) : (200_000, 200);
        var everything = new Reader("kvalitet", await platform.TokenOf("kvalitet"));
        var manager = new Reader("enhetschef", await platform.TokenOf("enhetschef"));
        await WorkedOn(platform, database, ct);
        result.Say($"writing {count:#,0} cases over {Math.Max(units, await database.Scalar<long>("select count(*) from known_units", ct))} units");
        await Fill(database, count, units, manager.Id, ct);

        var times = wishes.Quick ? 10 : 60;
        var one = await database.Scalar<Guid>("select id from deviations where unit_code = 'norrangen' order by id offset 100 limit 1", ct);
        (Reader Reader, string Address, string Name)[] questions =
        [
            (everything, Cases, "newest of all"),
            (manager, Cases, "newest of one's units"),
            (everything, $"{Cases}?unitCode=norrangen", "one unit's"),
            (everything, $"{Cases}?kind=health-care", "one kind's"),
            (everything, $"{Cases}?from={DateTime.UtcNow.AddMonths(-1):yyyy-MM-dd}", "the last month's"),
            (everything, $"{Cases}?unitCode=norrangen&kind=health-care&page=5", "page 5 of a unit's of one kind"),
            (manager, $"{Cases}?q=nyckel77", "search among one's units'"),
            (manager, $"{Cases}?q=rum", "search for a word of every case"),
            (manager, $"{Actions}?owner=me&status=open", "my actions"),
            (manager, $"{Actions}?status=open", "actions of one's units"),
            (manager, $"/deviations/v1/meetings/norrangen/{DateTime.UtcNow.AddMonths(-1):yyyy-MM}", "a unit's meeting"),
            (manager, $"{Cases}/{one}", "one case"),
        ];
        foreach (var (reader, address, name) in questions)
            await Answers.AgainstSql(platform, database, reader, address, times, result, $"{count:#,0} cases: {name}", ct);
        await Import(platform, database, wishes.Quick ? 1_000 : 50_000, result, ct);
    }

    // One case with a cause and an action, made as people make them, for the others to be copies of.
    private static async Task WorkedOn(Platform platform, NpgsqlDataSource database, CancellationToken ct)
    {
        var id = await database.Scalar<Guid>("select id from deviations order by id desc limit 1", ct);
        using var client = platform.Client(await platform.TokenOf("enhetschef"));
        await Send(client, $"{Cases}/{id}/assessment", new { severity = 2, probability = 3, motivation = "Har hänt förut." }, ct);
        var cause = (await Send(client, $"{Cases}/{id}/causes", new { area = "staffing", text = "För få på passet." }, ct)).GetProperty("id").GetGuid();
        await Send(client, $"{Cases}/{id}/actions", new
        {
            causeId = cause,
            what = "Två på passet.",
            strength = "medium",
            plannedStart = "2026-01-01",
            dueAt = "2026-12-31",
            followUp = "Varje vecka.",
            successCriterion = "Inga missar.",
            effectCheckAt = "2027-01-31",
        }, ct);
        await platform.Quiet(ct);
    }

    private static async Task<JsonElement> Send(HttpClient client, string address, object body, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json") };
        request.Headers.Add("If-Match", "*");
        using var response = await client.SendAsync(request, ct);
        var answer = await response.Content.ReadAsStringAsync(ct);
        return response.IsSuccessStatusCode ? JsonSerializer.Deserialize<JsonElement>(answer) : throw new BenchFailed($"{address} answered {(int)response.StatusCode}: {answer}");
    }

    // Copies of what is there, so that they fit whatever columns the tables have but those that the tables reckon themselves. Ids grow with time, as the service's own do.
    private static async Task Fill(NpgsqlDataSource database, int count, int units, string owner, CancellationToken ct)
    {
        await Copies(database, "known_units", "select d as sample from known_units d where code = 'norrangen'", $"generate_series(1, {units} - (select count(*) from known_units)::int) number", "'code', 'enhet-' || number", ct);
        await Copies(database, "deviations", "select d as sample from deviations d order by id desc limit 1",
            $"(select array_agg(code order by code) codes from known_units) units, lateral (select number, now() - (4 * 365.0 * ({count} - number) / {count}) * interval '1 day' as at from generate_series(1, {count}) number) numbers",
            """
            'id', lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || substr(md5(number::text), 1, 19),
            'reference', 'AVV-' || to_char(at, 'YYYY') || '-' || (1000000 + number),
            'unit_code', units.codes[1 + number % cardinality(units.codes)],
            'kind', (array['social-care', 'health-care', 'work-environment', 'information-security', 'cooperation', 'other'])[1 + number / 200 % 6],
            'reporter_id', 'person-' || number % 500,
            'description', 'Dosen gavs för sent på rum ' || number % 977 || '. Märkt nyckel' || number / 200 % 100 || ' i listan.',
            'occurred_at', at, 'occurred_on', at::date, 'occurred_hour', extract(hour from at), 'reported_at', at
            """, ct);
        const string worked = "lateral (select id as case_id, reference as case_number, unit_code as unit, right(reference, 6)::int as number from deviations where reference like 'AVV-____-1______' and right(reference, 1) = '7') numbered";
        const string cause = "overlay(case_id::text placing 'c' from 15 for 1)", action = "overlay(case_id::text placing 'a' from 15 for 1)";
        await Copies(database, "causes", "select d as sample from causes d order by id limit 1", worked, $"'id', {cause}, 'deviation_id', case_id, 'text', 'För få på passet ' || number % 977", ct);
        await Copies(database, "actions", "select d as sample from actions d order by id limit 1", worked,
            $"'id', {action}, 'deviation_id', case_id, 'cause_id', {cause}, 'case_reference', case_number, 'unit_code', unit, 'owner_id', case when number % 400 = 7 then '{owner}' else 'person-' || number % 500 end, 'due_at', current_date - 100 + number % 200", ct);
        await database.Execute("vacuum analyze deviations, causes, actions", ct);
    }

    /// <summary>Rows like a sample, with what is changed in each; as many as `of` has.</summary>
    public static async Task Copies(NpgsqlDataSource database, string table, string sample, string of, string changes, CancellationToken ct)
    {
        var columns = await database.Scalar<string>($"select string_agg(quote_ident(column_name), ', ' order by ordinal_position) from information_schema.columns where table_name = '{table}' and is_generated = 'NEVER'", ct);
        await database.Execute($"""
            insert into {table} ({columns})
            select {string.Join(", ", columns.Split(", ").Select(column => $"made.{column}"))}
            from ({sample}) newest, {of}, lateral jsonb_populate_record(sample, jsonb_build_object({changes})) made
            """, ct);
    }

    // Through the gateway, as a script does it; the memory is the service's own, looked at twice a second.
    private static async Task Import(Platform platform, NpgsqlDataSource database, int rows, Result result, CancellationToken ct)
    {
        result.Say($"importing {rows:#,0} cases");
        var file = new StringBuilder("externalReference;unitCode;occurredAt;reportedAt;closedAt;kind;harm;description;immediateAction;severity;probability;feedback\n");
        for (var number = 0; number < rows; number++)
        {
            file.Append(number % 1000 == 999 ? "trasig;rad\n" : string.Create(CultureInfo.InvariantCulture,
                $"LC-{number};norrangen;2019-{1 + number % 12:00}-{1 + number % 28:00} 07:30;2019-{1 + number % 12:00}-{1 + number % 28:00} 09:00;2020-02-03;health-care;none;Morgondosen gavs två timmar för sent, för {number}:e gången. Passet hade två personer i stället för tre, och ingen visste vem som skulle dela.;Sjuksköterskan ringdes.;2;3;Tack. Schemat är ändrat.\n"));
        }
        var body = Encoding.UTF8.GetBytes(file.ToString());
        file.Clear();
        using var client = platform.Client(await platform.TokenOf("admin"));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/deviations/v1/imports?source=bench&format=ndjson") { Content = new ByteArrayContent(body) { Headers = { ContentType = new("text/csv") } } };
        var before = Memory.Of(platform.Folder, "Deviations");
        var watch = Stopwatch.StartNew();
        var most = before;
        using var done = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var looking = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                most = Math.Max(most, Memory.Of(platform.Folder, "Deviations"));
                await Task.Delay(500, CancellationToken.None);
            }
        }, ct);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(ct));
        var (told, last) = (0, "");
        while (await lines.ReadLineAsync(ct) is { } line) (told, last) = (told + 1, line);
        await done.CancelAsync();
        await looking;
        var end = response.IsSuccessStatusCode ? JsonSerializer.Deserialize<JsonElement>(last) : throw new BenchFailed($"the import answered {(int)response.StatusCode}: {last}");
        var (created, refused) = (end.GetProperty("created").GetInt32(), end.GetProperty("refused").GetInt32());
        if (created + refused != rows || refused != rows / 1000) throw new BenchFailed($"of {rows} rows {created} became cases and {refused} were refused");
        if (await database.Scalar<long>("select count(*) from deviations where import_source = 'bench'", ct) != created) throw new BenchFailed("the cases are not as many as the import says");
        result.Add(new($"import of {rows:#,0} rows", rows / watch.Elapsed.TotalSeconds, "/s", Better.Higher, Note: $"{watch.Elapsed.TotalSeconds:0} s, {body.Length / 1e6:0} MB, progress told {told} times, {refused} rows refused by themselves"));
        result.Add(new($"import of {rows:#,0} rows, what Deviations grows meanwhile", most - before, "MB", Better.Lower, Aim: 128, Note: $"from {before:0} MB RSS"));
    }
}
