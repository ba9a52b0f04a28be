using Huset.Analytics.Contracts;
using Huset.Competence.Contracts;
using Huset.Deviations.Contracts;
using Huset.Events;
using Huset.Processes;
using Huset.Processes.Contracts;
using Huset.Processes.Features;
using Huset.Processes.Features.Documents;
using Huset.Processes.Features.Maps;
using Huset.Processes.Features.QualitySystems;
using Huset.Processes.Features.Revisions;
using Huset.Processes.Features.Search;
using Huset.Processes.Features.SelfInspections;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Codes;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Limits;
using Huset.Ui;
using Microsoft.EntityFrameworkCore;

var service = new HusetService(
    "processes", "/processer", "Processer",
    "Kommunens enheter och kvalitetsområden, processer och rutiner. / The municipality's units and quality areas, processes and routines.", Permissions.Table)
{ Seed = Catalogue.Seed, Copies = [(db, ct) => db.Set<KnownPerson>().AnyAsync(ct)] };
service.Consumers.Consume<RepublishCatalogue, CatalogueRequested>().Consume<KeepPeople, PersonChanged>().Consume<OpenRevision, AskForRevision>()
    .Consume<CountInStep<DeviationReported>, DeviationReported>(StepDeviation.Concerns).Consume<CountInStep<DeviationAssessed>, DeviationAssessed>().Consume<CountInStep<DeviationAdvanced>, DeviationAdvanced>()
    .Consume<CountInStep<DeviationClosed>, DeviationClosed>().Consume<CountInStep<DeviationReopened>, DeviationReopened>().Consume<CountInStep<DeviationTracksChanged>, DeviationTracksChanged>()
    .Consume<KeepSignal<SignalFound>, SignalFound>().Consume<KeepSignal<SignalAnswered>, SignalAnswered>();

var builder = WebApplication.CreateBuilder(args);
builder.AddHusetService<ProcessesDb>(service);
builder.Services.AddValidation();
builder.Services.AddHusetPages();
builder.Services.AddCodeLists<CodeListItem>(CodeLists.Table);
builder.Services.AddLimits(Measure.Table);
builder.Services.AddRoom<ReadRoom>();
builder.Services.AddThreadTexts<TellThread>("activity", "process", "routine", "revision-task", "quality-area", "unit", "self-inspection");
builder.Services.AddDemo<ProcessesDb>("units", DemoUnits.Make);
builder.Services.AddScoped<ListUnits.Handler>();
builder.Services.AddScoped<ReadUnit.Handler>();
builder.Services.AddScoped<CreateUnit.Handler>();
builder.Services.AddScoped<ChangeUnit.Handler>();
builder.Services.AddScoped<CloseUnit.Handler>();
builder.Services.AddScoped<WithdrawChange.Handler>();
builder.Services.AddScoped<ImportUnits.Handler>();
builder.Services.AddScoped<ListQualityAreas.Handler>();
builder.Services.AddProcesses();
builder.Services.AddQualitySystems();
builder.Services.AddDocuments();
builder.Services.AddScoped<SearchEverything.Handler>();
builder.Services.AddSelfInspections();

var app = builder.Build();
app.UseHusetService();
var processes = app.MapGroup("/processes/v1");
ListQualityAreas.Map(processes);
SearchEverything.Map(processes);
var units = processes.MapGroup("/units").WithTags("units");
ListUnits.Map(units);
ReadUnit.Map(units);
CreateUnit.Map(units);
ChangeUnit.Map(units);
CloseUnit.Map(units);
WithdrawChange.Map(units);
ImportUnits.Map(units);
processes.MapGroup("/processes").WithTags("processes").MapProcesses();
processes.MapQualitySystems(units);
processes.MapGroup("/documents").WithTags("documents").MapDocuments();
processes.MapGroup("/revision-tasks").WithTags("revision-tasks").MapRevisionTasks();
processes.MapSelfInspections();
app.MapCodeLists();
app.MapLimits();
app.MapHusetPages<App>();
await app.RunHusetService<ProcessesDb>(args);
