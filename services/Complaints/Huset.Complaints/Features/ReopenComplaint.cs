using System.ComponentModel;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Complaints.Features;

public static class ReopenComplaint
{
    public static void Map(RouteGroupBuilder complaints) => complaints
        .MapPost("/{id:guid}/reopening", async Task<Results<Ok<ComplaintView>, NotFound>> (
            [Description("Synpunktens id. / Id of the complaint.")] Guid id, Handler handler, CurrentUser user, HttpContext http, CancellationToken ct) =>
            http.Changed(await handler.Handle(id, http.Request.CheckIfMatch, ct), user))
        .RequireAuthorization(Permissions.Handle)
        .TakesIfMatch()
        .GivesETag()
        .WithName("reopenComplaint")
        .WithSummary("Ta upp en avslutad synpunkt igen / Take up a closed complaint again")
        .WithDescription("Det som redan är svarat står kvar. / What has been answered stays.");

    public sealed class Handler(ComplaintWork work)
    {
        /// <summary>Null when there is no such complaint that the user may handle.</summary>
        public Task<Complaint?> Handle(Guid id, Action<int> checkVersion, CancellationToken ct) =>
            work.Do(Permissions.Handle, id, checkVersion, (complaint, by, now) => complaint.Reopen(by, now), ct);
    }
}
