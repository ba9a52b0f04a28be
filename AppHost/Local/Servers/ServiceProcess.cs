namespace Huset.AppHost.Local;

/// <summary>A .NET service, started as `dotnet exec X.dll`: nothing is built or chosen at run time.</summary>
public sealed class ServiceProcess(
    string folder, string name, string dll, Func<IReadOnlyDictionary<string, string>> environment, string? healthUrl, IReadOnlyList<string> arguments, Action<string>? log = null)
    : IServer
{
    // A service that leaks must fall before it takes its neighbours with it.
    private const string HeapLimit = "0x30000000";

    private readonly Action<string> log = log ?? new LogFile(Path.Combine(folder, "logs", name + ".log")).Write;
    private ChildProcess? process;

    public ServiceProcess(string folder, string name, string dll, IReadOnlyDictionary<string, string> environment, string? healthUrl, IReadOnlyList<string> arguments)
        : this(folder, name, dll, () => environment, healthUrl, arguments)
    {
    }

    public string Name => name;

    public int? Pid => process is { HasExited: false } ? process.Pid : null;

    public Task Exited => process?.Exited ?? Task.CompletedTask;

    /// <summary>Of the last run; only after <see cref="Exited"/>.</summary>
    public int ExitCode => process!.ExitCode;

    public async Task Start(CancellationToken ct = default)
    {
        var variables = new Dictionary<string, string>(environment()) { ["DOTNET_GCHeapHardLimit"] = HeapLimit };
        process = ChildProcess.Start(
            folder,
            new Command(DotNet, ["exec", dll, .. arguments]) { Environment = variables, WorkingDirectory = Path.GetDirectoryName(Path.GetFullPath(dll))! },
            log);
        if (healthUrl is not null)
        {
            await process.UntilReady(name, token => Loopback.AnswersHttp(healthUrl, token), ct);
        }
    }

    public async Task Stop() => await (process?.Stop() ?? Task.CompletedTask);

    public void Kill() => process?.End();

    public async ValueTask DisposeAsync() => await Stop();

    internal static string DotNet =>
        Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
}
