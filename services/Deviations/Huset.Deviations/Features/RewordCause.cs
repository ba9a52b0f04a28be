using System.ComponentModel;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Deviations.Features;

public static class RewordCause
{
    public static void Map(RouteGroupBuilder deviations) => deviations
        .MapPut("/{id:guid}/causes/{causeId:guid}", async Task<Results<Ok<CauseView>, NotFound>> (
            [Description("Avvikelsens id. / Id of the deviation.")] Guid id, [Description("Orsakens id. / Id of the cause.")] Guid causeId,
            FindCause.Request request, Handler handler, HttpRequest http, HttpResponse response, CancellationToken ct) =>
        {
            if (await handler.Handle(id, causeId, request, http.CheckIfMatch, ct) is not { } found) return TypedResults.NotFound();
            response.SetETag(found.Version);
            return TypedResults.Ok(found.Cause);
        })
        .RequireAuthorization(Permissions.Work)
        .TakesIfMatch()
        .GivesETag()
        .WithSummary("Ändra en orsak / Change a cause")
        .WithDescription("Skriver om orsaken eller byter dess område. Åtgärderna mot den står kvar. En uppgift eller ett behov kan begäras, om inget är begärt förut. ETag är ärendets. / Rewords the cause or changes its area. The actions against it stay. A task or a need may be asked for, if none is. The ETag is the case's.");

    public sealed class Handler(DeviationsDb db, AccessLog access, CurrentUser user, AskOthers others, TimeProvider clock)
    {
        /// <summary>Null when there is no such cause in a case that the user may handle.</summary>
        public async Task<FindCause.Found?> Handle(Guid id, Guid causeId, FindCause.Request request, Action<int> checkVersion, CancellationToken ct)
        {
            if (await db.ToWork(id, ct) is not { } deviation || deviation.Causes.Find(cause => cause.Id == causeId) is not { } cause) return null;
            checkVersion(deviation.Version);
            var now = clock.GetUtcNow();
            // An area that is no longer chosen may stay where it was.
            if (request.Area != cause.Area) await db.MustBeCauseArea(request.Area!, "area", SwedishTime.Day(now), ct);
            if (request.TellsParent) deviation.PutBehind(cause, request.ParentId);
            deviation.RewordCause(cause, request.Area!, request.Text!, Person.Of(user), now);
            others.Ask(deviation, cause, request, now);
            db.Publish(deviation.ToAdvanced(now));
            db.Publish(deviation.ToChanged(cause, now));
            access.Add(AccessAction.Change, deviation, user.WhyWork(Permissions.Work, deviation));
            await db.SaveChangesAsync(ct);
            return new(CauseView.Of(cause, Sight.Full), deviation.Version);
        }
    }
}
