namespace Huset.Analytics.Features.Subscriptions;

/// <summary>The slices of subscriptions, for Program.cs.</summary>
public static class SubscriptionRoutes
{
    public static void AddSubscriptions(this IServiceCollection services) => services
        .AddSingleton<WebhookSecrets>()
        .AddSingleton<WebhookSender>()
        .AddHostedService<DeliverEvents>()
        .AddScoped<SubscriptionWork>()
        .AddScoped<ListSubscriptions.Handler>()
        .AddScoped<MakeSubscription.Handler>()
        .AddScoped<ChangeSubscription.Handler>()
        .AddScoped<StopSubscription.Handler>()
        .AddScoped<ReplaySubscription.Handler>()
        .AddScoped<TrySubscription.Handler>()
        .AddScoped<RotateSecret.Handler>()
        .AddScoped<ListDeliveries.Handler>()
        .AddScoped<AllowReceiver.Handler>();

    public static void MapSubscriptions(this RouteGroupBuilder events)
    {
        var subscriptions = events.MapGroup("/subscriptions").WithTags("subscriptions");
        ListSubscriptions.Map(subscriptions);
        MakeSubscription.Map(subscriptions);
        ReadSubscription.Map(subscriptions);
        ChangeSubscription.Map(subscriptions);
        StopSubscription.Map(subscriptions);
        ReplaySubscription.Map(subscriptions);
        TrySubscription.Map(subscriptions);
        RotateSecret.Map(subscriptions);
        ListDeliveries.Map(subscriptions);
        AllowReceiver.Map(events.MapGroup("/receivers").WithTags("subscriptions"));
    }
}
