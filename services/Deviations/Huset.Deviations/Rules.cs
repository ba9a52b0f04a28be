using Huset.Deadlines;
using Huset.ServiceDefaults.Limits;

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
/// One version of a deadline's rule; a case keeps the version in force on the day that its deadline began.
/// </summary>
public sealed class DeadlineRule : DatedVersion
{
    public DeadlineCode Code { get; private set; }
    public DeviationKind? CaseKind { get; private set; }
    public string? UnitCode { get; private set; }
    public string Title { get; private set; } = "";
    public RuleKind Kind { get; private set; }
    public int Amount { get; private set; }
    public LastDay LastDay { get; private set; }
    public CaseEvent StartsOn { get; private set; }
    public CaseEvent EndsOn { get; private set; }

    public Term Term => new(Kind, Amount, LastDay);

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
    };
}
