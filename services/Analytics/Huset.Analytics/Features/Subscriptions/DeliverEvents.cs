using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Persistence;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Huset.Analytics.Features.Subscriptions;

/// <summary>
/// Sends the log to those who subscribe: one event at a time to each, in order, and on to the next when the receiver has taken it. How far each
/// has come stands in its row, so that whatever stops goes on there; a receiver can be told the same twice, and knows it by its id. Each is served
/// by itself, so a slow one delays no other. One replica at a time holds the lock.
/// </summary>
public sealed class DeliverEvents(
    IServiceScopeFactory scopes, IConfiguration configuration, NpgsqlDataSource database, EventLog events, UnitTree units, WebhookSender sender, WebhookSecrets secrets, Bells bells, TimeProvider clock, ILogger<DeliverEvents> log)
    : BackgroundService
{
    // What one subscription holds in memory, and how far into the log it looks for it.
    private const int Page = 20, Reach = 10_000;

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100);

    // What is under way when the service stops may end.
    private static readonly TimeSpan LastWord = TimeSpan.FromSeconds(3);

    private DateTimeOffset swept;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var bell = bells.Listen("events");
        await units.Loaded.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Lead(bell, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogWarning("Webhooks wait: {Reason}", e.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken);
            }
        }
    }

    /// <summary>Works as long as it holds the lock, over the connection that the lock lies on.</summary>
    private async Task Lead(Bell bell, CancellationToken stopping)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(configuration.GetConnectionString("database")) { Pooling = false, KeepAlive = 30, ApplicationName = "webhooks" }.ConnectionString);
        await connection.OpenAsync(stopping);
        while (!await TakeLock(connection, stopping)) await Task.Delay(TimeSpan.FromSeconds(5), stopping);
        using var end = new CancellationTokenSource();
        var working = new Dictionary<Guid, Task>();
        try
        {
            while (true)
            {
                foreach (var (id, _) in working.Where(work => work.Value.IsCompleted).ToList()) working.Remove(id);
                foreach (var id in await Due(connection, stopping))
                    if (!working.ContainsKey(id)) working[id] = Task.Run(() => Work(id, stopping, end.Token), CancellationToken.None);
                if (clock.GetUtcNow() - swept > TimeSpan.FromHours(1)) await Sweep(stopping);
                await Task.Delay(Between, stopping);
                await bell.Wait(TimeSpan.FromSeconds(1), stopping);
            }
        }
        finally
        {
            // Without the lock another may have begun: then at once.
            end.CancelAfter(stopping.IsCancellationRequested ? LastWord : TimeSpan.Zero);
            await Task.WhenAll(working.Values);
        }
    }

    private static async Task<bool> TakeLock(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select pg_try_advisory_lock(727577)", connection);
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    private async Task<List<Guid>> Due(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select id from subscriptions where status = 'active' and position < (select last from log_position) and (next_try_at is null or next_try_at <= $1)", connection)
        {
            Parameters = { new() { Value = clock.GetUtcNow() } },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        var due = new List<Guid>();
        while (await reader.ReadAsync(ct)) due.Add(reader.GetGuid(0));
        return due;
    }

    private async Task Work(Guid id, CancellationToken stopping, CancellationToken end)
    {
        try
        {
            while (!stopping.IsCancellationRequested && await SendPage(id, stopping, end))
            {
                // On to the next page, read anew.
            }
        }
        catch (Exception e) when (!end.IsCancellationRequested)
        {
            log.LogWarning("Subscription {Id} waits: {Reason}", id, e.Message);
        }
        catch (Exception)
        {
            // Whoever leads next begins where this stands.
        }
    }

    /// <summary>True when there is more to do for it.</summary>
    private async Task<bool> SendPage(Guid id, CancellationToken stopping, CancellationToken end)
    {
        var now = clock.GetUtcNow();
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AnalyticsDb>();
        if (await db.Subscriptions.AsNoTracking().FirstOrDefaultAsync(s => s.Id == id && s.Status == SubscriptionStatus.Active && (s.NextTryAt == null || s.NextTryAt <= now), end) is not { } subscription) return false;
        var last = await events.Last(end);
        if (subscription.Position >= last) return false;
        var rules = (await db.Rules.AsNoTracking().ToListAsync(end)).ForWebhooks(SwedishTime.Today(clock));

        var upTo = Math.Min(last, subscription.Position + Reach);
        var page = await events.Read(subscription.Position, upTo, Page, subscription.Filter(units), end);
        var position = subscription.Position;
        if (page.Count > 0)
        {
            if (await ReceiverOf(db, subscription, end) is not var (address, isInside))
            {
                await Stop(subscription, StopReason.HostNotAllowed, end);
                return false;
            }
            foreach (var entry in page)
            {
                if (stopping.IsCancellationRequested) return false;
                var at = clock.GetUtcNow();
                var answer = await sender.Post(address, isInside, $"{entry.Id}", at, secrets.Sign(subscription, $"{entry.Id}", at, entry.Body), entry.Body, rules.Limit, end);
                if (!answer.IsDelivered)
                {
                    await NoteFailed(subscription, position, entry, answer, rules, end);
                    return false;
                }
                // Someone has paused, moved or changed it meanwhile: what it is now decides.
                if (!await NoteDelivered(subscription, position, entry, answer, end)) return true;
                position = entry.Sequence;
            }
        }
        if (page.Count < Page && position < upTo) await Pass(subscription, position, upTo, end);
        return true;
    }

    private static async Task<(Uri Address, bool IsInside)?> ReceiverOf(AnalyticsDb db, Subscription subscription, CancellationToken ct)
    {
        if (!Receiver.TryParse(subscription.Address, out var address)) return null;
        var host = Receiver.HostOf(address);
        var receiver = await db.Receivers.AsNoTracking().FirstOrDefaultAsync(receiver => receiver.Host == host && receiver.EndedAt == null, ct);
        return receiver?.Lets(address) is true ? (address, receiver.IsInside) : null;
    }

    /// <summary>The place and the delivery together; false when the subscription is no longer as it was read.</summary>
    private async Task<bool> NoteDelivered(Subscription subscription, long position, LogEntry entry, WebhookAnswer answer, CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            with moved as (
              update subscriptions set position = $4, tries = 0, failing_since = null, next_try_at = null, last_delivered_at = $9
              where id = $1 and run = $2 and position = $3 returning status = 'active' and version = $10 as goes_on
            ), told as (
              insert into subscription_deliveries (subscription_id, run, sequence, event_id, type, is_delivered, status, tries, first_at, last_at, milliseconds)
              select $1, $2, $4, $5, $6, true, $7, 1, $9, $9, $8 from moved
              on conflict (subscription_id, run, sequence) do update set is_delivered = true, status = excluded.status, fault = null, tries = subscription_deliveries.tries + 1,
                last_at = excluded.last_at, milliseconds = excluded.milliseconds
            )
            select goes_on from moved
            """);
        Give(command, subscription.Id, subscription.Run, position, entry.Sequence, entry.Id, entry.Type, answer.Status!.Value, answer.Milliseconds, clock.GetUtcNow(), subscription.Version);
        return await command.ExecuteScalarAsync(ct) is true;
    }

    private async Task NoteFailed(Subscription subscription, long position, LogEntry entry, WebhookAnswer answer, WebhookRules rules, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        // Of the page only the first can have failed before.
        var isFirst = position == subscription.Position;
        var (tries, since) = isFirst ? (subscription.Tries + 1, subscription.FailingSince ?? now) : (1, now);
        StopReason? stop = answer.IsGone ? StopReason.Gone : now - since >= rules.Failing ? StopReason.Failing : null;
        await using var command = database.CreateCommand("""
            with failed as (
              update subscriptions set tries = $10, failing_since = $11, next_try_at = $12,
                status = case when $13::text is null then status else 'disabled' end, stop_reason = $13, stopped_at = case when $13::text is not null then $9 end, stopped_by_name = null,
                version = version + case when $13::text is null then 0 else 1 end
              where id = $1 and run = $2 and position = $3 and status = 'active' returning id
            )
            insert into subscription_deliveries (subscription_id, run, sequence, event_id, type, is_delivered, status, fault, tries, first_at, last_at, milliseconds)
            select $1, $2, $4, $5, $6, false, $7, $14, 1, $9, $9, $8 from failed
            on conflict (subscription_id, run, sequence) do update set status = excluded.status, fault = excluded.fault, tries = subscription_deliveries.tries + 1,
              last_at = excluded.last_at, milliseconds = excluded.milliseconds
            """);
        Give(
            command, subscription.Id, subscription.Run, position, entry.Sequence, entry.Id, entry.Type, answer.Status, answer.Milliseconds, now,
            tries, since, now + rules.After(tries), stop is { } reason ? Kebab.Of(reason) : null, answer.Fault is { } fault ? Kebab.Of(fault) : null);
        await command.ExecuteNonQueryAsync(ct);
        if (stop is not null) log.LogWarning("Subscription {Id} is disabled: {Reason}", subscription.Id, stop);
    }

    private async Task Stop(Subscription subscription, StopReason reason, CancellationToken ct)
    {
        await using var command = database.CreateCommand("update subscriptions set status = 'disabled', stop_reason = $3, stopped_at = $4, stopped_by_name = null, version = version + 1 where id = $1 and version = $2 and status = 'active'");
        Give(command, subscription.Id, subscription.Version, Kebab.Of(reason), clock.GetUtcNow());
        await command.ExecuteNonQueryAsync(ct);
        log.LogWarning("Subscription {Id} is disabled: {Reason}", subscription.Id, reason);
    }

    /// <summary>Up to there is nothing more that it asks for, unless it asks for something else meanwhile.</summary>
    private async Task Pass(Subscription subscription, long position, long upTo, CancellationToken ct)
    {
        await using var command = database.CreateCommand("update subscriptions set position = $4 where id = $1 and run = $2 and position = $3 and version = $5");
        Give(command, subscription.Id, subscription.Run, position, upTo, subscription.Version);
        await command.ExecuteNonQueryAsync(ct);
    }

    private async Task Sweep(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var rules = (await scope.ServiceProvider.GetRequiredService<AnalyticsDb>().Rules.AsNoTracking().ToListAsync(ct)).ForWebhooks(SwedishTime.Today(clock));
        var now = clock.GetUtcNow();
        await using var command = database.CreateCommand("delete from subscription_deliveries where ctid in (select ctid from subscription_deliveries where last_at < $1 limit 5000)");
        Give(command, now - rules.Kept);
        while (await command.ExecuteNonQueryAsync(ct) == 5_000) await Task.Delay(Between, ct);
        swept = now;
    }

    private static void Give(NpgsqlCommand command, params object?[] values)
    {
        foreach (var value in values) command.Parameters.Add(new() { Value = value ?? DBNull.Value });
    }
}
