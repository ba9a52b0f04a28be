using System.Text.Json;
using static Huset.Processes.Tests.DocumentRights;

namespace Huset.Processes.Tests;

/// <summary>What differs between versions, and which of them applied on a day.</summary>
public sealed class VersionsInTimeTests(ProcessesHost host)
{
    [Fact]
    public async Task Two_versions_differ_in_their_steps_and_in_every_part_of_the_drawing()
    {
        var id = await Twice(Drawn(("Planera", "a", 100), ("Utföra", "b", 250)), Drawn(("Planera insatser", "a", 100), ("Utföra", "b", 400), ("Följa upp", "c", 550)));
        var difference = await host.As(TestUsers.Employee).GetAsync($"{ProcessesHost.Processes}/{id}/difference?from=1&to=2").Json();
        Assert.Equal((1, 2), (difference.GetProperty("from").GetInt32(), difference.GetProperty("to").GetInt32()));
        Assert.Equal(["a renamed", "c added"], difference.GetProperty("steps").EnumerateArray().Select(step => $"{Text(step, "element")} {Text(step, "change")}").Order());
        // The end's flow leads from another step now, and the end itself has only another place.
        Assert.Equal(
            ["a step changed", "b step moved", "c step added", "f-b-c flow added", "f-b-slut flow gone", "f-c-slut flow added"],
            difference.GetProperty("parts").EnumerateArray().Select(part => $"{Text(part, "element")} {Text(part, "kind")} {Text(part, "change")}").Order());
        Assert.Equal(difference.ToString(), (await host.As(TestUsers.Employee).GetAsync($"{ProcessesHost.Processes}/{id}/difference").Json()).ToString());
        var back = await host.As(TestUsers.Employee).GetAsync($"{ProcessesHost.Processes}/{id}/difference?from=2&to=1").Json();
        Assert.Contains("c gone", back.GetProperty("steps").EnumerateArray().Select(step => $"{Text(step, "element")} {Text(step, "change")}"));
        var first = await host.As(TestUsers.Employee).GetAsync($"{ProcessesHost.Processes}/{id}/difference?to=1").Json();
        Assert.False(first.TryGetProperty("from", out _));
        await host.As(TestUsers.Employee).GetAsync($"{ProcessesHost.Processes}/{id}/difference?from=1&to=7").Problem(HttpStatusCode.NotFound, "resource.not-found");
        await host.As(TestUsers.Employee).GetAsync($"{ProcessesHost.Processes}/{id}/difference?to=0").NamesField("to");

        var page = await host.As(TestUsers.Employee).GetStringAsync($"/processer/process/{id}/versioner?jamfor=2");
        Assert.Contains("Skillnad mellan version 1 och 2", page, StringComparison.Ordinal);
        Assert.Contains("Planera insatser hette Planera", page, StringComparison.Ordinal);
        Assert.Contains("Flöde tillkommer: 2 utan namn", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_draft_is_compared_only_by_who_may_see_it()
    {
        var id = await host.PublishedProcess("A", "B");
        var tag = (await host.As(TestUsers.ProcessOwner).GetAsync($"{ProcessesHost.Processes}/{id}/diagram")).Headers.ETag?.Tag;
        await host.PutDiagram(id, ProcessesHost.Diagram("A", "B", "C"), tag).Json();
        await host.As(TestUsers.Employee).GetAsync($"{ProcessesHost.Processes}/{id}/difference?from=1&to=2").Problem(HttpStatusCode.NotFound, "resource.not-found");
        Assert.Equal(1, (await host.As(TestUsers.Employee).GetAsync($"{ProcessesHost.Processes}/{id}/difference").Json()).GetProperty("to").GetInt32());
        Assert.Equal(2, (await host.As(TestUsers.ProcessOwner).GetAsync($"{ProcessesHost.Processes}/{id}/difference").Json()).GetProperty("to").GetInt32());
    }

    [Fact]
    public async Task What_applied_on_a_day_is_told_of_a_process_with_the_day_of_the_change_in_both()
    {
        var id = await Twice(ProcessesHost.Diagram("A"), ProcessesHost.Diagram("A", "B"));
        // Just before midnight in Sweden, so that the UTC day is another.
        await host.Scalar<long>("with set as (update process_versions set published_at = '2026-02-10T23:30:00Z', ended_at = '2026-03-01T22:30:00Z' where process_id = $1 and number = 1 returning 1) select count(*) from set", id);
        await host.Scalar<long>("with set as (update process_versions set published_at = '2026-03-01T22:30:00Z' where process_id = $1 and number = 2 returning 1) select count(*) from set", id);
        var versions = $"{ProcessesHost.Processes}/{id}/versions";
        Assert.Empty(await Numbers($"{versions}?on=2026-02-10"));
        Assert.Equal(new[] { 1 }, await Numbers($"{versions}?on=2026-02-11"));
        Assert.Equal(new[] { 2, 1 }, await Numbers($"{versions}?on=2026-03-01"));
        Assert.Equal(new[] { 2 }, await Numbers($"{versions}?on=2026-03-02"));
        Assert.Empty(await Numbers($"{versions}?on=0001-01-01"));
        Assert.Equal(new[] { 2 }, await Numbers($"{versions}?on=9999-12-31"));
        await host.As(TestUsers.Employee).GetAsync($"{versions}?on=i-fjol").Problem(HttpStatusCode.BadRequest, "request.unreadable");

        var page = await host.As(TestUsers.Employee).GetStringAsync($"/processer/process/{id}/versioner?den=2026-02-20");
        Assert.Contains("Den 20 februari 2026 gällde version 1.", page, StringComparison.Ordinal);
        Assert.Contains("Ingen version gällde den 1 februari 2026.", await host.As(TestUsers.Employee).GetStringAsync($"/processer/process/{id}/versioner?den=2026-02-01"), StringComparison.Ordinal);
        Assert.Contains("Dagen gick inte att läsa", await host.As(TestUsers.Employee).GetStringAsync($"/processer/process/{id}/versioner?den=i%20fjol"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_applied_on_a_day_is_told_of_a_document_and_read_by_its_number()
    {
        var document = await host.Document(VersionStatus.Published, text: "Det som gällde då.");
        await host.Scalar<long>("with set as (update document_versions set published_at = '2026-02-01T09:00:00Z' where document_id = $1 returning 1) select count(*) from set", document.Id);
        Assert.Equal(new[] { 1 }, await Numbers($"{Documents}/{document.Id}/versions?on=2026-03-01"));
        Assert.Empty(await Numbers($"{Documents}/{document.Id}/versions?on=2026-01-31"));
        var page = await host.As(TestUsers.Employee).GetStringAsync($"/processer/rutiner/{document.Id}/versioner?den=2026-03-01");
        Assert.Contains("Den 1 mars 2026 gällde version 1.", page, StringComparison.Ordinal);
        Assert.Contains($"rutiner/{document.Id}?version=1", page, StringComparison.Ordinal);
    }

    private async Task<Guid> Twice(string first, string second)
    {
        var id = await host.CreatedProcess();
        await host.PutDiagram(id, first, null).Json();
        await host.ApproveVersion(id, 1);
        await host.As(TestUsers.ProcessOwner).PostAsync($"{ProcessesHost.Processes}/{id}/versions/1/publication", null).Json();
        var tag = (await host.As(TestUsers.ProcessOwner).GetAsync($"{ProcessesHost.Processes}/{id}/diagram")).Headers.ETag?.Tag;
        await host.PutDiagram(id, second, tag).Json();
        await host.ApproveVersion(id, 2);
        await host.As(TestUsers.ProcessOwner).PostAsync($"{ProcessesHost.Processes}/{id}/versions/2/publication", null).Json();
        return id;
    }

    private async Task<List<int>> Numbers(string address) => [.. (await host.As(TestUsers.Employee).GetAsync(address).Json()).GetProperty("items").EnumerateArray().Select(version => version.GetProperty("number").GetInt32())];

    private static string? Text(JsonElement part, string name) => part.GetProperty(name).GetString();

    // Steps in a row with a place each; the end is drawn nowhere.
    private static string Drawn(params (string Name, string Id, int X)[] steps)
    {
        string[] ids = [.. steps.Select(step => step.Id), "slut"];
        return $"""
            <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" id="d" targetNamespace="urn:test"><bpmn:process id="p">
            {string.Concat(steps.Select(step => $"<bpmn:task id=\"{step.Id}\" name=\"{step.Name}\"><bpmn:incoming>vad-som-helst</bpmn:incoming></bpmn:task>"))}<bpmn:endEvent id="slut"/>
            {string.Concat(ids.Zip(ids.Skip(1)).Select(pair => $"<bpmn:sequenceFlow id=\"f-{pair.First}-{pair.Second}\" sourceRef=\"{pair.First}\" targetRef=\"{pair.Second}\"/>"))}
            </bpmn:process><di:BPMNDiagram id="dd"><di:BPMNPlane id="pl" bpmnElement="p">
            {string.Concat(steps.Select(step => $"<di:BPMNShape id=\"{step.Id}_di\" bpmnElement=\"{step.Id}\"><dc:Bounds x=\"{step.X}\" y=\"100\" width=\"100\" height=\"80\"/></di:BPMNShape>"))}
            </di:BPMNPlane></di:BPMNDiagram></bpmn:definitions>
            """;
    }
}
