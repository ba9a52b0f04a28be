using System.Text.Json;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Persistence;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Huset.ServiceDefaults.Messaging;

/// <summary>The messages that a service consumes, each by one class on a durable quorum queue of its own.</summary>
public sealed class Consumers
{
    internal List<Consumer> All { get; } = [];

    /// <summary>
    /// Gives the messages of the type to the consumer, each once: the effect and the memory of the message commit together.
    /// A message that fails three times is put in `inbox_failed`; while the database is away it waits.
    /// </summary>
    /// <param name="concerns">False for a message that changes nothing whenever it comes: it is let go without a memory of it, and costs no transaction.</param>
    public Consumers Consume<TConsumer, TMessage>(Predicate<TMessage>? concerns = null) where TConsumer : class, IConsumer<TMessage> where TMessage : class
    {
        All.Add(new Consumer(QueueName<TConsumer>(), typeof(TConsumer), typeof(TMessage), Prefetch: 32, Concurrency: 8,
            (endpoint, services, consumer) => endpoint.Handler<TMessage>(context =>
                concerns?.Invoke(context.Message) is false ? Task.CompletedTask : consumer.Deliveries.During(() => Once<TConsumer, TMessage>(services, consumer.Queue, context)))));
        return this;
    }

    /// <summary>
    /// Gives the messages of the type, as they came, to a singleton that keeps its own memory of them (the event log's
    /// writer, which stores many in one transaction). The message is acknowledged when the task ends.
    /// </summary>
    public Consumers ConsumeRaw<TConsumer, TMessage>(ushort inFlight) where TConsumer : class, IRawConsumer where TMessage : class
    {
        All.Add(new Consumer(QueueName<TConsumer>(), typeof(TConsumer), typeof(TMessage), Prefetch: inFlight, Concurrency: inFlight,
            (endpoint, services, consumer) => endpoint.Handler<TMessage>(context =>
                consumer.Deliveries.During(() => services.GetRequiredService<TConsumer>().Consume(ReceivedMessage.Of(context), context.CancellationToken)))));
        return this;
    }

    // Of a consumer that does the same with several types of message (`CountInStep<DeviationReported>`) each has a queue of its own: count-in-step-deviation-reported.
    private static string QueueName<TConsumer>() => JsonNamingPolicy.KebabCaseLower.ConvertName(
        typeof(TConsumer) is { IsGenericType: true } many ? many.Name[..many.Name.IndexOf('`', StringComparison.Ordinal)] + many.GenericTypeArguments[0].Name : typeof(TConsumer).Name);

    private static async Task Once<TConsumer, TMessage>(IServiceProvider services, string queue, ConsumeContext<TMessage> context)
        where TConsumer : class, IConsumer<TMessage> where TMessage : class
    {
        var messageId = context.MessageId ?? throw new InvalidOperationException("The message has no id.");
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var scope = services.CreateAsyncScope();
                scope.ServiceProvider.GetRequiredService<CurrentUser>().ActAsSystem(queue);
                var db = scope.ServiceProvider.GetRequiredService<ServiceDbContext>();
                await using var transaction = await db.Database.BeginTransactionAsync(context.CancellationToken);
                if (await IsNew(db, queue, messageId, context.CancellationToken))
                {
                    var consume = () => scope.ServiceProvider.GetRequiredService<TConsumer>().Consume(context);
                    await (services.GetRequiredService<TimeProvider>() is DemoClock clock ? clock.During(context.Message, consume) : consume());
                    await db.SaveChangesAsync(context.CancellationToken);
                    await transaction.CommitAsync(context.CancellationToken);
                }
                return;
            }
            catch (Exception e) when (DatabaseFault.IsPassing(e))
            {
                attempt = 0;
                await Task.Delay(TimeSpan.FromSeconds(1), context.CancellationToken);
            }
            catch (Exception) when (attempt < 3 && !context.CancellationToken.IsCancellationRequested)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100 * attempt * attempt), context.CancellationToken);
            }
        }
    }

    private static async Task<bool> IsNew(ServiceDbContext db, string queue, Guid messageId, CancellationToken ct) =>
        await db.Database.ExecuteSqlAsync(
            $"insert into inbox (consumer, message_id, received_at) values ({queue}, {messageId}, now()) on conflict do nothing", ct) == 1;
}

