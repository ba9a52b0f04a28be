using System.Threading.Channels;
using Huset.ServiceDefaults.Messaging;
using Huset.ServiceDefaults.Persistence;
using Npgsql;

namespace Huset.Analytics.Features;

/// <summary>
/// Puts every event that analysts may read into the log. Messages that wait at the same time are stored in one transaction,
/// and each is acknowledged when it is committed; while the database is away they wait at the broker.
/// </summary>
public sealed class StoreEvents(EventLog events, IConfiguration configuration, ILogger<StoreEvents> log) : BackgroundService, IRawConsumer
{
    private const int BatchSize = 500;

    private readonly Channel<Waiting> queue = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(2 * BatchSize) { SingleReader = true });
    private readonly string municipality = configuration["Huset:Municipality"] ?? throw new InvalidOperationException("Huset:Municipality is missing.");

    public async Task Consume(ReceivedMessage message, CancellationToken ct)
    {
        if (CloudEvent.Of(message, municipality) is not { } told) return;
        var waiting = new Waiting(told, new(TaskCreationOptions.RunContinuationsAsynchronously));
        await queue.Writer.WriteAsync(waiting, ct);
        await waiting.Stored.Task.WaitAsync(ct);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<Waiting>(BatchSize);
        while (await queue.Reader.WaitToReadAsync(stoppingToken))
        {
            batch.Clear();
            while (batch.Count < BatchSize && queue.Reader.TryRead(out var waiting)) batch.Add(waiting);
            await Store(batch, stoppingToken);
        }
    }

    private async Task Store(IReadOnlyList<Waiting> batch, CancellationToken ct)
    {
        for (var stored = false; !stored;)
        {
            try
            {
                await events.Append(batch.Select(waiting => waiting.Event), ct);
                foreach (var waiting in batch) waiting.Stored.SetResult();
                stored = true;
            }
            catch (Exception e) when (DatabaseFault.IsPassing(e) && !ct.IsCancellationRequested)
            {
                log.LogWarning("{Count} events wait for the database: {Reason}", batch.Count, e.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), ct);
            }
            catch (Exception e) when (!ct.IsCancellationRequested && batch.Count == 1)
            {
                // The fault is kept and logged, and the database's own words can quote the message.
                batch[0].Stored.SetException(e is PostgresException refused ? new InvalidDataException($"The log cannot hold it (SQLSTATE {refused.SqlState}).") : e);
                return;
            }
            catch (Exception) when (!ct.IsCancellationRequested)
            {
                // One of them is bad; alone, it fails alone.
                foreach (var waiting in batch) await Store([waiting], ct);
                return;
            }
        }
    }

    private sealed record Waiting(CloudEvent Event, TaskCompletionSource Stored);
}
