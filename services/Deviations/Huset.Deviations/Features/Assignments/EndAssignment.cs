using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.Assignments;

public static class EndAssignment
{
    public sealed class Request
    {
        [Description("Första dagen som uppdraget inte längre gäller; tidigast i dag. / First day that the assignment no longer applies; today at the earliest.")]
        [Example("2099-01-01"), Required]
        public DateOnly? ValidTo { get; set; }
    }

    public static void Map(RouteGroupBuilder assignments) => assignments
        .MapPost("/{id:guid}/end", async Task<Results<Ok<AssignmentView>, NotFound>> ([Description("Uppdragets id. / Id of the assignment.")] Guid id, Request request, Handler handler, HttpContext http, CancellationToken ct) =>
        {
            if (await handler.Handle(id, request, http.Request.RequireIfMatch, ct) is not { } assignment) return TypedResults.NotFound();
            http.Response.SetETag(assignment.Version);
            return TypedResults.Ok(AssignmentView.Of(assignment));
        })
        .RequireAuthorization(Permissions.Appoint)
        .NeedsIfMatch().GivesETag()
        .WithName("endAssignment")
        .WithSummary("Avsluta ett uppdrag / End an assignment")
        .WithDescription("Den som var utsedd ser inte längre ärendena genom uppdraget från och med dagen. / Who was appointed no longer sees the cases by it from that day on.");

    public sealed class Handler(DeviationsDb db, CurrentUser user, TimeProvider clock)
    {
        /// <summary>Null when there is no such assignment that the user may end.</summary>
        /// <exception cref="InvalidField">400: validTo lies before today.</exception>
        /// <exception cref="RuleViolation">409 `assignment.ended`.</exception>
        public async Task<UnitAssignment?> Handle(Guid id, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            if (await db.Assignments.FirstOrDefaultAsync(known => known.Id == id, ct) is not { } assignment || !user.MayAppoint(assignment.Kind, assignment.UnitCode)) return null;
            checkVersion(assignment.Version);
            var now = clock.GetUtcNow();
            if (request.ValidTo < SwedishTime.Day(now)) throw new InvalidField("validTo", "It ends today at the earliest.");
            assignment.End(request.ValidTo!.Value, Person.Of(user), now);
            await db.SaveChangesAsync(ct);
            return assignment;
        }
    }
}
