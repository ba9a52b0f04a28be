using Huset.Events;

namespace Huset.Competence.Contracts;

/// <summary>Published when a competence need of a unit is opened, planned for, met or declined; never its words.</summary>
/// <param name="NeedId">The need; made by who asked for it.</param>
/// <param name="UnitCode">The unit.</param>
/// <param name="Status">open, planned, met or declined.</param>
/// <param name="Competence">Code of the competence that it comes to, when somebody has said.</param>
/// <param name="Visibility">internal when it comes from a restricted case.</param>
/// <param name="Links">caused-by → cause, follows-from → deviation, met-by → delegation.</param>
/// <param name="SubjectVersion">Counts the need's changes from 1.</param>
/// <param name="At">When it changed, UTC.</param>
public sealed record CompetenceNeedChanged(
    Guid NeedId,
    string UnitCode,
    string Status,
    string? Competence,
    Visibility Visibility,
    IReadOnlyList<Link> Links,
    int SubjectVersion,
    DateTimeOffset At) : IEvent
{
    /// <inheritdoc/>
    public string Subject => NeedId.ToString();
}
