using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Looking;

/// <summary>What counts are split by beside unit, month and kind.</summary>
public enum LookBy { Nothing, Time, Cause, Category, Step }

/// <summary>Deviations of a unit in a month that are counted together.</summary>
public sealed class LookRow
{
    public string UnitCode { get; init; } = "";
    public DateOnly Month { get; init; }
    public string Kind { get; init; } = "";
    public int Weekday { get; init; }
    public int Hour { get; init; }

    /// <summary>Code or id of what they are split by; empty when none is told.</summary>
    public string Code { get; init; } = "";

    public long Count { get; init; }
}

/// <summary>
/// The counts that a choice is answered from, of the units that the reader may see: the roll-up that holds the choice and the split. What none holds
/// (days that are no whole months, or a time together with a cause, step, kind or harm) is counted from the cases.
/// </summary>
public sealed class DeviationCells(AnalyticsDb db, UnitTree units, TimeProvider clock)
{
    /// <param name="filter">The choice.</param>
    /// <param name="by">What the rows are split by.</param>
    /// <param name="byKind">Whether they must be split by kind too.</param>
    /// <param name="from">First day.</param>
    /// <param name="to">First day that is not in it.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <exception cref="InvalidField">400: something of the choice is none that there is.</exception>
    public async Task<IQueryable<LookRow>> Read(LookFilter filter, LookBy by, bool byKind, DateOnly from, DateOnly to, CancellationToken ct)
    {
        if (filter.Weekday is < 1 or > 7) throw new InvalidField("weekday", "It must be 1 to 7.");
        if (filter.HourFrom is < 0 or > 23) throw new InvalidField("hourFrom", "It must be 0 to 23.");
        if (filter.HourTo is < 0 or > 23) throw new InvalidField("hourTo", "It must be 0 to 23.");
        if (Given(filter.Kind) is { } wanted && !Words.AllKinds.Contains(wanted)) throw new InvalidField("kind", $"It must be one of {string.Join(", ", Words.AllKinds)}.");
        if (Given(filter.Harm) is { } hurt && !Words.AllHarms.Contains(hurt)) throw new InvalidField("harm", $"It must be one of {string.Join(", ", Words.AllHarms)}.");
        var (kind, harm, cause) = (Given(filter.Kind), Given(filter.Harm), Given(filter.CauseArea));
        var steps = filter.ProcessId is { } process ? await StepsOf(process, ct) : null;

        var timed = by == LookBy.Time || filter.Weekday is not null || filter.HourFrom is not null || filter.HourTo is not null;
        List<string> parts = [.. new[] { by switch { LookBy.Cause => DeviationPart.Cause, LookBy.Category => DeviationPart.Category, LookBy.Step => DeviationPart.Step, _ => null }, cause is null ? null : DeviationPart.Cause, steps is null ? null : DeviationPart.Step, harm is null ? null : DeviationPart.Harm }.OfType<string>().Distinct()];
        var (whole, crossed) = (from.Day == 1 && to.Day == 1, by == LookBy.Cause && cause is not null);

        var rows = (whole, timed, parts.Count) switch
        {
            (true, false, 0) => db.DeviationCounts.Where(c => c.Month >= from && c.Month < to).Select(c => new LookRow { UnitCode = c.UnitCode, Month = c.Month, Kind = c.Kind, Count = c.Count }),
            (true, true, 0) when kind is null && !byKind => Hours(from, to),
            (true, false, 1) when !crossed => Parted(parts[0], from, to, cause, steps, harm),
            _ => FromCases(by, from, to, cause, steps, harm),
        };
        if (timed) rows = AtTime(rows, filter);
        if (kind is not null) rows = rows.Where(row => row.Kind == kind);
        if (await UnitsOf(filter, ct) is { } codes) rows = rows.Where(row => codes.Contains(row.UnitCode));
        return rows.AsNoTracking();
    }

    /// <summary>The units of the choice; null when it says none.</summary>
    /// <exception cref="InvalidField">400: no unit works under the law.</exception>
    public async Task<string[]?> UnitsOf(LookFilter filter, CancellationToken ct)
    {
        var below = Given(filter.UnitCode) is { } unit ? units.WithBelow([unit]) : null;
        if (Given(filter.LawArea) is not { } law) return below;
        var under = (await LawsOfUnits(ct)).Where(known => known.Laws.Contains(law)).Select(known => known.Unit).ToArray();
        if (under.Length == 0) throw new InvalidField("lawArea", "It must be a law that some unit works under.");
        return below is null ? under : [.. below.Intersect(under)];
    }

