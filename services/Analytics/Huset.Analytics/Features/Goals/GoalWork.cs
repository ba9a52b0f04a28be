using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Identity;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Goals;

/// <summary>What the slices of goals and plans have in common: who may what, and that one at a time changes one of them.</summary>
public sealed class GoalWork(AnalyticsDb db, CurrentUser user, UnitTree units, TimeProvider clock)
{
    // Many goals are read of in one request.
    private ILookup<string?, string>? boards;

    public DateTimeOffset Now => clock.GetUtcNow();

    public DateOnly Today => SwedishTime.Today(clock);

    public Person Me => new(user.Id, user.Name);

    /// <summary>The units that the user sets goals for, by name.</summary>
    public IEnumerable<TreeUnit> SetsFor => units.Units.Where(unit => MaySet(unit.Code));

    /// <summary>The units whose goals are the user's own to set; none for who sets those of all.</summary>
    public string[] Mine => user.UnitsOf(Permissions.SetGoals);

    public bool MaySet(string unitCode) => user.ReachesAll(Permissions.SetGoals) || user.UnitsOf(Permissions.SetGoals).Contains(unitCode);

    /// <summary>True for who may know every count of the unit, however small.</summary>
    public bool SeesSmall(string unitCode) => user.ReachesAll(Permissions.ReadCounts) || user.UnitsOf(Permissions.ReadCounts).Contains(unitCode);

    public string NameOf(string unitCode) => units.NameOf(unitCode);

    /// <summary>The unit with all below it; of a board the units that it answers for, which lie in the tree by who runs them.</summary>
    public async Task<string[]> Within(string unitCode, CancellationToken ct)
    {
        var today = Today;
        boards ??= (await db.KnownUnits.AsNoTracking().ToListAsync(ct)).ToLookup(unit => unit.On(today)?.Board, unit => unit.Code);
        return boards.Contains(unitCode) ? [.. boards[unitCode].Append(unitCode).Distinct()] : units.WithBelow([unitCode]);
    }

    public Task<Goal?> Goal(Guid id, CancellationToken ct) => db.Goals.AsNoTracking().FirstOrDefaultAsync(goal => goal.Id == id, ct);

    public Task<Plan?> Plan(Guid id, CancellationToken ct) => db.Plans.AsNoTracking().FirstOrDefaultAsync(plan => plan.Id == id, ct);

    /// <summary>Changes the goal while nobody else does. Null when there is none that the user may see, or may change.</summary>
    public async Task<Goal?> ChangeGoal(Guid id, Func<Goal, Task> work, CancellationToken ct)
    {
        await using var own = await db.OwnTransaction(ct);
        await db.Database.ExecuteSqlAsync($"select 1 from goals where id = {id} for update", ct);
        if (await db.Goals.FirstOrDefaultAsync(goal => goal.Id == id, ct) is not { } found || !MaySet(found.UnitCode)) return null;
        await work(found);
        await db.SaveChangesAsync(ct);
        if (own is not null) await own.CommitAsync(ct);
        return found;
    }

    /// <summary>Changes the plan while nobody else does. Null when there is none that the user may see and change, or the work says that there is nothing to change.</summary>
    public async Task<Plan?> ChangePlan(Guid id, Func<Plan, Task<bool>> work, CancellationToken ct)
    {
        await using var own = await db.OwnTransaction(ct);
        await db.Database.ExecuteSqlAsync($"select 1 from plans where id = {id} for update", ct);
        if (await db.Plans.FirstOrDefaultAsync(plan => plan.Id == id, ct) is not { } found || !MaySet(found.UnitCode) || !await work(found)) return null;
        await db.SaveChangesAsync(ct);
        if (own is not null) await own.CommitAsync(ct);
        return found;
    }

    /// <summary>Waits for whoever makes goals or plans, so that a code is given once.</summary>
    public Task Alone(CancellationToken ct) => db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(727603)", ct);
}
