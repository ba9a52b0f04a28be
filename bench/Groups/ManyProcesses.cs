using System.Net.Http.Json;
using System.Text;

namespace Huset.Bench.Groups;

/// <summary>
/// Processes with 500 processes of ten steps, 3,000 documents of some kilobytes, 200 units and 4,500 people: the map, search and a unit's
/// page, each beside hand-written SQL for the same.
/// </summary>
internal static class ManyProcesses
{
    private const string Processes = "/processes/v1/processes", Search = "/processes/v1/search", Unit = "/processes/v1/units/norrangen";

    public static async Task Measure(Platform platform, Wishes wishes, Result result, CancellationToken ct)
    {
        await platform.Up(ct);
        await using var database = platform.Database("processes");
        var (processes, documents, units, people) = wishes.Quick ? (50, 300, 0, 450) : (500, 3_000, 200, 4_500);
        result.Say($"writing {processes:#,0} processes, {documents:#,0} documents and {people:#,0} people");
        await Fill(database, processes, documents, units, people, ct);

        var times = wishes.Quick ? 10 : 100;
        using var employee = platform.Client(await platform.TokenOf("medarbetare"));
        (string Address, string Type, string Name, string Sql)[] questions =
        [
            (Processes, "application/json", "the first 20 processes", $"select count(*) from processes where {InForce}; select * from processes where {InForce} order by name, id limit 20"),
            ("/processer/", "text/html", "the map, as a page", $"select * from processes where {InForce} order by name, id; select process_id, number, status from process_versions where process_id in (select id from processes where {InForce}) and status in ('draft', 'submitted', 'approved')"),
            ($"{Search}?q=signeringslista", "application/json", "search for a word of many documents", Found("signeringslista")),
            ($"{Search}?q=nyckel77", "application/json", "search for a rare word", Found("nyckel77")),
            ($"{Search}?q=l%C3%A4kemedel%20nyckel77", "application/json", "search for two words", Found("läkemedel nyckel77")),
            ($"{Search}?q=planera", "application/json", "search for a word of every process", Found("planera")),
            ($"{Search}?q=finnsinte", "application/json", "search for nothing", Found("finnsinte")),
            ("/processer/sok?ord=signeringslista", "text/html", "search, as a page", Found("signeringslista")),
            (Unit, "application/json", "a unit", "select * from units where code = 'norrangen'; select * from unit_periods where unit_code = 'norrangen' order by valid_from"),
            ("/processer/enheter/norrangen", "text/html", "a unit's page", "select * from units where code = 'norrangen'; select * from unit_periods where unit_code = 'norrangen' order by valid_from; select * from unit_periods where parent = 'norrangen'"),
        ];
        foreach (var (address, type, name, sql) in questions)
        {
            var served = await Answers.Times(employee, address, times, "app", type, ct);
            await Answers.Beside(database, served, times, result, $"{processes:#,0} processes, {documents:#,0} documents: {name}", (connection, token) => Read(connection, sql, token), ct);
        }
        await Refusals(platform, result, ct);
    }

