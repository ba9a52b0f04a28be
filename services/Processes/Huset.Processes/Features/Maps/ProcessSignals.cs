using Huset.ServiceDefaults.Identity;
using Microsoft.EntityFrameworkCore;

namespace Huset.Processes.Features.Maps;

/// <summary>A signal beside a process.</summary>
/// <param name="Signal">The signal.</param>
/// <param name="ActivityIds">The steps of the process where the deviations that it shows arose; none when it shows none of them, or an indicator.</param>
public sealed record ProcessSignal(UnitSignal Signal, IReadOnlyList<Guid> ActivityIds);

/// <summary>What the charts of the reader's units show, beside a process.</summary>
public sealed class ProcessSignals(ProcessesDb db, UnitTree units, TimeProvider clock)
{
    private const int RecentMonths = 3, Most = 500;

    /// <summary>
    /// Those that nobody has answered, and those that somebody has in the last months: all of a unit that is chosen, else those whose deviations arose in the process.
    /// What touches the process comes first, then what waits for an answer, then the newest.
    /// </summary>
    public async Task<IReadOnlyList<ProcessSignal>> Of(Guid processId, string? unitCode, CancellationToken ct)
    {
        var since = clock.GetUtcNow().AddMonths(-RecentMonths);
        var wanted = db.UnitSignals.AsNoTracking().Where(signal => signal.Meaning == null || signal.ToldAt >= since);
        if (unitCode is { Length: > 0 } chosen)
        {
            var codes = units.WithBelow([chosen]);
            wanted = wanted.Where(signal => codes.Contains(signal.UnitCode));
        }
        var signals = await wanted.OrderByDescending(signal => signal.ToldAt).ThenBy(signal => signal.SignalId).Take(Most).ToListAsync(ct);
        if (signals.Count == 0) return [];
        var below = signals.Select(signal => signal.UnitCode).Distinct().ToDictionary(code => code, code => units.WithBelow([code]));
        var (first, within) = (signals.Min(signal => signal.FirstMonth), below.Values.SelectMany(codes => codes).Distinct().ToArray());
        var ids = await db.Activities.Where(activity => activity.ProcessId == processId).Select(activity => activity.Id).ToArrayAsync(ct);
        var arose = await db.StepDeviations.Where(d => ids.Contains(d.ActivityId!.Value) && d.OccurredOn >= first && within.Contains(d.UnitCode))
            .Select(d => new { ActivityId = d.ActivityId!.Value, d.UnitCode, d.Kind, d.OccurredOn!.Value.Year, d.OccurredOn!.Value.Month }).Distinct().ToListAsync(ct);
        return [.. signals
            .Select(signal => new ProcessSignal(signal, [.. arose.Where(d => signal.IsOf(below[signal.UnitCode], d.UnitCode, d.Kind, new(d.Year, d.Month, 1))).Select(d => d.ActivityId).Distinct()]))
            .Where(found => unitCode is { Length: > 0 } || found.ActivityIds.Count > 0)
            .OrderBy(found => found.ActivityIds.Count == 0).ThenBy(found => found.Signal.Meaning is not null)];
    }
}
