using Huset.Competence;
using Huset.Competence.Contracts;
using Huset.Competence.Features;
using Huset.Competence.Features.Competences;
using Huset.Competence.Features.Delegations;
using Huset.Competence.Features.Needs;
using Huset.Competence.Features.People;
using Huset.Competence.Features.Staffing;
using Huset.Events;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Codes;
using Huset.ServiceDefaults.Limits;
using Huset.Ui;

var service = new HusetService(
    "competence", "/kompetens", "Kompetens",
    "Vilka som arbetar här, vad de kan, vad de får göra och om de räcker. / Who works here, what they can, what they may do and whether they are enough.", Permissions.Table)
{ Mechanics = "competence.sql", Seed = Catalogue.Seed };
service.Consumers.Consume<RepublishPeople, CatalogueRequested>().Consume<OpenNeed, AskForCompetence>();

var builder = WebApplication.CreateBuilder(args);
builder.AddHusetService<CompetenceDb>(service);
builder.Services.AddValidation();
builder.Services.AddHusetPages();
builder.Services.AddCodeLists<WorkCode>(CodeLists.Table);
builder.Services.AddScoped<WorkFacts>().AddRoom<ReadRoom>();
builder.Services.AddThreadTexts<TellThread>("competence-need", "delegation");
builder.Services.AddSingleton<RoomSums>();
builder.Services.AddPeople();
builder.Services.AddCompetences();
builder.Services.AddLimits(Measure.Table);
builder.Services.AddDelegations();
builder.Services.AddStaffing();
builder.Services.AddNeeds();
builder.Services.AddDemo<CompetenceDb>("people", DemoPeople.Make);
builder.Services.AddDemo<CompetenceDb>("delegations and shifts", DemoWork.Make);

var app = builder.Build();
app.UseHusetService();
app.UseMiddleware<KnowAccounts>();
var competence = app.MapGroup("/competence/v1");
competence.MapPeople();
competence.MapCompetences();
competence.MapDelegations();
competence.MapStaffing();
competence.MapNeeds();
app.MapLimits();
app.MapCodeLists<WorkCode, WorkCode.Change, WorkCode.New>();
app.MapHusetPages<App>();
await app.RunHusetService<CompetenceDb>(args);
