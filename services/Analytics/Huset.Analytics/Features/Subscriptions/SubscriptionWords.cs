using Huset.ServiceDefaults;
using Huset.Ui;

namespace Huset.Analytics.Features.Subscriptions;

/// <summary>What a subscription's state and deliveries are called, for its pages.</summary>
public sealed class SubscriptionWords
{
    private static readonly Texts T = Texts.Of<SubscriptionWords>();

    public static string Kind(SubscriptionView subscription) => subscription switch
    {
        { Status: SubscriptionStatus.Disabled } => "urgent",
        { Status: SubscriptionStatus.Active, FailingSince: null } => "calm",
        { Status: SubscriptionStatus.Ended } => "",
        _ => "attention",
    };

    public static string State(SubscriptionView subscription) => T[subscription is { Status: SubscriptionStatus.Active, FailingSince: not null } ? "State.Failing" : $"State.{subscription.Status}"];

    public static string Reason(StopReason reason) => T[$"Reason.{reason}"];

    public static string Fault(DeliveryFault fault) => T[$"Fault.{fault}"];

    public static string Answer(int? status, DeliveryFault? fault) => fault is { } none ? Fault(none) : T["Answer", status];

    /// <summary>"3 händelser väntar, den äldsta sedan 2 timmar".</summary>
    public static string Lag(LagView? lag, DateTimeOffset now) => lag switch
    {
        null => "–",
        { Events: 0, IsAtLeast: false } => T["Lag.None"],
        { Events: 0 } => T["Lag.Unknown"],
        { OldestAt: { } oldest } => T[lag.IsAtLeast ? "Lag.AtLeast" : lag.Events == 1 ? "Lag.One" : "Lag.Many", lag.Events, Age(now - oldest)],
        _ => T["Lag.Unknown"],
    };

    public static string Time(DateTimeOffset instant) => SwedishTime.Local(instant).ToString("d MMMM yyyy HH.mm", Texts.Swedish);

    private static string Age(TimeSpan age) => age switch
    {
        { TotalMinutes: < 2 } => T["Age.Now"],
        { TotalHours: < 2 } => T["Age.Minutes", (int)age.TotalMinutes],
        { TotalDays: < 2 } => T["Age.Hours", (int)age.TotalHours],
        _ => T["Age.Days", (int)age.TotalDays],
    };
}
