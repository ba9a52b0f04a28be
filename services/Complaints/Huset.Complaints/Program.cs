using Huset.Competence.Contracts;
using Huset.Complaints;
using Huset.Complaints.Features;
using Huset.Complaints.Features.Public;
using Huset.Deviations.Contracts;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Codes;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Limits;
using Huset.Ui;
using Microsoft.EntityFrameworkCore;

var service = new HusetService(
    "complaints", "/synpunkter", "Synpunkter",
    "Vad enskilda, närstående och andra säger om verksamheten, och vad det leder till. / What users, next of kin and others say of the work, and what it leads to.", Permissions.Table)
{ Mechanics = "complaints.sql", Seed = Catalogue.Seed, Copies = [(db, ct) => db.Set<KnownPerson>().AnyAsync(ct)] };
service.Consumers.Consume<KeepOwners, PersonChanged>().Consume<FollowIdea, IdeaChanged>(FollowIdea.Concerns).Consume<FollowActions, ActionChanged>(FollowActions.Concerns)
    .Consume<FollowDeviation<DeviationReported>, DeviationReported>(Escalated.Concerns).Consume<FollowDeviation<DeviationAssessed>, DeviationAssessed>(Escalated.Concerns)
    .Consume<FollowDeviation<DeviationAdvanced>, DeviationAdvanced>(Escalated.Concerns).Consume<FollowDeviation<DeviationClosed>, DeviationClosed>(Escalated.Concerns)
    .Consume<FollowDeviation<DeviationReopened>, DeviationReopened>(Escalated.Concerns).Consume<FollowDeviation<DeviationTracksChanged>, DeviationTracksChanged>(Escalated.Concerns);

var builder = WebApplication.CreateBuilder(args);
builder.AddHusetService<ComplaintsDb>(service);
builder.Services.AddValidation();
builder.Services.AddHusetPages();
builder.Services.AddCodeLists<HintedCode>(CodeLists.Table);
builder.Services.AddLimits(Measure.Table);
builder.Services.AddRoom<ReadRoom>();
builder.Services.AddThreadTexts<TellThread>("complaint");
builder.Services.AddSingleton<ReceiptCodes>();
builder.Services.AddPublic();
builder.Services.AddDemo<ComplaintsDb>("complaints", DemoComplaints.Make);
builder.Services.AddComplaints();

var app = builder.Build();
app.UseHusetService();
app.MapGroup("/complaints/v1/complaints").WithTags("complaints").MapComplaints();
app.MapAccessLog();
app.MapPublic();
app.MapLimits();
app.MapCodeLists<HintedCode, HintedCode.Change, HintedCode.New>();
app.MapHusetPages<App>().AddAdditionalAssemblies(typeof(AccessLogPage).Assembly);
await app.RunHusetService<ComplaintsDb>(args);
