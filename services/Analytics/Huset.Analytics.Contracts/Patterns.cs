using Huset.Events;

namespace Huset.Analytics.Contracts;

/// <summary>Published when the same cause, step, time, subject or unit is met more often than it was, in several units or services, and when more such cases have come; never how many.</summary>
/// <param name="PatternId">The pattern.</param>
/// <param name="Dimension">What is the same: cause-area, activity, time-of-week, complaint-category or unit.</param>
/// <param name="Value">Which: a code, an activity's id, weekday and part of the day ("7-3"), or a unit's code.</param>
/// <param name="UnitCodes">The units where it is met.</param>
/// <param name="Services">The services whose cases it is met in.</param>
/// <param name="From">First day of the period, Swedish time.</param>
/// <param name="To">Last day of the period.</param>
/// <param name="Status">open.</param>
/// <param name="Visibility">analyst.</param>
/// <param name="Links">concerns → unit, activity; counts → deviation, complaint, finding, the newest of them; goes-on-from → the pattern that was decided before.</param>
/// <param name="SubjectVersion">Grows with each change.</param>
/// <param name="At">When it was found or had grown, UTC.</param>
public sealed record PatternFound(
    Guid PatternId, string Dimension, string Value, IReadOnlyList<string> UnitCodes, IReadOnlyList<string> Services, DateOnly From, DateOnly To, string Status,
    Visibility Visibility, IReadOnlyList<Link> Links, int SubjectVersion, DateTimeOffset At) : IEvent
{
    /// <inheritdoc/>
    public string Subject => PatternId.ToString();

    /// <inheritdoc/>
    public string? UnitCode => UnitCodes is [var only] ? only : null;
}

/// <summary>Published when someone has decided what a proposed pattern is, or decides anew; never the words.</summary>
/// <param name="PatternId">The pattern.</param>
/// <param name="Dimension">What is the same: cause-area, activity, time-of-week, complaint-category or unit.</param>
/// <param name="Value">Which: a code, an activity's id, weekday and part of the day ("7-3"), or a unit's code.</param>
/// <param name="UnitCodes">The units where it is met.</param>
/// <param name="Services">The services whose cases it is met in.</param>
/// <param name="From">First day of the period, Swedish time.</param>
/// <param name="To">Last day of the period.</param>
/// <param name="Status">decided.</param>
/// <param name="Verdict">pattern or none.</param>
/// <param name="Visibility">analyst.</param>
/// <param name="Links">As when it was found, and led-to → what it is to be answered by.</param>
/// <param name="SubjectVersion">Grows with each change.</param>
/// <param name="At">When it was decided, UTC.</param>
public sealed record PatternDecided(
    Guid PatternId, string Dimension, string Value, IReadOnlyList<string> UnitCodes, IReadOnlyList<string> Services, DateOnly From, DateOnly To, string Status, string Verdict,
    Visibility Visibility, IReadOnlyList<Link> Links, int SubjectVersion, DateTimeOffset At) : IEvent
{
    /// <inheritdoc/>
    public string Subject => PatternId.ToString();

    /// <inheritdoc/>
    public string? UnitCode => UnitCodes is [var only] ? only : null;
}
