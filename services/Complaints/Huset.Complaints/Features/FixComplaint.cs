using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Complaints.Features;

public static class FixComplaint
{
    public sealed class Request
    {
        [Description("Vad som gjordes direkt. / What was done at once.")]
        [Example("Köket värmer nu lådorna innan de går ut."), Required, StringLength(20_000)]
        public string? How { get; set; }
    }

    public static void Map(RouteGroupBuilder complaints) => complaints
        .MapPost("/{id:guid}/fix", async Task<Results<Ok<ComplaintView>, NotFound>> (
            [Description("Synpunktens id. / Id of the complaint.")] Guid id, Request request, Handler handler, CurrentUser user, HttpContext http, CancellationToken ct) =>
            http.Changed(await handler.Handle(id, request, http.Request.CheckIfMatch, ct), user))
        .RequireAuthorization(Permissions.Handle)
        .TakesIfMatch()
        .GivesETag()
        .WithName("fixComplaint")
        .WithSummary("Åtgärdat direkt / Fixed on the spot")
        .WithDescription("Vill ingen ha svar, eller är svaret givet, är synpunkten därmed avslutad. / When nobody wants an answer, or it is given, the complaint is thereby closed.");

    public sealed class Handler(ComplaintWork work)
    {
        /// <summary>Null when there is no such complaint that the user may handle.</summary>
        public Task<Complaint?> Handle(Guid id, Request request, Action<int> checkVersion, CancellationToken ct) =>
            work.Do(Permissions.Handle, id, checkVersion, (complaint, by, now) => complaint.Fix(request.How!, by, now), ct);
    }
}
