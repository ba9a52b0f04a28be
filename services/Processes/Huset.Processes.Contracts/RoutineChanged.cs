using Huset.Events;

namespace Huset.Processes.Contracts;

/// <summary>Published when a version of a routine or another steering document is published, or the document is withdrawn, and again when a catalogue is requested.</summary>
/// <param name="RoutineId">The document.</param>
/// <param name="Name">Its title.</param>
/// <param name="Kind">Code of the list document-kinds.</param>
/// <param name="UnitCode">The unit that it applies to, with every unit below; null when it applies to all.</param>
/// <param name="Version">Number of the version in force; null when none is, so that it can no longer be chosen.</param>
/// <param name="ReviewOn">Day by which it is to be looked over again.</param>
/// <param name="Links">steers → activity, for each step that it applies to; answers → revision-task, for each task that this version closes.</param>
/// <param name="SubjectVersion">Counts the document's changes from 1.</param>
/// <param name="At">When it changed, UTC.</param>
public sealed record RoutineChanged(
    Guid RoutineId,
    string Name,
    string Kind,
    string? UnitCode,
    int? Version,
    DateOnly? ReviewOn,
    IReadOnlyList<Link> Links,
    int SubjectVersion,
    DateTimeOffset At) : IEvent
{
    /// <inheritdoc/>
    public string Subject => RoutineId.ToString();

    /// <inheritdoc/>
    public Visibility Visibility => Visibility.Analyst;
}
