using Huset.ServiceDefaults.Http;

namespace Huset.Deviations;

/// <summary>How much an action may be trusted: strong builds the risk away, medium eases doing right, weak asks people to.</summary>
public enum Strength { Strong, Medium, Weak }

/// <summary>Whether the action did what it was to do.</summary>
public enum Effect { Yes, Partly, No }

/// <summary>Where an action stands; what is proposed or rejected is nobody's to do.</summary>
public enum ActionStatus { Proposed, Planned, Completed, Checked, Rejected }

/// <summary>What the unit's manager has said of an action that somebody else proposed; the manager's own are approved at once.</summary>
public enum Approval { Proposed, Approved, Partly, Rejected }

/// <summary>What is written of an action when it is planned, and may be changed until its effect is checked (decision 20).</summary>
public sealed record ActionPlan(
    string What, Strength? Strength, Person Owner, string? OwnerRole, DateOnly PlannedStart, DateOnly DueAt, string FollowUp, string SuccessCriterion, DateOnly EffectCheckAt, int? SuccessWindowDays = null);

/// <summary>Something that is done about a cause: what, who, when, how it is followed up, and what counts as success.</summary>
public sealed class CorrectiveAction
{
    public Guid Id { get; private set; } = Guid.CreateVersion7();
    public Guid DeviationId { get; private set; }
    public Guid CauseId { get; private set; }
    public Cause Cause { get; private set; } = null!;

    // Beside the case itself: who owns an action sees it without seeing the case.
    public string CaseReference { get; private set; } = "";
    public string UnitCode { get; private set; } = "";

    /// <summary>The case lies in a legal track, so that only its investigators see the action.</summary>
    public bool Restricted { get; internal set; }

    public string What { get; private set; } = "";
    public Strength? Strength { get; private set; }
    public string OwnerId { get; private set; } = "";
    public string OwnerName { get; private set; } = "";
    public string? OwnerRole { get; private set; }

    /// <summary>The owner is no longer employed (<see cref="KeepPeople"/>); somebody else must take it over.</summary>
    public bool OwnerHasLeft { get; private set; }

    public DateOnly PlannedStart { get; private set; }
    public DateOnly DueAt { get; private set; }
    public string FollowUp { get; private set; } = "";
    public string SuccessCriterion { get; private set; } = "";

    /// <summary>For how many days after the last day the criterion is to hold; null when nobody has said.</summary>
    public int? SuccessWindowDays { get; private set; }

    public DateOnly EffectCheckAt { get; private set; }
    public string PlannedByName { get; private set; } = "";
    public DateTimeOffset PlannedAt { get; private set; }
    public string? CompletedNote { get; private set; }
    public string? CompletedByName { get; private set; }
    public DateTimeOffset? CompletedAt { get; private set; }
    public Effect? Effect { get; private set; }
    public string? EffectNote { get; private set; }
    public string? EffectCheckedByName { get; private set; }
    public DateTimeOffset? EffectCheckedAt { get; private set; }

    // Of a proposal: who made it, what was asked for when only a part of it was approved, and what was decided and why.
    public Approval Approval { get; private set; } = Approval.Approved;
    public string? ProposedById { get; private set; }
    public string? ProposedWhat { get; private set; }
    public string? DecidedByName { get; private set; }
    public DateTimeOffset? DecidedAt { get; private set; }
    public string? DecisionReason { get; private set; }

    /// <summary>It is to be done: beside the approval, so that lists and rooms need ask one thing.</summary>
    public bool IsApproved { get; private set; } = true;

    public int Version { get; private set; }

    public ActionStatus Status => Approval switch
    {
        Approval.Proposed => ActionStatus.Proposed,
        Approval.Rejected => ActionStatus.Rejected,
        _ => EffectCheckedAt is not null ? ActionStatus.Checked : CompletedAt is not null ? ActionStatus.Completed : ActionStatus.Planned,
    };

    public bool HasBegun(DateOnly today) => IsApproved && (Status != ActionStatus.Planned || PlannedStart <= today);

