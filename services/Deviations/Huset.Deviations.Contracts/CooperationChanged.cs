using Huset.Events;

namespace Huset.Deviations.Contracts;

/// <summary>Published when something of a case is sent to another principal, received, answered or ended; never what was written, nor who.</summary>
/// <param name="CooperationId">What was sent.</param>
/// <param name="DeviationId">The case that it was sent from.</param>
/// <param name="UnitCode">Where the deviation happened.</param>
/// <param name="PartnerType">region, municipality, private-provider, authority or other.</param>
/// <param name="Status">sent, received, answered or closed.</param>
/// <param name="SentOn">Day when it was sent, Swedish time.</param>
/// <param name="AnswerWantedBy">Last day when an answer is wanted.</param>
/// <param name="AnsweredOn">Day when it was answered; null until then.</param>
/// <param name="Visibility">internal when the case is restricted.</param>
/// <param name="Links">None: what another principal does is no part of this house's thread.</param>
/// <param name="SubjectVersion">Counts its changes from 1.</param>
/// <param name="At">When it changed, UTC.</param>
public sealed record CooperationChanged(
    Guid CooperationId,
    Guid DeviationId,
    string UnitCode,
    string PartnerType,
    string Status,
    DateOnly SentOn,
    DateOnly AnswerWantedBy,
    DateOnly? AnsweredOn,
    Visibility Visibility,
    IReadOnlyList<Link> Links,
    int SubjectVersion,
    DateTimeOffset At) : IEvent
{
    /// <inheritdoc/>
    public string Subject => CooperationId.ToString();
}
