using System.Diagnostics;
using Huset.Events;

namespace Huset.Deviations.Tests;

/// <summary>On a house of its own, which is told of nothing.</summary>
public sealed class CatalogueTests(DeviationsHost host) : IClassFixture<DeviationsHost>
{
    [Fact]
    public async Task A_service_that_has_units_but_no_steps_or_people_asks_for_them_once()
    {
        var patience = Stopwatch.StartNew();
        while ((await host.Published<CatalogueRequested>()).Count == 0)
        {
            Assert.True(patience.Elapsed < TimeSpan.FromSeconds(60), "It has not asked.");
            await Task.Delay(500);
        }
        Assert.Equal("deviations", Assert.Single(await host.Published<CatalogueRequested>()).Service);
    }
}
