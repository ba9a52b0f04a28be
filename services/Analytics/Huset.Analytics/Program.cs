using Huset.Analytics;
using Huset.Analytics.Features;
using Huset.Analytics.Features.Comparisons;
using Huset.Analytics.Features.Goals;
using Huset.Analytics.Features.Indicators;
using Huset.Analytics.Features.Plans;
using Huset.Analytics.Features.Publishing;
using Huset.Analytics.Features.Rebuilds;
using Huset.Analytics.Features.Reports;
using Huset.Analytics.Features.Signals;
using Huset.Analytics.Features.Subscriptions;
using Huset.Analytics.Features.Thread;
using Huset.Analytics.Features.Volumes;
using Huset.Competence.Contracts;
using Huset.Events;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Access;
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
        await IndicatorRollup.Begin((Npgsql.NpgsqlConnection)db.Database.GetDbConnection(), CancellationToken.None);
    },
    Copies = [(db, ct) => db.Set<KnownPerson>().AnyAsync(ct)],
};
analytics.Consumers.ConsumeRaw<StoreEvents, IEvent>(inFlight: 1000).Consume<KeepOwners, PersonChanged>();
builder.AddHusetService<AnalyticsDb>(analytics);
builder.Services.AddValidation();
builder.Services.AddHusetPages().AddRoom<ReadRoom>();
builder.Services.AddEvents();
builder.Services.AddCounts();
builder.Services.AddIndicators();
builder.Services.AddComparisons();
builder.Services.AddVolumes();
builder.Services.AddCodeLists<CodeListItem>(VolumeKinds.Table);
builder.Services.AddDemo<AnalyticsDb>("volumes", DemoVolumes.Make).AddDemo<AnalyticsDb>("goals", DemoGoals.Make);
builder.Services.AddRules();
builder.Services.AddThread();
builder.Services.AddReports();
builder.Services.AddSignals();
builder.Services.AddRebuilds();
builder.Services.AddSubscriptions();
builder.Services.AddGoals().AddPlans();
builder.Services.AddSingleton<Neighbours>().AddScoped<ReadHouse.Handler>().AddScoped<SendAgain.Handler>();

var app = builder.Build();
app.UseHusetService();
app.MapGroup("/events/v1").WithTags("events").MapEvents();
app.MapGroup("/analytics/v1").WithTags("counts").MapCounts();
app.MapGroup("/analytics/v1").WithTags("indicators").MapIndicators();
app.MapGroup("/analytics/v1").WithTags("comparisons").MapComparisons();
app.MapGroup("/analytics/v1/volumes").WithTags("volumes").MapVolumes();
app.MapCodeLists();
app.MapGroup("/analytics/v1/rules").WithTags("rules").MapRules();
ReadThread.Map(app.MapGroup("/analytics/v1/thread").WithTags("thread"));
app.MapGroup("/analytics/v1").MapReports();
app.MapGroup("/analytics/v1").MapGoals().MapPlans();
app.MapAccessLog();
app.MapPublishing();
app.MapGroup("/analytics/v1").MapSignals();
app.MapGroup("/analytics/v1/rebuilds").WithTags("operations").MapRebuilds();
ReadHouse.Map(app.MapGroup("/analytics/v1/operations").WithTags("operations"));
app.MapHusetPages<App>().AddAdditionalAssemblies(typeof(AccessLogPage).Assembly);
await app.RunHusetService<AnalyticsDb>(args);
