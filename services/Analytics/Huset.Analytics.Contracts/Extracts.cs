using Huset.Events;

namespace Huset.Analytics.Contracts;

/// <summary>Published when an extract for research is decided or refused, when its decision is revoked, and when its time has ended; never its purpose, its receiver or who decided.</summary>
/// <param name="ExtractId">The extract.</param>
/// <param name="Status">decided, refused, revoked or ended.</param>
/// <param name="Types">Types of the events that it holds, as the stream's filter takes them; none when it holds no events.</param>
/// <param name="Indicators">Codes of the indicators whose series it holds.</param>
/// <param name="From">First day of its period.</param>
/// <param name="To">First day after it.</param>
/// <param name="CodesUnits">Whether units too are told by codes of the extract alone.</param>
/// <param name="EndsOn">Last day that it can be fetched.</param>
/// <param name="Visibility">analyst.</param>
/// <param name="Links">None.</param>
/// <param name="SubjectVersion">Counts the extract's changes from 1.</param>
/// <param name="At">When it changed, UTC.</param>
public sealed record ExtractChanged(
    Guid ExtractId,
    string Status,
    IReadOnlyList<string> Types,
    IReadOnlyList<string> Indicators,
    DateOnly From,
    DateOnly To,
    bool CodesUnits,
    DateOnly EndsOn,
    Visibility Visibility,
    IReadOnlyList<Link> Links,
    int SubjectVersion,
    DateTimeOffset At) : IEvent
{
    /// <inheritdoc/>
    public string Subject => ExtractId.ToString();

    /// <inheritdoc/>
    public string? UnitCode => null;
}
