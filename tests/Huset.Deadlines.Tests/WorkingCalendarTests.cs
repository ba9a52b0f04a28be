namespace Huset.Deadlines.Tests;

public sealed class WorkingCalendarTests
{
    private static readonly WorkingCalendar Calendar = new();

    [Theory]
    [InlineData(2024, "01-01 01-06 03-29 03-31 04-01 05-01 05-09 05-19 06-06 06-21 06-22 11-02 12-24 12-25 12-26 12-31")]
    [InlineData(2025, "01-01 01-06 04-18 04-20 04-21 05-01 05-29 06-06 06-08 06-20 06-21 11-01 12-24 12-25 12-26 12-31")]
    [InlineData(2026, "01-01 01-06 04-03 04-05 04-06 05-01 05-14 05-24 06-06 06-19 06-20 10-31 12-24 12-25 12-26 12-31")]
    [InlineData(2008, "01-01 01-06 03-21 03-23 03-24 05-01 05-11 06-06 06-20 06-21 11-01 12-24 12-25 12-26 12-31")]
    public void The_holidays_of_a_year_are_those_of_the_almanac(int year, string days) =>
        Assert.Equal(days, string.Join(' ', WorkingCalendar.HolidaysOf(year).Keys.Order().Select(day => day.ToString("MM-dd"))));

    [Fact]
    public void Midsummer_and_all_saints_keep_their_weekdays_every_year()
    {
        for (var year = 1953; year <= 2100; year++)
        {
            var named = WorkingCalendar.HolidaysOf(year).ToLookup(day => day.Value, day => day.Key);
            var (midsummer, allSaints) = (Assert.Single(named["midsommardagen"]), Assert.Single(named["alla helgons dag"]));
            Assert.Equal((DayOfWeek.Saturday, DayOfWeek.Saturday), (midsummer.DayOfWeek, allSaints.DayOfWeek));
            Assert.InRange(midsummer, new DateOnly(year, 6, 20), new DateOnly(year, 6, 26));
            Assert.InRange(allSaints, new DateOnly(year, 10, 31), new DateOnly(year, 11, 6));
            Assert.Equal(midsummer.AddDays(-1), Assert.Single(named["midsommarafton"]));
        }
    }

    [Fact]
    public void The_national_day_took_whit_mondays_place_in_2005()
    {
        Assert.Equal("annandag pingst", Calendar.NameOf(new(2004, 5, 31)));
        Assert.Null(Calendar.NameOf(new(2005, 5, 16)));
        Assert.Equal("en söndag", Calendar.NameOf(new(2004, 6, 6)));
        Assert.Equal("nationaldagen", Calendar.NameOf(new(2005, 6, 6)));
    }

    [Fact]
    public void A_year_has_as_many_working_days_as_almanacs_count()
    {
        // 2026: 261 weekdays less ten holidays and eves: 1/1, 6/1, 3/4, 6/4, 1/5, 14/5, 19/6, 24/12, 25/12, 31/12.
        Assert.Equal(251, Days(2026).Count(Calendar.IsWorkingDay));
        // 2024: 262 weekdays less 1/1, 29/3, 1/4, 1/5, 9/5, 6/6, 21/6, 24/12, 25/12, 26/12, 31/12.
        Assert.Equal(251, Days(2024).Count(Calendar.IsWorkingDay));
    }

    [Fact]
    public void Christmas_2026_is_off_from_thursday_to_sunday()
    {
        Assert.Equal(["julafton", "juldagen", "annandag jul", "en söndag", null], Enumerable.Range(24, 5).Select(day => Calendar.NameOf(new(2026, 12, day))));
        Assert.Equal(new DateOnly(2026, 12, 28), Calendar.WorkingDayFrom(new(2026, 12, 24)));
    }

    [Fact]
    public void When_ascension_day_is_the_first_of_may_the_day_has_one_name() => Assert.Equal("första maj", Calendar.NameOf(new(2008, 5, 1)));

    [Fact]
    public void A_local_day_off_is_one_but_takes_no_holidays_name()
    {
        var own = new WorkingCalendar(new DayOff(new(2026, 11, 20), "planeringsdag"), new DayOff(new(2026, 12, 24), "stängt"));
        Assert.Equal("planeringsdag", own.NameOf(new(2026, 11, 20)));
        Assert.Equal("julafton", own.NameOf(new(2026, 12, 24)));
        Assert.Null(Calendar.NameOf(new(2026, 11, 20)));
    }

    private static IEnumerable<DateOnly> Days(int year)
    {
        for (var day = new DateOnly(year, 1, 1); day.Year == year; day = day.AddDays(1)) yield return day;
    }
}
