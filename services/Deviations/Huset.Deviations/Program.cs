using Huset.Competence.Contracts;
using Huset.Complaints.Contracts;
using Huset.Deviations;
using Huset.Deviations.Features;
using Huset.Deviations.Features.Actions;
using Huset.Deviations.Features.Assignments;
using Huset.Deviations.Features.Attachments;
using Huset.Deviations.Features.Duties;
using Huset.Deviations.Features.Ideas;
using Huset.Deviations.Features.Imports;
using Huset.Deviations.Features.Lex;
using Huset.Deviations.Features.Reporting;
using Huset.Deviations.Features.RiskAnalyses;
using Huset.Deviations.Features.SecondAssessments;
using Huset.Deviations.Features.SavedFilters;
using Huset.Processes.Contracts;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Codes;
using Huset.Ui;
using Huset.Ui.Offline;
using Microsoft.EntityFrameworkCore;

var service = new HusetService(
    "deviations", "/avvikelser", "Avvikelser",
    "Rapporter om det som gick fel eller kunde ha gjort det. / Reports of what went wrong or could have.", Permissions.Table)
{
    Mechanics = "deviations.sql",
    Seed = RuleBook.Seed,
    Checks = [Verification.Cases, Verification.Attachments],
    Copies = [(db, ct) => db.Set<KnownActivity>().AnyAsync(ct), (db, ct) => db.Set<KnownPerson>().AnyAsync(person => person.DirectoryId != null, ct)],
};
service.Consumers.Consume<KeepProcesses, ProcessChanged>().Consume<KeepActivities, ActivityChanged>().Consume<KeepRoutines, RoutineChanged>()
    .Consume<KeepPeople, PersonChanged>().Consume<FollowRevisions, RevisionTaskChanged>().Consume<FollowNeeds, CompetenceNeedChanged>()
    .Consume<OpenFromComplaint, EscalateComplaint>().Consume<OpenForwardedIdea, ForwardIdea>();

var builder = WebApplication.CreateBuilder(args);
builder.AddHusetService<DeviationsDb>(service);
builder.Services.AddDeadlines();
builder.Services.AddValidation();
builder.Services.AddHusetPages();
builder.Services.AddCodeLists<CaseCode>(CodeLists.Table);
builder.Services.AddRoom<ReadRoom>();
builder.Services.AddThreadTexts<TellThread>("deviation", "cause", "action", "idea", "risk-analysis", "council-case", "council-proposal");
builder.Services.AddReporting();
builder.Services.AddCases();
builder.Services.AddActions();
builder.Services.AddLex();
builder.Services.AddAttachments();
builder.Services.AddAssignments();
builder.Services.AddIdeas();
builder.Services.AddImports();
builder.Services.AddRiskAnalyses();
builder.Services.AddSecondAssessments();
builder.Services.AddDuties();

var app = builder.Build();
app.UseHusetService();
app.UseMiddleware<RememberPeople>();
app.UseMiddleware<GiveMandate>();
var deviations = app.MapGroup("/deviations/v1/deviations").WithTags("deviations");
deviations.MapReporting(app.MapGroup("/deviations/v1/good-examples").WithTags("good-examples"), app.MapGroup("/deviations/v1/tips").WithTags("tips"));
deviations.MapCases(app.MapGroup("/deviations/v1"));
deviations.MapActions(app.MapGroup("/deviations/v1/actions").WithTags("actions"));
app.MapDeadlines(deviations);
app.MapLex(deviations);
deviations.MapAttachments();
app.MapAssignments();
app.MapIdeas();
app.MapImports();
app.MapSavedFilters();
app.MapRiskAnalyses();
app.MapSecondAssessments();
app.MapDuties(deviations);
app.MapAccessLog();
app.MapCodeLists<CaseCode, CaseCode.Change, CaseCode.New>();
app.MapOfflineForms();
app.MapHusetPages<App>().AddAdditionalAssemblies(typeof(AccessLogPage).Assembly);
await app.RunHusetService<DeviationsDb>(args);
