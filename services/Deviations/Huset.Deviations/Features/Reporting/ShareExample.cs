using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.Reporting;

public static class ShareExample
{
    public sealed class Request
    {
        [Description("Det som kollegor får läsa, utan namn; utelämnat: det visas inte längre. / What colleagues may read, without names; left out: it is shown no longer.")]
        [Example("Kvällspasset ringde den som skulle komma hem från sjukhuset dagen före. Allt var klart när hon kom.")]
        [StringLength(4_000)]
        public string? Text { get; set; }

        [Description("Alla enheter får läsa det, inte bara den egna. / Every unit may read it, not only its own.")]
        public bool Everywhere { get; set; }
    }

    public static void Map(RouteGroupBuilder deviations) => deviations
        .MapPut("/{id:guid}/example", async Task<Results<Ok<DeviationView>, NotFound>> ([Description("Avvikelsens id. / Id of the deviation.")] Guid id, Request request, Handler handler, CurrentUser user, HttpContext http, CancellationToken ct) =>
        {
            if (await handler.Handle(id, request, http.Request.RequireIfMatch, ct) is not { } deviation) return TypedResults.NotFound();
            http.Response.SetETag(deviation.Version);
            return TypedResults.Ok(DeviationView.Of(deviation, user));
        })
        .RequireAuthorization(Permissions.Handle)
        .NeedsIfMatch()
        .GivesETag()
        .WithName("shareExample")
        .WithSummary("Visa ett gott exempel för kollegor / Show a good example to colleagues")
        .WithDescription("Bara det som rapporterats som något som gick bra. Skicka If-Match med den ETag du läste. / Only what is reported as something that went well. Send If-Match with the ETag that you read.");

    public sealed class Handler(DeviationsDb db, AccessLog access, CurrentUser user, TimeProvider clock)
    {
        /// <summary>What is shown of the case; null when nothing is.</summary>
        public Task<GoodExample?> Shown(Guid id, CancellationToken ct) => db.GoodExamples.AsNoTracking().FirstOrDefaultAsync(example => example.Id == id, ct);

        /// <summary>Null when there is no such case that the user may handle.</summary>
        public async Task<Deviation?> Handle(Guid id, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            if (await db.ToHandle(id, ct) is not { } deviation) return null;
            checkVersion(deviation.Version);
            var now = clock.GetUtcNow();
            var known = await db.GoodExamples.FirstOrDefaultAsync(example => example.Id == id, ct);
            var example = known ?? GoodExample.Of(deviation, now);
            if (string.IsNullOrWhiteSpace(request.Text))
            {
                if (known is not null) db.Remove(known);
            }
            else
            {
                example.Tell(request.Text, request.Everywhere, deviation.Topic);
                if (known is null) db.Add(example);
            }
            deviation.Share(shown: !string.IsNullOrWhiteSpace(request.Text), Person.Of(user), now);
            db.Publish(deviation.ToAdvanced(now));
            access.Add(AccessAction.Change, deviation, user.WhyWork(Permissions.Handle, deviation));
            await db.SaveChangesAsync(ct);
            return deviation;
        }
    }
}
