using System.Net.Http.Headers;
using System.Text.Json;
using Huset.Processes.Contracts;
using Huset.Processes.Tests;
using Huset.ServiceDefaults.Identity;
using Microsoft.Extensions.DependencyInjection;

[assembly: AssemblyFixture(typeof(ProcessesHost))]

namespace Huset.Processes.Tests;

/// <summary>The service with the demonstration municipality that it imports by itself at start.</summary>
public sealed class ProcessesHost() : ServiceHost<Program, ProcessesDb>("processes", seedUnits: false)
{
    public const string Units = "/processes/v1/units";

    protected override IEnumerable<KeyValuePair<string, string>> Configuration => [new("Huset:Demo", "true")];

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _ = Factory.Server;
        // A demonstration that has something already is not filled, and tests write from their first moment.
        await Eventually(() => Scalar<long>("select count(*) from units").Result > 0 && Scalar<long>("select count(*) from documents").Result > 0);
        await KnowUnits();
    }

    // The service hears of its own units by the broker, and there is none here.
    private async Task KnowUnits()
    {
        var units = await Published<UnitChanged>();
        foreach (var unit in units)
        {
            await Scalar<string>("insert into known_units (code, name, versions, subject_version) values ($1, $2, $3::jsonb, $4) returning code", unit.Code, unit.Name, JsonSerializer.Serialize(unit.Versions, JsonSerializerOptions.Web), unit.SubjectVersion);
        }
        var tree = Factory.Services.GetRequiredService<UnitTree>();
        await Eventually(() => tree.Units.Count == units.Count);
    }

    /// <summary>What may be written of a unit, right in every field.</summary>
    public static Dictionary<string, object?> Unit(string code, params (string Field, object? Value)[] changes)
    {
        var unit = new Dictionary<string, object?> { ["code"] = code, ["name"] = $"Enheten {code}", ["type"] = "enhet", ["parent"] = "ao", ["board"] = "an", ["validFrom"] = "2021-01-01" };
        foreach (var (field, value) in changes) unit[field] = value;
        return unit;
    }

    /// <summary>A code that no other test uses.</summary>
    public static string NewCode(string word = "u") => $"{word}-{Guid.NewGuid():N}"[..24];

    public async Task<string> Created(string word = "u", params (string Field, object? Value)[] changes)
    {
        var code = NewCode(word);
        await As(TestUsers.Administrator).Post(Units, Unit(code, changes)).Json(HttpStatusCode.Created);
        return code;
    }

    public Task<HttpResponseMessage> Put(string code, string? ifMatch, params (string Field, object? Value)[] changes)
    {
        var body = Unit(code, changes);
        body.Remove("code");
        var request = new HttpRequestMessage(HttpMethod.Put, $"{Units}/{code}") { Content = System.Net.Http.Json.JsonContent.Create(body) };
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return As(TestUsers.Administrator).SendAsync(request);
    }

    public const string Processes = "/processes/v1/processes";

    /// <summary>BPMN with these steps in a row, each a name, or a name and an id with a colon between.</summary>
    public static string Diagram(params string[] steps)
    {
        string[] ids = ["Start", .. steps.Select(step => $"Activity_{step.Split(':')[^1]}"), "Slut"];
        var tasks = steps.Select(step => $"""<bpmn:task id="Activity_{step.Split(':')[^1]}" name="{step.Split(':')[0]}" />""");
        var flows = ids.Zip(ids.Skip(1)).Select(pair => $"""<bpmn:sequenceFlow id="Flow_{pair.First}_{pair.Second}" sourceRef="{pair.First}" targetRef="{pair.Second}" />""");
        return $"""
            <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="Definitions" targetNamespace="urn:test"><bpmn:process id="Process">
            <bpmn:startEvent id="Start" />{string.Concat(tasks)}<bpmn:endEvent id="Slut" />{string.Concat(flows)}
            </bpmn:process></bpmn:definitions>
            """;
    }

    /// <summary>A process that nobody owns, so that every process owner may write in it.</summary>
    public async Task<Guid> CreatedProcess(string name = "En process") =>
        (await As(TestUsers.QualityDeveloper).Post(Processes, new { name, kind = "main" }).Json(HttpStatusCode.Created)).GetProperty("id").GetGuid();

    /// <summary>A process with these steps in force.</summary>
    public async Task<Guid> PublishedProcess(params string[] steps)
    {
        var id = await CreatedProcess();
        await PutDiagram(id, Diagram(steps), null).Json();
        await ApproveVersion(id, 1);
        await As(TestUsers.ProcessOwner).PostAsync($"{Processes}/{id}/versions/1/publication", null).Json();
        return id;
    }

    public async Task ApproveVersion(Guid id, int number)
    {
        await As(TestUsers.ProcessOwner).PostAsync($"{Processes}/{id}/versions/{number}/submission", null).Json();
        await As(TestUsers.QualityDeveloper).Post($"{Processes}/{id}/versions/{number}/approval", new { decision = "approve" }).Json();
    }

    public Task<HttpResponseMessage> PutDiagram(Guid id, string diagram, string? ifMatch, TestUser? user = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, $"{Processes}/{id}/diagram") { Content = new StringContent(diagram, System.Text.Encoding.UTF8, "application/xml") };
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return As(user ?? TestUsers.ProcessOwner).SendAsync(request);
    }

    public Task<HttpResponseMessage> Close(string code, string validTo) => As(TestUsers.Administrator).Post($"{Units}/{code}/closure", new { validTo });

    public Task<HttpResponseMessage> Import(object units, string query = "", TestUser? user = null) => As(user ?? TestUsers.Integration).Post($"{Units}/imports{query}", new { units });

    public Task<HttpResponseMessage> ImportCsv(byte[] csv, string query = "") =>
        As(TestUsers.Integration).PostAsync($"{Units}/imports{query}", new ByteArrayContent(csv) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } });

    public Task<JsonElement> Read(string code) => As(TestUsers.Employee).GetAsync($"{Units}/{code}").Json();

    public async Task<string[]> Codes(string query) =>
        [.. (await As(TestUsers.Employee).GetAsync($"{Units}?limit=500&{query}").Json()).GetProperty("items").EnumerateArray().Select(unit => unit.GetProperty("code").GetString()!)];
}
