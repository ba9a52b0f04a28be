using System.ComponentModel;
using System.Text.Json;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Messaging;
using Huset.ServiceDefaults.Persistence;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.ServiceDefaults.Operations;

/// <summary>A message that could not be handled, without its content.</summary>
public sealed record FailedMessageView(
    [property: Description("Radens id. / Id of the row.")] Guid Id,
    [property: Description("Kön som det kom från. / The queue that it came from.")][property: Example("analytics.store-events")] string Queue,
    [property: Description("Meddelandets id; saknas när det inte gick att läsa. / The message's id; absent when it could not be read.")] Guid? MessageId,
    [property: Description("Kontraktets urn; saknas när det inte gick att läsa. / The contract's urn; absent when it could not be read.")][property: Example("urn:message:Huset.Deviations.Contracts:DeviationReported")] string? Type,
    [property: Description("Slag av fel. / Kind of fault.")][property: Example("InvalidDataException")] string Reason,
    [property: Description("När det misslyckades, UTC. / When it failed, UTC.")] DateTimeOffset FailedAt,
    [property: Description("Hur många gånger det har misslyckats, denna medräknad. / How many times it has failed, this one included.")] int Attempts,
    [property: Description("När det skickades igen, UTC. / When it was sent again, UTC.")] DateTimeOffset? ResentAt,
    [property: Description("Id för den som skickade det igen. / Id of who sent it again.")][property: Example("0199c1d2-7b3a-7c4e-9f10-5a6b7c8d9e0f")] string? ResentBy);

/// <summary>
/// The rows of `inbox_failed`, and sending them again. The message that failed was rolled back with its memory of it, so the
/// consumer takes it as new; had it been handled after all, the memory is there and nothing happens. A row is a fact that stays:
/// a message that fails again is a new row.
/// </summary>
public sealed class FailedMessages(HusetService service, ServiceDbContext db, CurrentUser user, IServiceProvider services, TimeProvider clock)
{
    /// <summary>Which rows are asked for.</summary>
    public sealed class Query : ListQuery
    {
        /// <summary>True for those that have been sent again.</summary>
        [FromQuery(Name = "resent"), DefaultValue(false), Description("De som redan har skickats igen. / Those that have been sent again already.")]
        public bool? Resent { get; set; }
    }

    /// <summary>One page, oldest first.</summary>
    public async Task<ListOf<FailedMessageView>> List(Query query, HttpRequest? request, CancellationToken ct)
    {
        var resent = query.Resent ?? false;
        var rows = await db.FailedMessages.AsNoTracking().Where(f => f.ResentAt != null == resent).OrderBy(f => f.Id)
            .Select(f => new { Failed = f, Attempts = db.FailedMessages.Count(e => e.Consumer == f.Consumer && e.MessageId == f.MessageId && e.FailedAt <= f.FailedAt) })
            .ToListOf(query, request, ct);
        return rows.Select(row => View(row.Failed, row.Attempts));
    }

    /// <summary>Sends the message to its consumer's queue again, once; null when there is no such row.</summary>
    /// <exception cref="RuleViolation">The service has no such consumer any more.</exception>
    /// <exception cref="BrokerAway">The broker did not take it; the row is as it was.</exception>
    public async Task<FailedMessageView?> Resend(Guid id, CancellationToken ct)
    {
        await using var own = await db.OwnTransaction(ct);
        // Locked, so that of two who press at once the second sees what the first did.
        var failed = await db.FailedMessages.FromSql($"select * from inbox_failed where id = {id} for update").SingleOrDefaultAsync(ct);
        if (failed is null) return null;
        if (failed.ResentAt is null)
        {
            var consumer = service.Consumers.All.SingleOrDefault(consumer => consumer.Queue == failed.Consumer)
                ?? throw new RuleViolation("message.consumer-gone", "The service no longer has a consumer of this name.");
            var guard = services.GetService<BusGuard>() ?? throw new BrokerAway(null);
            await guard.Return(Bus.QueueOf(service, consumer), failed.MessageId, failed.ContentType, failed.Body, ct);
            // Should this be lost, a second press sends it again, and the consumer knows it.
            (failed.ResentAt, failed.ResentBy) = (clock.GetUtcNow(), user.Id);
            await db.SaveChangesAsync(CancellationToken.None);
        }
        if (own is not null) await own.CommitAsync(CancellationToken.None);
        return View(failed, await db.FailedMessages.CountAsync(f => f.Consumer == failed.Consumer && f.MessageId == failed.MessageId && f.FailedAt <= failed.FailedAt, ct));
    }

    private static FailedMessageView View(FailedMessage failed, int attempts) => new(
        failed.Id, failed.Consumer, failed.MessageId, TypeOf(failed.Body), failed.Reason, failed.FailedAt, failed.MessageId is null ? 1 : attempts, failed.ResentAt, failed.ResentBy);

    // MassTransit's envelope names the contract first and what it inherits after it.
    private static string? TypeOf(byte[] body)
    {
        try
        {
            using var envelope = JsonDocument.Parse(body);
            return envelope.RootElement.TryGetProperty("messageType", out var types) && types[0].GetString() is { Length: <= 200 } urn && urn.StartsWith("urn:message:", StringComparison.Ordinal) ? urn : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or IndexOutOfRangeException)
        {
            return null;
        }
    }
}

/// <summary>Messages in the outbox that can never be sent as they are, and giving them another try.</summary>
public sealed class RefusedMessages(ServiceDbContext db)
{
    /// <summary>Lets the message wait to be sent again; null when there is none by that number. What is sent already stays sent.</summary>
    public async Task<RefusedMessage?> Retry(long seq, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"with waits as (update outbox set error = null where seq = {seq} and sent_at is null and error is not null returning 1) select pg_notify('outbox', '') from waits", ct);
        return await View(db.Set<OutboxMessage>().Where(o => o.Seq == seq)).SingleOrDefaultAsync(ct);
    }

    internal static async Task<IReadOnlyList<RefusedMessage>> Oldest(ServiceDbContext db, CancellationToken ct) =>
        await View(db.Set<OutboxMessage>().Where(o => o.Error != null).OrderBy(o => o.Seq).Take(20)).ToListAsync(ct);

    private static IQueryable<RefusedMessage> View(IQueryable<OutboxMessage> rows) =>
        rows.AsNoTracking().Select(o => new RefusedMessage(o.Seq, o.Id, o.Type, o.Error, o.CreatedAt, o.SentAt));
}
