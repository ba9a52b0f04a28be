namespace Huset.Bench.Groups;

/// <summary>Seconds from `./huset up --detach` until all is ready. What runs is published already; the kernel's page caches are as they are.</summary>
internal static class Start
{
    public static async Task Measure(Platform platform, Wishes _, Result result, CancellationToken ct)
    {
        if (platform.IsUp) throw new BenchFailed("start must be measured first");
        result.Say("starting with an empty folder");
        result.Add(new("start, empty folder with the demonstration municipality", await platform.TimedUp(ct), "s", Better.Lower));
        // Once: with six services another start would cost a tenth of the five minutes that the whole may take.
        await platform.Down();
        result.Add(new("start, data in place", await platform.TimedUp(ct), "s", Better.Lower));
    }
}
