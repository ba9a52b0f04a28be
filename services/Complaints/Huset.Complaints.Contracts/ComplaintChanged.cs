using Huset.Events;

namespace Huset.Complaints.Contracts;

/// <summary>Published when a complaint or comment comes in, is placed, answered, fixed, escalated, closed or taken up again; never its words or whose they are.</summary>
/// <param name="ComplaintId">The complaint.</param>
/// <param name="UnitCode">The unit that it is about; null while nobody has said.</param>
/// <param name="Kind">complaint, comment, praise, question or idea.</param>
/// <param name="Channel">web, phone, visit, letter, email or other.</param>
/// <param name="Category">Code of the list categories; null while nobody has said.</param>
/// <param name="Status">received, handling, answered or closed.</param>
/// <param name="ReceivedOn">Day it came, Swedish time.</param>
/// <param name="WantsAnswer">Who left it wants an answer.</param>
/// <param name="FixedOnTheSpot">What it was about was put right at once.</param>
/// <param name="FirstAnsweredOn">Day of the first answer, Swedish time; null while there is none.</param>
/// <param name="AnsweredInTime">The first answer came by the promised day; null while there is none, or none was promised.</param>
/// <param name="Visibility">analyst.</param>
/// <param name="Links">escalated-to → deviation.</param>
/// <param name="SubjectVersion">Counts the complaint's changes from 1.</param>
/// <param name="At">When it changed, UTC.</param>
public sealed record ComplaintChanged(
    Guid ComplaintId,
    string? UnitCode,
    string Kind,
    string Channel,
    string? Category,
    string Status,
    DateOnly ReceivedOn,
    bool WantsAnswer,
    bool FixedOnTheSpot,
    DateOnly? FirstAnsweredOn,
    bool? AnsweredInTime,
    Visibility Visibility,
    IReadOnlyList<Link> Links,
    int SubjectVersion,
    DateTimeOffset At) : IEvent
{
    /// <inheritdoc/>
    public string Subject => ComplaintId.ToString();
}
