using Huset.ServiceDefaults.Http;

namespace Huset.Deviations;

/// <summary>How much an action may be trusted: strong builds the risk away, medium eases doing right, weak asks people to.</summary>
public enum Strength { Strong, Medium, Weak }

/// <summary>Whether the action did what it was to do.</summary>
public enum Effect { Yes, Partly, No }

/// <summary>Where an action stands.</summary>
public enum ActionStatus { Planned, Completed, Checked }

/// <summary>What is written of an action when it is planned, and may be changed until its effect is checked (decision 20).</summary>
public sealed record ActionPlan(
    string What, Strength? Strength, Person Owner, string? OwnerRole, DateOnly PlannedStart, DateOnly DueAt, string FollowUp, string SuccessCriterion, DateOnly EffectCheckAt);

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
    public int Version { get; private set; }

    public ActionStatus Status => EffectCheckedAt is not null ? ActionStatus.Checked : CompletedAt is not null ? ActionStatus.Completed : ActionStatus.Planned;

    public bool HasBegun(DateOnly today) => Status != ActionStatus.Planned || PlannedStart <= today;

    internal static CorrectiveAction Plan(Deviation deviation, Cause cause, ActionPlan plan, Person by, DateTimeOffset now)
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
        };
        action.Write(plan);
        return action;
    }

    internal void Change(ActionPlan plan)
    {
        MustBeUnchecked();
        Write(plan);
    }

    internal void Complete(string? note, Person by, DateTimeOffset now)
    {
        MustBeUnchecked();
        if (CompletedAt is not null) throw new RuleViolation("action.completed", "The action is marked as done already.");
        (CompletedNote, CompletedByName, CompletedAt) = (string.IsNullOrWhiteSpace(note) ? null : note.Trim(), by.Name, now);
        Version++;
    }

    /// <summary>Checked once and then locked; an effect can only be checked of what is done, so an action not yet marked as done is done with it.</summary>
    internal void CheckEffect(Effect effect, string note, Person by, DateTimeOffset now)
    {
        MustBeUnchecked();
        if (CompletedAt is null) (CompletedByName, CompletedAt) = (by.Name, now);
        (Effect, EffectNote, EffectCheckedByName, EffectCheckedAt) = (effect, note.Trim(), by.Name, now);
        Version++;
    }

    private void Write(ActionPlan plan)
    {
        if (plan.DueAt < plan.PlannedStart) throw new InvalidField("dueAt", "It cannot be due before it starts.");
        if (plan.EffectCheckAt < plan.DueAt) throw new InvalidField("effectCheckAt", "The effect cannot be checked before the action is due.");
        if (OwnerId != plan.Owner.Id) OwnerHasLeft = false;
        (What, Strength, OwnerId, OwnerName, OwnerRole) = (plan.What.Trim(), plan.Strength, plan.Owner.Id, plan.Owner.Name, string.IsNullOrWhiteSpace(plan.OwnerRole) ? null : plan.OwnerRole.Trim());
        (PlannedStart, DueAt, EffectCheckAt) = (plan.PlannedStart, plan.DueAt, plan.EffectCheckAt);
        (FollowUp, SuccessCriterion) = (plan.FollowUp.Trim(), plan.SuccessCriterion.Trim());
        Version++;
    }

    private void MustBeUnchecked()
    {
        if (EffectCheckedAt is not null) throw new RuleViolation("action.effect-checked", "The effect is checked; the action can no longer be changed.");
    }
}
