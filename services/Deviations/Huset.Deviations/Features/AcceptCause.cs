using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Deviations.Features;

public static class AcceptCause
{
    public sealed class Request
    {
        [Description("Varför inget görs åt orsaken. / Why nothing is done about the cause.")]
        [Example("Enheten stängs vid årsskiftet.")]
        [Required, StringLength(20_000)]
        public string? Reason { get; set; }
    }

    public static void Map(RouteGroupBuilder deviations) => deviations
        .MapPost("/{id:guid}/causes/{causeId:guid}/acceptance", async Task<Results<Ok<CauseView>, NotFound>> (
            [Description("Avvikelsens id. / Id of the deviation.")] Guid id, [Description("Orsakens id. / Id of the cause.")] Guid causeId,
            Request request, Handler handler, HttpRequest http, HttpResponse response, CancellationToken ct) =>
        {
            if (await handler.Handle(id, causeId, request, http.CheckIfMatch, ct) is not { } found) return TypedResults.NotFound();
            response.SetETag(found.Version);
            return TypedResults.Ok(found.Cause);
        })
        .RequireAuthorization(Permissions.Handle)
        .TakesIfMatch()
        .GivesETag()
        .WithSummary("Godta en orsak utan åtgärd / Accept a cause without an action")
        .WithDescription("Inget görs åt orsaken, och skälet står i ärendet. ETag är ärendets. / Nothing is done about the cause, and the reason stands in the case. The ETag is the case's.");

    public sealed class Handler(DeviationsDb db, AccessLog access, CurrentUser user, TimeProvider clock)
    {
        /// <summary>Null when there is no such cause in a case that the user may handle.</summary>
        public async Task<FindCause.Found?> Handle(Guid id, Guid causeId, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            if (await db.ToHandle(id, ct) is not { } deviation || deviation.Causes.Find(cause => cause.Id == causeId) is not { } cause) return null;
            checkVersion(deviation.Version);
            var now = clock.GetUtcNow();
            deviation.AcceptCause(cause, request.Reason!, Person.Of(user), now);
            db.Publish(deviation.ToAdvanced(now));
            db.Publish(deviation.ToChanged(cause, now));
            access.Add(AccessAction.Change, deviation, user.WhyWork(Permissions.Handle, deviation));
            await db.SaveChangesAsync(ct);
            return new(CauseView.Of(cause, Sight.Full), deviation.Version);
        }
    }
}
