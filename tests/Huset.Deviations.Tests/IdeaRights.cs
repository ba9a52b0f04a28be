using Huset.ServiceDefaults.Identity;
using static Huset.Testing.Requests;

namespace Huset.Deviations.Tests;

/// <summary>The rules of ideas and meetings for <see cref="RightsTests"/>.</summary>
internal static class IdeaRights
{
    private const string Api = "/deviations/v1/ideas", Meetings = "/deviations/v1/meetings", Pages = "/avvikelser/forbattringar", Wall = "/avvikelser/mote";
    private static int Made, Months;

    public static RightsMatrix WithIdeas(this RightsMatrix matrix, DeviationsHost host)
    {
        RowPosition At(string name, string unit, bool shared = false, bool own = false, string status = "new") => new($"{name}, an idea", reader => Make(host, reader, unit, shared, own, status));
        var (home, units, all) = (Opening.By(Permissions.ReadIdeas, Reach.Own), Opening.By(Permissions.ReadIdeas, Reach.Units), Opening.By(Permissions.ReadIdeas, Reach.All));
        Opening[] anyone = [home, units, all], leaders = [Opening.By(Permissions.LeadIdeas, Reach.Units), Opening.By(Permissions.LeadIdeas, Reach.All)], developers = [Opening.By(Permissions.LeadIdeas, Reach.All)];
        var (working, below, other, shared, own) = (At("where one works", TestUnits.ElderlyCare), At("unit below", TestUnits.Norrangen), At("other unit", TestUnits.Hasselvagen),
            At("other unit, shared", TestUnits.Hasselvagen, shared: true), At("other unit, left by oneself", TestUnits.Hasselvagen, own: true));
        (RowPosition, Opening[])[] reading = [(working, anyone), (below, [units, all]), (other, [all]), (shared, anyone), (own, anyone)];
        (RowPosition, Opening[])[] leading = [(working, leaders), (below, leaders), (other, developers), (shared, developers)];
        (RowPosition, Opening[])[] begun = [(At("unit below, begun", TestUnits.Norrangen, status: "tried"), leaders), (At("other unit, begun", TestUnits.Hasselvagen, status: "tried"), developers)];
        var mine = Opening.By(Permissions.LeaveIdeas, Reach.All);
        (RowPosition, Opening[])[] wording = [(below, leaders), (other, developers), (own, [mine])];
        (RowPosition, Opening[])[] spreading = [(At("other unit, shared and tried", TestUnits.Hasselvagen, shared: true, status: "tried"), leaders)];

        var (readMeeting, readUnits, readAll) = (Opening.By(Permissions.ReadMeetings, Reach.Own), Opening.By(Permissions.ReadMeetings, Reach.Units), Opening.By(Permissions.ReadMeetings, Reach.All));
        Opening[] keepers = [Opening.By(Permissions.KeepMeetings, Reach.Units)];
        RowPosition Meeting(string name, string unit) => new($"{name}, a month", _ => Month(host, unit));
        (RowPosition, Opening[])[] meetings = [(Meeting("where one works", TestUnits.ElderlyCare), [readMeeting, readUnits, readAll]), (Meeting("unit below", TestUnits.Norrangen), [readUnits, readAll]), (Meeting("other unit", TestUnits.Hasselvagen), [readAll])];
        (RowPosition Position, Opening[] Openings)[] keeping = [(Meeting("unit below", TestUnits.Norrangen), keepers), (Meeting("other unit", TestUnits.Hasselvagen), [])];

        return matrix
            .List($"GET {Api}/", Permissions.ReadIdeas, reader => new(HttpMethod.Get, $"{Api}/?limit=100&q={Word(reader)}"), reading)
            .List($"GET {Api}/board", Permissions.ReadIdeas, reader => new(HttpMethod.Get, $"{Api}/board?q={Word(reader)}"), reading)
            .List($"GET {Pages}", Permissions.ReadIdeas, reader => new(HttpMethod.Get, $"{Pages}?sok={Word(reader)}"), reading, row => $"href=\"forbattringar/{row.Id}\"")
            .List($"GET {Pages}/lista", Permissions.ReadIdeas, reader => new(HttpMethod.Get, $"{Pages}/lista?sok={Word(reader)}"), reading, row => $"href=\"forbattringar/{row.Id}\"")
            .WithThread("/deviations/v1", "idea", reading)
            .Route($"POST {Api}/", Permissions.LeaveIdeas, _ => Write($"{Api}/", new { title = "Prov", text = "Prov.", unitCode = TestUnits.Norrangen }), HttpStatusCode.Created)
            .Row($"GET {Api}/{{id:guid}}", Permissions.ReadIdeas, row => new(HttpMethod.Get, $"{Api}/{row.Id}"), reading)
            .Row($"PUT {Api}/{{id:guid}}", Permissions.LeaveIdeas, row => Put($"{Api}/{row.Id}", new { title = "Prov", text = "Prov." }), wording)
            .Row($"POST {Api}/{{id:guid}}/status", Permissions.LeadIdeas, row => Write($"{Api}/{row.Id}/status", new { status = "prioritised", priority = "low" }), leading)
            .Row($"PUT {Api}/{{id:guid}}/vote", Permissions.LeaveIdeas, row => new(HttpMethod.Put, $"{Api}/{row.Id}/vote"), reading, HttpStatusCode.NoContent)
            .Row($"DELETE {Api}/{{id:guid}}/vote", Permissions.LeaveIdeas, row => new(HttpMethod.Delete, $"{Api}/{row.Id}/vote"), reading, HttpStatusCode.NoContent)
            .Row($"POST {Api}/{{id:guid}}/cycles", Permissions.LeadIdeas, row => Write($"{Api}/{row.Id}/cycles", new { plan = "Prova.", measure = "Tid", from = "2026-12-01", to = "2026-12-02" }), begun, HttpStatusCode.Created)
            .Row($"PUT {Api}/{{id:guid}}/cycles/{{cycleId:guid}}", Permissions.LeadIdeas, row => Put($"{Api}/{row.Id}/cycles/{row.State}", new { did = "Provade.", learned = "Bra.", outcome = "adopt" }), Tried(host, leaders, developers))
            .Row($"POST {Api}/{{id:guid}}/spread", Permissions.LeadIdeas, row => Write($"{Api}/{row.Id}/spread", new { unitCode = TestUnits.Kullen }), spreading, HttpStatusCode.Created)
            // Ideas that are not there are the same refusal as those that one does not lead.
            .Route($"POST {Api}/joint", Permissions.LeadIdeas, _ => Write($"{Api}/joint", new { ideaIds = new[] { Guid.NewGuid(), Guid.NewGuid() }, title = "Prov", text = "Prov." }), HttpStatusCode.BadRequest)
            .Row($"POST {Api}/{{id:guid}}/parts", Permissions.LeadIdeas, row => Write($"{Api}/{row.Id}/parts", new { ideaIds = new[] { row.State } }), Joints(host, leaders, developers))
            .Route($"GET {Pages}/ny", Permissions.LeaveIdeas)
            .Route($"POST {Pages}/ny", Permissions.LeaveIdeas, _ => Form($"{Pages}/ny", "ide", ("Request.Title", "Prov"), ("Request.Text", "Prov."), ("Request.UnitCode", TestUnits.Norrangen)), HttpStatusCode.Found)
            .Row($"GET {Pages}/{{Id:guid}}", Permissions.ReadIdeas, row => new(HttpMethod.Get, $"{Pages}/{row.Id}"), reading)
            .Row($"POST {Pages}/{{Id:guid}}", Permissions.ReadIdeas, row => Form($"{Pages}/{row.Id}", "rost", ("Wants", "ja")), [(shared, anyone), (other, [all])], HttpStatusCode.Found)
            .Row($"GET {Pages}/{{Id:guid}}/andra", Permissions.LeaveIdeas, row => new(HttpMethod.Get, $"{Pages}/{row.Id}/andra"), wording)
            .Row($"POST {Pages}/{{Id:guid}}/andra", Permissions.LeaveIdeas, row => Form($"{Pages}/{row.Id}/andra", "ide", ("Version", "1"), ("Request.Title", "Prov"), ("Request.Text", "Prov.")), wording, HttpStatusCode.Found)
            .Row($"GET {Pages}/{{Id:guid}}/lage/{{To}}", Permissions.LeadIdeas, row => new(HttpMethod.Get, $"{Pages}/{row.Id}/lage/prioritised"), leading)
            .Row($"POST {Pages}/{{Id:guid}}/lage/{{To}}", Permissions.LeadIdeas, row => Form($"{Pages}/{row.Id}/lage/prioritised", "lage", ("Version", "1"), ("Request.Priority", "Low")), leading, HttpStatusCode.Found)
            .Row($"GET {Pages}/{{Id:guid}}/prov", Permissions.LeadIdeas, row => new(HttpMethod.Get, $"{Pages}/{row.Id}/prov"), [.. begun.Select(Wordless)])
            .Row($"POST {Pages}/{{Id:guid}}/prov", Permissions.LeadIdeas, row => Form($"{Pages}/{row.Id}/prov", "prov", ("Version", "1"), ("Request.Plan", "Prova."), ("Request.Measure", "Tid"), ("Request.From", "2026-12-01"), ("Request.To", "2026-12-02")), begun, HttpStatusCode.Found)
            .Row($"GET {Pages}/{{Id:guid}}/prov/{{CycleId:guid}}", Permissions.LeadIdeas, row => new(HttpMethod.Get, $"{Pages}/{row.Id}/prov/{row.State}"), Tried(host, leaders, developers))
            .Row($"POST {Pages}/{{Id:guid}}/prov/{{CycleId:guid}}", Permissions.LeadIdeas, row => Form($"{Pages}/{row.Id}/prov/{row.State}", "resultat", ("Version", "1"), ("Request.Did", "Provade."), ("Request.Learned", "Bra."), ("Request.Outcome", "Adopt")), Tried(host, leaders, developers), HttpStatusCode.Found)
            .Row($"GET {Pages}/{{Id:guid}}/sprid", Permissions.LeadIdeas, row => new(HttpMethod.Get, $"{Pages}/{row.Id}/sprid"), spreading)
            .Row($"POST {Pages}/{{Id:guid}}/sprid", Permissions.LeadIdeas, row => Form($"{Pages}/{row.Id}/sprid", "sprid", ("Request.UnitCode", TestUnits.Kullen)), spreading, HttpStatusCode.Found)
            .Route($"GET {Pages}/sla-ihop", Permissions.LeadIdeas)
            .Route($"POST {Pages}/sla-ihop", Permissions.LeadIdeas, _ => Form($"{Pages}/sla-ihop", "ihop", ("Request.Title", "Prov"), ("Request.Text", "Prov.")))

            .Row($"GET {Meetings}/{{unitCode}}/{{month}}", Permissions.ReadMeetings, row => new(HttpMethod.Get, $"{Meetings}/{row.State}"), meetings)
            .Row($"PUT {Meetings}/{{unitCode}}/{{month}}", Permissions.KeepMeetings, row => Put($"{Meetings}/{row.State}", new { notes = "Prov." }), keeping)
            .Row($"PUT {Meetings}/{{unitCode}}/{{month}}/cases/{{deviationId:guid}}", Permissions.KeepMeetings, row => Put($"{Meetings}/{row.State}/cases/{row.Id}", new { learned = "Prov." }), keeping)
            .Row($"POST {Meetings}/{{unitCode}}/{{month}}/decisions", Permissions.KeepMeetings, row => Write($"{Meetings}/{row.State}/decisions", new { text = "Prov." }), keeping)
            .Row($"PUT {Meetings}/{{unitCode}}/{{month}}/decisions/{{decisionId:guid}}", Permissions.KeepMeetings, row => Put($"{Meetings}/{row.State}/decisions/{Guid.NewGuid()}", new { text = "Prov." }), [(keeping[1].Position, [])])
            .Row($"GET {Wall}/anteckna", Permissions.KeepMeetings, row => new(HttpMethod.Get, $"{Wall}/anteckna?{Query(row)}"), keeping)
            .Row($"POST {Wall}/anteckna", Permissions.KeepMeetings, row => Form($"{Wall}/anteckna?{Query(row)}", "anteckna", ("Version", "0"), ("Request.Notes", "Prov.")), keeping, HttpStatusCode.Found)
            .Row($"GET {Wall}/handelse/{{DeviationId:guid}}", Permissions.KeepMeetings, row => new(HttpMethod.Get, $"{Wall}/handelse/{row.Id}?{Query(row)}"), keeping)
            .Row($"POST {Wall}/handelse/{{DeviationId:guid}}", Permissions.KeepMeetings, row => Form($"{Wall}/handelse/{row.Id}?{Query(row)}", "lardom", ("Version", "0"), ("Request.Learned", "Prov.")), keeping, HttpStatusCode.Found)
            .Row($"GET {Wall}/beslut", Permissions.KeepMeetings, row => new(HttpMethod.Get, $"{Wall}/beslut?{Query(row)}"), keeping)
            .Row($"POST {Wall}/beslut", Permissions.KeepMeetings, row => Form($"{Wall}/beslut?{Query(row)}", "beslut", ("Version", "0"), ("Request.Text", "Prov.")), keeping, HttpStatusCode.Found)
            .Row($"GET {Wall}/beslut/{{DecisionId:guid}}", Permissions.KeepMeetings, row => new(HttpMethod.Get, $"{Wall}/beslut/{Guid.NewGuid()}?{Query(row)}"), [(keeping[1].Position, [])])
            .Row($"POST {Wall}/beslut/{{DecisionId:guid}}", Permissions.KeepMeetings, row => Form($"{Wall}/beslut/{Guid.NewGuid()}?{Query(row)}", "beslut", ("Version", "0"), ("Request.Text", "Prov.")), [(keeping[1].Position, [])])
            // Whose meetings may be chosen is by the reader; which are read is asked of the API above.
            .Route($"GET {Wall}", Permissions.ReadMeetings);
    }

