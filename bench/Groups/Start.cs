namespace Huset.Bench.Groups;

/// <summary>Seconds from `./huset up --detach` until all is ready. What runs is published already; the kernel's page caches are as they are.</summary>
internal static class Start
{
    public static async Task Measure(Platform platform, Wishes wishes, Result result, CancellationToken ct)
    {
        if (platform.IsUp) throw new BenchFailed("start must be measured first");
        result.Say("starting with an empty folder");
        result.Add(new("start, empty folder with the demonstration municipality", await platform.TimedUp(ct), "s", Better.Lower));
        var again = new List<double>();
        for (var round = 0; round < (wishes.Quick ? 1 : 2); round++)
        {
            await platform.Down();
            again.Add(await platform.TimedUp(ct));
        }
        result.Add(Row.Median("start, data in place", again, "s", Better.Lower));
    }
}
