using Microsoft.EntityFrameworkCore;

namespace Huset.Processes.Features.Maps;

/// <summary>A demonstration's processes, made by the same way as everyone's: drawn, submitted, approved by another, published.</summary>
internal static class DemoProcesses
{
    public static async Task<string?> Make(ProcessesDb db, IServiceProvider services, CancellationToken ct)
    {
        // For them the whole house waits.
        if (!await db.Units.AnyAsync(ct)) return "the units have not come";
        if (await db.Processes.AnyAsync(ct)) return null;
        var (work, draw, publish) = (services.GetRequiredService<ProcessWork>(), services.GetRequiredService<DrawDiagram.Handler>(), services.GetRequiredService<PublishVersion.Handler>());
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var (writer, approver) = (new Person("demo:writer", "Petra Hägg"), new Person("demo:approver", "Johan Valldén"));
        foreach (var example in Catalogue.Read<List<Example>>("demo-processes.json"))
        {
            Guid? above = example.PartOf is { } place
                ? await db.Activities.Where(step => step.Name == place.Step).Join(db.Processes.Where(process => process.Name == place.Process), step => step.ProcessId, process => process.Id, (step, _) => step.Id).FirstAsync(ct)
                : null;
            var process = Process.Create(new(example.Name, example.Kind, null, null, example.OwnerRole, above), now);
            db.Add(process);
            await db.SaveChangesAsync(ct);
            await draw.Handle(process.Id, Draw(example), _ => { }, _ => { }, ct);
            var version = (await work.Coming(process.Id, ct))!;
            version.Draw(process, version.Diagram, writer, now);
            version.Submit(process, writer, now);
            version.Judge(process, null, approver, now);
            await db.SaveChangesAsync(ct);
            await publish.Handle(process.Id, version.Number, new() { ChangeNote = "Första versionen." }, _ => { }, ct);
        }
        return null;
    }

    private static string Draw(Example example)
    {
        var drawing = BpmnEdit.New("Början", "Slut");
        string? last = null;
        foreach (var step in example.Steps) last = drawing.Add(step.Name, step.Lane, last);
        return drawing.ToText();
    }

    private sealed record Example(string Name, ProcessKind Kind, string OwnerRole, Place? PartOf, List<ExampleStep> Steps);

    private sealed record ExampleStep(string Name, string Lane);

    private sealed record Place(string Process, string Step);
}
