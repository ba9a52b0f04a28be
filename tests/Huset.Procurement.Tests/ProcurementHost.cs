using System.Text.Json;
using Huset.Deviations.Contracts;
using Huset.Events;
using Huset.Procurement.Tests;
using Huset.ServiceDefaults;

[assembly: AssemblyFixture(typeof(ProcurementHost))]

namespace Huset.Procurement.Tests;

/// <summary>The service with the small organisation and no supplier.</summary>
public sealed class ProcurementHost() : ServiceHost<Program, ProcurementDb>("procurement")
{
    public const string Api = "/procurement/v1";
    private static int Made;

    public static DateOnly Today => SwedishTime.Today(TimeProvider.System);

    /// <summary>An organisation number that no other test uses.</summary>
    public static string Number()
    {
        var nine = $"5599{Interlocked.Increment(ref Made):00000}";
        var sum = nine.Select((digit, place) => (digit - '0') * (place % 2 == 0 ? 2 : 1)).Sum(product => product > 9 ? product - 9 : product);
        return $"{nine[..6]}-{nine[6..]}{(10 - (sum % 10)) % 10}";
    }

    /// <summary>A supplier, for whom the accounts sign in.</summary>
    public async Task<Guid> Supplier(string? name = null, params string[] accounts)
    {
        var number = Number();
        var id = (await As(TestUsers.Procurement).Post($"{Api}/suppliers", new { organisationNumber = number, name = name ?? $"Leverantör {number}", contact = "Kvalitetsansvarig" }).Json(HttpStatusCode.Created)).GetProperty("id").GetGuid();
        foreach (var username in accounts) await As(TestUsers.Procurement).Post($"{Api}/suppliers/{id}/accounts", new { username }).Json(HttpStatusCode.Created);
        return id;
    }

    /// <summary>A contract that has applied since 2020, with two requirements.</summary>
    public Task<JsonElement> Contract(Guid supplierId, string unitCode = TestUnits.Norrangen, string? name = null, string validFrom = "2020-01-01", string? validTo = null) =>
        As(TestUsers.Procurement).Post($"{Api}/contracts", new
        {
            supplierId,
            name = name ?? $"Avtal {Guid.NewGuid():N}",
            form = "lov",
            validFrom,
            validTo,
            unitCodes = new[] { unitCode },
            requirements = new[] { new { area = "bemanning", text = "Två i tjänst varje natt.", source = "Avtalet 4.1" }, new { area = "dokumentation", text = "Alla har en genomförandeplan.", source = "Avtalet 5.1" } },
        }).Json(HttpStatusCode.Created);

    public async Task<Guid> ContractId(Guid supplierId, string unitCode = TestUnits.Norrangen) => (await Contract(supplierId, unitCode)).GetProperty("id").GetGuid();

    /// <summary>A follow-up of the contract in that status, as its own slice would leave it.</summary>
    public Task<Guid> FollowUp(Guid contract, string status, DateOnly on, bool unannounced = false, string? unitCode = null) => Scalar<Guid>("""
        insert into follow_ups (id, reference, contract_id, unit_code, kind, unannounced, planned_on, held_on, leader_id, leader_name, status, version)
        values (gen_random_uuid(), 'UPP-' || gen_random_uuid(), $1, $2, 'planerad', $3, $4, case when $5 <> 'planned' then $4 end, 'x', 'Ulf Hanell', $5, 1) returning id
        """, contract, (object?)unitCode ?? DBNull.Value, unannounced, on, status);

    /// <summary>A finding of the follow-up, to remedy by the day.</summary>
    public Task<Guid> Finding(Guid followUp, Guid contract, string text, DateOnly dueOn, string status = "open", string? unitCode = null) => Scalar<Guid>("""
        insert into findings (id, reference, follow_up_id, contract_id, unit_code, text, severity, status, remedy_due_on, found_by_name, found_at, version)
        values (gen_random_uuid(), 'BRI-' || gen_random_uuid(), $1, $2, $3, $4, 'minor', $5, $6, 'Ulf Hanell', now(), 1) returning id
        """, followUp, contract, (object?)unitCode ?? DBNull.Value, text, status, dueOn);

    public static DeviationReported Deviation(string unitCode, DateOnly? day = null, string harm = "minor", Guid? id = null, int version = 1, Visibility visibility = Visibility.Analyst) =>
        new(id ?? Guid.NewGuid(), unitCode, "health-care", harm, day ?? Today, 7, "reported", null, null, visibility, [], version, DateTimeOffset.UtcNow);

    /// <summary>Tells of a case as its owner's event comes.</summary>
    public Task Tell<TEvent>(TEvent told) where TEvent : class, IEvent => Tell<NoteAtUnit<TEvent>, TEvent>(told);
}
