using Huset.Competence;
using Huset.Competence.Features;
using Huset.Events;
using Huset.ServiceDefaults;
using Huset.Ui;

var service = new HusetService(
    "competence", "/kompetens", "Kompetens",
    "Vilka som arbetar här, vad de kan, vad de får göra och om de räcker. / Who works here, what they can, what they may do and whether they are enough.", Permissions.Table)
{ Mechanics = "competence.sql", Seed = Catalogue.Seed };
service.Consumers.Consume<RepublishPeople, CatalogueRequested>();

var builder = WebApplication.CreateBuilder(args);
builder.AddHusetService<CompetenceDb>(service);
builder.Services.AddValidation();
builder.Services.AddHusetPages();
builder.Services.AddRoom<ReadRoom>();
builder.Services.AddScoped<ListPeople.Handler>();

var app = builder.Build();
app.UseHusetService();
var competence = app.MapGroup("/competence/v1");
ListPeople.Map(competence);
app.MapHusetPages<App>();
await app.RunHusetService<CompetenceDb>(args);
