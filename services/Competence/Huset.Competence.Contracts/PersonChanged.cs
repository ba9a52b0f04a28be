namespace Huset.Competence.Contracts;

/// <summary>
/// Tells the other services of someone in the people directory (decision 16): a private message, which holds the name and never reaches the
/// event log. Sent when someone is imported, changes, gets an account or leaves, and again when a catalogue is requested.
/// </summary>
/// <param name="PersonId">The person in the directory; never changes.</param>
/// <param name="AccountId">The person's id at sign-in (`sub`); null until it is known, which is at the first sign-in at the latest.</param>
/// <param name="Name">The person's name.</param>
/// <param name="Role">Code of the list roles: what the person works as.</param>
/// <param name="HomeUnit">Code of the unit where the person works.</param>
/// <param name="IsActive">The person is employed today.</param>
/// <param name="SubjectVersion">Counts the person's changes from 1.</param>
/// <param name="At">When it changed, UTC.</param>
/// <param name="Username">The person's name at sign-in, in lower case, by which an account that is seen first elsewhere is known; null when the personnel system does not tell.</param>
public sealed record PersonChanged(
    Guid PersonId,
    string? AccountId,
    string Name,
    string Role,
    string HomeUnit,
    bool IsActive,
    int SubjectVersion,
    DateTimeOffset At,
    string? Username = null);
