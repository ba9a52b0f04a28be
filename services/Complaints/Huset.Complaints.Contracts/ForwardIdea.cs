namespace Huset.Complaints.Contracts;

/// <summary>
/// Asks Deviations to put an idea on its improvement board: a complaint holds a proposal. A command between services, which may hold text and
/// never reaches the event log; the idea's id is made by the sender, so that asking twice makes one idea. Who left the complaint is not told.
/// </summary>
/// <param name="IdeaId">The idea's id.</param>
/// <param name="ComplaintId">The complaint.</param>
/// <param name="ComplaintReference">The complaint's number, for people.</param>
/// <param name="UnitCode">Whose idea it becomes.</param>
/// <param name="Title">The idea in a line, as who forwards it has worded it, without names.</param>
/// <param name="Text">The idea, likewise.</param>
/// <param name="At">When it was forwarded, UTC.</param>
public sealed record ForwardIdea(Guid IdeaId, Guid ComplaintId, string ComplaintReference, string UnitCode, string Title, string Text, DateTimeOffset At);
