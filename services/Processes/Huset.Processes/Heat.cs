using Huset.ServiceDefaults;

namespace Huset.Processes;

/// <summary>How many deviations of a kind and harm arose in a step.</summary>
/// <param name="ActivityId">The step.</param>
/// <param name="Kind">What they concern.</param>
/// <param name="Harm">The harm.</param>
/// <param name="IsOpen">They lie where the reader may open the cases, and so may know every number.</param>
/// <param name="Count">How many they are.</param>
public sealed record HeatCount(Guid ActivityId, string Kind, string Harm, bool IsOpen, long Count);

/// <summary>A step with its heat.</summary>
/// <param name="Activity">The step.</param>
/// <param name="Counts">Its deviations, and those of the ended steps whose place it took.</param>
/// <param name="Figure">How many they are.</param>
/// <param name="Level">0 none, 1 few, 2 to 4 by its part of the step that has the most.</param>
/// <param name="Earlier">The ended steps whose deviations are among its own.</param>
public sealed record HeatStep(Activity Activity, IReadOnlyList<HeatCount> Counts, Figure Figure, int Level, IReadOnlyList<Activity> Earlier);

/// <summary>The deviations of a process by step, as one reader may see them.</summary>
public sealed class Heat
{
    private Heat(IReadOnlyList<HeatStep> steps, HeatLimits limits) => (Steps, Limits) = (steps, limits);

    /// <summary>The steps in force in their order, and last those that have ended without a successor and had deviations.</summary>
    public IReadOnlyList<HeatStep> Steps { get; }

    /// <summary>What is small, and where the levels go.</summary>
    public HeatLimits Limits { get; }

    /// <param name="activities">Every step that the process has or has had.</param>
    /// <param name="counts">What was found of them.</param>
    /// <param name="limits">What is small, and where the levels go.</param>
    public static Heat Of(IReadOnlyList<Activity> activities, IEnumerable<HeatCount> counts, HeatLimits limits)
    {
        var known = activities.ToDictionary(activity => activity.Id);
        var found = counts.ToLookup(count => Successor(known, known[count.ActivityId]).Id);
        var shown = activities.Where(activity => activity.IsInForce).OrderBy(activity => activity.Number)
            .Concat(activities.Where(activity => !activity.IsInForce && found.Contains(activity.Id)).OrderBy(activity => activity.LastVersion).ThenBy(activity => activity.Number))
            .Select(activity => (Activity: activity, Figure: FigureOf(found[activity.Id], limits.Below))).ToList();
        // By what may be known, or the levels would tell more than the figures.
        var most = shown.Select(step => step.Figure.AtLeast).DefaultIfEmpty().Max();
        return new([.. shown.Select(step => StepOf(step.Activity, step.Figure, [.. found[step.Activity.Id]]))], limits);

        HeatStep StepOf(Activity activity, Figure figure, IReadOnlyList<HeatCount> own)
        {
            var earlier = own.Select(of => of.ActivityId).Distinct().Where(id => id != activity.Id).Select(id => known[id]).OrderBy(other => other.Number);
            return new(activity, own, figure, Level(figure.AtLeast, most, limits), [.. earlier]);
        }
    }

    /// <summary>The numbers by kind or harm; null when one of them is small and not for the reader, because the others would give it away.</summary>
    public IReadOnlyList<(string Code, Figure Figure)>? By(HeatStep step, Func<HeatCount, string> code)
    {
        var parts = step.Counts.GroupBy(code).Select(part => (Code: part.Key, Figure: FigureOf(part, Limits.Below), Others: part.Where(count => !count.IsOpen).Sum(count => count.Count))).ToList();
        return !new SmallNumbers(Limits.Below).MayTellParts(parts.Select(part => part.Others)) ? null
            : [.. parts.OrderByDescending(part => part.Figure.AtLeast).ThenBy(part => part.Code, StringComparer.Ordinal).Select(part => (part.Code, part.Figure))];
    }

    // What the reader may not open is rounded apart from the reader's own, or a whole less one's own would tell the others'.
    private static Figure FigureOf(IEnumerable<HeatCount> counts, int below)
    {
        var (open, others) = (0L, 0L);
        foreach (var count in counts)
        {
            if (count.IsOpen) open += count.Count;
            else others += count.Count;
        }
        var row = new SmallNumbers(below).Row(others);
        return new(open + row.AtLeast, open + row.AtMost);
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
