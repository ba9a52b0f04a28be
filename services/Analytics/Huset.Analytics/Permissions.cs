using Huset.ServiceDefaults.Identity;

namespace Huset.Analytics;

public static class Permissions
{
    public const string ReadCounts = "analytics.read-counts";

    /// <summary>See units of the same kind beside each other, without others' small numbers.</summary>
    public const string CompareUnits = "analytics.compare-units";

    /// <summary>Say what was unusual in a unit's chart.</summary>
    public const string AnswerSignals = "analytics.answer-signals";

    /// <summary>Say that a chart has new limits from a month on, and undo it.</summary>
    public const string SetLimits = "analytics.set-limits";

    /// <summary>Decide what a proposed pattern is: of a manager, one that is met in own units alone.</summary>
    public const string DecidePatterns = "analytics.decide-patterns";

    public const string ReadEvents = "analytics.read-events";

    /// <summary>Send in how much each unit did, so that counts become rates.</summary>
    public const string ImportVolumes = "analytics.import-volumes";

    /// <summary>Say what an indicator is, where it belongs and what its target is.</summary>
    public const string EditIndicators = "analytics.edit-indicators";

    /// <summary>Set up the local follow-up of a method, change it and conclude it: for who reads what it came to.</summary>
    public const string SetUpFollowUps = "analytics.set-up-follow-ups";

    /// <summary>Tell values of the municipality's own indicators.</summary>
    public const string WriteIndicatorValues = "analytics.write-indicator-values";

    /// <summary>See the municipality beside others; their figures are public.</summary>
    public const string ReadComparisons = "analytics.read-comparisons";

    /// <summary>Take in what others have measured, and say how it is read.</summary>
    public const string EditComparisons = "analytics.edit-comparisons";

    public const string ReadRules = "analytics.read-rules";
    public const string EditRules = "analytics.edit-rules";

    /// <summary>Count what is counted from the log anew, from its first event.</summary>
    public const string Rebuild = "analytics.rebuild";

    public const string ReadReports = "analytics.read-reports";
    public const string WriteReports = "analytics.write-reports";
    public const string MakeReports = "analytics.make-reports";
    public const string ReadReportTemplates = "analytics.read-report-templates";
    public const string EditReportTemplates = "analytics.edit-report-templates";

    /// <summary>Decide what everyone may see without signing in, and withdraw it.</summary>
    public const string Publish = "analytics.publish";

    public const string ReadExtracts = "analytics.read-extracts";

    /// <summary>Prepare an extract for research, and fetch it when another has decided it.</summary>
    public const string PrepareExtracts = "analytics.prepare-extracts";

    /// <summary>Decide that an extract leaves the house, and revoke it; never one's own.</summary>
    public const string DecideExtracts = "analytics.decide-extracts";

    public const string ReadSubscriptions = "analytics.read-subscriptions";

    /// <summary>Have the events sent somewhere: for who may read them.</summary>
    public const string MakeSubscriptions = "analytics.make-subscriptions";

    public const string StopSubscriptions = "analytics.stop-subscriptions";

    /// <summary>Decide which hosts events may be sent to: for who answers for the network, and not for who makes subscriptions.</summary>
    public const string EditReceivers = "analytics.edit-receivers";

    public const string ReadGoals = "analytics.read-goals";
    public const string SetGoals = "analytics.set-goals";

    /// <summary>Send in goals and plans from the planning system.</summary>
    public const string ImportPlans = "analytics.import-plans";

