using Huset.ServiceDefaults.Identity;

namespace Huset.Deviations;

public static class Permissions
{
    public const string Report = "deviations.report";
    public const string Read = "deviations.read";
    public const string ReadHealthCare = "deviations.read-health-care";
    public const string ReadWorkEnvironment = "deviations.read-work-environment";

    /// <summary>Every case, but without the reporter's words and name.</summary>
    public const string ReadWithoutText = "deviations.read-without-text";

    /// <summary>The cases of a restricted track, which nobody else sees.</summary>
    public const string ReadLexSarah = "deviations.read-lex-sarah";
    public const string ReadLexMaria = "deviations.read-lex-maria";

    /// <summary>The whole of a case: answer, accept causes, close and reopen.</summary>
    public const string Handle = "deviations.handle";

    /// <summary>Assess, seek causes, plan and follow actions: who handles cases, and a topic's representative the mild ones of the topic.</summary>
    public const string Work = "deviations.work";

    /// <summary>Who is appointed to what in the units.</summary>
    public const string ReadAssignments = "deviations.read-assignments";

    /// <summary>Appoints topic and safety representatives, and ends what they are appointed to.</summary>
    public const string Appoint = "deviations.appoint";

    /// <summary>The registry of other principals.</summary>
    public const string ReadPartners = "deviations.read-partners";
    public const string EditPartners = "deviations.edit-partners";

    /// <summary>The joint councils: their names, principals and members; a guest those of the present membership.</summary>
    public const string ReadCouncils = "deviations.read-councils";

    /// <summary>Keeps the councils and who is a member.</summary>
    public const string EditCouncils = "deviations.edit-councils";

    /// <summary>A council's cases and proposals, for its members; and for who handles the case that a council case was written from.</summary>
    public const string TakePartInCouncils = "deviations.take-part-in-councils";

    /// <summary>Answers what a council proposes to the management of the units.</summary>
    public const string AnswerProposals = "deviations.answer-council-proposals";

    /// <summary>See the actions that one owns and mark them as done.</summary>
    public const string DoActions = "deviations.do-actions";

    /// <summary>See what the unit, or oneself, has to do out of an investigation, and report it as done.</summary>
    public const string DoUnitTasks = "deviations.do-unit-tasks";

    /// <summary>Compare the units' actions: how many, how late, how strong and with what effect.</summary>
    public const string CompareActions = "deviations.compare-actions";

    /// <summary>Hands a case over to a restricted track; who gives it loses sight of it.</summary>
    public const string HandOver = "deviations.hand-over";

    /// <summary>Returns a case that is judged not to belong to the track.</summary>
    public const string Return = "deviations.return";

    /// <summary>Reads, writes, decides and notifies in the investigations of the tracks whose cases one reads.</summary>
    public const string Investigate = "deviations.investigate";

    /// <summary>What the law demands of work injuries and breaches, with the personal data of staff that it takes.</summary>
    public const string ReadDuties = "deviations.read-duties";

    /// <summary>Writes and decides what the law demands of work injuries and breaches.</summary>
    public const string HandleDuties = "deviations.handle-duties";

    /// <summary>Writes the safety representative's own words in an inquiry.</summary>
    public const string SpeakAsRepresentative = "deviations.speak-as-representative";

    /// <summary>Deadlines' rules and thresholds, with their history.</summary>
    public const string ReadRules = "deviations.read-rules";

    /// <summary>Sets new versions of rules, ends and verifies them.</summary>
    public const string EditRules = "deviations.edit-rules";

    /// <summary>Sets what a track's investigation must hold, ends and verifies it.</summary>
    public const string EditRequiredParts = "deviations.edit-required-parts";

    /// <summary>What waits for oneself, or has been answered.</summary>
    public const string ReadNotices = "deviations.read-notices";

    /// <summary>What went well, of the own unit and what is shown to all.</summary>
    public const string ReadGoodExamples = "deviations.read-good-examples";

