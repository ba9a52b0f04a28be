using System.Collections.Concurrent;
using Huset.ServiceDefaults.Identity;

namespace Huset.Competence.Tests;

/// <summary>What the rights table says of delegations, staffing and needs.</summary>
internal static class WorkRights
{
    private const string Api = "/competence/v1", Pages = "/kompetens";
    private static int Made;

    public static RightsMatrix WithDelegations(this RightsMatrix matrix, CompetenceHost host)
    {
        // Who works where no reader is manager, so that it is the delegation's unit that counts.
        var someone = new Lazy<Task<Guid>>(() => host.Employed(TestUnits.Hasselvagen, "sjukskoterska"));
        var readers = new ConcurrentDictionary<string, Lazy<Task<Guid>>>();
        RowPosition Delegation(string name, string unit, string? own = null, bool draft = false) => new(name, async reader =>
        {
            var words = $"Person{Interlocked.Increment(ref Made)}z";
            var me = own is null ? Guid.Empty : await readers.GetOrAdd(reader.Username, _ => new(() => host.Employed(TestUnits.DisabilityCare, "sjukskoterska", reader))).Value;
            var other = await someone.Value;
            return new(await host.Delegated(own == "received" ? me : other, own == "given" ? me : other, unit, $"{Mark(reader)} {words}", draft), [words]);
        });
        Opening mine = Opening.By(Permissions.ReadDelegations, Reach.Own), units = Opening.By(Permissions.ReadDelegations, Reach.Units), all = Opening.By(Permissions.ReadDelegations, Reach.All);
        (RowPosition, Opening[])[] reading =
        [
            (Delegation("received, in another unit", TestUnits.Hasselvagen, "received"), [mine, all]),
            (Delegation("given, in another unit", TestUnits.Hasselvagen, "given"), [mine, all]),
            (Delegation("another's, own unit", TestUnits.ElderlyCare), [units, all]),
            (Delegation("another's, unit below", TestUnits.Norrangen), [units, all]),
            (Delegation("another's, other unit", TestUnits.Hasselvagen), [all]),
        ];
        (RowPosition, Opening[])[] signing =
        [
            (Delegation("received, a draft", TestUnits.DisabilityCare, "received", draft: true), [Opening.By(Permissions.SignDelegation, Reach.Own)]),
            (Delegation("given, a draft", TestUnits.DisabilityCare, "given", draft: true), [Opening.By(Permissions.SignDelegation, Reach.Own)]),
            (Delegation("another's, own unit, a draft", TestUnits.ElderlyCare, draft: true), []),
        ];
        (RowPosition, Opening[])[] receiving = [signing[0], (signing[1].Item1, []), signing[2]];
        Opening withdrawUnits = Opening.By(Permissions.WithdrawDelegation, Reach.Units), withdrawAll = Opening.By(Permissions.WithdrawDelegation, Reach.All);
        (RowPosition, Opening[])[] withdrawing =
        [
            (Delegation("given, in another unit", TestUnits.Hasselvagen, "given"), [Opening.By(Permissions.WithdrawDelegation, Reach.Own), withdrawAll]),
            (Delegation("another's, unit below", TestUnits.Norrangen), [withdrawUnits, withdrawAll]),
            (Delegation("another's, other unit", TestUnits.Hasselvagen), [withdrawAll]),
        ];
        return matrix
            // Nobody is found by that id, which only who may delegate is told.
            .Route($"POST {Api}/delegations/", Permissions.Delegate, _ => Requests.Write($"{Api}/delegations/", new { employeeId = Guid.NewGuid(), task = "insulin", unitCode = TestUnits.Norrangen, validFrom = "2026-01-01", validTo = "2099-01-01", instructions = "Ring." }), HttpStatusCode.BadRequest)
            .List($"GET {Api}/delegations/", Permissions.ReadDelegations, reader => new(HttpMethod.Get, $"{Api}/delegations/?limit=100&q={Mark(reader)}"), reading)
            .Row($"GET {Api}/delegations/{{id:guid}}", Permissions.ReadDelegations, row => new(HttpMethod.Get, $"{Api}/delegations/{row.Id}"), reading)
            .WithThread(Api, "delegation", reading)
            .Route($"GET {Api}/me/delegations", Permissions.SignDelegation)
            .Route($"GET {Api}/delegations/recipients", Permissions.Delegate, _ => new(HttpMethod.Get, $"{Api}/delegations/recipients?unitCode=norrangen"))
            .Row($"POST {Api}/delegations/{{id:guid}}/signature", Permissions.SignDelegation, row => new(HttpMethod.Post, $"{Api}/delegations/{row.Id}/signature"), signing, outside: HttpStatusCode.Conflict)
            .Row($"POST {Api}/delegations/{{id:guid}}/withdrawal", Permissions.WithdrawDelegation, row => Requests.Write($"{Api}/delegations/{row.Id}/withdrawal", new { reason = "Utförs inte säkert." }), withdrawing)
            .List($"GET {Pages}/delegeringar", Permissions.ReadDelegations, reader => new(HttpMethod.Get, $"{Pages}/delegeringar?sok={Mark(reader)}"), reading, row => $"delegeringar/{row.Id}\"")
            .Row($"GET {Pages}/delegeringar/{{Id:guid}}", Permissions.ReadDelegations, row => new(HttpMethod.Get, $"{Pages}/delegeringar/{row.Id}"), reading)
            .Route($"GET {Pages}/mina-delegeringar", Permissions.SignDelegation)
            .Route($"GET {Pages}/delegeringar/ny", Permissions.Delegate)
            // Without a single answer the form is shown again.
            .Route($"POST {Pages}/delegeringar/ny", Permissions.Delegate, _ => Requests.Form($"{Pages}/delegeringar/ny", "delegering", ("Request.UnitCode", TestUnits.Norrangen)))
            .Row($"GET {Pages}/delegeringar/{{Id:guid}}/skriv-under", Permissions.SignDelegation, row => new(HttpMethod.Get, $"{Pages}/delegeringar/{row.Id}/skriv-under"), receiving)
            .Row($"POST {Pages}/delegeringar/{{Id:guid}}/skriv-under", Permissions.SignDelegation, row => Requests.Form($"{Pages}/delegeringar/{row.Id}/skriv-under", "skriv-under", ("Version", "1"), ("Read", "true")),
                receiving, HttpStatusCode.Found)
            .Row($"GET {Pages}/delegeringar/{{Id:guid}}/aterkalla", Permissions.WithdrawDelegation, row => new(HttpMethod.Get, $"{Pages}/delegeringar/{row.Id}/aterkalla"), reading)
            .Row($"POST {Pages}/delegeringar/{{Id:guid}}/aterkalla", Permissions.WithdrawDelegation, row => Requests.Form($"{Pages}/delegeringar/{row.Id}/aterkalla", "aterkalla", ("Version", "1"), ("Request.Reason", "Utförs inte säkert.")),
                withdrawing, HttpStatusCode.Found);
    }

