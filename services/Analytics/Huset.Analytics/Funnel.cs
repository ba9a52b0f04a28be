using System.ComponentModel;

namespace Huset.Analytics;

/// <summary>Where a unit lies against what chance gives around the whole's mean.</summary>
[Description("Var enheten ligger: inside (skiljer sig inte från de andra), near-low och near-high (slumpen når sällan så långt), outside-low och outside-high (nästan aldrig). / Where the unit lies: inside (no different from the others), near-low and near-high (chance seldom goes so far), outside-low and outside-high (hardly ever).")]
public enum FunnelPlace { Inside, NearLow, NearHigh, OutsideLow, OutsideHigh }

/// <summary>What chance gives of a count, as counts.</summary>
/// <param name="Lower">So few are as rare as a lower limit has it; 0 when even none is not.</param>
/// <param name="Upper">So many are as rare as an upper limit has it.</param>
public sealed record FunnelLimits(double Lower, double Upper)
{
    /// <summary>
    /// The limits around an expected count that leave this much of chance below and above them. Exact Poisson limits, interpolated between whole counts as in Spiegelhalter,
    /// Funnel plots for comparing institutional performance (Statistics in Medicine 24, 2005), appendix A.1: a normal approximation is too narrow above for small units.
    /// </summary>
    public static FunnelLimits Of(double expected, double share) => new(Math.Max(0, Quantile(expected, share)), Quantile(expected, 1 - share));

    // With r the first count that at most this share lies beneath: r less as much of it as the share does not need.
    private static double Quantile(double expected, double share)
    {
        if (expected <= 0) return 0;
        // From where nothing is left beneath: further from the mean than twelve standard deviations.
        var count = Math.Max(0, Math.Floor(expected - (12 * Math.Sqrt(expected)) - 20));
        var at = Math.Exp(LogOf(count, expected));
        var below = at;
        while (below <= share && count < expected + (12 * Math.Sqrt(expected)) + 40)
        {
            count++;
            at *= expected / count;
            below += at;
        }
        return count - ((below - share) / at);
    }

    // The logarithm of the chance of just this count.
    private static double LogOf(double count, double expected) => (count * Math.Log(expected)) - expected - LogFactorial(count);

    // Stirling's series; beneath ten the product itself.
    private static double LogFactorial(double number)
    {
        var log = 0d;
        while (number < 10) log -= Math.Log(++number);
        return log + (number * Math.Log(number)) - number + (0.5 * Math.Log(2 * Math.PI * number)) + (1 / (12 * number)) - (1 / (360 * Math.Pow(number, 3))) + (1 / (1260 * Math.Pow(number, 5)));
    }
}

/// <summary>
/// Units of the same kind around their common mean, instead of a ranking: inside the limits they are no different from each other. The limits lie where two and three
/// standard errors do of a normal count: beyond the inner chance has 2.275 per cent on each side, beyond the outer 0.135.
/// </summary>
public sealed record Funnel(double Mean)
{
    private const double Two = 0.0227501319, Three = 0.0013498980;

    /// <summary>Fewer units show nothing that their figures do not.</summary>
    public const int LeastUnits = 3;

    /// <param name="counts">How many each unit had, and its volume, more than 0.</param>
    public static Funnel Of(IReadOnlyCollection<(long Count, double Volume)> counts) => new(counts.Sum(unit => unit.Count) / counts.Sum(unit => unit.Volume));

    /// <summary>The limits of a rate with this volume.</summary>
    public (FunnelLimits Inner, FunnelLimits Outer) Limits(double volume)
    {
        var (inner, outer) = (FunnelLimits.Of(Mean * volume, Two), FunnelLimits.Of(Mean * volume, Three));
        return (new(inner.Lower / volume, inner.Upper / volume), new(outer.Lower / volume, outer.Upper / volume));
    }

    public FunnelPlace PlaceOf(long count, double volume)
    {
        var ((inner, outer), rate) = (Limits(volume), count / volume);
        return rate > outer.Upper ? FunnelPlace.OutsideHigh
            : rate < outer.Lower ? FunnelPlace.OutsideLow
            : rate > inner.Upper ? FunnelPlace.NearHigh
            : rate < inner.Lower ? FunnelPlace.NearLow
            : FunnelPlace.Inside;
    }
}
