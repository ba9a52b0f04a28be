using Huset.ServiceDefaults.Limits;

namespace Huset.Deviations;

/// <summary>The figures that the municipality may change.</summary>
public static class Measure
{
    /// <summary>Severity × probability from which causes must be sought.</summary>
    public const string InvestigateFromScore = "investigate-from-score";

    /// <summary>Severity from which causes must be sought, however small the probability.</summary>
    public const string InvestigateFromSeverity = "investigate-from-severity";

    /// <summary>Severity × probability from which a case is no longer a topic representative's (<see cref="Mandate"/>).</summary>
    public const string RepresentativeBelowScore = "representative-below-score";

    /// <summary>Severity from which it is not.</summary>
    public const string RepresentativeBelowSeverity = "representative-below-severity";

    /// <summary>Score and severity that together suggest lex Sarah or lex Maria.</summary>
    public const string SuggestLexFromScore = "suggest-lex-from-score";
    public const string SuggestLexFromSeverity = "suggest-lex-from-severity";

    /// <summary>Of a hundred assessed cases, how many somebody in another unit judges too.</summary>
    public const string SecondAssessmentShare = "second-assessment-share";

    /// <summary>From how many pairs on an agreement is told.</summary>
    public const string AgreementFromPairs = "agreement-from-pairs";

    /// <summary>Days that another principal has to answer what was sent to it.</summary>
    public const string CooperationAnswerDays = "cooperation-answer-days";

    /// <summary>Days after the day when an answer was wanted that whoever sent something is reminded of it.</summary>
    public const string CooperationRemindDays = "cooperation-remind-days";

    /// <summary>Days before its last that an action of a risk analysis is reminded of.</summary>
    public const string RiskActionRemindDays = "risk-action-remind-days";

    /// <summary>Years that the service's access log is kept, five at least (HSLF-FS 2016:40 ch. 4 § 9); deviations.sql takes it to the log.</summary>
    public const string AccessLogYears = "access-log-years";

    /// <summary>How many improvements a unit may have begun at once.</summary>
    public const string IdeasBegun = "ideas-begun";

    /// <summary>Counts from 1 to below this are never told alone in what leaves those who may open the cases.</summary>
    public const string SmallNumbers = "small-numbers";

    /// <summary>How many files a case may have.</summary>
    public const string AttachmentsPerCase = "attachments-per-case";

    /// <summary>Megabytes that a file may be; the house takes no larger request than ten (decision 45).</summary>
    public const string AttachmentMegabytes = "attachment-megabytes";

    public static readonly LimitTable Table = new(
        "thresholds", Permissions.ReadRules, Permissions.EditRules, new(InvestigateFromScore, 1, 16), new(InvestigateFromSeverity, 1, 4), new(SuggestLexFromScore, 1, 16), new(SuggestLexFromSeverity, 1, 4),
        new(SecondAssessmentShare, 0, 100), new(AgreementFromPairs, 2, 1_000), new(RepresentativeBelowScore, 1, 17), new(RepresentativeBelowSeverity, 1, 5), new(AccessLogYears, 5, 100),
        new(AttachmentsPerCase, 1, 100), new(AttachmentMegabytes, 1, 10), new(IdeasBegun, 1, 100), new(SmallNumbers, 2, 20), new(CooperationAnswerDays, 1, 365),
        new(CooperationRemindDays, 0, Reminders.Longest), new(RiskActionRemindDays, 0, Reminders.Longest));
}
