using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Procurement.Features.FollowUps;

public static class AddFinding
{
    public sealed class Request
    {
        [Description("Punkten i checklistan som inte är uppfylld; utan den gäller det något annat. / The checklist's item that is not met; without it, something else.")]
        [Example("8f1c2d3e-0000-4000-8000-000000000002")]
        public Guid? ItemId { get; set; }

        [Description("Vad som brister. Leverantören läser det genast. / What is lacking. The supplier reads it at once.")]
        [Example("Två kvällar i oktober arbetade en ensam."), Required, StringLength(4_000)]
        public string? Text { get; set; }

        [Description("Hur allvarlig den är. / How serious it is.")]
        [Required, EnumDataType(typeof(Severity))]
        public Severity? Severity { get; set; }

        [Description("Sista dagen att åtgärda den; utan den så många dagar som reglerna säger. / Last day to remedy it; without it, as many days as the rules say.")]
        [Example("2099-12-01")]
        public DateOnly? RemedyDueOn { get; set; }
    }

    public static void Map(RouteGroupBuilder followUps) => followUps
        .MapPost("/{id:guid}/findings", async Task<Results<Created<FindingView>, NotFound>> ([Description("Uppföljningens id. / Id of the follow-up.")] Guid id, Request request, Handler handler, HttpContext http, CancellationToken ct) =>
        {
            if (await handler.Handle(id, request, http.Request.CheckIfMatch, ct) is not { } finding) return TypedResults.NotFound();
            http.Response.SetETag(finding.Version);
            return TypedResults.Created($"/procurement/v1/findings/{finding.Id}", finding);
        })
        .RequireAuthorization(Permissions.FollowUp)
        .TakesIfMatch()
        .GivesETag()
        .WithName("addFinding")
        .WithSummary("Skriv en brist / Write a finding")
        .WithDescription("Leverantören ser den genast. Är uppföljningen planerad räknas den som gjord i dag. If-Match är uppföljningens, ETag bristens. / The supplier sees it at once. A planned follow-up counts as held today. If-Match is the follow-up's, ETag the finding's.");

    public sealed class Handler(ProcurementDb db, FollowUpWork work)
    {
        /// <summary>Null when there is no such follow-up.</summary>
        /// <exception cref="RuleViolation">`follow-up.completed`</exception>
        /// <exception cref="InvalidField">400: the day has been, or the item is not in the checklist.</exception>
        public async Task<FindingView?> Handle(Guid id, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            Finding? finding = null;
            var followUp = await work.Change(id, checkVersion, async (followUp, by, now) => finding = await Find(followUp, request, by, now, ct), ct);
            return followUp?.Findings.Single(found => found.Id == finding!.Id);
        }

        internal async Task<Finding> Find(FollowUp followUp, Request request, Person by, DateTimeOffset now, CancellationToken ct)
        {
            var (minor, major) = await work.RemedyDays(ct);
            var due = request.RemedyDueOn ?? work.Today.AddDays(request.Severity == Severity.Major ? major : minor);
            return followUp.Find(await db.Next("finding_reference", ct), request.ItemId, request.Text!, request.Severity!.Value, due, by, now);
        }
    }
}
