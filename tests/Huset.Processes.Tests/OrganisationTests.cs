using Huset.Processes.Features;
using Huset.ServiceDefaults.Http;

namespace Huset.Processes.Tests;

public sealed class OrganisationTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private readonly Organisation organisation;

    public OrganisationTests()
    {
        var lists = new CodeLists([new() { List = CodeLists.UnitTypes, Code = "enhet" }, new() { List = CodeLists.LawAreas, Code = "SoL", Number = 1 }, new() { List = CodeLists.LawAreas, Code = "HSL", Number = 2 }], new(2026, 11, 21));
        organisation = new Organisation([], lists, Now);
        organisation.Create("top", Fields("2020-01-01"));
        organisation.Create("a", Fields("2020-01-01", "top"));
        organisation.Create("b", Fields("2020-01-01", "top"));
    }

    [Fact]
    public void A_change_begins_a_version_and_ends_the_one_before()
    {
        organisation.Change(A, Fields("2024-05-01", "b"));
        Assert.Equal([(Day("2020-01-01"), Day("2024-05-01"), "top"), (Day("2024-05-01"), null, "b")], A.Periods.Select(p => (p.ValidFrom, p.Until, p.Parent)));
        Assert.Equal("top", A.On(Day("2024-04-30"))!.Parent);
        Assert.Equal("b", A.On(Day("2024-05-01"))!.Parent);
        Assert.Equal(2, A.Version);
    }

    [Fact]
    public void Two_changes_on_one_day_are_one()
    {
        organisation.Change(A, Fields("2024-05-01", "b"));
        organisation.Change(A, Fields("2024-05-01", "top", name: "Rätt namn"));
        Assert.Equal(["Namn", "Rätt namn"], A.Periods.Select(p => p.Name));
    }

    [Fact]
    public void A_change_between_two_versions_lasts_until_the_later()
    {
        organisation.Change(A, Fields("2025-01-01", "top", name: "Sist"));
        organisation.Change(A, Fields("2023-01-01", "b", name: "Mellan"));
        Assert.Equal([("Namn", Day("2023-01-01")), ("Mellan", Day("2025-01-01")), ("Sist", null)], A.Periods.Select(p => (p.Name, p.Until)));
    }

    [Fact]
    public void What_changes_nothing_makes_no_version()
    {
        organisation.Change(A, Fields(null, "top"));
        Assert.Single(A.Periods);
        Assert.Equal(1, A.Version);
    }

    [Fact]
    public void Law_areas_are_the_same_in_any_order_and_spelling()
    {
        var fields = Fields(null, "top");
        fields.LawAreas = ["hsl", "SoL"];
        organisation.Change(A, fields);
        fields.LawAreas = ["SOL", "HSL", "SoL"];
        organisation.Change(A, fields);
        Assert.Equal(2, A.Version);
        Assert.Equal(["SoL", "HSL"], A.Periods.Last().LawAreas);
    }

    [Fact]
    public void Nothing_changes_before_the_first_day() => Refused("unit.before-first-day", () => organisation.Change(A, Fields("2019-12-31")));

    [Theory]
    [InlineData("a", "a")]
    [InlineData("top", "b")]
    public void A_unit_is_not_put_below_itself(string unit, string above) =>
        Refused("unit.below-itself", () => organisation.Change(organisation.Find(unit)!, Fields("2024-01-01", above)));

    [Theory]
    [InlineData("2021-06-01")]
    [InlineData("2025-01-01")]
    public void Not_even_on_days_that_are_past_or_to_come(string day)
    {
        organisation.Change(organisation.Find("b")!, Fields("2022-01-01", "a"));
        organisation.Change(organisation.Find("b")!, Fields("2023-01-01", "top"));
        organisation.Change(organisation.Find("b")!, Fields("2030-01-01", "a"));
        Refused("unit.below-itself", () => organisation.Change(A, Fields(day, "b")));
    }

    [Fact]
    public void A_place_that_was_free_of_circles_all_the_time_is_allowed()
    {
        organisation.Change(organisation.Find("b")!, Fields("2022-01-01", "a"));
        organisation.Change(organisation.Find("b")!, Fields("2023-01-01", "top"));
        organisation.Change(A, Fields("2023-01-01", "b"));
        Assert.Equal("b", A.On(Day("2026-01-01"))!.Parent);
    }

    [Theory]
    [InlineData("2019-01-01", "a")]
    [InlineData("2026-06-01", "a")]
    [InlineData("2026-06-01", "nowhere")]
    public void The_unit_above_exists_all_the_time(string from, string above)
    {
        organisation.Close(A, Day("2027-01-01"));
        Assert.Equal("parent", Assert.Throws<InvalidField>(() => organisation.Create("new", Fields(from, above))).Name);
    }

    [Fact]
    public void A_closed_unit_stays_closed()
    {
        organisation.Close(A, Day("2026-12-01"));
        Refused("unit.closed", () => organisation.Close(A, Day("2027-12-01")));
        Refused("unit.closed", () => organisation.Change(A, Fields("2026-11-25", "b")));
        Assert.NotNull(A.On(Day("2026-11-30")));
        Assert.Null(A.On(Day("2026-12-01")));
    }

    [Fact]
    public void A_unit_cannot_end_before_its_last_version() => Refused("unit.closed-before-last-version", () => organisation.Close(A, Day("2020-01-01")));

    [Fact]
    public void A_unit_with_open_units_below_is_not_closed()
    {
        organisation.Change(A, Fields("2025-01-01", "b"));
        Refused("unit.has-open-units-below", () => organisation.Close(organisation.Find("b")!, Day("2027-01-01")));
    }

    [Fact]
    public void A_unit_that_others_have_left_may_be_closed_from_then_on()
    {
        organisation.Change(organisation.Find("b")!, Fields("2025-01-01", "a"));
        organisation.Change(organisation.Find("b")!, Fields("2026-01-01", "top"));
        Refused("unit.has-open-units-below", () => organisation.Close(A, Day("2025-06-01")));
    }

    [Fact]
    public void A_board_is_not_closed_while_it_answers_for_units()
    {
        var fields = Fields("2025-01-01", "top");
        fields.Board = "a";
        organisation.Change(organisation.Find("b")!, fields);
        Refused("unit.is-board-of-open-units", () => organisation.Close(A, Day("2027-01-01")));
    }

    private Unit A => organisation.Find("a")!;

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "O");

    private static ChangeUnit.Request Fields(string? from, string? parent = null, string name = "Namn") =>
        new() { ValidFrom = from is null ? null : Day(from), Name = name, Type = "Enhet", Parent = parent };

    private static void Refused(string code, Action change) => Assert.Equal(code, Assert.Throws<RuleViolation>(change).Code);
}
