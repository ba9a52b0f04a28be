using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Deviations.Features;

public static class AnswerDeviation
{
    public sealed class Request
    {
        [Description("Svaret till den som rapporterade: vad som händer nu. Ersätter ett tidigare svar. / The answer to the reporter: what happens now. Takes the place of an earlier answer.")]
        [Example("Tack. Vi ser över bemanningen på morgonen och återkommer när det är klart.")]
        [Required, StringLength(20_000)]
        public string? Feedback { get; set; }
    }

    public static void Map(RouteGroupBuilder deviations) => deviations
        .MapPost("/{id:guid}/answer", async Task<Results<Ok<DeviationView>, NotFound>> ([Description("Avvikelsens id. / Id of the deviation.")] Guid id, Request request, Handler handler, CurrentUser user, HttpContext http, CancellationToken ct) =>
        {
            if (await handler.Handle(id, request, http.Request.CheckIfMatch, ct) is not { } deviation) return TypedResults.NotFound();
            http.Response.SetETag(deviation.Version);
            return TypedResults.Ok(DeviationView.Of(deviation, user));
        })
        .RequireAuthorization(Permissions.Handle)
        .TakesIfMatch()
        .GivesETag()
        .WithName("answerDeviation")
        .WithSummary("Svara rapportören / Answer the reporter")
        .WithDescription("Innan ärendet avslutas; det uppfyller tidsfristen för svar. / Before the case is closed; it meets the deadline for answering.");

    public sealed class Handler(DeviationsDb db, AccessLog access, CurrentUser user, TimeProvider clock)
    {
        /// <summary>Null when there is no such case that the user may handle.</summary>
        public async Task<Deviation?> Handle(Guid id, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            if (await db.ToHandle(id, ct) is not { } deviation) return null;
            checkVersion(deviation.Version);
            var now = clock.GetUtcNow();
            deviation.Answer(request.Feedback!, Person.Of(user), now);
            db.Publish(deviation.ToAdvanced(now));
            if (deviation.TellsReporter(user.Id)) db.Add(Notice.To(deviation.ReporterId, NoticeKind.Answered, deviation.Id, deviation.Reference, null, now));
            access.Add(AccessAction.Change, deviation, user.WhyWork(Permissions.Handle, deviation));
            await db.SaveChangesAsync(ct);
            return deviation;
        }
    }
}
