using Huset.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Processes.Features.QualitySystems;

/// <summary>A demonstration's quality systems for this year: one in force and one half written, by invented people.</summary>
internal static class DemoQualitySystems
{
    public static async Task<string?> Make(ProcessesDb db, IServiceProvider services, CancellationToken ct)
    {
        // For them the whole house waits.
        if (!await db.Units.AnyAsync(ct)) return "the units have not come";
        if (await db.QualitySystems.AnyAsync(ct)) return null;
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var areas = await db.QualityAreas.AsNoTracking().ToListAsync(ct);
        foreach (var document in Catalogue.Read<List<Document>>("demo-quality-systems.json"))
        {
            var (writer, approver) = (new Person("demo:writer", document.WrittenBy), new Person("demo:approver", document.ApprovedBy ?? ""));
            var system = QualitySystem.Begin(document.UnitCode, SwedishTime.Day(now).Year, areas, null, writer, now);
            system.Write([.. document.Answers.Select(answer => new PointAnswer(answer.Key, answer.Value, null))], writer, now);
            if (document.IsPublished)
            {
                system.Submit(writer, now);
                system.Approve(approver, now);
                system.Publish(null, approver, now);
            }
            db.Add(system);
        }
        await db.SaveChangesAsync(ct);
        return null;
    }

    private sealed record Document(string UnitCode, bool IsPublished, string WrittenBy, string? ApprovedBy, Dictionary<string, Dictionary<string, string>> Answers);
}
