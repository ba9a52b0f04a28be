using Huset.Deviations.Contracts;
using Huset.Events;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations;

/// <summary>Where a risk analysis stands.</summary>
public enum RiskAnalysisStatus { Draft, Assessed, Approved, FollowedUp, Closed }

/// <summary>What stands in the way of approving a risk analysis.</summary>
public enum RiskAnalysisLack { Team, Risks, Answers, ScoresAfter, WorkEnvironment, SafetyRepresentative, Cooperation }

/// <summary>What a risk analysis is about.</summary>
public sealed record RiskAnalysisPlan(string UnitCode, string Occasion, string Title, string Change, IReadOnlyList<string> Team, Guid? ProcessId, Guid? ActivityId, Guid? RoutineId);

/// <summary>One risk as it is judged before and after what is done about it.</summary>
public sealed record RiskJudgement(string What, IReadOnlyList<string> Causes, int Severity, int Probability, int? SeverityAfter, int? ProbabilityAfter, string? AcceptedReason);

/// <summary>The risks of a change, judged before it is decided (SOSFS 2011:9 ch. 5 § 1; AML 1977:1160 ch. 3 § 2 a).</summary>
public sealed class RiskAnalysis : ICase
{
    public Guid Id { get; private set; } = Guid.CreateVersion7();
    public string Reference { get; private set; } = "";
    public string UnitCode { get; private set; } = "";

    /// <summary>Code of the list `risk-occasions`.</summary>
    public string Occasion { get; private set; } = "";

    public string Title { get; private set; } = "";
    public string Change { get; private set; } = "";

    /// <summary>Who took part, each with role.</summary>
    public List<string> Team { get; private set; } = [];

    public Guid? ProcessId { get; private set; }
    public Guid? ActivityId { get; private set; }
    public Guid? RoutineId { get; private set; }
    public RiskAnalysisStatus Status { get; private set; }
    public List<AnalysedRisk> Risks { get; private set; } = [];

    // What the change does to the work environment, and what the safety representative says of it (AML 1977:1160 ch. 6 § 4).
    public string? WorkEnvironment { get; private set; }
    public string? SafetyRepresentative { get; private set; }
    public string? SafetyOpinion { get; private set; }

    // Cooperation with the unions (MBL 1976:580 §§ 11 and 19, or a local agreement); never who is a member of which.
    public string? CooperationForm { get; private set; }
    public DateOnly? CooperationOn { get; private set; }
    public string? CooperationOutcome { get; private set; }

    /// <summary>Who answers for it: who began it. Not known of those begun before it was asked for.</summary>
    public string? CreatedById { get; private set; }

    public string CreatedByName { get; private set; } = "";
    public DateTimeOffset CreatedAt { get; private set; }
    public string? AssessedByName { get; private set; }
    public DateTimeOffset? AssessedAt { get; private set; }

    /// <summary>Who accepts what risk is left, in which role and why.</summary>
    public string? ApprovedByName { get; private set; }
    public string? ApprovedRole { get; private set; }
    public string? ApprovedReason { get; private set; }
    public DateTimeOffset? ApprovedAt { get; private set; }
    public DateOnly? FollowUpOn { get; private set; }

    public Effect? Outcome { get; private set; }
    public string? OutcomeNote { get; private set; }
    public string? FollowedUpByName { get; private set; }
    public DateTimeOffset? FollowedUpAt { get; private set; }
    public string? ClosedByName { get; private set; }
    public DateTimeOffset? ClosedAt { get; private set; }
    public int Version { get; private set; }

    public IEnumerable<RiskAction> Actions => Risks.OrderBy(risk => risk.Id).SelectMany(risk => risk.Actions.OrderBy(action => action.Id));

    public static RiskAnalysis Begin(long number, RiskAnalysisPlan plan, Person by, DateTimeOffset now)
    {
        var analysis = new RiskAnalysis { Reference = $"RA-{SwedishTime.Day(now).Year}-{number:0000}", CreatedById = by.Id, CreatedByName = by.Name, CreatedAt = now };
        analysis.Write(plan);
        return analysis;
    }

