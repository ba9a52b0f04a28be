using Huset.ServiceDefaults.Identity;

namespace Huset.Deviations;

/// <summary>Who did something in a case, as the case remembers it.</summary>
public readonly record struct Person(string Id, string Name)
{
    public static Person Of(CurrentUser user) => new(user.Id, user.Name);
}

/// <summary>From which figures on the causes of a deviation must be sought; a municipality's own rule, never a constant.</summary>
/// <param name="FromScore">Severity × probability, 1 to 16.</param>
/// <param name="FromSeverity">Severity alone, 1 to 4.</param>
public sealed record InvestigationLimits(int FromScore, int FromSeverity)
{
    public bool Demand(Assessment assessment) => assessment.Score >= FromScore || assessment.Severity >= FromSeverity;
}

/// <summary>How bad it was or could have been, and how likely it is to happen again (the national 4 × 4 risk matrix).</summary>
public sealed class Assessment
{
    /// <summary>1 minor, 2 moderate, 3 considerable, 4 catastrophic.</summary>
    public int Severity { get; private set; }

    /// <summary>1 very small, 2 small, 3 large, 4 very large.</summary>
    public int Probability { get; private set; }

    public string Motivation { get; private set; } = "";
    public string ById { get; private set; } = "";
    public string ByName { get; private set; } = "";
    public DateTimeOffset At { get; private set; }

    public int Score => Severity * Probability;

    internal static Assessment Of(int severity, int probability, string motivation, Person by, DateTimeOffset now) => new()
    {
        Severity = severity,
        Probability = probability,
        Motivation = motivation.Trim(),
        ById = by.Id,
        ByName = by.Name,
        At = now,
    };
}
