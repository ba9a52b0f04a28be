using Huset.ServiceDefaults.Persistence;

namespace Huset.Analytics.Features.Signals;

/// <summary>What is looked for at start and each hour; a fault is told and it is looked again.</summary>
internal static class Hourly
{
    /// <summary>Looks until the service stops.</summary>
    /// <param name="what">What is looked through, for the log.</param>
    /// <param name="ready">What must have come before the first look.</param>
    /// <param name="look">Looks, and tells how much was new.</param>
    /// <param name="log">Where it is told.</param>
    /// <param name="stop">Ends it.</param>
    public static async Task Run(string what, Task ready, Func<CancellationToken, Task<int>> look, ILogger log, CancellationToken stop)
    {
        using var hourly = new PeriodicTimer(TimeSpan.FromHours(1));
        do
        {
            try
            {
                await ready.WaitAsync(stop);
                var found = await look(stop);
                if (found > 0) log.LogInformation("{Count} new in {What}", found, what);
            }
            catch (Exception e) when (DatabaseFault.IsPassing(e))
            {
                log.LogWarning("{What} are looked at again in an hour: {Reason}", what, e.Message);
            }
            catch (Exception e) when (!stop.IsCancellationRequested)
            {
                log.LogError(e, "{What} could not be looked at", what);
            }
        }
        while (await hourly.WaitForNextTickAsync(stop));
    }
}
