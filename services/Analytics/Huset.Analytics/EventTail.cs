using System.Text;
using System.Threading.Channels;
using Huset.ServiceDefaults.Persistence;
using Npgsql;

namespace Huset.Analytics;

/// <summary>An event on its way to those who listen, encoded once for all of them.</summary>
public sealed record Frame(LogEntry Entry, byte[] Bytes)
{
    public static Frame Of(LogEntry entry) =>
        new(entry, Encoding.UTF8.GetBytes($"id: {Sequence.Text(entry.Sequence)}\nevent: {entry.Type}\ndata: {entry.Body}\n\n"));
}

/// <summary>
/// Reads the end of the log once for all listeners, woken by its bell and ten times a second at most. Each listener has a
/// buffer of its own; one that lets it fill is sent away, and comes back by Last-Event-ID.
/// </summary>
public sealed class EventTail(EventLog events, Bells bells, ILogger<EventTail> log) : BackgroundService
{
    private const int MaxListeners = 500;
    private const int MaxRead = 1_000;
    private static readonly TimeSpan BetweenReads = TimeSpan.FromMilliseconds(100);

    private readonly Lock gate = new();
    private readonly HashSet<Listener> listeners = [];
    private long? position;

    /// <summary>Whether another listener can be taken; not before the end of the log is known.</summary>
    public bool HasRoom
    {
        get { lock (gate) return position is not null && listeners.Count < MaxListeners; }
    }

    /// <summary>A listener that is given every event after its position; null when there is no room.</summary>
    public Listener? Listen()
    {
        lock (gate)
        {
            if (position is not { } from || listeners.Count >= MaxListeners) return null;
            var listener = new Listener(from);
            listeners.Add(listener);
            return listener;
        }
    }

    public void Leave(Listener listener)
    {
        lock (gate) listeners.Remove(listener);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var bell = bells.Listen("events");
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ReadOn(stoppingToken);
                await Task.Delay(BetweenReads, stoppingToken);
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException or InvalidOperationException)
            {
                log.LogWarning("The end of the log could not be read: {Reason}", e.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken);
            }
            // A second at the latest, should a bell be lost with its connection.
            await bell.Wait(TimeSpan.FromSeconds(1), stoppingToken);
        }
    }

    private async Task ReadOn(CancellationToken ct)
    {
        if (position is not { } from)
        {
            var last = await events.Last(ct);
            lock (gate) position = last;
            return;
        }
        List<LogEntry> entries;
        do
        {
            entries = await events.Read(from, long.MaxValue, MaxRead, LogFilter.None, ct);
            if (entries.Count == 0) return;
            from = entries[^1].Sequence;
            Tell([.. entries.Select(Frame.Of)], from);
            if (entries.Count == MaxRead) await Task.Delay(BetweenReads, ct);
        }
        while (entries.Count == MaxRead);
    }

    private void Tell(IReadOnlyList<Frame> frames, long reached)
    {
        lock (gate)
        {
            position = reached;
            foreach (var listener in listeners.Where(listener => !frames.All(listener.Take)).ToList())
            {
                listeners.Remove(listener);
                listener.SendAway();
            }
        }
    }
}

/// <summary>One who listens, with a buffer that does not grow.</summary>
public sealed class Listener(long position)
{
    public const int BufferSize = 4_000;

    private readonly Channel<Frame> frames = Channel.CreateBounded<Frame>(new BoundedChannelOptions(BufferSize) { SingleReader = true, SingleWriter = true });
    private readonly CancellationTokenSource sentAway = new();

    /// <summary>Every event after this one comes as a frame.</summary>
    public long Position => position;

    public ChannelReader<Frame> Frames => frames.Reader;

    /// <summary>The buffer was full: the listener reads slower than events come.</summary>
    public CancellationToken SentAway => sentAway.Token;

    internal bool Take(Frame frame) => frames.Writer.TryWrite(frame);

    // Whoever waits on it runs on a thread of its own, not under the tail's lock.
    internal void SendAway() => _ = sentAway.CancelAsync();
}
