using Huset.Processes.Contracts;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Identity;

namespace Huset.Deviations.Tests;

/// <summary>The organisation as rights are expanded from it.</summary>
public sealed class UnitTreeTests
{
    private static readonly DateOnly Today = SwedishTime.Today(TimeProvider.System);

    [Fact]
    public void A_closed_unit_lies_where_it_last_lay_but_is_no_longer_offered()
    {
        var tree = Tree(Unit("top"), Unit("a", to: Today, versions: [("Gamla", "elsewhere", -20), ("Stängda", "top", -10)]), Unit("below-a", to: Today, versions: [("Under", "a", -20)]), Unit("elsewhere"));
        Assert.Equal(["a", "below-a", "top"], tree.WithBelow(["top"]).Order());
        Assert.Equal(["elsewhere"], tree.WithBelow(["elsewhere"]));
        Assert.DoesNotContain("a", tree.Units.Select(unit => unit.Code));
        Assert.Equal("Stängda", tree.NameOf("a"));
    }

    [Fact]
    public void What_is_planned_neither_lies_there_nor_is_called_so_before_its_day()
    {
        var tree = Tree(Unit("top"), Unit("other"), Unit("a", versions: [("Nu", "top", -10), ("Sedan", "other", 10)]), Unit("b", versions: [("Kommer", "top", 1)]));
        Assert.Equal(["a", "top"], tree.WithBelow(["top"]).Order());
        Assert.Equal(["other"], tree.WithBelow(["other"]));
        Assert.Equal("Nu", tree.NameOf("a"));
    }

    private static UnitTree Tree(params UnitChanged[] units)
    {
        var tree = new UnitTree(TimeProvider.System);
        tree.Load(units.Select(unit =>
        {
            var known = new KnownUnit();
            known.Apply(unit);
            return known;
        }));
        return tree;
    }

    private static UnitChanged Unit(string code, DateOnly? to = null, params (string Name, string Parent, int Days)[] versions) => new(
        code, versions is [.., var last] ? last.Name : code,
        versions.Length == 0 ? [new(Today.AddDays(-30), code, null, "enhet", null, "own", [])] : [.. versions.Select(v => new UnitVersion(Today.AddDays(v.Days), v.Name, v.Parent, "enhet", null, "own", []))],
        to, 1, DateTimeOffset.UnixEpoch);
}
