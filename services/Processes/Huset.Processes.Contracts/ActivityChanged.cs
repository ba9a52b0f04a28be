using Huset.Events;

namespace Huset.Processes.Contracts;

/// <summary>Published when a step of a process comes into force, changes name or place, or ends, and again when a catalogue is requested.</summary>
/// <param name="ActivityId">The step; it keeps its id through every version where its element lives.</param>
/// <param name="ProcessId">The process that it is a step of.</param>
/// <param name="Name">Its name.</param>
/// <param name="Number">Its place among the process's steps, from 1.</param>
/// <param name="Lane">Who does it, by the lane that it lies in; null when the process has no lanes.</param>
/// <param name="Ended">It is no step any longer and can no longer be chosen.</param>
/// <param name="Links">part-of → process; replaced-by → activity, when it ended and another took its place.</param>
/// <param name="SubjectVersion">Counts the step's changes from 1.</param>
/// <param name="At">When it changed, UTC.</param>
public sealed record ActivityChanged(
    Guid ActivityId,
    Guid ProcessId,
    string Name,
    int Number,
    string? Lane,
    bool Ended,
    IReadOnlyList<Link> Links,
    int SubjectVersion,
    DateTimeOffset At) : IEvent
{
    /// <inheritdoc/>
    public string Subject => ActivityId.ToString();

    /// <inheritdoc/>
    public string? UnitCode => null;

    /// <inheritdoc/>
    public Visibility Visibility => Visibility.Analyst;
}
