using Huset.Events;

namespace Huset.Deviations.Contracts;

/// <summary>Published when it is decided whether a case in a legal track is investigated; between services only, because it tells of restricted cases.</summary>
/// <param name="DeviationId">The case.</param>
/// <param name="Track">lex-sarah or lex-maria.</param>
/// <param name="Investigate">False: it is not investigated, and may be returned or closed.</param>
/// <param name="UnitCode">Where it happened.</param>
/// <param name="SubjectVersion">Counts the case's changes from 1.</param>
/// <param name="At">When it was decided, UTC.</param>
public sealed record InquiryDecided(
    Guid DeviationId,
    string Track,
    bool Investigate,
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
