using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Indicators;

/// <summary>Indicators as the reader may count them: own units, or all and what belongs to no unit.</summary>
public sealed class ReadIndicators(AnalyticsDb db, IndicatorCatalogue catalogue, IndicatorSeries series, CurrentUser user, UnitTree units, TimeProvider clock)
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
    public async Task<IndicatorChart?> Chart(string code, string? unitCode, string? from, string? to, long? at, Gender gender, CancellationToken ct)
    {
        if (await catalogue.Find(code, ct) is not { } indicator) return null;
        if (gender != Gender.All && indicator.Own is null) throw new InvalidField("gender", "Only the municipality's own indicators may be split by gender.");
        var (first, end) = Period(indicator, from, to);
        await CheckPosition(at, ct);
        var (rules, recent) = await Rules(ct);
        return new(await series.Read(indicator, Units(unitCode), first, end, at, gender, ct), rules, recent, (await Breaks(unitCode, at, ct))[code]) { AllTargets = await Targets(indicator, unitCode, ct) };
    }

    /// <summary>Every indicator's chart that has anything in it, in their order.</summary>
    /// <exception cref="InvalidField">400: unit or period is wrong.</exception>
    public async Task<IReadOnlyList<IndicatorChart>> Charts(string? unitCode, string? from, string? to, CancellationToken ct)
    {
        var codes = Units(unitCode);
        var (rules, recent) = await Rules(ct);
        var breaks = await Breaks(unitCode, null, ct);
        var charts = new List<IndicatorChart>();
        foreach (var indicator in await catalogue.Followed(ct))
        {
            var (first, end) = Period(indicator, from, to);
            charts.Add(new(await series.Read(indicator, codes, first, end, null, ct), rules, recent, breaks[indicator.Code]) { AllTargets = await Targets(indicator, unitCode, ct) });
        }
        return charts;
    }

    /// <summary>The months that are asked for; of longer periods as far back as there may be, else three years.</summary>
    /// <exception cref="InvalidField">400: from or to is wrong.</exception>
    public (DateOnly From, DateOnly To) Period(Indicator indicator, string? from, string? to)
    {
        if (indicator.Period != PeriodLength.Month && string.IsNullOrEmpty(from)) from = Words.MonthCode((MonthPeriod.Month(to, "to") ?? MonthPeriod.ThisMonth(clock).AddMonths(1)).AddMonths(-MonthPeriod.MaxMonths));
        return MonthPeriod.Of(from, to, clock);
    }

    /// <summary>What the indicator counts in the months; null when there is no such indicator.</summary>
    /// <exception cref="InvalidField">400: unit, period or position is wrong.</exception>
    public async Task<IReadOnlyList<IndicatorCase>?> Cases(string code, string? unitCode, string? month, string? from, string? to, long? at, CancellationToken ct)
    {
        if (await catalogue.Find(code, ct) is not { } indicator) return null;
        var (first, end) = MonthPeriod.Month(month, "month") is { } only ? (only, only.AddMonths(1)) : MonthPeriod.Of(from, to, clock);
        await CheckPosition(at, ct);
        return await series.Cases(indicator, Units(unitCode), first, end, at, ct);
    }

    // The unit's own target, else that of the nearest above it, else that of the whole.
    private async Task<IReadOnlyList<TargetStep>> Targets(Indicator indicator, string? unitCode, CancellationToken ct) =>
        (await catalogue.Profile(indicator.Code, ct))?.TargetsOf(string.IsNullOrEmpty(unitCode) ? [""] : [.. units.WithAbove(unitCode), ""]) ?? [];

    // Those of the whole municipality are of no smaller whole that a reader sees.
    private async Task<ILookup<string, ChartBreak>> Breaks(string? unitCode, long? at, CancellationToken ct)
    {
        var unit = unitCode ?? "";
        return (await db.ChartBreaks.AsNoTracking().Where(one => one.UnitCode == unit && one.Chart != ChartBreak.Deviations).ToListAsync(ct)).Where(one => one.HoldsAt(at)).ToLookup(one => one.Chart);
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
