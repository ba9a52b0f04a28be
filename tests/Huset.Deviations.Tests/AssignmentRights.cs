using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Identity;
using static Huset.Testing.Requests;

namespace Huset.Deviations.Tests;

/// <summary>Who appoints whom, and the readers who hold an assignment, for <see cref="RightsTests"/>.</summary>
internal static class AssignmentRights
{
    private const string Api = "/deviations/v1/assignments", Pages = "/avvikelser";

    /// <summary>An employee who is safety representative in the readers' unit, and one who represents medicines there.</summary>
    public static readonly TestUser Safety = new("skyddsombud", [Roles.Medarbetare], [TestUnits.ElderlyCare], TestUnits.ElderlyCare),
        Representative = new("ombud", [Roles.Medarbetare], [TestUnits.ElderlyCare], TestUnits.ElderlyCare);

    public static readonly Opening BySafety = Opening.By(Permissions.Read, Reach.Assigned) with { Holder = Safety.Username },
        ByTopic = Opening.By(Permissions.Read, Reach.Assigned) with { Holder = Representative.Username },
        WorkByTopic = Opening.By(Permissions.Work, Reach.Assigned) with { Holder = Representative.Username };

    public static RightsMatrix WithAssignments(this RightsMatrix matrix, DeviationsHost host)
    {
        RowPosition Row(string name, string kind, string unit) => new(name, async _ => new(await host.Scalar<string>(
            "insert into unit_assignments (id, kind, unit_code, topic, person_id, person_name, valid_from, set_by_name, set_at, version) values (gen_random_uuid(), $1, $2, $3, gen_random_uuid()::text, 'P', '2098-01-01', 'C', now(), 1) returning id::text",
            kind, unit, kind == "topic-representative" ? "falls" : DBNull.Value), []));
        RowPosition ofUnit = Row("a topic's representative, unit below", "topic-representative", TestUnits.Norrangen), elsewhere = Row("a topic's representative, other unit", "topic-representative", TestUnits.Hasselvagen),
            safety = Row("a safety representative, other unit", "safety-representative", TestUnits.Hasselvagen);
        var (reading, inUnits, everywhere) = (Opening.By(Permissions.ReadAssignments, Reach.All), Opening.By(Permissions.Appoint, Reach.Units), Opening.By(Permissions.Appoint, Reach.All));
        (RowPosition, Opening[])[] appointing = [(ofUnit, [inUnits]), (elsewhere, []), (safety, [everywhere])];
        object Body(TestUser reader) => new { kind = "safety-representative", unitCode = TestUnits.ElderlyCare, personId = $"{reader.Id}", validFrom = "2098-01-01" };
        return matrix
            .Route($"GET {Api}/", Permissions.ReadAssignments)
            .Route($"GET {Api}/topics", Permissions.Read)
            .Route($"GET {Pages}/ombud", Permissions.Read)
            .Row($"GET {Api}/{{id:guid}}", Permissions.ReadAssignments, row => new(HttpMethod.Get, $"{Api}/{row.Id}"), [(elsewhere, [reading])])
            .Route($"POST {Api}/", Permissions.Appoint, reader => Write($"{Api}/", Body(reader)), HttpStatusCode.Created)
            .Row($"POST {Api}/{{id:guid}}/end", Permissions.Appoint, row => Write($"{Api}/{row.Id}/end", new { validTo = "2099-01-01" }, 1), appointing)
            .Route($"GET {Pages}/uppdrag", Permissions.ReadAssignments)
            .Route($"GET {Pages}/uppdrag/nytt", Permissions.Appoint)
            .Route($"POST {Pages}/uppdrag/nytt", Permissions.Appoint, reader => Form($"{Pages}/uppdrag/nytt", "utse", ("Request.Kind", "SafetyRepresentative"), ("Request.UnitCode", TestUnits.Norrangen), ("Request.PersonId", $"{reader.Id}"), ("Request.ValidFrom", "2098-01-01")), HttpStatusCode.Found)
            .Row($"GET {Pages}/uppdrag/{{Id:guid}}", Permissions.Appoint, row => new(HttpMethod.Get, $"{Pages}/uppdrag/{row.Id}"), appointing)
            .Row($"POST {Pages}/uppdrag/{{Id:guid}}", Permissions.Appoint, row => Form($"{Pages}/uppdrag/{row.Id}", "avsluta", ("Version", "1"), ("Request.ValidTo", "2099-01-01")), appointing, HttpStatusCode.Found);
    }

    /// <summary>Appoints the two readers who hold assignments, and waits until the service knows it.</summary>
    public static async Task Appoint(DeviationsHost host)
    {
        await host.Appointed(Safety, AssignmentKind.SafetyRepresentative, TestUnits.ElderlyCare);
        await host.Appointed(Representative, AssignmentKind.TopicRepresentative, TestUnits.ElderlyCare, "medicines");
    }

    /// <summary>Someone is appointed, and the service knows it.</summary>
    public static async Task Appointed(this DeviationsHost host, TestUser person, AssignmentKind kind, string unit, string? topic = null)
    {
        using var client = host.As(person);
        await client.GetAsync("/deviations/v1/deviations").Json();
        await host.Scalar<string>(
            "insert into unit_assignments (id, kind, unit_code, topic, person_id, person_name, valid_from, set_by_name, set_at, version) values (gen_random_uuid(), $1, $2, $3, $4, $5, '2020-01-01', 'C', now(), 1) returning id::text",
            Kebab.Of(kind), unit, topic is null ? DBNull.Value : topic, $"{person.Id}", person.Username);
        var probe = await host.Reported(TestUsers.Employee, ("unitCode", unit), ("kind", kind == AssignmentKind.SafetyRepresentative ? "work-environment" : "health-care"), ("topic", topic), ("occurredAt", "2011-01-01T12:00:00Z"));
        await DeviationsHost.Eventually(() => client.GetAsync($"/deviations/v1/deviations/{probe}").GetAwaiter().GetResult().StatusCode == HttpStatusCode.OK);
    }
}
