using System.ComponentModel;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Deviations.Features;

public static class PlaceDeviation
{
    public sealed class Request
    {
        [Description("Steget i processen; utelämnat: inget. Ett som inte är känt här tas emot. / Step of the process; left out: none. One that is not known here is taken.")]
        public Guid? ActivityId { get; set; }

        [Description("Rutinen som det gäller; utelämnad: ingen. En som inte är känd här tas emot. / The routine that it concerns; left out: none. One that is not known here is taken.")]
        public Guid? RoutineId { get; set; }
    }

    public static void Map(RouteGroupBuilder deviations) => deviations
        .MapPut("/{id:guid}/place", async Task<Results<Ok<DeviationView>, NotFound>> ([Description("Avvikelsens id. / Id of the deviation.")] Guid id, Request request, Handler handler, CurrentUser user, HttpContext http, CancellationToken ct) =>
        {
            if (await handler.Handle(id, request, http.Request.RequireIfMatch, ct) is not { } deviation) return TypedResults.NotFound();
            http.Response.SetETag(deviation.Version);
            return TypedResults.Ok(DeviationView.Of(deviation, user));
        })
        .RequireAuthorization(Permissions.Handle)
        .NeedsIfMatch()
        .GivesETag()
        .WithName("placeDeviation")
        .WithSummary("Ange steg och rutin / Set step and routine")
        .WithDescription("Anger eller rättar var i processen det hände och vilken rutin det gäller. Skicka If-Match med den ETag du läste. / Sets or corrects where in the process it happened and which routine it concerns. Send If-Match with the ETag that you read.");

    public sealed class Handler(DeviationsDb db, AccessLog access, CurrentUser user, TimeProvider clock)
    {
        /// <summary>Null when there is no such case that the user may handle.</summary>
        public async Task<Deviation?> Handle(Guid id, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            if (await db.ToHandle(id, ct) is not { } deviation) return null;
            checkVersion(deviation.Version);
            var now = clock.GetUtcNow();
            deviation.Place(request.ActivityId, request.RoutineId, Person.Of(user), now);
            db.Publish(deviation.ToAdvanced(now));
            access.Add(AccessAction.Change, deviation, user.WhyWork(Permissions.Handle, deviation));
            await db.SaveChangesAsync(ct);
            return deviation;
        }
    }
}
