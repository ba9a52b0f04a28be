using System.Net.Http.Json;
using System.Text;
using Huset.ServiceDefaults.Identity;

namespace Huset.Competence.Tests;

/// <summary>Who may see and write what of people and code lists.</summary>
internal static class PeopleRights
{
    public static RightsMatrix WithCodeLists(this RightsMatrix matrix) => matrix
        .Route("GET /competence/v1/code-lists/", Permissions.ReadCodeLists)
        .Route("GET /competence/v1/code-lists/{name}", Permissions.ReadCodeLists, _ => new(HttpMethod.Get, "/competence/v1/code-lists/roles"))
        .Route("POST /competence/v1/code-lists/{name}", Permissions.EditCodeLists, _ => new(HttpMethod.Post, "/competence/v1/code-lists/roles") { Content = JsonContent.Create(new { code = CompetenceHost.New("r"), name = "Roll" }) }, HttpStatusCode.Created)
        .Route("PUT /competence/v1/code-lists/{name}/{code}", Permissions.EditCodeLists, _ => Matched(new(HttpMethod.Put, "/competence/v1/code-lists/roles/handlaggare") { Content = JsonContent.Create(new { name = "Handläggare" }) }))
        .Route("GET /kompetens/kodlistor", Permissions.ReadCodeLists)
        .Route("GET /kompetens/kodlistor/{List}/{Code}", Permissions.EditCodeLists, _ => new(HttpMethod.Get, "/kompetens/kodlistor/roles/handlaggare"))
        .Route("POST /kompetens/kodlistor/{List}/{Code}", Permissions.EditCodeLists, _ => Form("/kompetens/kodlistor/roles/handlaggare", ("_handler", "kod"), ("Request.Name", ""), ("Version", "1")))
        .Route("GET /kompetens/ny-kod/{List}", Permissions.EditCodeLists, _ => new(HttpMethod.Get, "/kompetens/ny-kod/roles"))
        .Route("POST /kompetens/ny-kod/{List}", Permissions.EditCodeLists, _ => Form("/kompetens/ny-kod/roles", ("_handler", "kod"), ("Request.Name", "")));

    public static RightsMatrix WithPeople(this RightsMatrix matrix, CompetenceHost host)
    {
        const string Employees = "/competence/v1/employees";
        (RowPosition, Opening[])[] read = [.. Positions(host).Select(place => (place.Position, place.Openings(Permissions.ReadPeople)))];
        return matrix
            .List($"GET {Employees}/", Permissions.ReadPeople, reader => new(HttpMethod.Get, $"{Employees}?limit=100&q=rights-{RightsMatrix.NumberOf(reader)}-"), read)
            .Row($"GET {Employees}/{{id:guid}}", Permissions.ReadPeople, row => new(HttpMethod.Get, $"{Employees}/{row.Id}"), read)
            .Route($"POST {Employees}/imports", Permissions.ImportPeople, _ => new(HttpMethod.Post, $"{Employees}/imports?dryRun=true") { Content = new StringContent("number;name;role;homeUnit\n", Encoding.UTF8, "text/csv") })
            .Route($"POST {Employees}/imports/refused-rows", Permissions.ImportPeople, _ => Form($"{Employees}/imports/refused-rows", ("Text", "number;name;role;homeUnit\n")))
            .Route("GET /kompetens/", Permissions.ReadPeople)
            .Route("GET /kompetens/personal", Permissions.ReadPeople)
            .Row("GET /kompetens/personal/{Id:guid}", Permissions.ReadPeople, row => new(HttpMethod.Get, $"/kompetens/personal/{row.Id}"), read)
            .Route("GET /kompetens/las-in-personal", Permissions.ImportPeople)
            .Route("POST /kompetens/las-in-personal", Permissions.ImportPeople, _ => Form("/kompetens/las-in-personal", ("_handler", "fil")));
    }

    /// <summary>Oneself, someone in the own units, someone elsewhere: how the three reaches open a person.</summary>
    public static IEnumerable<(RowPosition Position, Func<string, Opening[]> Openings)> Positions(CompetenceHost host)
    {
        yield return (
            new("oneself", async reader => new((await host.Employed(TestUnits.Hasselvagen, account: reader, name: Name(reader))).ToString(), [])),
            permission => [Opening.By(permission, Reach.Own), Opening.By(permission, Reach.All)]);
        yield return (
            new("someone in the own units", async reader => new((await host.Employed(TestUnits.Norrangen, name: Name(reader))).ToString(), [])),
            permission => [Opening.By(permission, Reach.Units), Opening.By(permission, Reach.All)]);
        yield return (
            new("someone elsewhere", async reader => new((await host.Employed(TestUnits.Hasselvagen, name: Name(reader))).ToString(), [])),
            permission => [Opening.By(permission, Reach.All)]);
    }

    internal static HttpRequestMessage Form(string path, params (string Field, string Value)[] fields) =>
        new(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Field, field.Value))) };

    internal static HttpRequestMessage Matched(HttpRequestMessage request)
    {
        request.Headers.TryAddWithoutValidation("If-Match", "*");
        return request;
    }

    private static string Name(TestUser reader) => $"rights-{RightsMatrix.NumberOf(reader)}-{Guid.NewGuid():N}";
}