    private static (RowPosition, Opening[]) Wordless((RowPosition Position, Opening[] Openings) row) =>
        (new($"{row.Position.Name}, without words", async reader => (await row.Position.Make(reader)) with { Words = [] }), row.Openings);

    private static (RowPosition, Opening[])[] Tried(DeviationsHost host, Opening[] leaders, Opening[] developers)
    {
        RowPosition At(string name, string unit) => new($"{name}, a trial", async reader =>
        {
            var idea = await Make(host, reader, unit, false, false, "ongoing");
            var cycle = await host.Scalar<Guid>(
                "insert into idea_cycles (id, idea_id, number, plan, measure, from_day, to_day, planned_by_name, planned_at) values (gen_random_uuid(), $1, 1, 'Prova.', 'Tid', '2026-12-01', '2026-12-02', 'X', now()) returning id", Guid.Parse(idea.Id));
            return new(idea.Id, [], $"{cycle}");
        });
        return [(At("unit below", TestUnits.Norrangen), leaders), (At("other unit", TestUnits.Hasselvagen), developers)];
    }

    private static (RowPosition, Opening[])[] Joints(DeviationsHost host, Opening[] leaders, Opening[] developers)
    {
        RowPosition At(string name, string unit) => new($"{name}, a joint improvement", async reader =>
        {
            var (joint, part) = (await Make(host, reader, unit, false, false, "new"), await Make(host, reader, unit, false, false, "new"));
            await host.Scalar<Guid>("update ideas set is_joint = true, title = 'Gemensam' where id = $1 returning id", Guid.Parse(joint.Id));
            return new(joint.Id, [], part.Id);
        });
        return [(At("unit below", TestUnits.Norrangen), leaders), (At("other unit", TestUnits.Hasselvagen), developers)];
    }

