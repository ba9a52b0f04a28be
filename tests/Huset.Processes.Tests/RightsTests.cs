using System.Net.Http.Json;
using Huset.ServiceDefaults.Identity;

namespace Huset.Processes.Tests;

/// <summary>Every endpoint × role, against the rights table; the organisation is open to all who may read it.</summary>
public sealed class RightsTests(ProcessesHost host)
{
    private readonly RightsMatrix matrix = Declare(host);

    [Fact]
    public Task Every_endpoint_answers_each_role_as_the_table_says() => matrix.Check();

    [Fact]
    public void Access_table_md_is_what_is_declared() => matrix.CheckDocument();

    private static RightsMatrix Declare(ProcessesHost host)
    {
        const string Units = ProcessesHost.Units;
        var unit = new RowPosition("any unit", async _ => new(await host.Created("r"), []));
        (RowPosition, Opening[])[] read = [(unit, [Opening.By(Permissions.ReadUnits, Reach.All)])];
        (RowPosition, Opening[])[] edit = [(unit, [Opening.By(Permissions.EditUnits, Reach.All)])];
        return new RightsMatrix("Processes", Permissions.Table, host.Factory.Services, host.As)
            .WithOperations("/processes/v1", sql => host.Scalar<string>(sql))
            .Route("GET /processes/v1/quality-areas", Permissions.ReadQualityAreas)
            .Route("GET /processes/v1/code-lists/{name}", Permissions.ReadUnits, _ => new(HttpMethod.Get, "/processes/v1/code-lists/unit-types"))
            .Route($"GET {Units}/", Permissions.ReadUnits)
            .Row($"GET {Units}/{{code}}", Permissions.ReadUnits, row => new(HttpMethod.Get, $"{Units}/{row.Id}"), read)
            .Route($"POST {Units}/", Permissions.EditUnits, _ => new(HttpMethod.Post, $"{Units}/") { Content = JsonContent.Create(ProcessesHost.Unit(ProcessesHost.NewCode())) }, HttpStatusCode.Created)
            .Row($"PUT {Units}/{{code}}", Permissions.EditUnits, row => Change(row.Id), edit)
            .Row($"POST {Units}/{{code}}/closure", Permissions.EditUnits, row => new(HttpMethod.Post, $"{Units}/{row.Id}/closure") { Content = JsonContent.Create(new { validTo = "2030-01-01" }) }, edit)
            .Route($"POST {Units}/imports", Permissions.ImportUnits, _ => new(HttpMethod.Post, $"{Units}/imports?dryRun=true") { Content = JsonContent.Create(new { units = Array.Empty<object>() }) })
            .Route("GET /processer/", Permissions.ReadQualityAreas)
            .Route("GET /processer/enheter", Permissions.ReadUnits)
            .Row("GET /processer/enheter/{Code}", Permissions.ReadUnits, row => new(HttpMethod.Get, $"/processer/enheter/{row.Id}"), read);
    }

    private static HttpRequestMessage Change(string code)
    {
        var body = ProcessesHost.Unit(code);
        body.Remove("code");
        var request = new HttpRequestMessage(HttpMethod.Put, $"{ProcessesHost.Units}/{code}") { Content = JsonContent.Create(body) };
        request.Headers.TryAddWithoutValidation("If-Match", "*");
        return request;
    }
}
