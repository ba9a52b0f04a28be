using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.Duties;

/// <summary>What every slice of the open tracks does alike: finds the case, changes it, tells and logs it.</summary>
public sealed class DutyWork(DeviationsDb db, AccessLog access, CurrentUser user, TimeProvider clock)
{
    /// <summary>The case with its open track; null when there is none of them that the user may read.</summary>
    public async Task<Deviation?> Find(Guid id, CancellationToken ct) =>
        await db.Deviations.AsNoTracking().Include(d => d.OpenTrack).FirstOrDefaultAsync(d => d.Id == id, ct) is { } deviation && user.MayReadDuties(deviation) ? deviation : null;

    /// <summary>The same to be changed, with the causes and actions that its status follows from; null when there is none that the user may change so.</summary>
    public async Task<Deviation?> ToChange(Guid id, Func<Deviation, bool> may, CancellationToken ct) =>
        await db.Deviations.Include(d => d.OpenTrack).Include(d => d.Causes).ThenInclude(c => c.Actions).AsSplitQuery().FirstOrDefaultAsync(d => d.Id == id, ct) is { } deviation && user.MayReadDuties(deviation) && may(deviation) ? deviation : null;

    /// <summary>What the track asks for, of a case that was begun that day.</summary>
    public Task<IReadOnlyList<CaseCode>> Parts(Deviation deviation, CancellationToken ct) => Codes(OpenTrackCodes.PartsOf(OpenTrack.Of(deviation.Kind)!.Value), DayOf(deviation), ct);

    public Task<IReadOnlyList<CaseCode>> Natures(Deviation deviation, CancellationToken ct) => Codes(OpenTrackCodes.NaturesOf(OpenTrack.Of(deviation.Kind)!.Value), SwedishTime.Today(clock), ct);

    /// <summary>Changes a case that was found to be changed (<see cref="ToChange"/>), which its permission allows.</summary>
    public async Task<Deviation> Change(Deviation deviation, string permission, Action<int> checkVersion, Action<IReadOnlyList<string>, Person, DateTimeOffset> change, CancellationToken ct)
    {
        checkVersion(deviation.Version);
        var required = (await Parts(deviation, ct)).Select(part => part.Code).ToList();
        var now = clock.GetUtcNow();
        change(required, Person.Of(user), now);
        db.Publish(deviation.ToAdvanced(now));
        access.Add(AccessAction.Change, deviation, user.WhyWork(permission, deviation));
        await db.SaveChangesAsync(ct);
        return deviation;
    }

    public async Task<Results<Ok<DutiesView>, NotFound>> Answer(Deviation? deviation, HttpContext http, CancellationToken ct)
    {
        if (deviation is null) return TypedResults.NotFound();
        http.Response.SetETag(deviation.Version);
        return TypedResults.Ok(await View(deviation, ct));
    }

    public async Task<DutiesView> View(Deviation deviation, CancellationToken ct)
    {
        var natures = await Codes(OpenTrackCodes.NaturesOf(OpenTrack.Of(deviation.Kind)!.Value), null, ct);
        return DutiesView.Of(deviation, await Parts(deviation, ct), natures, user);
    }

    private DateOnly DayOf(Deviation deviation) => deviation.OpenTrack is { } track ? SwedishTime.Day(track.BegunAt) : SwedishTime.Today(clock);

    private async Task<IReadOnlyList<CaseCode>> Codes(string list, DateOnly? day, CancellationToken ct) =>
        [.. (await db.CodesOf(list, ct)).Where(item => day is not { } on || item.IsValid(on))];
}