    /// <summary>The laws that units work under today, or when they last were.</summary>
    public async Task<IReadOnlyList<(string Unit, IReadOnlyList<string> Laws)>> LawsOfUnits(CancellationToken ct) =>
        [.. (await db.KnownUnits.AsNoTracking().ToListAsync(ct)).Where(unit => unit.Versions.Count > 0).Select(unit => (unit.Code, (unit.On(SwedishTime.Today(clock)) ?? unit.Versions[^1]).LawAreas))];

    /// <summary>The steps of processes, with the process of each, also of those that have ended.</summary>
    public async Task<Dictionary<string, (string Name, string? Process)>> Steps(CancellationToken ct) =>
        await db.Subjects.Where(subject => subject.Type == "activity")
            .Select(step => new { step.Id, Name = step.Data.GetProperty("name").GetString(), Process = step.Data.GetProperty("processId").GetString() })
            .ToDictionaryAsync(step => step.Id, step => (step.Name ?? step.Id, step.Process), ct);

    /// <summary>The processes by id.</summary>
    public async Task<Dictionary<string, string>> Processes(CancellationToken ct) =>
        await db.Subjects.Where(subject => subject.Type == "process").Select(process => new { process.Id, Name = process.Data.GetProperty("name").GetString() })
            .ToDictionaryAsync(process => process.Id, process => process.Name ?? process.Id, ct);

    private async Task<string[]> StepsOf(Guid process, CancellationToken ct)
    {
        var id = $"{process}";
        var steps = await db.Subjects.Where(subject => subject.Type == "activity" && subject.Data.GetProperty("processId").GetString() == id).Select(step => step.Id).ToArrayAsync(ct);
        return steps.Length > 0 ? steps : throw new InvalidField("processId", "It must be a process with steps.");
    }

    private static IQueryable<LookRow> AtTime(IQueryable<LookRow> rows, LookFilter filter)
    {
        if (filter.Weekday is { } weekday) rows = rows.Where(row => row.Weekday == weekday);
        if (filter is { HourFrom: null, HourTo: null }) return rows;
        var (first, last) = (filter.HourFrom ?? 0, filter.HourTo ?? 23);
        return first <= last
            ? rows.Where(row => row.Hour >= first && row.Hour <= last)
            : rows.Where(row => row.Hour >= first || (row.Hour <= last && row.Hour != DeviationHour.None));
    }

    // Rows from before weekdays were counted are none.
    private IQueryable<LookRow> Hours(DateOnly from, DateOnly to) => db.DeviationHours.Where(h => h.Month >= from && h.Month < to && h.Weekday > 0)
        .Select(h => new LookRow { UnitCode = h.UnitCode, Month = h.Month, Weekday = h.Weekday, Hour = h.Hour, Count = h.Count });

    private IQueryable<LookRow> Parted(string part, DateOnly from, DateOnly to, string? cause, string[]? steps, string? harm)
    {
        var rows = db.DeviationParts.Where(p => p.Part == part && p.Month >= from && p.Month < to);
        if ((cause ?? harm) is { } code) rows = rows.Where(p => p.Code == code);
        if (steps is not null) rows = rows.Where(p => steps.Contains(p.Code));
        return rows.Select(p => new LookRow { UnitCode = p.UnitCode, Month = p.Month, Kind = p.Kind, Code = p.Code, Count = p.Count });
    }

    private IQueryable<LookRow> FromCases(LookBy by, DateOnly from, DateOnly to, string? cause, string[]? steps, string? harm)
    {
        var cases = db.DeviationFacts.Where(f => f.OccurredOn >= from && f.OccurredOn < to);
        if (cause is not null) cases = cases.Where(f => f.CauseAreas.Contains(cause));
        if (steps is not null) cases = cases.Where(f => steps.Contains(f.StepId));
        if (harm is not null) cases = cases.Where(f => f.Harm == harm);
        if (by == LookBy.Cause) return cases.SelectMany(f => f.CauseAreas.DefaultIfEmpty(), (f, area) => new LookRow { UnitCode = f.UnitCode, Month = f.Month, Kind = f.Kind, Weekday = f.Weekday, Hour = f.Hour ?? DeviationHour.None, Code = area ?? "", Count = 1 });
        return cases.Select(f => new LookRow
        {
            UnitCode = f.UnitCode,
            Month = f.Month,
            Kind = f.Kind,
            Weekday = f.Weekday,
            Hour = f.Hour ?? DeviationHour.None,
            Code = (by == LookBy.Category ? f.Category : by == LookBy.Step ? f.StepId : null) ?? "",
            Count = 1,
        });
    }

    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
