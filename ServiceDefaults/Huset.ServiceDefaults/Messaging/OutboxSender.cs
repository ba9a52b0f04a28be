using System.Diagnostics;
using System.Text.Json;
using Huset.ServiceDefaults.Persistence;
using Npgsql;

namespace Huset.ServiceDefaults.Messaging;

/// <summary>
/// Sends what waits in the outbox, in order, and marks what the broker has confirmed. Rung awake at commit; several
/// replicas share the work (SKIP LOCKED). What is not confirmed is sent again under the same id.
/// </summary>
internal sealed class OutboxSender(NpgsqlDataSource database, BusGuard guard, Bells bells, ILogger<OutboxSender> log) : BackgroundService
{
    private const int BatchSize = 500;
    private static readonly ActivitySource Activities = new(Telemetry.SourceName);
    private string? told;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var bell = bells.Listen("outbox");
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await SendBatch(stoppingToken) == BatchSize) continue;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                Tell(e.Message);
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

    /// <summary>Sends one batch and returns how many of it the broker has confirmed.</summary>
    private async Task<int> SendBatch(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var waiting = new List<Waiting>();
        await using (var select = new NpgsqlCommand(
            "select seq, id, type, body::text, trace_parent from outbox where sent_at is null and error is null order by seq limit $1 for update skip locked",
            connection, transaction)
        { Parameters = { new() { Value = BatchSize } } })
        await using (var reader = await select.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
                waiting.Add(new(reader.GetInt64(0), reader.GetGuid(1), reader.GetString(2), reader.GetString(3), await reader.IsDBNullAsync(4, ct) ? null : reader.GetString(4)));
        }
        if (waiting.Count == 0) return 0;

        var confirmed = await Task.WhenAll(waiting.Select(message => Send(message, ct)));
        await using var mark = new NpgsqlCommand(
            "update outbox o set sent_at = case when r.error is null then now() end, error = r.error from unnest($1, $2) r(seq, error) where o.seq = r.seq",
            connection, transaction);
        var known = confirmed.Where(result => result.Confirmed || result.Error is not null).ToList();
        mark.Parameters.Add(new() { Value = known.Select(result => result.Seq).ToArray() });
        mark.Parameters.Add(new() { Value = known.Select(result => result.Error).ToArray() });
        await mark.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);

        // What is not confirmed, as a message that no queue is bound to yet, is sent again with the next batch and holds up no other.
        Tell(confirmed.Select(result => result.Reason).FirstOrDefault(reason => reason is not null));
        return known.Count;
    }

    private async Task<(long Seq, bool Confirmed, string? Error, string? Reason)> Send(Waiting message, CancellationToken ct)
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
            return (message.Seq, false, e.GetType().Name, null);
        }

        using var activity = Activities.StartActivity($"publish {type.Name}", ActivityKind.Producer, message.TraceParent);
        try
        {
            await guard.Use((bus, token) => bus.Publish(body, type, MassTransit.Pipe.Execute<MassTransit.PublishContext>(context => context.MessageId = message.Id), token), TimeSpan.FromSeconds(15), ct);
            return (message.Seq, true, null, null);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            return (message.Seq, false, null, $"{e.GetType().Name}, {e.Message}");
        }
    }

    private sealed record Waiting(long Seq, Guid Id, string Type, string Body, string? TraceParent);
}
