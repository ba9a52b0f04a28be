using System.Collections.Concurrent;
using Npgsql;

namespace Huset.ServiceDefaults.Persistence;

/// <summary>
/// The database's bells (LISTEN/NOTIFY) over one connection of its own, which comes back when it is lost.
/// A bell only wakes: who listens looks for itself, and also now and then without it.
/// </summary>
public sealed class Bells(IConfiguration configuration, ILogger<Bells> log) : BackgroundService
{
    private readonly ConcurrentDictionary<string, ConcurrentBag<Bell>> listeners = new();

    /// <summary>A bell for the channel; every listener hears every ring.</summary>
    public Bell Listen(string channel)
    {
        var bell = new Bell();
        var bag = listeners.GetOrAdd(channel, _ => []);
        bag.Add(bell);
        bell.Ring();
        return bell;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = new NpgsqlConnection(
                    new NpgsqlConnectionStringBuilder(configuration.GetConnectionString("database")) { Pooling = false, KeepAlive = 30, ApplicationName = "bells" }.ConnectionString);
                connection.Notification += (_, rung) => Ring(rung.Channel);
                await connection.OpenAsync(stoppingToken);
                var heard = new HashSet<string>();
                while (true)
                {
                    foreach (var channel in listeners.Keys.Where(heard.Add))
                    {
                        await using var listen = new NpgsqlCommand($"listen {channel}", connection);
                        await listen.ExecuteNonQueryAsync(stoppingToken);
                        Ring(channel);
                    }
                    // Short, so that a channel that is asked for meanwhile is soon listened to.
                    await connection.WaitAsync(TimeSpan.FromMilliseconds(500), stoppingToken);
                }
            }
            catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException or InvalidOperationException)
            {
                log.LogWarning("The database's bells are lost and sought again: {Reason}", e.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken);
            }
        }
    }

    private void Ring(string channel)
    {
        foreach (var bell in listeners.GetValueOrDefault(channel) ?? []) bell.Ring();
    }
}

/// <summary>Remembers one ring until it is waited for.</summary>
public sealed class Bell
{
    private readonly SemaphoreSlim rung = new(0, 1);

    internal void Ring()
    {
        try
        {
            if (rung.CurrentCount == 0) rung.Release();
        }
        catch (SemaphoreFullException)
        {
            // Two rings at once are one.
        }
    }

    /// <summary>Returns at the next ring, at once if one is waiting, or when the time is up; true when it rang.</summary>
    public Task<bool> Wait(TimeSpan atMost, CancellationToken ct) => rung.WaitAsync(atMost, ct);
}
