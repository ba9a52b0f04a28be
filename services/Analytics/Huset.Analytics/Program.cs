using Huset.Analytics;
using Huset.Analytics.Features;
using Huset.Events;
using Huset.ServiceDefaults;
using Huset.Ui;

var builder = WebApplication.CreateBuilder(args);
// First to start and last to stop: the bus then hands over what it holds before the writer goes.
builder.Services.AddHostedService(provider => provider.GetRequiredService<StoreEvents>());
var analytics = new HusetService(
    "analytics", "/analys", "Analys",
    "Händelseloggen och det som räknas ur den. / The event log and what is counted from it.", Permissions.Table)
{
    AppendOnlyTables = ["events"],
    Mechanics = "analytics.sql",
    Checks = [Verification.Sequence, Verification.Rollup, Verification.Relay],
    AfterRestore = RelayEvents.Refill,
};
analytics.Consumers.ConsumeRaw<StoreEvents, IEvent>(inFlight: 1000);
builder.AddHusetService<AnalyticsDb>(analytics);
builder.Services.AddValidation();
builder.Services.AddHusetPages();
builder.Services.AddRoom<ReadRoom>();
builder.Services.AddSingleton<EventLog>();
builder.Services.AddSingleton<EventTail>();
builder.Services.AddHostedService(provider => provider.GetRequiredService<EventTail>());
builder.Services.AddHostedService<RelayEvents>();
builder.Services.AddScoped<ListEvents.Handler>();
builder.Services.AddScoped<StreamEvents.Handler>();
builder.Services.AddScoped<CountDeviations.Handler>();
builder.Services.AddSingleton<Neighbours>();
builder.Services.AddScoped<ReadHouse.Handler>();
builder.Services.AddScoped<SendAgain.Handler>();

var app = builder.Build();
app.UseHusetService();
var events = app.MapGroup("/events/v1").WithTags("events");
ListEvents.Map(events);
StreamEvents.Map(events);
ExportEvents.Map(events);
CountDeviations.Map(app.MapGroup("/analytics/v1").WithTags("counts"));
ReadHouse.Map(app.MapGroup("/analytics/v1/operations").WithTags("operations"));
app.MapHusetPages<App>();
await app.RunHusetService<AnalyticsDb>(args);
