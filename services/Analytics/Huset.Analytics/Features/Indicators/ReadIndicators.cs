using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Indicators;

/// <summary>Indicators as the reader may count them: own units, or all and what belongs to no unit.</summary>
public sealed class ReadIndicators(AnalyticsDb db, IndicatorSeries series, CurrentUser user, UnitTree units, TimeProvider clock)
{
    /// <summary>The units of the choice that the reader counts; null for all of them and what belongs to none.</summary>
    /// <exception cref="InvalidField">400: the unit is none that the reader sees; the same for one that does not exist.</exception>
    public string[]? Units(string? unitCode)
    {
        var mine = user.ReachesAll(Permissions.ReadCounts) ? null : user.UnitsOf(Permissions.ReadCounts);
        if (string.IsNullOrEmpty(unitCode)) return mine;
        if (units.Find(unitCode) is null || (mine is not null && !mine.Contains(unitCode))) throw new InvalidField("unitCode", "It must be a unit of today whose counts you may see.");
        return units.WithBelow([unitCode]);
    }

    /// <summary>The indicator's chart; null when there is none by the code.</summary>
    /// <exception cref="InvalidField">400: unit, period or position is wrong.</exception>
    public async Task<IndicatorChart?> Chart(string code, string? unitCode, string? from, string? to, long? at, CancellationToken ct)
    {
        if (Indicators.Find(code) is not { } indicator) return null;
        var (first, end) = MonthPeriod.Of(from, to, clock);
        await CheckPosition(at, ct);
        var (rules, recent) = await Rules(ct);
        return new(await series.Read(indicator, Units(unitCode), first, end, at, ct), rules, recent);
    }

    /// <summary>Every indicator's chart that has anything in it, in their order.</summary>
    /// <exception cref="InvalidField">400: unit or period is wrong.</exception>
    public async Task<IReadOnlyList<IndicatorChart>> Charts(string? unitCode, string? from, string? to, CancellationToken ct)
    {
        var (first, end) = MonthPeriod.Of(from, to, clock);
        var codes = Units(unitCode);
        var (rules, recent) = await Rules(ct);
        var charts = new List<IndicatorChart>();
        foreach (var indicator in Indicators.All) charts.Add(new(await series.Read(indicator, codes, first, end, null, ct), rules, recent));
        return charts;
    }

    /// <summary>What the indicator counts in the months; null when there is no such indicator.</summary>
    /// <exception cref="InvalidField">400: unit, period or position is wrong.</exception>
    public async Task<IReadOnlyList<IndicatorCase>?> Cases(string code, string? unitCode, string? month, string? from, string? to, long? at, CancellationToken ct)
    {
        if (Indicators.Find(code) is not { } indicator) return null;
        var (first, end) = MonthPeriod.Month(month, "month") is { } only ? (only, only.AddMonths(1)) : MonthPeriod.Of(from, to, clock);
        await CheckPosition(at, ct);
        return await series.Cases(indicator, Units(unitCode), first, end, at, ct);
    }

    private async Task CheckPosition(long? at, CancellationToken ct)
    {
        if (at is { } position && (position < 1 || position > await series.Position(ct))) throw new InvalidField("at", "It must be the number of an event in the log.");
    }

    private async Task<(ChartRules Rules, int Recent)> Rules(CancellationToken ct)
    {
        var today = SwedishTime.Today(clock);
        var rules = await db.Rules.AsNoTracking().ToListAsync(ct);
        return (rules.ForCharts(today), rules.RecentMonths(today));
    }
}
