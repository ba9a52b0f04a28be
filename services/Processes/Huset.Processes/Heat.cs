namespace Huset.Processes;

/// <summary>How many deviations of a kind and harm arose in a step.</summary>
public sealed record HeatCount(Guid ActivityId, string Kind, string Harm, long Count);

/// <summary>A step with its heat.</summary>
/// <param name="Activity">The step.</param>
/// <param name="Counts">Its deviations, and those of the ended steps whose place it took.</param>
/// <param name="Level">0 none, 1 few, 2 to 4 by its part of the step that has the most.</param>
/// <param name="IsHidden">Its number is small and not for the reader.</param>
/// <param name="Earlier">The ended steps whose deviations are among its own.</param>
public sealed record HeatStep(Activity Activity, IReadOnlyList<HeatCount> Counts, int Level, bool IsHidden, IReadOnlyList<Activity> Earlier)
{
    /// <summary>Null when it is hidden.</summary>
    public long? Count => IsHidden ? null : Counts.Sum(count => count.Count);
}

/// <summary>The deviations of a process by step, as one reader may see them.</summary>
public sealed class Heat
{
    private Heat(IReadOnlyList<HeatStep> steps, HeatLimits limits, bool showsSmall) => (Steps, Limits, ShowsSmall) = (steps, limits, showsSmall);

    /// <summary>The steps in force in their order, and last those that have ended without a successor and had deviations.</summary>
    public IReadOnlyList<HeatStep> Steps { get; }

    /// <summary>What is small, and where the levels go.</summary>
    public HeatLimits Limits { get; }

    /// <summary>The reader may open the cases, and so sees every number.</summary>
    public bool ShowsSmall { get; }

    /// <param name="activities">Every step that the process has or has had.</param>
    /// <param name="counts">What was found of them.</param>
    /// <param name="limits">What is small, and where the levels go.</param>
    /// <param name="showsSmall">The reader may open the cases.</param>
    public static Heat Of(IReadOnlyList<Activity> activities, IEnumerable<HeatCount> counts, HeatLimits limits, bool showsSmall)
    {
        var known = activities.ToDictionary(activity => activity.Id);
        var found = counts.ToLookup(count => Successor(known, known[count.ActivityId]).Id);
        var shown = activities.Where(activity => activity.IsInForce).OrderBy(activity => activity.Number)
            .Concat(activities.Where(activity => !activity.IsInForce && found.Contains(activity.Id)).OrderBy(activity => activity.LastVersion).ThenBy(activity => activity.Number)).ToList();
        var most = shown.Select(activity => found[activity.Id].Sum(count => count.Count)).DefaultIfEmpty().Max();
        return new([.. shown.Select(activity => StepOf(activity, [.. found[activity.Id]]))], limits, showsSmall);

        HeatStep StepOf(Activity activity, IReadOnlyList<HeatCount> own)
        {
            var count = own.Sum(of => of.Count);
            var earlier = own.Select(of => of.ActivityId).Distinct().Where(id => id != activity.Id).Select(id => known[id]).OrderBy(other => other.Number);
            return new(activity, own, Level(count, most, limits), !showsSmall && count > 0 && count < limits.Below, [.. earlier]);
        }
    }

    /// <summary>The numbers by kind or harm; null when one of them is small and not for the reader, because the others would give it away.</summary>
    public IReadOnlyList<(string Code, long Count)>? By(HeatStep step, Func<HeatCount, string> code)
    {
        var parts = step.Counts.GroupBy(code).Select(part => (part.Key, part.Sum(count => count.Count))).OrderByDescending(part => part.Item2).ThenBy(part => part.Key, StringComparer.Ordinal).ToList();
        return ShowsSmall || parts.All(part => part.Item2 >= Limits.Below) ? parts : null;
    }

    // A small number is one level whatever it is, so that the level does not tell what is hidden.
    private static int Level(long count, long most, HeatLimits limits) => count switch
    {
        0 => 0,
        _ when count < limits.Below => 1,
        _ when count * 100 <= most * limits.Lower => 2,
        _ when count * 100 <= most * limits.Middle => 3,
        _ => 4,
    };

    private static Activity Successor(Dictionary<Guid, Activity> known, Activity activity)
    {
        var passed = new HashSet<Guid>();
        while (activity is { IsInForce: false, ReplacedById: { } next } && known.TryGetValue(next, out var other) && passed.Add(activity.Id)) activity = other;
        return activity;
    }
}
