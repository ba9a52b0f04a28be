using Huset.Events;

namespace Huset.Deviations.Contracts;

/// <summary>Published when a risk analysis is begun, changed, assessed, approved, followed up or closed; never its words or its people.</summary>
/// <param name="RiskAnalysisId">The analysis.</param>
/// <param name="UnitCode">The unit that the change is in.</param>
/// <param name="Occasion">Code of the list risk-occasions.</param>
/// <param name="Status">draft, assessed, approved, followed-up or closed.</param>
/// <param name="Risks">How many risks are found.</param>
/// <param name="HighestScore">The highest severity × probability before the actions; null without risks.</param>
/// <param name="HighestScoreAfter">The same as it is reckoned with the actions done; null until it is.</param>
/// <param name="Actions">How many actions are planned against them.</param>
/// <param name="ActionsDone">How many of those are done.</param>
/// <param name="Links">concerns → activity, process or routine.</param>
/// <param name="SubjectVersion">Counts the analysis's changes from 1.</param>
/// <param name="At">When it changed, UTC.</param>
public sealed record RiskAnalysisChanged(
    Guid RiskAnalysisId,
    string UnitCode,
    string Occasion,
    string Status,
    int Risks,
    int? HighestScore,
    int? HighestScoreAfter,
    int Actions,
    int ActionsDone,
    IReadOnlyList<Link> Links,
    int SubjectVersion,
    DateTimeOffset At) : IEvent
{
    /// <inheritdoc/>
    public string Subject => RiskAnalysisId.ToString();

    /// <inheritdoc/>
    public Visibility Visibility => Visibility.Analyst;
}
