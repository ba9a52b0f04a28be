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

/// <summary>From which figures on a handing over is suggested; both must be reached, and nothing follows from them by itself.</summary>
/// <param name="Track">Where to.</param>
/// <param name="FromScore">The score that is reached.</param>
/// <param name="FromSeverity">The severity that is reached.</param>
/// <param name="Source">Where the rule comes from.</param>
/// <param name="IsVerified">Somebody has checked the rule against its source.</param>
public sealed record LexSuggestion(TrackKind Track, int FromScore, int FromSeverity, string Source, bool IsVerified);

/// <summary>How bad it was or could have been, and how likely it is to happen again (the national 4 × 4 risk matrix).</summary>
public sealed class Assessment
{
    /// <summary>How bad it could have been: 1 minor, 2 moderate, 3 considerable, 4 catastrophic.</summary>
    public int Severity { get; private set; }

    /// <summary>How bad it really was, on the same scale; the risk is of what could have happened. Null when nobody has said.</summary>
    public int? ActualSeverity { get; private set; }

    /// <summary>1 very small, 2 small, 3 large, 4 very large.</summary>
    public int Probability { get; private set; }

    public string Motivation { get; private set; } = "";
    public string ById { get; private set; } = "";
    public string ByName { get; private set; } = "";
    public DateTimeOffset At { get; private set; }

    public int Score => Severity * Probability;

    internal static Assessment Of(int severity, int probability, string motivation, Person by, DateTimeOffset now, int? actualSeverity) => new()
    {
        ActualSeverity = actualSeverity,
        Severity = severity,
        Probability = probability,
        Motivation = motivation.Trim(),
        ById = by.Id,
        ByName = by.Name,
        At = now,
    };
}
