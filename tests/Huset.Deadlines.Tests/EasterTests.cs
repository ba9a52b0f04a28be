namespace Huset.Deadlines.Tests;

public sealed class EasterTests
{
    // Easter Sunday of 1900 to 2100 as a day counted from the last of February (46 = 15 April), as almanacs print it.
    private static readonly int[] Almanac =
    [
        46, 38, 30, 43, 34, 54, 46, 31, 50, 42, 27, 47, 38, 23, 43, 35, 54, 39, 31, 51, 35, 27, 47, 32, 51,
        43, 35, 48, 39, 31, 51, 36, 27, 47, 32, 52, 43, 28, 48, 40, 24, 44, 36, 56, 40, 32, 52, 37, 28, 48,
        40, 25, 44, 36, 49, 41, 32, 52, 37, 29, 48, 33, 53, 45, 29, 49, 41, 26, 45, 37, 29, 42, 33, 53, 45,
        30, 49, 41, 26, 46, 37, 50, 42, 34, 53, 38, 30, 50, 34, 26, 46, 31, 50, 42, 34, 47, 38, 30, 43, 35,
        54, 46, 31, 51, 42, 27, 47, 39, 23, 43, 35, 55, 39, 31, 51, 36, 27, 47, 32, 52, 43, 35, 48, 40, 31,
        51, 36, 28, 47, 32, 52, 44, 28, 48, 40, 25, 44, 36, 56, 41, 32, 52, 37, 29, 48, 40, 25, 45, 36, 49,
        41, 33, 52, 37, 29, 49, 33, 53, 45, 30, 49, 41, 26, 46, 37, 29, 42, 34, 53, 45, 30, 50, 41, 26, 46,
        38, 50, 42, 34, 54, 38, 30, 50, 35, 26, 46, 31, 51, 42, 34, 47, 39, 30, 43, 35, 55, 46, 31, 51, 43,
        28,
    ];

    [Fact]
    public void Easter_is_where_the_almanac_has_it_from_1900_to_2100()
    {
        Assert.Equal(201, Almanac.Length);
        foreach (var (index, day) in Almanac.Index())
            Assert.Equal(new DateOnly(1900 + index, 3, 1).AddDays(day - 1), WorkingCalendar.EasterSunday(1900 + index));
    }

    [Theory]
    [InlineData(1818, "1818-03-22")]
    [InlineData(1943, "1943-04-25")]
    [InlineData(2008, "2008-03-23")]
    [InlineData(2026, "2026-04-05")]
    [InlineData(2285, "2285-03-22")]
    public void Its_earliest_and_latest_days_are_known(int year, string day) => Assert.Equal(DateOnly.Parse(day), WorkingCalendar.EasterSunday(year));
}
