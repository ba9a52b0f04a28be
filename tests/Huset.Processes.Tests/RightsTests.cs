using System.Net.Http.Json;
using Huset.ServiceDefaults.Identity;
using static Huset.Testing.Requests;

namespace Huset.Processes.Tests;

/// <summary>Every endpoint × role, against the rights table; the organisation is open to all who may read it.</summary>
public sealed class RightsTests(ProcessesHost host)
{
    private readonly RightsMatrix matrix = QualitySystemRows.Declare(Declare(host), host);

    [Fact]
    public Task Every_endpoint_answers_each_role_as_the_table_says() => matrix.Check();

    [Fact]
    public void Access_table_md_is_what_is_declared() => matrix.CheckDocument();

    private static RightsMatrix Declare(ProcessesHost host)
    {
        const string Units = ProcessesHost.Units;
        var unit = new RowPosition("any unit", async _ => new(await host.Created("r"), []));
        var planned = new RowPosition("a unit with a planned change", async _ => new(await Planned(host), []));
        var closing = new RowPosition("a unit that is to close", async _ => new(await Closing(host), []));
        (RowPosition, Opening[])[] read = [(unit, [Opening.By(Permissions.ReadUnits, Reach.All)])];
        (RowPosition, Opening[])[] edit = [(unit, [Opening.By(Permissions.EditUnits, Reach.All)])];
        return Processes(new RightsMatrix("Processes", Permissions.Table, host.Factory.Services, host.As)
            .WithOperations("/processes/v1", sql => host.Scalar<string>(sql))
            .WithRoom("/processes/v1")
            .WithDocuments(host)
            .WithSelfInspections(host)
            .WithThread("/processes/v1", "unit", read)
            .Route("GET /processes/v1/quality-areas", Permissions.ReadQualityAreas)
            .Route("GET /processes/v1/search", Permissions.Search, _ => new(HttpMethod.Get, "/processes/v1/search?q=rutin"))
            .Route("GET /processer/sok", Permissions.Search)
            .WithCodeLists()
            .WithLimits(sql => host.Scalar<string>(sql))
            .Route($"GET {Units}/", Permissions.ReadUnits)
            .Row($"GET {Units}/{{code}}", Permissions.ReadUnits, row => new(HttpMethod.Get, $"{Units}/{row.Id}"), read)
            .Route($"POST {Units}/", Permissions.EditUnits, _ => new(HttpMethod.Post, $"{Units}/") { Content = JsonContent.Create(ProcessesHost.Unit(ProcessesHost.NewCode())) }, HttpStatusCode.Created)
            .Row($"PUT {Units}/{{code}}", Permissions.EditUnits, row => Change(row.Id), edit)
            .Row($"POST {Units}/{{code}}/closure", Permissions.EditUnits, row => new(HttpMethod.Post, $"{Units}/{row.Id}/closure") { Content = JsonContent.Create(new { validTo = "2030-01-01" }) }, edit)
            .Route($"POST {Units}/imports", Permissions.ImportUnits, _ => new(HttpMethod.Post, $"{Units}/imports?dryRun=true") { Content = JsonContent.Create(new { units = Array.Empty<object>() }) })
            .Route("GET /processer/kvalitetsomraden", Permissions.ReadQualityAreas)
            .Route("GET /processer/enheter", Permissions.ReadUnits)
            .Route($"POST {Units}/imports/refused-rows", Permissions.ImportUnits, _ => Form($"{Units}/imports/refused-rows", ("Text", "code;name;type\n")))
            .Row($"DELETE {Units}/{{code}}/versions/{{validFrom}}", Permissions.EditUnits, row => Matched(new(HttpMethod.Delete, $"{Units}/{row.Id}/versions/2090-01-01")), [(planned, [Opening.By(Permissions.EditUnits, Reach.All)])])
            .Row($"DELETE {Units}/{{code}}/closure", Permissions.EditUnits, row => Matched(new(HttpMethod.Delete, $"{Units}/{row.Id}/closure")), [(closing, [Opening.By(Permissions.EditUnits, Reach.All)])])
            .Route("GET /processer/ny-enhet", Permissions.EditUnits)
            .Route("POST /processer/ny-enhet", Permissions.EditUnits, _ => Form("/processer/ny-enhet", "enhet"))
            .Route("GET /processer/las-in-enheter", Permissions.ImportUnits)
            .Route("POST /processer/las-in-enheter", Permissions.ImportUnits, _ => Form("/processer/las-in-enheter", "fil"))
            .Row("GET /processer/enheter/{Code}/andra", Permissions.EditUnits, row => new(HttpMethod.Get, $"/processer/enheter/{row.Id}/andra"), edit)
            .Row("POST /processer/enheter/{Code}/andra", Permissions.EditUnits, row => Form($"/processer/enheter/{row.Id}/andra", "enhet", ("Version", "1")), edit)
            .Row("GET /processer/enheter/{Code}/stang", Permissions.EditUnits, row => new(HttpMethod.Get, $"/processer/enheter/{row.Id}/stang"), edit)
            .Row("POST /processer/enheter/{Code}/stang", Permissions.EditUnits, row => Form($"/processer/enheter/{row.Id}/stang", "stang", ("Request.ValidTo", "2090-01-01"), ("Confirmed", "true"), ("Version", "1")), edit, HttpStatusCode.Found)
            .Row("GET /processer/enheter/{Code}/dra-tillbaka/{What}", Permissions.EditUnits, row => new(HttpMethod.Get, $"/processer/enheter/{row.Id}/dra-tillbaka/2090-01-01"), [(planned, [Opening.By(Permissions.EditUnits, Reach.All)])])
            .Row("POST /processer/enheter/{Code}/dra-tillbaka/{What}", Permissions.EditUnits, row => Form($"/processer/enheter/{row.Id}/dra-tillbaka/2090-01-01", "tillbaka", ("Version", "2")), [(planned, [Opening.By(Permissions.EditUnits, Reach.All)])], HttpStatusCode.Found)
            .Row("GET /processer/enheter/{Code}", Permissions.ReadUnits, row => new(HttpMethod.Get, $"/processer/enheter/{row.Id}"), read), host);
    }

