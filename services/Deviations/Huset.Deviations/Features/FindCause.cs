using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Deviations.Features;

public static class FindCause
{
    /// <summary>The cause with the version of its case.</summary>
    public sealed record Found(CauseView Cause, int Version);

    public sealed class Request
    {
        [Description("Orsaksområde, ur kodlistan cause-areas. / Area, from the code list cause-areas.")]
        [Example("staffing")]
        [Required, StringLength(100)]
        public string? Area { get; set; }

        [Description("Orsaken i ord: varför det hände. / The cause in words: why it happened.")]
        [Example("Vikarie utan delegering på morgonpasset.")]
        [Required, StringLength(20_000)]
        public string? Text { get; set; }
    }

    public static void Map(RouteGroupBuilder deviations) => deviations
        .MapPost("/{id:guid}/causes", async Task<Results<Created<CauseView>, NotFound>> (
            [Description("Avvikelsens id. / Id of the deviation.")] Guid id, Request request, Handler handler, HttpRequest http, HttpResponse response, CancellationToken ct) =>
        {
            if (await handler.Handle(id, request, http.CheckIfMatch, ct) is not { } found) return TypedResults.NotFound();
            response.SetETag(found.Version);
            return TypedResults.Created($"/deviations/v1/deviations/{id}", found.Cause);
        })
        .RequireAuthorization(Permissions.Handle)
        .TakesIfMatch()
        .GivesETag()
        .WithSummary("Lägg till en orsak / Add a cause")
        .WithDescription("En orsak till det som hände, i ett bedömt ärende. ETag är ärendets, och Location är ärendet. / A cause of what happened, in an assessed case. The ETag is the case's, and Location is the case.");

    public sealed class Handler(DeviationsDb db, AccessLog access, CurrentUser user, TimeProvider clock)
    {
        /// <summary>Null when there is no such case that the user may handle.</summary>
        public async Task<Found?> Handle(Guid id, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            if (await db.ToHandle(id, ct) is not { } deviation) return null;
            checkVersion(deviation.Version);
            var now = clock.GetUtcNow();
            await db.MustBeCauseArea(request.Area!, "area", SwedishTime.Day(now), ct);
            var cause = deviation.FindCause(request.Area!, request.Text!, Person.Of(user), now);
            db.Publish(deviation.ToAdvanced(now));
            db.Publish(deviation.ToChanged(cause, now));
            access.Add(AccessAction.Change, deviation, user.WhyWork(Permissions.Handle, deviation));
            await db.SaveChangesAsync(ct);
            return new(CauseView.Of(cause, Sight.Full), deviation.Version);
        }
    }
}
