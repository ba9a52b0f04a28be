using System.Diagnostics;

namespace Huset.AppHost.Local;

/// <summary>
/// Keeps one server running: after those it waits for, again whenever it ends, until it is told to stop.
/// With `ranWell` it is work to be done once, and again only if it went wrong.
/// </summary>
internal sealed class Node(IServer server, Action<string> say, Action changed, Func<bool>? ranWell = null)
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan GoodHealth = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource stopping = new();
    private readonly TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<(Node On, WaitKind Kind)> waits = [];
    private readonly List<Node> dependents = [];
    private readonly Lock stopLock = new();
    private Task running = Task.CompletedTask;
    private Task? stop;

    public IServer Server => server;

    public string Name => server.Name;

    /// <summary>waiting, starting, ready, restarting, held, done (ran once) or stopped.</summary>
    public string State { get; private set; } = "waiting";

    public Task Ready => ready.Task;

    /// <summary>Work to do each time the server has come up, before others may rely on it.</summary>
    public Func<CancellationToken, Task> AfterStart { get; init; } = _ => Task.CompletedTask;

    /// <summary>True while someone wants it to stay down once it has ended.</summary>
    public Func<bool> IsHeld { get; init; } = () => false;

    public void WaitFor(Node on, WaitKind kind)
    {
        waits.Add((on, kind));
        on.dependents.Add(this);
    }

    public void Run() => running = Task.Run(KeepRunning);

    /// <summary>Those that lean on it stop first.</summary>
    public Task Stop()
    {
        lock (stopLock)
        {
            return stop ??= StopNow();
        }
    }

    private async Task StopNow()
    {
        await Task.WhenAll(dependents.Select(dependent => dependent.Stop()));
        await stopping.CancelAsync();
        await running;
        await server.Stop();
        Is("stopped");
    }

    private async Task KeepRunning()
    {
        try
        {
            await Task.WhenAll(waits.Select(wait => wait.Kind == WaitKind.Started ? wait.On.started.Task : wait.On.ready.Task)).WaitAsync(stopping.Token);
            var pause = FirstPause;
            while (true)
            {
                var health = Stopwatch.StartNew();
                if (await RanToItsEnd())
                {
                    return;
                }

                pause = await WasHeld() || health.Elapsed > GoodHealth ? FirstPause : pause;
                Is("restarting");
                say($"starts again in {pause.TotalSeconds:0.#} s");
                await Task.Delay(pause, stopping.Token);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
        catch (OperationCanceledException)
        {
            // told to stop
        }
    }

    private async Task<bool> WasHeld()
    {
        if (!IsHeld())
        {
            return false;
        }

        Is("held");
        say("is held down");
        while (IsHeld())
        {
            await Task.Delay(Glance, stopping.Token);
        }

        return true;
    }

    private async Task<bool> RanToItsEnd()
    {
        try
        {
            Is("starting");
            var start = server.Start(stopping.Token);
            started.TrySetResult();
            await start;
            if (ranWell is null)
            {
                await AfterStart(stopping.Token);
                Is("ready");
                ready.TrySetResult();
            }

            await server.Exited.WaitAsync(stopping.Token);
            if (ranWell?.Invoke() == true)
            {
                server.Kill();
                Is("done");
                ready.TrySetResult();
                return true;
            }

            say("ended unexpectedly");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            say(e.Message);
        }

        // Whatever is left of it would hold its port.
        server.Kill();
        return false;
    }

    private void Is(string state)
    {
        State = state;
        changed();
    }
}
