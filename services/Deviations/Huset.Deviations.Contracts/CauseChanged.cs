using Huset.Events;

namespace Huset.Deviations.Contracts;

/// <summary>Published when a cause of a deviation is found, worded anew or accepted; never its words.</summary>
/// <param name="CauseId">The cause.</param>
/// <param name="DeviationId">The case that it was found in.</param>
/// <param name="UnitCode">Where the deviation happened.</param>
/// <param name="Area">Code of the list cause-areas.</param>
/// <param name="Accepted">Nothing is done about it, for a reason that is written in the case.</param>
/// <param name="Visibility">internal when the case is restricted.</param>
/// <param name="Links">found-in → deviation; asked-for → revision-task or competence-need, when one is asked for because of it.</param>
/// <param name="SubjectVersion">Counts the cause's changes from 1.</param>
/// <param name="At">When it changed, UTC.</param>
public sealed record CauseChanged(
    Guid CauseId,
    Guid DeviationId,
    string UnitCode,
    string Area,
    bool Accepted,
    Visibility Visibility,
    IReadOnlyList<Link> Links,
    int SubjectVersion,
    DateTimeOffset At) : IEvent
{
    /// <inheritdoc/>
    public string Subject => CauseId.ToString();
}