    // Files that no one should take, each as large as it can be: refused with a reason, soon, and without the memory that they ask for.
    private static async Task Refusals(Platform platform, Result result, CancellationToken ct)
    {
        const int Most = 2 * 1024 * 1024;
        const string Begins = "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' id='D' targetNamespace='urn:t'><process id='P'>", Ends = "</process></definitions>";
        const string Step = "<task id='A' name='Planera' /><documentation>Planera insatserna tillsammans med den enskilde.</documentation>";
        string Filled(int size, string part) => string.Concat(Enumerable.Repeat(part, size / part.Length));
        string Whole(string last) => Begins + Filled(Most - 1000, $"<!--{new string('x', 9_000)}-->") + last + Ends;
        (string Name, string Code, string Text)[] files =
        [
            ("10 MB", "diagram.too-large", Begins + Filled(5 * Most, Step) + Ends),
            ("broken at its end", "diagram.not-xml", Whole("<task id='A'")),
            ("of elements without number", "diagram.too-large", Begins + Filled(Most - 1000, "<task/>") + Ends),
            ("a hundred thousand levels deep", "diagram.too-deep", Begins + Filled(700_000, "<a:a xmlns:a='b'>")[..699_992]),
            ("with a DTD that grows", "diagram.has-dtd", $"<!DOCTYPE d [<!ENTITY a '{Filled(Most / 2, "ha")}'>{string.Concat(Enumerable.Range(0, 20).Select(n => $"<!ENTITY b{n} '&a;&a;&a;&a;&a;&a;'>"))}]><d>&b1;</d>"),
            ("with a script at its end", "diagram.has-script", Whole("<documentation><script xmlns='http://www.w3.org/1999/xhtml'>alert(1)</script></documentation>")),
        ];
        using var client = platform.Client(await platform.TokenOf("kvalitet"));
        using var made = await client.PostAsJsonAsync(Processes, new { name = "Filer som inte tas emot", kind = "support" }, ct);
        var process = (await made.Content.ReadFromJsonAsync<JsonElement>(ct)).GetProperty("id").GetString();
        var (before, most) = (Memory.Of(platform.Folder, "Processes"), 0.0);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var looking = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                most = Math.Max(most, Memory.Of(platform.Folder, "Processes"));
                await Task.Delay(20, CancellationToken.None);
            }
        }, ct);
        foreach (var (name, code, text) in files)
        {
            var body = Encoding.UTF8.GetBytes(text);
            var times = new List<double>();
            for (var time = 0; time < 5; time++)
            {
                using var file = new ByteArrayContent(body) { Headers = { ContentType = new("application/xml") } };
                var watch = Stopwatch.StartNew();
                using var answer = await client.PutAsync($"{Processes}/{process}/diagram", file, ct);
                var why = await answer.Content.ReadAsStringAsync(ct);
                times.Add(watch.Elapsed.TotalMilliseconds);
                if ((int)answer.StatusCode is < 400 or >= 500 || !why.Contains(code, StringComparison.Ordinal)) throw new BenchFailed($"a file {name} was answered {(int)answer.StatusCode}: {why}");
            }
            result.Add(new($"a diagram {name}: the slowest refusal", times.Max(), "ms", Better.Lower, 1_000, times.Min(), times.Max(), $"{body.Length / 1024.0 / 1024.0:0.0} MB, {code}"));
        }
        await done.CancelAsync();
        await looking;
        result.Add(new("diagrams refused: memory of Processes", most - before, "MB", Better.Lower, 100, Note: $"{before:0} MB before, {most:0} MB at most"));
    }

    private const string InForce = "version_in_force is not null and closed_on is null";

    // As someone would write it who knows the tables: what is found by its name or its text, a page of it, how many there are, and where in the text.
    private static string Found(string words)
    {
        var (part, question) = ($"'%{words}%'", $"websearch_to_tsquery('swedish', '{words}')");
        string Named(string column) => $"({column} ilike {part} or to_tsvector('swedish', {column}) @@ {question})";
        var all = $"""
            select 'process' as type, p.id::text as key, p.name from processes p where p.version_in_force is not null and {Named("p.name")}
            union all select 'activity', a.id::text, a.name from activities a join processes p on p.id = a.process_id where p.version_in_force is not null and a.first_version is not null and a.last_version is null and {Named("a.name")}
            union all select 'routine', d.id::text, d.title from documents d where d.in_force is not null and {Named("d.title")}
            union all select 'routine', d.id::text, d.title from document_versions v join documents d on d.id = v.document_id where v.number = d.in_force and to_tsvector('swedish', v.text) @@ {question} and not {Named("d.title")}
            union all select 'unit', u.unit_code, u.name from unit_periods u where u.valid_from <= current_date and coalesce(u.until, 'infinity') > current_date and {Named("u.name")}
            """;
        return $"""
            select count(*) from ({all}) found;
            with page as (select * from ({all}) found order by type, name, key limit 20)
            select page.*, ts_headline('swedish', v.text, {question}, 'MaxFragments=2, MaxWords=22, MinWords=8') from page left join documents d on page.type = 'routine' and d.id::text = page.key left join document_versions v on v.document_id = d.id and v.number = d.in_force
            """;
    }

    private static async Task Read(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        foreach (var one in sql.Split(';'))
        {
            await using var command = new NpgsqlCommand(one, connection);
            await using var rows = await command.ExecuteReaderAsync(ct);
            var values = new object[rows.FieldCount];
            while (await rows.ReadAsync(ct)) rows.GetValues(values);
        }
    }

    // Copies of what the demonstration has, so that they fit whatever columns the tables have. The texts are of the words that such texts are of.
    private static async Task Fill(NpgsqlDataSource database, int processes, int documents, int units, int people, CancellationToken ct)
    {
        const string process = "(select id from processes where version_in_force is not null order by id limit 1)", document = "(select id from documents where in_force is not null order by id limit 1)";
        var first = await database.Scalar<Guid>($"select {process}", ct);
        var text = await database.Scalar<Guid>($"select {document}", ct);
        string Numbers(int count) => $"generate_series(1, {count}) number";
        if (units > 0)
        {
            var missing = $"generate_series(1, {units} - (select count(*) from units)::int) number";
            await ManyCases.Copies(database, "units", "select u as sample from units u where code = 'norrangen'", missing, "'code', 'enhet-' || number", ct);
            await ManyCases.Copies(database, "unit_periods", "select p as sample from unit_periods p where unit_code = 'norrangen' order by valid_from desc limit 1",
                "(select right(code, -6)::int as number from units where code like 'enhet-%') numbered", "'unit_code', 'enhet-' || number, 'name', 'Enheten nummer ' || number", ct);
        }
        await ManyCases.Copies(database, "people", "select p as sample from people p order by id limit 1", Numbers(people), "'id', md5('person' || number)::uuid, 'account_id', null, 'name', 'Person ' || number", ct);
        await ManyCases.Copies(database, "processes", $"select p as sample from processes p where id = '{first}'", Numbers(processes), "'id', md5('process' || number)::uuid, 'name', (array['Planera', 'Genomföra', 'Följa upp', 'Utreda', 'Rekrytera'])[1 + number % 5] || ' del ' || number, 'parent_activity_id', null", ct);
        await ManyCases.Copies(database, "process_versions", $"select v as sample from process_versions v where process_id = '{first}' order by number desc limit 1", Numbers(processes), "'id', md5('version' || number)::uuid, 'process_id', md5('process' || number)::uuid", ct);
        await ManyCases.Copies(database, "activities", $"select a as sample from activities a where process_id = '{first}' order by number limit 1", $"generate_series(1, {processes}) number, generate_series(1, 10) step",
            "'id', md5('step' || number || '-' || step)::uuid, 'process_id', md5('process' || number)::uuid, 'element_id', 'Activity_' || step, 'number', step, 'name', (array['Planera', 'Dokumentera', 'Signera', 'Följa upp', 'Lämna över'])[1 + (number + step) % 5] || ' steg ' || step", ct);
        await ManyCases.Copies(database, "documents", $"select d as sample from documents d where id = '{text}'", Numbers(documents),
            "'id', md5('document' || number)::uuid, 'title', (array['Läkemedel', 'Basal hygien', 'Fallrisk', 'Nyckelhantering', 'Kontaktmannaskap'])[1 + number % 5] || ' vid enhet ' || number, 'unit_code', null", ct);
        await ManyCases.Copies(database, "document_versions", $"select v as sample from document_versions v where document_id = '{text}' order by number desc limit 1",
            $"""
            {Numbers(documents)}, lateral (select string_agg((array['den enskilde', 'kontrollera', 'läkemedel', 'rummet', 'ansvarig sjuksköterska', 'dokumentera', 'genomförandeplanen', 'hygienrutinen', 'vid behov', 'omgående', 'nästa pass', 'teamet', 'samtycke', 'handskar', 'rapportera', 'avvikelse', 'kvällen', 'dörren', 'schemat', 'anhörig'])[1 + (place * 7 + number * place) % 20], ' ') as body from generate_series(1, 300) place) words
            """,
            "'id', md5('text' || number)::uuid, 'document_id', md5('document' || number)::uuid, 'text', '## Så gör du' || chr(10) || chr(10) || body || '. Märkt nyckel' || number % 100 || case when number % 3 = 0 then ' i signeringslistan.' else '.' end", ct);
        await database.Execute("vacuum analyze units, unit_periods, people, processes, process_versions, activities, documents, document_versions", ct);
    }
}
