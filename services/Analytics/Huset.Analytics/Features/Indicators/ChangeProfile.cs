using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Indicators;

/// <summary>Changes what is decided about an indicator while nobody else does.</summary>
internal static class ChangeProfile
{
    /// <summary>Null when there is no such indicator.</summary>
    public static async Task<IndicatorProfile?> Change(this AnalyticsDb db, string code, Func<IndicatorProfile, Task> work, CancellationToken ct)
    {
        await using var own = await db.OwnTransaction(ct);
        await db.Database.ExecuteSqlAsync($"select 1 from indicators where code = {code} for update", ct);
        if (await db.IndicatorProfiles.AsSplitQuery().FirstOrDefaultAsync(known => known.Code == code, ct) is not { } profile) return null;
        await work(profile);
        await db.SaveChangesAsync(ct);
        if (own is not null) await own.CommitAsync(ct);
        return profile;
    }
}
