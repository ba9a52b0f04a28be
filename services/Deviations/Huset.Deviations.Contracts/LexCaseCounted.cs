using System.Text.Json.Serialization;
using Huset.Events;

namespace Huset.Deviations.Contracts;

/// <summary>
/// Published of each case that was taken into lex Sarah or lex Maria: all that the analysts' log ever knows of it. It is told in a later month, all of a time
/// together and in no order, so that neither time nor place in the log leads to the case (docs/events.md).
/// </summary>
/// <param name="Subject">An id drawn for this, which stands nowhere else: whose it is only Deviations knows.</param>
/// <param name="Month">The month when the case was taken in, `2026-11`; null when it has been returned since, and counts nowhere.</param>
/// <param name="Administration">Code of the unit at the top of the tree above the case's own; null when none is known, and without a month.</param>
/// <param name="SubjectVersion">Counts what has been told of it from 1.</param>
/// <param name="At">When the month of the telling began, UTC: the same for all that are told then.</param>
/// <param name="Track">lex-sarah or lex-maria; absent in what was told before lex Maria was counted, which is lex-sarah.</param>
public sealed record LexCaseCounted(
    string Subject,
    string? Month,
    string? Administration,
    int SubjectVersion,
    DateTimeOffset At,
    string? Track = null) : IEvent
{
    /// <summary>None: what lies below the administration would point to the case.</summary>
    [JsonIgnore]
    public string? UnitCode => null;

    /// <inheritdoc/>
    public Visibility Visibility => Visibility.Analyst;

    /// <summary>None, or the thread would lead to the case.</summary>
    [JsonIgnore]
    public IReadOnlyList<Link> Links => [];
}