    public static RightsMatrix WithStaffing(this RightsMatrix matrix, CompetenceHost host)
    {
        RowPosition Requirement(string name, string unit) => new(name, async _ => new(await host.Scalar<string>("""
            insert into staffing_requirements (id, unit_code, name, weekdays, start_time, end_time, headcount, needs, valid_from, valid_to, set_by_name, set_at, version)
            values (gen_random_uuid(), $1, 'Prov', '{1}', '07:00', '16:00', 1, '[]', '2097-01-01', '2097-02-01', 'M', now(), 1) returning id::text
            """, unit), []));
        var (below, elsewhere) = (Requirement("of a unit below", TestUnits.Norrangen), Requirement("of another unit", TestUnits.Hasselvagen));
        (RowPosition, Opening[])[] Rows(string permission) =>
            [(below, [Opening.By(permission, Reach.Units), Opening.By(permission, Reach.All)]), (elsewhere, [Opening.By(permission, Reach.All)])];
        static object Terms(string unit) => new { unitCode = unit, name = "Prov", weekdays = new[] { 1 }, startTime = "07:00", endTime = "16:00", headcount = 1, validFrom = "2097-01-01", validTo = "2097-02-01" };
        static (string, string)[] Fields() => [("Version", "1"), ("Request.UnitCode", TestUnits.Norrangen)];
        return matrix
            .Route($"GET {Api}/staffing-requirements/", Permissions.ReadStaffing)
            .Row($"GET {Api}/staffing-requirements/{{id:guid}}", Permissions.ReadStaffing, row => new(HttpMethod.Get, $"{Api}/staffing-requirements/{row.Id}"), Rows(Permissions.ReadStaffing))
            .Route($"POST {Api}/staffing-requirements/", Permissions.EditStaffing, _ => Requests.Write($"{Api}/staffing-requirements/", Terms(TestUnits.Kullen)), HttpStatusCode.Created)
            .Row($"PUT {Api}/staffing-requirements/{{id:guid}}", Permissions.EditStaffing, row => Requests.Put($"{Api}/staffing-requirements/{row.Id}", Terms(TestUnits.Norrangen), 1), [Rows(Permissions.EditStaffing)[0]])
            .Route($"POST {Api}/shifts/imports", Permissions.ImportShifts, _ => new(HttpMethod.Post, $"{Api}/shifts/imports") { Content = new StringContent("unitCode;shiftId;start;end\n", System.Text.Encoding.UTF8, "text/csv") })
            .Route($"GET {Api}/units/{{code}}/coverage", Permissions.ReadStaffing, _ => new(HttpMethod.Get, $"{Api}/units/norrangen/coverage?from=2030-01-01&to=2030-01-02"))
            .Route($"GET {Pages}/bemanning", Permissions.ReadStaffing)
            .Route($"GET {Pages}/bemanning/krav", Permissions.ReadStaffing)
            .Route($"GET {Pages}/bemanning/krav/ny", Permissions.EditStaffing)
            // Without a single answer the form is shown again.
            .Route($"POST {Pages}/bemanning/krav/ny", Permissions.EditStaffing, _ => Requests.Form($"{Pages}/bemanning/krav/ny", "krav", ("Request.Name", "")))
            .Row($"GET {Pages}/bemanning/krav/{{Id:guid}}", Permissions.EditStaffing, row => new(HttpMethod.Get, $"{Pages}/bemanning/krav/{row.Id}"), Rows(Permissions.EditStaffing))
            .Row($"POST {Pages}/bemanning/krav/{{Id:guid}}", Permissions.EditStaffing, row => Requests.Form($"{Pages}/bemanning/krav/{row.Id}", "krav", Fields()), Rows(Permissions.EditStaffing))
            .Route($"GET {Pages}/las-in-pass", Permissions.ImportShifts)
            .Route($"POST {Pages}/las-in-pass", Permissions.ImportShifts, _ => Requests.Form($"{Pages}/las-in-pass", "fil"));
    }