    public void Rewrite(RiskAnalysisPlan plan)
    {
        MustBeOpen();
        Write(plan);
    }

    public AnalysedRisk AddRisk(RiskJudgement judgement)
    {
        MustBeOpen();
        var risk = AnalysedRisk.Of(judgement);
        Risks.Add(risk);
        JudgedAnew();
        return risk;
    }

    public void JudgeRisk(AnalysedRisk risk, RiskJudgement judgement)
    {
        MustBeOpen();
        risk.Write(judgement);
        JudgedAnew();
    }

    public RiskAction PlanAction(AnalysedRisk risk, string what, Person owner, DateOnly dueAt)
    {
        MustBeOpen();
        var action = RiskAction.Of(what, owner, dueAt);
        risk.Actions.Add(action);
        Version++;
        return action;
    }

    /// <exception cref="RuleViolation">`action.completed`, `risk-analysis.closed`</exception>
    public void CompleteAction(RiskAction action, Person by, DateTimeOffset now)
    {
        if (Status == RiskAnalysisStatus.Closed) throw new RuleViolation("risk-analysis.closed", "The risk analysis is closed.");
        action.Complete(by, now);
        Version++;
    }

    public void WriteWorkEnvironment(string consequences, string representative, string opinion)
    {
        MustBeOpen();
        (WorkEnvironment, SafetyRepresentative, SafetyOpinion) = (consequences.Trim(), representative.Trim(), opinion.Trim());
        Version++;
    }

    public void WriteCooperation(string form, DateOnly on, string outcome)
    {
        MustBeOpen();
        (CooperationForm, CooperationOn, CooperationOutcome) = (form, on, outcome.Trim());
        Version++;
    }

    /// <summary>The team has judged the risks; judged anew, it is a draft again.</summary>
    /// <exception cref="RuleViolation">`risk-analysis.incomplete`: there is no risk or no team.</exception>
    public void Assess(Person by, DateTimeOffset now)
    {
        MustBeOpen();
        if (Risks.Count == 0 || Team.Count == 0) throw new RuleViolation("risk-analysis.incomplete", "There is no team or no risk to judge.");
        (Status, AssessedByName, AssessedAt) = (RiskAnalysisStatus.Assessed, by.Name, now);
        Version++;
    }

    /// <summary>What is missing before it can be approved. A risk over the limits is answered by an action or by a reason for accepting it.</summary>
    public IEnumerable<RiskAnalysisLack> Missing(InvestigationLimits limits)
    {
        if (Team.Count == 0) yield return RiskAnalysisLack.Team;
        if (Risks.Count == 0) yield return RiskAnalysisLack.Risks;
        if (Risks.Exists(risk => risk.Demands(limits) && !risk.IsAnswered)) yield return RiskAnalysisLack.Answers;
        if (Risks.Exists(risk => risk.Actions.Count > 0 && risk.ScoreAfter is null)) yield return RiskAnalysisLack.ScoresAfter;
        if (WorkEnvironment is null) yield return RiskAnalysisLack.WorkEnvironment;
        if (SafetyOpinion is null) yield return RiskAnalysisLack.SafetyRepresentative;
        if (CooperationForm is null) yield return RiskAnalysisLack.Cooperation;
    }

    /// <summary>Somebody accepts the risk that is left; from then on only what is done and what came of it is written.</summary>
    /// <exception cref="RuleViolation">`risk-analysis.not-assessed`, `risk-analysis.incomplete`, `risk-analysis.approved`</exception>
    public void Approve(string role, string reason, DateOnly followUpOn, InvestigationLimits limits, Person by, DateTimeOffset now)
    {
        MustBeOpen();
        if (Missing(limits).Any()) throw new RuleViolation("risk-analysis.incomplete", "Something is missing before it can be approved; see missing.");
        if (Status != RiskAnalysisStatus.Assessed) throw new RuleViolation("risk-analysis.not-assessed", "The risks must be judged first.");
        if (followUpOn < SwedishTime.Day(now)) throw new InvalidField("followUpOn", "It cannot be followed up before today.");
        (Status, ApprovedByName, ApprovedRole, ApprovedReason, ApprovedAt, FollowUpOn) = (RiskAnalysisStatus.Approved, by.Name, role.Trim(), reason.Trim(), now, followUpOn);
        Version++;
    }

