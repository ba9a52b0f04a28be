using System.ComponentModel;
using Huset.Analytics.Contracts;
using Huset.Events;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;

namespace Huset.Analytics;

/// <summary>What is the same in several cases.</summary>
[Description("Vad som är lika: cause-area, orsaksområde; activity, steg i en process; time-of-week, veckodag och del av dygnet; complaint-category, vad klagomålen handlar om; unit, en enhet som syns i flera tjänster. / What is the same: cause area; step of a process; weekday and part of the day; what complaints are about; a unit that is met in several services.")]
public enum PatternDimension { CauseArea, Activity, TimeOfWeek, ComplaintCategory, Unit }

/// <summary>What a person decides that a proposed pattern is.</summary>
[Description("pattern: det är ett mönster och leder till något; none: det är inget mönster. / It is a pattern and leads to something; it is none.")]
public enum PatternVerdict { Pattern, None }

/// <summary>How many cases of a unit come from a service.</summary>
public sealed record PatternPart(string UnitCode, string Service, long Count);

/// <summary>A case that the pattern is seen in, as links name it.</summary>
public sealed record PatternCase(string Type, string Id, string UnitCode, DateOnly Day);

/// <summary>What someone decided, and what it led to when that is known.</summary>
public sealed record PatternDecision(PatternVerdict Verdict, string Words, string? LeadsToType, string? LeadsToId, string ByName, DateTimeOffset At);

/// <summary>What a pattern is seen in: so many cases in these units, and what it is compared with.</summary>
/// <param name="From">First day of the period.</param>
/// <param name="To">Last day of the period.</param>
/// <param name="Parts">How many by unit and service.</param>
/// <param name="Share">So many of how many in the period, beside so many of how many of what it is compared with.</param>
public sealed record PatternEvidence(DateOnly From, DateOnly To, IReadOnlyList<PatternPart> Parts, ComparedShare Share);

/// <summary>
/// The same cause, step, time or subject in several units or services (SOSFS 2011:9 ch. 5 § 6: what is reported is put together and analysed for
/// patterns and trends that show what is lacking). It is proposed once, and a person decides what it is. What was decided is not proposed
/// again until cases that have happened after the decision fulfil the rule by themselves.
/// </summary>
public sealed class FoundPattern
{
    /// <summary>Event links hold no more than this of each sort.</summary>
    private const int MostLinks = 100;

    public Guid Id { get; private set; }
    public PatternDimension Dimension { get; private set; }

    /// <summary>A code, an activity's id, weekday and part of the day ("7-3"), or a unit's code.</summary>
    public string Value { get; private set; } = "";

    /// <summary>What the value was called when it was found.</summary>
    public string Name { get; private set; } = "";

    /// <summary>First day of the period.</summary>
    public DateOnly From { get; private set; }

    /// <summary>Last day of the period.</summary>
    public DateOnly To { get; private set; }

    /// <summary>The units where it is met.</summary>
    public string[] UnitCodes { get; private set; } = [];

    public IReadOnlyList<PatternPart> Parts { get; private set; } = [];

    public ComparedShare Share { get; private set; } = ComparedShare.Nothing;

    /// <summary>The newest of its cases.</summary>
    public IReadOnlyList<PatternCase> Cases { get; private set; } = [];

    /// <summary>The pattern of the same that was decided before; null when it is the first.</summary>
    public Guid? PreviousId { get; private set; }

    public DateTimeOffset FoundAt { get; private set; }

    /// <summary>Everything that has been decided of it, oldest first; the last holds.</summary>
    public IReadOnlyList<PatternDecision> Decisions { get; private set; } = [];

    public DateTimeOffset? DecidedAt { get; private set; }
    public int Version { get; private set; } = 1;

    public PatternDecision? Decision => Decisions is [.., var last] ? last : null;

    public IEnumerable<string> Services => Parts.Select(part => part.Service).Distinct().Order(StringComparer.Ordinal);

    private FoundPattern() { }

    public static FoundPattern Find(PatternDimension dimension, string value, string name, PatternEvidence evidence, IReadOnlyList<PatternCase> cases, FoundPattern? previous, DateTimeOffset now)
    {
        var found = new FoundPattern { Id = Guid.CreateVersion7(now), Dimension = dimension, Value = value, Name = name, PreviousId = previous?.Id, FoundAt = now };
        found.See(evidence, cases);
        return found;
    }

