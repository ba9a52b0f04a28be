using Huset.Events;

namespace Huset.Deviations.Contracts;

/// <summary>Published when a joint council sends a proposal to managements; never what it says, nor who.</summary>
/// <param name="ProposalId">The proposal.</param>
/// <param name="CouncilId">The council.</param>
/// <param name="Theme">Code of what it is about.</param>
/// <param name="Cases">How many council cases it is made of.</param>
/// <param name="Units">How many managements of the house it goes to.</param>
/// <param name="Partners">How many other principals it goes to.</param>
/// <param name="UnitCode">None: it may go to several.</param>
/// <param name="Visibility">analyst.</param>
/// <param name="Links">follows-from → council-case.</param>
/// <param name="SubjectVersion">1: it is told of once.</param>
/// <param name="At">When it was sent, UTC.</param>
public sealed record CouncilProposalSent(
    Guid ProposalId,
    Guid CouncilId,
    string Theme,
    int Cases,
    int Units,
    int Partners,
    string? UnitCode,
    Visibility Visibility,
    IReadOnlyList<Link> Links,
    int SubjectVersion,
    DateTimeOffset At) : IEvent
{
    /// <inheritdoc/>
    public string Subject => ProposalId.ToString();
}
