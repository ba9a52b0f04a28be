using Huset.Ui;

namespace Huset.Deviations;

/// <summary>A risk score in words: what it is made of, on which side of the limits it lies and what follows. The sentences are Risk.resx.</summary>
public sealed class Risk
{
    private static readonly Texts T = Texts.Of<Risk>();

    /// <summary>The causes must be sought.</summary>
    public static bool Demands(int severity, int probability, InvestigationLimits limits) => severity * probability >= limits.FromScore || severity >= limits.FromSeverity;

    /// <summary>"2 (måttlig) × 3 (stor) = 6."</summary>
    public static string Sum(int severity, int probability) => T["Sum", severity, Words.Severity(severity), probability, Words.Probability(probability), severity * probability];

    /// <summary>"2 (måttlig) × 3 (stor) = 6. Under gränsen 8: orsaker behöver inte sökas."</summary>
    public static string Explain(int severity, int probability, InvestigationLimits limits) =>
        $"{Sum(severity, probability)} {Side(severity, probability, limits)}: {T[$"{Case(severity, probability, limits)}.Follows"]}";

    /// <summary>On which side of the limits: "Under gränsen 8".</summary>
    public static string Side(int severity, int probability, InvestigationLimits limits) =>
        T[Case(severity, probability, limits), limits.FromScore, limits.FromSeverity, limits.FromSeverity is >= 1 and <= 4 ? Words.Severity(limits.FromSeverity) : ""];

    /// <summary>What follows: "Orsaker behöver inte sökas."</summary>
    public static string Follows(int severity, int probability, InvestigationLimits limits)
    {
        var sentence = T[$"{Case(severity, probability, limits)}.Follows"];
        return char.ToUpper(sentence[0], Texts.Swedish) + sentence[1..];
    }

    private static string Case(int severity, int probability, InvestigationLimits limits) =>
        severity * probability >= limits.FromScore ? "OverScore" : severity >= limits.FromSeverity ? "OverSeverity" : limits.FromScore <= 16 ? "Under" : "NoLimit";
}
