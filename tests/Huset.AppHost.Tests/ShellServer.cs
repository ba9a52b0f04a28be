namespace Huset.AppHost.Tests;

/// <summary>A small real process in place of a service. Counts as ready when it has written "ready".</summary>
internal sealed class ShellServer(string folder, string name, string script) : IServer
{
    private volatile bool ready;
    private ChildProcess? process;

    public string Name => name;

    public List<string> Lines { get; } = [];

    public int? Pid => process is { HasExited: false } ? process.Pid : null;

    public int ExitCode => process!.ExitCode;

    public Task Exited => process?.Exited ?? Task.CompletedTask;

    public async Task Start(CancellationToken ct = default)
    {
        ready = false;
        process = ChildProcess.Start(folder, new Command("bash", ["-c", script]) { WorkingDirectory = folder }, Hear);
        await process.UntilReady(name, _ => Task.FromResult(ready), ct);
    }

    public async Task Stop() => await (process?.Stop() ?? Task.CompletedTask);

    public void Kill() => process?.End();

    public async ValueTask DisposeAsync() => await Stop();

    private void Hear(string line)
    {
        Lines.Add(line);
        ready |= line == "ready";
    }
}