    /// <summary>True when it is met in more cases or units than it was; only while nobody has decided.</summary>
    public bool HasGrown(PatternEvidence evidence) => Decision is null && (evidence.Share.Count > Share.Count || evidence.Parts.Any(part => !UnitCodes.Contains(part.UnitCode)));

    /// <summary>More such cases have come, and nobody has decided.</summary>
    public void GoOn(PatternEvidence evidence, IReadOnlyList<PatternCase> cases)
    {
        See(evidence, cases);
        Version++;
    }

    /// <summary>Someone decides what it is; it may be decided anew when one knows better, and each decision is kept.</summary>
    public void Decide(PatternDecision decision)
    {
        if (decision is { Verdict: PatternVerdict.None, LeadsToId: not null }) throw new InvalidField("leadsTo", "What is no pattern leads to nothing.");
        Decisions = [.. Decisions, decision];
        DecidedAt = decision.At;
        Version++;
    }

    public PatternFound ToFound(DateTimeOffset now) => new(Id, Kebab.Of(Dimension), Value, UnitCodes, [.. Services], From, To, "open", Visibility.Analyst, Links, Version, now);

    public PatternDecided ToDecided(DateTimeOffset now) => new(Id, Kebab.Of(Dimension), Value, UnitCodes, [.. Services], From, To, "decided", Kebab.Of(Decision!.Verdict), Visibility.Analyst, Links, Version, now);

    private void See(PatternEvidence evidence, IReadOnlyList<PatternCase> cases)
    {
        (From, To, Parts, Share, Cases) = (evidence.From, evidence.To, evidence.Parts, evidence.Share, cases);
        UnitCodes = [.. evidence.Parts.Select(part => part.UnitCode).Distinct().Order(StringComparer.Ordinal)];
    }

    private IReadOnlyList<Link> Links =>
    [
        .. UnitCodes.Take(MostLinks).Select(code => new Link("concerns", "unit", code)),
        .. Dimension == PatternDimension.Activity ? [new Link("concerns", "activity", Value)] : (Link[])[],
        .. Cases.Take(MostLinks).Select(seen => new Link("counts", seen.Type, seen.Id)),
        .. PreviousId is { } previous ? [new Link("goes-on-from", "pattern", $"{previous}")] : (Link[])[],
        .. Decisions.Where(decision => decision.LeadsToId is not null).Select(decision => new Link("led-to", decision.LeadsToType!, decision.LeadsToId!)).Distinct(),
    ];
}

/// <summary>
/// A share beside the share that it is compared with. How seldom chance would give as many is the exact conditional test of two counts
/// (Przyborowski and Wilenski, Biometrika 31, 1940): of all that are alike, how many would fall in the one part when both parts have them as often.
/// </summary>
/// <param name="Count">So many.</param>
/// <param name="Of">Of how many.</param>
/// <param name="OtherCount">So many of what it is compared with.</param>
/// <param name="OtherOf">Of how many.</param>
public sealed record ComparedShare(long Count, long Of, long OtherCount, long OtherOf)
{
    public static readonly ComparedShare Nothing = new(0, 0, 0, 0);

    /// <summary>How many there would be if the share were that of the other; null when there is nothing to compare with.</summary>
    public double? Expected => OtherOf == 0 ? null : (double)Of * OtherCount / OtherOf;

    /// <summary>The probability of so many or more when both shares are the same; 1 when there is nothing to compare with.</summary>
    public double Chance
    {
        get
        {
            if (OtherOf == 0 || Of == 0) return 1;
            var (n, p) = (Count + OtherCount, (double)Of / (Of + OtherOf));
            // From the highest term down: each is found from the one before, in logarithms, so that none becomes nothing.
            var (sum, term) = (0d, n * Math.Log(p));
            for (var k = n; k >= Count; k--)
            {
                sum += Math.Exp(term);
                if (k > 0) term += Math.Log((double)k / (n - k + 1)) + Math.Log((1 - p) / p);
            }
            return Math.Min(1, sum);
        }
    }
}
