using System.Text;
using Huset.ServiceDefaults.Identity;

namespace Huset.Competence.Tests;

/// <summary>Who may see and write what of people.</summary>
internal static class PeopleRights
{
    public static RightsMatrix WithPeople(this RightsMatrix matrix, CompetenceHost host)
    {
        const string Employees = "/competence/v1/employees";
        (RowPosition, Opening[])[] read = [.. Positions(host).Select(place => (place.Position, place.Openings(Permissions.ReadPeople)))];
        return matrix
            .List($"GET {Employees}/", Permissions.ReadPeople, reader => new(HttpMethod.Get, $"{Employees}?limit=100&q=rights-{RightsMatrix.NumberOf(reader)}-"), read)
            .Row($"GET {Employees}/{{id:guid}}", Permissions.ReadPeople, row => new(HttpMethod.Get, $"{Employees}/{row.Id}"), read)
            .Route($"POST {Employees}/imports", Permissions.ImportPeople, _ => new(HttpMethod.Post, $"{Employees}/imports?dryRun=true") { Content = new StringContent("number;name;role;homeUnit\n", Encoding.UTF8, "text/csv") })
            .Route($"POST {Employees}/imports/refused-rows", Permissions.ImportPeople, _ => Requests.Form($"{Employees}/imports/refused-rows", ("Text", "number;name;role;homeUnit\n")))
            .Route("GET /kompetens/", Permissions.ReadPeople)
            .Route("GET /kompetens/personal", Permissions.ReadPeople)
            .Row("GET /kompetens/personal/{Id:guid}", Permissions.ReadPeople, row => new(HttpMethod.Get, $"/kompetens/personal/{row.Id}"), read)
            .Route("GET /kompetens/las-in-personal", Permissions.ImportPeople)
            .Route("POST /kompetens/las-in-personal", Permissions.ImportPeople, _ => Requests.Form("/kompetens/las-in-personal", "fil"));
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

    private static string Name(TestUser reader) => $"rights-{RightsMatrix.NumberOf(reader)}-{Guid.NewGuid():N}";
}
