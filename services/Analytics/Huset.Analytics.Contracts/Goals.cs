using Huset.Events;

namespace Huset.Analytics.Contracts;

/// <summary>Published when a goal is set; never its words, nor who answers for it.</summary>
/// <param name="GoalId">The goal.</param>
/// <param name="Code">What other systems know it by.</param>
/// <param name="UnitCode">The board, branch or unit whose goal it is.</param>
/// <param name="Year">The year that it is set for.</param>
/// <param name="Status">draft, decided or judged.</param>
/// <param name="Indicator">Code of the indicator that it is measured by; null for a measure of its own.</param>
/// <param name="Form">share, rate, count, value or yes-no.</param>
/// <param name="Direction">up or down.</param>
/// <param name="Target">The figure to reach; null for a yes.</param>
/// <param name="DueOn">By which day.</param>
/// <param name="IsPromise">It is a promise to citizens.</param>
/// <param name="IsPublished">The promise is shown to everyone.</param>
/// <param name="Visibility">analyst.</param>
/// <param name="Links">serves → goal above; measured-by → indicator; part-of → plan; goes-on-from → goal of the year before; concerns → quality area.</param>
/// <param name="SubjectVersion">Counts the goal's changes from 1.</param>
/// <param name="At">When it was set, UTC.</param>
public sealed record GoalSet(
    Guid GoalId, string Code, string UnitCode, int Year, string Status, string? Indicator, string Form, string Direction, decimal? Target, DateOnly DueOn, bool IsPromise, bool IsPublished,
    Visibility Visibility, IReadOnlyList<Link> Links, int SubjectVersion, DateTimeOffset At) : IEvent
{
    /// <inheritdoc/>
    public string Subject => GoalId.ToString();
}

/// <summary>Published when a goal is said anew, decided, published or followed up; never its words or figures.</summary>
/// <param name="GoalId">The goal.</param>
/// <param name="Code">What other systems know it by.</param>
/// <param name="UnitCode">The board, branch or unit whose goal it is.</param>
/// <param name="Year">The year that it is set for.</param>
/// <param name="Status">draft, decided or judged.</param>
/// <param name="Indicator">Code of the indicator that it is measured by; null for a measure of its own.</param>
/// <param name="Form">share, rate, count, value or yes-no.</param>
/// <param name="Direction">up or down.</param>
/// <param name="Target">The figure to reach; null for a yes.</param>
/// <param name="DueOn">By which day.</param>
/// <param name="IsPromise">It is a promise to citizens.</param>
/// <param name="IsPublished">The promise is shown to everyone.</param>
/// <param name="FollowedUpOn">The day of the newest follow-up; null until there is one.</param>
/// <param name="Visibility">analyst.</param>
/// <param name="Links">As of <see cref="GoalSet"/>.</param>
/// <param name="SubjectVersion">Counts the goal's changes from 1.</param>
/// <param name="At">When it changed, UTC.</param>
public sealed record GoalChanged(
    Guid GoalId, string Code, string UnitCode, int Year, string Status, string? Indicator, string Form, string Direction, decimal? Target, DateOnly DueOn, bool IsPromise, bool IsPublished, DateOnly? FollowedUpOn,
    Visibility Visibility, IReadOnlyList<Link> Links, int SubjectVersion, DateTimeOffset At) : IEvent
{
    /// <inheritdoc/>
    public string Subject => GoalId.ToString();
}

