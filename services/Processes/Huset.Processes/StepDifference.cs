using System.ComponentModel;
using Huset.ServiceDefaults.Http;

namespace Huset.Processes;

/// <summary>What has happened to a step between two versions.</summary>
public enum StepChange { Added, Renamed, Moved, LaneChanged, Gone }

/// <summary>A step that is not the same in two versions.</summary>
public sealed record StepDifference(
    [property: Description("Elementets id i diagrammet. / Id of the element in the diagram.")][property: Example("Activity_planera")] string Element,
    [property: Description("Vad som har hänt. / What has happened.")] StepChange Change,
    [property: Description("Stegets namn nu, eller när det fanns. / Name of the step now, or when it was there.")][property: Example("Planera insatserna")] string Name,
    [property: Description("Hur det var: namnet, banan eller numret. / How it was: its name, lane or number.")][property: Example("Planera")] string? Before)
{
    /// <summary>Everything that differs, in the order of the later version and then those that are gone. A step that only got another number because of others has not moved.</summary>
    public static IReadOnlyList<StepDifference> Between(IReadOnlyList<Step> before, IReadOnlyList<Step> after)
    {
        var known = before.ToDictionary(step => step.ElementId);
        var stayed = Stayed([.. after.Where(step => known.ContainsKey(step.ElementId)).Select(step => (step.ElementId, known[step.ElementId].Number))]);
        var differences = new List<StepDifference>();
        foreach (var step in after)
        {
            if (!known.Remove(step.ElementId, out var old))
            {
                differences.Add(new(step.ElementId, StepChange.Added, step.Name, null));
                continue;
            }
            if (old.Name != step.Name) differences.Add(new(step.ElementId, StepChange.Renamed, step.Name, old.Name));
            if (old.Lane != step.Lane) differences.Add(new(step.ElementId, StepChange.LaneChanged, step.Name, old.Lane));
            if (!stayed.Contains(step.ElementId)) differences.Add(new(step.ElementId, StepChange.Moved, step.Name, $"{old.Number}"));
        }
        differences.AddRange(before.Where(step => known.ContainsKey(step.ElementId)).Select(step => new StepDifference(step.ElementId, StepChange.Gone, step.Name, null)));
        return differences;
    }

    // As many steps as possible that keep their order among themselves; the others are those that were moved.
    private static HashSet<string> Stayed(List<(string Element, int Number)> steps)
    {
        var best = new (int Length, int From)[steps.Count];
        for (var i = 0; i < steps.Count; i++)
        {
            best[i] = (1, -1);
            for (var j = 0; j < i; j++)
                if (steps[j].Number < steps[i].Number && best[j].Length + 1 > best[i].Length) best[i] = (best[j].Length + 1, j);
        }
        var stayed = new HashSet<string>();
        for (var at = steps.Count == 0 ? -1 : Array.FindIndex(best, end => end.Length == best.Max(one => one.Length)); at >= 0; at = best[at].From) stayed.Add(steps[at].Element);
        return stayed;
    }
}
