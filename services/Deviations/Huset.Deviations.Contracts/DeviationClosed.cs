using Huset.Events;

namespace Huset.Deviations.Contracts;

/// <summary>Published when a deviation is closed and its reporter answered; the facts are what counting needs, never anyone's words.</summary>
/// <param name="DeviationId">The case.</param>
/// <param name="UnitCode">Where it happened.</param>
/// <param name="Kind">What it concerns: social-care, health-care, work-environment, information-security, cooperation or other.</param>
/// <param name="Harm">none, minor, serious or unknown, as the reporter saw it.</param>
/// <param name="OccurredOn">Day it happened, Swedish time.</param>
/// <param name="OccurredHour">Hour it happened, 0 to 23, Swedish time.</param>
/// <param name="Status">Where the case stands, from reported to closed.</param>
/// <param name="Severity">Assessed severity 1 to 4; null until assessed.</param>
/// <param name="Probability">Assessed probability 1 to 4; null until assessed.</param>
/// <param name="Visibility">internal when the case is restricted.</param>
/// <param name="Links">arose-in → activity and concerns → routine, when they are known.</param>
/// <param name="SubjectVersion">Counts the case's changes from 1.</param>
/// <param name="At">When it was closed, UTC.</param>
/// <param name="Category">What it is about more closely, a code of the list categories; null when nobody has chosen one.</param>
/// <param name="Topic">What it is about across kinds, a code of the list topics; null when nobody has chosen one.</param>
/// <param name="Nature">happened, near-miss, risk, good (no deviation: it went well) or collective (many mild events, see counts); it never changes.</param>
/// <param name="Counts">Of a collective report: how many of each category.</param>
public sealed record DeviationClosed(
    Guid DeviationId,
    string UnitCode,
    string Kind,
    string Harm,
    DateOnly OccurredOn,
    int OccurredHour,
    string Status,
    int? Severity,
    int? Probability,
    Visibility Visibility,
    IReadOnlyList<Link> Links,
    int SubjectVersion,
    DateTimeOffset At,
    string? Category = null,
    string? Topic = null,
    string Nature = "happened",
    IReadOnlyList<CategoryCount>? Counts = null) : IDeviationState
{
    /// <inheritdoc/>
    public string Subject => DeviationId.ToString();
}
