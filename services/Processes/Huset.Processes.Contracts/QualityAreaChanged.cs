using Huset.Events;

namespace Huset.Processes.Contracts;

/// <summary>Published when one of the quality areas of the management system is added or worded anew.</summary>
/// <param name="Code">The area's code; never changes.</param>
/// <param name="Number">Its place in the list.</param>
/// <param name="Name">Its name.</param>
/// <param name="SubjectVersion">Counts the area's changes from 1.</param>
/// <param name="At">When it changed, UTC.</param>
public sealed record QualityAreaChanged(string Code, int Number, string Name, int SubjectVersion, DateTimeOffset At) : IEvent
{
    /// <inheritdoc/>
    public string Subject => Code;

    /// <inheritdoc/>
    public string? UnitCode => null;

    /// <inheritdoc/>
    public Visibility Visibility => Visibility.Analyst;

    /// <inheritdoc/>
    public IReadOnlyList<Link> Links => [];
}
