using Huset.Events;

namespace Huset.Processes.Contracts;

/// <summary>Published when a unit is created, renamed, moved or closed, and again when a catalogue is requested; holds the unit's whole dated history.</summary>
/// <param name="Code">The unit's code; never changes.</param>
/// <param name="Name">Its name today, for those who only show it.</param>
/// <param name="Versions">Every dated version, oldest first, also those that begin later.</param>
/// <param name="ValidTo">First day it no longer exists; null while it is open.</param>
/// <param name="SubjectVersion">Counts the unit's changes from 1.</param>
/// <param name="At">When it changed, UTC.</param>
public sealed record UnitChanged(
    string Code,
    string Name,
    IReadOnlyList<UnitVersion> Versions,
    DateOnly? ValidTo,
    int SubjectVersion,
    DateTimeOffset At) : IEvent
{
    /// <inheritdoc/>
    public string Subject => Code;

    /// <inheritdoc/>
    public string? UnitCode => Code;

    /// <inheritdoc/>
    public Visibility Visibility => Visibility.Analyst;

    /// <inheritdoc/>
    public IReadOnlyList<Link> Links => [];
}

/// <summary>How a unit looks from a day on.</summary>
/// <param name="ValidFrom">First day, in Swedish time.</param>
/// <param name="Name">Name of the unit.</param>
/// <param name="Parent">Code of the unit above; null at the top.</param>
/// <param name="Type">Kind of unit, a code of the list `unit-types`.</param>
/// <param name="Board">Code of the board that answers for it.</param>
/// <param name="Provider">`own` or `private`.</param>
/// <param name="LawAreas">Laws it works under: SoL, LSS, HSL.</param>
public sealed record UnitVersion(
    DateOnly ValidFrom,
    string Name,
    string? Parent,
    string Type,
    string? Board,
    string Provider,
    IReadOnlyList<string> LawAreas);
