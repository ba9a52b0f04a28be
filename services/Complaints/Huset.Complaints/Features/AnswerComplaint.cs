using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Complaints.Features;

public static class AnswerComplaint
{
    public sealed class Request
    {
        [Description("Svaret till den som lämnade synpunkten, som läses med koden. / The answer to who left the complaint, which is read by the code.")]
        [Example("Tack för att du berättade. Köket värmer nu lådorna innan de går ut."), Required, StringLength(20_000)]
        public string? Text { get; set; }
    }

    public static void Map(RouteGroupBuilder complaints) => complaints
        .MapPost("/{id:guid}/answer", async Task<Results<Ok<ComplaintView>, NotFound>> (
            [Description("Synpunktens id. / Id of the complaint.")] Guid id, Request request, Handler handler, CurrentUser user, HttpContext http, CancellationToken ct) =>
            http.Changed(await handler.Handle(id, request, http.Request.CheckIfMatch, ct), user))
        .RequireAuthorization(Permissions.Handle)
        .TakesIfMatch()
        .GivesETag()
        .WithName("answerComplaint")
        .WithSummary("Svara / Answer")
        .WithDescription("Det kan bli flera svar, också efter att synpunkten är avslutad. / There may be several answers, also after the complaint is closed.");

    public sealed class Handler(ComplaintWork work)
    {
        /// <summary>Null when there is no such complaint that the user may handle.</summary>
        public Task<Complaint?> Handle(Guid id, Request request, Action<int> checkVersion, CancellationToken ct) =>
            work.Do(Permissions.Handle, id, checkVersion, (complaint, by, now) => complaint.Answer(request.Text!, by, now), ct);
    }
}
