using Huset.Events;

namespace Huset.Deviations.Contracts;

/// <summary>Published when a council case is brought before a joint council; never what was written, nor who.</summary>
/// <param name="CouncilCaseId">The council case.</param>
/// <param name="CouncilId">The council.</param>
/// <param name="Theme">Code of what it is about.</param>
/// <param name="UnitCode">Where the deviation happened that it was written from; null when a member brought it.</param>
/// <param name="Visibility">analyst; nothing is shared from a restricted case.</param>
/// <param name="Links">follows-from → deviation, of one that was written from a case.</param>
/// <param name="SubjectVersion">1: it is told of once.</param>
/// <param name="At">When it was shared, UTC.</param>
public sealed record CouncilCaseShared(
    Guid CouncilCaseId,
    Guid CouncilId,
    string Theme,
    string? UnitCode,
    Visibility Visibility,
    IReadOnlyList<Link> Links,
    int SubjectVersion,
    DateTimeOffset At) : IEvent
{
    /// <inheritdoc/>
    public string Subject => CouncilCaseId.ToString();
}
