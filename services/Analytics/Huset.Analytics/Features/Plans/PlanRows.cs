using System.Globalization;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;

namespace Huset.Analytics.Features.Plans;

/// <summary>A plan as rows of a file, the same out as in: the plan, its goals, their commitments and the activities of those, each by its code.</summary>
public static class PlanRows
{
    public const string PlanType = "plan", GoalType = "goal", CommitmentType = "commitment", ActivityType = "activity";

    public static readonly string[] Columns =
    [
        "unitCode", "year", "type", "code", "under", "words", "why", "qualityArea", "indicator", "ownMeasure", "form", "unit", "startValue", "targetValue", "direction", "dueOn", "responsible", "period", "promise", "doneOn",
    ];

    public static readonly string[] Needed = ["unitCode", "year", "type", "code"];

    /// <summary>The plan's rows, each after what it lies under.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="goals">Its goals.</param>
    /// <param name="codes">Codes of the goals above them.</param>
    public static IEnumerable<ImportRow> Of(Plan plan, IReadOnlyList<Goal> goals, IReadOnlyDictionary<Guid, string> codes)
    {
        var number = 1;
        yield return Row(PlanType, $"plan-{plan.Year.ToString(CultureInfo.InvariantCulture)}-{plan.UnitCode}", ("words", plan.Introduction), ("period", Kebab.Of(plan.Period)));
        foreach (var goal in AboveFirst(goals))
        {
            var measure = goal.Measure;
            yield return Row(
                GoalType, goal.Code, ("under", goal.ServesId is { } above ? codes.GetValueOrDefault(above) : null), ("words", goal.Words), ("why", goal.Why), ("qualityArea", goal.QualityArea), ("indicator", measure.Indicator), ("ownMeasure", measure.Indicator is null ? measure.Own : null),
                ("form", Kebab.Of(measure.Form)), ("unit", measure.Unit), ("startValue", Text(measure.Start)), ("targetValue", Text(measure.Target)), ("direction", Kebab.Of(measure.Direction)), ("dueOn", Text(goal.DueOn)),
                ("responsible", goal.Responsible), ("period", Kebab.Of(goal.Period)), ("promise", goal.IsPromise ? "true" : null));
        }
        foreach (var goal in goals)
        {
            foreach (var commitment in plan.Commitments.Where(commitment => commitment.GoalId == goal.Id))
            {
                yield return Row(CommitmentType, commitment.Code, ("under", goal.Code), ("words", commitment.Words), ("indicator", commitment.Indicators.Count > 0 ? string.Join(' ', commitment.Indicators) : null));
                foreach (var activity in commitment.Activities)
                    yield return Row(ActivityType, activity.Code, ("under", commitment.Code), ("words", activity.Words), ("responsible", activity.Responsible), ("dueOn", Text(activity.DueOn)), ("doneOn", activity.DoneOn is { } done ? Text(done) : null));
            }
        }

        ImportRow Row(string type, string code, params (string Column, string? Text)[] cells) => new(
            ++number,
            ((string Column, string? Text)[])[("unitCode", plan.UnitCode), ("year", plan.Year.ToString(CultureInfo.InvariantCulture)), ("type", type), ("code", code), .. cells] is var all
                ? all.Where(cell => !string.IsNullOrEmpty(cell.Text)).ToDictionary(cell => cell.Column, cell => cell.Text!) : []);
    }

    private static List<Goal> AboveFirst(IReadOnlyList<Goal> goals)
    {
        var (sorted, left) = (new List<Goal>(), goals.ToList());
        while (left.Count > 0)
        {
            var next = left.FirstOrDefault(goal => left.All(other => other.Id != goal.ServesId)) ?? left[0];
            left.Remove(next);
            sorted.Add(next);
        }
        return sorted;
    }

    private static string? Text(decimal? value) => value?.ToString("0.####", CultureInfo.InvariantCulture);

    private static string Text(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);
}
