using Microsoft.EntityFrameworkCore;

namespace Huset.Processes.Features.Documents;

/// <summary>Which documents steer which steps, read once for a page that asks about each of its steps.</summary>
public sealed class StepDocuments(ProcessesDb db)
{
    private Task<ILookup<Guid, Steering>>? all;

    /// <summary>A document in force that steers a step.</summary>
    public sealed record Steering(Guid Id, string Title, string Kind);

    /// <summary>By step that has not ended; what steered a step that was replaced steers the one that took its place.</summary>
    public Task<ILookup<Guid, Steering>> All(CancellationToken ct) => all ??= Read(ct);

    /// <summary>The step and those whose place it has taken.</summary>
    public async Task<Guid[]> WithReplaced(Guid activityId, CancellationToken ct)
    {
        var replaced = await Replaced(ct);
        return [activityId, .. replaced.Keys.Where(gone => Last(gone, replaced) == activityId)];
    }

    private async Task<ILookup<Guid, Steering>> Read(CancellationToken ct)
    {
        var replaced = await Replaced(ct);
        var documents = await db.DocumentVersions.AsNoTracking().Where(v => v.Lifecycle.Status == VersionStatus.Published && v.ActivityIds.Length > 0)
            .OrderBy(v => v.Document.Title).Select(v => new { v.ActivityIds, Document = new Steering(v.DocumentId, v.Document.Title, v.Document.Kind) }).ToListAsync(ct);
        return documents.SelectMany(row => row.ActivityIds.Select(step => (Step: Last(step, replaced), row.Document))).Distinct().ToLookup(row => row.Step, row => row.Document);
    }

    private Task<Dictionary<Guid, Guid>> Replaced(CancellationToken ct) =>
        db.Activities.AsNoTracking().Where(activity => activity.ReplacedById != null).ToDictionaryAsync(activity => activity.Id, activity => activity.ReplacedById!.Value, ct);

    private static Guid Last(Guid step, Dictionary<Guid, Guid> replaced)
    {
        // A step may have come back after another took its place.
        for (var left = replaced.Count; left > 0 && replaced.TryGetValue(step, out var next); left--) step = next;
        return step;
    }
}
