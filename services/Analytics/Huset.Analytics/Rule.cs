using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;

namespace Huset.Analytics;

/// <summary>What a rule's figure may be, and whether there is a second one from which it is urgent. A figure of 0 is a rule that is not used.</summary>
public sealed record Measure(string Code, int Least, int Most, bool MayBeOff = false, bool HasUrgent = false)
{
    /// <summary>Every rule that Analytics goes by: those of the charts and indicators, of patterns, of measurements, of the red thread, of webhooks, and of the operations.</summary>
    public static readonly IReadOnlyList<Measure> All =
    [
        new("chart-baseline-least", 8, 60), new("chart-baseline-most", 12, 120), new("chart-lowest-mean", 1, 100), new("chart-overdispersion", 100, 1_000),
        new("signal-outside", 2, 5), new("signal-shift", 5, 20, MayBeOff: true), new("signal-trend", 4, 20, MayBeOff: true), new("signal-near-limit", 2, 3, MayBeOff: true),
        new("signal-recent", 1, 24), new("volume-share", 1, 100),
        new("answer-days", 1, 365), new("revision-days", 1, 365), new("need-days", 1, 365), new("small-number", 2, 100), new(Measurement.Kept, 1, 120),
        new("pattern-months", 1, 12), new("pattern-before", 3, 36), new("pattern-cases", 3, 1_000), new("pattern-places", 2, 20), new("pattern-place-cases", 1, 100), new("pattern-chance", 1, 50),
        new("thread-depth", 1, 12), new("thread-breadth", 1, 100),
        new("webhook-limit", 1, 60), new("webhook-retry-first", 1, 3_600), new("webhook-retry-most", 1, 86_400), new("webhook-days", 1, 60), new("webhook-overlap", 1, 720), new("webhook-kept", 1, 365),
        Operations("outbox-age"), Operations("outbox-refused"), Operations("queue-length"), Operations("failed-messages"), Operations("relay-lag"), new("backup-age", 1, 8_760, HasUrgent: true),
        new("connections", 1, 100, HasUrgent: true), new("slow-page", 10, 600_000, HasUrgent: true), new("slow-page-answers", 1, 1_000_000),
    ];

    private static Measure Operations(string code) => new(code, 1, 1_000_000_000, HasUrgent: true);

    public bool Takes(long value) => (MayBeOff && value == 0) || (value >= Least && value <= Most);
}

/// <summary>A figure that charts or operations are judged by. A municipality that knows better adds a version, with its reason as source.</summary>
public sealed class Rule
{
    public string Measure { get; private set; } = "";

    /// <summary>Counts the changes, so that two who change at the same time are told.</summary>
    public int Version { get; private set; } = 1;

    /// <summary>Every dated version, oldest first.</summary>
    public List<RuleVersion> Versions { get; private set; } = [];

    /// <summary>The version that applies on the day; null before the first.</summary>
    public RuleVersion? On(DateOnly day) => Versions.Where(version => version.ValidFrom <= day).MaxBy(version => version.ValidFrom);

    /// <summary>Sets the figure from a day on; what that day has already is replaced.</summary>
    /// <exception cref="InvalidField">The figure is not one that the rule takes, or the day has passed.</exception>
    public void Change(RuleVersion change, DateOnly today)
    {
        var measure = Analytics.Measure.All.Single(known => known.Code == Measure);
        if (change.ValidFrom < today) throw new InvalidField("validFrom", "It must be today or later; what has been judged stays judged.");
        if (!measure.Takes(change.Value)) throw new InvalidField("value", $"It must be {(measure.MayBeOff ? "0, or " : "")}{measure.Least} to {measure.Most}.");
        if (measure.HasUrgent != change.Urgent is not null) throw new InvalidField("urgent", measure.HasUrgent ? "This rule needs a figure from which it is urgent." : "This rule has no such figure.");
        if (change.Urgent is { } urgent && (urgent < change.Value || urgent > measure.Most)) throw new InvalidField("urgent", $"It must be value to {measure.Most}.");
        Versions.RemoveAll(version => version.ValidFrom == change.ValidFrom);
        Versions.Add(change);
        Versions.Sort((a, b) => a.ValidFrom.CompareTo(b.ValidFrom));
        Version++;
    }
}

/// <summary>A rule's figure from a day on.</summary>
public sealed record RuleVersion(string Measure, DateOnly ValidFrom, long Value, long? Urgent, string Source);

