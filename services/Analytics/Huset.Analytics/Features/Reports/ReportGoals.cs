using Huset.Analytics.Features.Goals;
using Huset.ServiceDefaults.Identity;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Reports;

/// <summary>The goals that stand in a report: the decided ones of its unit for the year, of the whole those of units with none above. Who may read the report reads them.</summary>
public sealed class ReportGoals(AnalyticsDb db, GoalMeasures measures, GoalWork work, UnitTree units)
{
    /// <summary>How each stands at the end of the report's time, or today when that has not come.</summary>
    public async Task<IReadOnlyList<FrozenGoal>> Of(Report report, CancellationToken ct)
    {
        string[] whose = report.UnitCode is { } unit ? [unit] : [.. units.Units.Where(unit => unit.Parent is null).Select(unit => unit.Code)];
        var goals = await db.Goals.IgnoreQueryFilters().AsNoTracking().Where(goal => goal.Year == report.Year && whose.Contains(goal.UnitCode) && goal.Status != GoalStatus.Draft)
            .OrderBy(goal => goal.UnitCode).ThenBy(goal => goal.Id).ToListAsync(ct);
        var told = new List<FrozenGoal>();
        foreach (var goal in goals) told.Add(await Told(goal, report.Time, ct));
        return told;
    }

    /// <summary>The goal as it stands today, reckoned as the report's; null when it is no more.</summary>
    public async Task<FrozenGoal?> Again(Report report, Guid id, CancellationToken ct) =>
        await db.Goals.IgnoreQueryFilters().AsNoTracking().FirstOrDefaultAsync(goal => goal.Id == id, ct) is { } goal ? await Told(goal, report.Time, ct) : null;

    private async Task<FrozenGoal> Told(Goal goal, PlanPeriod time, CancellationToken ct)
    {
        // A figure of the time's last day is known the day after.
        var day = time.To < work.Today ? time.To : work.Today;
        var figures = await measures.Figures(goal, day, ct);
        var figure = goal.Judgement is { } judged ? judged.Outcome : figures.LastOrDefault(figure => figure.On <= day && (figure.Value is not null || figure.Yes is not null));
        return new(
            goal.Id, goal.UnitCode, goal.Words, GoalWords.Name(goal.Measure), GoalWords.Capital(GoalWords.Target(goal)), goal.IsPromise, goal.StateOn(day, figures), GoalWords.Of(goal.Measure, figure), figure?.On, figure?.IsSmall ?? false);
    }
}
