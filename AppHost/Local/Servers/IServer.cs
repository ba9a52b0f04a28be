namespace Huset.AppHost.Local;

/// <summary>Something that runs as processes of its own and can be started again after it ended.</summary>
public interface IServer : IAsyncDisposable
{
    string Name { get; }

    /// <summary>The process to name in status and to kill in a test; null when it does not run.</summary>
    int? Pid { get; }

    /// <summary>Completes when the process has ended, for whatever reason.</summary>
    Task Exited { get; }

    /// <summary>Returns when the server answers; throws <see cref="StartFailed"/> when it ends before that.</summary>
    Task Start(CancellationToken ct = default);

    Task Stop();

    void Kill();
}

public sealed class StartFailed(string message) : Exception(message);