    public static RightsMatrix WithNeeds(this RightsMatrix matrix, CompetenceHost host)
    {
        RowPosition Need(string name, string unit) => new(name, async _ => new(await host.Scalar<string>("""
            insert into competence_needs (id, unit_code, deviation_id, deviation_reference, cause_id, text, restricted, asked_by_name, asked_at, status, changed_at, version)
            values (gen_random_uuid(), $1, gen_random_uuid(), 'AVV-2031-0003', gen_random_uuid(), 'Prov', false, 'M', now(), 'open', now(), 1) returning id::text
            """, unit), []));
        var (below, elsewhere) = (Need("a need of a unit below", TestUnits.Norrangen), Need("a need of another unit", TestUnits.Hasselvagen));
        (RowPosition, Opening[])[] Rows(string permission) =>
            [(below, [Opening.By(permission, Reach.Units), Opening.By(permission, Reach.All)]), (elsewhere, [Opening.By(permission, Reach.All)])];
        var (reading, handling) = (Rows(Permissions.ReadNeeds), Rows(Permissions.HandleNeeds));
        return matrix
            .Route($"GET {Api}/needs/", Permissions.ReadNeeds)
            .WithThread(Api, "competence-need", reading)
            .Row($"GET {Api}/needs/{{id:guid}}", Permissions.ReadNeeds, row => new(HttpMethod.Get, $"{Api}/needs/{row.Id}"), reading)
            .Row($"PUT {Api}/needs/{{id:guid}}/plan", Permissions.HandleNeeds, row => Requests.Put($"{Api}/needs/{row.Id}/plan", new { plan = "Kurs", dueOn = "2099-01-01" }, 1), handling)
            .Row($"POST {Api}/needs/{{id:guid}}/meeting", Permissions.HandleNeeds, row => Requests.Write($"{Api}/needs/{row.Id}/meeting", new { reason = "Klart." }), handling)
            .Row($"POST {Api}/needs/{{id:guid}}/decline", Permissions.HandleNeeds, row => Requests.Write($"{Api}/needs/{row.Id}/decline", new { reason = "Nej." }), handling)
            .Route($"GET {Pages}/behov", Permissions.ReadNeeds)
            .Row($"GET {Pages}/behov/{{Id:guid}}", Permissions.ReadNeeds, row => new(HttpMethod.Get, $"{Pages}/behov/{row.Id}"), reading)
            .Row($"POST {Pages}/behov/{{Id:guid}}", Permissions.ReadNeeds, row => Requests.Form($"{Pages}/behov/{row.Id}", "plan", ("Version", "1"), ("Request.Plan", "Kurs"), ("Request.DueOn", "2099-01-01")), reading, HttpStatusCode.Found);
    }

    // In the name of who has each row that was made for the reader; the lists are narrowed by it.
    private static string Mark(TestUser reader) => $"Läsare{RightsMatrix.NumberOf(reader)}x";
}