    /// <summary>Whether it came out as was reckoned.</summary>
    /// <exception cref="RuleViolation">`risk-analysis.not-approved`, `risk-analysis.actions-open`</exception>
    public void FollowUp(Effect outcome, string note, Person by, DateTimeOffset now)
    {
        if (Status is not (RiskAnalysisStatus.Approved or RiskAnalysisStatus.FollowedUp)) throw new RuleViolation("risk-analysis.not-approved", "Only an approved risk analysis is followed up.");
        if (Actions.Any(action => action.CompletedAt is null)) throw new RuleViolation("risk-analysis.actions-open", "Every action must be done before it is followed up.");
        (Status, Outcome, OutcomeNote, FollowedUpByName, FollowedUpAt) = (RiskAnalysisStatus.FollowedUp, outcome, note.Trim(), by.Name, now);
        Version++;
    }

    /// <exception cref="RuleViolation">`risk-analysis.not-followed-up`</exception>
    public void Close(Person by, DateTimeOffset now)
    {
        if (Status == RiskAnalysisStatus.Closed) throw new RuleViolation("risk-analysis.closed", "The risk analysis is closed.");
        if (Status != RiskAnalysisStatus.FollowedUp) throw new RuleViolation("risk-analysis.not-followed-up", "It must be followed up first.");
        (Status, ClosedByName, ClosedAt) = (RiskAnalysisStatus.Closed, by.Name, now);
        Version++;
    }

    public RiskAnalysisChanged ToChanged(DateTimeOffset at) => new(
        Id, UnitCode, Occasion, Kebab.Of(Status), Risks.Count, Risks.Count == 0 ? null : Risks.Max(risk => risk.Score), Risks.Max(risk => risk.ScoreAfter), Actions.Count(),
        Actions.Count(action => action.CompletedAt is not null),
        [
            .. ActivityId is { } activity ? [new Link("concerns", "activity", activity.ToString())] : Array.Empty<Link>(),
            .. ProcessId is { } process ? [new Link("concerns", "process", process.ToString())] : Array.Empty<Link>(),
            .. RoutineId is { } routine ? [new Link("concerns", "routine", routine.ToString())] : Array.Empty<Link>(),
        ],
        Version, at);

    private void Write(RiskAnalysisPlan plan)
    {
        (UnitCode, Occasion, Title, Change) = (plan.UnitCode, plan.Occasion, plan.Title.Trim(), plan.Change.Trim());
        (ProcessId, ActivityId, RoutineId) = (plan.ProcessId, plan.ActivityId, plan.RoutineId);
        Team = [.. plan.Team];
        Version++;
    }

    private void JudgedAnew()
    {
        (Status, AssessedByName, AssessedAt) = (RiskAnalysisStatus.Draft, null, null);
        Version++;
    }

    private void MustBeOpen()
    {
        if (Status == RiskAnalysisStatus.Closed) throw new RuleViolation("risk-analysis.closed", "The risk analysis is closed.");
        if (ApprovedAt is not null) throw new RuleViolation("risk-analysis.approved", "The risk analysis is approved; only what is done and what came of it is written.");
    }
}

/// <summary>Something that the change may lead to.</summary>
public sealed class AnalysedRisk
{
    public Guid Id { get; private set; } = Guid.CreateVersion7();
    public Guid RiskAnalysisId { get; private set; }
    public string What { get; private set; } = "";
    public List<string> Causes { get; private set; } = [];

    // The national 4 × 4 matrix, as of a case's assessment.
    public int Severity { get; private set; }
    public int Probability { get; private set; }

