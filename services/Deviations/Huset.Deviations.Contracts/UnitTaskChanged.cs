using Huset.Events;

namespace Huset.Deviations.Contracts;

/// <summary>Published when a unit is given a task out of an investigation, or keeps an immediate measure, and when it is done; between services only, and without the case that it came from.</summary>
/// <param name="UnitTaskId">The task.</param>
/// <param name="UnitCode">The unit that has it.</param>
/// <param name="Kind">immediate-measure or task.</param>
/// <param name="Status">open or done.</param>
/// <param name="DueOn">Last day, Swedish time.</param>
/// <param name="SubjectVersion">Counts the task's changes from 1.</param>
/// <param name="At">When it changed, UTC.</param>
public sealed record UnitTaskChanged(
    Guid UnitTaskId,
    string UnitCode,
    string Kind,
    string Status,
    DateOnly DueOn,
    int SubjectVersion,
    DateTimeOffset At) : IEvent
{
    /// <inheritdoc/>
    public string Subject => UnitTaskId.ToString();

    /// <inheritdoc/>
    public Visibility Visibility => Visibility.Internal;

    /// <summary>None, or the thread would lead to the case.</summary>
    public IReadOnlyList<Link> Links => [];
}