    public const string ReadCodeLists = "deviations.read-code-lists";

    /// <summary>Adds, words otherwise and stops using the municipality's own codes.</summary>
    public const string EditCodeLists = "deviations.edit-code-lists";

    /// <summary>Leave ideas for improvement, word one's own anew while they are new, and vote.</summary>
    public const string LeaveIdeas = "deviations.leave-ideas";

    /// <summary>Shared ideas and those of where one works; by unit and all: also those that are not shared.</summary>
    public const string ReadIdeas = "deviations.read-ideas";

    /// <summary>Prioritise, begin, try, introduce, close, join and take over ideas.</summary>
    public const string LeadIdeas = "deviations.lead-ideas";

    /// <summary>The month's events of where one works without names and words, and what its meeting said and decided.</summary>
    public const string ReadMeetings = "deviations.read-meetings";

    /// <summary>Write what a unit's meeting said, learned and decided.</summary>
    public const string KeepMeetings = "deviations.keep-meetings";

    /// <summary>Takes in the cases of an old system; it opens none of them.</summary>
    public const string Import = "deviations.import";

    /// <summary>Risk analyses: all, the units', those where one is safety representative, or the approved ones of the unit where one works.</summary>
    public const string ReadRiskAnalyses = "deviations.read-risk-analyses";

    /// <summary>Makes, changes and follows up risk analyses.</summary>
    public const string WriteRiskAnalyses = "deviations.write-risk-analyses";

    /// <summary>Accepts the risks that are left.</summary>
    public const string ApproveRiskAnalyses = "deviations.approve-risk-analyses";

    /// <summary>Judges drawn cases of other units without knowing how they were judged.</summary>
    public const string SecondAssess = "deviations.second-assess";

    /// <summary>How alike cases are judged, per unit.</summary>
    public const string CompareAssessments = "deviations.compare-assessments";

