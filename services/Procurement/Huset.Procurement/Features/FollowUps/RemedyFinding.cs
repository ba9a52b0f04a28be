using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Procurement.Features.FollowUps;

public static class RemedyFinding
{
    public sealed class Request
    {
        [Description("Vad som har gjorts, och hur det syns. / What has been done, and how it shows.")]
        [Example("Schemat har alltid två undersköterskor från och med den 1 december."), Required, StringLength(4_000)]
        public string? Text { get; set; }
    }

    public static void Map(RouteGroupBuilder findings) => findings
        .MapPost("/{id:guid}/remedy", async Task<Results<Ok<FindingView>, NotFound>> ([Description("Bristens id. / Id of the finding.")] Guid id, Request request, Handler handler, HttpContext http, CancellationToken ct) =>
        {
            if (await handler.Handle(id, request, http.Request.CheckIfMatch, ct) is not { } finding) return TypedResults.NotFound();
            http.Response.SetETag(finding.Version);
            return TypedResults.Ok(finding);
        })
        .RequireAuthorization(Permissions.Remedy)
        .TakesIfMatch()
        .GivesETag()
        .WithName("remedyFinding")
        .WithSummary("Berätta hur en brist är åtgärdad / Tell how a finding is remedied")
        .WithDescription("Leverantören om sina egna, upphandlingscontrollern när leverantören har sagt det på annat sätt. Sedan kontrolleras det. / The supplier of its own, the procurement controller when the supplier has told it otherwise. It is then checked.");

    public sealed class Handler(FollowUpWork work)
    {
        /// <summary>Null when there is no such finding that the user may remedy.</summary>
        /// <exception cref="RuleViolation">`finding.closed`, `finding.remedied`</exception>
        public Task<FindingView?> Handle(Guid id, Request request, Action<int> checkVersion, CancellationToken ct) =>
            work.ChangeFinding(id, checkVersion, (finding, by, now) => finding.Remedy(request.Text!, work.IsSupplier, by, now), ct, work.ToRemedy);
    }
}
