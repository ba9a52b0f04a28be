using Huset.Events;

namespace Huset.Analytics.Contracts;

/// <summary>Published when a local follow-up of a method or service is set up, changed or concluded; never its words, a case or a measurement.</summary>
/// <param name="FollowUpId">The follow-up.</param>
/// <param name="UnitCode">The board, branch or unit that answers for it.</param>
/// <param name="Status">open or concluded.</param>
/// <param name="From">First day that is measured.</param>
/// <param name="Scales">How many scales it is measured by.</param>
/// <param name="Outcome">goes-on, changed or ends: what becomes of the method; null until it is concluded.</param>
/// <param name="Visibility">analyst.</param>
/// <param name="Links">concerns → unit, and the process step when one is chosen; measured-by → indicator, when one is.</param>
/// <param name="SubjectVersion">Counts the follow-up's changes from 1.</param>
/// <param name="At">When it changed, UTC.</param>
public sealed record MethodFollowUpChanged(
    Guid FollowUpId, string UnitCode, string Status, DateOnly From, int Scales, string? Outcome, Visibility Visibility, IReadOnlyList<Link> Links, int SubjectVersion, DateTimeOffset At) : IEvent
{
    /// <inheritdoc/>
    public string Subject => FollowUpId.ToString();
}
