namespace Huset.Procurement.Tests;

/// <summary>Two suppliers, each with its account: what one sees of the other.</summary>
public sealed class OwnSupplierTests(ProcurementHost host)
{
    private const string Api = ProcurementHost.Api;
    private readonly TestUser first = new($"forsta-{Guid.NewGuid():N}", ["leverantor"]), second = new($"andra-{Guid.NewGuid():N}", ["leverantor"]), nobodys = new($"ingens-{Guid.NewGuid():N}", ["leverantor"]);

    [Fact]
    public async Task A_supplier_sees_its_own_and_nothing_of_another_not_even_that_it_is_there()
    {
        var (own, others) = (await host.Supplier(null, first.Username), await host.Supplier(null, second.Username.ToUpperInvariant()));
        var (mine, theirs) = (await host.Contract(own, TestUnits.Norrangen, $"Mitt {first.Username}"), await host.Contract(others, TestUnits.Norrangen, $"Deras {first.Username}"));
        var (mineId, theirsId) = (mine.GetProperty("id").GetGuid(), theirs.GetProperty("id").GetGuid());
        using var client = host.As(first);

        var list = await client.GetAsync($"{Api}/contracts").Json();
        Assert.Equal((1, mineId), (list.GetProperty("total").GetInt32(), list.GetProperty("items")[0].GetProperty("id").GetGuid()));
        // Neither a filter nor a search reaches further.
        foreach (var query in new[] { $"supplierId={others}", "q=Deras", "unitCode=norrangen&q=Deras", "state=running&q=Deras" })
            Assert.Equal(0, (await client.GetAsync($"{Api}/contracts?{query}").Json()).GetProperty("total").GetInt32());
        var file = await client.GetStringAsync($"{Api}/contracts?format=csv");
        Assert.Contains($"{mineId}", file, StringComparison.Ordinal);
        Assert.DoesNotContain($"{theirsId}", file, StringComparison.Ordinal);
        Assert.Equal([own], (await client.GetAsync($"{Api}/suppliers").Json()).GetProperty("items").EnumerateArray().Select(row => row.GetProperty("id").GetGuid()));
        foreach (var path in new[] { $"{Api}/contracts/{theirsId}", $"{Api}/contracts/{theirsId}/overview", $"{Api}/suppliers/{others}", $"/upphandling/avtal/{theirsId}", $"/upphandling/leverantorer/{others}" })
            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(path)).StatusCode);
        // One that is not there answers alike.
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"{Api}/contracts/{Guid.NewGuid()}")).StatusCode);
        foreach (var path in new[] { $"{Api}/contracts/{mineId}", $"{Api}/contracts/{mineId}/overview", $"{Api}/suppliers/{own}", $"/upphandling/avtal/{mineId}", "/upphandling/" })
        {
            var body = await client.GetStringAsync(path);
            Assert.DoesNotContain("Deras", body, StringComparison.Ordinal);
        }
        Assert.Equal(HttpStatusCode.OK, (await host.As(second).GetAsync($"{Api}/contracts/{theirsId}")).StatusCode);

        // It writes nothing but how findings are remedied.
        await client.Post($"{Api}/contracts/{mineId}/requirements", new { area = "bemanning", text = "Mindre." }).Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync($"/upphandling/avtal/{mineId}/andra")).StatusCode);

        // Who is dismissed sees nothing from that moment.
        await host.As(TestUsers.Procurement).DeleteAsync($"{Api}/suppliers/{own}/accounts/{first.Username}").Json();
        Assert.Equal(0, (await client.GetAsync($"{Api}/contracts").Json()).GetProperty("total").GetInt32());
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"{Api}/contracts/{mineId}")).StatusCode);
    }

    [Fact]
    public async Task An_account_of_no_supplier_is_told_what_to_do()
    {
        var page = WebUtility.HtmlDecode(await host.As(nobodys).GetStringAsync("/upphandling/"));
        Assert.Contains("inte kopplat till någon leverantör", page, StringComparison.Ordinal);
        Assert.Contains("Be din kontakt i kommunen", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_supplier_is_shown_no_case_and_no_unannounced_visit_but_the_finding_to_remedy()
    {
        var own = await host.Supplier(null, first.Username);
        var contract = await host.ContractId(own);
        var planned = await host.FollowUp(contract, "planned", ProcurementHost.Today.AddDays(9), unannounced: true);
        var told = await host.FollowUp(contract, "planned", ProcurementHost.Today.AddDays(12));
        var held = await host.FollowUp(contract, "held", ProcurementHost.Today.AddDays(-3), unannounced: true);
        var finding = await host.Finding(held, contract, "Två planer saknas.", ProcurementHost.Today.AddDays(5));
        await host.Tell(ProcurementHost.Deviation(TestUnits.Norrangen));

        var overview = await host.As(first).GetAsync($"{Api}/contracts/{contract}/overview").Json();
        Assert.False(overview.TryGetProperty("cases", out _));
        Assert.Equal([$"{told}", $"{held}"], overview.GetProperty("followUps").GetProperty("latest").EnumerateArray().Select(row => row.GetProperty("id").GetString()));
        Assert.Equal(1, overview.GetProperty("followUps").GetProperty("planned").GetInt32());
        // The next visit is the announced one, and nothing is said of the one before it.
        Assert.Equal($"{ProcurementHost.Today.AddDays(12):O}", overview.GetProperty("contract").GetProperty("standing").GetProperty("nextPlannedOn").GetString());
        Assert.Equal($"{finding}", overview.GetProperty("findings").GetProperty("latest")[0].GetProperty("id").GetString());
        var page = WebUtility.HtmlDecode(await host.As(first).GetStringAsync($"/upphandling/avtal/{contract}"));
        Assert.DoesNotContain("Avvikelser och synpunkter", page, StringComparison.Ordinal);
        Assert.DoesNotContain($"{planned}", page, StringComparison.Ordinal);
        var start = WebUtility.HtmlDecode(await host.As(first).GetStringAsync("/upphandling/"));
        Assert.Contains("1 brist att åtgärda", start, StringComparison.Ordinal);
        Assert.Contains($"brister/{finding}", start, StringComparison.Ordinal);
        // The municipality sees all of it.
        Assert.Equal(3, (await host.As(TestUsers.Procurement).GetAsync($"{Api}/contracts/{contract}/overview").Json()).GetProperty("followUps").GetProperty("latest").GetArrayLength());
    }
}
