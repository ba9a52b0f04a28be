namespace Huset.Procurement.Tests;

/// <summary>A new demonstration, whose units come from Processes.</summary>
public sealed class DemoTests
{
    [Fact]
    public async Task A_demonstration_gets_two_suppliers_with_contracts_for_the_units_that_others_run_and_one_signs_in()
    {
        await using var host = new DemoHost();
        await host.InitializeAsync();
        await host.AddDemoUnits();
        var controller = await host.Person("Ulf Hanell", $"{TestUsers.Procurement.Id}");
        _ = host.Factory.Server;
        await DemoHost.Eventually(() => host.Scalar<long>("select count(*) from contracts").Result > 0);
        var all = await host.As(TestUsers.Procurement).GetAsync("/procurement/v1/contracts").Json();
        Assert.Equal(["fyren", "kvallen"], all.GetProperty("items").EnumerateArray().Select(row => row.GetProperty("unitCodes")[0].GetString()).Order());
        Assert.All(all.GetProperty("items").EnumerateArray(), row => Assert.InRange(row.GetProperty("requirements").GetArrayLength(), 8, 10));
        Assert.Contains("ends-soon", all.ToString(), StringComparison.Ordinal);
        // Who signs in is the same person in the directory, and one choice of owner.
        Assert.All(all.GetProperty("items").EnumerateArray(), row => Assert.Equal($"{controller}", row.GetProperty("ownerId").GetString()));
        var page = await host.As(TestUsers.Procurement).GetStringAsync($"/upphandling/avtal/{all.GetProperty("items")[0].GetProperty("id")}/andra");
        Assert.DoesNotContain("Ulf Hanell", page, StringComparison.Ordinal);
        var own = await host.As(TestUsers.Supplier).GetAsync("/procurement/v1/contracts").Json();
        Assert.Equal("Kvällspatrullen Omsorg AB", Assert.Single(own.GetProperty("items").EnumerateArray()).GetProperty("supplierName").GetString());
    }

    private sealed class DemoHost() : ServiceHost<Program, ProcurementDb>("procurement", seedUnits: false)
    {
        protected override IEnumerable<KeyValuePair<string, string>> Configuration => [new("Huset:Demo", "true")];
    }
}
