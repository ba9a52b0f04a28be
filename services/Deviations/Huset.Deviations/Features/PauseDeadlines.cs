using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Deviations.Features;

public static class PauseDeadlines
{
    public sealed class Request
    {
        [Description("Första dagen som räknas igen, svensk tid; högst 180 dagar fram. / First day that counts again, Swedish time; at most 180 days ahead.")]
        [Example("2099-01-01"), Required]
        public DateOnly? Until { get; set; }

        [Description("Vad ärendet väntar på. / What the case waits for.")]
        [Example("Den enskildes egen berättelse."), Required, StringLength(2000)]
        public string? Reason { get; set; }
    }

    public static void Map(RouteGroupBuilder deviations)
    {
        deviations.MapPost("/{id:guid}/pauses", async Task<Results<Ok<DeviationView>, NotFound>> ([Description("Avvikelsens id. / Id of the deviation.")] Guid id, Request request, Handler handler, CurrentUser user, HttpContext http, CancellationToken ct) =>
                Answer(await handler.Pause(id, request, http.Request.CheckIfMatch, ct), user, http))
            .RequireAuthorization(Permissions.Handle)
            .TakesIfMatch()
            .GivesETag()
            .WithName("pauseDeadlines")
            .WithSummary("Pausa tidsfristerna / Pause the deadlines")
            .WithDescription("När ärendet väntar på någon annan. Dagar från i dag räknas inte i kommunens egna mål; lagens tider pausas aldrig. / When the case waits for someone else. Days from today do not count in the municipality's own targets; the law's times are never paused.");
        deviations.MapPost("/{id:guid}/pauses/end", async Task<Results<Ok<DeviationView>, NotFound>> ([Description("Avvikelsens id. / Id of the deviation.")] Guid id, Handler handler, CurrentUser user, HttpContext http, CancellationToken ct) =>
                Answer(await handler.Resume(id, http.Request.CheckIfMatch, ct), user, http))
            .RequireAuthorization(Permissions.Handle)
            .TakesIfMatch()
            .GivesETag()
            .WithName("resumeDeadlines")
            .WithSummary("Avsluta pausen / End the pause")
            .WithDescription("Dagar räknas igen från i dag. / Days count again from today.");
    }

    private static Results<Ok<DeviationView>, NotFound> Answer(Deviation? deviation, CurrentUser user, HttpContext http)
    {
        if (deviation is null) return TypedResults.NotFound();
        http.Response.SetETag(deviation.Version);
        return TypedResults.Ok(DeviationView.Of(deviation, user));
    }

    public sealed class Handler(DeviationsDb db, AccessLog access, CurrentUser user, TimeProvider clock)
    {
        /// <summary>Null when there is no such case that the user may handle.</summary>
        public Task<Deviation?> Pause(Guid id, Request request, Action<int> checkVersion, CancellationToken ct) =>
            Change(id, checkVersion, (deviation, now) => deviation.Pause(request.Until!.Value, request.Reason!, Person.Of(user), now), ct);

        /// <summary>Null when there is no such case that the user may handle.</summary>
        public Task<Deviation?> Resume(Guid id, Action<int> checkVersion, CancellationToken ct) => Change(id, checkVersion, (deviation, now) => deviation.Resume(Person.Of(user), now), ct);

        private async Task<Deviation?> Change(Guid id, Action<int> checkVersion, Action<Deviation, DateTimeOffset> change, CancellationToken ct)
        {
            if (await db.ToHandle(id, ct) is not { } deviation) return null;
            checkVersion(deviation.Version);
            var now = clock.GetUtcNow();
            change(deviation, now);
            db.Publish(deviation.ToAdvanced(now));
            access.Add(AccessAction.Change, deviation, user.WhyWork(Permissions.Handle, deviation));
            await db.SaveChangesAsync(ct);
            return deviation;
        }
    }
}
