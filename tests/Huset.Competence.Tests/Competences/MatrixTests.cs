using System.Diagnostics;
using System.Text.Json;
using Huset.ServiceDefaults;
using Npgsql;

namespace Huset.Competence.Tests.Competences;

/// <summary>In a directory of its own, so that nobody else's requirements are counted.</summary>
public sealed class MatrixTests(MatrixTests.Directory directory, ITestOutputHelper output) : IClassFixture<MatrixTests.Directory>, IAsyncLifetime
{
    private const string Api = CompetenceHost.Api;
    private readonly CompetenceHost host = directory.Host;
    private static DateOnly Today => SwedishTime.Today(TimeProvider.System);

    public sealed class Directory : IAsyncLifetime
    {
        public CompetenceHost Host { get; } = new();

        public ValueTask InitializeAsync() => Host.InitializeAsync();

        public ValueTask DisposeAsync() => Host.DisposeAsync();
    }

    public async ValueTask InitializeAsync() => await Run("truncate employees, requirements, competence_types cascade");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Each_cell_tells_how_it_is_and_those_with_most_gaps_come_first()
    {
        var (title, hygiene, lifting) = (await host.Competence(), await host.Competence(12), await host.Competence());
        await host.Required(title, role: "underskoterska");
        await host.Required(hygiene, TestUnits.ElderlyCare, level: "should");
        await host.Required(hygiene, TestUnits.Kullen, "underskoterska");
        await host.Required(lifting, TestUnits.Hasselvagen);
        var anna = await host.Employed(name: "Anna");
        var bo = await host.Employed(name: "Bo");
        var cia = await host.Employed(TestUnits.Kullen, name: "Cia");
        var dan = await host.Employed(TestUnits.Kullen, "handlaggare", name: "Dan");
        await host.Register(anna, title, Today.AddYears(-3)).Json(HttpStatusCode.Created);
        await host.Register(anna, hygiene, Today).Json(HttpStatusCode.Created);
        await host.Register(bo, title, Today.AddYears(-3), Today.AddDays(60)).Json(HttpStatusCode.Created);
        await host.Register(bo, hygiene, Today.AddYears(-2)).Json(HttpStatusCode.Created);
        // The latest of several counts, and one that is ended does not.
        await host.Register(dan, hygiene, Today.AddYears(-3)).Json(HttpStatusCode.Created);
        await host.Register(dan, hygiene, Today.AddDays(-30)).Json(HttpStatusCode.Created);
        var ended = (await host.Register(cia, hygiene, Today).Json(HttpStatusCode.Created)).GetProperty("id").GetString();
        await host.As(TestUsers.Staffing).Post($"{Api}/employees/{cia}/competences/{ended}/ending", new { reason = "Fel" }).Json();

        var matrix = await Read(TestUnits.ElderlyCare);
        Assert.Equal([hygiene, title], matrix.GetProperty("columns").EnumerateArray().Select(column => column.GetProperty("competence").GetString()));
        Assert.Equal([(4, 2, 0, 1, 1, 1), (3, 1, 1, 0, 1, 1)], matrix.GetProperty("columns").EnumerateArray().Select(column =>
            (Number(column, "required"), Number(column, "held"), Number(column, "expiring"), Number(column, "expired"), Number(column, "missing"), Number(column, "mustGaps"))));
        Assert.Equal(
            [("Cia", 2, "missing must", "missing must"), ("Bo", 0, "expired should", "expiring must"), ("Anna", 0, "held should", "held must"), ("Dan", 0, "held should", "not-required ")],
            matrix.GetProperty("items").EnumerateArray().Select(row => (row.GetProperty("name").GetString()!, Number(row, "mustGaps"), Words(row, 0), Words(row, 1))));
        Assert.Equal(Today.AddYears(1).AddDays(-1).ToString("O"), matrix.GetProperty("items")[2].GetProperty("cells")[0].GetProperty("expiresOn").GetString());

        // On another day it was otherwise: what is asked for from a day is asked for then.
        Assert.Equal(0, (await Read(TestUnits.ElderlyCare, "&on=2019-12-31")).GetProperty("columns").GetArrayLength());
        Assert.Equal("expired", (await Read(TestUnits.Norrangen, $"&on={Today.AddYears(2):O}")).GetProperty("items").EnumerateArray()
            .Single(row => row.GetProperty("name").GetString() == "Anna").GetProperty("cells").EnumerateArray().Single(cell => cell.GetProperty("competence").GetString() == hygiene).GetProperty("status").GetString());
        var second = await Read(TestUnits.ElderlyCare, "&limit=1&page=2");
        Assert.Equal(("Bo", 4), (second.GetProperty("items")[0].GetProperty("name").GetString(), Number(second, "total")));
        Assert.Contains("page=3", second.GetProperty("next").GetString(), StringComparison.Ordinal);

        static string Words(JsonElement row, int place) =>
            $"{row.GetProperty("cells")[place].GetProperty("status").GetString()} {(row.GetProperty("cells")[place].TryGetProperty("level", out var level) ? level.GetString() : "")}";
    }

