using Huset.ServiceDefaults;

namespace Huset.Analytics.Tests;

public sealed class SmallNumbersTests
{
    private static readonly SmallNumbers Five = new(5);

    [Fact]
    public void Counts_from_one_to_four_are_small_and_none_is_not()
    {
        Assert.Equal([false, true, true, false, false], new long[] { 0, 1, 4, 5, 12 }.Select(Five.IsSmall));
        // Three of forty, and thirty-seven of forty: the rest tells it.
        Assert.Equal([true, true, false, false], new (long Part, long Whole)[] { (3, 40), (37, 40), (20, 40), (0, 40) }.Select(share => Five.IsSmallShare(share.Part, share.Whole)));
    }

    [Fact]
    public void A_row_tells_what_a_count_lies_between_and_nothing_more()
    {
        Assert.Equal([new(0, 0), new(1, 4), new(1, 4), new(5, 9), new(5, 9), new(10, 14)], new long[] { 0, 1, 4, 5, 9, 10 }.Select(Five.Row));
    }

    [Fact]
    public void Parts_of_a_told_whole_are_told_all_or_none()
    {
        Assert.True(Five.MayTellParts([12, 8, 0]));
        // Of 18 with 7 and 7 told the last is 4, and so it would be if only one more were hidden by a rule that the reader knows.
        Assert.False(Five.MayTellParts([7, 7, 4]));
    }
}
