using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Complaints.Features;

public static class CloseComplaint
{
    public sealed class Request
    {
        [Description("Vad den ledde till, för dem som arbetar här. / What it led to, for those who work here.")]
        [Example("Nya värmelådor är köpta."), StringLength(20_000)]
        public string? Outcome { get; set; }
    }

    public static void Map(RouteGroupBuilder complaints) => complaints
        .MapPost("/{id:guid}/closure", async Task<Results<Ok<ComplaintView>, NotFound>> (
            [Description("Synpunktens id. / Id of the complaint.")] Guid id, Request request, Handler handler, CurrentUser user, HttpContext http, CancellationToken ct) =>
            http.Changed(await handler.Handle(id, request, http.Request.CheckIfMatch, ct), user))
        .RequireAuthorization(Permissions.Handle)
        .TakesIfMatch()
        .GivesETag()
        .WithName("closeComplaint")
        .WithSummary("Avsluta / Close")
        .WithDescription("Nekas med complaint.unanswered så länge den som vill ha svar inte har fått något. / Refused with complaint.unanswered as long as who wants an answer has had none.");

    public sealed class Handler(ComplaintWork work)
    {
        /// <summary>Null when there is no such complaint that the user may handle.</summary>
        public Task<Complaint?> Handle(Guid id, Request request, Action<int> checkVersion, CancellationToken ct) =>
            work.Do(Permissions.Handle, id, checkVersion, (complaint, by, now) => complaint.Close(request.Outcome, by, now), ct);
    }
}