    public static readonly Rights Table = new Rights()
        .Give(Report, Reach.All, [.. Roles.Employees, Roles.Integration])
        .Give(Read, Reach.Own, [.. Roles.Employees, Roles.Integration])
        .Give(Read, Reach.Assigned, Roles.Employees)
        .Give(Read, Reach.Units, Roles.Enhetschef)
        .Give(ReadHealthCare, Reach.All, Roles.Mas)
        .Give(ReadWorkEnvironment, Reach.All, Roles.Arbetsmiljosamordnare)
        .Give(ReadWithoutText, Reach.All, Roles.Kvalitetsutvecklare)
        .Give(ReadLexSarah, Reach.All, Roles.LexUtredare)
        .Give(ReadLexMaria, Reach.All, Roles.Mas)
        .Give(Handle, Reach.Units, Roles.Enhetschef)
        .Give(Handle, Reach.All, Roles.Mas, Roles.LexUtredare)
        .Give(Work, Reach.Assigned, Roles.Employees)
        .Give(Work, Reach.Units, Roles.Enhetschef)
        .Give(Work, Reach.All, Roles.Mas, Roles.LexUtredare)
        .Give(ReadAssignments, Reach.All, Roles.Employees)
        .Give(Appoint, Reach.Units, Roles.Enhetschef)
        .Give(Appoint, Reach.All, Roles.Arbetsmiljosamordnare)
        .Give(ReadPartners, Reach.All, Roles.Employees)
        .Give(EditPartners, Reach.All, Roles.Systemadministrator, Roles.Kvalitetsutvecklare)
        .Give(ReadCouncils, Reach.All, Roles.Employees)
        .Give(ReadCouncils, Reach.Assigned, Roles.Gast)
        .Give(EditCouncils, Reach.All, Roles.Systemadministrator, Roles.Kvalitetsutvecklare)
        .Give(TakePartInCouncils, Reach.Assigned, [.. Roles.Employees, Roles.Gast])
        .Give(AnswerProposals, Reach.Units, Roles.Enhetschef)
        .Give(DoActions, Reach.Own, Roles.Employees)
        .Give(DoUnitTasks, Reach.Own, Roles.Employees)
        .Give(DoUnitTasks, Reach.Units, Roles.Enhetschef)
        .Give(CompareActions, Reach.Units, Roles.Enhetschef)
        .Give(CompareActions, Reach.All, Roles.Kvalitetsutvecklare)
        .Give(HandOver, Reach.Units, Roles.Enhetschef)
        .Give(HandOver, Reach.All, Roles.Mas, Roles.LexUtredare)
        .Give(Return, Reach.All, Roles.Mas, Roles.LexUtredare)
        .Give(Investigate, Reach.All, Roles.Mas, Roles.LexUtredare)
        .Give(ReadDuties, Reach.Assigned, Roles.Employees)
        .Give(ReadDuties, Reach.Units, Roles.Enhetschef)
        .Give(ReadDuties, Reach.All, Roles.Arbetsmiljosamordnare)
        .Give(HandleDuties, Reach.Units, Roles.Enhetschef)
        .Give(HandleDuties, Reach.All, Roles.Arbetsmiljosamordnare)
        .Give(SpeakAsRepresentative, Reach.Assigned, Roles.Employees)
        .Give(ReadRules, Reach.All, Roles.Employees)
        .Give(EditRules, Reach.All, Roles.Systemadministrator, Roles.Kvalitetsutvecklare)
        .Give(EditRequiredParts, Reach.All, Roles.Systemadministrator, Roles.Mas, Roles.LexUtredare)
        .Give(ReadNotices, Reach.Own, [.. Roles.Employees, Roles.Integration])
        .Give(ReadGoodExamples, Reach.All, Roles.Employees)
        .Give(ReadCodeLists, Reach.All, [.. Roles.Employees, Roles.Fortroendevald, Roles.Integration])
        .Give(EditCodeLists, Reach.All, Roles.Systemadministrator, Roles.Kvalitetsutvecklare)
        .Give(LeaveIdeas, Reach.All, [.. Roles.Employees, Roles.Integration])
        .Give(ReadIdeas, Reach.Own, [.. Roles.Employees, Roles.Integration])
        .Give(ReadIdeas, Reach.Units, Roles.Enhetschef)
        .Give(ReadIdeas, Reach.All, Roles.Kvalitetsutvecklare)
        .Give(LeadIdeas, Reach.Units, Roles.Enhetschef)
        .Give(LeadIdeas, Reach.All, Roles.Kvalitetsutvecklare)
        .Give(ReadMeetings, Reach.Own, Roles.Employees)
        .Give(ReadMeetings, Reach.Units, Roles.Enhetschef)
        .Give(ReadMeetings, Reach.All, Roles.Kvalitetsutvecklare)
        .Give(KeepMeetings, Reach.Units, Roles.Enhetschef)
        .Give(Import, Reach.All, Roles.Systemadministrator, Roles.Integration)
        .Give(ReadRiskAnalyses, Reach.Own, Roles.Employees)
        .Give(ReadRiskAnalyses, Reach.Assigned, Roles.Employees)
        .Give(ReadRiskAnalyses, Reach.Units, Roles.Enhetschef)
        .Give(ReadRiskAnalyses, Reach.All, Roles.Kvalitetsutvecklare, Roles.Arbetsmiljosamordnare)
        .Give(WriteRiskAnalyses, Reach.Units, Roles.Enhetschef)
        .Give(WriteRiskAnalyses, Reach.All, Roles.Kvalitetsutvecklare)
        .Give(ApproveRiskAnalyses, Reach.Units, Roles.Enhetschef)
        .Give(SecondAssess, Reach.All, Roles.Enhetschef, Roles.Kvalitetsutvecklare)
        .Give(CompareAssessments, Reach.Units, Roles.Enhetschef)
        .Give(CompareAssessments, Reach.All, Roles.Kvalitetsutvecklare)
        .GiveCommon();
}
