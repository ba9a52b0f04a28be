namespace Huset.Analytics.Tests;

/// <summary>How seldom chance gives as many, against figures computed otherwise.</summary>
public sealed class ComparedShareTests
{
    // The sum of C(17, k) (40/140)^k (100/140)^(17-k) from 12 on, in whole binomial coefficients; of the second 0.2^5.
    [Theory]
    [InlineData(12, 40, 5, 100, 0.000399353)]
    [InlineData(5, 20, 0, 80, 0.00032)]
    [InlineData(0, 40, 5, 100, 1)]
    [InlineData(7, 7, 0, 0, 1)]
    public void Chance_is_the_exact_conditional_test_of_two_counts(long count, long of, long otherCount, long otherOf, double chance) =>
        Assert.Equal(chance, new ComparedShare(count, of, otherCount, otherOf).Chance, 0.000001);
}