    private static string Query(TestRow row) => $"enhet={row.State.Split('/')[0]}&manad={row.State.Split('/')[1]}";

    private static string Word(TestUser reader) => $"Rattighet{RightsMatrix.NumberOf(reader)}";

    private static async Task<TestRow> Make(DeviationsHost host, TestUser reader, string unit, bool shared, bool own, string status)
    {
        var number = Interlocked.Increment(ref Made);
        var title = $"{Word(reader)} idé{number}.";
        var id = await host.Scalar<Guid>("""
            insert into ideas (id, reference, unit_code, is_shared, title, text, level, status, originator_id, hides_name, left_at, changed_at, is_joint, votes, version)
            values (gen_random_uuid(), 'PROV-' || gen_random_uuid(), $1, $2, $3, 'Text.', 'unit', $4, $5, true, now(), now(), false, 0, 1) returning id
            """, unit, shared, title, status, own ? $"{reader.Id}" : "nagon");
        return new($"{id}", [title]);
    }

    // A month of its own for each, with one event in it.
    private static async Task<TestRow> Month(DeviationsHost host, string unit)
    {
        var month = new DateOnly(1950, 1, 1).AddMonths(Interlocked.Increment(ref Months));
        var id = await host.Reported(TestUsers.Employee, ("unitCode", unit), ("kind", "other"));
        await host.Scalar<Guid>("update deviations set occurred_on = $2 where id = $1 returning id", id, month);
        return new($"{id}", [], $"{unit}/{month:yyyy-MM}");
    }
}
