using System.Text.Json;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Limits;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace Huset.Competence;

/// <summary>How someone stands to a competence on a day.</summary>
public enum CellStatus
{
    Held,

    /// <summary>Held, but it runs out within as many days as the rule says.</summary>
    Expiring,

    Expired,
    Missing,
    NotRequired,
}

/// <summary>How many of those that a competence is asked of, or of what is asked of someone, stand so.</summary>
/// <param name="Required">How many it is asked of.</param>
/// <param name="MustGaps">Missing or expired where it must be had.</param>
/// <param name="Missing">Missing.</param>
/// <param name="Expired">Expired.</param>
/// <param name="Expiring">Held, and running out.</param>
public sealed record Sums(int Required, int MustGaps, int Missing, int Expired, int Expiring)
{
    public int Gaps => Missing + Expired;
    public int Held => Required - Gaps - Expiring;

    public static Sums None { get; } = new(0, 0, 0, 0, 0);

    public static Sums operator +(Sums one, Sums other) =>
        new(one.Required + other.Required, one.MustGaps + other.MustGaps, one.Missing + other.Missing, one.Expired + other.Expired, one.Expiring + other.Expiring);
}

/// <summary>A competence that is asked of someone.</summary>
public sealed record Cell(string Competence, bool Must, CellStatus Status, DateOnly? ExpiresOn);

/// <summary>Someone and what is asked of the person.</summary>
public sealed record PersonCells(Guid Id, string Name, string Role, string HomeUnit, Sums Sums, IReadOnlyList<Cell> Cells);

/// <summary>A page of people, and how it is among all of them.</summary>
public sealed record MatrixPage(long People, IReadOnlyDictionary<string, Sums> Columns, IReadOnlyList<PersonCells> Rows);

/// <summary>A competence of someone's that has run out or will.</summary>
public sealed record RunningOut(Guid Id, string Name, string HomeUnit, string Competence, bool Must, DateOnly ExpiresOn);

/// <summary>Whose competence is looked at, and when. Who may see them is the caller's to know.</summary>
/// <param name="Units">The units where they work.</param>
/// <param name="Day">The day.</param>
/// <param name="Soon">What ends on this day at the latest is told to run out.</param>
/// <param name="Employee">One only.</param>
public sealed record MatrixScope(string[] Units, DateOnly Day, DateOnly Soon, Guid? Employee = null);

/// <summary>
/// What is asked of people and what they have, set by set in the database: each of the questions is one statement, however many they are.
/// What a role and unit is asked for is found once for each pair of them and not for each person.
/// </summary>
public sealed class CompetenceMatrix(CompetenceDb db, UnitTree tree, TimeProvider clock)
{
    // One person or four thousand: the plan that PostgreSQL keeps for whoever it may be goes through everything held once for each thing that is asked
    // of anyone. Sent together the two are one transaction, which the setting ends with.
    private const string People = """
        do $$ begin perform set_config('plan_cache_mode', 'force_custom_plan', true); end $$;
        with people as materialized (
            select id, name, role, home_unit from employees
            where home_unit = any(@units) and employed_from <= @day and (employed_to is null or employed_to > @day) and (@employee is null or id = @employee)),
        needed as materialized (
            select g.role, g.home_unit, r.competence, bool_or(r.level = 'must') as must
            from (select distinct role, home_unit from people) g
            join unnest(@below, @above) as place(unit, above) on place.unit = g.home_unit
            join requirements r on coalesce(r.unit_code, '') = place.above and (r.role is null or r.role = g.role)
                and r.valid_from <= @day and (r.valid_to is null or r.valid_to > @day)
            group by 1, 2, 3),
        held as (
            select h.employee_id, h.competence, max(coalesce(h.expires_on, 'infinity')) as until
            from people p join held_competences h on h.employee_id = p.id
            where h.acquired_on <= @day and (h.ended_on is null or h.ended_on > @day)
            group by 1, 2)

        """;

    private const string Counts = """
        count(*)::int as required, (count(*) filter (where n.must and (h.until is null or h.until < @day)))::int as must_gaps, (count(*) filter (where h.until is null))::int as missing,
        (count(*) filter (where h.until < @day))::int as expired, (count(*) filter (where h.until >= @day and h.until <= @soon))::int as expiring
        """;

    private const string Asked = "people p join needed n on n.role = p.role and n.home_unit = p.home_unit left join held h on h.employee_id = p.id and h.competence = n.competence";

