using System.Text.RegularExpressions;
using Huset.ServiceDefaults.Http;

namespace Huset.Analytics;

/// <summary>What an improvement says, each part in the unit's own words.</summary>
/// <param name="Title">What it is called.</param>
/// <param name="Background">What deviations or complaints led to it.</param>
/// <param name="Change">What was done.</param>
/// <param name="Effect">What it gave; null while that is not known.</param>
public sealed record ImprovementText(string Title, string Background, string Change, string? Effect);

/// <summary>Something that a unit has made better and may choose to share: what led to it, what was done and what it gave. Never a case.</summary>
public sealed partial class Improvement
{
    public Guid Id { get; private set; }
    public string UnitCode { get; private set; } = "";
    public string Title { get; private set; } = "";
    public string Background { get; private set; } = "";
    public string Change { get; private set; } = "";
    public string? Effect { get; private set; }
    public string WrittenByName { get; private set; } = "";
    public DateTimeOffset WrittenAt { get; private set; }
    public int Version { get; private set; }

    public static Improvement Write(string unitCode, ImprovementText text, Person by, DateTimeOffset now)
    {
        var improvement = new Improvement { Id = Guid.CreateVersion7(now), UnitCode = unitCode };
        improvement.Write(text, false, by, now);
        return improvement;
    }

    /// <summary>Writes it anew, before it is published or after it has been withdrawn: what everyone sees is what was looked at before the decision.</summary>
    /// <exception cref="RuleViolation">`improvement.published`</exception>
    /// <exception cref="InvalidField">400: a case is named.</exception>
    public void Write(ImprovementText text, bool isPublished, Person by, DateTimeOffset now)
    {
        if (isPublished) throw new RuleViolation("improvement.published", "The improvement is published; withdraw it before it is written anew.");
        foreach (var (field, words) in new[] { ("title", text.Title), ("background", text.Background), ("change", text.Change), ("effect", text.Effect ?? "") })
            if (CaseReference().IsMatch(words)) throw new InvalidField(field, "It names a case; say what happened in other words.");
        (Title, Background, Change, Effect, WrittenByName, WrittenAt) = (text.Title, text.Background, text.Change, text.Effect, by.Name, now);
        Version++;
    }

    // AVV-2026-0001, or an id as addresses have them.
    [GeneratedRegex(@"\b[A-ZÅÄÖ]{2,6}-[0-9]{4}-[0-9]+\b|\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", RegexOptions.IgnoreCase)]
    private static partial Regex CaseReference();
}
