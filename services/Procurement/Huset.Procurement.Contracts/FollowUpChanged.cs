using Huset.Events;

namespace Huset.Procurement.Contracts;

/// <summary>Published when a follow-up of a contract is planned, moved, held or completed.</summary>
/// <param name="FollowUpId">The follow-up.</param>
/// <param name="ContractId">The contract.</param>
/// <param name="UnitCode">The unit that is visited; null when it is about the whole contract.</param>
/// <param name="Kind">Code of the list follow-up-kinds: planned, event and so on.</param>
/// <param name="Status">planned, held or completed.</param>
/// <param name="PlannedOn">Planned day.</param>
/// <param name="HeldOn">Day it was held; null until then.</param>
/// <param name="Met">Requirements that were met.</param>
/// <param name="Partly">Requirements that were met in part.</param>
/// <param name="NotMet">Requirements that were not met.</param>
/// <param name="Visibility">analyst.</param>
/// <param name="Links">follows-up → contract; follows-from → deviation or complaint: what it is held because of.</param>
/// <param name="SubjectVersion">Counts the follow-up's changes from 1.</param>
/// <param name="At">When it changed, UTC.</param>
public sealed record FollowUpChanged(
    Guid FollowUpId,
    Guid ContractId,
    string? UnitCode,
    string Kind,
    string Status,
    DateOnly PlannedOn,
    DateOnly? HeldOn,
    int Met,
    int Partly,
    int NotMet,
    Visibility Visibility,
    IReadOnlyList<Link> Links,
    int SubjectVersion,
    DateTimeOffset At) : IEvent
{
    /// <inheritdoc/>
    public string Subject => FollowUpId.ToString();
}
