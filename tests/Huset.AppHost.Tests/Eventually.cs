using System.Diagnostics;

namespace Huset.AppHost.Tests;

internal static class Eventually
{
    public static async Task Is(Func<bool> condition, double seconds = 10)
    {
        var patience = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(patience.Elapsed.TotalSeconds < seconds, "did not become so in time");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
