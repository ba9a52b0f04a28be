using Huset.ServiceDefaults.Identity;

namespace Huset.Procurement.Tests;

/// <summary>What the rights table says of follow-ups and findings.</summary>
internal static class FollowUpRights
{
    private const string Api = "/procurement/v1", Pages = "/upphandling";
    private static int Made;

    public static RightsMatrix WithFollowUps(this RightsMatrix matrix, ProcurementHost host)
    {
        Opening own = Opening.By(Permissions.Read, Reach.Own), units = Opening.By(Permissions.Read, Reach.Units), all = Opening.By(Permissions.Read, Reach.All);
        var following = Opening.By(Permissions.FollowUp, Reach.All);
        // Where the contract lies: the reader's own supplier's or another's, in a unit of the reader's or not.
        (string Name, string Unit, bool Own, bool Unannounced, Opening[] Openings)[] places =
        [
            ("the own supplier's, other unit", TestUnits.Hasselvagen, true, false, [own, all]),
            ("another supplier's, unit below", TestUnits.Norrangen, false, false, [units, all]),
            ("another supplier's, other unit", TestUnits.Hasselvagen, false, false, [all]),
            ("unannounced and planned, the own supplier's, unit below", TestUnits.Norrangen, true, true, [all]),
        ];
        // What lists and forms show is not the purpose; those of a list are of a kind of the reader's own.
        RowPosition FollowUp((string Name, string Unit, bool Own, bool Unannounced, Opening[] Openings) place, bool listed = false, bool bare = false) =>
            new(listed ? $"{place.Name}, listed" : bare ? $"{place.Name}, to work with" : place.Name, async reader =>
            {
                var words = $"Syfte{Interlocked.Increment(ref Made)}z";
                var followUp = await host.Planned(await host.ContractWith(place.Own ? reader.Username : null, place.Unit, requirements: 0), listed ? Kind(reader) : "planerad", words, place.Unannounced);
                return new($"{followUp.Id}", listed || bare ? [] : [words]);
            });
        RowPosition Finding((string Name, string Unit, bool Own, bool Unannounced, Opening[] Openings) place, bool remedied = false) => new($"{(remedied ? "remedied, " : "")}{place.Name}, a finding", async reader =>
        {
            var words = $"Brist{Interlocked.Increment(ref Made)}z";
            return new($"{(await host.Found(await host.ContractWith(place.Own ? reader.Username : null, place.Unit), words, remedied)).Id}", [words]);
        });
        var held = new RowPosition("held, without a checklist", async _ =>
        {
            var followUp = await host.Planned(await host.ContractWith(requirements: 0));
            return new(await host.Scalar<string>("update follow_ups set status = 'held', held_on = current_date where id = $1 returning id::text", followUp.Id), []);
        });
        (RowPosition, Opening[])[] readFollowUps = [.. places.Select(place => (FollowUp(place), place.Openings))], listed = [.. places.Select(place => (FollowUp(place, listed: true), place.Openings))], readFindings = [.. places[..3].Select(place => (Finding(place), place.Openings))];
        (RowPosition, Opening[])[] changing = [(FollowUp(places[2], bare: true), [following])], checking = [(Finding(places[2], remedied: true), [following])];
        (RowPosition, Opening[])[] remedying =
        [
            (Finding(places[0]), [Opening.By(Permissions.Remedy, Reach.Own), Opening.By(Permissions.Remedy, Reach.All)]),
            (Finding(places[1]), [Opening.By(Permissions.Remedy, Reach.All)]),
        ];
        object plan = new { kind = "planerad", plannedOn = "2099-12-03" };
        return matrix
            .List($"GET {Api}/follow-ups/", Permissions.Read, reader => new(HttpMethod.Get, $"{Api}/follow-ups/?limit=100&kind={Kind(reader)}"), listed)
            .Row($"GET {Api}/follow-ups/{{id:guid}}", Permissions.Read, row => new(HttpMethod.Get, $"{Api}/follow-ups/{row.Id}"), readFollowUps)
            .WithThread(Api, "follow-up", [.. places.Select(place => (FollowUp(place, bare: true), place.Openings))])
            .WithThread(Api, "finding", readFindings)
            // Nothing is found by that id, which only who may plan is told.
            .Route($"POST {Api}/follow-ups/", Permissions.FollowUp, _ => Requests.Write($"{Api}/follow-ups/", new { contractId = Guid.NewGuid(), kind = "planerad", plannedOn = "2099-12-03" }), HttpStatusCode.BadRequest)
            .Row($"PUT {Api}/follow-ups/{{id:guid}}", Permissions.FollowUp, row => Requests.Put($"{Api}/follow-ups/{row.Id}", plan, 1), changing)
            .Row($"PUT {Api}/follow-ups/{{id:guid}}/checklist", Permissions.FollowUp, row => Requests.Put($"{Api}/follow-ups/{row.Id}/checklist", new { heldOn = "2026-11-01", items = Array.Empty<object>() }, 1), changing)
            .Row($"POST {Api}/follow-ups/{{id:guid}}/findings", Permissions.FollowUp, row => Requests.Write($"{Api}/follow-ups/{row.Id}/findings", new { text = "Ensam på kvällen.", severity = "minor" }), changing,
                HttpStatusCode.Created)
            .Row($"POST {Api}/follow-ups/{{id:guid}}/completion", Permissions.FollowUp, row => Requests.Write($"{Api}/follow-ups/{row.Id}/completion", new { summary = "Avtalet följs." }), [(held, [following])])
            // Whose are in the lists is told by FindingTests.
            .Route($"GET {Api}/findings/", Permissions.Read)
            .Row($"GET {Api}/findings/{{id:guid}}", Permissions.Read, row => new(HttpMethod.Get, $"{Api}/findings/{row.Id}"), readFindings)
            .Row($"POST {Api}/findings/{{id:guid}}/remedy", Permissions.Remedy, row => Requests.Write($"{Api}/findings/{row.Id}/remedy", new { text = "Schemat är ändrat." }), remedying)
            .Row($"POST {Api}/findings/{{id:guid}}/re-check", Permissions.FollowUp, row => Requests.Write($"{Api}/findings/{row.Id}/re-check", new { passed = true, note = "Schemat visar det." }), checking)
            .List($"GET {Pages}/uppfoljningar", Permissions.Read, reader => new(HttpMethod.Get, $"{Pages}/uppfoljningar?slag={Kind(reader)}"), listed, row => $"uppfoljningar/{row.Id}\"")
            .Row($"GET {Pages}/uppfoljningar/{{Id:guid}}", Permissions.Read, row => new(HttpMethod.Get, $"{Pages}/uppfoljningar/{row.Id}"), readFollowUps)
            .Route($"GET {Pages}/uppfoljningar/ny", Permissions.FollowUp)
            .Route($"POST {Pages}/uppfoljningar/ny", Permissions.FollowUp, _ => Requests.Form($"{Pages}/uppfoljningar/ny", "plan", ("Request.Kind", "planerad")), HttpStatusCode.NotFound)
            .Row($"GET {Pages}/uppfoljningar/{{Id:guid}}/plan", Permissions.FollowUp, row => new(HttpMethod.Get, $"{Pages}/uppfoljningar/{row.Id}/plan"), changing)
            .Row($"POST {Pages}/uppfoljningar/{{Id:guid}}/plan", Permissions.FollowUp, row => Requests.Form($"{Pages}/uppfoljningar/{row.Id}/plan", "plan", ("Version", "1"), ("Request.Kind", "planerad"), ("Request.PlannedOn", "2099-12-03")), changing, HttpStatusCode.Found)
            .Row($"GET {Pages}/uppfoljningar/{{Id:guid}}/besok", Permissions.FollowUp, row => new(HttpMethod.Get, $"{Pages}/uppfoljningar/{row.Id}/besok"), changing)
            .Row($"POST {Pages}/uppfoljningar/{{Id:guid}}/besok", Permissions.FollowUp, row => Requests.Form($"{Pages}/uppfoljningar/{row.Id}/besok", "besok", ("Request.HeldOn", "2026-11-01")), changing, HttpStatusCode.Found)
            .Row($"GET {Pages}/uppfoljningar/{{Id:guid}}/brist", Permissions.FollowUp, row => new(HttpMethod.Get, $"{Pages}/uppfoljningar/{row.Id}/brist"), changing)
            .Row($"POST {Pages}/uppfoljningar/{{Id:guid}}/brist", Permissions.FollowUp, row => Requests.Form($"{Pages}/uppfoljningar/{row.Id}/brist", "brist", ("Request.Text", "Ensam på kvällen."), ("Request.Severity", "Minor")), changing, HttpStatusCode.Found)
            .Row($"GET {Pages}/uppfoljningar/{{Id:guid}}/slutfor", Permissions.FollowUp, row => new(HttpMethod.Get, $"{Pages}/uppfoljningar/{row.Id}/slutfor"), [(held, [following])])
            .Row($"POST {Pages}/uppfoljningar/{{Id:guid}}/slutfor", Permissions.FollowUp, row => Requests.Form($"{Pages}/uppfoljningar/{row.Id}/slutfor", "slutfor", ("Version", "1"), ("Request.Summary", "Avtalet följs.")), [(held, [following])], HttpStatusCode.Found)
            .Route($"GET {Pages}/brister", Permissions.Read)
            .Row($"GET {Pages}/brister/{{Id:guid}}", Permissions.Read, row => new(HttpMethod.Get, $"{Pages}/brister/{row.Id}"), readFindings)
            .Row($"GET {Pages}/brister/{{Id:guid}}/atgarda", Permissions.Remedy, row => new(HttpMethod.Get, $"{Pages}/brister/{row.Id}/atgarda"), remedying)
            .Row($"POST {Pages}/brister/{{Id:guid}}/atgarda", Permissions.Remedy, row => Requests.Form($"{Pages}/brister/{row.Id}/atgarda", "atgarda", ("Version", "1"), ("Request.Text", "Schemat är ändrat.")), remedying, HttpStatusCode.Found)
            .Row($"GET {Pages}/brister/{{Id:guid}}/kontrollera", Permissions.FollowUp, row => new(HttpMethod.Get, $"{Pages}/brister/{row.Id}/kontrollera"), checking)
            .Row($"POST {Pages}/brister/{{Id:guid}}/kontrollera", Permissions.FollowUp, row => Requests.Form($"{Pages}/brister/{row.Id}/kontrollera", "kontrollera", ("Version", "2"), ("Request.Passed", "true"), ("Request.Note", "Schemat visar det.")),
                checking, HttpStatusCode.Found);
    }

    // A kind of the reader's own, which the lists are narrowed by.
    private static string Kind(TestUser reader) => $"slag-{RightsMatrix.NumberOf(reader)}";
}