    private const string Page = $"""
        {People},
        sums as materialized (select p.id, n.competence, {Counts} from {Asked} group by grouping sets ((p.id), (n.competence))),
        page as materialized (
            select p.id, p.name, p.role, p.home_unit, coalesce(s.required, 0) as required, coalesce(s.must_gaps, 0) as must_gaps, coalesce(s.missing, 0) as missing, coalesce(s.expired, 0) as expired, coalesce(s.expiring, 0) as expiring
            from people p left join sums s on s.id = p.id
            order by 6 desc, coalesce(s.missing, 0) + coalesce(s.expired, 0) desc, 9 desc, 2, 1 limit @limit offset @skip)
        select (select count(*) from people) as "People",
            (select json_agg(json_build_array(competence, required, must_gaps, missing, expired, expiring)) from sums where id is null) as "Columns",
            (select json_agg(json_build_array(id, name, role, home_unit, required, must_gaps, missing, expired, expiring, (
                    select json_agg(json_build_array(n.competence, n.must, nullif(h.until, 'infinity'), h.until is null))
                    from needed n left join lateral (
                        select max(coalesce(h.expires_on, 'infinity')) as until from held_competences h
                        where h.employee_id = page.id and h.competence = n.competence and h.acquired_on <= @day and (h.ended_on is null or h.ended_on > @day)) h on true
                    where n.role = page.role and n.home_unit = page.home_unit))
                order by must_gaps desc, missing + expired desc, expiring desc, name, id) from page) as "Rows"
        """;

    private const string ByUnit = $"""
        {People}
        select home_unit as "HomeUnit", required as "Required", must_gaps as "MustGaps", missing as "Missing", expired as "Expired", expiring as "Expiring"
        from (select p.home_unit, {Counts} from {Asked} group by 1) counted
        """;

    private const string Together = $"""
        {People}
        select seen as "Seen", own as "Own", required as "Required", must_gaps as "MustGaps", missing as "Missing", expired as "Expired", expiring as "Expiring"
        from (select p.home_unit = any(@seen) as seen, p.id is not distinct from @person as own, {Counts} from {Asked} group by 1, 2) counted
        """;

    private const string Nearest = $"""
        {People}
        select p.id as "Id", p.name as "Name", p.home_unit as "HomeUnit", n.competence as "Competence", n.must as "Must", h.until as "ExpiresOn" from {Asked}
        where h.until <= @soon order by h.until < @day desc, h.until, p.name, p.id, n.competence limit @limit
        """;

    private const string Columns = $"""{People} select distinct competence as "Value" from needed""";

    private const string All = $"""
        {People}
        select p.name as "Name", p.role as "Role", p.home_unit as "HomeUnit", (
            select json_agg(json_build_array(n.competence, n.must, nullif(h.until, 'infinity'), h.until is null))
            from needed n left join held h on h.employee_id = p.id and h.competence = n.competence where n.role = p.role and n.home_unit = p.home_unit) as "Cells"
        from people p order by p.name, p.id
        """;

    /// <summary>The people of these units on the day, and as far ahead as the rule of today looks.</summary>
    /// <exception cref="InvalidField">400: on.</exception>
    public async Task<MatrixScope> Scope(IEnumerable<string> units, DateOnly? on, CancellationToken ct, Guid? employee = null)
    {
        var today = SwedishTime.Today(clock);
        var day = on ?? today;
        if (day.Year is < 1900 or > 2200) throw new InvalidField("on", "It must be a day between 1900 and 2200.");
        return Scope(units, day, await LimitsOfDay.Read(db, today, ct)) with { Employee = employee };
    }

    /// <summary>The people of these units on the day, and as far ahead as these rules look.</summary>
    public static MatrixScope Scope(IEnumerable<string> units, DateOnly day, LimitsOfDay limits) => new([.. units], day, day.AddDays(limits[Measure.CompetenceExpiryDays].Value));

    /// <summary>A page of people, those with most gaps first.</summary>
    public async Task<MatrixPage> Read(MatrixScope scope, int limit, int skip, CancellationToken ct)
    {
        var answer = (await Ask<PageRow>(Page, scope, ct, new NpgsqlParameter<int>("limit", limit), new NpgsqlParameter<int>("skip", skip)))[0];
        return new(
            answer.People,
            List(answer.Columns).ToDictionary(column => column[0].GetString()!, column => SumsAt(column, 1)),
            [.. List(answer.Rows).Select(row => new PersonCells(row[0].GetGuid(), row[1].GetString()!, row[2].GetString()!, row[3].GetString()!, SumsAt(row, 4), Cells(row[9], scope)))]);
    }

    /// <summary>How it is in each of the units where something is asked of somebody.</summary>
    public async Task<IReadOnlyDictionary<string, Sums>> Units(MatrixScope scope, CancellationToken ct) =>
        (await Ask<UnitRow>(ByUnit, scope, ct)).ToDictionary(row => row.HomeUnit, row => new Sums(row.Required, row.MustGaps, row.Missing, row.Expired, row.Expiring));

    /// <summary>How it is with one person.</summary>
    public async Task<Sums> Of(Employee employee, CancellationToken ct) => (await Sum(await Scope([], null, ct), employee, ct)).Own;