    public static readonly Rights Table = new Rights()
        .Give(ReadCounts, Reach.Units, Roles.Enhetschef)
        .Give(ReadCounts, Reach.All, Roles.Analytiker, Roles.Kvalitetsutvecklare)
        .Give(CompareUnits, Reach.All, Roles.Enhetschef, Roles.Analytiker, Roles.Kvalitetsutvecklare, Roles.Fortroendevald)
        .Give(AnswerSignals, Reach.Units, Roles.Enhetschef)
        .Give(AnswerSignals, Reach.All, Roles.Kvalitetsutvecklare)
        .Give(DecidePatterns, Reach.Units, Roles.Enhetschef)
        .Give(DecidePatterns, Reach.All, Roles.Kvalitetsutvecklare)
        .Give(SetLimits, Reach.Units, Roles.Enhetschef)
        .Give(SetLimits, Reach.All, Roles.Kvalitetsutvecklare)
        .Give(ReadEvents, Reach.All, Roles.Analytiker)
        .Give(ImportVolumes, Reach.All, Roles.Analytiker, Roles.Kvalitetsutvecklare, Roles.Integration)
        .Give(EditIndicators, Reach.All, Roles.Kvalitetsutvecklare, Roles.Systemadministrator)
        .Give(SetUpFollowUps, Reach.All, Roles.Kvalitetsutvecklare)
        .Give(WriteIndicatorValues, Reach.Units, Roles.Enhetschef)
        .Give(WriteIndicatorValues, Reach.All, Roles.Analytiker, Roles.Kvalitetsutvecklare, Roles.Integration)
        .Give(ReadComparisons, Reach.All, Roles.Enhetschef, Roles.Analytiker, Roles.Kvalitetsutvecklare, Roles.Fortroendevald)
        .Give(EditComparisons, Reach.All, Roles.Analytiker, Roles.Kvalitetsutvecklare)
        .Give(ReadRules, Reach.All, Roles.Enhetschef, Roles.Analytiker, Roles.Kvalitetsutvecklare, Roles.Systemadministrator)
        .Give(EditRules, Reach.All, Roles.Systemadministrator)
        .Give(Rebuild, Reach.All, Roles.Systemadministrator)
        // All: every frozen report. Own: one with a section that is given to the reader.
        .Give(ReadReports, Reach.All, Roles.Enhetschef, Roles.Analytiker, Roles.Kvalitetsutvecklare, Roles.Fortroendevald)
        .Give(ReadReports, Reach.Own, Roles.Employees)
        .Give(WriteReports, Reach.All, Roles.Analytiker, Roles.Kvalitetsutvecklare)
        .Give(WriteReports, Reach.Own, Roles.Employees)
        .Give(MakeReports, Reach.All, Roles.Analytiker, Roles.Kvalitetsutvecklare)
        .Give(ReadReportTemplates, Reach.All, Roles.Analytiker, Roles.Kvalitetsutvecklare, Roles.Systemadministrator)
        .Give(EditReportTemplates, Reach.All, Roles.Kvalitetsutvecklare, Roles.Systemadministrator)
        .Give(Publish, Reach.Units, Roles.Enhetschef)
        .Give(Publish, Reach.All, Roles.Kvalitetsutvecklare)
        .Give(ReadExtracts, Reach.All, Roles.Analytiker, Roles.Kvalitetsutvecklare)
        .Give(PrepareExtracts, Reach.All, Roles.Analytiker)
        .Give(DecideExtracts, Reach.All, Roles.Kvalitetsutvecklare)
        .Give(ReadSubscriptions, Reach.All, Roles.Analytiker, Roles.Systemadministrator)
        .Give(MakeSubscriptions, Reach.All, Roles.Analytiker)
        .Give(StopSubscriptions, Reach.All, Roles.Analytiker, Roles.Systemadministrator)
        .Give(EditReceivers, Reach.All, Roles.Systemadministrator)
        // All: every decided goal and plan. Own: those of the unit where one works. Drafts are for who sets them.
        .Give(ReadGoals, Reach.All, Roles.Enhetschef, Roles.Analytiker, Roles.Kvalitetsutvecklare, Roles.Fortroendevald)
        .Give(ReadGoals, Reach.Own, Roles.Employees)
        .Give(SetGoals, Reach.Units, Roles.Enhetschef)
        .Give(SetGoals, Reach.All, Roles.Analytiker, Roles.Kvalitetsutvecklare)
        .Give(ImportPlans, Reach.All, Roles.Analytiker, Roles.Kvalitetsutvecklare, Roles.Integration)
        .GiveCommon();
}
