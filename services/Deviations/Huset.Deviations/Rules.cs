using Huset.Deadlines;
using Huset.ServiceDefaults.Limits;

namespace Huset.Deviations;

/// <summary>A deadline of a case.</summary>
public enum DeadlineCode { Assessment, Investigation, Feedback, LexSarahInvestigation, IvoNotification, IvoInvestigation, LexMariaInvestigation, LexMariaNotification, LexMariaIvoInvestigation, WorkAuthority, DataAuthority, DataSubjects, CyberWarning, CyberReport, CyberFinal, Duties }

/// <summary>What starts or ends a deadline. Each happens once: a case that is reopened keeps its first times.</summary>
public enum CaseEvent { Reported, Assessed, Investigated, Answered, LexSarahBegun, LexSarahDecided, DecidedSerious, IvoNotified, IvoInvestigationSent, LexMariaBegun, LexMariaDecided, LexMariaSerious, LexMariaNotified, LexMariaInvestigationSent, WorkInjuryKnown, WorkAuthorityDone, BreachKnown, DataAuthorityDone, DataSubjectsDone, CyberWarningDone, CyberReportDone, CyberReportSent, CyberFinalDone, DutiesAsked, DutiesJudged }

/// <summary>By which day of a case it is known which version of a rule applies to it.</summary>
public enum RuleDay
{
    /// <summary>The day when its time starts.</summary>
    Start,

    /// <summary>The day when it happened.</summary>
    Event,
}

/// <summary>When whom it waits for is told of a deadline; of what is null nobody is.</summary>
/// <param name="Before">So many days before the last.</param>
/// <param name="After">So many days after it has passed; 0 at once.</param>
/// <param name="Escalate">So many days after it has passed the manager above is told as well.</param>
public sealed record Reminders(int? Before, int? After, int? Escalate)
{
    /// <summary>The most days before or after.</summary>
    public const int Longest = 90;
}

/// <summary>What a rule is made of, beside when it applies.</summary>
/// <param name="Code">Which deadline.</param>
/// <param name="CaseKind">The kind of case it is for; null for all.</param>
/// <param name="UnitCode">The unit whose own target it is, for it and everything below; null for the municipality's.</param>
/// <param name="Title">What shall be done, in Swedish.</param>
/// <param name="Term">Within how long.</param>
/// <param name="StartsOn">From which event.</param>
/// <param name="EndsOn">By which event it is met.</param>
/// <param name="Source">Where it is written, or whose target it is.</param>
/// <param name="Target">Beside it, within how long the municipality means to have done it.</param>
/// <param name="AppliesBy">By which day its version is known.</param>
/// <param name="Reminders">When someone is told of it.</param>
public sealed record DeadlineTerms(
    DeadlineCode Code, DeviationKind? CaseKind, string? UnitCode, string Title, Term Term, CaseEvent StartsOn, CaseEvent EndsOn, string Source,
    Term? Target = null, RuleDay AppliesBy = RuleDay.Start, Reminders? Reminders = null);

/// <summary>
/// One version of a deadline's rule; a case keeps the version in force on the day that its deadline began, or that it happened.
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
    public RuleDay AppliesBy { get; private set; }
    public RuleKind? TargetKind { get; private set; }
    public int? TargetAmount { get; private set; }
    public int? RemindBefore { get; private set; }
    public int? RemindAfter { get; private set; }
    public int? EscalateAfter { get; private set; }

    public Term Term => new(Kind, Amount, LastDay);
    public Term? Target => TargetKind is { } kind ? new(kind, TargetAmount!.Value) : null;
    public Reminders Reminders => new(RemindBefore, RemindAfter, EscalateAfter);
    public DeadlineTerms Terms => new(Code, CaseKind, UnitCode, Title, Term, StartsOn, EndsOn, Source, Target, AppliesBy, Reminders);

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
        AppliesBy = terms.AppliesBy,
        TargetKind = terms.Target?.Kind,
        TargetAmount = terms.Target?.Amount,
        RemindBefore = terms.Reminders?.Before,
        RemindAfter = terms.Reminders?.After,
        EscalateAfter = terms.Reminders?.Escalate,
        ValidFrom = validFrom,
        SetByName = by.Name,
        SetAt = now,
    };
}
