namespace Huset.Demo;

/// <summary>Waits until the house and its catalogue are there, and then takes the autumn through, or what is left of it.</summary>
internal sealed class LoadAutumn(House house, IConfiguration configuration, ILogger<LoadAutumn> log) : BackgroundService
{
    private const int Seed = 2026;

    // The services forget a key after seven days; what was begun before that would be done twice.
    private static readonly TimeSpan KeysLast = TimeSpan.FromDays(6);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var file = configuration["Autumn:File"] ?? throw new InvalidOperationException("Autumn:File is missing.");
        if (Progress.Read(file) is { State: not "loading" }) return;
        var facts = await Patiently(house.Facts, stoppingToken);
        var progress = Progress.Read(file) ?? await Begin(file, stoppingToken);
        if (progress.State != "loading") return;
        if (DateTimeOffset.UtcNow - progress.Until > KeysLast)
        {
            Stop(progress, file, "it was begun more than six days ago");
            return;
        }
        var plan = Autumn.Plan(progress.Seed, progress.Until);
        var (walk, started, done) = (new Walk(house.Gateway, house.TokenOf, facts, $"autumn-{progress.Seed}-{progress.Until.ToUnixTimeSeconds()}", log), TimeProvider.System.GetTimestamp(), 0);
        log.LogInformation("The autumn is {Steps} steps of {Cases} cases until {Until}", plan.Count, Autumn.Cases, progress.Until);
        foreach (var step in plan)
        {
            await walk.Take(step, stoppingToken);
            if (step.Number == 1) progress = (progress with { Cases = Math.Max(progress.Cases, ++done), Refused = walk.Refused }).Write(file);
        }
        (progress with { State = "done", Refused = walk.Refused }).Write(file);
        log.LogInformation("The autumn is loaded in {Seconds:0} s; {Refused} of {Steps} steps were refused", TimeProvider.System.GetElapsedTime(started).TotalSeconds, walk.Refused, plan.Count);
    }

    // Only where nothing has happened yet: an invented past is not mixed with what people have done.
    private async Task<Progress> Begin(string file, CancellationToken ct)
    {
        var now = DateTimeOffset.UtcNow;
        var progress = new Progress("loading", Seed, new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour, now.Minute, 0, TimeSpan.Zero), 0, Autumn.Cases, 0);
        return await Patiently(house.IsUsed, ct) ? Stop(progress, file, "there are deviations already") : progress.Write(file);
    }

    private Progress Stop(Progress progress, string file, string why)
    {
        log.LogWarning("The autumn is not loaded: {Why}", why);
        return (progress with { State = "stopped", Why = why }).Write(file);
    }

    // The house may be on its way up, and so may what its services tell each other.
    private async Task<T> Patiently<T>(Func<CancellationToken, Task<T>> ask, CancellationToken ct)
    {
        for (string? told = null; ;)
        {
            try
            {
                return await ask(ct);
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                if (told != e.Message) log.LogInformation("The autumn waits: {Reason}", told = e.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), ct);
            }
        }
    }
}
