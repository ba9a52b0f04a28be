using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Processes.Features.SelfInspections;

/// <summary>Saves answers, also half-way, and completes a self-inspection, which locks it.</summary>
public static class AnswerSelfInspection
{
    public sealed class Request
    {
        [Description("Svar på frågor; en fråga som utelämnas behåller det den har. / Answers to questions; a question that is left out keeps what it has.")]
        [Required, MaxLength(WriteChecklist.MaxQuestions), Example]
        public List<Answer>? Answers { get; set; }
    }

    [Description("Svaret på en fråga. / The answer to a question.")]
    public sealed class Answer
    {
        [Description("Frågans id. / Id of the question.")]
        [Required]
        public Guid? QuestionId { get; set; }

        [Description("Svaret; utelämnas tills det är bestämt. / The answer; left out until it is decided.")]
        [OneOf<InspectionAnswer>]
        public string? Value { get; set; }

        [Description("Vad man såg; inga namn på enskilda. / What was seen; no names of individuals.")]
        [Example("Två signaturer saknas.")]
        [StringLength(2000)]
        public string? Comment { get; set; }

        [Description("Vad som visar det. / What shows it.")]
        [Example("Signeringslista oktober")]
        [StringLength(500)]
        public string? Evidence { get; set; }

        [Description("Var underlaget finns, som webbadress. / Where the evidence is, as a web address.")]
        [Example("https://intranat.example/listor/oktober")]
        [StringLength(500)]
        public string? EvidenceLink { get; set; }

        [Description("Underlagets dag. / Day of the evidence.")]
        public DateOnly? EvidenceOn { get; set; }

        [Description("Hur många man tittade på. / How many were looked at.")]
        [Range(0, 100_000), Example("15")]
        public int? LookedAt { get; set; }

        [Description("Hur många av dem som var rätt. / How many of them were right.")]
        [Range(0, 100_000), Example("12")]
        public int? Right { get; set; }
    }

    public static void Map(RouteGroupBuilder inspections)
    {
        inspections
            .MapPut("/{id:guid}/answers", async Task<Results<Ok<SelfInspectionView>, NotFound>> ([Description("Egenkontrollens id. / Id of the self-inspection.")] Guid id, Request request, Handler handler, HttpContext http, CancellationToken ct) =>
                Answered(await handler.Write(id, request, http.Request.RequireIfMatch, ct), http))
            .RequireAuthorization(Permissions.DoSelfInspections)
            .NeedsIfMatch()
            .GivesETag()
            .WithName("answerSelfInspection")
            .WithSummary("Spara svar i en egenkontroll / Save answers of a self-inspection")
            .WithDescription("Också halvvägs. Skicka If-Match med den ETag du läste. / Also half-way. Send If-Match with the ETag that you read.");
        inspections
            .MapPost("/{id:guid}/completion", async Task<Results<Ok<SelfInspectionView>, NotFound>> ([Description("Egenkontrollens id. / Id of the self-inspection.")] Guid id, Handler handler, HttpContext http, CancellationToken ct) =>
                Answered(await handler.Complete(id, http.Request.CheckIfMatch, ct), http))
            .RequireAuthorization(Permissions.DoSelfInspections)
            .TakesIfMatch()
            .GivesETag()
            .WithName("completeSelfInspection")
            .WithSummary("Gör en egenkontroll klar / Complete a self-inspection")
            .WithDescription("Varje fråga ska ha ett svar. Sedan går den inte att ändra. / Every question is to have an answer. After that it cannot be changed.");
    }

    private static Results<Ok<SelfInspectionView>, NotFound> Answered(SelfInspectionView? inspection, HttpContext http)
    {
        if (inspection is null) return TypedResults.NotFound();
        http.Response.SetETag(inspection.Version);
        return TypedResults.Ok(inspection);
    }

    public sealed class Handler(ProcessesDb db, CurrentUser user, TimeProvider clock)
    {
        public Task<SelfInspectionView?> Write(Guid id, Request request, Action<int> checkVersion, CancellationToken ct) =>
            Change(id, checkVersion, inspection => inspection.Write([.. request.Answers!.Select(Read)], clock.GetUtcNow()), ct);

        public Task<SelfInspectionView?> Complete(Guid id, Action<int> checkVersion, CancellationToken ct) =>
            Change(id, checkVersion, inspection => inspection.Complete(Person.Of(user), clock.GetUtcNow()), ct);

        /// <summary>Saves what was typed and completes it, or does neither.</summary>
        public Task<SelfInspectionView?> WriteAndComplete(Guid id, Request request, Action<int> checkVersion, CancellationToken ct) =>
            Change(id, checkVersion, inspection =>
            {
                inspection.Write([.. request.Answers!.Select(Read)], clock.GetUtcNow());
                inspection.Complete(Person.Of(user), clock.GetUtcNow());
            }, ct);

        private static (Guid QuestionId, WrittenAnswer Answer) Read(Answer answer, int index) => (answer.QuestionId!.Value, new(
            Lists.Choice<InspectionAnswer>(answer.Value, $"answers[{index}].value"), Blank(answer.Comment), Blank(answer.Evidence), Link(answer.EvidenceLink, index), answer.EvidenceOn, answer.LookedAt, answer.Right));

        private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

        // A link that runs a script is none.
        private static string? Link(string? text, int index) => Blank(text) is not { } link ? null
            : Uri.TryCreate(link, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp) ? link
            : throw new InvalidField($"answers[{index}].evidenceLink", "It must be a web address that begins with https://.");

        private async Task<SelfInspectionView?> Change(Guid id, Action<int> checkVersion, Action<SelfInspection> change, CancellationToken ct)
        {
            if (await db.EditableInspections.FirstOrDefaultAsync(inspection => inspection.Id == id, ct) is not { } inspection) return null;
            checkVersion(inspection.Version);
            change(inspection);
            db.Publish(inspection.ToChanged());
            await db.SaveChangesAsync(ct);
            return SelfInspectionView.Of(inspection);
        }
    }
}
