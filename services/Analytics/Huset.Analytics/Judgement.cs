using System.ComponentModel;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Operations;

namespace Huset.Analytics;

/// <summary>Whether someone must look.</summary>
public enum HouseState { Calm, Attention, Urgent }

/// <summary>A reason that someone must look.</summary>
public sealed record Signal(
    [property: Description("Vad det gäller: silent, broker-away, queue-unserved, outbox-age, outbox-refused, queue-length, failed-messages, connections, relay-lag, backup-age, backup-not-whole. / What it concerns.")][property: Example("queue-length")] string Code,
    [property: Description("attention eller urgent. / attention or urgent.")] HouseState State,
    [property: Description("Uppmätt värde, om det är ett tal: sekunder, antal, procent eller timmar. / The figure measured, if it is one: seconds, count, percent or hours.")] long? Value = null,
    [property: Description("Gränsen som är nådd. / The limit that is reached.")] long? Limit = null);

/// <summary>Tells what in the figures someone must look at, by the rules of the day.</summary>
public sealed class Judgement(IEnumerable<Rule> rules, DateOnly day)
{
    private readonly Dictionary<string, RuleVersion> limits = rules.Select(rule => rule.On(day)).OfType<RuleVersion>().ToDictionary(version => version.Measure);

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

    /// <summary>Whether the address is slow; null when it has answered too seldom to tell.</summary>
    public HouseState? Of(RouteTime route) => IsTold(route) ? Of("slow-page", route.P95Milliseconds)?.State ?? HouseState.Calm : null;

    /// <summary>How many per cent of the address's answers took longer than the rule says; null without a rule, and when it has answered too seldom to tell.</summary>
    public double? ShareOver(RouteTime route) => IsTold(route) && limits.GetValueOrDefault("slow-page") is { } limit ? Math.Round(100 * route.ShareOver(limit.Value), 1) : null;

    private bool IsTold(RouteTime route) => limits.GetValueOrDefault("slow-page-answers") is { } least && route.Count >= least.Value;

    /// <summary>The signal that the figure gives by its rule; null when there is none.</summary>
    public Signal? Of(string measure, long value) => limits.GetValueOrDefault(measure) switch
    {
        { Urgent: { } urgent } when value >= urgent => new(measure, HouseState.Urgent, value, urgent),
        { } limit when value >= limit.Value => new(measure, HouseState.Attention, value, limit.Value),
        _ => null,
    };

    public static HouseState Worst(IEnumerable<Signal> signals) => signals.Select(signal => signal.State).DefaultIfEmpty(HouseState.Calm).Max();
}