    [Fact]
    public async Task The_file_has_everyone_in_order_of_name()
    {
        var hygiene = await host.Competence(12);
        await host.Required(hygiene, TestUnits.Norrangen);
        await host.Employed(name: "Öst, Eva");
        var asa = await host.Employed(name: "Åsa");
        await host.Register(asa, hygiene, Today).Json(HttpStatusCode.Created);
        var file = await host.As(TestUsers.Manager).GetStringAsync($"{Api}/units/norrangen/matrix?format=csv");
        Assert.Equal(
            [$"name;role;unitCode;Kompetens {hygiene}", $"Åsa;underskoterska;norrangen;held {Today.AddYears(1).AddDays(-1):O}", "Öst, Eva;underskoterska;norrangen;missing", ""],
            file.Split("\r\n"));
    }

    [Fact]
    public async Task A_manager_reads_the_own_units_matrix_and_an_employee_none()
    {
        await Read(TestUnits.Norrangen, by: TestUsers.Manager);
        await host.As(TestUsers.Manager).GetAsync($"{Api}/units/{TestUnits.ElderlyCare}/matrix").Problem(HttpStatusCode.NotFound, "resource.not-found");
        await host.As(TestUsers.Employee).GetAsync($"{Api}/units/{TestUnits.Norrangen}/matrix").Problem(HttpStatusCode.NotFound, "resource.not-found");
        await host.As(TestUsers.Staffing).GetAsync($"{Api}/units/hogwarts/matrix").Problem(HttpStatusCode.NotFound, "resource.not-found");
        await host.As(TestUsers.BoardMember).GetAsync($"{Api}/units/{TestUnits.Norrangen}/matrix").Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        await host.As(null).GetAsync($"{Api}/units/{TestUnits.Norrangen}/matrix").Problem(HttpStatusCode.Unauthorized, "user.not-signed-in");
        await host.As(TestUsers.Staffing).GetAsync($"{Api}/units/{TestUnits.Norrangen}/matrix?on=9999-12-31").NamesField("on");
        await host.As(TestUsers.Staffing).GetAsync($"{Api}/units/{TestUnits.Norrangen}/matrix?format=pdf").NamesField("format");
    }

    [Fact]
    public async Task The_room_tells_of_gaps_among_the_own_people_and_of_ones_own_wherever_one_works()
    {
        var (title, hygiene) = (await host.Competence(), await host.Competence(12));
        await host.Required(title, TestUnits.Norrangen);
        await host.Required(hygiene, TestUnits.Norrangen, level: "should");
        await host.Required(title, TestUnits.Hasselvagen);
        var anna = await host.Employed(name: "Anna");
        await host.Register(anna, title, Today.AddYears(-1), Today.AddDays(30)).Json(HttpStatusCode.Created);
        await host.Employed(account: TestUsers.Employee);
        await host.Employed(TestUnits.Hasselvagen, account: TestUsers.Manager);

        Assert.Equal(
            ["urgent", "1 {value} krav på kompetens som ska vara uppfyllt är det inte", "1 {value} kompetens går ut inom 60 dagar", "1 Du saknar {value} kompetens som du ska ha", "3 {value} personer arbetar här"],
            await Room(TestUsers.Manager));
        Assert.Equal(["attention", "1 Du saknar {value} kompetens som du ska ha"], await Room(TestUsers.Employee));
    }