    /// <summary>How it is in the units together, and with one person, who may work elsewhere.</summary>
    public async Task<(Sums Units, Sums Own)> Sum(MatrixScope scope, Employee? person, CancellationToken ct)
    {
        var of = person is null ? scope : scope with { Units = [.. scope.Units.Union([person.HomeUnit])], Employee = scope.Units.Length == 0 ? person.Id : null };
        if (of.Units.Length == 0) return (Sums.None, Sums.None);
        var rows = await Ask<TogetherRow>(Together, of, ct, new NpgsqlParameter<string[]>("seen", scope.Units), new NpgsqlParameter("person", NpgsqlDbType.Uuid) { Value = (object?)person?.Id ?? DBNull.Value });
        return (Of(rows.Where(row => row.Seen)), Of(rows.Where(row => row.Own)));

        static Sums Of(IEnumerable<TogetherRow> rows) => rows.Aggregate(Sums.None, (sum, row) => sum + new Sums(row.Required, row.MustGaps, row.Missing, row.Expired, row.Expiring));
    }

    /// <summary>What has run out and will, what has first and then the nearest.</summary>
    public Task<List<RunningOut>> RunsOut(MatrixScope scope, int limit, CancellationToken ct) =>
        Ask<RunningOut>(Nearest, scope, ct, new NpgsqlParameter<int>("limit", limit));

    /// <summary>Codes of the competences that are asked of anyone.</summary>
    public Task<List<string>> Competences(MatrixScope scope, CancellationToken ct) => Ask<string>(Columns, scope, ct);

    /// <summary>Everyone in order of name, a row in memory at a time.</summary>
    public async IAsyncEnumerable<(string Name, string Role, string HomeUnit, IReadOnlyList<Cell> Cells)> Everyone(MatrixScope scope, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var row in db.Database.SqlQueryRaw<ExportRow>(All, [.. Parameters(scope)]).AsAsyncEnumerable().WithCancellation(ct))
            yield return (row.Name, row.Role, row.HomeUnit, row.Cells is null ? [] : Cells(JsonSerializer.Deserialize<JsonElement>(row.Cells), scope));
    }

    private Task<List<T>> Ask<T>(string sql, MatrixScope scope, CancellationToken ct, params NpgsqlParameter[] more) =>
        db.Database.SqlQueryRaw<T>(sql, [.. Parameters(scope), .. more]).ToListAsync(ct);

    private IEnumerable<NpgsqlParameter> Parameters(MatrixScope scope)
    {
        // What is asked for everywhere has no unit.
        var places = scope.Units.SelectMany(unit => tree.WithAbove(unit).Append("").Select(above => (unit, above))).ToList();
        yield return new NpgsqlParameter<string[]>("units", scope.Units);
        yield return new NpgsqlParameter<DateOnly>("day", scope.Day);
        yield return new NpgsqlParameter<DateOnly>("soon", scope.Soon);
        yield return new NpgsqlParameter<string[]>("below", [.. places.Select(place => place.unit)]);
        yield return new NpgsqlParameter<string[]>("above", [.. places.Select(place => place.above)]);
        yield return new NpgsqlParameter("employee", NpgsqlDbType.Uuid) { Value = (object?)scope.Employee ?? DBNull.Value };
    }

    private static IEnumerable<JsonElement> List(string? json) => json is null ? [] : JsonSerializer.Deserialize<JsonElement>(json).EnumerateArray();

    private static Sums SumsAt(JsonElement row, int place) => new(row[place].GetInt32(), row[place + 1].GetInt32(), row[place + 2].GetInt32(), row[place + 3].GetInt32(), row[place + 4].GetInt32());

    private static List<Cell> Cells(JsonElement cells, MatrixScope scope) => cells.ValueKind != JsonValueKind.Array ? [] : [.. cells.EnumerateArray().Select(cell =>
    {
        var until = cell[2].ValueKind == JsonValueKind.Null ? (DateOnly?)null : DateOnly.Parse(cell[2].GetString()!, System.Globalization.CultureInfo.InvariantCulture);
        var status = cell[3].GetBoolean() ? CellStatus.Missing : until < scope.Day ? CellStatus.Expired : until <= scope.Soon ? CellStatus.Expiring : CellStatus.Held;
        return new Cell(cell[0].GetString()!, cell[1].GetBoolean(), status, until);
    })];

    private sealed record PageRow(long People, string? Columns, string? Rows);

    private sealed record UnitRow(string HomeUnit, int Required, int MustGaps, int Missing, int Expired, int Expiring);

    private sealed record TogetherRow(bool Seen, bool Own, int Required, int MustGaps, int Missing, int Expired, int Expiring);

    private sealed record ExportRow(string Name, string Role, string HomeUnit, string? Cells);
}
