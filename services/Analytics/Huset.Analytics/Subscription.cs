using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;

namespace Huset.Analytics;

public enum SubscriptionStatus { Active, Paused, Disabled, Ended }

/// <summary>Why the house itself stopped sending.</summary>
public enum StopReason { Gone, Failing, HostNotAllowed }

/// <summary>Someone who is sent the log's events, one by one and in their order, at an address of their own.</summary>
public sealed class Subscription
{
    /// <summary>As many as may be at a time; each that is active costs a request under way and a page of events in memory.</summary>
    public const int MostOpen = 100;

    public Guid Id { get; private set; } = Guid.CreateVersion7();
    public string Name { get; private set; } = "";
    public string Address { get; private set; } = "";

    /// <summary>Types as the stream's filter takes them; none is all.</summary>
    public string[] Types { get; private set; } = [];

    /// <summary>Units, each with all below it; none is all.</summary>
    public string[] Units { get; private set; } = [];

    public SubscriptionStatus Status { get; private set; }
    public StopReason? StopReason { get; private set; }
    public DateTimeOffset? StoppedAt { get; private set; }

    /// <summary>Who stopped it; null when the house did.</summary>
    public string? StoppedByName { get; private set; }

    public string OwnerId { get; private set; } = "";
    public string OwnerName { get; private set; } = "";
    public DateTimeOffset MadeAt { get; private set; }

    /// <summary>The same for a call that is made again.</summary>
    public Guid? MadeKey { get; private set; }

    public DateTimeOffset? ChangedAt { get; private set; }
    public string? ChangedByName { get; private set; }

    /// <summary>The secret is reckoned from it (<see cref="WebhookSecrets"/>) and stands nowhere.</summary>
    public Guid SecretId { get; private set; } = Guid.NewGuid();

    public DateTimeOffset SecretMadeAt { get; private set; }
    public bool IsSecretShown { get; private set; }
    public Guid? OldSecretId { get; private set; }

    /// <summary>Until then the old secret signs too.</summary>
    public DateTimeOffset? OldSecretUntil { get; private set; }

    /// <summary>Every event up to this number has been taken by the receiver, or is not asked for.</summary>
    public long Position { get; private set; }

    /// <summary>Counts how often it has begun somewhere else, so that what is sent again is a delivery of its own.</summary>
    public int Run { get; private set; } = 1;

    /// <summary>When the event that is next was first refused; null while the receiver takes what comes.</summary>
    public DateTimeOffset? FailingSince { get; private set; }

    public int Tries { get; private set; }
    public DateTimeOffset? NextTryAt { get; private set; }
    public DateTimeOffset? LastDeliveredAt { get; private set; }

    /// <summary>Counts what people change; how far it has come is no change.</summary>
    public int Version { get; private set; } = 1;

    public static Subscription Make(string name, string address, string[] types, string[] units, long position, bool isPaused, Person by, Guid? key, DateTimeOffset now) => new()
    {
        Name = name,
        Address = address,
        Types = types,
        Units = units,
        Position = position,
        Status = isPaused ? SubscriptionStatus.Paused : SubscriptionStatus.Active,
        OwnerId = by.Id,
        OwnerName = by.Name,
        MadeAt = now,
        MadeKey = key,
        SecretMadeAt = now,
    };

    /// <summary>Which events it is sent.</summary>
    public LogFilter Filter(UnitTree tree) => LogFilter.Of(Types, Units, tree);

    /// <summary>The secrets that sign now, the newest first.</summary>
    public IEnumerable<Guid> SecretIds(DateTimeOffset now) => OldSecretId is { } old && now < OldSecretUntil ? [SecretId, old] : [SecretId];

    /// <exception cref="RuleViolation">`subscription.ended`</exception>
    public void Change(string name, string address, string[] types, string[] units, Person by, DateTimeOffset now)
    {
        MustBeOpen();
        // Another receiver has refused nothing yet.
        if (address != Address) TryAtOnce();
        (Name, Address, Types, Units, ChangedByName, ChangedAt) = (name, address, types, units, by.Name, now);
        Version++;
    }

    /// <exception cref="RuleViolation">`subscription.ended`, `subscription.not-active`</exception>
    public void Pause(Person by, DateTimeOffset now)
    {
        MustBeOpen();
        if (Status != SubscriptionStatus.Active) throw new RuleViolation("subscription.not-active", "It is not sending.");
        Stop(SubscriptionStatus.Paused, by, now);
    }

    /// <summary>Goes on where it stood.</summary>
    /// <exception cref="RuleViolation">`subscription.ended`, `subscription.active`</exception>
    public void Resume()
    {
        MustBeOpen();
        if (Status == SubscriptionStatus.Active) throw new RuleViolation("subscription.active", "It is sending already.");
        (Status, StopReason, StoppedAt, StoppedByName) = (SubscriptionStatus.Active, null, null, null);
        TryAtOnce();
        Version++;
    }

    /// <exception cref="RuleViolation">`subscription.ended`</exception>
    public void End(Person by, DateTimeOffset now)
    {
        MustBeOpen();
        Stop(SubscriptionStatus.Ended, by, now);
    }

    /// <summary>Sends again from another place; whether it sends at all stays as it is.</summary>
    /// <exception cref="RuleViolation">`subscription.ended`</exception>
    public void Replay(long position)
    {
        MustBeOpen();
        Position = position;
        Run++;
        TryAtOnce();
        Version++;
    }

    /// <summary>A new secret; the one before signs beside it until then.</summary>
    /// <exception cref="RuleViolation">`subscription.ended`</exception>
    public void Rotate(DateTimeOffset now, TimeSpan overlap)
    {
        MustBeOpen();
        (OldSecretId, OldSecretUntil) = (SecretId, now + overlap);
        (SecretId, SecretMadeAt, IsSecretShown) = (Guid.NewGuid(), now, false);
        Version++;
    }

    /// <exception cref="RuleViolation">`subscription.ended`, `subscription.secret-shown`</exception>
    public void ShowSecret()
    {
        MustBeOpen();
        if (IsSecretShown) throw new RuleViolation("subscription.secret-shown", "The secret has been shown; make a new one.");
        IsSecretShown = true;
        Version++;
    }

    private void TryAtOnce() => (Tries, FailingSince, NextTryAt) = (0, null, null);

    private void Stop(SubscriptionStatus status, Person by, DateTimeOffset now)
    {
        (Status, StopReason, StoppedAt, StoppedByName) = (status, null, now, by.Name);
        Version++;
    }

    private void MustBeOpen()
    {
        if (Status == SubscriptionStatus.Ended) throw new RuleViolation("subscription.ended", "It has ended and changes no more.");
    }
}

/// <summary>Why there was no answer to go by.</summary>
public enum DeliveryFault { TimedOut, Unreachable, Untrusted, AddressRefused }

/// <summary>An event on its way to a receiver, and how it went; nothing of what the receiver said but its status is kept.</summary>
public sealed class SubscriptionDelivery
{
    public Guid SubscriptionId { get; private set; }
    public int Run { get; private set; }
    public long Sequence { get; private set; }
    public Guid EventId { get; private set; }
    public string Type { get; private set; } = "";
    public bool IsDelivered { get; private set; }

    /// <summary>The receiver's latest HTTP status; null when it gave none.</summary>
    public int? Status { get; private set; }

    public DeliveryFault? Fault { get; private set; }
    public int Tries { get; private set; }
    public DateTimeOffset FirstAt { get; private set; }
    public DateTimeOffset LastAt { get; private set; }
    public int Milliseconds { get; private set; }
}
