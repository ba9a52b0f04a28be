using Huset.Events;

namespace Huset.Analytics.Contracts;

/// <summary>Published when a chart of a unit's deviations, or of one of its indicators, shows what chance does not give, and has not shown it before; never the figures.</summary>
/// <param name="SignalId">The signal.</param>
/// <param name="UnitCode">The unit whose chart it is, with all below it.</param>
/// <param name="Kind">What the deviations concern; null for all of them.</param>
/// <param name="Pattern">outside, shift, trend or near-limit.</param>
/// <param name="Up">Whether it is upwards.</param>
/// <param name="From">First day of its first month, Swedish time.</param>
/// <param name="To">First day of its last month.</param>
/// <param name="Status">open.</param>
/// <param name="Visibility">analyst.</param>
/// <param name="Links">concerns → unit; measured-by → indicator.</param>
/// <param name="SubjectVersion">Grows with each change.</param>
/// <param name="At">When it was found, UTC.</param>
/// <param name="Indicator">Code of the indicator whose chart it is; null for the chart of deviations.</param>
public sealed record SignalFound(
    Guid SignalId, string UnitCode, string? Kind, string Pattern, bool Up, DateOnly From, DateOnly To, string Status,
    Visibility Visibility, IReadOnlyList<Link> Links, int SubjectVersion, DateTimeOffset At, string? Indicator = null) : IEvent
{
    /// <inheritdoc/>
    public string Subject => SignalId.ToString();
}

/// <summary>Published when someone has said what a signal was; never the words.</summary>
/// <param name="SignalId">The signal.</param>
/// <param name="UnitCode">The unit whose chart it is, with all below it.</param>
/// <param name="Kind">What the deviations concern; null for all of them.</param>
/// <param name="Pattern">outside, shift, trend or near-limit.</param>
/// <param name="Up">Whether it is upwards.</param>
/// <param name="From">First day of its first month, Swedish time.</param>
/// <param name="To">First day of its last month.</param>
/// <param name="Status">answered.</param>
/// <param name="Meaning">real-change, one-event, reporting-changed, wrong-data or not-known.</param>
/// <param name="Visibility">analyst.</param>
/// <param name="Links">concerns → unit; measured-by → indicator.</param>
/// <param name="SubjectVersion">Grows with each change.</param>
/// <param name="At">When it was said, UTC.</param>
/// <param name="Indicator">Code of the indicator whose chart it is; null for the chart of deviations.</param>
public sealed record SignalAnswered(
    Guid SignalId, string UnitCode, string? Kind, string Pattern, bool Up, DateOnly From, DateOnly To, string Status, string Meaning,
    Visibility Visibility, IReadOnlyList<Link> Links, int SubjectVersion, DateTimeOffset At, string? Indicator = null) : IEvent
{
    /// <inheritdoc/>
    public string Subject => SignalId.ToString();
}
