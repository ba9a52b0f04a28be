using Huset.Events;

namespace Huset.Competence.Contracts;

/// <summary>Published when a delegation of a health-care task is written, signed, withdrawn or ends; never who has it.</summary>
/// <param name="DelegationId">The delegation.</param>
/// <param name="UnitCode">The unit where it applies.</param>
/// <param name="Task">Code of the list delegation-tasks.</param>
/// <param name="Status">draft, active, withdrawn, ended or expired.</param>
/// <param name="ValidFrom">First day.</param>
/// <param name="ValidTo">First day that it no longer applies.</param>
/// <param name="SubjectVersion">Counts the delegation's changes from 1.</param>
/// <param name="At">When it changed, UTC.</param>
public sealed record DelegationChanged(
    Guid DelegationId,
    string UnitCode,
    string Task,
    string Status,
    DateOnly ValidFrom,
    DateOnly ValidTo,
    int SubjectVersion,
    DateTimeOffset At) : IEvent
{
    /// <inheritdoc/>
    public string Subject => DelegationId.ToString();

    /// <inheritdoc/>
    public Visibility Visibility => Visibility.Analyst;

    /// <inheritdoc/>
    public IReadOnlyList<Link> Links => [];
}
