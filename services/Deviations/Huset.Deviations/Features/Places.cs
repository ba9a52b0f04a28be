using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Persistence;
using Huset.Ui;
using Huset.Ui.Forms;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features;

/// <summary>The steps and routines that a case can be placed in, from the service's own copy of what Processes owns.</summary>
public sealed class Places(DeviationsDb db, UnitTree units)
{
    private const string Management = "management";
    private static readonly string[] Kinds = ["main", "support", Management];
    private static readonly Texts T = Texts.Of<Places>();

    /// <summary>The step and the routine with their names; null where there is none or it is not known here.</summary>
    public async Task<(StepView? Step, RoutineView? Routine)> Of(Guid? activityId, Guid? routineId, CancellationToken ct)
    {
        var step = activityId is null ? null : await db.KnownActivities.Where(a => a.Id == activityId)
            .Select(a => new StepView(a.Id, a.Name, a.ProcessId, db.KnownProcesses.Where(p => p.Id == a.ProcessId).Select(p => p.Name).FirstOrDefault(), a.Ended, a.ReplacedBy)).FirstOrDefaultAsync(ct);
        var routine = routineId is null ? null : await db.KnownRoutines.Where(r => r.Id == routineId).Select(r => new RoutineView(r.Id, r.Name, r.InForce)).FirstOrDefaultAsync(ct);
        return (step, routine);
    }

    /// <summary>Name and address of the routine or process that was revised; null when it is not known here.</summary>
    public async Task<(string Name, string Address)?> Revised(Guid? routineId, Guid? processId, CancellationToken ct)
    {
        if (routineId is { } routine) return await db.KnownRoutines.Where(r => r.Id == routine).Select(r => r.Name).FirstOrDefaultAsync(ct) is { } title ? (title, RoutineView.AddressOf(routine)) : null;
        return await db.KnownProcesses.Where(p => p.Id == processId).Select(p => p.Name).FirstOrDefaultAsync(ct) is { } name ? (name, $"/processer/process/{processId}") : null;
    }

    /// <summary>
    /// The steps to choose from, by process, in the process's own order: main and supporting processes, the management's where they are asked
    /// for. What is chosen already is among them, whatever it is.
    /// </summary>
    public async Task<IReadOnlyList<Choice>> Steps(Guid? chosen, bool management, CancellationToken ct)
    {
        var steps = await db.KnownActivities
            .Join(db.KnownProcesses, a => a.ProcessId, p => p.Id, (a, p) => new { a.Id, a.Name, a.Number, a.Ended, Process = p.Name, p.Kind, p.InForce })
            .Where(step => (!step.Ended && step.InForce && (management || step.Kind != Management)) || step.Id == chosen)
            .OrderBy(step => EF.Functions.Collate(step.Process, ServiceDbContext.SwedishCollation)).ThenBy(step => step.Number).ToListAsync(ct);
        return [.. steps.OrderBy(step => Array.IndexOf(Kinds, step.Kind)).Select(step => new Choice($"{step.Id}", step.Ended ? T["Ended", step.Name] : step.Name, Group: step.Process))];
    }

    /// <summary>The routines that apply in the unit, or all when no unit is given; what is chosen already is among them.</summary>
    public async Task<IReadOnlyList<Choice>> Routines(string? unitCode, Guid? chosen, CancellationToken ct)
    {
        var (anywhere, above) = (unitCode is null, unitCode is null ? [] : units.WithAbove(unitCode).ToArray());
        var routines = await db.KnownRoutines.Where(r => (r.InForce && (anywhere || r.UnitCode == null || above.Contains(r.UnitCode))) || r.Id == chosen)
            .OrderBy(r => EF.Functions.Collate(r.Name, ServiceDbContext.SwedishCollation)).Select(r => new { r.Id, r.Name, r.InForce }).ToListAsync(ct);
        return [.. routines.Select(r => new Choice($"{r.Id}", r.InForce ? r.Name : T["Ended", r.Name]))];
    }

    /// <summary>The step that has taken the step's place, and its place in turn; the step itself while it lives or is unknown.</summary>
    public async Task<Guid> Current(Guid activityId, CancellationToken ct)
    {
        var replaced = await Replaced(ct);
        var passed = new HashSet<Guid>();
        // What comes by events is not trusted to be no ring.
        while (passed.Add(activityId) && replaced.TryGetValue(activityId, out var next)) activityId = next;
        return activityId;
    }

    /// <summary>The step that lives, with all that it has replaced: their cases are one list.</summary>
    public async Task<Guid[]> WithReplaced(Guid activityId, CancellationToken ct)
    {
        var before = (await Replaced(ct)).ToLookup(pair => pair.Value, pair => pair.Key);
        var found = new HashSet<Guid>();
        var left = new Stack<Guid>([await Current(activityId, ct)]);
        while (left.TryPop(out var id))
        {
            if (found.Add(id))
                foreach (var earlier in before[id]) left.Push(earlier);
        }
        return [.. found];
    }

    private Task<Dictionary<Guid, Guid>> Replaced(CancellationToken ct) =>
        db.KnownActivities.Where(a => a.Ended && a.ReplacedBy != null).ToDictionaryAsync(a => a.Id, a => a.ReplacedBy!.Value, ct);
}
