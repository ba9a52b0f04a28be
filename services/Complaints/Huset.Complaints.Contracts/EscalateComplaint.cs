namespace Huset.Complaints.Contracts;

/// <summary>
/// Asks Deviations to open a deviation: a complaint tells of something that went wrong. A command between services, which may hold text and
/// never reaches the event log; the deviation's id is made by the sender, so that asking twice makes one deviation.
/// </summary>
/// <param name="DeviationId">The deviation's id.</param>
/// <param name="ComplaintId">The complaint.</param>
/// <param name="ComplaintReference">The complaint's number, for people.</param>
/// <param name="UnitCode">Where it happened.</param>
/// <param name="Kind">What it concerns: social-care, health-care, work-environment, information-security, cooperation or other.</param>
/// <param name="Harm">none, minor, serious or unknown.</param>
/// <param name="OccurredAt">When it happened, UTC; when the complaint came, if nobody has said.</param>
/// <param name="Description">What happened, as who escalates it has worded it.</param>
/// <param name="Motivation">Why it is a deviation.</param>
/// <param name="EscalatedById">Who escalates it, and is told what comes of it.</param>
/// <param name="EscalatedByName">The name, for people.</param>
/// <param name="At">When it was escalated, UTC.</param>
public sealed record EscalateComplaint(
    Guid DeviationId,
    Guid ComplaintId,
    string ComplaintReference,
    string UnitCode,
    string Kind,
    string Harm,
    DateTimeOffset OccurredAt,
    string Description,
    string Motivation,
    string EscalatedById,
    string EscalatedByName,
    DateTimeOffset At);
