using Huset.Events;

namespace Huset.Deviations.Contracts;

/// <summary>Published when an action against a cause is planned, changed, done or has had its effect checked; never its words or its owner.</summary>
/// <param name="ActionId">The action.</param>
/// <param name="CauseId">The cause that it answers.</param>
/// <param name="DeviationId">The case.</param>
/// <param name="UnitCode">Where the deviation happened.</param>
/// <param name="Strength">strong, medium or weak; null when nobody has judged it.</param>
/// <param name="Status">planned, completed or checked.</param>
/// <param name="PlannedStart">First day of the work, Swedish time.</param>
/// <param name="DueOn">Last day of the work.</param>
/// <param name="EffectCheckOn">Day when its effect is to be checked.</param>
/// <param name="Effect">yes, partly or no; null until checked.</param>
/// <param name="Visibility">internal when the case is restricted.</param>
/// <param name="Links">answers → cause, follows-from → deviation.</param>
/// <param name="SubjectVersion">Counts the action's changes from 1.</param>
/// <param name="At">When it changed, UTC.</param>
public sealed record ActionChanged(
    Guid ActionId,
    Guid CauseId,
    Guid DeviationId,
    string UnitCode,
    string? Strength,
    string Status,
    DateOnly PlannedStart,
    DateOnly DueOn,
    DateOnly EffectCheckOn,
    string? Effect,
    Visibility Visibility,
    IReadOnlyList<Link> Links,
    int SubjectVersion,
    DateTimeOffset At) : IEvent
{
    /// <inheritdoc/>
    public string Subject => ActionId.ToString();
}