    private async Task<string[]> Room(TestUser user)
    {
        var room = (await host.As(user).GetAsync("/competence/v1/room").Json()).GetProperty("rooms")[0];
        return [room.GetProperty("state").GetString()!, .. room.GetProperty("facts").EnumerateArray().Select(fact => $"{fact.GetProperty("value").GetInt64()} {fact.GetProperty("text").GetString()}")];
    }

    /// <summary>4,500 people of whom each is asked a hundred competences and has most: no more than half as much again as by hand-written SQL, and 10 ms (decision 41).</summary>
    [Fact]
    public async Task Four_and_a_half_thousand_people_and_a_hundred_requirements_are_read_as_fast_as_by_hand()
    {
        // What is inserted is right by its making; to look up each row's person and competence takes half a minute.
        await Run("""
            begin; set local session_replication_role = replica;
            insert into competence_types (code, name, kind, version) select 'k' || n, 'Kompetens ' || n, 'kurs', 1 from generate_series(1, 100) n;
            insert into requirements (id, competence, level, valid_from, source, version) select gen_random_uuid(), 'k' || n, case when n % 3 = 0 then 'must' else 'should' end, '2020-01-01', 'Test', 1 from generate_series(1, 100) n;
            insert into employees (id, number, name, role, home_unit, employed_from, is_active, version, changed_at)
                select gen_random_uuid(), 'n' || n, 'Person ' || n, case when n % 2 = 0 then 'underskoterska' else 'vardbitrade' end, (array['norrangen', 'kullen', 'solgarden', 'hasselvagen'])[1 + n % 4], '2020-01-01', true, 1, now() from generate_series(1, 4500) n;
            insert into held_competences (id, employee_id, competence, acquired_on, expires_on, evidence, registered_by_name, registered_at, version)
                select gen_random_uuid(), e.id, 'k' || n, current_date - 400, case when (length(e.number) + n + ascii(right(e.number, 1))) % 7 = 0 then current_date - 10 + n end, 'kursintyg', 'Test', now(), 1
                from employees e cross join generate_series(1, 100) n where (n * 7 + right(e.number, 1)::int) % 10 > 0;
            commit;
            """);
        await Run("vacuum analyze employees");
        await Run("vacuum analyze held_competences");
        await Run("analyze requirements");
        using var client = host.As(TestUsers.Staffing);
        await using var connection = await host.Owner.OpenConnectionAsync();
        await Compare($"{Api}/units/{TestUnits.Department}/matrix", [Columns("true"), Page("true", 20)], answer =>
        {
            var matrix = JsonDocument.Parse(answer).RootElement;
            Assert.Equal((4500, 100, 20), (Number(matrix, "total"), matrix.GetProperty("columns").GetArrayLength(), matrix.GetProperty("items").GetArrayLength()));
        });
        const string largest = "e.home_unit = 'norrangen'";
        await Compare($"{Api}/units/{TestUnits.Norrangen}/matrix", [Columns(largest), Page(largest, 20)], answer => Assert.Equal(1125, Number(JsonDocument.Parse(answer).RootElement, "total")));
        await Compare($"/kompetens/enheter/{TestUnits.Norrangen}", [Columns(largest), Page(largest, 50)], answer => Assert.Contains("Person ", answer, StringComparison.Ordinal));
        await Compare("/kompetens/", [ByUnit, Nearest], answer => Assert.Contains("href=\"personal/", answer, StringComparison.Ordinal));

        async Task Compare(string path, string[] statements, Action<string> check)
        {
            var (served, byHand) = (new List<double>(), new List<double>());
            // The first round is what is compiled and read for the first time; what one disturbed round took says nothing of either.
            for (var round = -1; round < 3; round++)
            {
                using var answer = await client.GetAsync(path);
                if (round < 0) check(await answer.Content.ReadAsStringAsync());
                var timing = answer.Headers.GetValues("Server-Timing").Single();
                if (round >= 0) served.Add(double.Parse(timing[(timing.IndexOf("dur=", StringComparison.Ordinal) + 4)..], System.Globalization.CultureInfo.InvariantCulture));

                var clock = Stopwatch.StartNew();
                foreach (var statement in statements)
                {
                    await using var command = new NpgsqlCommand(statement, connection);
                    await using var reader = await command.ExecuteReaderAsync();
                    while (await reader.ReadAsync()) _ = reader.GetValue(0);
                }
                if (round >= 0) byHand.Add(clock.Elapsed.TotalMilliseconds);
            }
            served.Sort();
            byHand.Sort();
            var aim = (1.5 * byHand[0]) + 10;
            output.WriteLine($"{path}: service best {served[0]:0} ms, median {served[1]:0} ms; by hand best {byHand[0]:0} ms, median {byHand[1]:0} ms; aim {aim:0} ms");
            // Of three rounds on a machine that others use too; what is nearer to the aim than this is the bench's to tell.
            Assert.True(served[0] <= 1.3 * aim, $"{path}: {served[0]:0} ms, aim {aim:0} ms");
        }
    }

