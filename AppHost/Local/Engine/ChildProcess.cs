using System.Diagnostics;

namespace Huset.AppHost.Local;

internal sealed record Command(string File, IEnumerable<string> Arguments)
{
    public string WorkingDirectory { get; init; } = "/";
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
    public bool InheritsEnvironment { get; init; } = true;
    public int StopSignal { get; init; } = Posix.SigTerm;
    public TimeSpan StopPatience { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>One process in a session of its own: Ctrl+C in the terminal reaches the engine only, and the whole session can be ended at once.</summary>
internal sealed class ChildProcess
{
    private readonly TaskCompletionSource exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process process;
    private readonly Command command;
    private readonly string folder;
    private int ended;

    private ChildProcess(string folder, Command command, Action<string> log)
    {
        this.folder = folder;
        this.command = command;
        var start = new ProcessStartInfo("setsid")
        {
            WorkingDirectory = command.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(command.File);
        foreach (var argument in command.Arguments)
        {
            start.ArgumentList.Add(argument);
        }

        ChildEnvironment.Set(start.Environment, command);
        process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, e) => Write(e.Data);
        process.ErrorDataReceived += (_, e) => Write(e.Data);
        process.Exited += (_, _) => exited.TrySetResult();

        void Write(string? line)
        {
            if (!string.IsNullOrEmpty(line))
            {
                log(line);
            }
        }
    }

    public int Pid { get; private set; }

    public Task Exited => exited.Task;

    public bool HasExited => Exited.IsCompleted;

    public int ExitCode => process.ExitCode;

    public static ChildProcess Start(string folder, Command command, Action<string> log)
    {
        var child = new ChildProcess(folder, command, log);
        child.process.Start();
        child.Pid = child.process.Id;
        Leftovers.Record(folder, child.Pid);
        child.process.StandardInput.Close();
        child.process.BeginOutputReadLine();
        child.process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Waits until the probe says yes. A process that ended first has failed.</summary>
    public async Task UntilReady(string name, Func<CancellationToken, Task<bool>> isReady, CancellationToken ct)
    {
        while (!await isReady(ct))
        {
            if (HasExited)
            {
                End();
                throw new StartFailed($"{name} ended with code {ExitCode} before it was ready");
            }

            await Task.WhenAny(Exited, Task.Delay(100, ct));
            ct.ThrowIfCancellationRequested();
        }
    }

    public async Task Stop()
    {
        if (!HasExited)
        {
            Posix.Signal(Pid, command.StopSignal);
            await Task.WhenAny(Exited, Task.Delay(command.StopPatience));
        }

        End();
        await Exited;
    }

    /// <summary>Ends the whole session at once, also what outlived its leader.</summary>
    public void End()
    {
        if (Interlocked.Exchange(ref ended, 1) == 0)
        {
            Leftovers.EndSession(Pid);
            Leftovers.Forget(folder, Pid);
        }
    }
}
