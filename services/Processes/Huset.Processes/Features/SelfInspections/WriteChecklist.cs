using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Processes.Features.SelfInspections;

/// <summary>Writes a checklist: a new one, or what one is from now on. What is started with it keeps its questions.</summary>
public static class WriteChecklist
{
    public const int MaxQuestions = 100;

    public sealed class Request
    {
        [Description("Checklistans namn. / Name of the checklist.")]
        [Example("Läkemedelshantering i hemtjänsten")]
        [Required, StringLength(200), RegularExpression(@"\P{Cc}*")]
        public string? Name { get; set; }

        [Description("Enheten som äger den och använder den med alla enheter under; utelämnas när alla använder den. / The unit that owns it and uses it with every unit below; left out when all use it.")]
        [Example("norrangen")]
        [StringLength(64)]
        public string? UnitCode { get; set; }

        [Description("Dokumentet som den kontrollerar. / The document that it checks.")]
        public Guid? DocumentId { get; set; }

        [Description("Stegen i processerna som den kontrollerar. / The steps of the processes that it checks.")]
        [MaxLength(100), Example]
        public List<Guid>? ActivityIds { get; set; }

        [Description("Frågorna i ordning, en till hundra. / The questions in order, one to a hundred.")]
        [Required, MinLength(1), MaxLength(MaxQuestions)]
        public List<Question>? Questions { get; set; }

        [Description("Sant när den inte ska användas längre. / True when it is to be used no more.")]
        public bool? IsClosed { get; set; }
    }

    [Description("En fråga att svara ja, nej eller ej aktuellt på. / A question to answer with yes, no or not applicable.")]
    public sealed class Question
    {
        [Description("Frågans id när den fanns förut; utelämnas för en ny. / Id of the question when it was there before; left out for a new one.")]
        public Guid? Id { get; set; }

        [Description("Frågan, så skriven att ja är som det ska vara. / The question, so worded that yes is as it should be.")]
        [Example("Är signeringslistan ifylld?")]
        [Required, StringLength(500)]
        public string? Text { get; set; }

        [Description("Vad man tittar på. / What to look at.")]
        [Example("Titta på de tre senaste dagarna.")]
        [StringLength(1000)]
        public string? Help { get; set; }

        [Description("Slag av avvikelse som ett nej erbjuds som; utelämnas när inget ska erbjudas. / Kind of deviation that a no is offered as; left out when none is to be.")]
        [OneOf<OfferedDeviation>]
        public string? OffersDeviation { get; set; }

        [Description("Om man också räknar hur många som var rätt. / Whether one also counts how many were right.")]
        public bool? Counts { get; set; }
    }

    public static void Map(RouteGroupBuilder checklists)
    {
        checklists
            .MapPost("/", async Task<Created<ChecklistView>> (Request request, Handler handler, HttpResponse response, CancellationToken ct) =>
            {
                var checklist = await handler.Create(request, ct);
                response.SetETag(checklist.Version);
                return TypedResults.Created($"/processes/v1/checklists/{checklist.Id}", checklist);
            })
            .RequireAuthorization(Permissions.EditChecklists)
            .GivesETag()
            .WithName("createChecklist")
            .WithSummary("Skapa en checklista / Create a checklist")
            .WithDescription("För en enhet eller för alla. / For a unit or for all.");
        checklists
            .MapPut("/{id:guid}", async Task<Results<Ok<ChecklistView>, NotFound>> ([Description("Checklistans id. / Id of the checklist.")] Guid id, Request request, Handler handler, HttpContext http, CancellationToken ct) =>
            {
                if (await handler.Change(id, request, http.Request.RequireIfMatch, ct) is not { } checklist) return TypedResults.NotFound();
                http.Response.SetETag(checklist.Version);
                return TypedResults.Ok(checklist);
            })
            .RequireAuthorization(Permissions.EditChecklists)
            .NeedsIfMatch()
            .GivesETag()
            .WithName("changeChecklist")
            .WithSummary("Ändra en checklista / Change a checklist")
            .WithDescription("Påbörjade egenkontroller behåller sina frågor. Skicka If-Match med den ETag du läste. / Self-inspections that are begun keep their questions. Send If-Match with the ETag that you read.");
    }

    public sealed class Handler(ProcessesDb db, CurrentUser user, TimeProvider clock)
    {
        public async Task<ChecklistView> Create(Request request, CancellationToken ct)
        {
            var checklist = Checklist.Create(await Facts(request, null, ct), Person.Of(user), clock.GetUtcNow());
            db.Add(checklist);
            await db.SaveChangesAsync(ct);
            return ChecklistView.Of(checklist);
        }

        public async Task<ChecklistView?> Change(Guid id, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            if (await db.EditableChecklists.FirstOrDefaultAsync(checklist => checklist.Id == id, ct) is not { } checklist) return null;
            checkVersion(checklist.Version);
            checklist.Change(await Facts(request, checklist, ct), Person.Of(user), clock.GetUtcNow());
            await db.SaveChangesAsync(ct);
            return ChecklistView.Of(checklist);
        }

        private async Task<ChecklistFacts> Facts(Request request, Checklist? before, CancellationToken ct)
        {
            var today = SwedishTime.Today(clock);
            var unit = string.IsNullOrWhiteSpace(request.UnitCode) ? null : request.UnitCode.Trim();
            if (unit is not null && unit != before?.UnitCode && !await db.UnitPeriods.AnyAsync(p => p.UnitCode == unit && p.ValidFrom <= today && (p.Until == null || p.Until > today), ct))
                throw new InvalidField("unitCode", "There is no such unit today.");
            if (!user.ReachesAll(Permissions.EditChecklists) && !(unit is not null && user.UnitsOf(Permissions.EditChecklists).Contains(unit)))
                throw new RuleViolation("checklist.outside-reach", "You may write checklists of your own units.");
            if (request.DocumentId is { } document && document != before?.DocumentId && !await db.Documents.AnyAsync(d => d.Id == document, ct))
                throw new InvalidField("documentId", "There is no such document.");
            Guid[] steps = [.. (request.ActivityIds ?? []).Distinct()];
            if (steps.Except(before?.ActivityIds ?? []).Any() && await db.Activities.CountAsync(activity => steps.Contains(activity.Id), ct) != steps.Length)
                throw new InvalidField("activityIds", "Each must be a step of a process.");
            return new(request.Name!, unit, request.DocumentId, steps, Questions(request.Questions!, before), request.IsClosed ?? false);
        }

        // A question keeps its id for as long as it is there, and none borrows another checklist's.
        private List<ChecklistQuestion> Questions(List<Question> written, Checklist? before)
        {
            var questions = new List<ChecklistQuestion>();
            foreach (var (index, question) in written.Index())
            {
                if (question.Id is { } known && (before?.Questions.All(other => other.Id != known) ?? true)) throw new InvalidField($"questions[{index}].id", "The checklist has no such question.");
                if (question.Id is { } twice && questions.Exists(other => other.Id == twice)) throw new InvalidField($"questions[{index}].id", "The question is there twice.");
                questions.Add(new(
                    question.Id ?? Guid.CreateVersion7(clock.GetUtcNow()), question.Text!.Trim(), string.IsNullOrWhiteSpace(question.Help) ? null : question.Help.Trim(),
                    Lists.Choice<OfferedDeviation>(question.OffersDeviation, $"questions[{index}].offersDeviation"), question.Counts ?? false));
            }
            return questions;
        }
    }
}
