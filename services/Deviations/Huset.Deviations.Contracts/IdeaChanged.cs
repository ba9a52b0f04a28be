using Huset.Events;

namespace Huset.Deviations.Contracts;

/// <summary>Published when an idea for improvement is left, worded anew, tried, joined with others or comes further; never its words or who left it.</summary>
/// <param name="IdeaId">The idea.</param>
/// <param name="UnitCode">Whose it is.</param>
/// <param name="Status">new, prioritised, ongoing, tried, introduced or closed.</param>
/// <param name="Theme">Code of what it is about; null when it is not said.</param>
/// <param name="Level">unit, area or whole.</param>
/// <param name="Priority">high, medium or low; null until it is prioritised.</param>
/// <param name="Waste">Code of the waste that it does away with; null when it is not said.</param>
/// <param name="IsShared">Read by every employee.</param>
/// <param name="IsJoint">Made of several ideas.</param>
/// <param name="Cycles">How many times it has been tried.</param>
/// <param name="RealMinutes">Minutes a week that it has saved; null until they are told.</param>
/// <param name="RealKronor">Kronor a year that it has saved; null until they are told.</param>
/// <param name="Visibility">analyst.</param>
/// <param name="Links">follows-from → complaint, spread-from → idea, joined-into → idea.</param>
/// <param name="SubjectVersion">Counts the idea's changes from 1.</param>
/// <param name="At">When it changed, UTC.</param>
public sealed record IdeaChanged(
    Guid IdeaId,
    string UnitCode,
    string Status,
    string? Theme,
    string Level,
    string? Priority,
    string? Waste,
    bool IsShared,
    bool IsJoint,
    int Cycles,
    int? RealMinutes,
    long? RealKronor,
    Visibility Visibility,
    IReadOnlyList<Link> Links,
    int SubjectVersion,
    DateTimeOffset At) : IEvent
{
    /// <inheritdoc/>
    public string Subject => IdeaId.ToString();
}