/// <summary>How long a receiver has to answer, when it is tried again, when it is given up, how long an old secret signs, and how long deliveries are kept.</summary>
public sealed record WebhookRules(TimeSpan Limit, TimeSpan RetryFirst, TimeSpan RetryMost, TimeSpan Failing, TimeSpan Overlap, TimeSpan Kept)
{
    /// <summary>How long is waited after so many tries: twice as long each time, up to the most.</summary>
    public TimeSpan After(int tries) => tries > 20 || RetryFirst * Math.Pow(2, tries - 1) is var wait && wait > RetryMost ? RetryMost : wait;
}

public static class Rules
{
    /// <summary>The day's rules of the charts.</summary>
    public static ChartRules ForCharts(this IEnumerable<Rule> rules, DateOnly day)
    {
        var figures = rules.Select(rule => rule.On(day)).OfType<RuleVersion>().ToDictionary(version => version.Measure, version => version.Value);
        int Of(string measure) => figures.TryGetValue(measure, out var value) ? (int)value : throw new InvalidOperationException($"The rule {measure} is missing; run prepare.");
        return new(
            Of("chart-baseline-least"), Math.Max(Of("chart-baseline-least"), Of("chart-baseline-most")), Of("chart-lowest-mean"), Of("chart-overdispersion") / 100d,
            Of("signal-outside"), Of("signal-shift"), Of("signal-trend"), Of("signal-near-limit"));
    }

    /// <summary>The day's rules of how events are sent to receivers.</summary>
    public static WebhookRules ForWebhooks(this IReadOnlyCollection<Rule> rules, DateOnly day)
    {
        long Of(string measure) => rules.Single(rule => rule.Measure == measure).On(day)?.Value ?? throw new InvalidOperationException($"The rule {measure} is missing; run prepare.");
        return new(
            TimeSpan.FromSeconds(Of("webhook-limit")), TimeSpan.FromSeconds(Of("webhook-retry-first")), TimeSpan.FromSeconds(Of("webhook-retry-most")),
            TimeSpan.FromDays(Of("webhook-days")), TimeSpan.FromHours(Of("webhook-overlap")), TimeSpan.FromDays(Of("webhook-kept")));
    }

    /// <summary>The day's rules of what is proposed as a pattern.</summary>
    public static Features.Patterns.PatternRules ForPatterns(this IReadOnlyCollection<Rule> rules, DateOnly day)
    {
        int Of(string measure) => (int)(rules.Single(rule => rule.Measure == measure).On(day)?.Value ?? throw new InvalidOperationException($"The rule {measure} is missing; run prepare."));
        return new(Of("pattern-months"), Of("pattern-before"), Of("pattern-cases"), Of("pattern-places"), Of("pattern-place-cases"), Of("pattern-chance") / 1_000d);
    }

    /// <summary>How far from its start the red thread is followed, and how many of one kind are shown of each thing.</summary>
    public static (int Depth, int Breadth) ForThread(this IReadOnlyCollection<Rule> rules, DateOnly day)
    {
        int Of(string measure) => (int)(rules.Single(rule => rule.Measure == measure).On(day)?.Value ?? throw new InvalidOperationException($"The rule {measure} is missing; run prepare."));
        return (Of("thread-depth"), Of("thread-breadth"));
    }

    /// <summary>The day's rule of which counts are small.</summary>
    public static SmallNumbers ForSmallNumbers(this IEnumerable<Rule> rules, DateOnly day) =>
        new((int)(rules.Single(rule => rule.Measure == "small-number").On(day)?.Value ?? throw new InvalidOperationException("The rule small-number is missing; run prepare.")));

    /// <summary>For how many months the measurements of a concluded follow-up are kept.</summary>
    public static int MonthsKept(this IEnumerable<Rule> rules, DateOnly day) =>
        (int)(rules.Single(rule => rule.Measure == Measurement.Kept).On(day)?.Value ?? throw new InvalidOperationException($"The rule {Measurement.Kept} is missing; run prepare."));

    /// <summary>Of how many of the newest whole months a signal must touch one to be new.</summary>
    public static int RecentMonths(this IEnumerable<Rule> rules, DateOnly day) =>
        (int)(rules.Single(rule => rule.Measure == "signal-recent").On(day)?.Value ?? throw new InvalidOperationException("The rule signal-recent is missing; run prepare."));
}
