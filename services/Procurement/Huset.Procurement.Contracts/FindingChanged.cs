using Huset.Events;

namespace Huset.Procurement.Contracts;

/// <summary>Published when a follow-up finds something lacking, when the supplier says it is remedied, and when that is checked; never its words.</summary>
/// <param name="FindingId">The finding.</param>
/// <param name="FollowUpId">The follow-up that found it.</param>
/// <param name="ContractId">The contract.</param>
/// <param name="UnitCode">The unit; null when it is about the whole contract.</param>
/// <param name="Severity">minor or major.</param>
/// <param name="Status">open, remedied or closed; open again when a re-check failed.</param>
/// <param name="RemedyDueOn">Last day to remedy it.</param>
/// <param name="ReChecks">How many times the remedy has been checked.</param>
/// <param name="Visibility">analyst.</param>
/// <param name="Links">found-in → follow-up, follows-up → contract.</param>
/// <param name="SubjectVersion">Counts the finding's changes from 1.</param>
/// <param name="At">When it changed, UTC.</param>
public sealed record FindingChanged(
    Guid FindingId,
    Guid FollowUpId,
    Guid ContractId,
    string? UnitCode,
    string Severity,
    string Status,
    DateOnly RemedyDueOn,
    int ReChecks,
    Visibility Visibility,
    IReadOnlyList<Link> Links,
    int SubjectVersion,
    DateTimeOffset At) : IEvent
{
    /// <inheritdoc/>
    public string Subject => FindingId.ToString();
}
