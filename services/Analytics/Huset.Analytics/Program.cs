using Huset.Analytics;
using Huset.Analytics.Features;
using Huset.Analytics.Features.Comparisons;
using Huset.Analytics.Features.Goals;
using Huset.Analytics.Features.Indicators;
using Huset.Analytics.Features.Plans;
using Huset.Analytics.Features.Rebuilds;
using Huset.Analytics.Features.Reports;
using Huset.Analytics.Features.Signals;
using Huset.Analytics.Features.Subscriptions;
using Huset.Analytics.Features.Thread;
using Huset.Analytics.Features.Volumes;
using Huset.Competence.Contracts;
using Huset.Events;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Codes;
using Huset.ServiceDefaults.Identity;
using Huset.Ui;
using Microsoft.EntityFrameworkCore;

var builder = WebApplication.CreateBuilder(args);
// First to start and last to stop: the bus then hands over what it holds before the writer goes.
builder.Services.AddHostedService(provider => provider.GetRequiredService<StoreEvents>());
var analytics = new HusetService(
    "analytics", "/analys", "Analys",
    "Händelseloggen och det som räknas ur den. / The event log and what is counted from it.", Permissions.Table)
{
    AppendOnlyTables = ["events", "volumes", "report_files", "indicator_values", "compared_values"],
    Mechanics = "analytics.sql",
    Checks = [Verification.Sequence, Verification.Rollup, Verification.Subjects, Verification.Relay],
    AfterRestore = RelayEvents.Refill,
    Seed = async (_, db) =>
    {
        await VolumeKinds.Seed(db);
        await PlacedIndicators.Seed(db);
    },
    Copies = [(db, ct) => db.Set<KnownPerson>().AnyAsync(ct)],
};
analytics.Consumers.ConsumeRaw<StoreEvents, IEvent>(inFlight: 1000).Consume<KeepOwners, PersonChanged>();
builder.AddHusetService<AnalyticsDb>(analytics);
builder.Services.AddValidation();
builder.Services.AddHusetPages().AddRoom<ReadRoom>();
builder.Services.AddSingleton<EventLog>().AddSingleton<EventTail>().AddSingleton<Neighbours>();
builder.Services.AddHostedService(provider => provider.GetRequiredService<EventTail>()).AddHostedService<RelayEvents>();
builder.Services.AddScoped<ListEvents.Handler>().AddScoped<StreamEvents.Handler>();
builder.Services.AddScoped<CountDeviations.Handler>().AddScoped<ReadControlChart.Handler>();
builder.Services.AddIndicators();
builder.Services.AddSingleton<Kolada>().AddScoped<TakeComparisons.Handler>().AddScoped<ReadComparisons.Handler>().AddScoped<ExplainComparison.Handler>();
builder.Services.AddScoped<VolumeKinds>().AddScoped<ImportVolumes.Handler>().AddScoped<ListVolumes.Handler>();
builder.Services.AddCodeLists<CodeListItem>(VolumeKinds.Table);
builder.Services.AddDemo<AnalyticsDb>("volumes", DemoVolumes.Make).AddDemo<AnalyticsDb>("goals", DemoGoals.Make);
builder.Services.AddScoped<ListRules.Handler>().AddScoped<ReadRule.Handler>().AddScoped<ChangeRule.Handler>();
builder.Services.AddScoped<ReadThread.Handler>().AddScoped<OwnTexts>().AddSingleton<ThreadLinks>().AddSingleton<Kinds>();
builder.Services.AddReports();
builder.Services.AddScoped<ListSignals.Handler>().AddScoped<AnswerSignal.Handler>().AddSingleton<FindSignals>().AddHostedService(provider => provider.GetRequiredService<FindSignals>());
builder.Services.AddScoped<RequestRebuild.Handler>().AddHostedService<CountAnew>();
builder.Services.AddSubscriptions();
builder.Services.AddGoals();
builder.Services.AddPlans();
builder.Services.AddThreadTexts<TellOwn>(TellOwn.Types);
builder.Services.AddScoped<ReadHouse.Handler>().AddScoped<SendAgain.Handler>();

var app = builder.Build();
app.UseHusetService();
var events = app.MapGroup("/events/v1").WithTags("events");
ListEvents.Map(events);
StreamEvents.Map(events);
ExportEvents.Map(events);
events.MapSubscriptions();
var counts = app.MapGroup("/analytics/v1").WithTags("counts");
CountDeviations.Map(counts);
ReadControlChart.Map(counts);
DrawChart.Map(counts);
app.MapGroup("/analytics/v1").WithTags("indicators").MapIndicators();
var comparisons = app.MapGroup("/analytics/v1/comparisons").WithTags("comparisons");
ReadComparisons.Map(comparisons);
ExplainComparison.Map(comparisons);
TakeComparisons.Map(app.MapGroup("/analytics/v1").WithTags("comparisons"));
var volumes = app.MapGroup("/analytics/v1/volumes").WithTags("volumes");
ListVolumes.Map(volumes);
ImportVolumes.Map(volumes);
app.MapCodeLists();
var rules = app.MapGroup("/analytics/v1/rules").WithTags("rules");
ListRules.Map(rules);
ReadRule.Map(rules);
ChangeRule.Map(rules);
ReadThread.Map(app.MapGroup("/analytics/v1/thread").WithTags("thread"));
app.MapGroup("/analytics/v1").MapReports();
app.MapGroup("/analytics/v1").MapGoals();
app.MapGroup("/analytics/v1").MapPlans();
ReadHouse.Map(app.MapGroup("/analytics/v1/operations").WithTags("operations"));
var signals = app.MapGroup("/analytics/v1/signals").WithTags("signals");
ListSignals.Map(signals);
AnswerSignal.Map(signals);
var rebuilds = app.MapGroup("/analytics/v1/rebuilds").WithTags("operations");
ListRebuilds.Map(rebuilds);
RequestRebuild.Map(rebuilds);
app.MapHusetPages<App>();
await app.RunHusetService<AnalyticsDb>(args);
