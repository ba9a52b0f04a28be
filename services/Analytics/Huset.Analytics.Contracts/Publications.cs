using Huset.Events;

namespace Huset.Analytics.Contracts;

/// <summary>Published when it is decided that everyone may see a report, a goal or an improvement, and when that is withdrawn; never its words or the reason.</summary>
/// <param name="PublicationId">The decision.</param>
/// <param name="Kind">report, goal or improvement.</param>
/// <param name="ShownId">What is shown.</param>
/// <param name="Status">published or withdrawn.</param>
/// <param name="UnitCode">The board, branch or unit whose it is; null when it is about all.</param>
/// <param name="Visibility">analyst.</param>
/// <param name="Links">shows → report, goal or improvement.</param>
/// <param name="SubjectVersion">Counts the decisions from 1.</param>
/// <param name="At">When it was decided, UTC.</param>
public sealed record PublicationDecided(
    Guid PublicationId, string Kind, Guid ShownId, string Status, string? UnitCode, Visibility Visibility, IReadOnlyList<Link> Links, int SubjectVersion, DateTimeOffset At) : IEvent
{
    /// <inheritdoc/>
    public string Subject => PublicationId.ToString();
}
