using Huset.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Processes.Features.Documents;

/// <summary>A demonstration's steering documents: written, approved by another and published.</summary>
internal static class DemoDocuments
{
    public static async Task<string?> Make(ProcessesDb db, IServiceProvider services, CancellationToken ct)
    {
        // They are linked to their steps.
        if (!await db.Processes.AnyAsync(ct)) return "the processes have not come";
        if (await db.Documents.AnyAsync(ct)) return null;
        var (writer, approver, now) = (new Person("demo:writer", "Petra Hägg"), new Person("demo:approver", "Johan Valldén"), services.GetRequiredService<TimeProvider>().GetUtcNow());
        var today = SwedishTime.Day(now);
        foreach (var example in Catalogue.Read<List<Example>>("demo-documents.json"))
        {
            var steps = await db.Activities.Where(activity => example.Steps.Contains(activity.Name)).Select(activity => activity.Id).ToArrayAsync(ct);
            var document = Document.Create(
                new(example.Title, example.Kind, example.UnitCode, example.LawAreas, null, example.OwnerRole), new(string.Join('\n', example.Text), "Första versionen.", today.AddYears(1), true, steps), writer, now);
            var version = document.Versions.Single();
            document.Submit(version, writer, today, now);
            document.Approve(version, approver, now);
            document.Publish(version, writer, now);
            db.Add(document);
            db.Publish(document.ToChanged([]));
        }
        await db.SaveChangesAsync(ct);
        return null;
    }

    private sealed record Example(string Title, string Kind, string? UnitCode, string[] LawAreas, string OwnerRole, string[] Steps, string[] Text);
}
