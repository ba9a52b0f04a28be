using Huset.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Indicators;

/// <summary>Every indicator there is: those that are counted of events, and the municipality's own after them by name.</summary>
public sealed class IndicatorCatalogue(AnalyticsDb db, TimeProvider clock)
{
    private IReadOnlyList<IndicatorProfile>? profiles;

    /// <summary>What is decided about each of them.</summary>
    public async Task<IReadOnlyList<IndicatorProfile>> Profiles(CancellationToken ct) => profiles ??= await db.IndicatorProfiles.AsNoTracking().AsSplitQuery().ToListAsync(ct);

    /// <summary>All of them, also those that are followed no more.</summary>
    public async Task<IReadOnlyList<Indicator>> All(CancellationToken ct) =>
    [
        .. Indicators.All,
        .. (await Profiles(ct)).Where(profile => profile.Own is not null).OrderBy(profile => profile.Own!.Name, StringComparer.Create(new("sv-SE"), ignoreCase: true)).Select(profile => Indicator.Of(profile.Code, profile.Own!)),
    ];

    /// <summary>Those that are followed today.</summary>
    public async Task<IReadOnlyList<Indicator>> Followed(CancellationToken ct)
    {
        var today = SwedishTime.Today(clock);
        return [.. (await All(ct)).Where(indicator => indicator.Own?.EndsOn is not { } last || last >= today)];
    }

    /// <summary>The indicator by its code; null when there is none.</summary>
    public async Task<Indicator?> Find(string? code, CancellationToken ct) => Indicators.Find(code) ?? (await All(ct)).FirstOrDefault(indicator => indicator.Code == code);

    /// <summary>What is decided about the indicator; null when nothing is.</summary>
    public async Task<IndicatorProfile?> Profile(string code, CancellationToken ct) => (await Profiles(ct)).FirstOrDefault(profile => profile.Code == code);
}
