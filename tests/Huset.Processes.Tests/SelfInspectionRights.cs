using System.Net.Http.Json;
using System.Text.Json;
using Huset.ServiceDefaults.Identity;
using static Huset.Testing.Requests;

namespace Huset.Processes.Tests;

/// <summary>Makes checklists and self-inspections in the state that a test needs, and declares who may do what with them.</summary>
public static class SelfInspectionRights
{
    public const string Checklists = "/processes/v1/checklists";
    public const string ChecklistPages = "/processer/egenkontroll/checklistor";
    public const string Plans = "/processes/v1/inspection-plans";
    public const string PlanPages = "/processer/egenkontroll/planer";
    public const string Inspections = "/processes/v1/self-inspections";

    public static Task<JsonElement> Checklist(this ProcessesHost host, string? unitCode = null, Guid? documentId = null, string? name = null) =>
        host.As(TestUsers.QualityDeveloper).Post(Checklists, new
        {
            name = name ?? $"Checklista {Guid.NewGuid():N}",
            unitCode,
            documentId,
            questions = new object[] { new { text = "Är listan ifylld?", counts = true }, new { text = "Är skåpet låst?", help = "Känn efter.", offersDeviation = "health-care" }, new { text = "Finns rutinen?" } },
        }).Json(HttpStatusCode.Created);

    /// <summary>One that the quality developer has started, and answered with yes to all when it is to be completed.</summary>
    public static async Task<JsonElement> Inspection(this ProcessesHost host, string unit = TestUnits.Norrangen, Guid? checklist = null, string dueOn = "2090-01-01", string? responsibleId = null, string? responsibleRole = "Samordnare", bool completed = false)
    {
        var developer = host.As(TestUsers.QualityDeveloper);
        var started = await developer.Post(Inspections, new { unitCode = unit, checklistId = checklist ?? (await host.Checklist()).GetProperty("id").GetGuid(), dueOn, ownerId = responsibleId, responsibleRole }).Json(HttpStatusCode.Created);
        if (!completed) return started;
        var address = $"{Inspections}/{started.GetProperty("id").GetGuid()}";
        var answers = started.GetProperty("questions").EnumerateArray().Select(question => new { questionId = question.GetProperty("questionId").GetGuid(), value = "yes" });
        await developer.SendAsync(Matched(new(HttpMethod.Put, $"{address}/answers") { Content = JsonContent.Create(new { answers }) })).Json();
        return await developer.PostAsync($"{address}/completion", null).Json();
    }