    /// <summary>As it is reckoned to be when the actions are done.</summary>
    public int? SeverityAfter { get; private set; }
    public int? ProbabilityAfter { get; private set; }

    /// <summary>Why nothing is done about it.</summary>
    public string? AcceptedReason { get; private set; }

    public List<RiskAction> Actions { get; private set; } = [];

    public int Score => Severity * Probability;
    public int? ScoreAfter => SeverityAfter * ProbabilityAfter;
    public bool IsAnswered => Actions.Count > 0 || AcceptedReason is not null;

    public bool Demands(InvestigationLimits limits) => Score >= limits.FromScore || Severity >= limits.FromSeverity;

    internal static AnalysedRisk Of(RiskJudgement judgement)
    {
        var risk = new AnalysedRisk();
        risk.Write(judgement);
        return risk;
    }

    internal void Write(RiskJudgement judgement)
    {
        if (judgement.SeverityAfter is null != judgement.ProbabilityAfter is null) throw new InvalidField(judgement.SeverityAfter is null ? "severityAfter" : "probabilityAfter", "Severity and probability after the actions are judged together.");
        (What, Severity, Probability, SeverityAfter, ProbabilityAfter) = (judgement.What.Trim(), judgement.Severity, judgement.Probability, judgement.SeverityAfter, judgement.ProbabilityAfter);
        Causes = [.. judgement.Causes];
        AcceptedReason = string.IsNullOrWhiteSpace(judgement.AcceptedReason) ? null : judgement.AcceptedReason.Trim();
    }
}

/// <summary>What is done about a risk, by whom and when.</summary>
public sealed class RiskAction
{
    public Guid Id { get; private set; } = Guid.CreateVersion7();
    public Guid RiskId { get; private set; }
    public string What { get; private set; } = "";
    public string OwnerId { get; private set; } = "";
    public string OwnerName { get; private set; } = "";
    public DateOnly DueAt { get; private set; }
    public string? CompletedByName { get; private set; }
    public DateTimeOffset? CompletedAt { get; private set; }

    internal static RiskAction Of(string what, Person owner, DateOnly dueAt) => new() { What = what.Trim(), OwnerId = owner.Id, OwnerName = owner.Name, DueAt = dueAt };

    internal void Complete(Person by, DateTimeOffset now)
    {
        if (CompletedAt is not null) throw new RuleViolation("action.completed", "The action is marked as done already.");
        (CompletedByName, CompletedAt) = (by.Name, now);
    }
}

/// <summary>Where risk analyses lie; the row filter is the context's own (DeviationsDb).</summary>
public static class RiskAnalysisRows
{
    public static void HasRiskAnalyses(this ModelBuilder model)
    {
        model.HasSequence<long>("risk_analysis_reference");
        model.Entity<RiskAnalysis>(analysis =>
        {
            analysis.ToTable("risk_analyses");
            analysis.Property(a => a.Id).ValueGeneratedNever();
            analysis.Property(a => a.Version).IsConcurrencyToken();
            analysis.Ignore(a => a.Actions);
            analysis.HasIndex(a => a.Reference).IsUnique();
            analysis.HasIndex(a => new { a.UnitCode, a.Id }).IsDescending(false, true);
            analysis.HasMany(a => a.Risks).WithOne().HasForeignKey(r => r.RiskAnalysisId);
        });
        model.Entity<AnalysedRisk>(risk =>
        {
            risk.ToTable("risk_analysis_risks");
            risk.Property(r => r.Id).ValueGeneratedNever();
            risk.Ignore(r => r.Score).Ignore(r => r.ScoreAfter).Ignore(r => r.IsAnswered);
            risk.HasMany(r => r.Actions).WithOne().HasForeignKey(a => a.RiskId);
        });
        model.Entity<RiskAction>(action =>
        {
            action.ToTable("risk_analysis_actions");
            action.Property(a => a.Id).ValueGeneratedNever();
        });
    }
}
