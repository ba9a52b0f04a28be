using System.Net.Http.Json;
using System.Text;
using Huset.ServiceDefaults.Identity;

namespace Huset.Competence.Tests;

/// <summary>Who may see and write what of competences and requirements.</summary>
internal static class CompetenceRights
{
    private const string Api = CompetenceHost.Api, Rows = "number;competence;acquiredOn;evidence\n";

    public static RightsMatrix WithCompetences(this RightsMatrix matrix, CompetenceHost host)
    {
        var type = new Lazy<Task<string>>(() => host.Competence());
        (RowPosition, Opening[])[] read = [.. PeopleRights.Positions(host).Select(place => (place.Position, place.Openings(Permissions.ReadCompetences)))];
        (RowPosition, Opening[])[] edit = [.. PeopleRights.Positions(host).Select(place => (place.Position, place.Openings(Permissions.EditCompetences)))];
        (RowPosition, Opening[])[] held = [.. PeopleRights.Positions(host).Select(place => (Holding(host, type, place.Position), place.Openings(Permissions.EditCompetences)))];
        (RowPosition, Opening[])[] requirement = [(Required(host, "a requirement", TestUnits.Norrangen), [Opening.By(Permissions.ReadRequirements, Reach.All)])];
        (RowPosition, Opening[])[] requirements =
        [
            (Required(host, "a requirement of the own units", TestUnits.Norrangen), [Opening.By(Permissions.EditRequirements, Reach.Units), Opening.By(Permissions.EditRequirements, Reach.All)]),
            (Required(host, "a requirement elsewhere", TestUnits.Hasselvagen), [Opening.By(Permissions.EditRequirements, Reach.All)]),
            (Required(host, "a requirement everywhere", null), [Opening.By(Permissions.EditRequirements, Reach.All)]),
        ];
        (RowPosition, Opening[])[] places =
        [
            (Place("an own unit", TestUnits.Norrangen), [Opening.By(Permissions.EditRequirements, Reach.Units), Opening.By(Permissions.EditRequirements, Reach.All)]),
            (Place("a unit elsewhere", TestUnits.Hasselvagen), [Opening.By(Permissions.EditRequirements, Reach.All)]),
        ];
        (RowPosition, Opening[])[] units =
        [
            (Place("an own unit", TestUnits.Norrangen), [Opening.By(Permissions.ReadCompetences, Reach.Units), Opening.By(Permissions.ReadCompetences, Reach.All)]),
            (Place("a unit elsewhere", TestUnits.Hasselvagen), [Opening.By(Permissions.ReadCompetences, Reach.All)]),
        ];
        return matrix
            .Route($"GET {Api}/competences/", Permissions.ReadRequirements)
            .Route($"GET {Api}/competences/{{code}}", Permissions.ReadRequirements, _ => new(HttpMethod.Get, $"{Api}/competences/{type.Value.Result}"))
            .Route($"POST {Api}/competences/", Permissions.EditCompetenceTypes, _ => new(HttpMethod.Post, $"{Api}/competences") { Content = JsonContent.Create(new { code = CompetenceHost.New("r"), name = "Kompetens", kind = "kurs" }) }, HttpStatusCode.Created)
            .Route($"PUT {Api}/competences/{{code}}", Permissions.EditCompetenceTypes, _ => Requests.Matched(new(HttpMethod.Put, $"{Api}/competences/{type.Value.Result}") { Content = JsonContent.Create(new { name = "Kompetens", kind = "kurs" }) }))
            .Route($"GET {Api}/requirements/", Permissions.ReadRequirements)
            .Row($"GET {Api}/requirements/{{id:guid}}", Permissions.ReadRequirements, row => new(HttpMethod.Get, $"{Api}/requirements/{row.Id}"), requirement)
            .Row($"POST {Api}/requirements/", Permissions.EditRequirements, row => new(HttpMethod.Post, $"{Api}/requirements") { Content = JsonContent.Create(Ask(host.Competence().Result, row.Id)) }, places, HttpStatusCode.Created, outside: HttpStatusCode.BadRequest)
            .Row($"PUT {Api}/requirements/{{id:guid}}", Permissions.EditRequirements, row => Requests.Matched(new(HttpMethod.Put, $"{Api}/requirements/{row.Id}") { Content = JsonContent.Create(new { level = "should", validFrom = "2020-01-01", validTo = "2020-01-02", source = "Test" }) }), requirements)
            .Row($"GET {Api}/employees/{{id:guid}}/competences", Permissions.ReadCompetences, row => new(HttpMethod.Get, $"{Api}/employees/{row.Id}/competences"), read)
            .Row($"POST {Api}/employees/{{id:guid}}/competences", Permissions.EditCompetences, row => new(HttpMethod.Post, $"{Api}/employees/{row.Id}/competences") { Content = JsonContent.Create(new { competence = type.Value.Result, acquiredOn = "2026-01-01", evidence = "kursintyg" }) }, edit, HttpStatusCode.Created)
            .Row($"POST {Api}/employees/{{id:guid}}/competences/{{heldId:guid}}/ending", Permissions.EditCompetences, row => new(HttpMethod.Post, $"{Api}/employees/{row.Id}/competences/{row.State}/ending") { Content = JsonContent.Create(new { reason = "Fel" }) }, held)
            .Route($"POST {Api}/held-competences/imports", Permissions.ImportCompetences, _ => new(HttpMethod.Post, $"{Api}/held-competences/imports?dryRun=true") { Content = new StringContent(Rows, Encoding.UTF8, "text/csv") })
            .Route($"GET {Api}/held-competences/imports/template", Permissions.ImportCompetences)
            .Route($"POST {Api}/held-competences/imports/refused-rows", Permissions.ImportCompetences, _ => Requests.Form($"{Api}/held-competences/imports/refused-rows", ("Text", Rows)))
            .Route("GET /kompetens/las-in-kompetenser", Permissions.ImportCompetences)
            .Route("POST /kompetens/las-in-kompetenser", Permissions.ImportCompetences, _ => Requests.Form("/kompetens/las-in-kompetenser", "fil"))
            .Row($"GET {Api}/units/{{unitCode}}/matrix", Permissions.ReadCompetences, row => new(HttpMethod.Get, $"{Api}/units/{row.Id}/matrix"), units)
            .Route("GET /kompetens/mig", Permissions.ReadCompetences)
            .Row("GET /kompetens/enheter/{UnitCode}", Permissions.ReadCompetences, row => new(HttpMethod.Get, $"/kompetens/enheter/{row.Id}"), units)
            .Row("GET /kompetens/personal/{Id:guid}/ny-kompetens", Permissions.EditCompetences, row => new(HttpMethod.Get, $"/kompetens/personal/{row.Id}/ny-kompetens"), edit)
            .Row("POST /kompetens/personal/{Id:guid}/ny-kompetens", Permissions.EditCompetences, row => Requests.Form($"/kompetens/personal/{row.Id}/ny-kompetens", "kompetens", ("Request.Competence", "")), edit)
            .Row("GET /kompetens/personal/{Id:guid}/kompetenser/{HeldId:guid}/avsluta", Permissions.EditCompetences, row => new(HttpMethod.Get, $"/kompetens/personal/{row.Id}/kompetenser/{row.State}/avsluta"), held)
            .Row("POST /kompetens/personal/{Id:guid}/kompetenser/{HeldId:guid}/avsluta", Permissions.EditCompetences, row => Requests.Form($"/kompetens/personal/{row.Id}/kompetenser/{row.State}/avsluta", "avsluta", ("Request.Reason", "")), held)
            .Route("GET /kompetens/kompetenser", Permissions.ReadRequirements)
            .Route("GET /kompetens/ny-kompetens", Permissions.EditCompetenceTypes)
            .Route("POST /kompetens/ny-kompetens", Permissions.EditCompetenceTypes, _ => Requests.Form("/kompetens/ny-kompetens", "kompetens", ("Request.Name", "")))
            .Route("GET /kompetens/kompetenser/{Code}", Permissions.EditCompetenceTypes, _ => new(HttpMethod.Get, $"/kompetens/kompetenser/{type.Value.Result}"))
            .Route("POST /kompetens/kompetenser/{Code}", Permissions.EditCompetenceTypes, _ => Requests.Form($"/kompetens/kompetenser/{type.Value.Result}", "kompetens", ("Request.Name", ""), ("Version", "1")))
            .Route("GET /kompetens/krav", Permissions.ReadRequirements)
            .Route("GET /kompetens/nytt-krav", Permissions.EditRequirements)
            .Route("POST /kompetens/nytt-krav", Permissions.EditRequirements, _ => Requests.Form("/kompetens/nytt-krav", "krav", ("Request.Competence", "")))
            .Row("GET /kompetens/krav/{Id:guid}", Permissions.EditRequirements, row => new(HttpMethod.Get, $"/kompetens/krav/{row.Id}"), requirements)
            .Row("POST /kompetens/krav/{Id:guid}", Permissions.EditRequirements, row => Requests.Form($"/kompetens/krav/{row.Id}", "krav", ("Request.Source", ""), ("Version", "1")), requirements);
    }

    private static object Ask(string competence, string unitCode) => new { competence, unitCode, level = "must", validFrom = "2020-01-01", validTo = "2020-01-02", source = "Test" };

    private static RowPosition Place(string name, string code) => new(name, _ => Task.FromResult(new TestRow(code, [])));

    // Long gone, so that nobody's matrix is other for it, and each with a competence of its own.
    private static RowPosition Required(CompetenceHost host, string name, string? unit) =>
        new(name, async _ => new(await host.Required(await host.Competence(), unit, validFrom: "2020-01-01", validTo: "2020-01-02"), []));

    private static RowPosition Holding(CompetenceHost host, Lazy<Task<string>> type, RowPosition person) => new($"{person.Name}, who has one", async reader =>
    {
        var row = await person.Make(reader);
        var held = await host.Scalar<string>(
            "insert into held_competences (id, employee_id, competence, acquired_on, evidence, registered_by_name, registered_at, version) values (gen_random_uuid(), $1, $2, '2026-01-01', 'kursintyg', 'Test', now(), 1) returning id::text",
            Guid.Parse(row.Id), await type.Value);
        return row with { State = held };
    });
}
