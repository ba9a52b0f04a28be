using Huset.ServiceDefaults.Identity;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Volumes;

/// <summary>A demonstration's volumes for two years back, so that its counts can be read as rates.</summary>
internal static class DemoVolumes
{
    private const int Months = 24;

    // Service users, and hours a month or beds whose days are counted.
    private static readonly (string Unit, int Users, int Hours, int Beds)[] Invented =
    [
        ("norrangen", 130, 3_500, 0), ("kullen", 45, 1_000, 0), ("centrum", 40, 900, 0), ("strand", 85, 2_100, 0), ("patrull", 60, 800, 0), ("kvallen", 70, 1_400, 0),
        ("bjorkhaga", 36, 0, 36), ("lindgarden", 54, 0, 54), ("solgarden", 60, 0, 60), ("angsro", 48, 0, 48), ("backen", 42, 0, 42), ("hasselvagen", 6, 0, 6), ("bruket", 14, 0, 14), ("fyren", 8, 0, 8),
        ("dagverksamhet", 75, 0, 0), ("aterbruket", 30, 0, 0), ("hemsjukvard", 310, 0, 0), ("vardplanering", 90, 0, 0), ("barn-ungdom-1", 120, 0, 0), ("barn-ungdom-2", 115, 0, 0), ("barn-ungdom-3", 105, 0, 0),
    ];

    public static async Task<string?> Make(AnalyticsDb db, IServiceProvider services, CancellationToken ct)
    {
        var units = services.GetRequiredService<UnitTree>();
        if (units is not { IsSettled: true, Units.Count: > 0 }) return "the units have not come";
        if (await db.Volumes.AnyAsync(ct)) return null;
        var clock = services.GetRequiredService<TimeProvider>();
        var (first, now) = (MonthPeriod.ThisMonth(clock).AddMonths(1 - Months), clock.GetUtcNow());
        foreach (var (unit, users, hours, beds) in Invented.Where(demo => units.Find(demo.Unit) is not null))
        {
            for (var month = first; month < first.AddMonths(Months); month = month.AddMonths(1))
            {
                // A little more some months than others, the same each time.
                var share = 1 + (0.02m * ((((month.Month * 7) + unit.Length) % 5) - 2));
                var days = DateTime.DaysInMonth(month.Year, month.Month);
                foreach (var (kind, value) in new[] { ("service-users", users * share), ("hours", hours * share * days / 30), ("care-days", beds * days * 0.96m) }.Where(volume => volume.Item2 > 0))
                    db.Add(Volume.After(null, new(unit, month, kind, Math.Round(value)), 0, "Huset", now));
            }
        }
        await db.SaveChangesAsync(ct);
        return null;
    }
}
