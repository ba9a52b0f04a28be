// What the house costs: each row a ratio or a time, all in one run on one machine. docs/performance.md explains the rows.
using System.Runtime.InteropServices;
using Huset.Bench;

Wishes wishes;
try
{
    wishes = Wishes.Parse(args);
}
catch (ArgumentException e)
{
    Console.Error.WriteLine($"huset: {e.Message}");
    Console.Error.Write(Wishes.Usage);
    return 64;
}
if (wishes.Help)
{
    Console.Write(Wishes.Usage);
    return 0;
}

using var end = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
var result = new Result(Machine.Here());
try
{
    await using var platform = new Platform(result.Say);
    foreach (var group in wishes.Groups) await group.Measure(platform, wishes, result, end.Token);
}
catch (OperationCanceledException) when (end.IsCancellationRequested)
{
    return 130;
}
catch (Exception e) when (e is BenchFailed or NpgsqlException or HttpRequestException or IOException)
{
    Console.Error.WriteLine($"huset: {e.Message}");
    return 1;
}

Console.Write(wishes.Json ? result.ToJson() : result.ToTable());
if (wishes.Save) result.Save(Platform.Root);
return wishes.Check && !result.HoldsAgainst(Path.Combine(Platform.Root, Result.BaselineFile)) ? 1 : 0;

void End(PosixSignalContext signal)
{
    signal.Cancel = true;
    end.Cancel();
}
