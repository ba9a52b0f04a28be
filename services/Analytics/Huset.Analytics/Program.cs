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
builder.Services.AddHusetPages().AddRoom<ReadRoom>();
builder.Services.AddSingleton<EventLog>().AddSingleton<EventTail>().AddSingleton<Neighbours>();
builder.Services.AddHostedService(provider => provider.GetRequiredService<EventTail>()).AddHostedService<RelayEvents>();
builder.Services.AddScoped<ListEvents.Handler>().AddScoped<StreamEvents.Handler>();
builder.Services.AddScoped<CountDeviations.Handler>().AddScoped<ReadControlChart.Handler>();
builder.Services.AddScoped<ListRules.Handler>().AddScoped<ReadRule.Handler>().AddScoped<ChangeRule.Handler>();
builder.Services.AddScoped<ReadHouse.Handler>().AddScoped<SendAgain.Handler>();

var app = builder.Build();
app.UseHusetService();
var events = app.MapGroup("/events/v1").WithTags("events");
ListEvents.Map(events);
StreamEvents.Map(events);
ExportEvents.Map(events);
var counts = app.MapGroup("/analytics/v1").WithTags("counts");
CountDeviations.Map(counts);
ReadControlChart.Map(counts);
var rules = app.MapGroup("/analytics/v1/rules").WithTags("rules");
ListRules.Map(rules);
ReadRule.Map(rules);
ChangeRule.Map(rules);
ReadHouse.Map(app.MapGroup("/analytics/v1/operations").WithTags("operations"));
app.MapHusetPages<App>();
await app.RunHusetService<AnalyticsDb>(args);
