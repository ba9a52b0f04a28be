using System.ComponentModel;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Operations;

namespace Huset.Analytics;

/// <summary>Whether someone must look.</summary>
public enum HouseState { Calm, Attention, Urgent }

/// <summary>From which figure on someone must look; the newest that has begun to apply counts, and a municipality adds its own.</summary>
public sealed class Threshold
{
    public string Measure { get; private set; } = "";
    public DateOnly ValidFrom { get; private set; }
    public long Attention { get; private set; }
    public long Urgent { get; private set; }

    /// <summary>Who set it and why.</summary>
    public string Source { get; private set; } = "";
}

/// <summary>A reason that someone must look.</summary>
public sealed record Signal(
    [property: Description("Vad det gäller: silent, broker-away, queue-unserved, outbox-age, outbox-refused, queue-length, failed-messages, connections, relay-lag. / What it concerns.")][property: Example("queue-length")] string Code,
    [property: Description("attention eller urgent. / attention or urgent.")] HouseState State,
    [property: Description("Uppmätt värde, om det är ett tal: sekunder, antal eller procent. / The figure measured, if it is one: seconds, count or percent.")] long? Value = null,
    [property: Description("Gränsen som är nådd. / The limit that is reached.")] long? Limit = null);

/// <summary>Tells what in the figures someone must look at, by the thresholds of today.</summary>
public sealed class Judgement(IReadOnlyCollection<Threshold> thresholds)
{
    /// <summary>What is to be said of a service that answered, the worst first.</summary>
    public IReadOnlyList<Signal> Of(ServiceOperations service)
    {
        var signals = new List<Signal?>
        {
            Of("outbox-age", service.Outbox.OldestSeconds ?? 0),
            Of("outbox-refused", service.Outbox.RefusedCount),
            Of("failed-messages", service.FailedMessages),
            Of("connections", service.Database.ServerLimit == 0 ? 0 : 100 * service.Database.ServerConnections / service.Database.ServerLimit),
        };
        if (!service.Bus.Ready || service.Queues is null) signals.Add(new("broker-away", HouseState.Urgent));
        foreach (var queue in service.Queues ?? [])
            signals.Add(queue.Consumers == 0 ? new("queue-unserved", HouseState.Urgent, queue.Messages) : Of("queue-length", queue.Messages));
        return [.. signals.OfType<Signal>().DistinctBy(signal => signal.Code).OrderByDescending(signal => signal.State)];
    }

    /// <summary>The signal that the figure gives by its threshold; null when there is none.</summary>
    public Signal? Of(string measure, long value) => thresholds.FirstOrDefault(threshold => threshold.Measure == measure) switch
    {
        { } threshold when value >= threshold.Urgent => new(measure, HouseState.Urgent, value, threshold.Urgent),
        { } threshold when value >= threshold.Attention => new(measure, HouseState.Attention, value, threshold.Attention),
        _ => null,
    };

    public static HouseState Worst(IEnumerable<Signal> signals) => signals.Select(signal => signal.State).DefaultIfEmpty(HouseState.Calm).Max();
}
