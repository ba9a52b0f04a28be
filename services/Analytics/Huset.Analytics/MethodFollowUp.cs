using System.ComponentModel;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Huset.Analytics.Contracts;
using Huset.Events;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;

namespace Huset.Analytics;

public enum MethodFollowUpStatus { Open, Concluded }

/// <summary>What becomes of the method when its follow-up is concluded.</summary>
[Description("Vad som händer med metoden: goes-on (fortsätter), changed (ändras) eller ends (upphör). / What becomes of the method: goes-on, changed or ends.")]
public enum MethodOutcome { GoesOn, Changed, Ends }

/// <summary>When in a case it is measured.</summary>
[Description("När det mäts: start, on-the-way (under tiden) eller end (vid avslut). / When it is measured: start, on-the-way or end.")]
public enum MeasureMoment { Start, OnTheWay, End }

/// <summary>What cases are measured by.</summary>
/// <param name="Code">Its code in files.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Lowest">The lowest value that it has.</param>
/// <param name="Highest">The highest.</param>
/// <param name="HigherIsBetter">Whether a higher value is better; else a lower is.</param>
/// <param name="Source">Where the scale comes from.</param>
public sealed record MeasureScale(string Code, string Name, decimal Lowest, decimal Highest, bool HigherIsBetter, string? Source);

/// <summary>What a unit's cases, or with no unit all units', came to on a scale.</summary>
public sealed record UnitResult(string Scale, string? UnitCode, MethodResult Result);

/// <summary>What a follow-up says, as it is set up or changed.</summary>
public sealed record MethodFollowUpText(
    string Name, string Method, string UnitCode, string Purpose, string Evidence, string? EvidenceLink, DateOnly From, IReadOnlyList<MeasureScale> Scales, Guid? ActivityId, string? Indicator);

/// <summary>
/// The local follow-up of a method or service: whether those who get it are helped, measured at start, on the way and at end, beside what is known of the method.
/// It holds for a unit with all below it. The cases are known by codes that only the unit has the key of.
/// </summary>
public sealed class MethodFollowUp
{
    public const int MaxScales = 5;

    public Guid Id { get; private set; }
    public string Name { get; private set; } = "";

    /// <summary>The method or service that it is of.</summary>
    public string Method { get; private set; } = "";

    /// <summary>The unit that answers for it; those below it measure too.</summary>
    public string UnitCode { get; private set; } = "";
    public string Purpose { get; private set; } = "";

    /// <summary>What is known of the method, in words.</summary>
    public string Evidence { get; private set; } = "";
    public string? EvidenceLink { get; private set; }

    /// <summary>First day that is measured.</summary>
    public DateOnly From { get; private set; }
    public IReadOnlyList<MeasureScale> Scales { get; private set; } = [];

    /// <summary>The step of a process where the method is used.</summary>
    public Guid? ActivityId { get; private set; }
    public string? Indicator { get; private set; }
    public MethodFollowUpStatus Status { get; private set; }
    public MethodOutcome? Outcome { get; private set; }

    /// <summary>What was learnt.</summary>
    public string? Conclusion { get; private set; }
    public DateOnly? ConcludedOn { get; private set; }
    public string? ConcludedByName { get; private set; }

    /// <summary>What the measurements came to, when they are removed; null while they are there.</summary>
    public IReadOnlyList<UnitResult>? Results { get; private set; }
    public DateOnly? MeasurementsRemovedOn { get; private set; }
    public DateTimeOffset SetUpAt { get; private set; }
    public int Version { get; private set; } = 1;

    /// <exception cref="InvalidField">400: scales.</exception>
    public static MethodFollowUp SetUp(MethodFollowUpText text, DateTimeOffset now)
    {
        var followUp = new MethodFollowUp { Id = Guid.CreateVersion7(now), SetUpAt = now };
        followUp.Take(text);
        return followUp;
    }

