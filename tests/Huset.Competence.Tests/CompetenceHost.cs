using Huset.Competence.Tests;

[assembly: AssemblyFixture(typeof(CompetenceHost))]

namespace Huset.Competence.Tests;

/// <summary>The service with the small organisation and nobody in its directory.</summary>
public sealed class CompetenceHost() : ServiceHost<Program, CompetenceDb>("competence")
{
    public const string Api = "/competence/v1";

    /// <summary>Text that no other test uses, for numbers and codes.</summary>
    public static string New(string word = "t") => $"{word}-{Guid.NewGuid():N}"[..24];

    public Task<HttpResponseMessage> ImportCsv(string path, string csv, TestUser? user = null) =>
        As(user ?? TestUsers.Integration).PostAsync(path, new StringContent(csv, System.Text.Encoding.UTF8, "text/csv"));

    /// <summary>A competence that no other test uses.</summary>
    public async Task<string> Competence(int? months = null)
    {
        var code = New("k");
        await As(TestUsers.Staffing).Post($"{Api}/competences", new { code, name = $"Kompetens {code}", kind = "kurs", months }).Json(HttpStatusCode.Created);
        return code;
    }

    public async Task<string> Required(string competence, string? unitCode = null, string? role = null, string level = "must", string validFrom = "2020-01-01", string? validTo = null, TestUser? by = null) =>
        (await As(by ?? TestUsers.Staffing).Post($"{Api}/requirements", new { competence, unitCode, role, level, validFrom, validTo, source = "Test" }).Json(HttpStatusCode.Created)).GetProperty("id").GetString()!;

    public Task<HttpResponseMessage> Register(Guid employee, string competence, DateOnly acquiredOn, DateOnly? expiresOn = null, string evidence = "kursintyg", TestUser? by = null) =>
        As(by ?? TestUsers.Staffing).Post($"{Api}/employees/{employee}/competences", new { competence, acquiredOn, expiresOn, evidence, note = "Personalakten" });

    /// <summary>Someone in the directory, whose account is the test user's when one is given.</summary>
    public async Task<Guid> Employed(string homeUnit = TestUnits.Norrangen, string role = "underskoterska", TestUser? account = null, string? name = null)
    {
        var id = Guid.CreateVersion7();
        // One at a time: of two who add the same account at once, one would meet the sign-in name, which `on conflict` does not look at.
        return await Scalar<Guid>("""
            with mine as (select pg_advisory_xact_lock(727580))
            insert into employees (id, number, name, username, account_id, role, home_unit, employed_from, is_active, version, changed_at)
            select $1, $2, $3, $4, $5, $6, $7, date '2020-01-01', true, 1, now() from mine
            on conflict (account_id) do update set home_unit = excluded.home_unit, role = excluded.role returning id
            """, id, id.ToString("N"), name ?? account?.Username ?? "Någon Testsson", (object?)account?.Username ?? DBNull.Value, (object?)account?.Id.ToString() ?? DBNull.Value, role, homeUnit);
    }

    /// <summary>A delegation of insulin between the two, signed by both unless it is a draft.</summary>
    public async Task<string> Delegated(Guid employee, Guid delegator, string unit, string name, bool draft = false) => await Scalar<string>("""
        insert into delegations (id, employee_id, employee_name, employee_role, employee_unit, delegator_id, delegator_name, delegator_role, delegator_unit, task, unit_code, valid_from, valid_to, course_passed_on, test_passed_on,
            instructions, status, delegator_signed_at, recipient_signed_at, version)
        select gen_random_uuid(), e.id, $3, e.role, e.home_unit, d.id, d.name, d.role, d.home_unit, 'insulin', $4, current_date - 30, current_date + 200, current_date - 40, current_date - 35,
            'Kontrollera namn och dos.', $5, now(), case when $5 = 'active' then now() end, 1
        from employees e, employees d where e.id = $1 and d.id = $2 returning id::text
        """, employee, delegator, name, unit, draft ? "draft" : "active");
}