    // What someone would write who has these tables, a day and no units to mind: each one's best of each competence, against what is asked.
    private static string Asked(string who, string what = "true") => $"""
        from employees e cross join requirements r
        left join (
            select employee_id, competence, max(coalesce(expires_on, 'infinity')) as until from held_competences {(who == "true" ? "" : $"where employee_id in (select e.id from employees e where {who})")} group by 1, 2) h
            on h.employee_id = e.id and h.competence = r.competence
        where {who} and {what}
        """;

    private static string Columns(string who) => $"""
        select r.competence, count(*), count(*) filter (where h.until is null), count(*) filter (where h.until < current_date), count(*) filter (where h.until between current_date and current_date + 60),
            count(*) filter (where r.level = 'must' and (h.until is null or h.until < current_date)) {Asked(who)} group by 1
        """;

    private static string Page(string who, int limit) => $"""
        with page as (
            select e.id, e.name, e.role, e.home_unit, count(*) filter (where r.level = 'must' and (h.until is null or h.until < current_date)) as must_gaps, count(*) filter (where h.until is null or h.until < current_date) as gaps
            {Asked(who)} group by e.id order by 5 desc, 6 desc, 2 limit {limit})
        select p.name, r.competence, r.level, (select max(coalesce(h.expires_on, 'infinity')) from held_competences h where h.employee_id = p.id and h.competence = r.competence) from page p cross join requirements r
        """;

    private static readonly string ByUnit = $"""
        select e.home_unit, count(*), count(*) filter (where h.until is null), count(*) filter (where h.until < current_date), count(*) filter (where h.until between current_date and current_date + 60),
            count(*) filter (where r.level = 'must' and (h.until is null or h.until < current_date)) {Asked("true")} group by 1
        """;

    private static readonly string Nearest = $"select e.name, r.competence, h.until {Asked("true", "h.until <= current_date + 60")} order by h.until < current_date desc, h.until, e.name limit 20";

    private static int Number(JsonElement json, string name) => json.GetProperty(name).GetInt32();

    private Task<JsonElement> Read(string unit, string query = "", TestUser? by = null) => host.As(by ?? TestUsers.Staffing).GetAsync($"{Api}/units/{unit}/matrix?{query.TrimStart('&')}").Json();

    private async Task Run(string sql)
    {
        await using var command = host.Owner.CreateCommand(sql);
        command.CommandTimeout = 300;
        await command.ExecuteNonQueryAsync();
    }
}
