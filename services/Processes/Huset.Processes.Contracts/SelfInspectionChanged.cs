using Huset.Events;

namespace Huset.Processes.Contracts;

/// <summary>Published when a self-inspection is started, answered or completed; never its words.</summary>
/// <param name="SelfInspectionId">The self-inspection.</param>
/// <param name="UnitCode">The unit that looks at its own work.</param>
/// <param name="ChecklistId">The checklist that it follows.</param>
/// <param name="Status">planned, begun or completed.</param>
/// <param name="DueOn">Day by which it is to be done.</param>
/// <param name="Yes">Questions answered yes.</param>
/// <param name="No">Questions answered no.</param>
/// <param name="NotApplicable">Questions that do not concern the unit.</param>
/// <param name="Unanswered">Questions without an answer.</param>
/// <param name="Links">checks → routine and activity, for what the checklist is about.</param>
/// <param name="SubjectVersion">Counts the self-inspection's changes from 1.</param>
/// <param name="At">When it changed, UTC.</param>
public sealed record SelfInspectionChanged(
    Guid SelfInspectionId,
    string UnitCode,
    Guid ChecklistId,
    string Status,
    DateOnly DueOn,
    int Yes,
    int No,
    int NotApplicable,
    int Unanswered,
    IReadOnlyList<Link> Links,
    int SubjectVersion,
    DateTimeOffset At) : IEvent
{
    /// <inheritdoc/>
    public string Subject => SelfInspectionId.ToString();

    /// <inheritdoc/>
    public Visibility Visibility => Visibility.Analyst;
}