internal sealed record Consumer(
    string Queue, Type ConsumerType, Type MessageType, ushort Prefetch, int Concurrency,
    Action<IRabbitMqReceiveEndpointConfigurator, IServiceProvider, Consumer> Attach)
{
    public Deliveries Deliveries { get; } = new();

    public bool IsRaw => ConsumerType.IsAssignableTo(typeof(IRawConsumer));
}

/// <summary>What the queue has given this process lately.</summary>
internal sealed class Deliveries
{
    private long latest = Environment.TickCount64;
    private int inFlight;

    public async Task During(Func<Task> work)
    {
        Interlocked.Increment(ref inFlight);
        try
        {
            await work();
        }
        finally
        {
            Interlocked.Decrement(ref inFlight);
            Interlocked.Exchange(ref latest, Environment.TickCount64);
        }
    }

    public bool IsIdleFor(TimeSpan time) => Volatile.Read(ref inFlight) == 0 && Environment.TickCount64 - Volatile.Read(ref latest) > time.TotalMilliseconds;
}

/// <summary>A consumer that takes messages as bytes and is acknowledged one by one.</summary>
public interface IRawConsumer
{
    /// <summary>Returns when the message's effect is stored; throws when it never can be.</summary>
    Task Consume(ReceivedMessage message, CancellationToken ct);
}

/// <summary>A message as it came over the wire.</summary>
/// <param name="Id">The message's id, the same at every delivery.</param>
/// <param name="Urn">The contract's urn: `urn:message:Namespace:Name`.</param>
/// <param name="Body">The contract as JSON.</param>
/// <param name="SentBy">Name of the service that sent it.</param>
public sealed record ReceivedMessage(Guid Id, string Urn, JsonElement Body, string SentBy)
{
    internal static ReceivedMessage Of(ConsumeContext context)
    {
        using var envelope = JsonDocument.Parse(context.ReceiveContext.GetBody());
        return new(
            context.MessageId ?? throw new InvalidOperationException("The message has no id."),
            context.SupportedMessageTypes.First(),
            envelope.RootElement.GetProperty("message").Clone(),
            context.Headers.Get<string>(Bus.ServiceHeader) ?? "");
    }
}

/// <summary>Where a message goes that its consumer could not handle, or that no one understands: a row in `inbox_failed`.</summary>
internal sealed class KeepFailed(IServiceProvider services, string queue) : IFilter<ExceptionReceiveContext>, IFilter<ReceiveContext>
{
    public Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next) =>
        // Stopping is no fault: the message goes back to its queue.
        context.Exception is OperationCanceledException ? throw context.Exception : Keep(context, $"{context.Exception.GetType().Name}: {context.Exception.Message}");

    // What could not be read has been kept already, with the better reason.
    public Task Send(ReceiveContext context, IPipe<ReceiveContext> next) =>
        context.TryGetPayload<Kept>(out _) ? Task.CompletedTask : Keep(context, "No consumer understands it.");

    public void Probe(ProbeContext context) => context.CreateFilterScope("keep-failed");

    private sealed record Kept;

    private async Task Keep(ReceiveContext context, string reason)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().ActAsSystem(queue);
        var db = scope.ServiceProvider.GetRequiredService<ServiceDbContext>();
        db.FailedMessages.Add(new FailedMessage
        {
            Consumer = queue,
            MessageId = context.TransportHeaders.Get<string>("MessageId") is { } id && Guid.TryParse(id, out var messageId) ? messageId : null,
            ContentType = context.ContentType?.ToString() ?? "",
            Body = context.GetBody(),
            Reason = reason,
            FailedAt = DateTimeOffset.UtcNow,
        });
        try
        {
            await db.SaveChangesAsync();
            context.GetOrAddPayload(() => new Kept());
            scope.ServiceProvider.GetRequiredService<ILogger<KeepFailed>>().LogError("A message on {Queue} failed and is kept in inbox_failed: {Reason}", queue, reason);
        }
        catch (Exception e) when (DatabaseFault.IsPassing(e))
        {
            // Not acknowledged: the broker gives it again when the database is back.
            await Task.Delay(TimeSpan.FromSeconds(1));
            throw;
        }
    }
}
