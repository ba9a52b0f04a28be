namespace Huset.Analytics.Tests;

/// <summary>The limits of a funnel against what was reckoned by hand.</summary>
public sealed class FunnelTests
{
    /// <summary>
    /// Exact Poisson, interpolated as in Spiegelhalter (2005), A.1. By hand for an expected 2 and 97.725 per cent: P(X ≤ 4) = 0.94735, P(X = 5) = 0.03609,
    /// P(X ≤ 5) = 0.98344, so 5 - (0.98344 - 0.97725) / 0.03609 = 4.8286. The others are sums of the same series, reckoned term by term outside this program.
    /// </summary>
    [Theory]
    [InlineData(2, 0, 0, 4.8286, 6.9263)]
    [InlineData(10, 1.3747, 3.6563, 16.3362, 20.2682)]
    [InlineData(25, 10.9203, 15.0296, 34.9743, 40.7987)]
    [InlineData(100, 70.8652, 80.0157, 119.9855, 130.8129)]
    public void Limits_are_the_exact_ones_of_poisson(double expected, double outerLower, double innerLower, double innerUpper, double outerUpper)
    {
        var (inner, outer) = new Funnel(expected).Limits(1);
        Assert.Equal((outerLower, innerLower, innerUpper, outerUpper), (Math.Round(outer.Lower, 4), Math.Round(inner.Lower, 4), Math.Round(inner.Upper, 4), Math.Round(outer.Upper, 4)));
    }

    [Fact]
    public void Of_many_they_are_two_and_three_standard_errors_from_the_mean()
    {
        // 1 million expected: the square root is 1,000, and the distribution all but normal.
        var (inner, outer) = new Funnel(0.5).Limits(2_000_000);
        Assert.Equal((0.4985, 0.499, 0.501, 0.5015), (Math.Round(outer.Lower, 4), Math.Round(inner.Lower, 4), Math.Round(inner.Upper, 4), Math.Round(outer.Upper, 4)));
    }

    [Fact]
    public void A_unit_is_judged_by_how_far_chance_goes_with_its_volume()
    {
        var funnel = Funnel.Of([(10, 1_000), (20, 2_000), (30, 3_000)]);
        Assert.Equal(0.01, funnel.Mean);
        Assert.Equal(
            [FunnelPlace.OutsideLow, FunnelPlace.NearLow, FunnelPlace.Inside, FunnelPlace.Inside, FunnelPlace.NearHigh, FunnelPlace.OutsideHigh],
            new long[] { 1, 3, 4, 16, 17, 21 }.Select(count => funnel.PlaceOf(count, 1_000)));
        // The same rate is nothing unusual of a small unit.
        Assert.Equal((FunnelPlace.Inside, FunnelPlace.OutsideHigh), (funnel.PlaceOf(2, 100), funnel.PlaceOf(200, 10_000)));
    }
}
