using Huset.Competence.Contracts;
using Huset.Complaints.Contracts;
using Huset.Deviations;
using Huset.Deviations.Features;
using Huset.Deviations.Features.Actions;
using Huset.Deviations.Features.Lex;
using Huset.Deviations.Features.Reporting;
using Huset.Processes.Contracts;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Codes;
using Huset.Ui;
using Microsoft.EntityFrameworkCore;

var service = new HusetService(
    "deviations", "/avvikelser", "Avvikelser",
    "Rapporter om det som gick fel eller kunde ha gjort det. / Reports of what went wrong or could have.", Permissions.Table)
{
    Mechanics = "deviations.sql",
    Seed = RuleBook.Seed,
    Checks = [Verification.Cases],
    Copies = [(db, ct) => db.Set<KnownActivity>().AnyAsync(ct), (db, ct) => db.Set<KnownPerson>().AnyAsync(person => person.DirectoryId != null, ct)],
};
service.Consumers.Consume<KeepProcesses, ProcessChanged>().Consume<KeepActivities, ActivityChanged>().Consume<KeepRoutines, RoutineChanged>()
    .Consume<KeepPeople, PersonChanged>().Consume<FollowRevisions, RevisionTaskChanged>().Consume<FollowNeeds, CompetenceNeedChanged>()
    .Consume<OpenFromComplaint, EscalateComplaint>();

var builder = WebApplication.CreateBuilder(args);
builder.AddHusetService<DeviationsDb>(service);
builder.Services.AddDeadlines();
builder.Services.AddValidation();
builder.Services.AddHusetPages();
builder.Services.AddCodeLists<CaseCode>(CodeLists.Table);
builder.Services.AddRoom<ReadRoom>();
builder.Services.AddThreadTexts<TellThread>("deviation", "cause", "action");
builder.Services.AddScoped<ListDeviations.Handler>();
builder.Services.AddScoped<ReadDeviation.Handler>();
builder.Services.AddScoped<HandOverDeviation.Handler>();
builder.Services.AddScoped<ReturnDeviation.Handler>();
builder.Services.AddScoped<AssessDeviation.Handler>();
builder.Services.AddScoped<FindCause.Handler>();
builder.Services.AddScoped<RewordCause.Handler>();
builder.Services.AddScoped<AcceptCause.Handler>();
builder.Services.AddScoped<ReopenDeviation.Handler>();
builder.Services.AddScoped<CloseDeviation.Handler>();
builder.Services.AddScoped<ListPeople.Handler>();
builder.Services.AddScoped<AnswerDeviation.Handler>();
builder.Services.AddScoped<AskOthers>();
builder.Services.AddScoped<FollowAsked>();
builder.Services.AddScoped<Managers>();
builder.Services.AddReporting();
builder.Services.AddActions();
builder.Services.AddLexSarah();

var app = builder.Build();
app.UseHusetService();
app.UseMiddleware<RememberPeople>();
var deviations = app.MapGroup("/deviations/v1/deviations").WithTags("deviations");
deviations.MapReporting();
ListDeviations.Map(deviations);
ReadDeviation.Map(deviations);
HandOverDeviation.Map(deviations);
ReturnDeviation.Map(deviations);
AssessDeviation.Map(deviations);
FindCause.Map(deviations);
RewordCause.Map(deviations);
AcceptCause.Map(deviations);
ReopenDeviation.Map(deviations);
CloseDeviation.Map(deviations);
AnswerDeviation.Map(deviations);
ListPeople.Map(app.MapGroup("/deviations/v1"));
deviations.MapActions(app.MapGroup("/deviations/v1/actions").WithTags("actions"));
app.MapDeadlines(deviations);
app.MapLexSarah(deviations);
app.MapAccessLog();
app.MapCodeLists<CaseCode, CaseCode.Change, CaseCode.New>();
app.MapHusetPages<App>().AddAdditionalAssemblies(typeof(AccessLogPage).Assembly);
await app.RunHusetService<DeviationsDb>(args);
