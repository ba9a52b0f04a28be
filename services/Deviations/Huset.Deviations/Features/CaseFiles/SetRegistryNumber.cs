using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Deviations.Features.CaseFiles;

/// <summary>The one number that the case has in the municipality's register (OSL 2009:400 ch. 5 § 1).</summary>
public static class SetRegistryNumber
{
    public sealed class Request
    {
        [Description("Diarienumret; utelämnat: inget. / The registry number; left out: none.")]
        [Example("SN 2026/123"), StringLength(50)]
        public string? RegistryNumber { get; set; }
    }

    public static void Map(RouteGroupBuilder deviations) => deviations
        .MapPut("/{id:guid}/registry-number", async Task<Results<Ok<DeviationView>, NotFound>> ([Description("Avvikelsens id. / Id of the deviation.")] Guid id, Request request, Handler handler, CurrentUser user, HttpContext http, CancellationToken ct) =>
        {
            if (await handler.Handle(id, request, http.Request.RequireIfMatch, ct) is not { } deviation) return TypedResults.NotFound();
            http.Response.SetETag(deviation.Version);
            return TypedResults.Ok(DeviationView.Of(deviation, user));
        })
        .RequireAuthorization(Permissions.Handle)
        .NeedsIfMatch()
        .GivesETag()
        .WithName("setRegistryNumber")
        .WithSummary("Ange diarienummer / Set the registry number")
        .WithDescription("Ärendets enda nummer i kommunens diarium. Går att ange och rätta också när ärendet är avslutat. Skicka If-Match med den ETag du läste. / The case's one number in the municipality's register. May be set and corrected when the case is closed too. Send If-Match with the ETag that you read.");

    public sealed class Handler(DeviationsDb db, AccessLog access, CurrentUser user, TimeProvider clock)
    {
        /// <summary>Null when there is no such case that the user may handle.</summary>
        public async Task<Deviation?> Handle(Guid id, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            if (await db.ToHandle(id, ct) is not { } deviation) return null;
            checkVersion(deviation.Version);
            var now = clock.GetUtcNow();
            deviation.Register(request.RegistryNumber, Person.Of(user), now);
            db.Publish(deviation.ToAdvanced(now));
            access.Add(AccessAction.Change, deviation, user.WhyWork(Permissions.Handle, deviation));
            await db.SaveChangesAsync(ct);
            return deviation;
        }
    }
}
