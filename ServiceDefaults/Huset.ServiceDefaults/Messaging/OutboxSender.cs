using System.Diagnostics;
using System.Text.Json;
using Huset.ServiceDefaults.Persistence;
using Npgsql;

namespace Huset.ServiceDefaults.Messaging;

/// <summary>
/// Sends what waits in the outbox, in order, and marks what the broker has confirmed. Rung awake at commit; several
/// replicas share the work (SKIP LOCKED). What is not confirmed is sent again under the same id. What the broker gives back,
/// because no queue is bound to it yet, holds up no other: the sender walks on past it and begins anew some seconds later.
/// </summary>
internal sealed class OutboxSender(NpgsqlDataSource database, BusGuard guard, Bells bells, ILogger<OutboxSender> log) : BackgroundService
{
    private const int BatchSize = 500;
    private static readonly TimeSpan BeginAnew = TimeSpan.FromSeconds(5), Gathering = TimeSpan.FromMilliseconds(20);
    private static readonly ActivitySource Activities = new(Telemetry.SourceName);
    private string? told;
    private long walkedTo;
    private long walkingSince;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var bell = bells.Listen("outbox");
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var sent = await SendBatch(stoppingToken);
                if (sent == BatchSize) continue;
                // What is written while others are sent is gathered and sent together; the first after a pause is sent at once.
                if (sent > 0) await Task.Delay(Gathering, stoppingToken);
                if (walkedTo > 0 && Environment.TickCount64 - walkingSince > BeginAnew.TotalMilliseconds) walkedTo = 0;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                Tell(e.Message);
                walkedTo = 0;
                await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken);
            }
            await bell.Wait(TimeSpan.FromSeconds(1), stoppingToken);
        }
    }

    // A broker that is down for an hour is one line, not one a second.
    private void Tell(string? reason)
    {
        if (reason is not null && reason != told) log.LogWarning("The outbox waits: {Reason}", reason);
        told = reason;
    }

    /// <summary>Sends one batch and tells how many were taken from the outbox; none when the broker takes none.</summary>
    private async Task<int> SendBatch(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var waiting = new List<Waiting>();
        await using (var select = new NpgsqlCommand(
            "select seq, id, type, body::text, trace_parent from outbox where sent_at is null and error is null and seq > $2 order by seq limit $1 for update skip locked",
            connection, transaction)
        { Parameters = { new() { Value = BatchSize }, new() { Value = walkedTo } } })
        await using (var reader = await select.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
                waiting.Add(new(reader.GetInt64(0), reader.GetGuid(1), reader.GetString(2), reader.GetString(3), await reader.IsDBNullAsync(4, ct) ? null : reader.GetString(4)));
        }
        if (waiting.Count == 0) return 0;

        var results = await Task.WhenAll(waiting.Select(message => Send(message, ct)));
        await using var mark = new NpgsqlCommand(
            "update outbox o set sent_at = case when r.error is null then now() end, error = r.error from unnest($1, $2) r(seq, error) where o.seq = r.seq",
            connection, transaction);
        var known = results.Where(result => result.Fate is Fate.Confirmed or Fate.Refused).ToList();
        mark.Parameters.Add(new() { Value = known.Select(result => result.Seq).ToArray() });
        mark.Parameters.Add(new() { Value = known.Select(result => result.Error).ToArray() });
        await mark.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);

        Tell(results.Select(result => result.Reason).FirstOrDefault(reason => reason is not null));
        if (results.Any(result => result.Fate == Fate.Waits))
        {
            // The broker is away: order is kept, and there is nothing to walk past.
            walkedTo = 0;
            return 0;
        }
        if (results.Any(result => result.Fate == Fate.Returned))
        {
            if (walkedTo == 0) walkingSince = Environment.TickCount64;
            walkedTo = waiting[^1].Seq;
        }
        return waiting.Count;
    }

    private async Task<Result> Send(Waiting message, CancellationToken ct)
    {
        object body;
        Type type;
        try
        {
            type = Type.GetType(message.Type, throwOnError: true)!;
            body = JsonSerializer.Deserialize(message.Body, type, OutboxMessage.Json)!;
        }
        catch (Exception e)
        {
            log.LogError(e, "Message {MessageId} in the outbox cannot be read and waits for a person", message.Id);
            return new(message.Seq, Fate.Refused, Error: e.GetType().Name);
        }

        using var activity = Activities.StartActivity($"publish {type.Name}", ActivityKind.Producer, message.TraceParent);
        try
        {
            await guard.Use((bus, token) => bus.Publish(body, type, MassTransit.Pipe.Execute<MassTransit.PublishContext>(context => context.MessageId = message.Id), token), TimeSpan.FromSeconds(15), ct);
            return new(message.Seq, Fate.Confirmed);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            return new(message.Seq, e is MassTransit.MessageReturnedException ? Fate.Returned : Fate.Waits, Reason: $"{e.GetType().Name}, {e.Message}");
        }
    }

    private enum Fate { Confirmed, Refused, Returned, Waits }

    private sealed record Result(long Seq, Fate Fate, string? Error = null, string? Reason = null);

    private sealed record Waiting(long Seq, Guid Id, string Type, string Body, string? TraceParent);
}
