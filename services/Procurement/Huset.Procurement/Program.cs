using Huset.Competence.Contracts;
using Huset.Complaints.Contracts;
using Huset.Deviations.Contracts;
using Huset.Procurement;
using Huset.Procurement.Features;
using Huset.Procurement.Features.Contracts;
using Huset.Procurement.Features.FollowUps;
using Huset.Procurement.Features.Suppliers;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Codes;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Limits;
using Huset.Ui;
using Microsoft.EntityFrameworkCore;

var service = new HusetService(
    "procurement", "/upphandling", "Upphandling",
    "Leverantörer, avtal och hur de följs upp. / Suppliers, contracts and how they are followed up.", Permissions.Table)
{ Seed = Catalogue.Seed, Copies = [(db, ct) => db.Set<KnownPerson>().AnyAsync(ct)] };
service.Consumers.Consume<KeepPeople, PersonChanged>().Consume<NoteAtUnit<ComplaintChanged>, ComplaintChanged>(UnitCase.Concerns)
    .Consume<NoteAtUnit<DeviationReported>, DeviationReported>().Consume<NoteAtUnit<DeviationAssessed>, DeviationAssessed>().Consume<NoteAtUnit<DeviationAdvanced>, DeviationAdvanced>()
    .Consume<NoteAtUnit<DeviationClosed>, DeviationClosed>().Consume<NoteAtUnit<DeviationReopened>, DeviationReopened>().Consume<NoteAtUnit<DeviationTracksChanged>, DeviationTracksChanged>();

var builder = WebApplication.CreateBuilder(args);
builder.AddHusetService<ProcurementDb>(service);
builder.Services.AddValidation();
builder.Services.AddHusetPages();
builder.Services.AddCodeLists<ProcurementCode>(CodeLists.Table);
builder.Services.AddLimits(Measure.Table);
builder.Services.AddRoom<ReadRoom>();
builder.Services.AddThreadTexts<TellThread>("contract", "follow-up", "finding");
builder.Services.AddDemo<ProcurementDb>("contracts", DemoContracts.Make);
builder.Services.AddSuppliers();
builder.Services.AddContracts();
builder.Services.AddFollowUps();

var app = builder.Build();
app.UseHusetService();
var procurement = app.MapGroup("/procurement/v1");
procurement.MapGroup("/suppliers").WithTags("suppliers").MapSuppliers();
procurement.MapGroup("/contracts").WithTags("contracts").MapContracts();
procurement.MapFollowUps();
app.MapLimits();
app.MapCodeLists<ProcurementCode, ProcurementCode.Change, ProcurementCode.New>();
app.MapHusetPages<App>();
await app.RunHusetService<ProcurementDb>(args);
