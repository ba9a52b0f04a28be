using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Identity;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Goals;

/// <summary>What goals, yearly plans, their activities and indicators are called on the red thread.</summary>
public sealed class TellGoals(AnalyticsDb db, GoalWork work, GoalMeasures measures, CurrentUser user)
{
    public static readonly string[] Types = ["goal", "plan", "plan-activity", "indicator"];

    /// <summary>Ids of those that the reader may know of; null for what is found in another way.</summary>
    public IQueryable<Guid>? Seen(string type) => type switch
    {
        "goal" => db.Goals.Select(goal => goal.Id),
        "plan" => db.Plans.Select(plan => plan.Id),
        // An activity is found by its plan, an indicator by its code.
        _ => null,
    };

    public async Task<IReadOnlyList<ThreadText>> Tell(string type, string[] ids, CancellationToken ct)
    {
        Guid[] asked = [.. ids.Select(id => Guid.TryParse(id, out var guid) ? guid : Guid.Empty)];
        switch (type)
        {
            case "goal":
                return [.. (await db.Goals.AsNoTracking().Where(goal => asked.Contains(goal.Id)).ToListAsync(ct))
                    .Select(goal => new ThreadText($"{goal.Id}", ThreadText.Short(goal.Words), GoalWords.Standing(goal), $"/analys/mal/{goal.Id}", goal.DueOn))];
            case "plan":
                return [.. (await db.Plans.AsNoTracking().Where(plan => asked.Contains(plan.Id)).ToListAsync(ct))
                    .Select(plan => new ThreadText($"{plan.Id}", GoalWords.PlanName(plan, work.NameOf(plan.UnitCode)), GoalWords.Of(plan.Status), $"/analys/planer/{plan.Id}", plan.DecidedOn))];
            case "plan-activity":
                Guid[] within = [.. (await db.Subjects.AsNoTracking().Where(subject => subject.Type == type && ids.Contains(subject.Id)).Select(subject => subject.Data).ToListAsync(ct)).Select(data => data.GetProperty("planId").GetGuid()).Distinct()];
                return
                [
                    .. from plan in await db.Plans.AsNoTracking().Where(plan => within.Contains(plan.Id)).ToListAsync(ct)
                       from pair in plan.Activities
                       where asked.Contains(pair.Activity.Id)
                       select new ThreadText($"{pair.Activity.Id}", ThreadText.Short(pair.Activity.Words), GoalWords.Of(pair.Activity), $"/analys/planer/{plan.Id}#{pair.Activity.Code}", pair.Activity.DueOn),
                ];
            default:
                // An indicator is no case: its name is known to all, its page to who counts.
                var names = await measures.Names(ct);
                return [.. ids.Where(names.ContainsKey).Select(id => new ThreadText(id, names[id], null, user.May(Permissions.ReadCounts) ? $"/analys/indikatorer/{id}" : null, null))];
        }
    }
}
