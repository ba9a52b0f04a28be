using System.Diagnostics;

namespace Huset.EndToEnd.Tests;

/// <summary>A service that stands still, which is worse than one that has fallen: it accepts and never answers.</summary>
public sealed class HangTests(Platform platform)
{
    [Fact]
    public async Task A_service_that_stands_still_hangs_nobody_and_is_back_in_seconds()
    {
        using var analyst = await platform.As("analytiker");
        using var employee = await platform.As("medarbetare");
        var pid = (await platform.Pid("analytics"))!.Value;
        await Signal("STOP", pid);
        try
        {
            var watch = Stopwatch.StartNew();
            var waiting = analyst.GetAsync("/events/v1/events?limit=1");
            while (!waiting.IsCompleted)
            {
                var other = Stopwatch.StartNew();
                await employee.GetAsync("/deviations/v1/deviations?limit=1").Json();
                other.Within(1);
                await Task.Delay(250);
            }
            await waiting.Problem(HttpStatusCode.ServiceUnavailable, "service.unavailable");
            watch.Within(8, "the 503");
            // Reports go on; what Analytics is told meanwhile waits for it.
            await TravelTests.Report(employee);
        }
        finally
        {
            await Signal("CONT", pid);
        }
        var back = Stopwatch.StartNew();
        await Platform.Eventually(async () => (await analyst.GetAsync("/events/v1/events?limit=1")).IsSuccessStatusCode, Platform.Patience, "Analytics is back");
        TestContext.Current.TestOutputHelper?.WriteLine($"back after {back.ElapsedMilliseconds} ms");
        Assert.Equal(pid, await platform.Pid("analytics"));
    }

    private static async Task Signal(string name, int pid)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{pid}"]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }
}
