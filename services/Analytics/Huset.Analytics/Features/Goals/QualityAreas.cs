using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Goals;

/// <summary>The quality areas of the management system, as Processes has told of them.</summary>
public sealed class QualityAreas(AnalyticsDb db)
{
    /// <summary>Their codes and names, in their order.</summary>
    public async Task<IReadOnlyList<(string Code, string Name)>> All(CancellationToken ct) =>
        [.. (await db.Subjects.AsNoTracking().Where(subject => subject.Type == "quality-area").Select(subject => new { subject.Id, subject.Data }).ToListAsync(ct))
            .OrderBy(area => area.Data.GetProperty("number").GetInt32()).Select(area => (area.Id, area.Data.GetProperty("name").GetString() ?? area.Id))];

    public async Task<string> NameOf(string code, CancellationToken ct) => (await All(ct)).Where(area => area.Code == code).Select(area => area.Name).FirstOrDefault(code);
}