    // The register of processes: what is in force is for all who may read, what is coming for who may edit or approve; one's own are
    // those that one owns, and those that nobody does.
    private static RightsMatrix Processes(RightsMatrix matrix, ProcessesHost host)
    {
        const string All = ProcessesHost.Processes;
        var inForce = new RowPosition("a process in force", async _ => new((await host.PublishedProcess("A", "B")).ToString(), []));
        var coming = new RowPosition("a process that nobody owns, coming", async reader => await Drawn(reader, null));
        var own = new RowPosition("one's own process, coming", async reader => await Drawn(reader, reader.Id.ToString()));
        var others = new RowPosition("another's process, coming", async reader => await Drawn(reader, Guid.NewGuid().ToString()));
        var submitted = new RowPosition("a submitted version", async reader => await Drawn(reader, null, "submission"));
        var approved = new RowPosition("one's own process, approved", async reader => await Drawn(reader, reader.Id.ToString(), "approval"));
        var waiting = new RowPosition("one's own process, submitted", async reader => await Drawn(reader, reader.Id.ToString(), "submission"));
        var othersWaiting = new RowPosition("another's process, submitted", async reader => await Drawn(reader, Guid.NewGuid().ToString(), "submission"));
        var closed = new RowPosition("one's own process, closed", async reader => await Drawn(reader, reader.Id.ToString(), "closure"));
        var othersClosed = new RowPosition("another's process, closed", async reader => await Drawn(reader, Guid.NewGuid().ToString(), "closure"));
        Opening[] all = [Opening.By(Permissions.EditProcesses, Reach.All)];
        Opening[] mine = [.. all, Opening.By(Permissions.EditProcesses, Reach.Own)];
        (RowPosition, Opening[])[] edit = [(coming, mine), (own, mine), (others, all)];
        (RowPosition, Opening[])[] read = [(inForce, [Opening.By(Permissions.ReadProcesses, Reach.All)]), (others, [Opening.By(Permissions.EditProcesses, Reach.All), Opening.By(Permissions.ApproveProcesses, Reach.All)])];
        return matrix
            .Route($"GET {All}/", Permissions.ReadProcesses)
            .Route($"POST {All}/", Permissions.EditProcesses, _ => new(HttpMethod.Post, All) { Content = JsonContent.Create(new { name = "Ny", kind = "support" }) }, HttpStatusCode.Created)
            .Row($"GET {All}/{{id:guid}}", Permissions.ReadProcesses, row => new(HttpMethod.Get, $"{All}/{row.Id}"), read)
            .Row($"PUT {All}/{{id:guid}}", Permissions.EditProcesses, row => Matched(new(HttpMethod.Put, $"{All}/{row.Id}") { Content = JsonContent.Create(new { name = "Ny", kind = "support" }) }), edit)
            .Row($"GET {All}/{{id:guid}}/diagram", Permissions.ReadProcesses, row => new(HttpMethod.Get, $"{All}/{row.Id}/diagram"), read)
            .Row($"PUT {All}/{{id:guid}}/diagram", Permissions.EditProcesses, row => Matched(new(HttpMethod.Put, $"{All}/{row.Id}/diagram") { Content = new StringContent(ProcessesHost.Diagram("C"), null, "application/xml") }), edit)
            .Row($"GET {All}/{{id:guid}}/activities", Permissions.ReadProcesses, row => new(HttpMethod.Get, $"{All}/{row.Id}/activities"), read)
            .Row("GET /processer/process/{Id:guid}/rita", Permissions.ReadProcesses, row => new(HttpMethod.Get, $"/processer/process/{row.Id}/rita"), read)
            .Row($"GET {All}/{{id:guid}}/heat", Permissions.ReadHeat, row => new(HttpMethod.Get, $"{All}/{row.Id}/heat"), [(inForce, [Opening.By(Permissions.ReadHeat, Reach.All)])])
            .Row($"GET {All}/{{id:guid}}/difference", Permissions.ReadProcesses, row => new(HttpMethod.Get, $"{All}/{row.Id}/difference"), read)
            .Row($"GET {All}/{{id:guid}}/versions", Permissions.ReadProcesses, row => new(HttpMethod.Get, $"{All}/{row.Id}/versions"), read)
            .Row($"GET {All}/{{id:guid}}/versions/{{number:int}}", Permissions.ReadProcesses, row => new(HttpMethod.Get, $"{All}/{row.Id}/versions/1"), read)
            .Row($"POST {All}/{{id:guid}}/versions/{{number:int}}/submission", Permissions.EditProcesses, row => new(HttpMethod.Post, $"{All}/{row.Id}/versions/1/submission"), edit)
            .Row($"POST {All}/{{id:guid}}/closure", Permissions.EditProcesses, row => new(HttpMethod.Post, $"{All}/{row.Id}/closure") { Content = JsonContent.Create(new { closedOn = "2026-01-01", reason = "Slut." }) }, edit)
            .Row($"DELETE {All}/{{id:guid}}/closure", Permissions.EditProcesses, row => new(HttpMethod.Delete, $"{All}/{row.Id}/closure"), [(closed, mine), (othersClosed, all)])
            .Row($"POST {All}/{{id:guid}}/versions/{{number:int}}/recall", Permissions.EditProcesses, row => new(HttpMethod.Post, $"{All}/{row.Id}/versions/1/recall") { Content = JsonContent.Create(new { reason = "Mer att skriva." }) }, [(waiting, mine), (othersWaiting, all)])
            .Row($"POST {All}/{{id:guid}}/versions/{{number:int}}/approval", Permissions.ApproveProcesses, row => new(HttpMethod.Post, $"{All}/{row.Id}/versions/1/approval") { Content = JsonContent.Create(new { decision = "approve" }) }, [(submitted, [Opening.By(Permissions.ApproveProcesses, Reach.All)])])
            .Row($"POST {All}/{{id:guid}}/versions/{{number:int}}/publication", Permissions.EditProcesses, row => new(HttpMethod.Post, $"{All}/{row.Id}/versions/1/publication"), [(approved, mine)])
            .Route("GET /processer/", Permissions.ReadProcesses)
            .Route("GET /processer/ny-process", Permissions.EditProcesses)
            .Route("POST /processer/ny-process", Permissions.EditProcesses, _ => Form("/processer/ny-process", "process"))
            .Row("GET /processer/process/{Id:guid}", Permissions.ReadProcesses, row => new(HttpMethod.Get, $"/processer/process/{row.Id}"), read)
            .Row("GET /processer/process/{Id:guid}/andra", Permissions.EditProcesses, row => new(HttpMethod.Get, $"/processer/process/{row.Id}/andra"), edit)
            .Row("POST /processer/process/{Id:guid}/andra", Permissions.EditProcesses, row => Form($"/processer/process/{row.Id}/andra", "process", ("Request.Name", "")), edit)
            .Row("GET /processer/process/{Id:guid}/upphor", Permissions.EditProcesses, row => new(HttpMethod.Get, $"/processer/process/{row.Id}/upphor"), edit)
            .Row("POST /processer/process/{Id:guid}/upphor", Permissions.EditProcesses, row => Form($"/processer/process/{row.Id}/upphor", "upphor", ("Request.Reason", "")), edit)
            .Row("GET /processer/process/{Id:guid}/steg", Permissions.EditProcesses, row => new(HttpMethod.Get, $"/processer/process/{row.Id}/steg"), edit)
            .Row("POST /processer/process/{Id:guid}/steg", Permissions.EditProcesses, row => Form($"/processer/process/{row.Id}/steg", "steg", ("Do", "add")), edit)
            .Row("GET /processer/process/{Id:guid}/versioner", Permissions.ReadProcesses, row => new(HttpMethod.Get, $"/processer/process/{row.Id}/versioner"), read)
            .Row("POST /processer/process/{Id:guid}/versioner", Permissions.ReadProcesses, row => Form($"/processer/process/{row.Id}/versioner", "fil"), [(coming, mine), (others, all)]);

        async Task<TestRow> Drawn(TestUser reader, string? owner, params string[] until)
        {
            var id = await host.CreatedProcess();
            await host.PutDiagram(id, ProcessesHost.Diagram("A"), null).Json();
            if (until.Contains("submission")) await host.As(TestUsers.ProcessOwner).PostAsync($"{All}/{id}/versions/1/submission", null).Json();
            if (until.Contains("approval")) await host.ApproveVersion(id, 1);
            if (until.Contains("closure")) await host.As(TestUsers.ProcessOwner).Post($"{All}/{id}/closure", new { closedOn = "2026-01-01", reason = "Slut." }).Json();
            // Whoever it is: only who is in the directory or signed in can be chosen.
            if (owner is not null) await host.Scalar<Guid>("update processes set owner_id = $2, owner_name = 'Någon' where id = $1 returning id", id, owner);
            return new(id.ToString(), []);
        }
    }

    private static async Task<string> Planned(ProcessesHost host)
    {
        var code = await host.Created("p");
        await host.Put(code, "*", ("name", "Planerat"), ("validFrom", "2090-01-01")).Json();
        return code;
    }

    private static async Task<string> Closing(ProcessesHost host)
    {
        var code = await host.Created("c");
        await host.Close(code, "2090-01-01").Json();
        return code;
    }

    private static HttpRequestMessage Change(string code)
    {
        var body = ProcessesHost.Unit(code);
        body.Remove("code");
        return Matched(new(HttpMethod.Put, $"{ProcessesHost.Units}/{code}") { Content = JsonContent.Create(body) });
    }
}
