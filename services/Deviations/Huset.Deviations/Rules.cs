using Huset.Deadlines;
using Huset.ServiceDefaults.Http;

namespace Huset.Deviations;

/// <summary>A deadline of a case.</summary>
public enum DeadlineCode { Assessment, Investigation, Feedback, LexSarahInvestigation, IvoNotification, IvoInvestigation }

/// <summary>What starts or ends a deadline. Each happens once: a case that is reopened keeps its first times.</summary>
public enum CaseEvent { Reported, Assessed, Investigated, Answered, LexSarahBegun, LexSarahDecided, DecidedSerious, IvoNotified, IvoInvestigationSent }

/// <summary>What a rule is made of, beside when it applies.</summary>
/// <param name="Code">Which deadline.</param>
/// <param name="CaseKind">The kind of case it is for; null for all.</param>
/// <param name="UnitCode">The unit whose own target it is, for it and everything below; null for the municipality's.</param>
/// <param name="Title">What shall be done, in Swedish.</param>
/// <param name="Term">Within how long.</param>
/// <param name="StartsOn">From which event.</param>
/// <param name="EndsOn">By which event it is met.</param>
/// <param name="Source">Where it is written, or whose target it is.</param>
public sealed record DeadlineTerms(DeadlineCode Code, DeviationKind? CaseKind, string? UnitCode, string Title, Term Term, CaseEvent StartsOn, CaseEvent EndsOn, string Source);

/// <summary>
/// One version of a deadline's rule. A change is a new version from a day, so that a case keeps the version in force on the day that its deadline began.
/// </summary>
public sealed class DeadlineRule
{
    public Guid Id { get; private set; } = Guid.CreateVersion7();
    public DeadlineCode Code { get; private set; }
    public DeviationKind? CaseKind { get; private set; }
    public string? UnitCode { get; private set; }
    public string Title { get; private set; } = "";
    public RuleKind Kind { get; private set; }
    public int Amount { get; private set; }
    public LastDay LastDay { get; private set; }
    public CaseEvent StartsOn { get; private set; }
    public CaseEvent EndsOn { get; private set; }
    public string Source { get; private set; } = "";
    public DateOnly ValidFrom { get; private set; }

    /// <summary>First day that it no longer applies; null while nothing has ended it.</summary>
    public DateOnly? ValidTo { get; private set; }

    public string SetByName { get; private set; } = "";
    public DateTimeOffset SetAt { get; private set; }

    /// <summary>Who has checked that it says what its source says; nobody yet when null.</summary>
    public string? VerifiedByName { get; private set; }

    public DateTimeOffset? VerifiedAt { get; private set; }
    public int Version { get; private set; }

    public Term Term => new(Kind, Amount, LastDay);

    public bool AppliesOn(DateOnly day) => ValidFrom <= day && (ValidTo is null || day < ValidTo);

    public static DeadlineRule From(DateOnly validFrom, DeadlineTerms terms, Person by, DateTimeOffset now) => new()
    {
        Code = terms.Code,
        CaseKind = terms.CaseKind,
        UnitCode = terms.UnitCode,
        Title = terms.Title.Trim(),
        Kind = terms.Term.Kind,
        Amount = terms.Term.Amount,
        LastDay = terms.Term.LastDay,
        StartsOn = terms.StartsOn,
        EndsOn = terms.EndsOn,
        Source = terms.Source.Trim(),
        ValidFrom = validFrom,
        SetByName = by.Name,
        SetAt = now,
        Version = 1,
    };

    /// <summary>The last day has been before this one; what has applied until today stays as it was.</summary>
    /// <exception cref="RuleViolation">`rule.ended`</exception>
    public void End(DateOnly validTo)
    {
        if (ValidTo <= validTo) throw new RuleViolation("rule.ended", "The rule has ended by then.");
        ValidTo = validTo < ValidFrom ? ValidFrom : validTo;
        Version++;
    }

    /// <summary>Someone has read the source and says that the rule is right.</summary>
    public void Verify(Person by, DateTimeOffset now)
    {
        (VerifiedByName, VerifiedAt) = (by.Name, now);
        Version++;
    }
}
