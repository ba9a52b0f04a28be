using System.Text;
using Huset.ServiceDefaults.Persistence;
using Npgsql;
using RabbitMQ.Client;

namespace Huset.Analytics.Features;

/// <summary>
/// Hands the log on, in order, to the RabbitMQ stream `huset.events`, and remembers how far the broker has confirmed. What was
/// not confirmed is sent again, so the outside tells copies by the event's id. One replica at a time holds the lock.
/// </summary>
public sealed class RelayEvents(IConfiguration configuration, Bells bells, ILogger<RelayEvents> log) : BackgroundService
{
    public const string Stream = "huset.events";

    /// <summary>A new broker has an empty stream: it is filled again with as much as it would have held.</summary>
    public const string Refill = "update relay_position set last = (select coalesce(min(sequence) - 1, (select last from log_position)) from events where time > now() - interval '30 days')";

    private const int BatchSize = 500;

    // The broker wants them as longs.
    private static readonly Dictionary<string, object?> Arguments = new()
    {
        ["x-queue-type"] = "stream",
        ["x-max-age"] = "30D",
        ["x-max-length-bytes"] = 20_000_000_000L,
        ["x-stream-max-segment-size-bytes"] = 100_000_000L,
    };

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (configuration.GetConnectionString("messaging") is not { } broker) return;
        var bell = bells.Listen("events");
        while (true)
        {
            try
            {
                await Relay(new Uri(broker), bell, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogWarning("The stream {Stream} waits: {Reason}", Stream, e.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken);
            }
        }
    }

    /// <summary>Works until something breaks. The lock, the reading and the remembering share one connection: without the lock nothing is remembered.</summary>
    private async Task Relay(Uri broker, Bell bell, CancellationToken ct)
    {
        await using var database = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(configuration.GetConnectionString("database")) { Pooling = false, KeepAlive = 30, ApplicationName = "relay" }.ConnectionString);
        await database.OpenAsync(ct);
        while (!await TakeLock(database, ct)) await Task.Delay(TimeSpan.FromSeconds(5), ct);

        var factory = new ConnectionFactory { Uri = broker, AutomaticRecoveryEnabled = false, ClientProvidedName = "analytics-relay", RequestedHeartbeat = TimeSpan.FromSeconds(10) };
        await using var connection = await factory.CreateConnectionAsync(ct);
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true, outstandingPublisherConfirmationsRateLimiter: null), ct);
        await channel.QueueDeclareAsync(Stream, durable: true, exclusive: false, autoDelete: false, Arguments, cancellationToken: ct);

        var position = await Position(database, ct);
        while (true)
        {
            var batch = await EventLog.Read(database, position, long.MaxValue, BatchSize, LogFilter.None, ct);
            if (batch.Count > 0)
            {
                await Publish(channel, batch, ct);
                position = batch[^1].Sequence;
                await Remember(database, position, ct);
            }
            if (batch.Count < BatchSize) await bell.Wait(TimeSpan.FromSeconds(1), ct);
            if (!channel.IsOpen) throw new IOException("the broker has gone");
        }
    }

    private static async Task Publish(IChannel channel, IReadOnlyList<LogEntry> batch, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        // Started in order, they are sent in order; the confirmations come back together.
        var confirmations = batch.Select(entry => channel.BasicPublishAsync("", Stream, mandatory: true, Properties(entry), Encoding.UTF8.GetBytes(entry.Body), limit.Token).AsTask());
        await Task.WhenAll(confirmations.ToList());
    }

    private static BasicProperties Properties(LogEntry entry) => new()
    {
        ContentType = "application/cloudevents+json",
        MessageId = entry.Id.ToString(),
        Type = entry.Type,
        DeliveryMode = DeliveryModes.Persistent,
    };

    private static async Task<bool> TakeLock(NpgsqlConnection database, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select pg_try_advisory_lock(727563)", database);
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    private static async Task<long> Position(NpgsqlConnection database, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select last from relay_position", database);
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    private static async Task Remember(NpgsqlConnection database, long position, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("update relay_position set last = $1", database) { Parameters = { new() { Value = position } } };
        await command.ExecuteNonQueryAsync(ct);
    }
}
