using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Identity;
using Huset.Ui;
using Microsoft.EntityFrameworkCore;

namespace Huset.Processes.Features;

/// <summary>What processes and their steps, documents, tasks, areas and units are called on the red thread.</summary>
public sealed class TellThread(ProcessesDb db, CurrentUser user, UnitTree units) : IThreadTexts
{
    private static readonly Texts T = Texts.Of<TellThread>();

    public IQueryable<Guid>? Seen(string type) => type switch
    {
        "process" => db.Processes.Select(p => p.Id),
        "activity" => db.Activities.Select(a => a.Id),
        "routine" => db.Documents.Select(d => d.Id),
        "revision-task" => db.RevisionTasks.Select(t => t.Id),
        "self-inspection" => db.SelfInspections.Select(i => i.Id),
        _ => null,
    };

    public async Task<IReadOnlyList<ThreadText>> Tell(string type, string[] ids, CancellationToken ct)
    {
        if (type == "unit") return user.May(Permissions.ReadUnits) ? await OfUnits(ids, ct) : [];
        if (type == "quality-area") return user.May(Permissions.ReadQualityAreas) ? await Areas(ids, ct) : [];
        Guid[] asked = [.. ids.Select(Guid.Parse)];
        return type switch
        {
            "process" => [.. (await db.Processes.AsNoTracking().Where(p => asked.Contains(p.Id)).ToListAsync(ct)).Select(process => new ThreadText(
                $"{process.Id}", process.Name, process.IsClosed ? T["Closed"] : process.VersionInForce is { } number ? T["InForce", number] : T["Coming"], $"/processer/process/{process.Id}", process.ClosedOn))],
            "activity" => [.. (await db.Activities.AsNoTracking().Where(a => asked.Contains(a.Id)).ToListAsync(ct)).Select(step => new ThreadText(
                $"{step.Id}", step.Name.Length == 0 ? T["Unnamed"] : step.Name, step.IsInForce ? null : step.FirstVersion is null ? T["Coming"] : T["Ended"], $"/processer/process/{step.ProcessId}#steg-{step.Id}", null))],
            "routine" => await Documents(asked, ct),
            "self-inspection" => [.. (await db.SelfInspections.AsNoTracking().Where(i => asked.Contains(i.Id)).ToListAsync(ct)).Select(inspection => new ThreadText(
                $"{inspection.Id}", inspection.ChecklistName, T[$"Inspection.{Kebab.Of(inspection.Status)}"], $"/processer/egenkontroll/{inspection.Id}", inspection.CompletedAt is { } at ? SwedishTime.Day(at) : inspection.DueOn))],
            _ => [.. (await db.RevisionTasks.AsNoTracking().Where(t => asked.Contains(t.Id)).ToListAsync(ct)).Select(task => new ThreadText(
                $"{task.Id}", ThreadText.Short(task.Text), T[$"Task.{Kebab.Of(task.Status)}"], user.May(Permissions.HandleRevisions) ? $"/processer/revidera/{task.Id}" : null, SwedishTime.Day(task.AskedAt)))],
        };
    }

    private async Task<IReadOnlyList<ThreadText>> Documents(Guid[] ids, CancellationToken ct)
    {
        var rows = await db.Documents.AsNoTracking().Where(d => ids.Contains(d.Id))
            .Select(d => new { d.Id, d.Title, d.InForce, d.IsKnown, Since = db.DocumentVersions.Where(v => v.DocumentId == d.Id && v.Number == d.InForce).Select(v => v.Lifecycle.PublishedAt).FirstOrDefault() }).ToListAsync(ct);
        return [.. rows.Select(row => new ThreadText(
            $"{row.Id}", row.Title, row.InForce is { } number ? T["InForce", number] : row.IsKnown ? T["Withdrawn"] : T["Coming"], $"/processer/rutiner/{row.Id}", row.Since is { } since ? SwedishTime.Day(since) : null))];
    }

    private async Task<IReadOnlyList<ThreadText>> OfUnits(string[] codes, CancellationToken ct) =>
        [.. (await db.Units.Where(unit => codes.Contains(unit.Code)).Select(unit => unit.Code).ToListAsync(ct)).Select(code => new ThreadText(code, units.NameOf(code), null, $"/processer/enheter/{code}", null))];

    private async Task<IReadOnlyList<ThreadText>> Areas(string[] codes, CancellationToken ct) =>
        [.. (await db.QualityAreas.AsNoTracking().Where(area => codes.Contains(area.Code)).ToListAsync(ct)).Select(area => new ThreadText(area.Code, $"{area.Number}. {area.Name}", null, "/processer/kvalitetsomraden", null))];
}
