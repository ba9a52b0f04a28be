using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
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

        [Description("Kategori ur listan categories, för ärendets slag; utelämnad: ingen. / Category from the list categories, for the case's kind; left out: none.")]
        [Example("dose-late"), StringLength(64)]
        public string? Category { get; set; }

        [Description("Ämne ur listan topics; utelämnat: kategorins eget, om kategorin är ny i ärendet. / Topic from the list topics; left out: the category's own, when the category is new in the case.")]
        [Example("medicines"), StringLength(64)]
        public string? Topic { get; set; }
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
        .WithSummary("Ange steg, rutin, kategori och ämne / Set step, routine, category and topic")
        .WithDescription("Anger eller rättar var i processen det hände, vilken rutin det gäller, kategori och ämne. Skicka If-Match med den ETag du läste. / Sets or corrects where in the process it happened, which routine it concerns, category and topic. Send If-Match with the ETag that you read.");

    public sealed class Handler(DeviationsDb db, Sortings sortings, AccessLog access, CurrentUser user, TimeProvider clock)
    {
        /// <summary>Null when there is no such case that the user may handle.</summary>
        public async Task<Deviation?> Handle(Guid id, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            if (await db.ToHandle(id, ct) is not { } deviation) return null;
            checkVersion(deviation.Version);
            var now = clock.GetUtcNow();
            var sorting = await sortings.Check(deviation.Kind, request.Category, request.Topic, new(deviation.Category, deviation.Topic), ct);
            deviation.Place(request.ActivityId, request.RoutineId, sorting, Person.Of(user), now);
            db.Publish(deviation.ToAdvanced(now));
            access.Add(AccessAction.Change, deviation, user.WhyWork(Permissions.Handle, deviation));
            await db.SaveChangesAsync(ct);
            return deviation;
        }
    }
}