    internal static CorrectiveAction Plan(Deviation deviation, Cause cause, ActionPlan plan, bool isProposal, Person by, DateTimeOffset now)
    {
        var action = new CorrectiveAction
        {
            DeviationId = deviation.Id,
            CauseId = cause.Id,
            CaseReference = deviation.Reference,
            UnitCode = deviation.UnitCode,
            Restricted = deviation.IsRestricted,
            PlannedByName = by.Name,
            PlannedAt = now,
            Approval = isProposal ? Approval.Proposed : Approval.Approved,
            IsApproved = !isProposal,
            ProposedById = isProposal ? by.Id : null,
        };
        action.Write(plan);
        return action;
    }

    internal void Change(ActionPlan plan)
    {
        MustBeUnchecked();
        Write(plan);
    }

    /// <summary>The manager's answer to a proposal; of one that is approved in part the manager says which part, and why.</summary>
    internal void Decide(Approval outcome, string? what, string? reason, Person by, DateTimeOffset now)
    {
        if (Approval != Approval.Proposed) throw new RuleViolation("action.decided", "The proposal is decided already.");
        if (outcome == Approval.Proposed) throw new InvalidField("outcome", "It must be approved, partly or rejected.");
        if (outcome != Approval.Approved && string.IsNullOrWhiteSpace(reason)) throw new InvalidField("reason", "Say why it is not approved as it is.");
        if (outcome == Approval.Partly && string.IsNullOrWhiteSpace(what)) throw new InvalidField("what", "Say which part is approved.");
        if (outcome == Approval.Partly) (ProposedWhat, What) = (What, what!.Trim());
        (Approval, IsApproved) = (outcome, outcome != Approval.Rejected);
        (DecisionReason, DecidedByName, DecidedAt) = (string.IsNullOrWhiteSpace(reason) ? null : reason.Trim(), by.Name, now);
        Version++;
    }

    internal void Complete(string? note, Person by, DateTimeOffset now)
    {
        MustBeUnchecked();
        MustBeApproved();
        if (CompletedAt is not null) throw new RuleViolation("action.completed", "The action is marked as done already.");
        (CompletedNote, CompletedByName, CompletedAt) = (string.IsNullOrWhiteSpace(note) ? null : note.Trim(), by.Name, now);
        Version++;
    }

    /// <summary>Checked once and then locked; an effect can only be checked of what is done, so an action not yet marked as done is done with it.</summary>
    internal void CheckEffect(Effect effect, string note, Person by, DateTimeOffset now)
    {
        MustBeUnchecked();
        MustBeApproved();
        if (CompletedAt is null) (CompletedByName, CompletedAt) = (by.Name, now);
        (Effect, EffectNote, EffectCheckedByName, EffectCheckedAt) = (effect, note.Trim(), by.Name, now);
        Version++;
    }

    private void Write(ActionPlan plan)
    {
        if (plan.DueAt < plan.PlannedStart) throw new InvalidField("dueAt", "It cannot be due before it starts.");
        if (plan.EffectCheckAt < plan.DueAt) throw new InvalidField("effectCheckAt", "The effect cannot be checked before the action is due.");
        if (plan.SuccessWindowDays is { } days && plan.EffectCheckAt.DayNumber - plan.DueAt.DayNumber < days) throw new InvalidField("effectCheckAt", "The effect cannot be checked before the days of the criterion have passed since the action was due.");
        if (OwnerId != plan.Owner.Id) OwnerHasLeft = false;
        (What, Strength, OwnerId, OwnerName, OwnerRole) = (plan.What.Trim(), plan.Strength, plan.Owner.Id, plan.Owner.Name, string.IsNullOrWhiteSpace(plan.OwnerRole) ? null : plan.OwnerRole.Trim());
        (PlannedStart, DueAt, EffectCheckAt) = (plan.PlannedStart, plan.DueAt, plan.EffectCheckAt);
        (FollowUp, SuccessCriterion) = (plan.FollowUp.Trim(), plan.SuccessCriterion.Trim());
        SuccessWindowDays = plan.SuccessWindowDays;
        Version++;
    }

    private void MustBeUnchecked()
    {
        if (EffectCheckedAt is not null) throw new RuleViolation("action.effect-checked", "The effect is checked; the action can no longer be changed.");
        if (Approval == Approval.Rejected) throw new RuleViolation("action.rejected", "The proposal is rejected; propose another.");
    }

    private void MustBeApproved()
    {
        if (Approval == Approval.Proposed) throw new RuleViolation("action.not-approved", "The unit's manager has not decided the proposal yet.");
    }
}