/// <summary>Published when a goal is judged at its end; never the conclusion's words or the figure.</summary>
/// <param name="GoalId">The goal.</param>
/// <param name="Code">What other systems know it by.</param>
/// <param name="UnitCode">The board, branch or unit whose goal it is.</param>
/// <param name="Year">The year that it is set for.</param>
/// <param name="Status">judged.</param>
/// <param name="Indicator">Code of the indicator that it is measured by; null for a measure of its own.</param>
/// <param name="Form">share, rate, count, value or yes-no.</param>
/// <param name="Direction">up or down.</param>
/// <param name="Target">The figure to reach; null for a yes.</param>
/// <param name="DueOn">By which day.</param>
/// <param name="IsPromise">It is a promise to citizens.</param>
/// <param name="IsPublished">The promise is shown to everyone.</param>
/// <param name="Reached">yes, partly or no.</param>
/// <param name="WasRight">Whether it was the right goal to have.</param>
/// <param name="Next">keep, change or drop: what becomes of it in the next plan.</param>
/// <param name="Visibility">analyst.</param>
/// <param name="Links">As of <see cref="GoalSet"/>.</param>
/// <param name="SubjectVersion">Counts the goal's changes from 1.</param>
/// <param name="At">When it was judged, UTC.</param>
public sealed record GoalJudged(
    Guid GoalId, string Code, string UnitCode, int Year, string Status, string? Indicator, string Form, string Direction, decimal? Target, DateOnly DueOn, bool IsPromise, bool IsPublished, string Reached, bool WasRight, string Next,
    Visibility Visibility, IReadOnlyList<Link> Links, int SubjectVersion, DateTimeOffset At) : IEvent
{
    /// <inheritdoc/>
    public string Subject => GoalId.ToString();
}

/// <summary>Published when a yearly plan is decided; never its words.</summary>
/// <param name="PlanId">The plan.</param>
/// <param name="UnitCode">The board, branch or unit whose plan it is.</param>
/// <param name="Year">The year.</param>
/// <param name="Status">decided.</param>
/// <param name="Commitments">How many commitments it has.</param>
/// <param name="Activities">How many activities.</param>
/// <param name="Visibility">analyst.</param>
/// <param name="Links">goes-on-from → plan of the year before.</param>
/// <param name="SubjectVersion">Counts the plan's changes from 1.</param>
/// <param name="At">When it was decided, UTC.</param>
public sealed record PlanDecided(
    Guid PlanId, string UnitCode, int Year, string Status, int Commitments, int Activities, Visibility Visibility, IReadOnlyList<Link> Links, int SubjectVersion, DateTimeOffset At) : IEvent
{
    /// <inheritdoc/>
    public string Subject => PlanId.ToString();
}

/// <summary>Published when a yearly plan is closed, each of its goals judged.</summary>
/// <param name="PlanId">The plan.</param>
/// <param name="UnitCode">The board, branch or unit whose plan it is.</param>
/// <param name="Year">The year.</param>
/// <param name="Status">closed.</param>
/// <param name="Commitments">How many commitments it has.</param>
/// <param name="Activities">How many activities.</param>
/// <param name="Done">How many of them were done.</param>
/// <param name="Visibility">analyst.</param>
/// <param name="Links">goes-on-from → plan of the year before.</param>
/// <param name="SubjectVersion">Counts the plan's changes from 1.</param>
/// <param name="At">When it was closed, UTC.</param>
public sealed record PlanClosed(
    Guid PlanId, string UnitCode, int Year, string Status, int Commitments, int Activities, int Done, Visibility Visibility, IReadOnlyList<Link> Links, int SubjectVersion, DateTimeOffset At) : IEvent
{
    /// <inheritdoc/>
    public string Subject => PlanId.ToString();
}

/// <summary>Published for each activity of a plan when the plan is decided, and when the activity is done or that is taken back; never its words, nor who does it.</summary>
/// <param name="ActivityId">The activity.</param>
/// <param name="PlanId">Its plan.</param>
/// <param name="UnitCode">The board, branch or unit whose plan it is.</param>
/// <param name="Status">planned or done.</param>
/// <param name="DueOn">By which day.</param>
/// <param name="DoneOn">The day that it was done; null until then.</param>
/// <param name="Visibility">analyst.</param>
/// <param name="Links">serves → goal; part-of → plan; measured-by → the commitment's indicators.</param>
/// <param name="SubjectVersion">The plan's version.</param>
/// <param name="At">When it changed, UTC.</param>
public sealed record PlanActivityChanged(
    Guid ActivityId, Guid PlanId, string UnitCode, string Status, DateOnly DueOn, DateOnly? DoneOn, Visibility Visibility, IReadOnlyList<Link> Links, int SubjectVersion, DateTimeOffset At) : IEvent
{
    /// <inheritdoc/>
    public string Subject => ActivityId.ToString();
}
