using Huset.Analytics.Features.Extracts;
using Huset.Analytics.Features.Subscriptions;

namespace Huset.Analytics.Features;

/// <summary>The log and how it is read from outside, for Program.cs.</summary>
public static class EventRoutes
{
    public static void AddEvents(this IServiceCollection services) => services
        .AddSingleton<EventLog>()
        .AddSingleton<EventTail>()
        .AddHostedService(provider => provider.GetRequiredService<EventTail>())
        .AddHostedService<RelayEvents>()
        .AddScoped<ListEvents.Handler>()
        .AddScoped<StreamEvents.Handler>()
        .AddExtracts();

    public static void MapEvents(this RouteGroupBuilder events)
    {
        ListEvents.Map(events);
        StreamEvents.Map(events);
        ExportEvents.Map(events);
        ListTypes.Map(events);
        events.MapSubscriptions();
    }
}
