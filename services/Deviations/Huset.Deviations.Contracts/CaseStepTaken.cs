using Huset.Events;

namespace Huset.Deviations.Contracts;

/// <summary>
/// Published of every step that is taken in a case, one for each line of its history; between services only, because it tells of restricted cases too.
/// Never what was written, nor by whom.
/// </summary>
/// <param name="DeviationId">The case.</param>
/// <param name="Step">What was done, as the history has it: part-written, lex-decided, ivo-notified, informed, patient-told, duty-decided and so on; more may come.</param>
/// <param name="Of">What the step was of, when there are several: code of the part, who was told, the point that a patient was told or the duty.</param>
/// <param name="Track">lex-sarah or lex-maria, of what was done in that investigation.</param>
/// <param name="UnitCode">Where it happened.</param>
/// <param name="SubjectVersion">The case's version that the step made.</param>
/// <param name="At">When it was done, UTC.</param>
public sealed record CaseStepTaken(
    Guid DeviationId,
    string Step,
    string? Of,
    string? Track,
    string UnitCode,
    int SubjectVersion,
    DateTimeOffset At) : IEvent
{
    /// <inheritdoc/>
    public string Subject => DeviationId.ToString();

    /// <inheritdoc/>
    public Visibility Visibility => Visibility.Internal;

    /// <inheritdoc/>
    public IReadOnlyList<Link> Links => [];
}