    /// <summary>Says it anew. What measurements rest on stays as it was when they were made.</summary>
    /// <param name="text">What it says.</param>
    /// <param name="measured">Codes of the scales that have measurements.</param>
    /// <exception cref="InvalidField">400: scales.</exception>
    /// <exception cref="RuleViolation">`method-follow-up.concluded`, `method-follow-up.measured`</exception>
    public void Change(MethodFollowUpText text, IReadOnlyCollection<string> measured)
    {
        CheckOpen();
        static (string, decimal, decimal, bool) Rests(MeasureScale scale) => (scale.Code, scale.Lowest, scale.Highest, scale.HigherIsBetter);
        if (measured.Count > 0 && (text.UnitCode != UnitCode || text.From > From || Scales.Where(scale => measured.Contains(scale.Code)).Any(scale => !text.Scales.Any(same => Rests(same) == Rests(scale)))))
            throw new RuleViolation("method-follow-up.measured", "There are measurements: the unit, a later first day and their scales' codes, ends and direction cannot change.");
        Take(text);
        Version++;
    }

    /// <summary>Closes it with what was learnt; nothing is measured any more.</summary>
    /// <exception cref="RuleViolation">`method-follow-up.concluded`</exception>
    public void Conclude(MethodOutcome outcome, string conclusion, DateOnly on, Person by)
    {
        CheckOpen();
        (Status, Outcome, Conclusion, ConcludedOn, ConcludedByName) = (MethodFollowUpStatus.Concluded, outcome, conclusion, on, by.Name);
        Version++;
    }

    /// <summary>The first day that the measurements are kept no more; null while it goes on, and when they are gone.</summary>
    public DateOnly? RemovesOn(int monthsKept) => MeasurementsRemovedOn is null ? ConcludedOn?.AddMonths(monthsKept) : null;

    /// <summary>What the measurements came to of each scale: of all units together, then of each.</summary>
    public IReadOnlyList<UnitResult> Count(IReadOnlyCollection<MeasurementFacts> measured) =>
    [
        .. from scale in Scales
           let own = measured.Where(one => one.Scale == scale.Code).ToList()
           from unit in own.Select(one => (string?)one.UnitCode).Distinct().Prepend(null)
           select new UnitResult(scale.Code, unit, MethodResult.Of(scale, own.Where(one => unit is null || one.UnitCode == unit))),
    ];

    /// <summary>The measurements' time is over: from now on only what they came to is known.</summary>
    public void RemoveMeasurements(IReadOnlyCollection<MeasurementFacts> measured, DateOnly on)
    {
        if (Status != MethodFollowUpStatus.Concluded || MeasurementsRemovedOn is not null) throw new InvalidOperationException("What goes on, or has none left, removes nothing.");
        (Results, MeasurementsRemovedOn) = (Count(measured), on);
        Version++;
    }

    /// <exception cref="RuleViolation">`method-follow-up.concluded`</exception>
    public void CheckOpen()
    {
        if (Status == MethodFollowUpStatus.Concluded) throw new RuleViolation("method-follow-up.concluded", "The follow-up is concluded and changes no more.");
    }

    public MethodFollowUpChanged ToChanged(DateTimeOffset now)
    {
        var links = new List<Link> { new("concerns", "unit", UnitCode) };
        if (ActivityId is { } activity) links.Add(new("concerns", "activity", activity.ToString()));
        if (Indicator is { } indicator) links.Add(new("measured-by", "indicator", indicator));
        return new(Id, UnitCode, Kebab.Of(Status), From, Scales.Count, Outcome is { } outcome ? Kebab.Of(outcome) : null, Visibility.Analyst, links, Version, now);
    }

    private void Take(MethodFollowUpText text)
    {
        if (text.Scales.DistinctBy(scale => scale.Code).Count() < text.Scales.Count) throw new InvalidField("scales", "Two scales have the same code.");
        if (text.Scales.Any(scale => scale.Lowest >= scale.Highest)) throw new InvalidField("scales", "The highest value of a scale must be more than its lowest.");
        (Name, Method, UnitCode, Purpose, Evidence, EvidenceLink) = (text.Name, text.Method, text.UnitCode, text.Purpose, text.Evidence, text.EvidenceLink);
        (From, Scales, ActivityId, Indicator) = (text.From, text.Scales, text.ActivityId, text.Indicator);
    }
}

/// <summary>
/// One value of one case. The case is known by a code alone; who it is, only the unit can tell. Whoever has the unit's key knows, so every reading and writing of
/// it is in the access log, by that code. They are kept so long after the follow-up that the rule says; then what they came to remains.
/// </summary>
public sealed partial class Measurement : ICase
{
    /// <summary>The rule of how many months they are kept when their follow-up is concluded.</summary>
    public const string Kept = "measurements-kept";

