using Huset.Events;

namespace Huset.Processes.Contracts;

/// <summary>Published when a task to revise a routine or a process is opened, moved to another document, declined or answered by a version; never its words.</summary>
/// <param name="TaskId">The task; made by who asked for it.</param>
/// <param name="UnitCode">Where the deviation happened that asked for it.</param>
/// <param name="Status">open, answered or declined.</param>
/// <param name="RoutineId">The document to revise, when it is known.</param>
/// <param name="ProcessId">The process to revise, when it is known.</param>
/// <param name="AnsweredByVersion">Number of the document's or process's version that answers it; null until then.</param>
/// <param name="Visibility">internal when it comes from a restricted case.</param>
/// <param name="Links">caused-by → cause, follows-from → deviation, revises → routine or process.</param>
/// <param name="SubjectVersion">Counts the task's changes from 1.</param>
/// <param name="At">When it changed, UTC.</param>
public sealed record RevisionTaskChanged(
    Guid TaskId,
    string UnitCode,
    string Status,
    Guid? RoutineId,
    Guid? ProcessId,
    int? AnsweredByVersion,
    Visibility Visibility,
    IReadOnlyList<Link> Links,
    int SubjectVersion,
    DateTimeOffset At) : IEvent
{
    /// <inheritdoc/>
    public string Subject => TaskId.ToString();
}
