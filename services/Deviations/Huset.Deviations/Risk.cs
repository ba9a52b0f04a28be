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
    public static string Explain(int severity, int probability, InvestigationLimits limits) => $"{Sum(severity, probability)} {Follows(severity, probability, limits)}";

    /// <summary>"Under gränsen 8: orsaker behöver inte sökas."</summary>
    public static string Follows(int severity, int probability, InvestigationLimits limits) =>
        severity * probability >= limits.FromScore ? T["OverScore", limits.FromScore]
        : severity >= limits.FromSeverity ? T["OverSeverity", limits.FromSeverity, Words.Severity(limits.FromSeverity)]
        : limits.FromScore <= 16 ? T["Under", limits.FromScore]
        : T["NoLimit"];
}
