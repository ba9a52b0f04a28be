using Huset.ServiceDefaults.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Huset.Competence;

/// <summary>A figure that the law or the municipality may change.</summary>
public enum Measure
{
    /// <summary>Most months that a delegation applies.</summary>
    DelegationMonths,

    /// <summary>Most months since the recipient's test when a delegation is written.</summary>
    TestMonths,

    /// <summary>Days before its end that a delegation's recipient and delegator are first reminded.</summary>
    FirstReminderDays,

    SecondReminderDays,
    LastReminderDays,

    /// <summary>Days before its end that a competence is told to run out.</summary>
    CompetenceExpiryDays,

    /// <summary>Most of the employed, in per cent, whose employment an import ends without being asked again.</summary>
    ImportEndShare,
}

/// <summary>One version of a rule; a change is a new version from a day.</summary>
public sealed class Rule
{
    public Guid Id { get; private set; } = Guid.CreateVersion7();
    public Measure Measure { get; private set; }
    public int Value { get; private set; }

    /// <summary>Where it is written, or whose it is.</summary>
    public string Source { get; private set; } = "";

    public DateOnly ValidFrom { get; private set; }

    /// <summary>First day that it no longer applies; null for the latest version. A rule is replaced and never just ended.</summary>
    public DateOnly? ValidTo { get; private set; }

    public string SetByName { get; private set; } = "";
    public DateTimeOffset SetAt { get; private set; }

    /// <summary>Who has checked that it says what its source says; nobody yet when null.</summary>
    public string? VerifiedByName { get; private set; }

    public DateTimeOffset? VerifiedAt { get; private set; }
    public int Version { get; private set; } = 1;

    public bool AppliesOn(DateOnly day) => ValidFrom <= day && (ValidTo is null || day < ValidTo);

    public static Rule From(DateOnly validFrom, Measure measure, int value, string source, string byName, DateTimeOffset now) => new()
    {
        Measure = measure,
        Value = value,
        Source = source.Trim(),
        ValidFrom = validFrom,
        SetByName = byName,
        SetAt = now,
    };

    /// <summary>Another version applies from the day.</summary>
    public void End(DateOnly validTo) => (ValidTo, Version) = (validTo < ValidFrom ? ValidFrom : validTo, Version + 1);

    public void Verify(string byName, DateTimeOffset now) => (VerifiedByName, VerifiedAt, Version) = (byName, now, Version + 1);
}

/// <summary>The rules that apply on a day.</summary>
public sealed class RuleBook(IEnumerable<Rule> rules, DateOnly day)
{
    /// <summary>What applied from the beginning of an installation has this first day.</summary>
    public static readonly DateOnly Beginning = new(2000, 1, 1);

    private readonly Dictionary<Measure, Rule> all = rules.Where(rule => rule.AppliesOn(day)).ToDictionary(rule => rule.Measure);

    public Rule this[Measure measure] => all[measure];

    public static async Task<RuleBook> Read(CompetenceDb db, DateOnly day, CancellationToken ct) =>
        new(await db.Rules.AsNoTracking().Where(rule => rule.ValidFrom <= day && (rule.ValidTo == null || rule.ValidTo > day)).ToListAsync(ct), day);

    /// <summary>What an installation begins with, until someone sets its own; nobody has verified it.</summary>
    public static async Task Seed(IServiceProvider services, ServiceDbContext db)
    {
        var known = await db.Set<Rule>().Select(rule => rule.Measure).Distinct().ToListAsync();
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        const string own = "Exempel, kommunens egen gräns: ändra till er egen";
        (Measure Measure, int Value, string Source)[] first =
        [
            (Measure.DelegationMonths, 12, "SOSFS 1997:14: en delegering gäller högst ett år"),
            (Measure.TestMonths, 12, own),
            (Measure.FirstReminderDays, 60, own),
            (Measure.SecondReminderDays, 30, own),
            (Measure.LastReminderDays, 14, own),
            (Measure.CompetenceExpiryDays, 60, own),
            (Measure.ImportEndShare, 10, own),
        ];
        db.AddRange(first.Where(rule => !known.Contains(rule.Measure)).Select(rule => Rule.From(Beginning, rule.Measure, rule.Value, rule.Source, "Huset", now)));
    }
}