    public static RightsMatrix WithSelfInspections(this RightsMatrix matrix, ProcessesHost host)
    {
        Opening[] all = [Opening.By(Permissions.ReadSelfInspections, Reach.All)];
        Opening[] doesAll = [Opening.By(Permissions.DoSelfInspections, Reach.All)];
        Opening[] doesUnits = [Opening.By(Permissions.DoSelfInspections, Reach.Units), .. doesAll];
        Opening[] doesOwn = [Opening.By(Permissions.DoSelfInspections, Reach.Own), .. doesAll];
        Opening[] editsAll = [Opening.By(Permissions.EditChecklists, Reach.All)];
        var (here, elsewhere, own) = (At("a planned self-inspection of the reader's units", TestUnits.Norrangen), At("another planned self-inspection", TestUnits.Hasselvagen), At("the reader's own planned self-inspection", TestUnits.Hasselvagen, isOwn: true));
        (RowPosition, Opening[])[] done = [(here, doesUnits), (elsewhere, doesAll), (own, doesOwn)];
        (RowPosition, Opening[])[] read =
        [
            (here, [.. doesUnits, .. all]), (elsewhere, all), (own, [.. doesOwn, .. all]),
            (At("a completed self-inspection of the reader's units", TestUnits.Norrangen, completed: true), [Opening.By(Permissions.ReadSelfInspections, Reach.Units), .. all]),
            (At("another completed self-inspection", TestUnits.Hasselvagen, completed: true), all),
        ];
        var known = new Lazy<Guid>(() => host.Checklist().GetAwaiter().GetResult().GetProperty("id").GetGuid());
        Opening[] startsAll = [Opening.By(Permissions.StartSelfInspections, Reach.All)];
        (RowPosition, Opening[])[] planned = [(PlanOf("a plan of the reader's units", TestUnits.Norrangen), [Opening.By(Permissions.StartSelfInspections, Reach.Units), .. startsAll]), (PlanOf("another unit's plan", TestUnits.Hasselvagen), startsAll)];
        var everyones = Of("a checklist for all", null);
        (RowPosition, Opening[])[] written = [(everyones, editsAll), (Of("a checklist of the reader's units", TestUnits.Norrangen), [Opening.By(Permissions.EditChecklists, Reach.Units), .. editsAll]), (Of("another unit's checklist", TestUnits.Hasselvagen), editsAll)];
        return matrix
            .Route($"GET {Checklists}/", Permissions.ReadSelfInspections)
            .Route($"POST {Checklists}/", Permissions.EditChecklists, _ => Write(HttpMethod.Post, Checklists, List(TestUnits.Norrangen)), HttpStatusCode.Created)
            .Row($"GET {Checklists}/{{id:guid}}", Permissions.ReadSelfInspections, row => new(HttpMethod.Get, $"{Checklists}/{row.Id}"), [(everyones, [Opening.By(Permissions.ReadSelfInspections, Reach.Units), .. all])])
            .Row($"PUT {Checklists}/{{id:guid}}", Permissions.EditChecklists, row => Matched(Write(HttpMethod.Put, $"{Checklists}/{row.Id}", List(row.State.Length == 0 ? null : row.State))),
                written)
            .Route($"GET {Inspections}/", Permissions.ReadSelfInspections)
            .Route($"POST {Inspections}/", Permissions.StartSelfInspections, _ => Write(HttpMethod.Post, Inspections, new { unitCode = TestUnits.Norrangen, checklistId = known.Value, dueOn = "2090-01-01" }), HttpStatusCode.Created)
            .Row($"GET {Inspections}/{{id:guid}}", Permissions.ReadSelfInspections, row => new(HttpMethod.Get, $"{Inspections}/{row.Id}"), read)
            .Row($"PUT {Inspections}/{{id:guid}}/answers", Permissions.DoSelfInspections, row => Matched(Write(HttpMethod.Put, $"{Inspections}/{row.Id}/answers", new { answers = Array.Empty<object>() })), done)
            .Row($"POST {Inspections}/{{id:guid}}/completion", Permissions.DoSelfInspections, row => new(HttpMethod.Post, $"{Inspections}/{row.Id}/completion"), done, HttpStatusCode.Conflict)
            .Route("GET /processer/egenkontroll", Permissions.ReadSelfInspections)
            .Route("GET /processer/egenkontroll/ny", Permissions.StartSelfInspections)
            .Route("POST /processer/egenkontroll/ny", Permissions.StartSelfInspections, _ => Form("/processer/egenkontroll/ny", "starta", ("Request.UnitCode", "")))
            .Row("GET /processer/egenkontroll/{Id:guid}", Permissions.ReadSelfInspections, row => new(HttpMethod.Get, $"/processer/egenkontroll/{row.Id}"), read)
            .Row("GET /processer/egenkontroll/{Id:guid}/svara", Permissions.DoSelfInspections, row => new(HttpMethod.Get, $"/processer/egenkontroll/{row.Id}/svara"), done)
            .Row("POST /processer/egenkontroll/{Id:guid}/svara", Permissions.DoSelfInspections, row => Form($"/processer/egenkontroll/{row.Id}/svara", "svara", ("Version", "99")), done)
            .Route($"GET {Plans}/", Permissions.StartSelfInspections)
            .Route($"POST {Plans}/", Permissions.StartSelfInspections, _ => Write(HttpMethod.Post, Plans, Plan(known.Value, TestUnits.Norrangen)), HttpStatusCode.Created)
            .Row($"GET {Plans}/{{id:guid}}", Permissions.StartSelfInspections, row => new(HttpMethod.Get, $"{Plans}/{row.Id}"), planned)
            .Row($"PUT {Plans}/{{id:guid}}", Permissions.StartSelfInspections, row => Matched(Write(HttpMethod.Put, $"{Plans}/{row.Id}", Plan(known.Value, row.State))), planned)
            .Route($"GET {PlanPages}", Permissions.StartSelfInspections)
            .Route($"GET {PlanPages}/ny", Permissions.StartSelfInspections)
            .Route($"POST {PlanPages}/ny", Permissions.StartSelfInspections, _ => Form($"{PlanPages}/ny", "plan", ("Request.UnitCode", "")))
            .Row($"GET {PlanPages}/{{Id:guid}}", Permissions.StartSelfInspections, row => new(HttpMethod.Get, $"{PlanPages}/{row.Id}"), planned)
            .Row($"POST {PlanPages}/{{Id:guid}}", Permissions.StartSelfInspections, row => Form($"{PlanPages}/{row.Id}", "plan", ("Version", "99")), planned)
            .Route($"GET {ChecklistPages}", Permissions.EditChecklists)
            .Route($"GET {ChecklistPages}/ny", Permissions.EditChecklists)
            .Route($"POST {ChecklistPages}/ny", Permissions.EditChecklists, _ => Form($"{ChecklistPages}/ny", "checklista", ("Request.Name", "")))
            .Row($"GET {ChecklistPages}/{{Id:guid}}", Permissions.EditChecklists, row => new(HttpMethod.Get, $"{ChecklistPages}/{row.Id}"), written)
            .Row($"POST {ChecklistPages}/{{Id:guid}}", Permissions.EditChecklists, row => Form($"{ChecklistPages}/{row.Id}", "checklista", ("Version", "99")), written)
            .WithThread("/processes/v1", "self-inspection", read);

        RowPosition At(string name, string unit, bool isOwn = false, bool completed = false) => new(name, async reader =>
        {
            var checklist = await host.Checklist();
            var inspection = await host.Inspection(unit, checklist.GetProperty("id").GetGuid(), completed: completed);
            var id = inspection.GetProperty("id").GetGuid();
            // Whoever it is: only who is in the directory or signed in can be chosen.
            if (isOwn) await host.Scalar<Guid>("update self_inspections set responsible_id = $2 where id = $1 returning id", id, reader.Id.ToString());
            return new(id.ToString(), [checklist.GetProperty("name").GetString()!]);
        });
        RowPosition PlanOf(string name, string unit) => new(name, async _ =>
        {
            var plan = await host.As(TestUsers.QualityDeveloper).Post(Plans, Plan(known.Value, unit)).Json(HttpStatusCode.Created);
            return new(plan.GetProperty("id").GetString()!, [], unit);
        });
        RowPosition Of(string name, string? unit) => new(name, async _ =>
        {
            var checklist = await host.Checklist(unit);
            return new(checklist.GetProperty("id").GetString()!, [], unit ?? "");
        });
    }

    // Within two years, and nothing that starts now.
    private static object Plan(Guid checklistId, string unitCode) => new { checklistId, unitCode, frequency = "yearly", firstDueOn = $"{DateTime.UtcNow.Year + 1}-12-30", responsibleRole = "Samordnare" };

    private static object List(string? unitCode) => new { name = "Checklista", unitCode, questions = new[] { new { text = "Fråga?" } } };

    private static HttpRequestMessage Write(HttpMethod method, string address, object body) => new(method, address) { Content = JsonContent.Create(body) };
}
