using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Identity;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Reports;

/// <summary>What the slices of a report have in common: who may what, and that one at a time changes it.</summary>
public sealed class ReportWork(AnalyticsDb db, CurrentUser user, UnitTree units, TimeProvider clock)
{
    public DateTimeOffset Now => clock.GetUtcNow();

    public DateOnly Today => SwedishTime.Today(clock);

    public Person Me => new(user.Id, user.Name);

    public bool MayMake => user.ReachesAll(Permissions.MakeReports);

    /// <summary>True for who writes the section: it is given to them, or they make the report.</summary>
    public bool MayWrite(ReportSection section) => user.ReachesAll(Permissions.WriteReports) || (user.ReachesOwn(Permissions.WriteReports) && section.OwnerId == user.Id);

    /// <summary>True for who may know every count of the report, however small: who counts all its units.</summary>
    public bool SeesSmall(string? unitCode) => user.ReachesAll(Permissions.ReadCounts) || (unitCode is not null && user.UnitsOf(Permissions.ReadCounts).Contains(unitCode));

    /// <summary>The report to read; null when there is none that the reader may see.</summary>
    public Task<Report?> Read(Guid id, CancellationToken ct) => db.Reports.AsNoTracking().FirstOrDefaultAsync(report => report.Id == id, ct);

    /// <summary>
    /// Changes the report while nobody else does, so that nothing is written in what is being frozen. Null when there is none that the user
    /// may see, or the work says that there is nothing to change.
    /// </summary>
    public async Task<Report?> Change(Guid id, Func<Report, Task<bool>> work, CancellationToken ct)
    {
        await using var own = await db.OwnTransaction(ct);
        await db.Database.ExecuteSqlAsync($"select 1 from reports where id = {id} for update", ct);
        if (await db.Reports.FirstOrDefaultAsync(report => report.Id == id, ct) is not { } found || !await work(found)) return null;
        await db.SaveChangesAsync(ct);
        if (own is not null) await own.CommitAsync(ct);
        return found;
    }

    /// <summary>What the report is about, in words.</summary>
    public string NameOf(string? unitCode) => unitCode is null ? Words.AllUnits : units.NameOf(unitCode);
}
