using System.ComponentModel;
using System.Text.Json.Serialization;
using Huset.ServiceDefaults.Http;

namespace Huset.Analytics;

/// <summary>Where the values of an indicator come from.</summary>
[Description("Var värdena kommer ifrån: events (räknas ur händelser), manual (skrivs in), import (fil) eller kolada. / Where the values come from.")]
public enum IndicatorSource { Events, Manual, Import, Kolada }

/// <summary>Whom a value is of.</summary>
[Description("Vilka värdet gäller: all, women eller men. / Whom the value is of.")]
public enum Gender { All, Women, Men }

/// <summary>Whether a value may still change; a missing one takes back what was told before.</summary>
[Description("final: slutligt; preliminary: kan ändras; missing: värdet tas tillbaka och saknas. / final, preliminary (may change) or missing (the value is taken back).")]
public enum ValueStatus { Final, Preliminary, Missing }

/// <summary>
/// What is decided about an indicator, whether it is counted of events or the municipality's own: what it is when it is its own, where in the
/// quality work it belongs, and its targets. The last two are dated, so that what was judged by one target stays judged by it.
/// </summary>
public sealed class IndicatorProfile
{
    public string Code { get; private set; } = "";

    /// <summary>Counts the changes, so that two who change at the same time are told.</summary>
    public int Version { get; private set; } = 1;

    /// <summary>What it is; null when it is counted of events.</summary>
    public OwnIndicator? Own { get; private set; }

    /// <summary>Every dated placement, oldest first.</summary>
    public List<IndicatorPlacement> Placements { get; private set; } = [];

    /// <summary>Every dated target, of all units.</summary>
    public List<IndicatorTarget> Targets { get; private set; } = [];

    /// <summary>The profile of an indicator that is counted of events.</summary>
    public static IndicatorProfile Counted(string code, IndicatorPlacement placement) => new() { Code = code, Placements = [placement] };

    /// <summary>An indicator that the municipality defines itself.</summary>
    public static IndicatorProfile Define(string code, OwnIndicator own) => new() { Code = code, Own = own };

    /// <summary>Describes it anew. What its values are made of stays, because there are values of it.</summary>
    /// <exception cref="RuleViolation">`indicator.counted`, `indicator.has-values`</exception>
    public void Describe(OwnIndicator own, bool hasValues)
    {
        if (Own is not { } before) throw new RuleViolation("indicator.counted", "The indicator is counted of events and is defined by the system.");
        if (hasValues && (before.Chart, before.Period) != (own.Chart, own.Period)) throw new RuleViolation("indicator.has-values", "The indicator has values; another kind of figure or period is another indicator.");
        Own = own;
        Version++;
    }

    /// <summary>The placement that applies on the day; null before the first.</summary>
    public IndicatorPlacement? PlacedOn(DateOnly day) => Placements.Where(placement => placement.ValidFrom <= day).MaxBy(placement => placement.ValidFrom);

    /// <summary>Places it from a day on; what that day has already is replaced.</summary>
    /// <exception cref="InvalidField">The day has passed, and it was placed then.</exception>
    public void Place(IndicatorPlacement placement, DateOnly today)
    {
        if (placement.ValidFrom < today && Placements.Count > 0) throw new InvalidField("validFrom", "It must be today or later; where it belonged before that stays.");
        Placements.RemoveAll(known => known.ValidFrom == placement.ValidFrom);
        Placements.Add(placement);
        Placements.Sort((a, b) => a.ValidFrom.CompareTo(b.ValidFrom));
        Version++;
    }

    /// <summary>What applies from day to day, oldest first: the target of the first of these that has one.</summary>
    /// <param name="places">Codes of the unit and those above it, from the nearest to the whole, which is empty.</param>
    public IReadOnlyList<TargetStep> TargetsOf(IReadOnlyList<string> places)
    {
        var changes = Targets.Where(target => places.Contains(target.UnitCode)).Select(target => target.ValidFrom).Distinct().Order().Select(day => (Day: day, Target: On(day))).ToList();
        // A unit's own stands although the whole gets another.
        changes = [.. changes.Where((change, number) => number == 0 || change.Target != changes[number - 1].Target)];
        return [.. changes.Index().Where(change => change.Item.Target is not null).Select(change =>
            new TargetStep(change.Item.Target!.UnitCode, change.Item.Day, change.Index + 1 < changes.Count ? changes[change.Index + 1].Day.AddDays(-1) : null, change.Item.Target.Value!.Value))];

        IndicatorTarget? On(DateOnly day) => places
            .Select(place => Targets.Where(target => target.UnitCode == place && target.ValidFrom <= day).MaxBy(target => target.ValidFrom))
            .FirstOrDefault(target => target?.Value is not null);
    }