    public Guid Id { get; private set; }
    public Guid FollowUpId { get; private set; }
    public string UnitCode { get; private set; } = "";
    public string Scale { get; private set; } = "";

    /// <summary>The unit's own code of the case; the same code in another unit is another case.</summary>
    public string CaseKey { get; private set; } = "";
    public MeasureMoment Moment { get; private set; }
    public DateOnly On { get; private set; }
    public decimal Value { get; private set; }

    public string Reference => CaseKey;

    public MeasurementFacts Facts => new(UnitCode, Scale, CaseKey, Moment, On, Value.Plain());

    public static Measurement Of(Guid followUpId, MeasurementFacts facts, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        FollowUpId = followUpId,
        UnitCode = facts.UnitCode,
        Scale = facts.Scale,
        CaseKey = facts.CaseKey,
        Moment = facts.Moment,
        On = facts.On,
        Value = facts.Value,
    };

    public void Correct(MeasurementFacts facts) => (On, Value) = (facts.On, facts.Value);

    /// <summary>Whether it can be a case's code: short, with a figure and no word in it.</summary>
    public static bool IsKey(string text) => Key().IsMatch(text) && !Word().IsMatch(text);

    /// <summary>Whether it may be a person's identity number, also wrongly written, or a day of birth: refused, since a code points out nobody.</summary>
    public static bool MayBeNumber(string text)
    {
        var bare = text.Replace("-", "", StringComparison.Ordinal);
        return IdentityNumbers.AreIn(text) || IdentityNumbers.AreIn(bare) || ManyFigures().IsMatch(text) || Day().IsMatch(bare);
    }

    [GeneratedRegex("^(?=.*[0-9])[A-Z0-9](?:[A-Z0-9-]{0,18}[A-Z0-9])?$")]
    private static partial Regex Key();

    // Anna, or ANNA-1: four letters in a row make a name.
    [GeneratedRegex("[A-Z]{4}")]
    private static partial Regex Word();

    [GeneratedRegex("[0-9]{6}|[0-9]{2}-[0-9]{2}-[0-9]{2}")]
    private static partial Regex ManyFigures();

    // 1945-03-12; a coordination number's day is 60 more.
    [GeneratedRegex("(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01]|[6-8][0-9]|9[01])")]
    private static partial Regex Day();
}

/// <summary>What a form or a row of a file tells of a measurement.</summary>
public sealed record MeasurementFacts(string UnitCode, string Scale, string CaseKey, MeasureMoment Moment, DateOnly On, decimal Value);

/// <summary>What a unit's cases, or all units', came to on a scale. A case that lacks its start or its end is told so, and counted as no change of any kind.</summary>
public sealed record MethodResult(int WithStart, int WithBoth, int WithoutStart, int Improved, int Unchanged, int Worse, decimal? MedianChange)
{
    /// <summary>Cases that have begun and not been measured at their end.</summary>
    [JsonIgnore]
    public int WithoutEnd => WithStart - WithBoth;

    /// <summary>What would be small if any of it were.</summary>
    [JsonIgnore]
    public IEnumerable<long> Parts => [WithoutStart, WithoutEnd, Improved, Unchanged, Worse];

    public static MethodResult Of(MeasureScale scale, IEnumerable<MeasurementFacts> measured)
    {
        var cases = measured.GroupBy(one => (one.UnitCode, one.CaseKey)).Select(one => (Start: ValueAt(one, MeasureMoment.Start), End: ValueAt(one, MeasureMoment.End))).ToList();
        List<decimal> changes = [.. from one in cases where one.Start is not null && one.End is not null select one.End!.Value - one.Start!.Value];
        changes.Sort();
        int Count(int sign) => changes.Count(change => Math.Sign(change) == (scale.HigherIsBetter ? sign : -sign));
        var middle = changes.Count / 2;
        return new(
            cases.Count(one => one.Start is not null), changes.Count, cases.Count(one => one.Start is null), Count(1), changes.Count(change => change == 0), Count(-1),
            changes.Count == 0 ? null : changes.Count % 2 == 1 ? changes[middle] : (changes[middle - 1] + changes[middle]) / 2);
    }

    private static decimal? ValueAt(IEnumerable<MeasurementFacts> measured, MeasureMoment moment) => measured.FirstOrDefault(one => one.Moment == moment)?.Value;
}
