namespace Huset.ServiceDefaults.Persistence;

/// <summary>What every request asks for and few change, in memory; read again when its bell has rung, so that it costs no query.</summary>
/// <typeparam name="T">What is kept; it is shared by requests, so nobody may change it.</typeparam>
public sealed class Shelf<T>(Bells bells, string channel) where T : class
{
    private readonly Bell bell = bells.Listen(channel);
    private int rings;
    private volatile Kept? kept;

    /// <summary>As it stands; a change is known here within a moment of its commit.</summary>
    public async ValueTask<T> Get(Func<Task<T>> read, CancellationToken ct)
    {
        if (await bell.Wait(TimeSpan.Zero, ct)) Interlocked.Increment(ref rings);
        // What was read before the last ring is read again, also when whoever heard it went away before the answer came.
        var ring = Volatile.Read(ref rings);
        if (kept is { } known && known.Ring == ring) return known.Value;
        var fresh = new Kept(ring, await read());
        kept = fresh;
        return fresh.Value;
    }

    private sealed record Kept(int Ring, T Value);
}
