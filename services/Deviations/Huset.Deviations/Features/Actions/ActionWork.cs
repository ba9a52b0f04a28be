using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Identity;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.Actions;

/// <summary>What every write of an action has in common: the case, its version, the events, the access log.</summary>
public sealed class ActionWork(DeviationsDb db, AccessLog access, CurrentUser user, TimeProvider clock)
{
    /// <summary>What a step does to the action of the case.</summary>
    public delegate void Step(Deviation deviation, CorrectiveAction action, Person by, DateTimeOffset now);

    /// <summary>The action after the step, and the case's new version; null when there is no such action of a case that the user may handle.</summary>
    public async Task<(CorrectiveAction Action, int Version)?> Handle(Guid id, Guid actionId, Action<int> checkVersion, Step step, CancellationToken ct)
    {
        if (await db.ToWork(id, ct) is not { } deviation || deviation.Actions.FirstOrDefault(a => a.Id == actionId) is not { } action) return null;
        checkVersion(deviation.Version);
        await Save(deviation, action, step, user.WhyWork(Permissions.Work, deviation), ct);
        return (action, deviation.Version);
    }

    /// <summary>
    /// The action after the step, and its own new version; null when the user owns no such action. The owner may not see the case, which
    /// is changed all the same and nothing of it shown.
    /// </summary>
    public async Task<(CorrectiveAction Action, int Version)?> HandleOwn(Guid actionId, Action<int> checkVersion, Step step, CancellationToken ct)
    {
        if (await db.Actions.Where(a => a.Id == actionId && a.OwnerId == user.Id).Select(a => (Guid?)a.DeviationId).FirstOrDefaultAsync(ct) is not { } id) return null;
        var deviation = await db.Deviations.IgnoreQueryFilters().Include(d => d.Causes).ThenInclude(c => c.Actions).AsSplitQuery().FirstAsync(d => d.Id == id, ct);
        var action = deviation.Actions.First(a => a.Id == actionId);
        checkVersion(action.Version);
        await Save(deviation, action, step, $"{Permissions.DoActions}/own", ct);
        return (action, action.Version);
    }

    private async Task Save(Deviation deviation, CorrectiveAction action, Step step, string why, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        step(deviation, action, Person.Of(user), now);
        db.Publish(deviation.ToAdvanced(now));
        if (action.IsApproved) db.Publish(deviation.ToChanged(action, now));
        access.Add(AccessAction.Change, deviation, why);
        await db.SaveChangesAsync(ct);
    }
}
