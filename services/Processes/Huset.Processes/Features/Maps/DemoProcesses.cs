using Huset.ServiceDefaults.Identity;
using Microsoft.EntityFrameworkCore;

namespace Huset.Processes.Features.Maps;

/// <summary>Gives a demonstration without processes a few, by the same way as everyone's: drawn, submitted, approved by another, published.</summary>
internal static class DemoProcesses
{
    /// <summary>How many were made; none when there are processes already.</summary>
    public static async Task<int> Make(ProcessesDb db, CurrentUser user, TimeProvider clock, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Two replicas may both come here; to the second nothing is lacking.
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(727563)", ct);
        if (await db.Processes.AnyAsync(ct)) return 0;
        var work = new ProcessWork(db, user);
        var (writer, approver) = (new Person("demo:writer", "Petra Hägg"), new Person("demo:approver", "Johan Valldén"));
        var examples = Catalogue.Read<List<Example>>("demo-processes.json");
        foreach (var example in examples)
        {
            Guid? above = example.PartOf is { } place
                ? await db.Activities.Where(step => step.Name == place.Step).Join(db.Processes.Where(process => process.Name == place.Process), step => step.ProcessId, process => process.Id, (step, _) => step.Id).FirstAsync(ct)
                : null;
            var now = clock.GetUtcNow();
            var process = Process.Create(new(example.Name, example.Kind, null, null, example.OwnerRole, above), now);
            db.Add(process);
            await db.SaveChangesAsync(ct);
            await new DrawDiagram.Handler(db, work, user, clock).Handle(process.Id, Draw(example), _ => { }, _ => { }, ct);
            var version = (await work.Coming(process.Id, ct))!;
            version.Draw(process, version.Diagram, writer, now);
            version.Submit(process, writer, now);
            version.Judge(process, null, approver, now);
            await db.SaveChangesAsync(ct);
            await new PublishVersion.Handler(db, work, user, clock).Handle(process.Id, version.Number, new() { ChangeNote = "Första versionen." }, _ => { }, ct);
        }
        await transaction.CommitAsync(ct);
        return examples.Count;
    }

    private static string Draw(Example example)
    {
        var drawing = BpmnEdit.New();
        string? last = null;
        foreach (var step in example.Steps) last = drawing.Add(step.Name, step.Lane, last);
        return drawing.ToText();
    }

    private sealed record Example(string Name, ProcessKind Kind, string OwnerRole, Place? PartOf, List<ExampleStep> Steps);

    private sealed record ExampleStep(string Name, string Lane);

    private sealed record Place(string Process, string Step);
}
