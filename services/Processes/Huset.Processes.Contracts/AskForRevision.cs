namespace Huset.Processes.Contracts;

/// <summary>
/// Asks Processes to open a revision task: a cause was found in how a routine or process is written. A command between services, which
/// may hold text and never reaches the event log; the task's id is made by the sender, so that asking twice makes one task.
/// </summary>
/// <param name="TaskId">The task's id.</param>
/// <param name="UnitCode">Where the deviation happened.</param>
/// <param name="RoutineId">The routine that is unclear, when the sender knows it.</param>
/// <param name="ActivityId">The step where it happened, when it is known.</param>
/// <param name="DeviationId">The case.</param>
/// <param name="DeviationReference">The case's number, for people.</param>
/// <param name="CauseId">The cause that it is to answer.</param>
/// <param name="Text">What is unclear, in the words of who found the cause; no personal data.</param>
/// <param name="Restricted">It comes from a case that few may see.</param>
/// <param name="AskedById">Who found it.</param>
/// <param name="AskedByName">The name, for people.</param>
/// <param name="At">When it was asked, UTC.</param>
public sealed record AskForRevision(
    Guid TaskId,
    string UnitCode,
    Guid? RoutineId,
    Guid? ActivityId,
    Guid DeviationId,
    string DeviationReference,
    Guid CauseId,
    string Text,
    bool Restricted,
    string AskedById,
    string AskedByName,
    DateTimeOffset At);
