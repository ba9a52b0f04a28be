using Huset.Procurement.Features.Contracts;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Limits;
using Microsoft.EntityFrameworkCore;

namespace Huset.Procurement.Features.FollowUps;

/// <summary>What all work with follow-ups and findings has in common: the row with what hangs on it, its version, the events.</summary>
public sealed class FollowUpWork(ProcurementDb db, CurrentUser user, TimeProvider clock)
{
    public DateOnly Today => SwedishTime.Today(clock);

    /// <summary>Null when there is none that the user may see.</summary>
    public async Task<FollowUpView?> Read(Guid id, CancellationToken ct) => await Whole(db.FollowUps.AsNoTracking()).FirstOrDefaultAsync(followUp => followUp.Id == id, ct) is { } followUp ? await View(followUp, ct) : null;

    /// <summary>Null when there is none that the user may see, or of `among` when that is given.</summary>
    public async Task<FindingView?> ReadFinding(Guid id, CancellationToken ct, IQueryable<Finding>? among = null) =>
        await Whole(among ?? db.Findings).AsNoTracking().FirstOrDefaultAsync(finding => finding.Id == id, ct) is { } finding ? await View(finding, ct) : null;

    /// <summary>The follow-up after the step; null when there is none that the user may see. What the step finds lacking is told of too.</summary>
    public async Task<FollowUpView?> Change(Guid id, Action<int> checkVersion, Func<FollowUp, Person, DateTimeOffset, Task> step, CancellationToken ct)
    {
        if (await Whole(db.FollowUps).FirstOrDefaultAsync(one => one.Id == id, ct) is not { } followUp) return null;
        checkVersion(followUp.Version);
        var (now, known) = (clock.GetUtcNow(), followUp.Findings.ToHashSet());
        await step(followUp, Me, now);
        foreach (var finding in followUp.Findings.Where(finding => !known.Contains(finding))) db.Publish(finding.ToChanged(now));
        db.Publish(followUp.ToChanged(now));
        await db.SaveChangesAsync(ct);
        return await View(followUp, ct);
    }

    /// <summary>The finding after the step; null when there is none that the user may see, or of `among` when that is given.</summary>
    public async Task<FindingView?> ChangeFinding(Guid id, Action<int> checkVersion, Action<Finding, Person, DateTimeOffset> step, CancellationToken ct, IQueryable<Finding>? among = null)
    {
        if (await Whole(among ?? db.Findings).FirstOrDefaultAsync(known => known.Id == id, ct) is not { } finding) return null;
        checkVersion(finding.Version);
        var now = clock.GetUtcNow();
        step(finding, Me, now);
        db.Publish(finding.ToChanged(now));
        await db.SaveChangesAsync(ct);
        return await View(finding, ct);
    }

    /// <summary>The findings that the user may tell a remedy of: all, or those of the supplier that it signs in for.</summary>
    public IQueryable<Finding> ToRemedy
    {
        get
        {
            var (all, own, username) = (user.ReachesAll(Permissions.Remedy), user.ReachesOwn(Permissions.Remedy), user.Username);
            return db.Findings.Where(finding => all || (own && db.Set<SupplierAccount>().Any(account => account.SupplierId == finding.FollowUp.Contract.SupplierId && account.Username == username)));
        }
    }

    /// <summary>True when it is the supplier and not the municipality that tells of a remedy.</summary>
    public bool IsSupplier => !user.ReachesAll(Permissions.Remedy);

    /// <summary>How many days there are to remedy a finding, unless who finds it says otherwise.</summary>
    public async Task<(int Minor, int Major)> RemedyDays(CancellationToken ct)
    {
        var limits = await LimitsOfDay.Read(db, Today, ct);
        return (limits[Measure.RemedyDaysMinor].Value, limits[Measure.RemedyDaysMajor].Value);
    }

    public Person Me => Person.Of(user);

    /// <summary>Verdicts and notes are the municipality's own work until it is completed; a manager may be at the supplier's.</summary>
    public async Task<FollowUpView> View(FollowUp followUp, CancellationToken ct) =>
        FollowUpView.Of(followUp, user.ReachesAll(Permissions.Read) || followUp.Status == FollowUpStatus.Completed, await PromptedBy(followUp, ct), Today);

    /// <summary>The cases that it is held because of, those that the user may know of.</summary>
    private async Task<List<CaseRow>> PromptedBy(FollowUp followUp, CancellationToken ct)
    {
        var ids = followUp.PromptedBy.ConvertAll(prompting => prompting.CaseId);
        return ids.Count == 0 || !user.May(Permissions.ReadUnitCases) ? [] : await CaseRow.Of(db.UnitCases.Where(known => ids.Contains(known.Id))).ToListAsync(ct);
    }

    /// <summary>The rows with what a view is made of.</summary>
    internal static IQueryable<Finding> Whole(IQueryable<Finding> findings) => findings.Include(finding => finding.FollowUp.Contract.Supplier).Include(finding => finding.Steps);

    /// <summary>The findings' views, with the requirements that they are about.</summary>
    internal async Task<IReadOnlyList<FindingView>> Views(IReadOnlyList<Finding> findings, CancellationToken ct)
    {
        var ids = findings.Select(finding => finding.ItemId).OfType<Guid>().ToList();
        var items = await db.Set<CheckItem>().AsNoTracking().Where(item => ids.Contains(item.Id)).ToDictionaryAsync(item => item.Id, ct);
        return [.. findings.Select(finding => FindingView.Of(finding, finding.FollowUp, finding.ItemId is { } item ? items.GetValueOrDefault(item) : null, Today))];
    }

    private async Task<FindingView> View(Finding finding, CancellationToken ct) => (await Views([finding], ct))[0];

    private static IQueryable<FollowUp> Whole(IQueryable<FollowUp> followUps) =>
        followUps.Include(followUp => followUp.Contract.Supplier).Include(followUp => followUp.Checklist).Include(followUp => followUp.PromptedBy).Include(followUp => followUp.Findings).ThenInclude(finding => finding.Steps).AsSplitQuery();
}
