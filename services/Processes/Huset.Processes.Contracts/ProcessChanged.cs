using Huset.Events;

namespace Huset.Processes.Contracts;

/// <summary>Published when a version of a process is published or the process is closed, and again when a catalogue is requested.</summary>
/// <param name="ProcessId">The process.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind">management, main or support.</param>
/// <param name="Version">Number of the version in force; null when none is, so that the process can no longer be chosen.</param>
/// <param name="Links">part-of → activity, when it tells of a step of another process.</param>
/// <param name="SubjectVersion">Counts the process's changes from 1.</param>
/// <param name="At">When it changed, UTC.</param>
public sealed record ProcessChanged(
    Guid ProcessId,
    string Name,
    string Kind,
    int? Version,
    IReadOnlyList<Link> Links,
    int SubjectVersion,
    DateTimeOffset At) : IEvent
{
    /// <inheritdoc/>
    public string Subject => ProcessId.ToString();

    /// <inheritdoc/>
    public string? UnitCode => null;

    /// <inheritdoc/>
    public Visibility Visibility => Visibility.Analyst;
}
