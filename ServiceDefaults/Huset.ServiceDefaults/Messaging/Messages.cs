using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Huset.ServiceDefaults.Messaging;

/// <summary>A message on its way out, stored with the change that it tells of.</summary>
public sealed class OutboxMessage
{
    /// <summary>Order in which messages were written.</summary>
    public long Seq { get; private set; }

    /// <summary>The message's id, the same at every attempt; becomes the event's id.</summary>
    public Guid Id { get; private set; }

    /// <summary>Full name and assembly of the contract.</summary>
    public string Type { get; private set; } = "";

    /// <summary>The contract as JSON.</summary>
    public string Body { get; private set; } = "";

    /// <summary>W3C trace context of the request that wrote it, so that one trace goes from browser to stream.</summary>
    public string? TraceParent { get; private set; }

    /// <summary>When it was written, UTC.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When the broker confirmed it; null while it waits.</summary>
    public DateTimeOffset? SentAt { get; private set; }

    /// <summary>Why it can never be sent; such a row waits for a person.</summary>
    public string? Error { get; private set; }

    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    };

    internal static OutboxMessage From<TMessage>(TMessage message) where TMessage : class => new()
    {
        Id = Guid.CreateVersion7(),
        Type = $"{typeof(TMessage).FullName}, {typeof(TMessage).Assembly.GetName().Name}",
        Body = JsonSerializer.Serialize(message, Json),
        TraceParent = Activity.Current?.Id,
        CreatedAt = DateTimeOffset.UtcNow,
    };
}

/// <summary>Remembers that a consumer has handled a message, in the transaction of its effect.</summary>
public sealed class InboxMessage
{
    /// <summary>Name of the queue.</summary>
    public string Consumer { get; private set; } = "";

    /// <summary>The message's id.</summary>
    public Guid MessageId { get; private set; }

    /// <summary>When it was handled, UTC.</summary>
    public DateTimeOffset ReceivedAt { get; private set; }
}

/// <summary>A message that a consumer could not handle: why, and all that is needed to send it again.</summary>
public sealed class FailedMessage
{
    /// <summary>Id of the row.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <summary>Name of the queue that it came from.</summary>
    public string Consumer { get; set; } = "";

    /// <summary>The message's id; null when it could not be read.</summary>
    public Guid? MessageId { get; set; }

    /// <summary>Content type and bytes as they arrived.</summary>
    public string ContentType { get; set; } = "";

    /// <summary>The bytes as they arrived.</summary>
    public byte[] Body { get; set; } = [];

    /// <summary>Kind of fault and its message, without the message's content.</summary>
    public string Reason { get; set; } = "";

    /// <summary>When it failed, UTC.</summary>
    public DateTimeOffset FailedAt { get; set; }

    /// <summary>When a person sent it again, UTC; null while it waits.</summary>
    public DateTimeOffset? ResentAt { get; set; }

    /// <summary>Id of the person who sent it again.</summary>
    public string? ResentBy { get; set; }
}

/// <summary>The answer that a write gave under an Idempotency-Key, so that the same call again gets the same answer and no second effect.</summary>
public sealed class IdempotencyKey
{
    /// <summary>Whose key it is; two users may use the same.</summary>
    public string UserId { get; private set; } = "";

    /// <summary>The key as sent.</summary>
    public string Key { get; private set; } = "";

    /// <summary>SHA-256 of method, path and body.</summary>
    public byte[] RequestHash { get; private set; } = [];

    /// <summary>HTTP status of the first answer.</summary>
    public int? Status { get; private set; }

    /// <summary>Location, ETag and Content-Type of the first answer, as JSON.</summary>
    public string? Headers { get; private set; }

    /// <summary>Body of the first answer.</summary>
    public byte[]? Body { get; private set; }

    /// <summary>When the key was first used, UTC; kept seven days.</summary>
    public DateTimeOffset CreatedAt { get; private set; }
}
