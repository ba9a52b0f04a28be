using Huset.Analytics.Features.Goals;
using Huset.Analytics.Features.Reports;
using Huset.ServiceDefaults;

namespace Huset.Analytics.Features.Thread;

/// <summary>What this service's own things are called on the red thread.</summary>
public sealed class TellOwn(TellThread reports, TellGoals goals) : IThreadTexts
{
    public static readonly string[] Types = ["report", "report-paragraph", "signal", "pattern", "publication", "improvement", "method-follow-up", .. TellGoals.Types];

    public IQueryable<Guid>? Seen(string type) => TellGoals.Types.Contains(type) ? goals.Seen(type) : reports.Seen(type);

    public Task<IReadOnlyList<ThreadText>> Tell(string type, string[] ids, CancellationToken ct) => TellGoals.Types.Contains(type) ? goals.Tell(type, ids, ct) : reports.Tell(type, ids, ct);
}