    /// <summary>Sets a target from a day on, or ends it when it has no value. The first of a unit may begin before today, because nothing is judged by another.</summary>
    /// <param name="target">The target.</param>
    /// <param name="better">Which way is better.</param>
    /// <param name="chart">What kind of figure it is.</param>
    /// <param name="today">Today.</param>
    /// <exception cref="RuleViolation">`indicator.no-direction`: neither way is better, so no figure is good enough.</exception>
    /// <exception cref="InvalidField">The day has passed, or the value is no value of the indicator.</exception>
    public void Aim(IndicatorTarget target, Better better, ChartKind chart, DateOnly today)
    {
        if (better == Better.None) throw new RuleViolation("indicator.no-direction", "Neither way is better, so a target would reward reporting less or more.");
        if (target.ValidFrom < today && Targets.Exists(known => known.UnitCode == target.UnitCode)) throw new InvalidField("validFrom", "It must be today or later; what has been judged stays judged.");
        if (target.Value is { } value && (value < 0 || value > (chart == ChartKind.P ? 100 : 1_000_000_000))) throw new InvalidField("value", chart == ChartKind.P ? "It must be 0 to 100 per cent." : "It must be 0 to 1,000,000,000.");
        Targets.RemoveAll(known => known.UnitCode == target.UnitCode && known.ValidFrom == target.ValidFrom);
        Targets.Add(target);
        Version++;
    }
}

/// <summary>An indicator of the municipality's own: what is measured, and how its values are to be read.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Means">What it is, in a sentence.</param>
/// <param name="MeansNot">What it does not tell.</param>
/// <param name="NumeratorMeans">What its numerator is, or what is measured.</param>
/// <param name="DenominatorMeans">What its denominator is; null when it has none.</param>
/// <param name="Unit">What its values are of: "%", "kronor", "dagar"; of a rate what it is per.</param>
/// <param name="Chart">What kind of figure it is: count, share, rate or measurement.</param>
/// <param name="IsJudged">Whether it has control limits; else a run chart.</param>
/// <param name="Better">Which way is better.</param>
/// <param name="Period">How long time each value is of.</param>
/// <param name="Source">Where its values come from.</param>
/// <param name="Attribution">Whose figures they are, as it must be told; null when they are the municipality's own.</param>
/// <param name="EndsOn">Last day that it is followed; null while it is.</param>
public sealed record OwnIndicator(
    string Name, string Means, string MeansNot, string NumeratorMeans, string? DenominatorMeans, string Unit,
    [property: JsonConverter(typeof(JsonStringEnumConverter<ChartKind>))] ChartKind Chart, bool IsJudged,
    [property: JsonConverter(typeof(JsonStringEnumConverter<Better>))] Better Better,
    [property: JsonConverter(typeof(JsonStringEnumConverter<PeriodLength>))] PeriodLength Period,
    [property: JsonConverter(typeof(JsonStringEnumConverter<IndicatorSource>))] IndicatorSource Source, string? Attribution, DateOnly? EndsOn)
{
    /// <summary>Whether values are made of a numerator and a denominator.</summary>
    [JsonIgnore]
    public bool NeedsDenominator => Chart is ChartKind.P or ChartKind.U;
}

/// <summary>Where an indicator belongs in the quality work from a day on.</summary>
/// <param name="Indicator">Code of the indicator.</param>
/// <param name="ValidFrom">First day.</param>
/// <param name="QualityArea">One of <see cref="QualityWork.Areas"/>.</param>
/// <param name="Dimension">One of <see cref="QualityWork.Dimensions"/>.</param>
/// <param name="Perspective">One of <see cref="QualityWork.Perspectives"/>.</param>
/// <param name="Level">One of <see cref="QualityWork.Levels"/>.</param>
/// <param name="Owner">The function that answers for it; null when nobody is named.</param>
/// <param name="Source">Who decided it and why.</param>
public sealed record IndicatorPlacement(string Indicator, DateOnly ValidFrom, string QualityArea, string Dimension, string Perspective, string Level, string? Owner, string Source);

/// <summary>What is to be reached from a day on: at least when higher is better, at most when lower is. Of a share in per cent.</summary>
/// <param name="Indicator">Code of the indicator.</param>
/// <param name="UnitCode">The unit; empty for the whole municipality and every unit without a target of its own.</param>
/// <param name="ValidFrom">First day.</param>
/// <param name="Value">The target; null when there is none from then on.</param>
/// <param name="Source">Who decided it and why.</param>
public sealed record IndicatorTarget(string Indicator, string UnitCode, DateOnly ValidFrom, decimal? Value, string Source);

/// <summary>A target for as long as it applies in a unit.</summary>
/// <param name="UnitCode">Whose it is: the unit's own or that of one above it; empty for the whole municipality.</param>
/// <param name="From">First day.</param>
/// <param name="To">Last day; null while nothing else is decided.</param>
/// <param name="Value">What is to be reached; of a share in per cent.</param>
public sealed record TargetStep(string UnitCode, DateOnly From, DateOnly? To, decimal Value)
{
    public bool AppliesOn(DateOnly day) => From <= day && (To is null || day <= To);
}

/// <summary>How quality work is divided: the areas of a unit's quality system as Processes has them, and the dimensions and perspectives of its template.</summary>
public static class QualityWork
{
    public static readonly string[] Areas = ["tjanster", "tillganglighet", "samverkan", "handlaggning", "fel-och-brister", "synpunkter", "kompetens", "upphandling", "uppfoljning"];
    public static readonly string[] Dimensions = ["self-determination", "continuity", "knowledge", "accessibility", "safety"];
    public static readonly string[] Perspectives = ["user", "staff", "management", "citizen"];
    public static readonly string[] Levels = ["board", "administration", "area", "unit"];
}
